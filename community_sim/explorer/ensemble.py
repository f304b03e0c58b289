"""Run what a visitor has chosen: a few paired runs at once, then draws until it is sure enough.

The first look is at the point fit, with the same seeds for every policy, and its intervals are of
luck.  Behind it the same scenarios run over draws of the posterior on every ground (conditioning,
past and form of choice), until there are as many as a conclusion takes.
"""

import functools
import math
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from community_sim.comparison import Comparison, compare
from community_sim.comparison.effects import FEWEST_DRAWS
from community_sim.comparison.grounds import Beside
from community_sim.engines import simulate
from community_sim.explorer.drawers import Found, Job, drawers, lightened
from community_sim.outcomes import MEASURED, measured
from community_sim.plan import Plan
from community_sim.population import Population
from community_sim.posterior import GROUNDS, HEADLINE, Ground, ParameterDraw
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
from community_sim.uncertainty import FEWEST_SEEDS, draws_on, grounds_with_draws, seen_of

__all__ = [
    "DRAWS",
    "FIRST_SEEDS",
    "Look",
    "allow",
    "allowed",
    "first_look",
    "forget",
    "refined_looks",
]

FIRST_SEEDS = (1, 2, 3, 4)
"""Seeds of the first look."""

DRAWS = FEWEST_DRAWS
"""Draws of each ground at most, unless a server is told otherwise: what a conclusion takes."""

_STEPS = (2, 6, 20, 60, 200)
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
        Paired runs of each on a ground.
    draws : int
        Draws of each ground; none for the first look.
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


class _Allowed:
    """How many draws of each ground this process may run for a look."""

    draws = DRAWS


def allow(draws: int) -> None:
    """Let looks run so many draws of each ground, at least 2."""
    _Allowed.draws = draws


def allowed() -> int:
    """Return how many draws of each ground a look may run."""
    return _Allowed.draws


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


def refined_looks(
    scenarios: tuple[Scenario, ...], cancelled: threading.Event, most: int = DRAWS
) -> Iterator[Look]:
    """Yield comparisons over more and more draws of every ground, until cancelled.

    Parameters
    ----------
    scenarios : tuple of Scenario
        Current practice and at least one policy.
    cancelled : Event
        Once set, no further draw is begun.
    most : int
        Draws of each ground at most, at least 2.
    """
    enough, lacking = grounds_with_draws(GROUNDS)
    draws = {ground: draws_on(ground, most) for ground in enough}
    found: dict[Ground, list[Found]] = {ground: [] for ground in enough}
    for step in (*(each for each in _STEPS if each < most), most):
        turns = [(at, ground) for at in range(len(found[HEADLINE]), step) for ground in enough]
        jobs = [(draws[ground][at], _seeds(at)) for at, ground in turns]
        seen = _at_draws(scenarios, jobs, cancelled)
        if seen is None:
            return
        for (_, ground), made in zip(turns, seen, strict=True):
            found[ground].append(made)
        comparison = _compared(scenarios, draws[HEADLINE], found, lacking)
        error = sampling_error(comparison)
        yield Look(comparison, step * FEWEST_SEEDS, step, error, step == most)


def _compared(
    scenarios: tuple[Scenario, ...],
    draws: tuple[ParameterDraw, ...],
    found: dict[Ground, list[Found]],
    lacking: tuple[Ground, ...],
) -> Comparison:
    """Return the comparison of what was found at the draws of every ground so far."""
    horizons = (scenarios[0].years,)
    names = [scenario.name for scenario in scenarios]
    runs, of_seed = [], {}
    for at, made in enumerate(found[HEADLINE]):
        for seed, trajectories in zip(_seeds(at), made, strict=True):
            of_seed[seed] = draws[at]
            runs += [Run(name, seed, run) for name, run in zip(names, trajectories, strict=True)]
    seen = {
        ground: seen_of(names, [_measured(made, horizons) for made in own])
        for ground, own in found.items()
        if ground != HEADLINE
    }
    return compare(
        Results(list(scenarios), runs), scenarios[0], draws=of_seed, horizons=horizons,
        beside=Beside(horizons, seen, lacking),
    )  # fmt: skip


def _measured(found: Found, horizons: tuple[int, ...]) -> NDArray[np.float64]:
    """Return the outcomes at a draw, shape (scenarios, seeds, horizons, outcomes)."""
    return np.array([[measured(run, horizons) for run in runs] for runs in found]).swapaxes(0, 1)


def _seeds(draw: int) -> range:
    """Return a draw's seeds: those that `run_on_grounds` gives it."""
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


def sampling_error(comparison: Comparison) -> float:
    """Return the largest standard error of a policy's mean effect on the exit rate, over draws."""
    column = [each.name for each in MEASURED].index(_OUTCOME)
    largest = 0.0
    for effects in comparison.at_draws[HEADLINE].values():
        means = effects[:, column]
        largest = max(largest, float(means.std(ddof=1)) / math.sqrt(len(means)))
    return largest


def forget() -> None:
    """Forget runs and plans that only visitors who have left asked for."""
    _prepared.cache_clear()
    _one.cache_clear()
    _survey.cache_clear()
    drawers().renew()
