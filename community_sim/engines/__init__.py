"""Two ways to run the same year: agents to read and inspect, columns for speed.

Engines hold the order of the year and the storage; every formula is a rule.
"""

from typing import Literal

from community_sim.plan import Plan
from community_sim.population import Population
from community_sim.trajectory import Trajectory

__all__ = ["Engine", "simulate"]

Engine = Literal["compiled", "agent"]


def simulate(
    plan: Plan, population: Population, seed: int, *, engine: Engine | None = None
) -> tuple[Trajectory, Population]:
    """Run a plan from a population; return what happened and who is in post at the end.

    Parameters
    ----------
    plan : Plan
        What holds in each year.
    population : Population
        Who holds each post at the start; not changed.
    seed : int
        Seed of the replication, 0 to 2**63 - 1.
    engine : {"compiled", "agent"}, optional
        Columns in a compiled kernel, or Mesa agents; the answer is the same. By default compiled,
        unless the plan's own rules are to stay plain Python.
    """
    if engine == "agent" or (engine is None and plan.rules.in_python):
        from community_sim.engines import agent

        return agent.simulate(plan, population, seed)
    from community_sim.engines import compiled

    return compiled.simulate(plan, population, seed)
