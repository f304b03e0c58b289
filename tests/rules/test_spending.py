"""What a district spends beside staff and offices, at points worked out by hand."""

import pytest

from community_sim.parameters import load_parameters, parameter_info
from community_sim.place import load_place
from community_sim.prices import PRICES, prices_at
from community_sim.readers import read_by
from community_sim.rules import spending

WAGE = 20000.0


@pytest.fixture
def p():
    return load_parameters()._replace(
        bought_hour_price=0.5, hours_per_year=2000.0, service_hours_per_household=5.0,
        certification_price=0.03, reserve_allowance_share=0.8, task_hours_kept=0.25,
        civil_service_wage=1.2, asking_price=0.05, exam_price=0.01, severance_months=6.0,
        contribution_rate_pension=0.20, contribution_rate_medical=0.06,
        contribution_rate_unemployment=0.02,
    )  # fmt: skip


@pytest.fixture
def levers():
    return load_place("kaifu").current_practice().as_numbers()


def test_the_seconded_are_insured_in_full(p):
    assert spending.secondee_contributions(10000.0, p) == pytest.approx(2800.0)


def test_a_bought_hour_costs_a_share_of_an_hours_pay(levers, p):
    a_fifth = levers._replace(workload_external_supply_share=0.2)
    # 1,000 hours at half of ten yuan.
    assert spending.bought_services_cost(1000.0, WAGE, a_fifth, p) == pytest.approx(5000.0)


def test_certificates_cost_by_the_head(levers, p):
    three_in_ten = levers._replace(workload_certified_share=0.3)
    assert spending.certification_cost(10.0, WAGE, three_in_ten, p) == pytest.approx(1800.0)


def test_reserve_cadres_are_paid_while_they_are_placed(levers, p):
    pool = levers._replace(
        recruitment_reserve_pool_share=0.1, recruitment_reserve_placement_months=3
    )  # fmt: skip
    # Ten of a hundred, for a quarter of a year, at 0.8 of 20,000.
    assert spending.reserve_allowances(100.0, 20000.0, pool, p) == pytest.approx(40000.0)


def test_departments_work_a_part_of_what_they_take_back_and_nothing_where_they_hand_down_more(p):
    # A quarter of 400 hours, at 12 yuan.
    assert spending.task_work_cost(1000.0, 600.0, WAGE, p) == pytest.approx(1200.0)
    assert spending.task_work_cost(1000.0, 1200.0, WAGE, p) == 0.0


def test_asking_costs_in_proportion_to_the_waste_that_ends(levers, p):
    half = levers._replace(workload_wasted_service_share=0.1)
    assert spending.asking_cost(2000.0, WAGE, 0.2, half, p) == pytest.approx(1000.0)
    assert spending.asking_cost(2000.0, WAGE, 0.1, half, p) == 0.0
    assert spending.asking_cost(2000.0, WAGE, 0.0, half, p) == 0.0


def test_exams_and_severance_cost_by_the_head(p):
    assert spending.exam_cost(30.0, WAGE, p) == pytest.approx(6000.0)
    assert spending.severance_pay(2.0, 12000.0, p) == pytest.approx(12000.0)


def test_a_price_is_what_rules_of_spending_and_turnover_alone_read():
    def is_price(name):
        readers = {each.split(".")[0] for each in read_by(name)}
        return bool(readers) and readers <= {"rules/spending", "rules/turnover"}

    assert set(PRICES) == {name for name in parameter_info() if is_price(name)}


def test_every_price_is_assumed_and_drawn_within_its_range():
    drawn = [dict(prices_at(number)) for number in range(400)]
    for name in PRICES:
        info = parameter_info()[name]
        assert info.status == "assumed"
        values = [each[name] for each in drawn]
        assert info.low <= min(values) < info.value < max(values) <= info.high
        mean = (info.low + info.value + info.high) / 3.0
        assert sum(values) / len(values) == pytest.approx(mean, abs=0.05 * (info.high - info.low))
    assert prices_at(7) == prices_at(7) != prices_at(8)
