"""Run scenarios over seeds: one history per seed, and every scenario forked from it."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar, get_args

from community_sim.careers import Prospects
from community_sim.engines import Engine, simulate
from community_sim.errors import BadValue
from community_sim.plan import Plan, policy_plan
from community_sim.population import Population
from community_sim.prospects import (
    learned_prospects,
    live_through,
    open_policy_years,
    past_plan,
    policy_prospects,
)
from community_sim.results import Results, Run
from community_sim.scenario import Scenario
from community_sim.trajectory import Trajectory

__all__ = ["Prepared", "fork", "prepare", "run", "run_batch", "run_one"]

A = TypeVar("A")
B = TypeVar("B")

_SEED_LIMIT = 1 << 63


def run(
    scenarios: Scenario | Sequence[Scenario],
    *,
    replications: int = 20,
    seed: int = 1,
    threads: int | None = None,
    engine: Engine = "compiled",
    progress: Callable[[int, int, str], None] | None = None,
) -> Results:
    """Run scenarios over the same seeds and return all runs.

    Parameters
    ----------
    scenarios : Scenario or sequence of Scenario
        What to run; their names tell them apart.
    replications : int
        Number of seeds: `seed`, `seed` + 1, ...
    seed : int
        First seed, 0 to 2**63 - 1.
    threads : int, optional
        Runs at a time; by default one per processor. The numbers do not depend on it.
    engine : {"compiled", "agent"}
        Columns in a compiled kernel, or Mesa agents: the same numbers, some sixty times slower,
        and own rules (`Scenario.with_rule`) of any Python.
    progress : callable, optional
        Called with (done, total, what) after each finished part.

    Raises
    ------
    BadValue
        No scenario, two scenarios of one name, a number out of range, an unknown engine, or an own
        rule that cannot be compiled.
    """
    chosen = [scenarios] if isinstance(scenarios, Scenario) else list(scenarios)
    if engine not in get_args(Engine):
        raise BadValue(f"engine is {engine!r}; it must be one of {', '.join(get_args(Engine))}.")
    if engine == "agent":
        chosen = [each.in_python() for each in chosen]
    _check(chosen, replications, seed)
    seeds = range(seed, seed + replications)
    total = len(chosen) + replications
    prepared = []
    for number, scenario in enumerate(chosen, start=1):
        prepared.append(prepare(scenario))
        if progress is not None:
            progress(number, total, f"prospects of {scenario.name}")
    finished: dict[tuple[str, int], Trajectory] = {}
    forks = _in_threads(lambda each: fork(prepared, each, engine), seeds, threads)
    for done, (one_seed, made) in enumerate(zip(seeds, forks, strict=True), start=len(chosen) + 1):
        for scenario, trajectory in zip(chosen, made, strict=True):
            finished[scenario.name, one_seed] = trajectory
        if progress is not None:
            progress(done, total, f"seed {one_seed}")
    return Results(chosen, [Run(name, one, what) for (name, one), what in finished.items()])


@dataclass(frozen=True, eq=False)
class Prepared:
    """A scenario made ready to run under any seed: its history's plan and its own."""

    history: Plan
    plan: Plan


def prepare(
    scenario: Scenario, prospects: Callable[[Scenario], Prospects] = policy_prospects
) -> Prepared:
    """Return a scenario's plans, with the prospects that its own runs bear out.

    Parameters
    ----------
    scenario : Scenario
        What is to be run.
    prospects : callable
        `policy_prospects`, or `first_prospects` where an answer is wanted at once.
    """
    before, after = policy_prospects(scenario.baseline()), prospects(scenario)
    learns = scenario.dynamics == "adaptive"
    expected = learned_prospects(scenario, after) if learns else (after,)
    return Prepared(past_plan(scenario), policy_plan(scenario, before, *expected))


def run_one(scenario: Scenario, seed: int = 1) -> Trajectory:
    """Run one scenario under one seed."""
    return fork([prepare(scenario)], seed)[0]


def run_batch(
    jobs: Sequence[tuple[Scenario, int]], *, threads: int | None = None
) -> list[Trajectory]:
    """Run many pairs of scenario and seed, in threads.

    Each scenario's prospects and careers are found once, and each history once a seed; a draw of
    parameters is a scenario of its own.

    Parameters
    ----------
    jobs : sequence of (Scenario, int)
        What to run, and under which seed.
    threads : int, optional
        Runs at a time; by default one per processor.

    Returns
    -------
    list of Trajectory
        In the order of the jobs; each the same as `run_one` returns.
    """
    distinct = list(dict.fromkeys(scenario for scenario, _ in jobs))
    prepared = dict(zip(distinct, map(prepare, distinct), strict=True))
    groups: dict[tuple[Plan, int], list[int]] = {}
    for place, (scenario, seed) in enumerate(jobs):
        groups.setdefault((prepared[scenario].history, seed), []).append(place)

    def advance(group: tuple[tuple[Plan, int], list[int]]) -> list[Trajectory]:
        (_, seed), places = group
        return fork([prepared[jobs[place][0]] for place in places], seed)

    trajectories: dict[int, Trajectory] = {}
    for places, made in zip(
        groups.values(), _in_threads(advance, groups.items(), threads), strict=True
    ):
        trajectories.update(zip(places, made, strict=True))
    return [trajectories[place] for place in range(len(jobs))]


def _check(scenarios: Sequence[Scenario], replications: int, seed: int) -> None:
    names = [scenario.name for scenario in scenarios]
    if not names:
        raise BadValue("There is no scenario to run; give at least one.")
    for name in names:
        if names.count(name) > 1:
            raise BadValue(f"Two scenarios are called '{name}'; give each its own name.")
    if replications < 1:
        raise BadValue(f"replications is {replications}; give at least 1.")
    if not 0 <= seed < _SEED_LIMIT - replications:
        raise BadValue(f"seed is {seed}; give a whole number from 0 to 2**63 - 1.")


def fork(
    scenarios: Sequence[Prepared], seed: int, engine: Engine | None = None
) -> list[Trajectory]:
    """Simulate one seed's history once, then every scenario that shares it from there."""
    survey: dict[Plan, Population] = {}
    trajectories = []
    for scenario in scenarios:
        if scenario.history not in survey:
            survey[scenario.history] = live_through(scenario.history, seed)[1]
        staff = open_policy_years(scenario.history, scenario.plan, survey[scenario.history])
        trajectories.append(simulate(scenario.plan, staff, seed, engine=engine)[0])
    return trajectories


def _in_threads(work: Callable[[A], B], items: Iterable[A], threads: int | None) -> Iterator[B]:
    """Yield what each item is worked into, in their order; the kernel holds no lock of Python's."""
    workers = threads or os.cpu_count() or 1
    if workers == 1:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(work, items)
