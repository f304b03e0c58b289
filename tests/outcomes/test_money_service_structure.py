"""Claims about what staff cost, what service is left and who is in post."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_sim.errors import BadValue
from community_sim.outcomes import COST, MEASURED, OUTCOMES, Unit, Window
from community_sim.trajectory import PAYERS, USES
from community_sim.vocabulary import Education, Post, Sex

MONEY = {
    "wages": [0, 100, 300],
    "employer_contributions": [0, 28, 84],
    "seconded_wages": [0, 10, 10],
    "extra_grant": [0, 50, 70],
    "paid_by_county": [0, 20, 40],
    "paid_by_town": [0, 40, 40],
    "office_spending": [0, 8, 8],
    "turnover_cost": [0, 16, 40],
}


def value(name, trajectory, horizon):
    return OUTCOMES[name].measure(Window(trajectory, horizon))


def test_the_wage_bill_is_all_that_staff_cost_per_community_and_year(build):
    trajectory = build(2, communities=2, **MONEY)
    assert value("wage_bill_per_community", trajectory, 1) == 69.0
    assert value("wage_bill_per_community", trajectory, 2) == (69.0 + 197.0) / 2


def test_turnover_is_part_of_the_fiscal_cost_and_of_nothing_else(build):
    trajectory = build(2, communities=2, **MONEY)
    assert value("turnover_cost_per_community", trajectory, 1) == 8.0
    assert value("turnover_cost_per_community", trajectory, 2) == 14.0
    assert value(COST, trajectory, 2) == 133.0 + 4.0 + 14.0
    cheap = build(2, communities=2, **MONEY | {"turnover_cost": [0, 0, 0]})
    differ = [
        each.name
        for each in MEASURED
        if repr(each.measure(Window(trajectory, 2))) != repr(each.measure(Window(cheap, 2)))
    ]
    assert differ == [COST, "turnover_cost_per_community"]


def test_the_fiscal_cost_is_the_sum_of_all_uses(build):
    uses = {name: 2.0**at for at, name in enumerate(USES)}
    trajectory = build(1, communities=2, **{name: [0, each] for name, each in uses.items()})
    assert value(COST, trajectory, 1) == (2.0 ** len(USES) - 1.0) / 2.0
    for name in (*PAYERS, "surplus"):
        assert value(f"{name}_per_community", trajectory, 1) == 0.0


def test_discounted_money_is_a_weighted_mean_of_the_years(build):
    trajectory = build(2, communities=2, **MONEY)
    # 69 in year 1 and 197 in year 2, with weights 1 and 1 / 1.2.
    assert value("wage_bill_per_community", trajectory, 2) == 133.0
    window = Window(trajectory, 2, discount_rate=0.2)
    found = OUTCOMES["wage_bill_per_community"].measure(window)
    assert found == pytest.approx((69.0 + 197.0 / 1.2) / (1.0 + 1.0 / 1.2))
    county, town = (
        OUTCOMES[f"paid_by_{who}_per_community"].measure(window) for who in ("county", "town")
    )
    # 10 and 20 of the county, 20 and 20 of the town.
    assert county == pytest.approx((10.0 + 20.0 / 1.2) / (1.0 + 1.0 / 1.2))
    assert town == pytest.approx(20.0)


@pytest.mark.parametrize("rate", [0.03, 0.2])
def test_a_constant_flow_keeps_its_value_whatever_the_discount_rate(build, rate):
    trajectory = build(5, communities=2, **{name: row[2] for name, row in MONEY.items()})
    for each in MEASURED:
        plain, discounted = (each.measure(Window(trajectory, 5, r)) for r in (0.0, rate))
        assert discounted == pytest.approx(plain, nan_ok=True), each.name


def test_discounting_moves_money_that_rises_and_nothing_else(build):
    lives = [{}, {"left": 2}, {"entered": 1}]
    trajectory = build(2, lives, post_months=24, vacant_months=[0, 0, 12], **MONEY)
    for each in MEASURED:
        plain, discounted = (each.measure(Window(trajectory, 2, r)) for r in (0.0, 0.1))
        if each.unit is not Unit.MONEY:
            assert repr(discounted) == repr(plain), each.name
        elif plain > each.measure(Window(trajectory, 1)):
            assert discounted < plain, each.name
        else:
            assert discounted == pytest.approx(plain), each.name


@pytest.mark.parametrize("rate", [-0.01, 0.21, 3, math.nan, math.inf, True, "0.03", None])
def test_a_discount_rate_out_of_range_is_refused_in_a_sentence(build, rate):
    with pytest.raises(BadValue, match=r"discount rate is .*; give a share per year from 0 to 0.2"):
        Window(build(1), 1, rate)


def test_what_county_and_town_pay_is_told_apart(build):
    trajectory = build(2, communities=2, **MONEY)
    assert value("extra_grant_per_community", trajectory, 2) == 30.0
    assert value("paid_by_county_per_community", trajectory, 2) == 15.0
    assert value("paid_by_town_per_community", trajectory, 2) == 20.0
    assert value("office_spending_per_community", trajectory, 2) == 4.0


def test_costs_against_a_baseline_have_no_value_in_a_single_run():
    alone = [each.name for each in OUTCOMES.values() if each.needs_baseline]
    assert alone == [
        "cost_per_exit_avoided", "cost_per_experienced_year", "cost_per_service_hour",
    ]  # fmt: skip


@given(factor=st.integers(-6, 6).map(lambda power: 2.0**power))
def test_money_in_another_unit_scales_money_and_nothing_else(build, factor):
    lives = [{}, {"left": 2}, {"entered": 1}]
    plain = build(2, lives, **MONEY)
    scaled = build(2, lives, **{name: [factor * x for x in row] for name, row in MONEY.items()})
    for each in MEASURED:
        before, after = (each.measure(Window(run, 2)) for run in (plain, scaled))
        expected = before * factor if each.unit is Unit.MONEY else before
        assert after == expected or (math.isnan(after) and math.isnan(expected)), each.name


def test_service_is_averaged_over_the_years(build):
    trajectory = build(
        2,
        communities=2,
        service_hours=[0, 1000, 3000],
        households=4000,
        coverage_mean=[0, 0.25, 0.75],
        administrative_hours=[0, 500, 700],
        effective_hours=[0, 1500, 3700],
        post_months=[0, 48, 48],
        vacant_months=[0, 0, 12],
    )
    assert value("service_capacity", trajectory, 1) == 250.0
    assert value("service_capacity", trajectory, 2) == 500.0
    assert value("coverage", trajectory, 2) == 0.5
    assert value("service_hours_per_community", trajectory, 2) == 1000.0
    assert value("administrative_hours_per_community", trajectory, 2) == 300.0
    assert value("effective_hours_per_community", trajectory, 2) == 1300.0
    assert value("cadre_years_per_community", trajectory, 2) == 1.75
    assert value("administrative_share", trajectory, 2) == pytest.approx(1200 / 5200)


def test_load_pressure_and_skill_are_those_of_the_horizon(build):
    trajectory = build(
        2,
        load_mean=[0, 1.0, 1.5],
        pressure_mean=[0, 0.5, 0.75],
        skill_mean=[0, 0.7, 0.9],
        capacity_p10=[0, 10, 0],
        capacity_p90=[0, 25, 30],
    )
    assert value("load", trajectory, 2) == 1.5
    assert value("pressure_share", trajectory, 1) == 0.5
    assert value("mean_skill", trajectory, 2) == 0.9
    assert value("capacity_ratio_90_10", trajectory, 1) == 2.5


def test_a_ratio_to_communities_without_capacity_is_undefined_not_infinite(build):
    assert math.isnan(value("capacity_ratio_90_10", build(1, capacity_p90=30.0), 1))


def test_pay_is_that_of_those_in_post_at_the_horizon(build):
    principal = {"level": Post.PRINCIPAL}
    trajectory = build(
        2,
        [
            {**principal, "pay": 1.0},
            {**principal, "pay": 0.75},
            {**principal, "pay": 0.5},
            {"pay": 0.25},
            {**principal, "pay": 4.0, "left": 2},
        ],
    )
    assert value("pay_gap", trajectory, 2) == 0.375
    assert value("principals_at_reference_wage", trajectory, 1) == 0.5
    assert value("principals_at_reference_wage", trajectory, 2) == pytest.approx(1 / 3)
    assert value("pay_principal", trajectory, 1) == 1.5625
    assert value("pay_principal", trajectory, 2) == 0.75
    assert value("pay_general_worker", trajectory, 2) == 0.25
    assert math.isnan(value("pay_deputy", trajectory, 2))


def test_shares_are_of_those_in_post_at_the_horizon(build):
    bachelor = Education.BACHELOR
    trajectory = build(
        1,
        [
            {"age": 30, "sex": Sex.FEMALE, "tenure": 3, "education": bachelor},
            {"age": 36, "sex": Sex.FEMALE, "tenure": 4, "education": bachelor},
            {"age": 45, "sex": Sex.FEMALE, "tenure": 9},
            {"age": 45, "tenure": 10},
            {"age": 20, "left": 1},
        ],
    )
    assert value("headcount", trajectory, 1) == 4.0
    assert value("share_age_to_30", trajectory, 1) == 0.25
    assert value("share_age_36_45", trajectory, 1) == 0.75
    assert value("share_tenure_3_plus", trajectory, 1) == 1.0
    assert value("share_tenure_4_plus", trajectory, 1) == 0.75
    assert value("share_tenure_10_plus", trajectory, 1) == 0.25
    assert value("share_female", trajectory, 1) == 0.75
    assert value("share_bachelor", trajectory, 1) == 0.5


def test_a_share_among_some_is_of_these_and_not_of_all(build):
    principal, woman = {"level": Post.PRINCIPAL}, {"sex": Sex.FEMALE}
    young, bachelor = {"age": 30}, {"education": Education.BACHELOR}
    trajectory = build(
        1, [principal, principal | woman, woman, woman | young, young | bachelor, bachelor]
    )
    assert value("share_female_principals", trajectory, 1) == 0.5
    assert value("share_bachelor_to_30", trajectory, 1) == 0.5
    alone = build(1, [woman])
    assert math.isnan(value("share_female_principals", alone, 1))
    assert math.isnan(value("share_bachelor_to_30", alone, 1))


def test_shares_of_an_empty_district_are_undefined(build):
    assert math.isnan(value("share_female", build(1), 1))
    assert value("headcount", build(1), 1) == 0.0
