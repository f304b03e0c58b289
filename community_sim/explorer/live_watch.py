"""Watch one district live: its model, what has happened in it, and who was who.

One watch belongs to one visitor.  The years before the policy come from the compiled engine,
the policy years from the agent engine; their events tell every person's life.
"""

import warnings
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from community_sim.errors import BadValue
from community_sim.explorer.state import MOST_YEARS
from community_sim.place import place_names
from community_sim.policy_file import load_policy, policy_names
from community_sim.population import VACANT
from community_sim.scenario import Scenario
from community_sim.vocabulary import Event

if TYPE_CHECKING:
    from community_sim.engines.agent import Outlook, WatchedModel
    from community_sim.trajectory import Columns, Trajectory

__all__ = ["MOST_SEED", "Choice", "Count", "Happening", "Person", "Watch"]

MOST_SEED = 999_999
"""Largest seed that the page offers."""


@dataclass(frozen=True)
class Choice:
    """What is watched.

    Attributes
    ----------
    place : str
        Name of the place.
    policy : str
        Name of a shipped policy.
    seed : int
        Seed of the run, 0 to 999,999.
    """

    place: str = "kaifu"
    policy: str = "current_practice"
    seed: int = 1

    def scenario(self) -> Scenario:
        """Return what is run.

        Raises
        ------
        BadValue
            No such place, policy or seed, or a policy that does not fit the place.
        """
        if self.place not in place_names() or self.policy not in policy_names():
            raise BadValue("The page offers shipped places and policies only.")
        if not 0 <= self.seed <= MOST_SEED:
            raise BadValue(f"seed is {self.seed}; give a number from 0 to {MOST_SEED:,}.")
        current = Scenario.load(place=self.place, years=MOST_YEARS)
        return current.with_policy(load_policy(self.policy))


class Happening(NamedTuple):
    """An event of a run; see `trajectory.EVENT_COLUMNS`. Years before the policy are below 1."""

    year: int
    step: int
    event: int
    person: int
    post: int
    community: int
    level_from: int
    level_to: int
    reason: int
    mandate: int
    route: int
    age: int
    tenure: int
    education: int
    sex: int
    ability: float
    taste: float
    months: int
    applicants: int


class Person(NamedTuple):
    """What is true of somebody for life."""

    number: int
    key: int
    entry_post: int
    entry_year: int
    route: int
    education: int
    sex: int
    ability: float
    taste: float


class Count(NamedTuple):
    """A community at the close of a year: people in post, and posts without a holder."""

    headcount: int
    vacant: int


class Watch:
    """A district at the close of a policy year, and all that led to it.

    Parameters
    ----------
    choice : Choice
        What is watched.

    Attributes
    ----------
    model : WatchedModel
        The district.
    happenings : list of Happening
        Of the policy years, in the order of the log.
    counts : list of list of Count
        By year from 0, then by community.
    places : dict of int to (int, int)
        Community and level of each post, by its key.
    """

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.scenario = choice.scenario()
        self.model, past = _opened(self.scenario, choice.seed)
        geography = self.model.plan.geography
        self.places = {
            key: (community, level)
            for key, community, level in zip(
                geography.key.tolist(), geography.community.tolist(), geography.level.tolist(),
                strict=True,
            )
        }  # fmt: skip
        self.happenings: list[Happening] = []
        self._people: list[Person] = []
        self._numbers: dict[int, int] = {}
        self._lives: defaultdict[int, list[Happening]] = defaultdict(list)
        self._outlooks: defaultdict[int, list[Outlook]] = defaultdict(list)
        for cadre in self.model.cadres():
            self._meet(
                cadre.person, cadre.entry_post, cadre.entry_year, cadre.route,
                cadre.education, cadre.sex, cadre.ability, cadre.taste,
            )  # fmt: skip
        for each in _rows(past.event_columns, shift=past.years):
            if each.person in self._numbers:
                self._lives[each.person].append(each)
        self.counts = [self._counted(0)]

    @property
    def year(self) -> int:
        """Return the policy year that is over; 0 before the first."""
        return self.model.years_run

    def step(self) -> None:
        """Run one policy year."""
        if not self.model.running:
            return
        seen = len(self.model.outlooks)
        self.model.step()
        for outlook in self.model.outlooks[seen:]:
            self._outlooks[outlook.person].append(outlook)
        columns = self._log().event_columns
        for each in list(_rows(columns, first=len(self.happenings))):
            self.happenings.append(each)
            if each.event == Event.ENTRY:
                self._meet(
                    each.person, each.post, each.year, each.route,
                    each.education, each.sex, each.ability, each.taste,
                )  # fmt: skip
            if each.person != VACANT:
                self._lives[each.person].append(each)
        self.counts.append(self._counted(self.year))

    def person(self, number: int) -> Person:
        """Return somebody by the number they are shown under, from 1.

        Raises
        ------
        BadValue
            Nobody has that number.
        """
        if not 1 <= number <= len(self._people):
            raise BadValue("There is no such person.")
        return self._people[number - 1]

    def number(self, key: int) -> int:
        """Return the number somebody is shown under: in the order in which people are met."""
        return self._numbers[key]

    def life(self, key: int) -> list[Happening]:
        """Return all that has happened to somebody, in order."""
        return self._lives[key]

    def outlooks(self, key: int) -> "list[Outlook]":
        """Return somebody's chance of quitting, and the luck drawn, year by year."""
        return self._outlooks[key]

    def origin(self, moved: Happening) -> tuple[int, int]:
        """Return community and level of the post from which somebody was promoted."""
        post = self.person(self.number(moved.person)).entry_post
        for each in self._lives[moved.person]:
            if each is moved:
                break
            if each.event in (Event.ENTRY, Event.PROMOTION):
                post = each.post
        return self.places[post]

    def in_community(self, community: int) -> list[Happening]:
        """Return what has happened in a community; who was promoted away is included."""
        return [
            each
            for each in self.happenings
            if each.community == community
            or (each.event == Event.PROMOTION and self.origin(each)[0] == community)
        ]

    def _meet(self, key: int, *traits: float) -> None:
        self._numbers[key] = len(self._people) + 1
        self._people.append(Person(len(self._people) + 1, key, *traits))  # type: ignore[arg-type]

    def _counted(self, year: int) -> list[Count]:
        counted = []
        for community in self.model.communities:
            posts = sum(seat.open_from <= year for seat in community.seats)
            held = len(community.cadres)
            counted.append(Count(held, posts - held))
        return counted

    def _log(self) -> "Trajectory":
        return self.model.recorder.trajectory(self.model.population(), self.model.plan)


def _opened(scenario: Scenario, seed: int) -> "tuple[WatchedModel, Trajectory]":
    """Return the district at the opening of policy year 1, and the years before it."""
    with warnings.catch_warnings():  # Mesa's progress bar asks for widgets that nothing here shows
        warnings.filterwarnings("ignore", message="IProgress not found")
        from community_sim.engines.agent import WatchedModel
    from community_sim.prospects import live_through, open_policy_years
    from community_sim.runs import prepare

    made = prepare(scenario)
    past, staff = live_through(made.history, seed)
    opening = open_policy_years(made.history, made.plan, staff)
    return WatchedModel(made.plan, opening, seed), past


def _rows(columns: "Columns", *, shift: int = 0, first: int = 0) -> Iterable[Happening]:
    """Return events from one on as rows, with years counted from the start of the policy."""
    wanted = [columns[name][first:].tolist() for name in Happening._fields]
    for row in zip(*wanted, strict=True):
        yield Happening(row[0] - shift, *row[1:])
