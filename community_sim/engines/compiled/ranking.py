"""Rank people by a score: the first few of many, the same as a full stable sort would give."""

import numpy as np

from community_sim.engines.compiled.columns import Floats, Ints

__all__ = ["lowest"]


def lowest(scores: Floats, wanted: int) -> Ints:
    """Return the positions of the lowest scores, the lowest first; equals keep their order.

    Parameters
    ----------
    scores : ndarray
        One a person.
    wanted : int
        How many; all if there are fewer.
    """
    if wanted >= len(scores):
        return np.argsort(scores, kind="mergesort")
    if wanted <= 0:
        return np.empty(0, dtype=np.int64)
    last = _ranked(scores.copy(), wanted - 1)
    ties = wanted
    for score in scores:
        ties -= score < last
    found = np.empty(wanted, dtype=np.int64)
    n = 0
    for position in range(len(scores)):
        is_tie = scores[position] == last and ties > 0
        if scores[position] < last or is_tie:
            found[n] = position
            n += 1
            ties -= is_tie
    return found[np.argsort(scores[found], kind="mergesort")]


def _ranked(values: Floats, rank: int) -> float:
    """Return the value of a rank, counted from 0; the values are moved about (Hoare 1961, FIND)."""
    first, last = 0, len(values) - 1
    while first < last:
        pivot = values[rank]
        low, high = first, last
        while low <= high:
            while values[low] < pivot:
                low += 1
            while values[high] > pivot:
                high -= 1
            if low <= high:
                values[low], values[high] = values[high], values[low]
                low += 1
                high -= 1
        if high < rank:
            first = low
        if rank < low:
            last = high
    return float(values[rank])
