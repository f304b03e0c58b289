"""A community's work and money of a year, worked out by hand."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from community_sim.engines import Engine, simulate
from community_sim.engines.recording import percentile, total
from community_sim.trajectory import PAYERS, USES, Trajectory
from community_sim.vocabulary import Mandate, SeparationReason

# The laboratory pays multiples of 28,000 yuan: 35,000 to its principal, 14,000 to its worker.


@pytest.fixture
def office(laboratory: Any) -> Any:
    """Return a community of known households, work and prices."""
    return (
        laboratory.calm()
        .with_levers(
            pay_coefficient_general_worker=0.5, pay_coefficient_principal=1.25,
            pay_multiplier_seconded=1.6, pay_seniority_step=0.0, pay_insurance_pension=0.5,
            pay_insurance_medical=1.0, pay_insurance_unemployment=0.0,
            workload_administrative_items=20, workload_relief_share=0.0,
            workload_paid_item_share=0.25, workload_fee_per_item=1000,
            workload_external_supply_share=0.0, workload_wasted_service_share=0.2,
            workload_certified_share=0.0, budget_grant_base=10000, budget_match_ratio=1.5,
            budget_special_grant=500, budget_office_need=15000, budget_closure=0,
            budget_county_share=0.25,
        )
        .with_parameters(
            households_mean=1000.0, households_log_sd=0.0, hours_per_year=1900.0,
            item_hours_fixed=30.0, item_hours_per_household=0.01, service_hours_per_household=2.0,
            pressure_load_slope=3.0, pressure_principal=0.3, pressure_time_loss=0.10,
            novice_skill_loss=0.35, experience_years=1.5, skill_ability=0.2,
            contribution_rate_pension=0.20, contribution_rate_medical=0.06,
            contribution_rate_unemployment=0.02, acting_service_share=0.5,
            least_service_share=0.1, turnover_hiring_cost=0.05, turnover_training_cost=0.10,
            acting_allowance_share=0.2, bought_hour_price=0.5, certification_price=0.03,
            reserve_allowance_share=0.8, task_hours_kept=0.5, asking_price=0.05,
            exam_price=0.01, severance_months=3.0, civil_service_wage=1.1,
        )
    )  # fmt: skip


def lived(office: Any, engine: Engine, **columns: Any) -> Trajectory:
    """Return a year of one principal and one general worker."""
    plan = office.plan(posts=(1, 0, 0, 1), hazard=1e-9)
    defaults = {"mandate": int(Mandate.ELECTED), "tenure": 0, "ability": 0.0, "age": 30}
    staff = office.founders(plan, 1, **(defaults | columns))
    return simulate(plan, staff, 1, engine=engine)[0]


def test_wages_contributions_and_grants_balance(office: Any, engine: Engine) -> None:
    year = lived(office, engine).stocks.iloc[1]
    assert year.wages == 35000.0 + 14000.0
    assert year.employer_contributions == 5600.0 + 2240.0  # 0.20 * 0.5 + 0.06
    assert year.seconded_wages == 0.0
    assert year.income_grants == 25500.0
    assert year.income_fees == 5000.0
    assert year.office_spending == 15000.0
    assert year.extra_grant == 49000.0 + 7840.0 + 15000.0 - 30500.0
    assert year.paid_by_city == 10000.0
    # The match, special grants, a quarter of the extra grant; the town pays the rest of it.
    assert year.paid_by_county == 15500.0 + 0.25 * 41340.0
    assert year.paid_by_town == 0.75 * 41340.0
    assert year.paid_by_departments == 5000.0
    assert year.surplus == 0.0


def test_the_sub_district_pays_the_seconded(office: Any, engine: Engine) -> None:
    year = lived(office, engine, mandate=[Mandate.SECONDED, Mandate.HIRED]).stocks.iloc[1]
    assert year.seconded_wages == 56000.0  # 1.25 * 1.6
    assert year.wages == 14000.0
    assert year.employer_contributions == 2240.0
    assert year.extra_grant == 14000.0 + 2240.0 + 15000.0 - 30500.0
    assert year.secondee_contributions == 0.28 * 56000.0
    assert year.paid_by_town == 1.28 * 56000.0 + 0.75 * 740.0
    assert year.principals_at_reference_wage == 1.0
    assert year.mean_pay_ratio == pytest.approx((2.0 + 0.5) / 2.0, rel=1e-12)


def test_what_is_left_over_is_surplus(office: Any, engine: Engine) -> None:
    rich = office.with_levers(budget_special_grant=100000)
    year = lived(rich, engine).stocks.iloc[1]
    assert year.surplus == 125000.0 + 5000.0 - 49000.0 - 7840.0 - 15000.0
    assert year.extra_grant == 0.0
    assert year.paid_by_county == 115000.0
    assert year.paid_by_town == 0.0


def test_the_work_of_a_year_is_done_administration_first(office: Any, engine: Engine) -> None:
    year = lived(office, engine).stocks.iloc[1]
    administrative, demand = 20 * (30.0 + 10.0), 2000.0
    load = (administrative + demand) / 3800.0
    pressed = [1.0 / (1.0 + math.exp(-3.0 * (load - 1.0) - extra)) for extra in (0.3, 0.0)]
    hours = [1900.0 * (1.0 - 0.1 * each) * 0.65 for each in pressed]
    assert year.administrative_hours == pytest.approx(administrative, rel=1e-12)
    assert year.demand_hours == pytest.approx(demand, rel=1e-12)
    assert year.load_mean == pytest.approx(load, rel=1e-12)
    assert year.pressure_mean == pytest.approx(sum(pressed) / 2.0, rel=1e-12)
    assert year.skill_mean == pytest.approx(0.65, rel=1e-12)
    assert year.effective_hours == pytest.approx(sum(hours), rel=1e-12)
    service = 0.8 * (sum(hours) - administrative)
    assert year.service_hours == pytest.approx(service, rel=1e-12)
    assert year.coverage_mean == pytest.approx(service / demand, rel=1e-12)
    assert year.capacity_p10 == year.capacity_p90 == pytest.approx(service, rel=1e-12)
    assert year.households == pytest.approx(1000.0, rel=1e-12)


def test_a_tenth_of_the_hours_reaches_residents_where_administration_would_take_all(
    office: Any, engine: Engine
) -> None:
    buried = office.with_levers(workload_administrative_items=200)
    year = lived(buried, engine).stocks.iloc[1]
    assert year.administrative_hours == pytest.approx(8000.0, rel=1e-12)
    assert year.effective_hours < 8000.0
    assert year.service_hours == pytest.approx(0.8 * 0.1 * year.effective_hours, rel=1e-12)
    assert year.capacity_p10 == pytest.approx(year.service_hours, rel=1e-12)


def test_whoever_is_there_half_the_year_works_and_earns_half(office: Any, engine: Engine) -> None:
    whole, half = (
        lived(office, engine, presence=[1.0, share]).stocks.iloc[1] for share in (1.0, 0.5)
    )
    assert half.wages == 35000.0 + 7000.0
    assert half.employer_contributions == 5600.0 + 1120.0
    assert half.vacant_months == whole.vacant_months + 6.0
    assert half.load_mean == pytest.approx(whole.load_mean * 2.0 / 1.5, rel=1e-12)


def test_acting_cover_serves_half_the_hours_for_a_fifth_of_the_pay(
    office: Any, engine: Engine
) -> None:
    rare = office.with_levers(separation_term_years=5, recruitment_principal_election=1.0)
    plan = rare.plan(posts=(1, 0, 0, 1), years=1, hazard=1e-9)
    staff = rare.founders(plan, 1, mandate=1, tenure=1000, ability=0.0, age=30)
    staff.entry_post[0] = -1
    hours, costs = [], []
    for acting in (0, 1):
        staff.acting[0] = acting
        year = simulate(plan, staff, 1, engine=engine)[0].stocks.iloc[1]
        hours.append(year.effective_hours)
        assert year.acting_months == 12.0 * acting
        costs.append(year.turnover_cost - 4200.0 * year.entries)
        assert year.vacant_months == 12.0
    assert hours[1] - hours[0] == pytest.approx(950.0, rel=1e-12)
    # A fifth of what a principal who comes new is paid, 1.25 * 28,000.
    assert costs == pytest.approx([0.0, 7000.0], abs=1e-9)


def test_entries_cost_hiring_and_training(laboratory: Any, engine: Engine) -> None:
    free = {"turnover_hiring_cost": 0.0, "turnover_training_cost": 0.0}
    dear = {"turnover_hiring_cost": 0.05, "turnover_training_cost": 0.10}
    runs = []
    for costs in (free, dear):
        place = laboratory.with_parameters(**costs, acting_allowance_share=0.0)
        plan = place.plan(posts=(4, 0, 0, 1), years=4, hazard=0.5)
        staff = place.founders(plan, 1)
        runs.append(simulate(plan, staff, 1, engine=engine)[0].stocks)
    before, after = runs
    assert before.entries.sum() > 0
    assert (before.turnover_cost == 0.0).all()
    # 0.15 * 28,000 for each; what is paid and who comes stay as they are.
    assert after.turnover_cost.tolist() == pytest.approx((4200.0 * before.entries).tolist())
    paid = ["turnover_cost", "paid_by_county", "paid_by_town"]
    assert before.drop(columns=paid).equals(after.drop(columns=paid))


# What a lever or an exam costs beside staff and offices, and who pays: a year of two posts, whose
# reference wage is 28,000 yuan and whose hours are 1,900.
BESIDE = {
    "bought_services": ({"workload_external_supply_share": 0.5}, 1000.0 * 0.5 * 28000.0 / 1900.0),
    "certification": ({"workload_certified_share": 0.5}, 2 * 0.5 * 0.03 * 28000.0),
    "reserve_allowances": (
        {"recruitment_reserve_pool_share": 0.5, "recruitment_reserve_placement_months": 3},
        0.5 * 2 * 0.25 * 0.8 * 14000.0,
    ),
    "task_work": (
        {"workload_administrative_items": 5, "workload_paid_item_share": 0.0},
        0.5 * 15 * 40.0 * 1.1 * 28000.0 / 1900.0,
    ),
    "asking": ({"workload_wasted_service_share": 0.1}, 0.5 * 0.05 * 28000.0),
}


@pytest.mark.parametrize("line", BESIDE)
def test_what_a_lever_costs_beside_staff_is_paid_by_somebody(
    office: Any, engine: Engine, line: str
) -> None:
    levers, cost = BESIDE[line]
    plan = office.plan(posts=(1, 0, 0, 1), hazard=1e-9)
    staff = office.founders(plan, 1, mandate=1, tenure=0, ability=0.0, age=30)
    with_policy = office.with_levers(**levers).plan(posts=(1, 0, 0, 1), hazard=1e-9)
    with_policy = replace(with_policy, before=plan.before)
    one, other = (
        simulate(each, staff, 1, engine=engine)[0].stocks.iloc[1] for each in (plan, with_policy)
    )
    assert one[line] == 0.0
    assert other[line] == pytest.approx(cost, abs=0.01)
    paid = {name: other[name] - one[name] for name in PAYERS}
    if line == "task_work":
        assert paid == {**dict.fromkeys(PAYERS, 0.0), "paid_by_departments": other[line] - 5000.0,
                        "paid_by_county": 1250.0, "paid_by_town": 3750.0}  # fmt: skip
    else:
        assert paid["paid_by_city"] == paid["paid_by_departments"] == 0.0
        assert paid["paid_by_county"] == pytest.approx(0.25 * cost, abs=0.01)
        assert paid["paid_by_town"] == pytest.approx(0.75 * cost, abs=0.01)


def test_whoever_is_dismissed_is_paid_some_months_of_mean_pay(
    laboratory: Any, engine: Engine
) -> None:
    place = laboratory.calm().with_levers(separation_dismissal_share=0.2)
    plan = place.with_parameters(severance_months=3.0).plan(posts=(9, 0, 0, 1), hazard=1e-9)
    made = simulate(plan, place.founders(plan, 1), 1, engine=engine)[0]
    dismissed = (made.events.reason == SeparationReason.DISMISSAL).sum()
    assert dismissed > 0
    year = made.stocks.iloc[1]
    present = (year.post_months - year.vacant_months) / 12.0
    mean_pay = (year.wages + year.seconded_wages) / present
    assert year.severance == pytest.approx(dismissed * mean_pay / 4.0, abs=0.01)


def test_payers_pay_for_all_uses_to_the_fen(laboratory: Any, engine: Engine) -> None:
    place = laboratory.with_levers(
        separation_dismissal_share=0.1, workload_external_supply_share=0.3,
        workload_certified_share=0.3, recruitment_reserve_pool_share=0.3,
        budget_county_share=0.37, budget_grant_base=33333.33,
    )  # fmt: skip
    plan = place.plan(posts=(4, 3, 2, 1), years=6)
    made = simulate(plan, place.founders(plan, 1), 1, engine=engine)[0]
    made.check_conservation()
    paid = sum(np.rint(100.0 * made.stocks[name]) for name in PAYERS)
    spent = sum(np.rint(100.0 * made.stocks[name]) for name in (*USES, "surplus"))
    assert (paid == spent).all()
    assert (paid[1:] > 0.0).all()


def test_sums_run_from_left_to_right() -> None:
    assert total([1e16, 1.0, -1e16]) == 0.0
    assert total(iter([])) == 0.0


@pytest.mark.parametrize(
    ("share", "value"), [(0.0, 1.0), (0.5, 3.0), (0.1, 1.4), (0.9, 7.6), (1.0, 10.0)]
)
def test_a_percentile_lies_on_the_line_between_neighbours(share: float, value: float) -> None:
    assert percentile([10.0, 3.0, 1.0, 4.0, 2.0], share) == pytest.approx(value, rel=1e-12)
