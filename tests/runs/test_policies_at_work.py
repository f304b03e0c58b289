"""Each policy works through the mechanism that it names, as the log and the accounts show."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from community_sim.plan import policy_plan
from community_sim.policy_file import Change, load_policy
from community_sim.prospects import policy_prospects
from community_sim.runs import run_one
from community_sim.scenario import Scenario
from community_sim.trajectory import Trajectory
from community_sim.vocabulary import EntryRoute, Event, Mandate, Post, SeparationReason

Lived = Callable[..., Trajectory]


@pytest.fixture(scope="module")
def lived(short: Scenario) -> Lived:
    """Return a function that runs a shipped policy for five years, under seed 1."""
    known: dict[str, Trajectory] = {}

    def run_policy(name: str = "current_practice") -> Trajectory:
        if name not in known:
            known[name] = run_one(short.with_policy(name), 1)
        return known[name]

    return run_policy


def entries(trajectory: Trajectory) -> Any:
    """Return the entries of a run."""
    return trajectory.events[trajectory.events.event == Event.ENTRY]


def exits(trajectory: Trajectory, reason: SeparationReason) -> Any:
    """Return the exits of a run for one reason."""
    return trajectory.events[trajectory.events.reason == reason]


def test_the_reserve_pool_fills_lower_posts_without_a_wait(lived: Lived) -> None:
    assert EntryRoute.RESERVE_POOL not in set(entries(lived()).route)
    reserve = entries(lived("reserve_pool"))
    reserve = reserve[reserve.route == EntryRoute.RESERVE_POOL]
    assert len(reserve) > 100
    assert set(reserve.months) == {0.0}
    assert set(reserve.level_to) == {Post.GENERAL_WORKER, Post.COMMITTEE_MEMBER}
    vacant = lived("reserve_pool").stocks.vacant_months[2:].sum()
    assert vacant < lived().stocks.vacant_months[2:].sum()


def test_grids_add_general_workers_posts(lived: Lived, short: Scenario) -> None:
    today, grids = lived(), lived("grid_workers")
    households = grids.stocks.households[1]
    assert grids.stocks.posts.iloc[-1] > today.stocks.posts.iloc[-1]
    assert grids.stocks.general_worker.iloc[-1] > households / 400 * 0.8
    for level in ("committee_member", "deputy", "principal"):
        assert abs(grids.stocks[level].iloc[-1] - today.stocks[level].iloc[-1]) < 30
    assert grids.stocks.load_mean.iloc[-1] < today.stocks.load_mean.iloc[-1]


def test_a_raise_paid_by_headcount_cuts_posts_as_people_leave(lived: Lived) -> None:
    funded, paid = lived("hired_pay_1200"), lived("hired_pay_1200_headcount")
    assert funded.stocks.posts.iloc[-1] == 651
    assert paid.stocks.posts.iloc[-1] < 600
    assert paid.stocks.closing.iloc[-1] <= paid.stocks.posts.iloc[-1]
    assert paid.stocks.entries[1] < funded.stocks.entries[1]


def test_without_years_of_grace_a_raise_paid_by_headcount_lays_off_at_once(
    short: Scenario,
) -> None:
    file = load_policy("hired_pay_1200_headcount")
    abrupt = replace(
        file, name="abrupt", changes=(*file.changes, Change("budget.attrition_years", "set", 0))
    )
    trajectory = run_one(short.with_policy(abrupt), 1)
    layoffs = exits(trajectory, SeparationReason.LAYOFF)
    assert set(layoffs.year) == {1}
    assert set(layoffs.level_from) == set(Post)
    assert len(layoffs) > 20


def test_a_raise_paid_by_the_office_squeezes_it_to_its_minimum(short: Scenario) -> None:
    file = load_policy("hired_pay_1200")
    squeezed = replace(
        file, name="squeezed", changes=(*file.changes, Change("budget.closure", "set", "office"))
    )
    scenario = short.with_policy(squeezed)
    stocks = run_one(scenario, 1).stocks[2:]
    budget = scenario.policy.budget
    assert np.all(stocks.office_spending < 66 * budget.office_need)
    assert np.all(stocks.office_spending >= 66 * budget.office_minimum)


def test_splitting_council_and_service_hires_committee_members(lived: Lived) -> None:
    committee = entries(lived("split_council_service")).query("level_to == 1")
    assert len(committee) > 0
    assert set(committee.mandate) == {Mandate.HIRED}


def test_open_recruitment_all_but_ends_placement(lived: Lived) -> None:
    def placed(name: str) -> float:
        came = entries(lived(name))
        return float(np.mean(came.route == EntryRoute.PLACEMENT))

    assert placed("open_recruitment") < 0.05 < placed("current_practice")
    pools = entries(lived("open_recruitment")).query("route == 1").pool
    assert set(pools) == {75}


def test_without_indexation_pay_falls_behind_for_five_years_and_no_longer(
    short: Scenario,
) -> None:
    eroding = short.with_policy("pay_erosion").with_years(7)
    growth = eroding.parameters.reference_wage_growth
    today = short.current.as_numbers().pay_scale
    paid = [eroding.terms_in_year(year, entered_before=True).pay_scale for year in range(1, 8)]
    kept = [1.0 / (1.0 + growth) ** min(year, 5) for year in range(1, 8)]
    assert paid == pytest.approx([today * each for each in kept], rel=1e-12)


def test_erosion_makes_staying_worth_less_every_year(short: Scenario) -> None:
    eroding = short.with_policy("pay_erosion")
    expected = policy_prospects(short)
    tables = [
        year.incumbents.careers.serve[:, :, :, :, :34, :, 0]
        for year in policy_plan(eroding, expected, expected).years
    ]
    today = (
        policy_plan(short, expected, expected)
        .years[0]
        .incumbents.careers.serve[:, :, :, :, :34, :, 0]
    )
    for earlier, later in zip([today, *tables[:-1]], tables, strict=True):
        assert np.all(later < earlier)


def test_reserved_civil_service_posts_go_to_those_who_have_served(lived: Lived) -> None:
    targeted = exits(lived("civil_service_quota_10"), SeparationReason.TRANSFER_OUT)
    today = exits(lived(), SeparationReason.TRANSFER_OUT)
    assert len(targeted) > 3 * len(today)
    assert targeted.tenure.min() >= 3
    assert targeted.age.max() <= 35


@pytest.mark.parametrize("posts", [3, 6])
def test_the_sub_district_channel_takes_as_many_principals_as_it_says(
    posts: int, lived: Lived
) -> None:
    promoted = exits(lived(f"subdistrict_channel_{posts}"), SeparationReason.SUBDISTRICT_PROMOTION)
    assert promoted.groupby("year").size().tolist() == [posts] * 5
    assert set(promoted.level_from) == {Post.PRINCIPAL}


def test_stricter_appraisal_dismisses_its_share(lived: Lived) -> None:
    strict = lived("appraisal_dismissal_5")
    dismissed = exits(strict, SeparationReason.DISMISSAL).groupby("year").size()
    for year, opening in enumerate(strict.stocks.opening[1:], start=1):
        assert dismissed[year] in (math.floor(0.05 * opening), math.ceil(0.05 * opening))


def test_task_admission_halves_the_items_and_brings_fees(lived: Lived) -> None:
    today, admitted = lived().stocks.iloc[1], lived("task_admission").stocks.iloc[1]
    assert admitted.administrative_hours == pytest.approx(today.administrative_hours / 2.0)
    assert admitted.income_fees == 66 * 22500.0
    assert today.income_fees == 0.0


def test_full_insurance_costs_all_of_the_employers_rates(lived: Lived, short: Scenario) -> None:
    p = short.parameters
    rates = (
        p.contribution_rate_pension + p.contribution_rate_medical + p.contribution_rate_unemployment
    )
    stocks = lived("full_insurance").stocks[1:]
    assert np.allclose(stocks.employer_contributions, rates * stocks.wages, rtol=1e-6)
    assert np.all(lived().stocks[1:].employer_contributions < rates * lived().stocks[1:].wages)


def test_equal_pay_ends_the_multiplier(lived: Lived, short: Scenario) -> None:
    levers = short.with_policy("equal_pay_equal_work").policy.as_numbers()
    assert levers.pay_multiplier_seconded == 1.0
    today, equal = lived().stocks.iloc[1], lived("equal_pay_equal_work").stocks.iloc[1]
    assert equal.seconded_wages == pytest.approx(today.seconded_wages * 1.1 / 1.6, rel=1e-6)


def test_under_grandfathering_incumbents_pay_is_what_it_was(short: Scenario) -> None:
    file = replace(load_policy("hired_pay_1200"), name="for_entrants", applies_to="entrants")
    today, reform = (
        run_one(short, 1).stocks.iloc[1],
        run_one(short.with_policy(file), 1).stocks.iloc[1],
    )
    # nobody has entered under the policy when the first year's wages are paid
    for name in ("wages", "seconded_wages", "employer_contributions"):
        assert reform[name] == today[name]
    later = run_one(short.with_policy(file), 1).stocks
    everyone = run_one(short.with_policy("hired_pay_1200"), 1).stocks
    assert today.wages < later.wages[5] < everyone.wages[5]
