"""Run scenarios at draws of the posterior, ground by ground, each draw with seeds of its own."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from community_sim.comparison.grounds import Beside, Seen
from community_sim.errors import BadValue
from community_sim.outcomes import checked_discount_rate, measured, usual_horizons
from community_sim.posterior import (
    FEWEST_EFFECTIVE,
    GROUNDS,
    HEADLINE,
    Ground,
    ParameterDraw,
    posterior_of,
)
from community_sim.results import Results, Run
from community_sim.runs import fork, prepare
from community_sim.scenario import Scenario
from community_sim.sweep.executors import local_workers
from community_sim.trajectory import Trajectory

__all__ = [
    "FEWEST_SEEDS",
    "Drawn",
    "at_draw",
    "draws_on",
    "grounds_with_draws",
    "measured_at_draw",
    "run_on_grounds",
    "seeds_a_draw",
    "seeds_of_draw",
    "seen_of",
]

FEWEST_SEEDS = 4
"""Seeds at a draw, at least: an effect at a draw is their mean."""


class Drawn(NamedTuple):
    """Runs over draws.

    Attributes
    ----------
    results : Results
        All runs on the headline's ground.
    draws : dict of int to ParameterDraw
        Which draw each of their seeds was run at.
    beside : Beside
        What was seen on the other grounds.
    """

    results: Results
    draws: Mapping[int, ParameterDraw]
    beside: Beside


def draws_on(ground: Ground, count: int, seed: int = 1) -> tuple[ParameterDraw, ...]:
    """Return draws of equal weight of what a ground leaves possible.

    Raises
    ------
    BadValue
        Fewer than two draws.
    """
    if count < 2:
        raise BadValue(f"draws is {count}; give 0, or at least 2 for each ground.")
    return posterior_of(ground).resampled(count, seed)


def grounds_with_draws(
    grounds: Sequence[Ground] = GROUNDS,
) -> tuple[tuple[Ground, ...], tuple[Ground, ...]]:
    """Return the grounds that have enough effective draws for a number, and those that have not."""
    enough = tuple(
        each for each in grounds if posterior_of(each).effective_draws >= FEWEST_EFFECTIVE
    )
    return enough, tuple(each for each in grounds if each not in enough)


def seeds_a_draw(draws: int, replications: int) -> int:
    """Return how many seeds each draw gets so that a scenario has enough replications."""
    return max(FEWEST_SEEDS, math.ceil(replications / draws))


def seeds_of_draw(at: int, each: int, seed: int) -> tuple[int, ...]:
    """Return the seeds of a draw by its place among those of its ground.

    Draws at the same place of other grounds have the same luck.
    """
    return tuple(range(seed + at * each, seed + (at + 1) * each))


def run_on_grounds(  # noqa: PLR0913 - options, by name alone
    scenarios: Sequence[Scenario],
    draws: int,
    *,
    replications: int = 20,
    seed: int = 1,
    discount_rate: float = 0.0,
    workers: int | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Drawn:
    """Run scenarios over draws of every ground; of all but the headline's only outcomes are kept.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Of one place, current practice first; each is run with the values of every draw.
    draws : int
        Of each ground, at least 2; conclusions take `FEWEST_DRAWS`.
    replications : int
        Runs of each scenario on a ground, at least; each draw gets the same number of seeds, at
        least `FEWEST_SEEDS`.
    seed : int
        First seed; no two draws of a ground share one.
    discount_rate : float
        How much less a yuan counts a year later [share per year], from 0 to 0.2.
    workers : int, optional
        Processes, by default one per processor.  The numbers do not depend on it.
    progress : callable, optional
        Called with (done, total, what) after each draw.

    Raises
    ------
    BadValue
        Too few draws, or a discount rate out of range.
    """
    rate = checked_discount_rate(discount_rate)
    each = seeds_a_draw(draws, replications)
    horizons = usual_horizons(scenarios[0].years)
    made = tuple(scenarios)
    headline = draws_on(HEADLINE, draws, seed)
    enough, lacking = grounds_with_draws(GROUNDS[1:])
    chosen = {ground: draws_on(ground, draws, seed) for ground in enough}
    seeds = [seeds_of_draw(at, each, seed) for at in range(draws)]
    total = draws * (1 + len(enough))
    with local_workers(workers) as crew:
        whole = [
            crew.submit(at_draw, made, draw, own) for draw, own in zip(headline, seeds, strict=True)
        ]
        parts = {
            ground: [
                crew.submit(measured_at_draw, made, draw, own, horizons, rate)
                for draw, own in zip(drawn, seeds, strict=True)
            ]
            for ground, drawn in chosen.items()
        }
        told = _Told(progress, total)
        runs = [
            Run(scenario.name, one, trajectory)
            for own, found in zip(seeds, told.each(whole), strict=True)
            for one, trajectories in zip(own, found, strict=True)
            for scenario, trajectory in zip(scenarios, trajectories, strict=True)
        ]
        seen = {
            ground: seen_of([scenario.name for scenario in made], list(told.each(futures)))
            for ground, futures in parts.items()
        }
    of_seed = {one: draw for draw, own in zip(headline, seeds, strict=True) for one in own}
    return Drawn(Results(list(scenarios), runs), of_seed, Beside(horizons, seen, lacking, rate))


class _Told:
    """Wait for results one by one, and tell how far it is."""

    def __init__(self, progress: Callable[[int, int, str], None] | None, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def each(self, futures: "Sequence[Future[Any]]") -> Iterator[Any]:
        """Yield the results, in order."""
        for future in futures:
            yield future.result()
            self.done += 1
            if self.progress is not None:
                self.progress(self.done, self.total, f"draw {self.done}")


def seen_of(names: Sequence[str], found: Sequence[NDArray[np.float64]]) -> Seen:
    """Return what draws of a ground have shown.

    Parameters
    ----------
    names : sequence of str
        Scenarios.
    found : sequence of ndarray, shape (scenarios, seeds, horizons, outcomes)
        Outcomes at each draw.
    """
    whole = np.concatenate(found, axis=1)
    draws = tuple(at for at, each in enumerate(found) for _ in range(each.shape[1]))
    return Seen(dict(zip(names, whole, strict=True)), draws)


def at_draw(
    scenarios: Sequence[Scenario], draw: ParameterDraw, seeds: Sequence[int]
) -> list[list[Trajectory]]:
    """Return the trajectories of every scenario under every seed, with a draw's values."""
    current, *reforms = scenarios
    base = draw.applied(current)
    files = [reform.policy_file for reform in reforms]
    made = [base, *(base if file is None else base.with_policy(file) for file in files)]
    prepared = [prepare(scenario) for scenario in made]
    return [fork(prepared, seed) for seed in seeds]


def measured_at_draw(
    scenarios: Sequence[Scenario],
    draw: ParameterDraw,
    seeds: Sequence[int],
    horizons: tuple[int, ...],
    discount_rate: float = 0.0,
) -> NDArray[np.float64]:
    """Return the outcomes at a draw, shape (scenarios, seeds, horizons, outcomes)."""
    found = [
        [measured(trajectory, horizons, discount_rate) for trajectory in trajectories]
        for trajectories in at_draw(scenarios, draw, seeds)
    ]
    return np.array(found).swapaxes(0, 1)
