"""Yearly head counts equal direct counts of the people, in districts drawn at random."""

from typing import Any

import numpy as np
import pytest

from community_sim.engines import Engine, simulate
from community_sim.engines.staff import staff_columns
from community_sim.plan import Plan
from community_sim.population import Population
from community_sim.vocabulary import Education, Mandate, Post, Sex


def counted_by_hand(staff: Population, plan: Plan) -> dict[str, float]:
    """Return head counts and the mean ability, each from a mask of its own."""
    people = staff_columns(staff, plan)
    age, tenure, sex = people["age"], people["tenure"], people["sex"]
    masks = {
        "female": sex == Sex.FEMALE,
        "party": people["party"] == 1,
        "age_to_30": age <= 30,
        "age_31_35": (age >= 31) & (age <= 35),
        "age_36_45": (age >= 36) & (age <= 45),
        "age_46_54": (age >= 46) & (age <= 54),
        "age_55_plus": age >= 55,
        "tenure_0_3": tenure <= 3,
        "tenure_4_9": (tenure >= 4) & (tenure <= 9),
        "tenure_10_plus": tenure >= 10,
    }
    for column, members in (("level", Post), ("mandate", Mandate), ("education", Education)):
        masks |= {each.name.lower(): people[column] == each for each in members}
    found = {name: float(mask.sum()) for name, mask in masks.items()}
    return {**found, "ability_mean": float(people["ability"].mean()), "closing": float(age.size)}


@pytest.mark.parametrize("seed", range(1, 7))
def test_stocks_are_what_a_direct_count_gives(seed: int, laboratory: Any, engine: Engine) -> None:
    draw = np.random.default_rng(seed)
    posts = tuple(int(each) for each in draw.integers(3, 60, 4))
    communities, years = int(draw.integers(1, 4)), int(draw.integers(1, 9))
    plan = laboratory.plan(posts=posts, communities=communities, years=years, hazard=0.15)
    opening = laboratory.founders(plan, seed)
    lived, closing = simulate(plan, opening, seed, engine=engine)
    for year, staff in ((0, opening), (years, closing)):
        expected = counted_by_hand(staff, plan)
        found = {name: float(lived.stock_columns[name][year]) for name in expected}
        assert found == pytest.approx(expected, rel=1e-12, abs=1e-12)
    lived.check_conservation()
