"""Between the nodes of a careers table values follow cubics, and beyond them straight lines."""

import math
from typing import Any

import numpy as np
import pytest

from community_sim.career_grid import (
    ABILITY_NODES,
    ABILITY_STEP,
    NODES,
    YOUNGEST,
    Axes,
    Planes,
    axes_of,
    interpolate,
    look_up,
    node_ability,
    node_offset,
    person_offset,
)
from community_sim.careers import Prospects, solve_careers, taste_mean
from community_sim.compilation import compiled
from community_sim.logit import logistic
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.rules.separation import NO_EXAM, leave_probability
from community_sim.vocabulary import Mandate, Post

AXES = Axes(
    offset_step=0.3, ability_return=0.1, career_return=1.0, sure_ability=math.inf, exam_pass=0.1,
    open_pass=0.02,
)  # fmt: skip
PRESSURE = (0.80, 0.75, 0.85, 0.95)


@pytest.fixture
def plane() -> np.ndarray:
    """Return a plane of values and slopes without a pattern."""
    return np.random.default_rng(0).normal(size=(3, NODES))


def cubic(x: float) -> float:
    return 0.3 + 0.7 * x - 0.4 * x * x + 0.1 * x * x * x


def cubic_slope(x: float) -> float:
    return 0.7 - 0.8 * x + 0.3 * x * x


@pytest.mark.parametrize("node", range(NODES))
def test_at_a_node_the_value_is_the_nodes(node: int, plane: np.ndarray) -> None:
    value = interpolate(plane, node_offset(node, AXES), node_ability(node), AXES)
    assert value == pytest.approx(plane[0, node], rel=1e-12)


def test_a_cubic_in_what_ability_leaves_of_the_offset_is_met_exactly() -> None:
    def beyond_market(offset: float, ability: float) -> float:
        return offset - AXES.ability_return * ability

    table = np.zeros((3, NODES))
    for node in range(NODES):
        x = beyond_market(node_offset(node, AXES), node_ability(node))
        table[0, node], table[1, node] = cubic(x), AXES.offset_step * cubic_slope(x)
    for offset, ability in np.random.default_rng(1).uniform(-1.2, 1.0, size=(200, 2)).tolist():
        x = beyond_market(offset, ability)
        assert interpolate(table, offset, ability, AXES) == pytest.approx(cubic(x), abs=1e-12)


def test_a_cubic_in_ability_is_met_exactly() -> None:
    table = np.zeros((3, NODES))
    for node in range(NODES):
        table[0, node] = cubic(node_ability(node))
        table[2, node] = ABILITY_STEP * cubic_slope(node_ability(node))
    for ability in np.linspace(-3.0, 3.0, 61).tolist():
        value = interpolate(table, AXES.ability_return * ability, ability, AXES)
        assert value == pytest.approx(cubic(ability), abs=1e-12)


def test_beyond_the_last_nodes_values_go_on_along_the_slopes(plane: np.ndarray) -> None:
    last, top = NODES - 1, ABILITY_NODES - 1
    right = node_offset(last, AXES) + 2.0 * AXES.offset_step
    value = interpolate(plane, right, node_ability(last), AXES)
    assert value == pytest.approx(plane[0, last] + 2.0 * plane[1, last], rel=1e-12)
    ability = node_ability(top) + 3.0 * ABILITY_STEP
    offset = node_offset(top, AXES) + AXES.ability_return * 3.0 * ABILITY_STEP
    value = interpolate(plane, offset, ability, AXES)
    assert value == pytest.approx(plane[0, top] + 3.0 * plane[2, top], rel=1e-12)


@pytest.mark.parametrize("bend", [0.1, 0.5, 0.9])
def test_where_passing_gets_no_likelier_values_bend(bend: float) -> None:
    lower = node_ability(ABILITY_NODES // 2)
    sure = lower + bend * ABILITY_STEP

    def value(ability: float) -> float:
        return 2.0 + 0.5 * min(0.0, ability - sure) - (0.2 * min(0.0, ability - sure)) ** 2

    table = np.zeros((3, NODES))
    for node in range(NODES):
        below = min(0.0, node_ability(node) - sure)
        table[0, node] = value(node_ability(node))
        table[2, node] = ABILITY_STEP * (0.5 - 0.08 * below) if below < 0.0 else 0.0
    axes = AXES._replace(sure_ability=sure)
    for ability in np.linspace(lower, lower + ABILITY_STEP, 27).tolist():
        found = interpolate(table, axes.ability_return * ability, ability, axes)
        assert found == pytest.approx(value(ability), abs=1e-12)


def test_looking_up_is_the_same_compiled(plane: np.ndarray, p: Parameters) -> None:
    read = compiled(look_up)
    for offset, ability in np.random.default_rng(1).normal(size=(500, 2)).tolist():
        for passing in (NO_EXAM, 2.0):
            for axes in (AXES, AXES._replace(sure_ability=0.5)):
                for exam_pass in (0.02, 0.1):
                    planes = Planes(plane, 2.0 * plane, passing, exam_pass)
                    arguments = (planes, offset, ability, axes, p)
                    assert read(*arguments) == look_up(*arguments)


def test_those_not_admitted_have_no_option_and_never_sit(plane: np.ndarray, p: Parameters) -> None:
    serve, odds = look_up(Planes(plane, plane, NO_EXAM, 0.1), 0.1, 0.2, AXES, p)
    assert serve == interpolate(plane, 0.1, 0.2, AXES)
    assert logistic(odds) == 0.0


def test_an_exam_that_is_as_open_outside_is_no_reason_to_stay(
    plane: np.ndarray, p: Parameters
) -> None:
    serve, odds = look_up(Planes(plane, plane, 2.0, AXES.open_pass), 0.1, 0.2, AXES, p)
    assert serve == interpolate(plane, 0.1, 0.2, AXES)
    assert 0.0 < logistic(odds) < 1.0
    better, likelier = look_up(Planes(plane, plane, 2.0, AXES.exam_pass), 0.1, 0.2, AXES, p)
    assert better > serve
    assert likelier > odds


def test_only_the_hired_differ_in_mean_taste(p: Parameters) -> None:
    p = p._replace(taste_mean=0.07, taste_shift_hired=-0.20)
    means = {mandate: taste_mean(mandate, p) for mandate in Mandate}
    assert means.pop(Mandate.HIRED) == pytest.approx(-0.13, rel=1e-12)
    assert set(means.values()) == {0.07}


def test_taste_and_community_share_one_axis(p: Parameters) -> None:
    p = p._replace(taste_sd=0.5)
    assert person_offset(2.0, 0.125, p) == 1.125
    assert person_offset(-1.0, -0.25, p) == -0.75


def test_the_axes_follow_from_the_parameters(p: Parameters) -> None:
    p = p._replace(
        taste_sd=0.5, pay_weight=0.8, market_ability_return=0.25, discount_factor=0.9,
        exam_ability_effect=0.5, exam_pass_probability=0.02,
    )  # fmt: skip
    axes = axes_of(p, 0.09)
    assert axes == pytest.approx((0.3, 0.2, 2.0, 2.0 * math.log(10.0), 0.09, 0.02), rel=1e-12)
    assert axes_of(p, 0.02).sure_ability == math.inf


@pytest.mark.parametrize("hazard", [0.05, 0.13, 0.6])
def test_under_a_constant_hazard_everyone_quits_with_it_and_nobody_sits(
    hazard: float, levers: PolicyNumbers, p: Parameters
) -> None:
    careers = solve_careers(
        levers,
        p._replace(hazard_quit=hazard),
        prospects=Prospects(*[0.1] * 9),
        mean_pressure=(0.8, 0.8, 0.8, 0.8),
        constant_hazard=True,
    )
    assert len(np.unique(careers.serve[..., 0, :])) == 1
    assert set(careers.passing.ravel().tolist()) == {NO_EXAM}
    for offset, ability in ((0.0, 0.0), (-3.0, 4.0), (5.0, -6.0)):
        planes = careers.planes((0, 2, 0, 0, 25, 0))
        serve, odds = look_up(planes, offset, ability, careers.axes, p)
        assert leave_probability(serve) == pytest.approx(hazard, rel=1e-12)
        assert odds == NO_EXAM


# -- accuracy at people who stand at no node ------------------------------------------------

USUAL = Prospects(0.104, 0.043, 0.062, 0.0064, 0.02, 0.0, 0.0, 0.37, 0.495)
WORLDS = {
    "as shipped": (USUAL, {}, 0.005, 0.005),
    "wide tastes, much for pay": (USUAL, {"taste_sd": 0.8, "pay_weight": 1.2}, 0.005, 0.005),
    "all that bends values at its highest": (
        USUAL._replace(exam_pass_probability=0.04),
        {"exam_ability_effect": 0.75, "exam_cost_scale": 0.05, "taste_sd": 0.8, "pay_weight": 1.4},
        0.005, 0.012,
    ),
    # Ten reserved posts, as the able expect them: whether to sit turns within a twentieth of a node
    # where passing is likely, which no table of nodes follows at every single person.
    "passing is likely": (USUAL._replace(exam_pass_probability=0.175), {}, 0.0095, 0.016),
}  # fmt: skip
"""Prospects and parameters, and how far a person's chance of quitting and of sitting may be off.

The ends are those of the ranges in data/parameters.csv.
"""

PEOPLE = 3_000


def errors(world: str, levers: PolicyNumbers, p: Parameters, exactly: Any) -> np.ndarray:
    """Return errors of the probabilities of quitting and of sitting."""
    prospects, changes, _, _ = WORLDS[world]
    p = p._replace(**changes)
    if prospects.exam_pass_probability > p.exam_pass_probability:
        levers = levers._replace(promotion_civil_service_posts_per_year=10)
    careers = solve_careers(levers, p, prospects=prospects, mean_pressure=PRESSURE)
    lots = np.random.default_rng(20261127)
    served = np.random.default_rng(3).integers(5, size=PEOPLE).tolist()
    found = np.empty((PEOPLE, 2))
    for person in range(PEOPLE):
        mandate, education, sex, level = (int(lots.integers(n)) for n in (4, 3, 2, len(Post)))
        age, tenure = int(lots.integers(YOUNGEST, careers.retires_at[sex])), served[person]
        taste, ability = lots.normal(), float(np.clip(lots.normal(), -3.0, 3.0))
        offset = person_offset(taste, lots.uniform(-0.4, 0.4), p)
        kind = exactly.Kind(mandate, education, sex, offset, ability)
        exact = exactly.Values(kind, p, exactly.Year(levers, prospects, PRESSURE))
        planes = careers.planes((mandate, education, sex, level, age, tenure))
        read = look_up(planes, offset, ability, careers.axes, p)
        true = exact.outlook(age, Post(level), tenure)
        for n, wanted in enumerate((true[0], true[2])):
            found[person, n] = abs(logistic(read[n]) - logistic(wanted))
    return found


@pytest.mark.parametrize("world", ["as shipped", "wide tastes, much for pay"])
def test_candidates_know_nearly_what_serving_is_worth(
    world: str, levers: PolicyNumbers, p: Parameters
) -> None:
    prospects, changes, most, _ = WORLDS[world]
    p = p._replace(**changes)
    careers = solve_careers(levers, p, prospects=prospects, mean_pressure=PRESSURE)
    lots = np.random.default_rng(7)
    for _ in range(1_000):
        kind = (*(int(lots.integers(n)) for n in (4, 3, 2, 4)), int(lots.integers(20, 55)), 0)
        planes, offset, ability = careers.planes(kind), *(lots.normal(size=2) * (0.6, 1.0))
        rough = interpolate(planes.serve, offset, ability, careers.axes)
        exact, _ = look_up(planes, offset, ability, careers.axes, p)
        assert abs(logistic(rough) - logistic(exact)) <= most


@pytest.mark.long
@pytest.mark.parametrize("world", WORLDS)
def test_between_nodes_people_quit_and_sit_as_the_recursion_says(
    world: str, levers: PolicyNumbers, p: Parameters, exactly: Any
) -> None:
    off = errors(world, levers, p, exactly)
    assert np.all(off.mean(axis=0) <= 0.0002)
    _, _, quits, sits = WORLDS[world]
    assert np.all(off.max(axis=0) <= (quits, sits))
