"""Outside evidence weighs draws of both readings; no mean is taken over readings without it."""

import math

import numpy as np
import pytest

from community_sim.calibration.moments import MOMENTS
from community_sim.calibration.weighing import (
    OutsideFigure,
    likelihoods,
    outside_figures,
    weighed,
)
from community_sim.errors import BadValue
from community_sim.posterior import OUTSIDE, Ground, Posterior

LEAVERS = OutsideFigure("x2", 0.13, 0.05, "occupation", math.sqrt(3.0))


def moments(*leavers: float) -> np.ndarray:
    """Return moments of draws under which some shares leave a year."""
    found = np.full((len(leavers), len(MOMENTS)), 0.5)
    found[:, MOMENTS.index("x2")] = leavers
    return found


def posterior(given: str, *weights: float) -> Posterior:
    values = np.arange(len(weights), dtype=float)[:, None]
    return Posterior(Ground(given), ("taste_mean",), values, np.array(weights))


def test_indirectness_adds_to_the_standard_error_in_quadrature() -> None:
    assert LEAVERS.error == pytest.approx(0.10, rel=1e-12)


def test_a_draw_is_as_likely_as_its_histories_are_near_the_figures() -> None:
    found = likelihoods(moments(0.13, 0.23, 0.33), [LEAVERS])
    assert found == pytest.approx([1.0, math.exp(-0.5), math.exp(-2.0)], rel=1e-12)


def test_readings_are_as_probable_as_their_draws_are_likely() -> None:
    draws = (posterior("A", 0.25, 0.75), posterior("B", 1.0))
    whole, shares = weighed(draws, (moments(0.23, 0.33), moments(0.13)), [LEAVERS])
    of_a = 0.25 * math.exp(-0.5) + 0.75 * math.exp(-2.0)
    assert shares == pytest.approx({"A": of_a / (of_a + 1.0), "B": 1.0 / (of_a + 1.0)}, rel=1e-12)
    assert whole.ground.given == OUTSIDE
    assert whole.weights[0] == pytest.approx(0.25 * math.exp(-0.5) / (of_a + 1.0), rel=1e-12)
    assert whole.weights.sum() == pytest.approx(1.0, rel=1e-12)
    assert whole.effective_draws == pytest.approx(1.0 / (whole.weights**2).sum(), rel=1e-12)


def test_figures_that_no_draw_is_near_are_refused() -> None:
    draws = (posterior("A", 1.0), posterior("B", 1.0))
    with pytest.raises(BadValue, match="No draw of either reading"):
        weighed(draws, (moments(40.0), moments(40.0)), [LEAVERS])


def test_the_outside_figures_are_members_leavers_and_vacancies() -> None:
    figures = {each.moment: each for each in outside_figures()}
    assert set(figures) == {"x1", "x2", "x3"}
    assert figures["x2"].factor > figures["x1"].factor
