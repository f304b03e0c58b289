"""History matching in waves: simulate a design, emulate it, rule out what is implausible."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.emulator import emulator_of
from community_sim.calibration.free import load_prior
from community_sim.calibration.moments import MOMENTS, as_row, simulate_moments
from community_sim.calibration.region import Region, Targets
from community_sim.calibration.storing import read_arrays, write_arrays
from community_sim.scenario import Scenario
from community_sim.sweep.executors import Workers

__all__ = ["Job", "Progress", "Wave", "key_of", "match_history", "simulate_points"]

Array = NDArray[np.float64]
Progress = Callable[[str, int, int], None]
Wave = tuple[Array, Array]
"""Points, shape (points, quantities), and their moments, shape (points, moments)."""

_BLOCK = 40
_SEEDS = 1 << 62


def key_of(*words: object) -> int:
    """Return a seed that words and numbers decide."""
    text = "/".join(map(str, words))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % _SEEDS


@dataclass(frozen=True)
class Job:
    """What a calibration is about and where it is done.

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
    """

    place: str
    seed: int
    folder: Path
    workers: Workers
    tell: Progress


def match_history(job: Job, targets: Targets, sizes: Sequence[int]) -> tuple[Region, list[Wave]]:
    """Return the region that is left after some waves, and what was simulated in each.

    Parameters
    ----------
    job : Job
        Place, seed, folder, workers.
    targets : Targets
        What is aimed at.
    sizes : sequence of int
        Points of each wave.
    """
    region = Region(load_prior(), targets)
    waves: list[Wave] = []
    for number, size in enumerate(sizes, start=1):
        random = np.random.default_rng(key_of("design", job.seed, number))
        points = region.design(size, random)
        moments = simulate_points(job, f"wave_{number}", points)
        waves.append((points, moments))
        emulator = emulator_of(region.prior.scaled(points), moments)
        region = Region(region.prior, targets, (*region.emulators, emulator))
    return region, waves


def simulate_points(
    job: Job, name: str, points: Array, seeds: Sequence[int] | None = None
) -> Array:
    """Return the moments of one run at each point, finished block by finished block.

    Parameters
    ----------
    job : Job
        Place, seed, folder, workers.
    name : str
        Of the stage; its blocks are kept under it.
    points : ndarray, shape (points, quantities)
        Where to run.
    seeds : sequence of int, optional
        Seed of each run; by default every run has its own.

    Raises
    ------
    BrokenExecutor
        A worker died; what was finished is kept.
    """
    names = load_prior().names
    if seeds is None:
        seeds = [key_of("run", job.seed, name, row) for row in range(len(points))]
    starts = range(0, len(points), _BLOCK)
    futures: dict[int, Any] = {}
    found: list[Array] = []
    ahead = 2 * job.workers.count()
    for at, start in enumerate(starts):
        for later in starts[at : at + ahead]:
            if later not in futures and not _block(job, name, later).exists():
                rows = slice(later, later + _BLOCK)
                futures[later] = job.workers.submit(
                    simulate_block, job.place, names, points[rows], seeds[rows]
                )
        file = _block(job, name, start)
        if start in futures:
            write_arrays(file, {"moments": futures.pop(start).result()})
        found.append(read_arrays(file)["moments"])
        job.tell(name.replace("_", " "), sum(map(len, found)), len(points))
    return np.concatenate(found)


def simulate_block(
    place: str, names: tuple[str, ...], points: Array, seeds: Sequence[int]
) -> Array:
    """Return the moments of one run at each point; shape (points, moments)."""
    current = Scenario.load(place=place)
    rows = [
        as_row(simulate_moments(current, dict(zip(names, point.tolist(), strict=True)), seed))
        for point, seed in zip(points, seeds, strict=True)
    ]
    return np.array(rows).reshape(len(rows), len(MOMENTS))


def _block(job: Job, name: str, start: int) -> Path:
    return job.folder / name / f"{start:07d}.npz"
