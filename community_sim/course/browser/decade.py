"""Live through some years of one community with the agents, and keep who sat where."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from community_sim.course.browser.expectations import ready
from community_sim.prospects import live_through, open_policy_years
from community_sim.runs import fork
from community_sim.scenario import Scenario
from community_sim.trajectory import Trajectory
from community_sim.vocabulary import Event

if TYPE_CHECKING:
    from community_sim.engines.agent import Seat

__all__ = ["PAY_STEPS", "Decade", "exits", "scenarios_of_lesson", "live", "one_community",
           "runs_by_seed", "with_pay", "yearly_wages"]  # fmt: skip

PAY_STEPS = (1.0, 1.1, 1.2, 1.3, 1.4, 1.5)
"""What the lesson multiplies the pay of everyone below the principal by."""

_POSTS = (3, 4, 2, 1)
"""Posts of the community, general workers first: kaifu's 651 in 66 communities, rounded."""

_RAISED = ("general_worker", "committee_member", "deputy")
_CHANNEL = "promotion.subdistrict_posts_per_year"


def one_community(years: int = 10) -> Scenario:
    """Return current practice in one community of kaifu's mean size.

    The district's posts in the sub-district leadership are shared out evenly over its communities.
    """
    district = Scenario.load("current_practice", place="kaifu", years=years)
    posts = float(district.current[_CHANNEL]) / district.place.communities
    place = replace(
        district.place, name="one_community", communities=1, posts=_POSTS,
        practice=(*district.place.practice, (_CHANNEL, posts)),
    )  # fmt: skip
    current = place.current_practice()
    return replace(district, place=place, current=current, policy=current)


def with_pay(scenario: Scenario, factor: float) -> Scenario:
    """Return the scenario with the pay of everyone below the principal multiplied."""
    if factor == 1.0:
        return scenario
    pay = {
        f"pay.coefficient_{post}": scenario.current[f"pay.coefficient_{post}"] for post in _RAISED
    }
    raised = {lever: float(value) * factor for lever, value in pay.items()}
    return replace(scenario, name=f"pay_{factor:g}", policy=scenario.current.with_(**raised))


def scenarios_of_lesson() -> tuple[Scenario, ...]:
    """Return the scenarios of the lesson, for which a site brings what cadres expect."""
    current = one_community()
    return tuple(with_pay(current, factor) for factor in PAY_STEPS)


@dataclass(frozen=True)
class Decade:
    """What happened in a community, and who held each post at the close of every year.

    Attributes
    ----------
    trajectory : Trajectory
        Events and yearly stocks.
    posts : tuple of (int, int)
        Key and level of each post, the highest first.
    holders : tuple of mapping
        For year 0 and each year after: the person in each post, by the post's key.
    """

    trajectory: Trajectory
    posts: tuple[tuple[int, int], ...]
    holders: tuple[Mapping[int, int], ...]

    @property
    def people(self) -> int:
        """How many people have held a post at the close of some year."""
        return len({person for year in self.holders for person in year.values()})

    @property
    def leavers(self) -> dict[int, int]:
        """The `SeparationReason` of everyone who left, by person."""
        events = self.trajectory.event_columns
        left = events["event"] == Event.EXIT
        persons, reasons = events["person"][left].tolist(), events["reason"][left].tolist()
        return dict(zip(persons, reasons, strict=True))


def live(scenario: Scenario, seed: int = 1) -> Decade:
    """Live through a scenario with the agent engine, year by year.

    Parameters
    ----------
    scenario : Scenario
        What to live through.
    seed : int
        Whose luck.
    """
    from community_sim.engines.agent import CommunityModel

    prepared = ready(scenario)
    staff = live_through(prepared.history, seed)[1]
    opening = open_policy_years(prepared.history, prepared.plan, staff)
    model = CommunityModel(prepared.plan, opening, seed)
    holders = [_holders(model.seats)]
    for year in prepared.plan.years:
        model.run_year(year)
        holders.append(_holders(model.seats))
    trajectory = model.recorder.trajectory(model.population(), prepared.plan)
    posts = sorted(((seat.key, seat.level) for seat in model.seats), key=lambda p: (-p[1], p[0]))
    return Decade(trajectory, tuple(posts), tuple(holders))


def _holders(seats: "Sequence[Seat]") -> dict[int, int]:
    return {seat.key: seat.holder.person for seat in seats if seat.holder is not None}


def runs_by_seed(
    scenarios: Sequence[Scenario], seeds: Sequence[int]
) -> dict[str, tuple[Trajectory, ...]]:
    """Return the runs of scenarios under the same seeds, by the scenario's name."""
    prepared = [ready(scenario) for scenario in scenarios]
    forks = [fork(prepared, seed) for seed in seeds]
    names = [scenario.name for scenario in scenarios]
    return {name: tuple(fork[at] for fork in forks) for at, name in enumerate(names)}


def exits(trajectory: Trajectory) -> int:
    """Return how many people left in a run."""
    return int((trajectory.event_columns["event"] == Event.EXIT).sum())


def yearly_wages(trajectory: Trajectory) -> float:
    """Return the mean wage bill of a run, contributions included [CNY per year]."""
    stocks = trajectory.stock_columns
    paid = (stocks["wages"] + stocks["employer_contributions"])[1:].tolist()
    return math.fsum(paid) / len(paid)
