"""Run a schedule's sweeps, and leave their tables in the run's folder.

The store of a sweep lies in the site between runs, so that a run that was cut short goes on
where it stopped.  Its name holds the hash of everything that decides its numbers: other code,
data or libraries mean another store.
"""

import hashlib
import importlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from community_sim.compilation import model_hash
from community_sim.publish.differences import OUTCOMES_FILE
from community_sim.publish.execution import Progress
from community_sim.publish.folder import content_hash
from community_sim.publish.manifest import data_hashes, library_versions
from community_sim.publish.schedule import ScheduledSweep

__all__ = ["STORES", "Sweeping", "SweptTable", "run_scheduled_sweep"]

STORES = ".sweeps"
"""Folder of the stores, in the site."""

_ORDER = ("policy", "place", "draw", "seed", "years", "horizon", "outcome")


@dataclass(frozen=True)
class Sweeping:
    """How sweeps are run and read; by default as `community-sim sweep` does.

    Attributes
    ----------
    run : callable
        Called with a design file, a folder and `progress=`; returns a report with `total`,
        `done` and `failed`.
    read : callable
        Called with the folder; returns what has `outcomes()` and `design`.
    """

    run: Callable[..., Any]
    read: Callable[[Path], Any]

    @classmethod
    def usual(cls) -> "Sweeping":
        """Return the package's own sweeps."""
        sweep = importlib.import_module("community_sim.sweep")
        return cls(sweep.run_sweep, sweep.read_sweep)


@dataclass(frozen=True)
class SweptTable:
    """What a sweep came to: its design as its store holds it, and how many runs it took."""

    design: Mapping[str, Any]
    total: int
    done: int
    failed: int


def run_scheduled_sweep(
    sweep: ScheduledSweep,
    site: Path,
    stage: Path,
    *,
    sweeping: Sweeping | None,
    progress: Progress | None,
) -> SweptTable:
    """Run a sweep, or what is missing of it, and write its design and outcomes.

    Parameters
    ----------
    sweep : ScheduledSweep
        The sweep.
    site : Path
        The site, in which its store is kept.
    stage : Path
        Folder of the run that is being made; the tables go to `sweeps/NAME` in it.
    sweeping : Sweeping, optional
        How sweeps are run.
    progress : callable, optional
        Called with (done, total, what).
    """
    ways = sweeping or Sweeping.usual()
    store = site / STORES / f"{sweep.name}-{_key(sweep)}"
    report = ways.run(sweep.design, store, progress=progress)
    read = ways.read(store)
    folder = stage / "sweeps" / sweep.name
    folder.mkdir(parents=True)
    shutil.copyfile(sweep.design, folder / "design.yaml")
    table = read.outcomes()
    order = [column for column in _ORDER if column in table]
    for column in ("policy", "place", "outcome"):
        table[column] = table[column].astype(str)
    table = table.sort_values(order, kind="stable").reset_index(drop=True)
    table.to_parquet(folder / OUTCOMES_FILE, index=False)
    _forget_older(store, sweep.name)
    design = json.loads(json.dumps(dict(read.design), default=str))
    return SweptTable(design, report.total, report.done, report.failed)


def _key(sweep: ScheduledSweep) -> str:
    """Return a short hash of everything that decides a sweep's numbers."""
    content = {
        "design": content_hash(sweep.design),
        "model": model_hash(),
        "data": data_hashes(),
        "libraries": library_versions(),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def _forget_older(store: Path, name: str) -> None:
    """Remove the stores of the same sweep under other code, data or libraries."""
    for other in store.parent.glob(f"{name}-" + "[0-9a-f]" * 16):
        if other != store:
            shutil.rmtree(other, ignore_errors=True)
