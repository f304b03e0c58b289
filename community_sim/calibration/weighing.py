"""Weigh draws of both readings by what is known of other places (MODEL.md H).

A and B read one printed number in two ways, so the reading is a parameter with a prior, and
evidence from elsewhere updates it along with the rest: a draw counts as much as its histories
resemble the outside figures.  Such a figure is of another place, year or occupation; its
standard error is widened for that.  No mean is taken over readings without it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.blocks import Job, in_blocks, key_of
from community_sim.calibration.moments import MOMENTS, as_row, moments_of
from community_sim.calibration.storing import write_moments, write_points
from community_sim.errors import BadValue
from community_sim.posterior import (
    OUTSIDE,
    READINGS,
    WEIGHT,
    Posterior,
    posterior_stem,
    with_free_values,
)
from community_sim.prospects import live_through, past_plan
from community_sim.reading import data_folder, number, read_table
from community_sim.scenario import Scenario
from community_sim.survey import load_targets

__all__ = ["RUNS", "OutsideFigure", "mean_moments", "outside_figures", "weigh", "weighed"]

Array = NDArray[np.float64]

RUNS = 20
"""Histories at each draw: an outside figure speaks of what is usual, not of one run's luck."""

_PRIOR_OF_READINGS = {"A": 0.5, "B": 0.5}
_FACTORS = "indirectness.csv"


@dataclass(frozen=True)
class OutsideFigure:
    """A rate that is known of elsewhere.

    Attributes
    ----------
    moment : str
        Which moment of the model it speaks of.
    value, standard_error : float
        What is known, and how surely.
    indirectness : str
        direct, year or place, or occupation.
    factor : float
        Standard errors that the indirectness adds, in quadrature.
    """

    moment: str
    value: float
    standard_error: float
    indirectness: str
    factor: float

    @property
    def error(self) -> float:
        """Standard error with the indirectness."""
        return math.hypot(self.standard_error, self.factor * self.standard_error)


def outside_figures() -> tuple[OutsideFigure, ...]:
    """Return the figures of `data/calibration/targets.csv` that conditioning `outside` uses.

    Raises
    ------
    BadValue
        A figure's indirectness is not in `data/calibration/indirectness.csv`.
    """
    folder = data_folder() / "calibration"
    factors = {
        row["kind"]: number(row["factor"], f"{_FACTORS}, {row['kind']}", "factor")
        for row in read_table(folder / _FACTORS)
    }
    found = []
    for each in load_targets():
        if not each.indirectness:
            continue
        if each.indirectness not in factors:
            raise BadValue(
                f"targets.csv, {each.id}: the indirectness is '{each.indirectness}'; known are "
                f"{', '.join(factors)}."
            )
        factor = factors[each.indirectness]
        found.append(
            OutsideFigure(each.id, each.value, each.standard_error, each.indirectness, factor)
        )
    return tuple(found)


def likelihoods(moments: Array, figures: Sequence[OutsideFigure]) -> Array:
    """Return how likely outside figures are at points with these moments, up to a factor.

    l_i = prod_j exp(-(x_ij - X_j)^2 / 2 s_j^2).

    Parameters
    ----------
    moments : ndarray, shape (points, moments)
        Means over histories.
    figures : sequence of OutsideFigure
        What is known of elsewhere.
    """
    found = np.zeros(len(moments))
    for each in figures:
        far = (moments[:, MOMENTS.index(each.moment)] - each.value) / each.error
        found -= 0.5 * far * far
    likely: Array = np.exp(found)
    return likely


def weighed(
    posteriors: Sequence[Posterior],
    moments: Sequence[Array],
    figures: Sequence[OutsideFigure],
) -> tuple[Posterior, dict[str, float]]:
    """Return the draws of all readings, weighed by outside figures, and what each reading gets.

    P(r) = pi_r Z_r / sum pi Z,  Z_r = sum_i w_i l_i over the draws of r.

    Parameters
    ----------
    posteriors : sequence of Posterior
        One a reading; weights sum to one in each.
    moments : sequence of ndarray, shape (draws, moments)
        Means over histories at their draws.
    figures : sequence of OutsideFigure
        What is known of elsewhere.

    Raises
    ------
    BadValue
        No draw is anywhere near the figures.
    """
    priors = [_PRIOR_OF_READINGS[each.given] for each in posteriors]
    parts = [
        prior * each.weights * likelihoods(seen, figures)
        for prior, each, seen in zip(priors, posteriors, moments, strict=True)
    ]
    total = float(sum(part.sum() for part in parts))
    if not total > 0.0:
        raise BadValue("No draw of either reading is near the figures of other places.")
    whole = Posterior(
        OUTSIDE, posteriors[0].names, np.concatenate([each.values for each in posteriors]),
        np.concatenate(parts) / total,
    )  # fmt: skip
    shares = {
        each.given: float(part.sum()) / total for each, part in zip(posteriors, parts, strict=True)
    }
    return whole, shares


def mean_moments(job: Job, posterior: Posterior, runs: int = RUNS) -> Array:
    """Return the mean moments of several histories at each draw, shape (draws, moments)."""
    name = f"means_{posterior.given}"
    seeds = [key_of("means", job.seed, number) for number in range(runs)]

    def submit(rows: slice) -> Any:
        return job.workers.submit(
            _mean_block, job.place, posterior.names, posterior.values[rows], tuple(seeds)
        )

    return in_blocks(job, name, len(posterior), submit)


def _mean_block(place: str, names: tuple[str, ...], points: Array, seeds: tuple[int, ...]) -> Array:
    """Return mean moments at each point; what is undefined in a history is left out there."""
    current = Scenario.load(place=place)
    rows = []
    for point in points:
        history = past_plan(
            with_free_values(current, dict(zip(names, point.tolist(), strict=True)))
        )
        runs = [as_row(moments_of(live_through(history, seed)[0])) for seed in seeds]
        rows.append(_mean_of_defined(np.array(runs)))
    return np.array(rows).reshape(len(rows), len(MOMENTS))


def _mean_of_defined(runs: Array) -> Array:
    known = np.isfinite(runs)
    counts = known.sum(axis=0)
    sums = np.where(known, runs, 0.0).sum(axis=0)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def weigh(job: Job, posteriors: Sequence[Posterior], folder: Path) -> dict[str, Any]:
    """Weigh the draws of both readings, write them, and return what the manifest tells of it.

    Parameters
    ----------
    job : Job
        Place, past, seed, folder of parts, workers.
    posteriors : sequence of Posterior
        One for each reading, in their order.
    folder : Path
        Where the draws go, and their mean moments.
    """
    if tuple(each.given for each in posteriors) != READINGS:
        raise BadValue(f"Weighing takes the draws of {' and '.join(READINGS)}, in this order.")
    moments = [mean_moments(job, each) for each in posteriors]
    figures = outside_figures()
    whole, shares = weighed(posteriors, moments, figures)
    stem = posterior_stem(job.place, OUTSIDE, job.past)
    write_points(folder / f"{stem}.parquet", whole.names, whole.values, {WEIGHT: whole.weights})
    write_moments(folder / f"{stem}_moments.parquet", np.concatenate(moments))
    return {
        "figures": {
            each.moment: {"value": each.value, "error": round(each.error, 4)} for each in figures
        },
        "probability_of_readings": {name: round(share, 4) for name, share in shares.items()},
        "draws": len(whole),
        "effective_draws": round(whole.effective_draws, 1),
    }
