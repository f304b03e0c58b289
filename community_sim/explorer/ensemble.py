"""Run what a visitor has chosen: a few paired runs at once, then draws until it is sure enough.

The first look is at the point fit, with the same seeds for every policy, and its intervals are of
luck.  Behind it the same scenarios run over draws of the posterior, both readings alike, until
the sampling error of every policy's headline effect is small enough or the draws are used up.
"""

import functools
import math
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from community_sim.comparison import Comparison, compare
from community_sim.engines import simulate
from community_sim.explorer.drawers import Found, Job, drawers, lightened
from community_sim.plan import Plan
from community_sim.population import Population
from community_sim.posterior import ParameterDraw
from community_sim.prospects import (
    PLANS_KEPT,
    first_prospects,
    live_through,
    open_policy_years,
)
from community_sim.results import Results, Run
from community_sim.runs import Prepared, prepare
from community_sim.scenario import Scenario
from community_sim.trajectory import Trajectory
from community_sim.uncertainty import FEWEST_SEEDS, draws_of_both_readings

__all__ = [
    "DRAWS",
    "FIRST_SEEDS",
    "PRECISION",
    "Look",
    "first_look",
    "forget",
    "refined_looks",
]

FIRST_SEEDS = (1, 2, 3, 4)
"""Seeds of the first look."""

DRAWS = 16
"""Draws of the posterior at most; half for each reading."""

PRECISION = 0.001
"""Sampling error of a mean effect on the exit rate below which no more draws are run [share]."""

_STEPS = (4, 8, DRAWS)
_OUTCOME = "exit_rate"
_FIRST_SEED = 1


@dataclass(frozen=True, eq=False)
class Look:
    """A comparison, and what it stands on.

    Attributes
    ----------
    comparison : Comparison
        The policies against current practice.
    runs : int
        Paired runs of each.
    draws : int
        Draws of the posterior; none for the first look.
    error : float
        Largest sampling error of a mean effect on the exit rate [share]; NaN for the first look.
    is_final : bool
        Whether nothing more will follow.
    """

    comparison: Comparison
    runs: int
    draws: int
    error: float
    is_final: bool


def first_look(scenarios: tuple[Scenario, ...]) -> Look:
    """Return the comparison at the point fit, from a few paired runs.

    Parameters
    ----------
    scenarios : tuple of Scenario
        Current practice and at least one policy.
    """
    prepared = [_prepared(scenario) for scenario in scenarios]
    made = _crew().map(lambda seed: [_one(each, seed) for each in prepared], FIRST_SEEDS)
    runs = [
        Run(scenario.name, seed, trajectory)
        for seed, trajectories in zip(FIRST_SEEDS, made, strict=True)
        for scenario, trajectory in zip(scenarios, trajectories, strict=True)
    ]
    comparison = compare(
        Results(list(scenarios), runs), scenarios[0], horizons=(scenarios[0].years,)
    )
    return Look(comparison, len(FIRST_SEEDS), 0, math.nan, is_final=False)


@functools.lru_cache(maxsize=PLANS_KEPT)
def _prepared(scenario: Scenario) -> Prepared:
    return prepare(scenario, first_prospects)


@functools.lru_cache(maxsize=64)
def _one(prepared: Prepared, seed: int) -> Trajectory:
    staff = open_policy_years(prepared.history, prepared.plan, _survey(prepared.history, seed))
    return lightened(simulate(prepared.plan, staff, seed)[0])


@functools.lru_cache(maxsize=64)
def _survey(history: Plan, seed: int) -> Population:
    """Return who is there at the survey, once for all policies that meet them."""
    return live_through(history, seed)[1]


def refined_looks(scenarios: tuple[Scenario, ...], cancelled: threading.Event) -> Iterator[Look]:
    """Yield comparisons over more and more draws, until sure enough or cancelled.

    Parameters
    ----------
    scenarios : tuple of Scenario
        Current practice and at least one policy.
    cancelled : Event
        Once set, no further draw is begun.
    """
    draws = draws_of_both_readings(DRAWS)
    turns = _turns(len(draws))
    runs: list[Run] = []
    of_seed: dict[int, ParameterDraw] = {}
    done = 0
    for step in _STEPS:
        jobs = [(draws[at], _seeds(at)) for at in turns[done:step]]
        found = _at_draws(scenarios, jobs, cancelled)
        if found is None:
            return
        for (draw, seeds), trajectories in zip(jobs, found, strict=True):
            for seed, made in zip(seeds, trajectories, strict=True):
                of_seed[seed] = draw
                runs += [
                    Run(scenario.name, seed, trajectory)
                    for scenario, trajectory in zip(scenarios, made, strict=True)
                ]
        done = step
        comparison = compare(
            Results(list(scenarios), list(runs)), scenarios[0], draws=of_seed,
            horizons=(scenarios[0].years,),
        )  # fmt: skip
        error = sampling_error(comparison, of_seed)
        is_final = step == _STEPS[-1] or error <= PRECISION
        yield Look(comparison, len(of_seed), step, error, is_final)
        if is_final:
            return


def _turns(draws: int) -> list[int]:
    """Return draws in an order in which the readings take turns, so that both are alike."""
    return [at for pair in zip(range(draws // 2), range(draws // 2, draws), strict=True)
            for at in pair]  # fmt: skip


def _seeds(draw: int) -> range:
    """Return a draw's seeds: those that `run_over_draws` gives it."""
    return range(_FIRST_SEED + draw * FEWEST_SEEDS, _FIRST_SEED + (draw + 1) * FEWEST_SEEDS)


def _at_draws(
    scenarios: tuple[Scenario, ...], jobs: list[Job], cancelled: threading.Event
) -> list[Found] | None:
    """Return what is found at draws, or None if cancelled; no more is under way than can run."""
    crew = drawers()
    found: list[Found] = []
    for start in range(0, len(jobs), crew.count):
        if cancelled.is_set():
            return None
        found += crew.run(scenarios, jobs[start : start + crew.count])
    return found


@functools.cache
def _crew() -> ThreadPoolExecutor:
    """Return threads for first looks, which all visitors share."""
    return ThreadPoolExecutor(os.cpu_count() or 1, "first")


def sampling_error(comparison: Comparison, of_seed: dict[int, ParameterDraw]) -> float:
    """Return the largest standard error of a policy's mean effect on the exit rate, over draws.

    Readings are strata: the error is that of the mean of the readings' means.
    """
    from community_sim.outcomes import MEASURED, measured

    column = [each.name for each in MEASURED].index(_OUTCOME)
    results, years = comparison.results, comparison.horizons[-1]

    def values(policy: str) -> dict[int, float]:
        return {
            seed: float(measured(results.trajectory(policy, seed), (years,))[0, column])
            for seed in of_seed
        }

    base = values(comparison.baseline)
    largest = 0.0
    for policy in comparison.policies:
        effects: dict[tuple[str, int], list[float]] = {}
        for seed, value in values(policy).items():
            draw = of_seed[seed]
            effects.setdefault((draw.reading, draw.number), []).append(value - base[seed])
        variance = 0.0
        readings = sorted({reading for reading, _ in effects})
        for reading in readings:
            means = [np.mean(each) for (one, _), each in effects.items() if one == reading]
            variance += float(np.var(means, ddof=1)) / len(means) / len(readings) ** 2
        largest = max(largest, math.sqrt(variance))
    return largest


def forget() -> None:
    """Forget runs and plans that only visitors who have left asked for."""
    _prepared.cache_clear()
    _one.cache_clear()
    _survey.cache_clear()
    drawers().renew()
