"""Simulate a group of runs that share a scenario; this is what workers do."""

import functools
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from community_sim.errors import ClusterLost, ConservationError
from community_sim.outcomes import MEASURED, measured
from community_sim.runs import Prepared, fork, prepare
from community_sim.scenario import Scenario
from community_sim.sweep.finished import Finished
from community_sim.sweep.flight import FlightLog
from community_sim.sweep.identity import code_hash, environment
from community_sim.sweep.time_limit import RunTooLong, TimeLimit
from community_sim.trajectory import Trajectory

__all__ = ["Group", "RunTask", "simulate_group", "simulate_run"]

RunTask = Callable[[Prepared, int], Trajectory]
"""Simulate a prepared scenario under a seed; tests give one that fails."""

LONGEST_MESSAGE = 500


def simulate_run(prepared: Prepared, seed: int) -> Trajectory:
    """Return the trajectory of a prepared scenario under a seed."""
    return fork([prepared], seed)[0]


@dataclass(frozen=True)
class Group:
    """Runs that share a scenario, to be done one after the other.

    Attributes
    ----------
    scenario : Scenario
        What is simulated.
    runs : tuple of (position, seed)
        The runs.
    horizons : tuple of int
        Years up to which outcomes look.
    outcomes : tuple of str
        What is measured.
    seconds_limit : float
        Longest time of a run [s].
    run_task : callable
        How a run is simulated.
    flight : Path, optional
        File in which the worker notes how far it is.
    code : str
        Code that the worker must have.
    """

    scenario: Scenario
    runs: tuple[tuple[int, int], ...]
    horizons: tuple[int, ...]
    outcomes: tuple[str, ...]
    seconds_limit: float
    run_task: RunTask = simulate_run
    flight: Path | None = None
    code: str = field(default_factory=code_hash)
    environment: tuple[tuple[str, str], ...] = field(
        default_factory=lambda: tuple(environment().items())
    )


def simulate_group(group: Group) -> list[Finished]:
    """Return the finished runs of a group, failed ones among them, in order.

    Raises
    ------
    ClusterLost
        This worker has other code or other libraries than the sweep.
    """
    if group.code != code_hash() or dict(group.environment) != dict(environment()):
        raise ClusterLost(
            "A worker has other code or other versions of Python, NumPy, SciPy or Numba than the "
            "sweep; install the same on every machine, and do not edit the package meanwhile."
        )
    columns = [number for number, each in enumerate(MEASURED) if each.name in group.outcomes]
    finished = []
    with FlightLog.writing(group.flight) as flight, TimeLimit.of(group.seconds_limit) as limit:
        for position, seed in group.runs:
            flight.begin(position)
            started = time.perf_counter()
            outcome = _finished(group, position, seed, columns=columns, limit=limit)
            finished.append(replace(outcome, seconds=time.perf_counter() - started))
            flight.end(finished[-1])
    return finished


class _Failure(Exception):
    def __init__(self, stage: str, message: str) -> None:
        super().__init__(message)
        self.stage = stage


def _finished(
    group: Group, position: int, seed: int, *, columns: list[int], limit: TimeLimit
) -> Finished:
    try:
        with limit.run():
            values = _values(group, seed, columns)
    except _Failure as failure:
        return Finished(position, failure.stage, str(failure)[:LONGEST_MESSAGE])
    except RunTooLong:
        message = f"The run did not end within {group.seconds_limit:g} s."
        return Finished(position, "time limit", message)
    return Finished(position, values=values)


def _values(group: Group, seed: int, columns: list[int]) -> tuple[float, ...]:
    with _stage("prepare"):
        prepared = _prepared(group.scenario)
    with _stage("simulate"):
        trajectory = group.run_task(prepared, seed)
    _check_numbers(trajectory)
    with _stage("measure"):
        found = measured(trajectory, group.horizons)[:, columns]
    if np.isinf(found).any():
        name = MEASURED[columns[int(np.argwhere(np.isinf(found))[0][1])]].name
        raise _Failure("numbers", f"The outcome '{name}' is infinite.")
    # Adding zero turns -0.0 into 0.0, which is all that a database keeps.
    return tuple(float(value) + 0.0 for value in found.ravel())


@functools.lru_cache(maxsize=4)
def _prepared(scenario: Scenario) -> Prepared:
    return prepare(scenario)


@contextmanager
def _stage(name: str) -> Iterator[None]:
    """Turn whatever goes wrong into a failure of a stage."""
    try:
        yield
    except RunTooLong:
        raise
    except (Exception, SystemExit) as error:
        raise _Failure(name, f"{type(error).__name__}: {_one_line(error)}") from error


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())


def _check_numbers(trajectory: Trajectory) -> None:
    """Raise a failure where a trajectory holds what is no number, or does not add up.

    An outcome may be undefined (a rate over nobody); a stock may not.
    """
    tables = {
        "stocks": trajectory.stock_columns,
        "events": trajectory.event_columns,
        "people": trajectory.people_columns,
        "population": trajectory.population_columns,
    }
    for table, columns in tables.items():
        for name, column in columns.items():
            if column.dtype.kind == "f" and not np.isfinite(column).all():
                row = int(np.flatnonzero(~np.isfinite(column))[0])
                value = _shown(column, row)
                raise _Failure("numbers", f"'{name}' of the {table} is {value} in row {row}.")
    try:
        trajectory.check_conservation()
    except ConservationError as error:
        raise _Failure("conservation", str(error)) from error


def _shown(column: NDArray[np.float64], row: int) -> str:
    return "not a number" if math.isnan(column[row]) else "infinite"
