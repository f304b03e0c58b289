"""Between the nodes of a careers table values lie on straight lines, and ends are ends."""

import numpy as np
import pytest

from community_sim.careers import (
    Prospects,
    grid_position,
    interpolate,
    person_offset,
    solve_careers,
    taste_mean,
)
from community_sim.compilation import compiled
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.rules.separation import NO_EXAM, leave_probability
from community_sim.vocabulary import Mandate

SPREAD = 0.5


@pytest.fixture
def plane() -> np.ndarray:
    """Return a plane of 7 x 3 values without a pattern."""
    return np.random.default_rng(0).normal(size=(7, 3))


@pytest.mark.parametrize("i", range(7))
@pytest.mark.parametrize("j", range(3))
def test_at_a_node_the_value_is_the_nodes(i: int, j: int, plane: np.ndarray) -> None:
    value = interpolate(plane, grid_position((i - 3) * SPREAD, (j - 1) * 1.5, SPREAD))
    assert value == pytest.approx(plane[i, j], rel=1e-14)


@pytest.mark.parametrize("i", range(6))
@pytest.mark.parametrize("j", range(2))
def test_between_nodes_the_four_corners_count_by_nearness(
    i: int, j: int, plane: np.ndarray
) -> None:
    value = interpolate(
        plane, grid_position((i - 3 + 0.25) * SPREAD, (j - 1 + 0.125) * 1.5, SPREAD)
    )
    expected = (
        0.75 * 0.875 * plane[i, j]
        + 0.75 * 0.125 * plane[i, j + 1]
        + 0.25 * 0.875 * plane[i + 1, j]
        + 0.25 * 0.125 * plane[i + 1, j + 1]
    )
    assert value == pytest.approx(expected, rel=1e-12)


def test_beyond_the_last_nodes_values_stay_where_they_are(plane: np.ndarray) -> None:
    assert interpolate(plane, grid_position(-9.0, -9.0, SPREAD)) == pytest.approx(
        plane[0, 0], rel=1e-14
    )
    assert interpolate(plane, grid_position(-9.0, 9.0, SPREAD)) == pytest.approx(
        plane[0, 2], rel=1e-14
    )
    assert interpolate(plane, grid_position(9.0, -9.0, SPREAD)) == pytest.approx(
        plane[6, 0], rel=1e-14
    )
    assert interpolate(plane, grid_position(9.0, 9.0, SPREAD)) == pytest.approx(
        plane[6, 2], rel=1e-14
    )


def test_the_nodes_stand_one_spread_apart(plane: np.ndarray) -> None:
    assert interpolate(plane, grid_position(0.3, 0.0, 0.3)) == pytest.approx(plane[4, 1], rel=1e-12)


def test_interpolation_is_the_same_compiled(plane: np.ndarray) -> None:
    find, read = compiled(grid_position), compiled(interpolate)
    for offset, ability in np.random.default_rng(1).normal(size=(500, 2)).tolist():
        position = grid_position(offset, ability, SPREAD)
        assert find(offset, ability, SPREAD) == position
        assert read(plane, position) == interpolate(plane, position)


def test_only_the_hired_differ_in_mean_taste(p: Parameters) -> None:
    p = p._replace(taste_mean=0.07, taste_shift_hired=-0.20)
    means = {mandate: taste_mean(mandate, p) for mandate in Mandate}
    assert means.pop(Mandate.HIRED) == pytest.approx(-0.13, rel=1e-12)
    assert set(means.values()) == {0.07}


def test_taste_and_community_share_one_axis(p: Parameters) -> None:
    p = p._replace(taste_sd=0.5)
    assert person_offset(2.0, 0.125, p) == 1.125
    assert person_offset(-1.0, -0.25, p) == -0.75


@pytest.mark.parametrize("hazard", [0.05, 0.13, 0.6])
def test_under_a_constant_hazard_everyone_quits_with_it(
    hazard: float, levers: PolicyNumbers, p: Parameters
) -> None:
    careers = solve_careers(
        levers,
        p._replace(hazard_quit=hazard),
        prospects=Prospects(*[0.1] * 9),
        mean_pressure=(0.8, 0.8, 0.8, 0.8),
        constant_hazard=True,
    )
    assert len(np.unique(careers.stay)) == 1
    assert leave_probability(float(careers.stay.flat[0])) == pytest.approx(hazard, rel=1e-12)


def test_under_a_constant_hazard_there_is_no_exam(levers: PolicyNumbers, p: Parameters) -> None:
    careers = solve_careers(
        levers,
        p,
        prospects=Prospects(*[0.1] * 9),
        mean_pressure=(0.8, 0.8, 0.8, 0.8),
        constant_hazard=True,
    )
    assert set(careers.exam.ravel().tolist()) == {NO_EXAM}
