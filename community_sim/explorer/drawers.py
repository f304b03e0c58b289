"""Run scenarios at draws in processes of their own, so that the page goes on answering.

All visitors share them.  They are as many as the processors less one, and give way to whatever
else the machine has to do.
"""

import functools
import os
import threading
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Future
from typing import Any

from community_sim.explorer.pictures import RETENTION_YEARS
from community_sim.outcomes import measured, survival, yearly_exits
from community_sim.posterior import ParameterDraw
from community_sim.scenario import Scenario
from community_sim.sweep.executors import LocalWorkers
from community_sim.trajectory import Columns, Trajectory
from community_sim.uncertainty.drawing import at_draw

__all__ = ["Drawers", "Found", "Job", "drawers", "lightened"]

Job = tuple[ParameterDraw, range]
Found = list[list[Trajectory]]
Gist = tuple[Columns, dict[Any, Any]]

_KINDNESS = 19  # how far the processes stand back [nice]
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

    def renew(self) -> None:
        """Replace the processes, and with them all that they remember."""
        self._replace(self._replaced)

    def _once(self, scenarios: Sequence[Scenario], jobs: Sequence[Job]) -> list[Found]:
        futures: list[Future[list[list[Gist]]]] = [
            self._workers.submit(_kindly, tuple(scenarios), *job) for job in jobs
        ]
        return [[[_from_gist(gist) for gist in runs] for runs in future.result()]
                for future in futures]  # fmt: skip

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


def lightened(run: Trajectory) -> Trajectory:
    """Return a run with what the page shows of it worked out, and without its people and events.

    A visitor's runs are kept while they look at them: 320 of them, of a megabyte each otherwise.
    """
    return _from_gist(_gist(run))


def _kindly(scenarios: tuple[Scenario, ...], draw: ParameterDraw, seeds: range) -> list[list[Gist]]:
    """Return the gist of every run, so that little has to come back from the process."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(max(0, _KINDNESS - os.nice(0)))
    return [[_gist(run) for run in runs] for runs in at_draw(scenarios, draw, seeds)]


def _gist(run: Trajectory) -> Gist:
    measured(run, (run.years,))
    survival(run, RETENTION_YEARS)
    yearly_exits(run)
    run.count_stocks()
    return run.recorded_columns, run.findings


def _from_gist(gist: Gist) -> Trajectory:
    stocks, findings = gist
    light = Trajectory({}, stocks, {}, {})
    light.findings.update(findings)
    return light
