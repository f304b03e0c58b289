"""What every lever of the catalogue has to do, so that one that is added is held to it."""

import functools
import math

import numpy as np
import pytest

from community_sim.career_grid import YOUNGEST
from community_sim.engines import simulate
from community_sim.outcomes import measured
from community_sim.plan import policy_plan
from community_sim.policy import levers
from community_sim.policy_file import Change, PolicyFile
from community_sim.prospects import (
    live_through,
    open_policy_years,
    past_plan,
    policy_as_run,
    policy_prospects,
)
from community_sim.runs import run
from community_sim.scenario import Scenario
from community_sim.vocabulary import Sex

PAY = [name for name in levers() if name.startswith("pay.")]

WITH = {
    "pay.indexation_years": {"pay.indexation": 0.5},
    "pay.hold_wage_bill": {"pay.scale": 1.2},
    "promotion.civil_service_min_tenure": {"promotion.civil_service_posts_per_year": 5},
    "recruitment.reserve_pass_share": {"recruitment.reserve_pool_share": 0.3},
    "recruitment.reserve_placement_months": {"recruitment.reserve_pool_share": 0.3},
    "separation.appraisal_validity": {"separation.dismissal_share": 0.05},
    "workload.fee_per_item": {"workload.paid_item_share": 0.5},
    "budget.office_minimum": {"budget.closure": "office", "pay.scale": 1.5},
    "budget.attrition_years": {"budget.closure": "headcount", "pay.scale": 1.5},
    "budget.closure": {"pay.scale": 1.5},
}
"""Levers that act only beside others, and the others."""

INERT: dict[str, str] = {}
"""Levers that move no outcome, each with the reason."""


def other_value(name, today):
    """Return a value of a lever that is far from today's."""
    lever = levers()[name]
    if lever.kind is bool:
        return not today
    if lever.choices:
        return next(each for each in lever.choices if each != today)
    ends = (lever.low, min(lever.high, 4.0 * max(today, 0.1 * lever.high)))
    value = max(ends, key=lambda end: abs(end - today))
    value = today + 0.5 * (value - today)
    return math.ceil(value) if lever.kind is int and value > today else (
        math.floor(value) if lever.kind is int else value
    )  # fmt: skip


def changed(current, values):
    """Return current practice with some levers set."""
    changes = tuple(Change(name, "set", value) for name, value in values.items())
    return current.with_policy(PolicyFile("tried", title="tried", changes=changes))


@functools.cache
def place():
    return Scenario.load(years=7)


def with_and_without(name):
    """Return the scenarios with and without a change of a lever, beside what it needs."""
    beside = WITH.get(name, {})
    without = changed(place(), beside)
    return changed(place(), {**beside, name: other_value(name, place().current[name])}), without


@functools.cache
def opened():
    history = past_plan(place())
    return history, live_through(history, 5)[1], policy_prospects(place())


def lived(scenario):
    history, staff, expected = opened()
    # what is expected of a policy is not looked at here, so it is given: pay scaled, posts reserved
    hopeful = expected._replace(pay_scale=0.8, exam_pass_probability=0.3)
    plan = policy_plan(scenario, expected, hopeful)
    return simulate(plan, open_policy_years(history, plan, staff), 5)[0]


@pytest.mark.parametrize("name", PAY)
def test_every_pay_lever_moves_the_value_of_staying_of_somebody(name):
    _, _, expected = opened()
    tables = []
    for scenario in with_and_without(name):
        plan = policy_plan(scenario, expected, expected._replace(pay_scale=0.8))
        terms = plan.years[-1].incumbents
        tables.append((terms.careers, terms.offsets))
    (one, here), (other, there) = tables
    moved = not np.array_equal(here, there)
    assert moved or not np.array_equal(one.serve, other.serve)


@pytest.mark.parametrize("name", levers())
def test_every_lever_moves_an_outcome_or_says_why_not(name):
    values = [measured(lived(scenario), (7,))[0] for scenario in with_and_without(name)]
    is_moved = not np.array_equal(*values, equal_nan=True)
    assert is_moved != (name in INERT), INERT.get(name, "nobody feels it")


def morale_felt(values, applies_to="everyone", starts=1):
    """Return where a morale cost of dismissals makes serving worth less, by terms and cell."""
    file = PolicyFile(
        "strict", title="strict", applies_to=applies_to, starts=starts,
        bridge_years=2 if applies_to == "bridge" else 0,
        changes=tuple(Change(name, "set", value) for name, value in values.items()),
    )  # fmt: skip
    _, _, expected = opened()
    worth = []
    for cost in (0.0, 1.0):
        scenario = place().with_parameters(dismissal_morale_cost=cost).with_policy(file)
        plan = policy_plan(scenario, expected, expected)
        for year in plan.years:
            for terms in (year.incumbents, year.entrants, year.next_incumbents, year.next_entrants):
                serve = terms.careers.serve[..., 0, :]
                working = [serve[:, :, sex, :, : terms.careers.retires_at[sex] - YOUNGEST]
                           for sex in Sex]  # fmt: skip
                worth.append(np.concatenate([each.ravel() for each in working]))
    half = len(worth) // 2
    return [after < before for before, after in zip(worth[:half], worth[half:], strict=True)]


@pytest.mark.parametrize("name", levers())
def test_all_who_may_be_dismissed_feel_it_whatever_else_a_policy_sets(name):
    values = {**WITH.get(name, {}), name: other_value(name, place().current[name])}
    assert all(np.all(each) for each in morale_felt({"separation.dismissal_share": 0.05, **values}))


@pytest.mark.parametrize("applies_to", ["everyone", "entrants", "bridge"])
def test_all_who_may_be_dismissed_feel_it_whomever_a_policy_is_for(applies_to):
    strict = {"separation.dismissal_share": 0.05, "pay.scale": 1.2}
    assert all(np.all(each) for each in morale_felt(strict, applies_to, starts=2))


def bill(stocks):
    return (stocks.wages + stocks.employer_contributions + stocks.seconded_wages).to_numpy()


@pytest.mark.long
@pytest.mark.parametrize("closure", ["headcount", "office"])
@pytest.mark.parametrize("name", PAY)
def test_every_closure_holds_for_every_pay_lever(name, closure):
    current = place().with_years(6)
    beside = {**WITH.get(name, {}), "budget.closure": closure, "budget.attrition_years": 0}
    tried = changed(current, {**beside, name: other_value(name, current.current[name])})
    stocks = [each.trajectory.stocks for each in run([current, tried], replications=2)]
    for before, after in zip(stocks[:2], stocks[2:], strict=True):
        limit = bill(before)[1]  # what the staff of the survey cost on today's terms
        if closure == "office":
            budget = current.current.budget
            limit += after.communities[1] * (budget.office_need - budget.office_minimum)
        paid = bill(after)[2:]
        assert np.all(paid <= 1.01 * limit)
        # money is left only where nobody more can be hired before the next election
        binds = after.general_worker.to_numpy()[1:-1] < 0.95 * current.place.posts[0]
        assert np.all(paid[binds] >= 0.99 * limit)


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in PAY if name != "pay.hold_wage_bill"])
def test_a_held_wage_bill_is_held_for_every_pay_lever(name):
    current = place().with_years(10)
    beside = {**WITH.get(name, {}), "pay.hold_wage_bill": True}
    held = changed(current, {**beside, name: other_value(name, current.current[name])})
    results = list(run([current, held], replications=12, seed=100))
    before, after = (
        np.mean([bill(each.trajectory.stocks)[1:].mean() for each in results[n : n + 12]])
        for n in (0, 12)
    )
    assert after == pytest.approx(before, rel=0.01)


def test_a_bill_held_with_nothing_else_changed_leaves_pay_as_it_is():
    held = changed(place(), {"pay.hold_wage_bill": True})
    assert policy_as_run(held)["pay.scale"] == 1.0
    assert policy_prospects(held) == policy_prospects(place())


def test_what_is_run_says_by_how_much_pay_was_scaled():
    held = changed(place(), {"pay.hold_wage_bill": True, "pay.scale": 1.5})
    assert policy_as_run(held)["pay.scale"] == pytest.approx(1.0, rel=1e-3)
    assert policy_as_run(place())["pay.scale"] == 1.0
