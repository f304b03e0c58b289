"""Infer again from runs that are already there: keep the nearest, weigh, adjust.

This takes no new run, so it can be done hundreds of times: for made-up surveys whose truth is
known, and for targets with one left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.adjusting import adjusted, kernel_weights
from community_sim.calibration.free import Prior
from community_sim.calibration.moments import MOMENTS
from community_sim.calibration.region import Targets
from community_sim.survey import DISCREPANCY, load_targets

__all__ = ["Inferred", "Stored", "infer", "weighted_quantiles"]

Array = NDArray[np.float64]

KEPT = 0.2
"""Share of the stored runs that is kept."""


@dataclass(frozen=True, eq=False)
class Stored:
    """Points and the moments of one run at each, with the model discrepancy added.

    Attributes
    ----------
    prior : Prior
        Ranges.
    points : ndarray, shape (points, quantities)
        Where runs were made.
    moments : ndarray, shape (points, moments)
        In the order of `MOMENTS`.
    """

    prior: Prior
    points: Array
    moments: Array

    @classmethod
    def of(cls, prior: Prior, points: Array, moments: Array, seed: int = 1) -> "Stored":
        """Return stored runs with a draw of the discrepancy added to every moment."""
        known = np.isfinite(moments).all(axis=1)
        noise = np.random.default_rng(seed).normal(0.0, _noise(), moments[known].shape)
        return cls(prior, points[known], moments[known] + noise)

    def without(self, row: int) -> "Stored":
        """Return the others."""
        return Stored(
            self.prior, np.delete(self.points, row, axis=0), np.delete(self.moments, row, axis=0)
        )


@dataclass(frozen=True, eq=False)
class Inferred:
    """Weighted, adjusted points, and which stored runs they come from."""

    values: Array
    weights: Array
    rows: NDArray[np.int64]

    def quantiles(self, at: tuple[float, ...]) -> Array:
        """Return weighted quantiles of every quantity; shape (quantiles, quantities)."""
        return np.column_stack([
            weighted_quantiles(column, self.weights, at) for column in self.values.T
        ])  # fmt: skip

    def mean(self) -> Array:
        """Return the weighted means."""
        found: Array = (self.weights[:, None] * self.values).sum(axis=0)
        return found

    def sd(self) -> Array:
        """Return the weighted standard deviations."""
        squares = self.weights[:, None] * (self.values - self.mean()) ** 2
        found: Array = np.sqrt(squares.sum(axis=0))
        return found


def _noise() -> Array:
    """Return what each figure may be off beside the luck of a run, in the order of `MOMENTS`."""
    known = {each.id: each.noise for each in load_targets()}
    return np.array([known.get(name, DISCREPANCY) for name in MOMENTS])


def infer(stored: Stored, targets: Targets, *, kept: float = KEPT) -> Inferred:
    """Return what targets leave of stored runs, by rejection and regression adjustment.

    Parameters
    ----------
    stored : Stored
        Runs at points of the prior or of a region of it.
    targets : Targets
        What is aimed at.
    kept : float
        Share of the runs that is kept.
    """
    seen = stored.moments[:, targets.columns] / targets.errors
    aim = targets.values / targets.errors
    distances = np.sqrt(((seen - aim) ** 2).sum(axis=1))
    count = max(4 * len(aim), round(kept * len(distances)))
    rows = np.argsort(distances, kind="stable")[:count]
    weights = kernel_weights(distances[rows])
    values = adjusted(stored.points[rows], weights, seen[rows], aim, stored.prior)
    return Inferred(values, weights, rows)


def weighted_quantiles(values: Array, weights: Array, at: tuple[float, ...]) -> Array:
    """Return quantiles of weighted values, by linear interpolation at the middle of each weight."""
    order = np.argsort(values, kind="stable")
    middle = np.cumsum(weights[order]) - 0.5 * weights[order]
    found: Array = np.interp(np.array(at), middle / weights.sum(), values[order])
    return found
