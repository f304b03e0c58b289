"""Where groups of runs are done: processes of this machine, or a Dask cluster.

Both are executors of the standard library's interface; what differs is how they are started,
replaced when a worker has died, and stopped.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
)
from contextlib import contextmanager, suppress
from enum import Enum, auto
from multiprocessing.connection import Connection
from typing import Any, Protocol

from community_sim.errors import ClusterLost

__all__ = ["Cause", "ClusterWorkers", "LocalWorkers", "Workers", "cluster_workers", "local_workers"]

_START_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


_SECONDS_TO_SETTLE = 0.05
"""How long a dead process may take to be seen as dead [s]."""


class Cause(Enum):
    """Why a group did not come back."""

    TASK = auto()
    """Its task raised an error."""
    DEATH = auto()
    """A worker died."""
    LOST = auto()
    """There are no workers any more, or they cannot do it."""


def _cause_in_task(error: BaseException) -> Cause:
    return Cause.LOST if isinstance(error, ClusterLost) else Cause.TASK


class Workers(Protocol):
    """Workers that groups of runs are handed to."""

    def count(self) -> int:
        """Return how many groups are done at once."""

    def submit(self, task: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        """Hand a task over."""

    def cause(self, error: BaseException) -> Cause:
        """Return what an error that came back in the place of a result says."""

    def replace(self) -> None:
        """Start anew after a worker died, if that is needed."""


class LocalWorkers:
    """Processes of this machine; they end when this one ends, however it ends.

    Parameters
    ----------
    workers : int
        Number of processes.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._context = multiprocessing.get_context(_START_METHOD)
        if _START_METHOD == "forkserver":
            self._context.set_forkserver_preload(["community_sim.sweep.preloading"])
        self._before = {child.pid for child in multiprocessing.active_children()}
        self._start()

    def _start(self) -> None:
        reader, self._lifeline = self._context.Pipe(duplex=False)
        self._reader = reader
        self._pool: Executor = ProcessPoolExecutor(
            self._workers, mp_context=self._context, initializer=_prepare_worker, initargs=(reader,)
        )

    def count(self) -> int:
        """Return the number of processes."""
        return self._workers

    def submit(self, task: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        """Hand a task over; BrokenExecutor if a worker has died or none can be started."""
        try:
            return self._pool.submit(task, *arguments)
        except (OSError, EOFError) as error:  # the process that starts workers has died
            raise BrokenExecutor("No worker can be started.") from error

    def cause(self, error: BaseException) -> Cause:
        """Return what an error says; processes can always be started again."""
        return Cause.DEATH if isinstance(error, BrokenExecutor) else _cause_in_task(error)

    def replace(self) -> None:
        """Start new processes in the place of a broken pool."""
        self.stop()
        time.sleep(_SECONDS_TO_SETTLE)
        self._start()

    def stop(self) -> None:
        """End all processes at once."""
        self._lifeline.close()
        self._reader.close()
        self._pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            if child.pid not in self._before:
                child.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def local_workers(workers: int | None) -> Iterator[LocalWorkers]:
    """Give processes of this machine, by default one per processor."""
    made = LocalWorkers(workers or len(os.sched_getaffinity(0)))
    try:
        yield made
    finally:
        made.stop()


def _prepare_worker(lifeline: Connection) -> None:
    """Make a worker end with its coordinator, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _die_with_parent()
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: Connection) -> None:
    """End this process when the other end of a pipe is closed, by whatever cause."""
    with suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(1)


def _die_with_parent() -> None:
    """Ask Linux to kill this process when its parent dies, should its threads not get a turn."""
    import ctypes

    death_signal = 1  # PR_SET_PDEATHSIG
    try:
        ctypes.CDLL(None).prctl(death_signal, signal.SIGKILL)
    except (OSError, AttributeError):
        return  # not Linux: the pipe does it


class ClusterWorkers:
    """The workers of a Dask cluster.

    Parameters
    ----------
    client : distributed.Client
        Connected to the cluster.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._executor: Executor = client.get_executor(pure=False, retries=0)

    def count(self) -> int:
        """Return the number of threads of all workers, at least one while they start."""
        try:
            threads: dict[str, int] = self._client.nthreads()
        except (OSError, TimeoutError) as error:
            raise ClusterLost("The cluster's scheduler is gone.") from error
        return max(1, sum(threads.values()))

    def submit(self, task: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        """Hand a task over; Dask forgets its result when the returned future is dropped."""
        return self._executor.submit(task, *arguments)

    def cause(self, error: BaseException) -> Cause:
        """Return what an error says; Dask gives a task up when some workers have died of it."""
        from distributed import KilledWorker

        if isinstance(error, KilledWorker):
            return Cause.DEATH
        if isinstance(error, CancelledError | OSError | TimeoutError):
            return Cause.LOST
        return _cause_in_task(error)

    def replace(self) -> None:
        """Do nothing: Dask replaces its workers."""


@contextmanager
def cluster_workers(address: str, workers: int | None) -> Iterator[ClusterWorkers]:
    """Give the workers of a Dask cluster.

    Parameters
    ----------
    address : str
        Address of a scheduler (`tcp://...`), or `local` to start a cluster on this machine that
        listens on the loopback interface only and has no dashboard.
    workers : int, optional
        Workers of a `local` cluster, by default one per processor.

    Raises
    ------
    ClusterLost
        No scheduler answers at the address.
    """
    from distributed import Client

    with _cluster(address, workers) as scheduler:
        try:
            client = Client(scheduler, timeout="20s", set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise ClusterLost(f"No Dask scheduler answers at '{address}'.") from error
        with client:
            yield ClusterWorkers(client)


@contextmanager
def _cluster(address: str, workers: int | None) -> Iterator[Any]:
    if address != "local":
        yield address
        return
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=workers or len(os.sched_getaffinity(0)),
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        worker_dashboard_address=None,
        memory_limit=0,
        silence_logs="CRITICAL",  # a worker that is told to end complains of the closed line
    ) as cluster:
        yield cluster
