"""Spread points over ranges: Latin hypercubes, Sobol sequences and Sobol indices' designs."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["METHODS", "points_of", "sample"]

METHODS = ("latin_hypercube", "sobol_sequence", "sobol")
"""`sobol` is Saltelli's design for first-order and total indices; the others fill the space."""


def points_of(method: str, size: int, dimensions: int) -> int:
    """Return how many points a sample has."""
    return size * (dimensions + 2) if method == "sobol" else size


def sample(
    method: str, size: int, ranges: Sequence[tuple[float, float]], *, seed: int
) -> NDArray[np.float64]:
    """Return points spread over ranges.

    Parameters
    ----------
    method : str
        One of `METHODS`.
    size : int
        Points; with `sobol`, points of each of the dimensions + 2 parts.
    ranges : sequence of (low, high)
        Range of each dimension.
    seed : int
        Seed, 1 or more (SALib takes 0 for none).

    Returns
    -------
    ndarray of float, shape (points, dimensions)
    """
    low = np.array([lowest for lowest, _ in ranges])
    high = np.array([highest for _, highest in ranges])
    if method == "sobol":
        unit = _saltelli(size, len(ranges), seed)
    else:
        unit = _filling(method, size, len(ranges), seed)
    # A point's last bit must not carry it over the end of its range.
    points: NDArray[np.float64] = np.clip(low + unit * (high - low), low, high)
    return points


def _filling(method: str, size: int, dimensions: int, seed: int) -> NDArray[np.float64]:
    from scipy.stats import qmc

    if method == "latin_hypercube":
        made = qmc.LatinHypercube(dimensions, rng=seed).random(size)
    else:
        made = qmc.Sobol(dimensions, scramble=True, rng=seed).random_base2(size.bit_length() - 1)
    unit: NDArray[np.float64] = made
    return unit


def _saltelli(size: int, dimensions: int, seed: int) -> NDArray[np.float64]:
    from SALib.sample import sobol

    names = [f"x{number}" for number in range(dimensions)]
    problem = {"num_vars": dimensions, "names": names, "bounds": [[0.0, 1.0]] * dimensions}
    unit: NDArray[np.float64] = sobol.sample(problem, size, calc_second_order=False, seed=seed)
    return unit
