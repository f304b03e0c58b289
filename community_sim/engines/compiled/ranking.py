"""Rank people by a score: the first few of many, the same as a full stable sort would give."""

import numpy as np

from community_sim.engines.compiled.columns import Floats, Ints

__all__ = ["lowest"]

_FEW = 5
"""One in so many wanted, and looking for them is quicker than sorting everybody."""


def lowest(scores: Floats, wanted: int) -> Ints:
    """Return the positions of the lowest scores, the lowest first; equals keep their order.

    Parameters
    ----------
    scores : ndarray
        One a person.
    wanted : int
        How many; all if there are fewer.
    """
    wanted = min(wanted, len(scores))
    if wanted * _FEW > len(scores):
        return np.argsort(scores, kind="mergesort")[:wanted]
    found = np.empty(wanted, dtype=np.int64)
    for position in range(len(scores)):
        place = min(position, wanted)
        while place > 0 and scores[position] < scores[found[place - 1]]:
            if place < wanted:
                found[place] = found[place - 1]
            place -= 1
        if place < wanted:
            found[place] = position
    return found
