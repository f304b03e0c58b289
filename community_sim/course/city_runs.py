"""Run scenarios of a city over seeds; histories and the last runs are kept.

The raises and rules that a lesson tries share one history a seed, and an exercise asks for one or
two of the many outcomes: so a trial takes a third of the time of `run` and `compare`. The numbers
are the same.
"""

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community_sim.plan import Plan
    from community_sim.population import Population
    from community_sim.scenario import Scenario
    from community_sim.trajectory import Trajectory

__all__ = ["outcome_by_seed", "runs_of"]


def outcome_by_seed(scenario: "Scenario", outcome: str, seed: int, runs: int) -> list[float]:
    """Return an outcome at a scenario's last year, seed by seed.

    Parameters
    ----------
    scenario : Scenario
        What to run.
    outcome : str
        Name of the outcome.
    seed, runs : int
        First seed, and how many.
    """
    return list(_outcome_by_seed(scenario, outcome, seed, runs))


@functools.lru_cache(maxsize=1024)
def _outcome_by_seed(scenario: "Scenario", outcome: str, seed: int, runs: int) -> tuple[float, ...]:
    from community_sim.outcomes import measured_alone

    made = runs_of(scenario, seed, runs)
    return tuple(measured_alone(each, outcome, scenario.years) for each in made)


@functools.lru_cache(maxsize=8)
def runs_of(scenario: "Scenario", seed: int, runs: int) -> "tuple[Trajectory, ...]":
    """Return the runs of a scenario, seed by seed: the same as `run_one` returns."""
    from community_sim.engines import simulate
    from community_sim.prospects import open_policy_years
    from community_sim.runs import prepare

    made = prepare(scenario)
    history, plan = made.history, made.plan
    return tuple(
        simulate(plan, open_policy_years(history, plan, _survey(history, each)), each)[0]
        for each in range(seed, seed + runs)
    )


@functools.lru_cache(maxsize=256)  # keeps the plans too: careers tables of some 8 MB each
def _survey(history: "Plan", seed: int) -> "Population":
    """Return who is there at the survey of a seed; nobody changes it."""
    from community_sim.prospects import live_through

    return live_through(history, seed)[1]
