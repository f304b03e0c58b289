"""The readable engine: one Mesa agent per cadre and per community.

Slower than the compiled engine and equal to it event by event; made to be read, stepped
through and shown.
"""

from community_sim.engines.agent.cadre import Cadre
from community_sim.engines.agent.candidate import Candidate
from community_sim.engines.agent.community import Community, Seat
from community_sim.engines.agent.model import CommunityModel
from community_sim.engines.agent.watched import Outlook, WatchedModel
from community_sim.plan import Plan
from community_sim.population import Population
from community_sim.trajectory import Trajectory

__all__ = [
    "Cadre",
    "Candidate",
    "Community",
    "CommunityModel",
    "Outlook",
    "Seat",
    "WatchedModel",
    "simulate",
]


def simulate(plan: Plan, population: Population, seed: int) -> tuple[Trajectory, Population]:
    """Run a plan from a population; return what happened and who is in post at the end.

    Parameters
    ----------
    plan : Plan
        What holds in each year.
    population : Population
        Who holds each post at the start.
    seed : int
        Seed of the replication, 0 to 2**63 - 1.
    """
    model = CommunityModel(plan, population, seed)
    for year_plan in plan.years:
        model.run_year(year_plan)
    closing = model.population()
    return model.recorder.trajectory(closing, plan), closing
