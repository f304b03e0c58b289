"""History matching in waves: simulate a design, emulate it, rule out what is implausible."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.blocks import Job, in_blocks, key_of
from community_sim.calibration.emulator import emulator_of
from community_sim.calibration.free import load_prior
from community_sim.calibration.moments import MOMENTS, as_row, simulate_moments
from community_sim.calibration.region import Region, Targets
from community_sim.calibration.storing import kept
from community_sim.scenario import Scenario

__all__ = ["Wave", "match_history", "simulate_points"]

Array = NDArray[np.float64]
Wave = tuple[Array, Array]
"""Points, shape (points, quantities), and their moments, shape (points, moments)."""


def match_history(job: Job, targets: Targets, sizes: Sequence[int]) -> tuple[Region, list[Wave]]:
    """Return the region that is left after some waves, and what was simulated in each.

    Parameters
    ----------
    job : Job
        Place, past, seed, folder, workers.
    targets : Targets
        What is aimed at.
    sizes : sequence of int
        Points of each wave.
    """
    region = Region(load_prior(job.past), targets)
    waves: list[Wave] = []
    for number, size in enumerate(sizes, start=1):
        random = np.random.default_rng(key_of("design", job.seed, number))
        design = partial(region.design, size, random)
        points = kept(job.folder / f"design_{number}.npz", design)
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
        Place, past, seed, folder, workers.
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
    names = load_prior(job.past).names
    if seeds is None:
        seeds = [key_of("run", job.seed, name, row) for row in range(len(points))]

    def submit(rows: slice) -> Any:
        return job.workers.submit(simulate_block, job.place, names, points[rows], seeds[rows])

    return in_blocks(job, name, len(points), submit)


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
