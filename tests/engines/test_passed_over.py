"""Those who were passed over for a post that somebody rose to lose taste for the work."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from community_sim.engines import Engine, simulate
from community_sim.plan import Plan
from community_sim.vocabulary import Event, Mandate, Post

SEED = 5
STAYING = 1e-9  # a hazard of quitting that nobody meets


@pytest.fixture
def climbing(laboratory: Any) -> Any:
    """Return a calm district whose principals come from its deputies, by merit."""
    return (
        laboratory.calm()
        .closed()
        .with_levers(promotion_internal_share_principal=1.0, promotion_meritocracy_weight=1.0)
        .with_parameters(promotion_min_tenure=2, frustration=0.05, taste_sd=0.5)
    )


def after_the_round(
    district: Any, plan: Plan, engine: Engine, vacant: tuple[int, ...], **columns: Any
) -> tuple[dict[tuple[int, int], float], Any]:
    """Return taste by community and rank of ability, after a year that begins with vacancies.

    Deputies are of ability 0, 1, 2, ... in the order of their posts.
    """
    geography = plan.geography
    deputies = np.flatnonzero(geography.level == Post.DEPUTY)
    defaults = {"tenure": 2, "entry_year": -2, "mandate": int(Mandate.ELECTED), "party": 1}
    staff = district.founders(plan, SEED, **(defaults | {"age": 30, "taste": 1.0}))
    staff.ability[deputies] = np.arange(len(deputies))
    for name, values in columns.items():
        getattr(staff, name)[deputies] = values
    principals = np.flatnonzero(geography.level == Post.PRINCIPAL)
    staff.entry_post[principals[list(vacant)]] = -1
    trajectory, closing = simulate(plan, staff, SEED, engine=engine)
    there = closing.entry_post >= 0
    names = zip(geography.community[there], closing.ability[there], strict=True)
    tastes = dict(zip(((int(c), int(a)) for c, a in names), closing.taste[there], strict=True))
    return tastes, trajectory


def test_those_of_the_community_who_were_eligible_and_not_chosen_lose_taste(
    climbing: Any, engine: Engine
) -> None:
    plan = climbing.plan(posts=(0, 0, 8, 2), communities=2, hazard=STAYING)
    tastes, trajectory = after_the_round(
        climbing, plan, engine, vacant=(0,),
        tenure=[2, 1, 2, 9, 2, 2, 2, 2], party=[1, 1, 0, 1, 1, 1, 1, 1],
    )  # fmt: skip
    promoted = trajectory.events[trajectory.events.event == Event.PROMOTION]
    assert promoted.ability.tolist() == [7.0]  # from the second community into the first
    deputies = {rank: tastes[rank // 4, rank] for rank in range(7)}
    passed_over = [0, 3]  # 1 has not served long enough, 2 is not in the Party
    assert [rank for rank, taste in deputies.items() if taste != 1.0] == passed_over
    assert all(deputies[rank] == pytest.approx(0.9, rel=1e-14) for rank in passed_over)
    assert tastes[0, 7] == 1.0  # the one who was chosen


def test_it_is_lost_once_for_each_post_that_was_filled(climbing: Any, engine: Engine) -> None:
    plan = climbing.plan(posts=(0, 0, 6, 2), hazard=STAYING)
    tastes, _ = after_the_round(climbing, plan, engine, vacant=(0, 1))
    assert [tastes[0, rank] for rank in range(6)] == pytest.approx([0.8] * 4 + [1.0] * 2, rel=1e-14)


def test_nobody_is_passed_over_for_a_post_that_nobody_rose_to(
    climbing: Any, engine: Engine
) -> None:
    plan = climbing.plan(posts=(0, 0, 4, 1), hazard=STAYING)
    for district, vacant in (
        (climbing, ()),
        (climbing.with_levers(promotion_internal_share_principal=0.0), (0,)),
    ):
        outside = replace(plan, years=(replace(plan.years[0], levers=district.levers),))
        tastes, _ = after_the_round(district, outside, engine, vacant=vacant)
        assert {tastes[0, rank] for rank in range(1, 4)} == {1.0}


def test_without_frustration_taste_is_for_life(climbing: Any, engine: Engine) -> None:
    content = climbing.with_parameters(frustration=0.0)
    plan = content.plan(posts=(0, 0, 6, 2), hazard=STAYING)
    tastes, _ = after_the_round(content, plan, engine, vacant=(0, 1))
    assert set(tastes.values()) == {1.0}
