"""What a plan says about its years: levers, terms, bills, pressure."""

from dataclasses import replace

import numpy as np
import pytest

from community_sim.careers import Prospects
from community_sim.plan import history_plan, policy_plan
from community_sim.policy_file import Change, load_policy
from community_sim.population import pay_factors
from community_sim.rules.workload import administrative_hours, demand_hours, load, pressure
from community_sim.scenario import Scenario
from community_sim.vocabulary import Post

BEFORE = Prospects(0.10, 0.04, 0.06, 0.006, 0.02, 0.0, 0.0, 0.3, 0.5)
AFTER = Prospects(0.12, 0.05, 0.07, 0.007, 0.02, 0.0, 0.0, 0.3, 0.5)


def test_history_is_current_practice_up_to_the_survey(current: Scenario) -> None:
    plan = history_plan(current, BEFORE)
    assert [year.year for year in plan.years] == list(range(-19, 1))
    assert plan.policy_starts == 1
    levers = current.current.as_numbers()
    for year in plan.years:
        assert year.levers == levers
        assert year.incumbents is year.entrants
        assert not year.may_lay_off


def test_policy_years_run_from_one_to_the_horizon(current: Scenario) -> None:
    plan = policy_plan(current.with_years(7), BEFORE, AFTER)
    assert [year.year for year in plan.years] == list(range(1, 8))


def test_prospects_change_when_the_policy_starts(current: Scenario) -> None:
    late = replace(load_policy("hired_pay_1200"), starts=3)
    plan = policy_plan(current.with_years(5).with_policy(late), BEFORE, AFTER)
    assert plan.policy_starts == 3
    expected = [year.incumbents.careers.prospects for year in plan.years]
    assert expected == [BEFORE, BEFORE, AFTER, AFTER, AFTER]
    assert plan.years[1].levers == current.current.as_numbers()
    assert plan.years[2].levers.pay_coefficient_general_worker == pytest.approx(
        1.5 * plan.years[1].levers.pay_coefficient_general_worker
    )


def test_equal_terms_are_solved_once(current: Scenario) -> None:
    plan = policy_plan(current.with_years(10), BEFORE, AFTER)
    assert len({id(year.incumbents) for year in plan.years}) == 1
    assert plan.years[0].incumbents is plan.years[9].entrants


def test_posts_are_cut_faster_than_by_attrition_only_after_the_years_of_grace(
    current: Scenario,
) -> None:
    file = replace(load_policy("hired_pay_1200_headcount"), starts=2)
    plan = policy_plan(current.with_years(6).with_policy(file), BEFORE, AFTER)
    grace = int(plan.years[2].levers.budget_attrition_years)
    assert [year.may_lay_off for year in plan.years] == [y >= 2 + grace for y in range(1, 7)]


def test_mean_pressure_at_full_establishment_is_the_surveys(current: Scenario) -> None:
    plan = history_plan(current, BEFORE)
    levers, p, geography = current.current.as_numbers(), plan.parameters, plan.geography
    posts = np.diff(geography.first_post)
    loads = [
        load(
            administrative_hours(h, levers, p),
            demand_hours(h, levers, p),
            p.hours_per_year * n,
        )
        for h, n in zip(geography.households.tolist(), posts.tolist(), strict=True)
    ]
    mean = np.mean(
        [
            pressure(loads[c], level, plan.pressure_intercept, p)
            for c, level in zip(geography.community.tolist(), geography.level.tolist(), strict=True)
        ]
    )
    assert mean == pytest.approx(p.pressure_target, abs=1e-9)


def test_offsets_are_what_pay_and_pressure_add_in_a_community(current: Scenario) -> None:
    plan = history_plan(current, BEFORE)
    levers, p, geography = current.current.as_numbers(), plan.parameters, plan.geography
    offsets = plan.years[0].incumbents.offsets
    factors = pay_factors(current.place.communities, levers.pay_dispersion)
    assert np.array_equal(plan.years[0].incumbents.pay_factor, factors)
    by_pressure = p.pay_weight * np.log(factors)[:, None] - offsets
    for level in Post:
        where = geography.community[geography.level == level]
        assert by_pressure[where, level].mean() == pytest.approx(0.0, abs=1e-12)
    assert np.ptp(by_pressure) > 0.0


def test_relief_of_tasks_lowers_pressure_and_leaves_its_measure_alone(current: Scenario) -> None:
    today = policy_plan(current.with_years(1), BEFORE, AFTER)
    relieved = policy_plan(current.with_years(1).with_policy("task_admission"), BEFORE, AFTER)
    assert relieved.pressure_intercept == today.pressure_intercept
    serve = [plan.years[0].incumbents.careers.serve for plan in (today, relieved)]
    women_in_post = slice(0, 34)
    assert np.all(
        serve[1][:, :, :, :, women_in_post, :, 0] > serve[0][:, :, :, :, women_in_post, :, 0]
    )


def test_those_who_keep_their_terms_keep_their_sub_districts_pay(current: Scenario) -> None:
    levelled = current.with_policy(
        replace(
            load_policy("current_practice"),
            name="levelled",
            applies_to="entrants",
            changes=(Change("pay.dispersion", "set", 0.0),),
        )
    )
    year = policy_plan(levelled.with_years(1), BEFORE, AFTER).years[0]
    today = current.current.as_numbers().pay_dispersion
    assert np.array_equal(year.incumbents.pay_factor, pay_factors(66, today))
    assert np.array_equal(year.entrants.pay_factor, np.ones(66))
