"""Run scenarios at draws of the posterior, each draw with seeds of its own."""

import math
from collections.abc import Callable, Sequence

from community_sim.errors import BadValue
from community_sim.posterior import READINGS, ParameterDraw, load_posterior
from community_sim.results import Results, Run
from community_sim.runs import fork, prepare
from community_sim.scenario import Scenario
from community_sim.sweep.executors import local_workers
from community_sim.trajectory import Trajectory

__all__ = ["FEWEST_SEEDS", "at_draw", "draws_of_both_readings", "run_over_draws", "seeds_a_draw"]

FEWEST_SEEDS = 4
"""Seeds at a draw, at least: an effect at a draw is their mean."""


def draws_of_both_readings(count: int, seed: int = 1) -> tuple[ParameterDraw, ...]:
    """Return draws of equal weight, half under each reading of the tenure share.

    Raises
    ------
    BadValue
        Fewer than two draws, or an odd number.
    """
    if count < 2 or count % 2:
        raise BadValue(f"draws is {count}; give 0, or an even number: half for each reading.")
    half = count // 2
    return tuple(
        draw for reading in READINGS for draw in load_posterior(reading).resampled(half, seed)
    )


def seeds_a_draw(draws: int, replications: int) -> int:
    """Return how many seeds each draw gets so that a scenario has enough replications."""
    return max(FEWEST_SEEDS, math.ceil(replications / draws))


def run_over_draws(
    scenarios: Sequence[Scenario],
    draws: Sequence[ParameterDraw],
    *,
    replications: int = 20,
    seed: int = 1,
    workers: int | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> tuple[Results, dict[int, ParameterDraw]]:
    """Run scenarios over draws and return all runs, and which seed belongs to which draw.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Of one place, current practice first; each is run with the values of every draw.
    draws : sequence of ParameterDraw
        From `draws_of_both_readings`.
    replications : int
        Runs of each scenario, at least; each draw gets the same number of seeds, at least
        `FEWEST_SEEDS`.
    seed : int
        First seed; no two draws share one.
    workers : int, optional
        Processes, by default one per processor.  The numbers do not depend on it.
    progress : callable, optional
        Called with (done, total, what) after each draw.
    """
    each = seeds_a_draw(len(draws), replications)
    seeds = [tuple(range(seed + at * each, seed + (at + 1) * each)) for at in range(len(draws))]
    runs: list[Run] = []
    with local_workers(workers) as crew:
        futures = [
            crew.submit(at_draw, tuple(scenarios), draw, own)
            for draw, own in zip(draws, seeds, strict=True)
        ]
        for done, (future, own) in enumerate(zip(futures, seeds, strict=True), start=1):
            for one, trajectories in zip(own, future.result(), strict=True):
                runs += [
                    Run(scenario.name, one, trajectory)
                    for scenario, trajectory in zip(scenarios, trajectories, strict=True)
                ]
            if progress is not None:
                progress(done, len(draws), f"draw {done}")
    of_seed = {one: draw for draw, own in zip(draws, seeds, strict=True) for one in own}
    return Results(list(scenarios), runs), of_seed


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
