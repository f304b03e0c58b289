"""A design: every combination of places, draws, policies and seeds, numbered without a list.

A design is complete in itself: it holds what the policy and place files say, not where they lie,
so that its runs can be repeated from its record alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from community_sim.errors import BadValue, CommunitySimError
from community_sim.parameters import Parameters, with_values
from community_sim.place import Place
from community_sim.policy import LeverValue
from community_sim.policy_file import Change, PolicyFile
from community_sim.scenario import Scenario

__all__ = ["Design", "Draw", "RunPlace"]


@dataclass(frozen=True)
class Draw:
    """One point of the design: values of levers and of parameters.

    Attributes
    ----------
    levers : tuple of (lever, value)
        Set on top of each policy.
    parameters : tuple of (parameter, value)
        Set on top of each place.
    where : str
        File and line it comes from, for errors.
    """

    levers: tuple[tuple[str, LeverValue], ...] = ()
    parameters: tuple[tuple[str, float], ...] = ()
    where: str = ""


@dataclass(frozen=True)
class RunPlace:
    """Where a run stands in its design.

    Attributes
    ----------
    position : int
        Number of the run, from 0.
    policy, place : str
        Names.
    draw : int
        Number of the draw, from 0.
    seed : int
        Seed.
    """

    position: int
    policy: str
    place: str
    draw: int
    seed: int


@dataclass(frozen=True)
class Design:
    """What a sweep runs.

    The runs are numbered with the seed fastest, then the policy, the draw and the place, so that
    runs that share work follow one another.

    Attributes
    ----------
    title : str
        For people.
    policies : tuple of PolicyFile
        Policies, as read.
    places : tuple of Place
        Places, as read.
    parameters : Parameters
        Default parameters, before a place or a draw changes them.
    draws : tuple of Draw
        Points of grids, samples and files; one empty draw where there is none.
    first_seed, seeds : int
        First seed and number of seeds.
    years : int
        Policy years.
    horizons : tuple of int
        Years up to which outcomes look.
    outcomes : tuple of str
        What is measured.
    run_seconds_limit : float
        Time after which a run counts as never ending [s]; it is no part of the runs' identity.
    """

    title: str
    policies: tuple[PolicyFile, ...]
    places: tuple[Place, ...]
    parameters: Parameters
    draws: tuple[Draw, ...]
    first_seed: int
    seeds: int
    years: int
    horizons: tuple[int, ...]
    outcomes: tuple[str, ...]
    run_seconds_limit: float = 600.0

    @property
    def scenario_count(self) -> int:
        """Return how many scenarios are run."""
        return len(self.places) * len(self.draws) * len(self.policies)

    def __len__(self) -> int:
        """Return how many runs there are."""
        return self.scenario_count * self.seeds

    def scenario(self, number: int) -> Scenario:
        """Return a scenario by its number, from 0.

        Raises
        ------
        BadValue
            A draw's values do not fit the policy (shares that do not sum to one, for example).
        """
        place, draw, policy = self._indices(number)
        return self._scenario(self.places[place], self.draws[draw], self.policies[policy])

    def runs(self, number: int) -> Iterator[RunPlace]:
        """Yield the runs of a scenario, in the order of their seeds."""
        for offset in range(self.seeds):
            yield self.run(number * self.seeds + offset)

    def run(self, position: int) -> RunPlace:
        """Return where a run stands."""
        number, offset = divmod(position, self.seeds)
        place, draw, policy = self._indices(number)
        return RunPlace(
            position,
            self.policies[policy].name,
            self.places[place].name,
            draw,
            self.first_seed + offset,
        )

    def check(self) -> None:
        """Raise an error, saying where, if a scenario of the design cannot be made."""
        for number in range(self.scenario_count):
            try:
                self.scenario(number)
            except CommunitySimError as error:
                where = self.draws[self._indices(number)[1]].where
                raise BadValue(f"{where}: {error}" if where else str(error)) from error

    def record(self) -> dict[str, Any]:
        """Return everything that decides the runs, as plain values for JSON."""
        return {
            "title": self.title,
            "policies": [_policy_record(policy) for policy in self.policies],
            "places": [_place_record(place) for place in self.places],
            "parameters": self.parameters._asdict(),
            "draws": [
                {"levers": dict(draw.levers), "parameters": dict(draw.parameters)}
                for draw in self.draws
            ],
            "seeds": {"first": self.first_seed, "count": self.seeds},
            "years": self.years,
            "horizons": list(self.horizons),
            "outcomes": list(self.outcomes),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Design":
        """Return the design of a record."""
        return cls(
            title=record["title"],
            policies=tuple(policy_of_record(each) for each in record["policies"]),
            places=tuple(_place(each) for each in record["places"]),
            parameters=Parameters(**record["parameters"]),
            draws=tuple(
                Draw(tuple(each["levers"].items()), tuple(each["parameters"].items()))
                for each in record["draws"]
            ),
            first_seed=record["seeds"]["first"],
            seeds=record["seeds"]["count"],
            years=record["years"],
            horizons=tuple(record["horizons"]),
            outcomes=tuple(record["outcomes"]),
        )

    def _indices(self, number: int) -> tuple[int, int, int]:
        rest, policy = divmod(number, len(self.policies))
        place, draw = divmod(rest, len(self.draws))
        return place, draw, policy

    def _scenario(self, place: Place, draw: Draw, policy: PolicyFile) -> Scenario:
        parameters = with_values(self.parameters, dict(place.parameters))
        parameters = with_values(parameters, dict(draw.parameters))
        current = place.current_practice()
        base = Scenario("current_practice", place, parameters, current, current, years=self.years)
        changes = tuple(Change(lever, "set", value) for lever, value in draw.levers)
        return base.with_policy(
            PolicyFile(
                policy.name,
                title=policy.title,
                starts=policy.starts,
                applies_to=policy.applies_to,
                bridge_years=policy.bridge_years,
                changes=policy.changes + changes,
                path=policy.name,
            )
        )


def _policy_record(policy: PolicyFile) -> dict[str, Any]:
    """Return what a policy does, without its reasons."""
    return {
        "name": policy.name,
        "title": policy.title,
        "starts": policy.starts,
        "applies_to": policy.applies_to,
        "bridge_years": policy.bridge_years,
        "changes": [
            [each.lever, each.operation, each.value, [list(step) for step in each.schedule]]
            for each in policy.changes
        ],
    }


def policy_of_record(record: Mapping[str, Any]) -> PolicyFile:
    """Return the policy of a design's record."""
    changes = tuple(
        Change(lever, how, value, schedule=tuple((year, each) for year, each in steps[0]))
        if steps
        else Change(lever, how, value)  # from before there were schedules
        for lever, how, value, *steps in record["changes"]
    )
    return PolicyFile(**{**record, "changes": changes})


def _place_record(place: Place) -> dict[str, Any]:
    """Return what a place is, without its sources."""
    whole = asdict(place)
    kept = ("name", "title", "title_zh", "year", "reference_wage", "communities", "posts")
    return {
        **{name: whole[name] for name in kept},
        "parameters": dict(place.parameters),
        "practice": dict(place.practice),
    }


def _place(record: Mapping[str, Any]) -> Place:
    first, second, third, fourth = record["posts"]
    return Place(
        **{
            **record,
            "posts": (first, second, third, fourth),
            "parameters": tuple(record["parameters"].items()),
            "practice": tuple(record["practice"].items()),
        }
    )
