"""Runs that go wrong on purpose, and runs that are counted; workers import this module."""

import ctypes
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from community_sim.runs import Prepared
from community_sim.sweep.simulating import simulate_run
from community_sim.trajectory import Trajectory

STAGES = {
    "raises": "simulate",
    "exits": "simulate",
    "not a number": "numbers",
    "breaks conservation": "conservation",
    "never ends": "time limit",
    "never ends, deaf": "time limit",
    "kills its worker": "worker died",
    "ends its worker": "worker died",
}
"""Kinds of poison, and the stage in which each is found."""


@dataclass(frozen=True)
class Poison:
    """Simulate, except under one seed, which goes wrong in some way."""

    kind: str
    seed: int

    def __call__(self, prepared: Prepared, seed: int) -> Trajectory:
        """Return the trajectory of a run, spoilt under the one seed."""
        trajectory = simulate_run(prepared, seed)
        return self._spoilt(trajectory) if seed == self.seed else trajectory

    def _spoilt(self, trajectory: Trajectory) -> Trajectory:
        if self.kind == "raises":
            raise ZeroDivisionError("poison")
        if self.kind == "exits":
            sys.exit(0)
        if self.kind == "not a number":
            return _with_stock(trajectory, "wages", np.nan)
        if self.kind == "breaks conservation":
            return _with_stock(trajectory, "closing", 1)
        if self.kind == "kills its worker":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.kind == "ends its worker":
            os._exit(0)
        if self.kind == "never ends, deaf":
            _deadlock()
        while True:
            pass


def _deadlock() -> None:
    """Wait for ever outside the interpreter, which is not let go of meanwhile."""
    mutex = (ctypes.c_char * 64)()
    for _ in range(2):
        ctypes.PyDLL(None).pthread_mutex_lock(mutex)


def _with_stock(trajectory: Trajectory, name: str, value: float) -> Trajectory:
    column = trajectory.stock_columns[name].copy()
    column[-1] = value
    return Trajectory.from_columns(
        trajectory.event_columns,
        {**trajectory.recorded_columns, name: column},
        trajectory.people_columns,
        trajectory.population_columns,
    )


@dataclass(frozen=True)
class Counted:
    """Simulate, and add a line to a file for every execution."""

    log: Path
    repeats: int = 1
    """How often the same run is simulated, to make it longer."""

    def __call__(self, prepared: Prepared, seed: int) -> Trajectory:
        """Return the trajectory of a run, and count it."""
        with self.log.open("a", encoding="utf-8") as file:
            file.write(f"{seed}\n")
        for _ in range(self.repeats - 1):
            simulate_run(prepared, seed)
        return simulate_run(prepared, seed)
