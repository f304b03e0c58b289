"""Simulate many points block by block, and keep what is finished."""

import hashlib
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.storing import read_arrays, write_arrays
from community_sim.posterior import PASTS
from community_sim.sweep.executors import Workers

__all__ = ["BLOCK", "Job", "Progress", "in_blocks", "key_of"]

Array = NDArray[np.float64]
Progress = Callable[[str, int, int], None]

BLOCK = 40
"""Points in a block."""

_SEEDS = 1 << 62


def key_of(*words: object) -> int:
    """Return a seed that words and numbers decide."""
    text = "/".join(map(str, words))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % _SEEDS


@dataclass(frozen=True)
class Job:
    """What is simulated, and where.

    Attributes
    ----------
    place : str
        Name of the place.
    seed : int
        Seed of designs and runs.
    folder : Path
        Where finished blocks are kept; those already there are not run again.
    workers : Workers
        Where runs are done.
    tell : callable
        Called with (what, done, total).
    past : str
        Form of the past.
    """

    place: str
    seed: int
    folder: Path
    workers: Workers
    tell: Progress
    past: str = PASTS[0]


def in_blocks(
    job: Job, name: str, points: int, submit: "Callable[[slice], Future[Any]]", size: int = BLOCK
) -> Array:
    """Return what all points gave, finished block by finished block.

    Parameters
    ----------
    job : Job
        Folder, workers.
    name : str
        Of the stage; its blocks are kept under it.
    points : int
        How many.
    submit : callable
        Hands the points of a slice over; the future gives an array with a row for each.
    size : int
        Points in a block.

    Raises
    ------
    BrokenExecutor
        A worker died; what was finished is kept.
    """
    starts = range(0, points, size)
    futures: dict[int, Future[Any]] = {}
    found: list[Array] = []
    ahead = 2 * job.workers.count()
    for at, start in enumerate(starts):
        for later in starts[at : at + ahead]:
            if later not in futures and not _block(job, name, later).exists():
                futures[later] = submit(slice(later, min(later + size, points)))
        file = _block(job, name, start)
        if start in futures:
            write_arrays(file, {"rows": futures.pop(start).result()})
        found.append(read_arrays(file)["rows"])
        job.tell(name.replace("_", " "), sum(map(len, found)), points)
    return np.concatenate(found)


def _block(job: Job, name: str, start: int) -> Path:
    return job.folder / name / f"{start:07d}.npz"
