"""Simulate policies at draws of a posterior: effects against current practice, pair by pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.blocks import key_of
from community_sim.outcomes import MEASURED, measured, outcome
from community_sim.posterior import with_free_values
from community_sim.runs import run
from community_sim.scenario import Scenario
from community_sim.sweep.executors import Workers

__all__ = ["Trial", "effects_at_draws"]

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Trial:
    """What is simulated at every draw.

    Attributes
    ----------
    place : str
        Name of the place.
    policies, outcomes : tuple of str
        Names.
    years : int
        Policy years; outcomes are those of the last.
    seeds : int
        Replications at each draw; the same for every policy and every draw.
    """

    place: str
    policies: tuple[str, ...]
    outcomes: tuple[str, ...]
    years: int
    seeds: int

    def __post_init__(self) -> None:
        for name in self.outcomes:
            outcome(name)


def effects_at_draws(trial: Trial, draws: Sequence[dict[str, float]], workers: Workers) -> Array:
    """Return the effect of every policy on every outcome at every draw.

    Parameters
    ----------
    trial : Trial
        What is simulated.
    draws : sequence of dict
        Values of the free quantities.
    workers : Workers
        Where runs are done; the numbers do not depend on it.

    Returns
    -------
    ndarray, shape (draws, policies, outcomes)
        Mean over the seeds of the policy's outcome less current practice's.
    """
    futures = [workers.submit(_at_draw, trial, values) for values in draws]
    return np.array([future.result() for future in futures])


def _at_draw(trial: Trial, values: dict[str, float]) -> Array:
    current = with_free_values(Scenario.load(place=trial.place), values).with_years(trial.years)
    scenarios = [current, *(current.with_policy(name) for name in trial.policies)]
    first = key_of("effects", trial.place) % (1 << 31)
    results = run(scenarios, replications=trial.seeds, seed=first, threads=1)
    names = [each.name for each in MEASURED]
    columns = [names.index(name) for name in trial.outcomes]
    means = np.array([
        np.mean([
            measured(results.trajectory(scenario.name, seed), (trial.years,))[0, columns]
            for seed in results.seeds_of(scenario.name)
        ], axis=0)
        for scenario in scenarios
    ])  # fmt: skip
    effects: NDArray[Any] = means[1:] - means[0]
    return effects
