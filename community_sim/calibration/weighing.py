"""Weigh draws of both readings by what is known of other places (MODEL.md H).

A and B read one printed number in two ways, so the reading is a parameter with a prior, and
evidence from elsewhere updates it along with the rest: a draw counts as much as its histories
resemble the outside figures.  Such a figure is of another place, year or occupation; its
standard error is widened for that.  No mean is taken over readings without it.
"""

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.blocks import Job, Progress, in_blocks, key_of
from community_sim.calibration.calibrating import Settings
from community_sim.calibration.moments import MOMENTS, as_row, moments_of
from community_sim.calibration.storing import content_hash, hold, write_moments, write_points
from community_sim.compilation import model_hash
from community_sim.errors import BadValue
from community_sim.locking import FolderLock
from community_sim.posterior import (
    OUTSIDE,
    READINGS,
    WEIGHT,
    Ground,
    Posterior,
    posterior_stem,
    read_posterior,
    with_free_values,
)
from community_sim.prospects import live_through, past_plan
from community_sim.reading import data_folder, number, read_table
from community_sim.scenario import Scenario
from community_sim.survey import load_targets
from community_sim.sweep.executors import local_workers

__all__ = [
    "RUNS",
    "OutsideFigure",
    "files_of_weighing",
    "inputs_of_weighing",
    "mean_moments",
    "outside_figures",
    "weigh",
    "weighed",
]

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
    priors = [_PRIOR_OF_READINGS[each.ground.given] for each in posteriors]
    parts = [
        prior * each.weights * likelihoods(seen, figures)
        for prior, each, seen in zip(priors, posteriors, moments, strict=True)
    ]
    total = float(sum(part.sum() for part in parts))
    if not total > 0.0:
        raise BadValue("No draw of either reading is near the figures of other places.")
    whole = Posterior(
        posteriors[0].ground._replace(given=OUTSIDE),
        posteriors[0].names,
        np.concatenate([each.values for each in posteriors]),
        np.concatenate(parts) / total,
    )
    shares = {
        each.ground.given: float(part.sum()) / total
        for each, part in zip(posteriors, parts, strict=True)
    }
    return whole, shares


def mean_moments(job: Job, posterior: Posterior, runs: int = RUNS) -> Array:
    """Return the mean moments of several histories at each draw, shape (draws, moments)."""
    name = f"means_{posterior.ground.given}"
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


def weigh(
    settings: Settings,
    folder: Path,
    *,
    workers: int | None = None,
    tell: Progress = lambda _what, _done, _total: None,
) -> dict[str, Any]:
    """Weigh the draws of both readings that lie in a folder, or go on; return the manifest.

    Parameters
    ----------
    settings : Settings
        Place, past and seed of the calibrations; the reading is of no account.
    folder : Path
        Where both readings were calibrated, and where the result goes.
    workers : int, optional
        Processes, by default one per processor.
    tell : callable
        Called with (what, done, total).

    Raises
    ------
    UnreadableFile
        A reading is not calibrated in this folder.
    BadValue
        No draw is anywhere near the outside figures.
    """
    stems = [posterior_stem(settings.place, each, settings.past) for each in READINGS]
    posteriors = [
        read_posterior(folder / f"{stem}.parquet", Ground(given, settings.past))
        for stem, given in zip(stems, READINGS, strict=True)
    ]
    held = {stem: content_hash(folder / f"{stem}.parquet") for stem in stems}
    inputs = inputs_of_weighing()
    with FolderLock(folder, "calibration"), local_workers(workers) as crew:
        hold(folder / f"{OUTSIDE}.json", {"inputs": inputs, "draws": held})
        job = Job(settings.place, settings.seed, folder / "parts", crew, tell, settings.past)
        moments = [mean_moments(job, each) for each in posteriors]
    figures = outside_figures()
    whole, shares = weighed(posteriors, moments, figures)
    draws, means, manifest_file = (folder / name for name in files_of_weighing(settings))
    write_points(draws, whole.names, whole.values, {WEIGHT: whole.weights})
    write_moments(means, np.concatenate(moments))
    manifest = {
        "what": "weighing",
        "inputs": inputs,
        "draws": held,
        "figures": {
            each.moment: {"value": each.value, "error": round(each.error, 4)} for each in figures
        },
        "probability_of_readings": {name: round(share, 4) for name, share in shares.items()},
        "fit": {"draws": len(whole), "effective_draws": round(whole.effective_draws, 1)},
        "files": {path.name: content_hash(path) for path in (draws, means)},
    }
    manifest_file.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return manifest


def files_of_weighing(settings: Settings) -> tuple[str, str, str]:
    """Return the names of the files that `weigh` leaves: draws, mean moments and manifest."""
    stem = posterior_stem(settings.place, OUTSIDE, settings.past)
    return f"{stem}.parquet", f"{stem}_moments.parquet", f"{stem}.json"


def inputs_of_weighing() -> dict[str, str]:
    """Return hashes of what decides the weights, besides the draws of the readings."""
    data = data_folder() / "calibration"
    own = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    files = {name: content_hash(data / name) for name in ("targets.csv", _FACTORS)}
    return {"model": model_hash(), "weighing": own, **files}
