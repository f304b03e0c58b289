"""Estimate what a sweep would take, from a few runs of it."""

import time
from dataclasses import dataclass

from community_sim.design import Design
from community_sim.runs import prepare
from community_sim.sweep.simulating import simulate_run

__all__ = ["Estimate", "estimate"]

_TRIAL_RUNS = 3
_BYTES_OF_RUN = 330
_BYTES_OF_VALUE = 26
"""Measured on stores of 2,000 runs; the table adds about a third of it."""


@dataclass(frozen=True)
class Estimate:
    """What a sweep would take.

    Attributes
    ----------
    runs, scenarios : int
        How many there are.
    workers : int
        Processes assumed.
    seconds : float
        Time [s].
    megabytes : float
        Disk [MB].
    """

    runs: int
    scenarios: int
    workers: int
    seconds: float
    megabytes: float


def estimate(design: Design, workers: int) -> Estimate:
    """Return what a design would take, going by one scenario a place and a few seeds."""
    simulate_run(prepare(design.scenario(0).with_years(1)), seed=0)  # loads the compiled code
    preparing = running = 0.0
    for place in range(len(design.places)):
        scenario = design.scenario(place * design.scenario_count // len(design.places))
        started = time.perf_counter()
        prepared = prepare(scenario)
        between = time.perf_counter()
        for seed in range(_TRIAL_RUNS):
            simulate_run(prepared, design.first_seed + seed)
        preparing += (between - started) / len(design.places)
        running += (time.perf_counter() - between) / _TRIAL_RUNS / len(design.places)
    seconds = (design.scenario_count * preparing + len(design) * running) / workers
    values = len(design.horizons) * len(design.outcomes)
    size = len(design) * (_BYTES_OF_RUN + _BYTES_OF_VALUE * values) * 4 / 3
    return Estimate(len(design), design.scenario_count, workers, seconds, size / 1e6)
