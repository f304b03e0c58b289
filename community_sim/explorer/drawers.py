"""Run scenarios at draws in processes of their own, so that the page goes on answering.

All visitors share them.  They are as many as the processors less one, and give way to whatever
else the machine has to do.
"""

import functools
import os
import threading
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Future

from community_sim.posterior import ParameterDraw
from community_sim.scenario import Scenario
from community_sim.sweep.executors import LocalWorkers
from community_sim.trajectory import Trajectory
from community_sim.uncertainty.drawing import at_draw

__all__ = ["Drawers", "Found", "Job", "drawers"]

Job = tuple[ParameterDraw, range]
Found = list[list[Trajectory]]

_KINDNESS = 10  # how far the processes stand back [nice]
_TRIES = 3


class Drawers:
    """Processes that run scenarios at draws.

    Parameters
    ----------
    count : int
        Number of processes.
    """

    def __init__(self, count: int) -> None:
        self._workers = LocalWorkers(count)
        self._lock = threading.Lock()
        self._replaced = 0
        self.count = count

    def run(self, scenarios: Sequence[Scenario], jobs: Sequence[Job]) -> list[Found]:
        """Return the trajectories of every scenario, job by job; dead processes are replaced.

        Parameters
        ----------
        scenarios : sequence of Scenario
            Current practice first.
        jobs : sequence of (ParameterDraw, range)
            Draws, and the seeds of each.

        Raises
        ------
        CommunitySimError
            A policy does not fit a draw.
        BrokenExecutor
            The processes died again and again.
        """
        for _ in range(_TRIES - 1):
            known = self._replaced
            try:
                return self._once(scenarios, jobs)
            except BrokenExecutor:
                self._replace(known)
        return self._once(scenarios, jobs)

    def stop(self) -> None:
        """End the processes."""
        self._workers.stop()

    def _once(self, scenarios: Sequence[Scenario], jobs: Sequence[Job]) -> list[Found]:
        futures: list[Future[Found]] = [
            self._workers.submit(_kindly, tuple(scenarios), *job) for job in jobs
        ]
        return [future.result() for future in futures]

    def _replace(self, known: int) -> None:
        """Replace the processes, unless another visitor has done so meanwhile."""
        with self._lock:
            if known == self._replaced:
                self._workers.replace()
                self._replaced += 1


@functools.cache
def drawers() -> Drawers:
    """Return the processes that all visitors share, started at the first call."""
    return Drawers(max(1, (os.cpu_count() or 1) - 1))


def _kindly(scenarios: tuple[Scenario, ...], draw: ParameterDraw, seeds: range) -> Found:
    if hasattr(os, "nice"):  # not on Windows
        os.nice(max(0, _KINDNESS - os.nice(0)))
    return at_draw(scenarios, draw, seeds)
