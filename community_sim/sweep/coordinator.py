"""Hand groups of runs to workers and store what comes back; this process alone writes.

When a worker dies, what its group had finished is stored, the run that was in flight is done
again alone, at most twice, and everything else goes on.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import replace
from pathlib import Path

from community_sim.errors import ClusterLost
from community_sim.sweep.executors import Cause, Workers
from community_sim.sweep.finished import Finished
from community_sim.sweep.flight import FlightLog
from community_sim.sweep.simulating import Group, simulate_group
from community_sim.sweep.time_limit import GRACE_SECONDS

__all__ = ["Coordinator"]

TRIES_ALONE = 2
"""How often a run may cost a worker its life while it runs alone."""

MOST_FRUITLESS = 20
"""How often workers may die in a row with nothing finished in between."""

_SECONDS_BETWEEN_LOOKS = 0.2

_Flights = dict["Future[list[Finished]]", Group]


class Coordinator:
    """Does groups of runs.

    Parameters
    ----------
    workers : Workers
        Who does them.
    store : callable
        Called with finished runs; they are on disk when it returns.
    is_stopped : callable
        Says whether to stop.
    flights : Path, optional
        Folder for the workers' notes; None where they do not share this machine's disk.
    """

    def __init__(
        self,
        workers: Workers,
        store: Callable[[list[Finished]], None],
        *,
        is_stopped: Callable[[], bool],
        flights: Path | None,
    ) -> None:
        self._workers = workers
        self._store = store
        self._is_stopped = is_stopped
        self._flights = flights
        self._begun = 0
        self._fruitless = 0

    def work(self, groups: Iterator[Group]) -> None:
        """Do all groups, or as many as there is time for before `is_stopped`.

        Raises
        ------
        ClusterLost
            The workers are gone, have other code, or die before they begin.
        """
        again: deque[Group] = deque()
        in_flight: _Flights = {}
        while not self._is_stopped():
            suspects = self._launch(in_flight, again, groups)
            if not in_flight and not suspects:
                return
            suspects += self._land(in_flight, wait_for=not suspects)
            if suspects:
                self._recover(suspects, in_flight, again)
        self._land(in_flight, wait_for=False)
        for group in in_flight.values():
            if group.flight is not None:
                self._keep(FlightLog.read(group.flight)[0])

    def _keep(self, finished: list[Finished]) -> None:
        if finished:
            self._store(finished)
            self._fruitless = 0

    def _launch(
        self, in_flight: _Flights, again: deque[Group], groups: Iterator[Group]
    ) -> list[Group]:
        """Hand groups over until there is one more than workers; return one that was refused."""
        most = self._workers.count() + 1
        while len(in_flight) < most:
            group = again.popleft() if again else next(groups, None)
            if group is None:
                break
            group = self._with_notes(group)
            try:
                in_flight[self._workers.submit(simulate_group, group)] = group
            except BrokenExecutor:
                return [group]
        return []

    def _with_notes(self, group: Group) -> Group:
        if self._flights is None:
            return group
        self._begun += 1
        return replace(group, flight=self._flights / f"{self._begun}.txt")

    def _land(self, in_flight: _Flights, *, wait_for: bool) -> list[Group]:
        """Store what has come back; return groups whose worker died."""
        timeout = _SECONDS_BETWEEN_LOOKS if wait_for else 0.0
        landed, _ = wait(in_flight, timeout=timeout, return_when=FIRST_COMPLETED)
        suspects = []
        for future in landed:
            group = in_flight.pop(future)
            error = future.exception()
            if error is None:
                self._keep(future.result())
                self._forget(group)
            elif self._workers.cause(error) is Cause.DEATH:
                suspects.append(group)
            else:
                self._blame(group, error)
        return suspects

    def _recover(self, suspects: list[Group], in_flight: _Flights, again: deque[Group]) -> None:
        """Start anew after a worker died: store, set aside, do again."""
        if self._flights is not None:
            # One dead process breaks the whole pool: everything in flight is back.
            wait(in_flight, timeout=30.0)
            suspects += self._land(in_flight, wait_for=False)
            suspects += in_flight.values()
            in_flight.clear()
        self._replace()
        alone: list[Group] = []
        for group in suspects:
            finished, begun = self._notes(group)
            self._keep(finished)
            done = {each.position for each in finished}
            alone += [_only(group, run) for run in group.runs if run[0] in begun - done]
            rest = tuple(run for run in group.runs if run[0] not in begun | done)
            if rest:
                again.append(replace(group, runs=rest))
        for group in alone:
            if not self._is_stopped():
                self._do_alone(group)

    def _notes(self, group: Group) -> tuple[list[Finished], set[int]]:
        """Return a dead worker's finished runs, and those of which one may have killed it."""
        if group.flight is None:
            return [], {position for position, _ in group.runs}
        silence = FlightLog.silence(group.flight)
        finished, begun = FlightLog.read(group.flight)
        self._forget(group)
        if begun is not None and silence >= group.seconds_limit + GRACE_SECONDS:
            return [*finished, _dead(group, begun, silence)], set()
        return finished, set() if begun is None else {begun}

    def _do_alone(self, group: Group) -> None:
        """Do one run while nothing else runs, so that a death has one cause.

        A worker that died before it began the run, or an idle one, says nothing against it.
        """
        ((position, _),) = group.runs
        seconds, tries = 0.0, 0
        while tries < TRIES_ALONE:
            group = self._with_notes(group)
            started = time.monotonic()
            future = self._submit_alone(group)
            while not future.done():
                wait([future], timeout=_SECONDS_BETWEEN_LOOKS)
                if self._is_stopped():
                    return
            error = future.exception()
            if error is None:
                self._keep(future.result())
                self._forget(group)
                return
            if self._workers.cause(error) is not Cause.DEATH:
                self._blame(group, error)
                return
            tries += self._has_begun(group)
            self._replace()
            seconds = time.monotonic() - started
            if seconds >= group.seconds_limit + GRACE_SECONDS:
                break
        self._keep([_dead(group, position, seconds)])

    def _has_begun(self, group: Group) -> bool:
        """Return whether a dead worker had begun a group; yes where it leaves no notes."""
        return group.flight is None or FlightLog.read(group.flight)[1] is not None

    def _submit_alone(self, group: Group) -> "Future[list[Finished]]":
        while True:
            try:
                return self._workers.submit(simulate_group, group)
            except BrokenExecutor:  # an idle worker was killed meanwhile
                self._replace()

    def _replace(self) -> None:
        """Start workers anew, unless they keep dying without having done anything."""
        self._fruitless += 1
        if self._fruitless > MOST_FRUITLESS:
            raise ClusterLost(
                f"The workers died {MOST_FRUITLESS} times without finishing a run; is there "
                "memory enough, and does a script that starts a sweep guard its main part with "
                "'if __name__ == \"__main__\"'?"
            )
        self._workers.replace()

    def _blame(self, group: Group, error: BaseException) -> None:
        """Store a group's runs as failed by an error, unless it is the workers that fail."""
        if self._workers.cause(error) is Cause.LOST:
            raise _lost(error) from error
        self._keep([_failed(position, "worker", error) for position, _ in group.runs])

    @staticmethod
    def _forget(group: Group) -> None:
        if group.flight is not None:
            group.flight.unlink(missing_ok=True)


def _only(group: Group, run: tuple[int, int]) -> Group:
    return replace(group, runs=(run,), flight=None)


def _failed(position: int, stage: str, error: BaseException) -> Finished:
    message = " ".join(f"{type(error).__name__}: {error}".split())
    return Finished(position, stage, message[:500])


def _dead(group: Group, position: int, seconds: float) -> Finished:
    if seconds >= group.seconds_limit + GRACE_SECONDS:
        message = f"The run did not end within {group.seconds_limit:g} s."
        return Finished(position, "time limit", message, (), seconds)
    message = "The worker that ran it died, every time."
    return Finished(position, "worker died", message, (), seconds)


def _lost(error: BaseException) -> ClusterLost:
    if isinstance(error, ClusterLost):
        return error
    return ClusterLost(
        "The cluster was lost; what was finished is stored, and the same command goes on."
    )
