"""Tell what the survey decides about each free quantity, and what it leaves to the prior.

Made-up surveys, whose truth is known, are inferred from like the real one.  What comes back is
compared with the truth: coverage of intervals, ranks (simulation-based calibration; Talts et al.
2018), and how much of the variation in the truth is recovered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.calibrating import targets_of
from community_sim.calibration.free import Prior, load_prior
from community_sim.calibration.region import Targets
from community_sim.calibration.reweighing import Stored, infer
from community_sim.calibration.storing import read_table
from community_sim.posterior import load_posterior
from community_sim.reading import data_folder

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "INFORMED",
    "Recovery",
    "explained",
    "posterior_covariance",
    "recover",
    "recovery_frame",
    "shipped_recovery",
]

Array = NDArray[np.float64]

INFORMED = 0.3
"""Share of a quantity's variation that moments must explain before it is called informed."""

_LEVELS = (0.05, 0.25, 0.75, 0.95)
_FOLDS = 10
_RIDGE = 1e-3


@dataclass(frozen=True, eq=False)
class Recovery:
    """What came back from made-up surveys.

    Attributes
    ----------
    truths, means : ndarray, shape (surveys, quantities)
        True values, and the means inferred.
    quantiles : ndarray, shape (surveys, 4, quantities)
        At 5, 25, 75 and 95 %.
    ranks : ndarray, shape (surveys, quantities)
        Share of the inferred weight below the truth; uniform if the inference is calibrated.
    """

    truths: Array
    means: Array
    quantiles: Array
    ranks: Array

    def coverage(self, level: int) -> Array:
        """Return how often the 50 or 90 % interval holds the truth, by quantity."""
        low, high = (1, 2) if level == 50 else (0, 3)
        held = (self.quantiles[:, low] <= self.truths) & (self.truths <= self.quantiles[:, high])
        share: Array = held.mean(axis=0)
        return share


def recover(stored: Stored, targets: Targets, rows: Sequence[int]) -> Recovery:
    """Return what comes back where some stored runs are taken for the survey, each in turn.

    Parameters
    ----------
    stored : Stored
        Runs of the region; the one taken for the survey is left out.
    targets : Targets
        Which moments are used, and their errors.
    rows : sequence of int
        The runs that are taken for the survey.
    """
    means, quantiles, ranks = [], [], []
    for row in rows:
        made_up = replace(targets, values=stored.moments[row, targets.columns])
        found = infer(stored.without(row), made_up)
        means.append(found.mean())
        quantiles.append(found.quantiles(_LEVELS))
        below = found.values < stored.points[row]
        ranks.append((found.weights[:, None] * below).sum(axis=0))
    return Recovery(
        stored.points[list(rows)], np.array(means), np.array(quantiles), np.array(ranks)
    )


def explained(points: Array, moments: Array) -> Array:
    """Return how much of each quantity's variation the moments explain, cross-validated.

    Parameters
    ----------
    points : ndarray, shape (points, quantities)
        Drawn from the prior.
    moments : ndarray, shape (points, moments)
        Those that are used.

    Returns
    -------
    ndarray, shape (quantities,)
        One less the share of the variance that a quadratic regression in ten folds leaves.
    """
    known = np.isfinite(moments).all(axis=1)
    wanted, terms = points[known], _quadratic(moments[known])
    fold = np.arange(len(wanted)) % _FOLDS
    left = np.zeros(wanted.shape[1])
    for one in range(_FOLDS):
        here, there = fold == one, fold != one
        mean = wanted[there].mean(axis=0)
        square = terms[there].T @ terms[there]
        square += _RIDGE * len(wanted) * np.eye(len(square))
        slopes = np.linalg.solve(square, terms[there].T @ (wanted[there] - mean))
        left += ((wanted[here] - mean - terms[here] @ slopes) ** 2).sum(axis=0)
    share: Array = 1.0 - left / ((wanted - wanted.mean(axis=0)) ** 2).sum(axis=0)
    return share


def _quadratic(moments: Array) -> Array:
    scaled = (moments - moments.mean(axis=0)) / moments.std(axis=0)
    first, second = np.triu_indices(scaled.shape[1])
    products = scaled[:, first] * scaled[:, second]
    return np.hstack([np.ones((len(scaled), 1)), scaled, products - products.mean(axis=0)])


def recovery_frame(
    recovery: Recovery, prior: Prior, share: Array, posterior_sd: Array
) -> "pd.DataFrame":
    """Return one row a quantity: what is recovered, how intervals cover, and the verdict.

    A quantity that the fit aims at is informed where the moments explain enough of it.  One whose
    prior comes from the literature, or that is only drawn along, never is: what moments explain
    of it is the form of the model.

    Returns
    -------
    DataFrame
        quantity, explained (share), prior_sd, posterior_sd, shrinkage (1 - their ratio),
        coverage_50, coverage_90, bias [prior standard deviations], informed.
    """
    import pandas as pd

    prior_sd = prior.sd
    is_fitted = np.array([each.role == "fitted" for each in prior.quantities])
    bias = (recovery.means - recovery.truths).mean(axis=0) / prior_sd
    return pd.DataFrame({
        "quantity": list(prior.names),
        "explained": share,
        "prior_sd": prior_sd,
        "posterior_sd": posterior_sd,
        "shrinkage": 1.0 - posterior_sd / prior_sd,
        "coverage_50": recovery.coverage(50),
        "coverage_90": recovery.coverage(90),
        "bias": bias,
        "informed": is_fitted & (share >= INFORMED),
    })  # fmt: skip


def posterior_covariance(reading: str) -> Array:
    """Return the covariance of the free quantities over the shipped draws of a reading."""
    draws = load_posterior(reading)
    return np.cov(draws.values.T, aweights=draws.weights, ddof=0)


def shipped_recovery(
    reading: str, surveys: int = 50, seed: int = 1
) -> "tuple[Recovery, pd.DataFrame]":
    """Return what comes back where some of the shipped runs are taken for the survey.

    Parameters
    ----------
    reading : str
        Reading of the tenure share, A or B.
    surveys : int
        How many runs are taken for the survey, each in turn.
    seed : int
        Of their choice.

    Returns
    -------
    (Recovery, DataFrame)
        The latter as `recovery_frame` returns it.
    """
    prior, targets = load_prior(), targets_of(reading)
    table = data_folder() / "calibration" / "kaifu_table.parquet"
    points, moments = read_table(table, 1)
    region = Stored.of(prior, *read_table(table, -1))
    chosen = np.random.default_rng(seed).choice(len(region.points), surveys, replace=False)
    recovery = recover(region, targets, chosen.tolist())
    share = explained(points, moments[:, targets.columns])
    spread = np.sqrt(np.diag(posterior_covariance(reading)))
    return recovery, recovery_frame(recovery, prior, share, spread)
