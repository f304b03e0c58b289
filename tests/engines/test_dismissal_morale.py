"""Whoever may be dismissed feels it: those who serve, and those who might come."""

from typing import Any

import numpy as np
import pytest

from community_sim.engines import Engine, simulate
from community_sim.engines.agent import WatchedModel
from community_sim.plan import Plan
from community_sim.vocabulary import Event, Mandate, SeparationReason

SEED = 5


@pytest.fixture
def strict(laboratory: Any) -> Any:
    """Return a district that dismisses a tenth a year and is calm otherwise."""
    district = laboratory.calm().with_levers(
        separation_dismissal_share=0.1, separation_retirement_age_women=55,
        separation_retirement_age_men=60, recruitment_general_worker_open=1.0,
    )  # fmt: skip
    return district.with_parameters(application_cost=laboratory.p.application_cost)


def people(district: Any, cost: float, **settings: Any) -> tuple[Plan, Any]:
    """Return a plan in which dismissals have a morale cost, and staff of every mandate."""
    costly = district.with_parameters(dismissal_morale_cost=cost)
    plan = costly.plan(posts=(120, 120, 60, 60), communities=6, **settings)
    mandates = np.arange(len(plan.geography.key)) % len(Mandate)
    return plan, costly.founders(plan, SEED, age=32, mandate=mandates)


def quits(plan: Plan, staff: Any, engine: Engine) -> set[int]:
    """Return who quits in a year."""
    events = simulate(plan, staff, SEED, engine=engine)[0].events
    return set(events[events.reason == SeparationReason.QUIT].person)


def test_whoever_quits_anyway_quits_and_more_do_where_dismissals_cost_morale(
    strict: Any, engine: Engine
) -> None:
    without, with_cost = (quits(*people(strict, cost), engine) for cost in (0.0, 4.0))
    assert without < with_cost


def test_every_cadre_of_every_mandate_and_level_is_likelier_to_quit(strict: Any) -> None:
    chances = []
    for cost in (0.0, 1.0):
        model = WatchedModel(*people(strict, cost), SEED)
        model.step()
        chances.append({each.person: each.chance for each in model.outlooks})
    assert len(chances[0]) == 360 - 36 and chances[0].keys() == chances[1].keys()
    assert all(chances[1][person] > chance for person, chance in chances[0].items())


def test_fewer_candidates_apply_for_posts_from_which_people_are_dismissed(
    strict: Any, engine: Engine
) -> None:
    applied = []
    for cost in (0.0, 4.0):
        plan, staff = people(strict, cost)
        staff.entry_post[:] = -1
        events = simulate(plan, staff, SEED, engine=engine)[0].events
        events = events[events.event.isin([Event.ENTRY, Event.NO_APPLICANT])]
        applied.append(events.set_index("post").applicants.clip(lower=0).sort_index())
    without, with_cost = applied
    assert without.index.equals(with_cost.index)
    assert (with_cost <= without).all()
    assert with_cost.sum() < 0.95 * without.sum()
