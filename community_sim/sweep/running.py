"""Run a sweep, or what is missing of it."""

import itertools
import math
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from community_sim.design import Design, read_design
from community_sim.errors import StoreBroken, SweepInterrupted
from community_sim.locking import FolderLock
from community_sim.sweep.changes import check_unchanged, record
from community_sim.sweep.coordinator import Coordinator
from community_sim.sweep.executors import (
    ClusterWorkers,
    LocalWorkers,
    cluster_workers,
    local_workers,
)
from community_sim.sweep.files import storing
from community_sim.sweep.finished import Finished
from community_sim.sweep.keys import Keys
from community_sim.sweep.schema import DATABASE
from community_sim.sweep.seal import break_seal, is_sealed, seal, seal_problems
from community_sim.sweep.signals import Stop, listening
from community_sim.sweep.simulating import Group, RunTask, simulate_run
from community_sim.sweep.store import Store, is_unborn, record_of
from community_sim.sweep.tables import write_table

__all__ = ["Manner", "Progress", "SweepReport", "run_sweep", "sweep"]

Progress = Callable[[int, int, str], None]

FLIGHTS = ".flights"

LARGEST_GROUP = 64
"""Most runs that are handed to a worker at once."""


@dataclass(frozen=True)
class SweepReport:
    """What a sweep came to.

    Attributes
    ----------
    total : int
        Runs of the design.
    done, failed : int
        Runs stored as done, and as failed.
    resumed : int
        Runs that were stored before this start.
    folder : Path
        The sweep's folder.
    """

    total: int
    done: int
    failed: int
    resumed: int
    folder: Path


@dataclass(frozen=True)
class Manner:
    """How a sweep is run; nothing here changes a number.

    Attributes
    ----------
    workers : int, optional
        Worker processes, by default one per processor.
    cluster : str, optional
        Address of a Dask scheduler, or `local`.
    retry_failed : bool
        Whether failed runs are run again.
    progress : callable, optional
        Called with (stored, total, what).
    run_task : callable
        How a run is simulated; tests give one that fails.
    order : callable, optional
        Puts the numbers of the scenarios in another order; tests shuffle them.
    """

    workers: int | None = None
    cluster: str | None = None
    retry_failed: bool = False
    progress: Progress | None = None
    run_task: RunTask = simulate_run
    order: Callable[[range], list[int]] | None = None


def run_sweep(
    design_file: Path,
    folder: Path,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> SweepReport:
    """Run what is missing of a sweep, and return how it stands.

    Parameters
    ----------
    design_file : Path
        The sweep's YAML file.
    folder : Path
        Where its runs are kept; made if it is not there.
    workers : int, optional
        Worker processes, by default one per processor. The numbers do not depend on it.
    cluster : str, optional
        Address of a Dask scheduler, or `local`, instead of processes of this machine.
    progress : callable, optional
        Called with (stored, total, what) whenever runs have been stored.

    Raises
    ------
    InUse
        Another process works in the folder.
    StoreBroken
        The folder cannot be written, or holds what no sweep wrote.
    DesignChanged
        The folder holds the runs of another design, or of other code; the message says what
        changed.
    SweepInterrupted
        A signal told the sweep to stop.
    """
    design = read_design(design_file)
    return sweep(design, folder, Manner(workers=workers, cluster=cluster, progress=progress))


def sweep(design: Design, folder: Path, manner: Manner) -> SweepReport:
    """Run what is missing of a design, as `run_sweep` does."""
    with storing(f"{folder.name}: the folder cannot be made"):
        folder.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder, "sweep", refusal=StoreBroken)
    with listening() as stop, lock:
        report = _finished_before(design, folder, manner)
        if report is None:
            report = _work(design, folder, manner, stop)
        stored = report.done + report.failed
        if stop() and stored < report.total:
            raise SweepInterrupted(
                f"Interrupted; {stored:,} of {report.total:,} runs are stored, and the same "
                "command goes on from there.",
                stop.number,
            )
        return report


def _finished_before(design: Design, folder: Path, manner: Manner) -> SweepReport | None:
    """Return the report of a store that has every run, None where there is work to do.

    A finished store is not touched. A store of another design is refused, a broken one too.
    """
    if not (folder / DATABASE).exists():
        return None
    with storing(f"{folder.name}: cannot be read"):
        is_empty = (folder / DATABASE).stat().st_size == 0
    if is_empty or is_unborn(folder):
        return None
    check_unchanged(folder, record_of(folder), record(design))
    if not is_sealed(folder):
        return None
    problems = seal_problems(folder)
    if problems:
        raise StoreBroken(f"{folder.name}: {' '.join(problems)}")
    with Store.reading(folder) as store:
        done, failed = store.counts()
    if done + failed < len(design) or (failed and manner.retry_failed):
        return None
    return SweepReport(len(design), done, failed, done + failed, folder)


def _work(design: Design, folder: Path, manner: Manner, stop: Stop) -> SweepReport:
    break_seal(folder)
    with Store.writing(folder, design, record(design)) as store:
        before = store.counts()
        resumed = before[0] + (0 if manner.retry_failed else before[1])
        _do_missing(design, store, manner, stop)
        done, failed = store.counts()
    is_complete = done + failed == len(design)
    if is_complete:
        write_table(folder)
    seal(folder)
    return SweepReport(len(design), done, failed, resumed, folder)


def _do_missing(design: Design, store: Store, manner: Manner, stop: Stop) -> None:
    flights = None if manner.cluster else _fresh_folder(store.folder / FLIGHTS)
    keep = _keeping(design, store, manner.progress)
    try:
        with _workers(manner) as workers:
            coordinator = Coordinator(workers, keep, is_stopped=stop, flights=flights)
            groups = _groups(design, store, manner, _group_size(design, manner, workers.count()))
            coordinator.work(groups)
    finally:
        if flights is not None:
            shutil.rmtree(flights, ignore_errors=True)


def _workers(manner: Manner) -> AbstractContextManager[LocalWorkers | ClusterWorkers]:
    if manner.cluster:
        return cluster_workers(manner.cluster, manner.workers)
    return local_workers(manner.workers)


def _fresh_folder(folder: Path) -> Path:
    with storing(f"{folder.parent.name}: the folder for the workers' notes cannot be made"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    return folder


def _keeping(
    design: Design, store: Store, progress: Progress | None
) -> Callable[[list[Finished]], None]:
    """Return what stores finished runs and tells of it."""
    keys = Keys(design)
    stored = sum(store.counts())

    def keep(finished: list[Finished]) -> None:
        nonlocal stored
        store.add(design, [(design.run(f.position), keys.of(f.position), f) for f in finished])
        stored += len(finished)
        if progress is not None and finished:
            run = design.run(finished[-1].position)
            progress(min(stored, len(design)), len(design), f"{run.policy} in {run.place}")

    return keep


def _group_size(design: Design, manner: Manner, workers: int) -> int:
    """Return how many runs of a scenario go to a worker at once.

    Preparing a scenario costs as much as some thirty runs, so a scenario goes to one worker
    where there are scenarios enough for all. On a cluster a group is at most a hundredth of the
    sweep, so that a worker's death costs no more than that.
    """
    size = LARGEST_GROUP
    if design.scenario_count < 2 * workers:
        size = min(size, math.ceil(len(design) / (4 * workers)))
    if manner.cluster:
        size = min(size, max(1, len(design) // 100))
    return size


def _groups(design: Design, store: Store, manner: Manner, size: int) -> Iterator[Group]:
    """Yield what is missing, scenario by scenario; nothing is listed ahead."""
    numbers = range(design.scenario_count)
    for number in numbers if manner.order is None else manner.order(numbers):
        stored = store.stored(number * design.seeds, design.seeds, failed=not manner.retry_failed)
        missing = (run for run in design.runs(number) if run.position not in stored)
        scenario = None
        while runs := tuple((run.position, run.seed) for run in itertools.islice(missing, size)):
            scenario = design.scenario(number) if scenario is None else scenario
            yield Group(
                scenario, runs, design.horizons, design.outcomes, design.run_seconds_limit,
                manner.run_task,
            )  # fmt: skip
