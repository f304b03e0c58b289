"""A quick stand-in for the model: each moment as a quadratic function of the free quantities."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from community_sim.errors import BadValue

__all__ = ["Emulator", "emulator_of"]

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Emulator:
    """Quadratic regressions, one a moment.

    Attributes
    ----------
    coefficients : ndarray, shape (terms, moments)
        Of constant, linear and quadratic terms in quantities scaled to their ranges.
    variance : ndarray, shape (moments,)
        Of the residuals: what the quadratic misses, and the luck of one run.
    """

    coefficients: Array
    variance: Array

    def mean(self, scaled: Array, columns: Sequence[int] | None = None) -> Array:
        """Return the emulated moments of points; shape (points, moments).

        Parameters
        ----------
        scaled : ndarray, shape (points, quantities)
            Scaled to their ranges.
        columns : sequence of int, optional
            Which moments; by default all.
        """
        centred = 2.0 * scaled - 1.0
        asked = range(self.coefficients.shape[1]) if columns is None else columns
        return np.column_stack([self._moment(centred, at) for at in asked])

    def _moment(self, centred: Array, at: int) -> Array:
        """Return one moment: a constant, a linear and a quadratic form."""
        count = centred.shape[1]
        own = self.coefficients[:, at]
        squares = np.zeros((count, count))
        squares[np.triu_indices(count)] = own[1 + count :]
        found: Array = own[0] + centred @ own[1 : 1 + count]
        found += np.einsum("ij,ij->i", centred @ squares, centred)
        return found


def emulator_of(scaled: Array, moments: Array) -> Emulator:
    """Return the emulator that fits simulated moments best.

    Parameters
    ----------
    scaled : ndarray, shape (points, quantities)
        Scaled to their ranges.
    moments : ndarray, shape (points, moments)
        One run a point.  Points with a moment that is no number are left out.

    Raises
    ------
    BadValue
        Too few points are known to fit every term.
    """
    known = np.isfinite(moments).all(axis=1)
    terms, wanted = _terms(scaled[known]), moments[known]
    if len(wanted) <= terms.shape[1]:
        raise BadValue(
            f"A wave has {len(wanted)} runs with all moments; an emulator of {scaled.shape[1]} "
            f"quantities needs more than {terms.shape[1]}."
        )
    coefficients: Array = np.linalg.lstsq(terms, wanted, rcond=None)[0].astype(np.float64)
    variance = ((wanted - terms @ coefficients) ** 2).sum(axis=0) / (len(wanted) - terms.shape[1])
    return Emulator(coefficients, variance)


def _terms(scaled: Array) -> Array:
    first, second = np.triu_indices(scaled.shape[1])
    centred = 2.0 * scaled - 1.0
    return np.hstack([
        np.ones((len(scaled), 1)), centred, centred[:, first] * centred[:, second]
    ])  # fmt: skip
