"""Leave one figure or one report out, or read one otherwise; see what the survey then leaves.

Where the stored runs reach as far as the wider posterior, they are weighed anew; where they were
cut off by the very figure that is left out, new waves are run without it.  Where what is left to
aim at contradicts itself, a wave has nowhere to go: the stored runs are kept, and that is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.blocks import Job, key_of
from community_sim.calibration.calibrating import targets_of
from community_sim.calibration.emulator import emulator_of
from community_sim.calibration.free import load_prior
from community_sim.calibration.moments import WAYS_IN
from community_sim.calibration.region import Contradiction, Region, Targets
from community_sim.calibration.reweighing import Inferred, Stored, infer
from community_sim.calibration.storing import kept, read_table
from community_sim.calibration.waves import simulate_points
from community_sim.posterior import READINGS
from community_sim.survey import load_targets

__all__ = ["EDGE", "WAVES", "WAY_IN", "LeftOut", "cases", "leave_out", "targets_in"]

Array = NDArray[np.float64]

EDGE = 2.0
"""Emulated distance from a figure [standard errors] beyond which stored runs may be cut off."""

WAY_IN = "source as way in"
"""The case in which the survey's "source" is read as the way in, not as the mandate held.

438 sit in committees but 273 were elected and 217 hired, 651 in all: at least 165 members have
another source, so source is at least partly the way in (r1-034, r1-036 and the count of members).
"""

MOST_AT_EDGE = 0.05
"""Share of the weight there may be beyond the edge if stored runs are to be weighed anew."""

WAVES = (600, 900)
"""Points of each new wave."""


@dataclass(frozen=True, eq=False)
class LeftOut:
    """What is possible without some figures.

    Attributes
    ----------
    name : str
        Which evidence is left out: a target's id, or `report 1`; empty for none; or `WAY_IN`.
    reading : str
        Reading of the tenure share.
    targets : Targets
        Those that are left.
    inferred : Inferred
        Weighted points.
    at_edge : float
        Share of the weight beyond the edge of the stored runs, before any refit.
    is_refitted : bool
        Whether new waves were run.
    is_contradicted : bool
        Whether new waves were due, and history matching left next to nothing of the prior: the
        points are stored runs that reach less far than they should.
    """

    name: str
    reading: str
    targets: Targets
    inferred: Inferred
    at_edge: float
    is_refitted: bool = False
    is_contradicted: bool = False


def cases(reading: str) -> dict[str, tuple[str, ...]]:
    """Return what is left out in each case: nothing, each fitted figure, and report 1 as a whole.

    In the last case m8 to m10 are not left out but read otherwise.

    The other reports hold no figure that the fit aims at: they give places and policies.
    """
    fitted = targets_of(reading).names
    reported = {each.id for each in load_targets() if each.figures.startswith("r1-")}
    whole = tuple(name for name in fitted if name in reported)
    read_otherwise = tuple(name.removesuffix("w") for name in WAYS_IN)
    return {
        "": (),
        **{name: (name,) for name in fitted},
        "report 1": whole,
        WAY_IN: read_otherwise,
    }


def targets_in(name: str, reading: str | None) -> Targets:
    """Return what is aimed at in a case, under a reading or (history matching) under none."""
    every = targets_of(reading)
    left_out = cases(reading or READINGS[0])[name]
    if name != WAY_IN:
        return every.without(*left_out)
    names = tuple(f"{each}w" if each in left_out else each for each in every.names)
    return replace(every, names=names)


def leave_out(
    name: str,
    reading: str,
    table: Path,
    *,
    job: Job | None = None,
    waves: Sequence[int] = WAVES,
) -> LeftOut:
    """Return what is possible without some figures.

    Parameters
    ----------
    name : str
        A key of `cases`.
    reading : str
        Reading of the tenure share.
    table : Path
        Stored runs, as `calibrate` leaves them.
    job : Job, optional
        Where to run new waves if the stored runs do not reach; None never does.
    waves : sequence of int
        Points of each new wave.
    """
    names = cases(reading)[name]
    targets = targets_in(name, reading)
    if name == "report 1":  # next to nothing is left to aim at: the whole prior
        stored = _stored(table, 1)
        return LeftOut(name, reading, targets, infer(stored, targets), 0.0)
    stored = _stored(table, -1)
    inferred = infer(stored, targets)
    share = _at_edge(inferred, table, targets_of(reading), names)
    found = LeftOut(name, reading, targets, inferred, share)
    if share <= MOST_AT_EDGE or job is None:
        return found
    try:
        runs = _new_runs(job, name, table, waves)
    except Contradiction:
        return replace(found, is_contradicted=True)
    return replace(found, inferred=infer(runs, targets), is_refitted=True)


def _stored(table: Path, wave: int) -> Stored:
    return Stored.of(load_prior(), *read_table(table, wave))


def _at_edge(inferred: Inferred, table: Path, targets: Targets, names: Sequence[str]) -> float:
    """Return the share of the weight that an emulator puts far from what was left out."""
    names = [name for name in names if name in targets_of(None).names]
    if not names:  # no stored run was cut off by these
        return 0.0
    prior = load_prior()
    points, moments = read_table(table, 1)
    emulator = emulator_of(prior.scaled(points), moments)
    kept = [targets.names.index(name) for name in names]
    columns = [targets.columns[at] for at in kept]
    spread = np.sqrt(targets.noise[kept] ** 2 + emulator.variance[columns])
    seen = emulator.mean(prior.scaled(inferred.values))[:, columns]
    far = (np.abs(seen - targets.values[kept]) / spread > EDGE).any(axis=1)
    return float(inferred.weights[far].sum())


def _new_runs(job: Job, name: str, table: Path, waves: Sequence[int]) -> Stored:
    """Match history again without a figure, and return the runs of the last wave.

    The tenure share is not aimed at in history matching, so both readings share these runs.
    """
    prior = load_prior()
    points, moments = read_table(table, 1)
    targets = targets_in(name, None)
    region = Region(prior, targets)
    for number, size in enumerate(waves, start=1):
        emulator = emulator_of(prior.scaled(points), moments)
        region = Region(prior, targets, (*region.emulators, emulator))
        stage = f"without_{name.replace(' ', '_')}_{number}"
        random = np.random.default_rng(key_of(stage, job.seed))
        points = kept(job.folder / f"{stage}.npz", partial(region.design, size, random))
        moments = simulate_points(job, stage, points)
    return Stored.of(prior, points, moments)


def shifts(full: LeftOut, others: Mapping[str, LeftOut]) -> dict[str, Array]:
    """Return by how many posterior standard deviations each mean moves without some figures."""
    scale = full.inferred.sd()
    return {
        name: (each.inferred.mean() - full.inferred.mean()) / scale for name, each in others.items()
    }
