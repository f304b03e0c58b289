"""A district that takes one policy year at a step, as Mesa's tools ask, and notes who may quit."""

from typing import NamedTuple

from community_sim.engines.agent.model import CommunityModel
from community_sim.plan import Plan
from community_sim.population import Population
from community_sim.vocabulary import Decision

__all__ = ["Outlook", "WatchedModel"]


class Outlook(NamedTuple):
    """A cadre before the choice of a year: a cadre whose luck is below the chance quits.

    Attributes
    ----------
    person : int
        Number of the person, the same in every scenario.
    year : int
        Policy year.
    age : int
        Age [years].
    level : int
        `Post` held.
    community : int
        Where the post is.
    chance : float
        Chance of quitting this year [probability].
    luck : float
        What is drawn against it, evenly from 0 to 1.
    """

    person: int
    year: int
    age: int
    level: int
    community: int
    chance: float
    luck: float


class WatchedModel(CommunityModel):
    """A district that is watched year by year; its events are those of any run of the plan.

    Parameters
    ----------
    plan : Plan
        What holds in each year.
    population : Population
        Who holds each post at the start.
    seed : int
        Seed of the replication.

    Attributes
    ----------
    years_run : int
        Policy years that are over.
    outlooks : list of Outlook
        Of everybody who came to choose, in the order of years and posts.
    """

    running: bool

    def __init__(self, plan: Plan, population: Population, seed: int):
        super().__init__(plan, population, seed)
        self.years_run = 0
        self.outlooks: list[Outlook] = []

    def step(self) -> None:
        """Run the next year of the plan; after the last one nothing happens."""
        if self.running:
            self.run_year(self.plan.years[self.years_run])
            self.years_run += 1
            self.running = self.years_run < len(self.plan.years)

    def choose_to_stay_or_leave(self) -> None:
        """Note everybody's chance and luck, then let them choose."""
        for cadre in self.cadres():
            self.outlooks.append(
                Outlook(
                    cadre.person, self.now.year, cadre.age, cadre.seat.level,
                    cadre.seat.community.index, cadre.chance_of_quitting(),
                    cadre.luck(Decision.HAZARDS)[2],
                )
            )  # fmt: skip
        super().choose_to_stay_or_leave()
