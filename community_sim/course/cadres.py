"""The people of a city, and the chance that each quits: what lesson by lesson is looked at."""

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from community_sim.course.city import city_scenario, normalised, own_number
from community_sim.vocabulary import Education, Mandate, Post, Sex, Step

if TYPE_CHECKING:
    from community_sim.plan import Plan
    from community_sim.policy_file import PolicyFile

__all__ = [
    "LADDER_CLOSED",
    "Person",
    "Profile",
    "chance_of_quitting",
    "chance_under",
    "pay_raise",
    "people",
    "plan_under",
]

LADDER_CLOSED = {
    "promotion.internal_share_committee_member": 0.0,
    "promotion.internal_share_deputy": 0.0,
    "promotion.internal_share_principal": 0.0,
    "promotion.subdistrict_posts_per_year": 0.0,
}
"""Levers that leave nobody a step up."""


_RAISES = (1.15, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8)


class Person(NamedTuple):
    """Tell of one cadre in the first policy year, before anybody has chosen.

    Attributes
    ----------
    number : int
        Number in the city, from 1; communities one after the other.
    community : int
        Number of the community, from 1.
    post, mandate, education, sex : int
        Members of the vocabulary.
    age, tenure : int
        Age and time in the system [years].
    taste, ability : float
        Traits [standard deviations].
    chance : float
        Chance of quitting this year [probability].
    luck : float
        This year's luck, from 0 to 1: who draws less than the chance quits.
    """

    number: int
    community: int
    post: int
    mandate: int
    education: int
    sex: int
    age: int
    tenure: int
    taste: float
    ability: float
    chance: float
    luck: float

    @property
    def quits(self) -> bool:
        """Return whether the person quits this year."""
        return self.luck < self.chance


@dataclass(frozen=True)
class Profile:
    """Describe a cadre one could meet: by default a hired general worker of 30.

    Attributes
    ----------
    post, mandate, education, sex : int
        Members of the vocabulary.
    age : int
        Age [years].
    taste, ability : float
        Traits [standard deviations].
    pay : float
        Own pay, now and in every later post, over what others are paid for the same [ratio].
    """

    post: int = Post.GENERAL_WORKER
    mandate: int = Mandate.HIRED
    education: int = Education.COLLEGE
    sex: int = Sex.FEMALE
    age: int = 30
    taste: float = 0.0
    ability: float = 0.0
    pay: float = 1.0


def pay_raise(student: str) -> dict[str, dict[str, float]]:
    """Return the raise for general workers that a student's city council debates, as changes."""
    factor = own_number(student, "raise", _RAISES)
    return {"pay.coefficient_general_worker": {"multiply_by": factor}}


def people(student: str, *, seed: int = 1) -> tuple[Person, ...]:
    """Return everybody who weighs staying and leaving in a city's first policy year.

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    seed : int
        Seed of the history and of the year's luck.
    """
    return _people(normalised(student), seed)


@functools.lru_cache(maxsize=64)
def _people(student: str, seed: int) -> tuple[Person, ...]:
    from community_sim.publish import Walk
    from community_sim.publish import chance_of_quitting as chance_of
    from community_sim.publish import luck_of_quitting as luck_of

    walk = Walk(city_scenario(student), seed=seed)
    walk.to(Step.RETIRE)
    found: list[Person] = []
    for community in walk.model.communities:
        for cadre in community.cadres:
            found.append(
                Person(
                    len(found) + 1, community.index + 1, cadre.seat.level, cadre.mandate,
                    cadre.education, cadre.sex, cadre.age, cadre.tenure, cadre.taste,
                    cadre.ability, chance_of(cadre), luck_of(cadre),
                )
            )  # fmt: skip
    return tuple(found)


def chance_of_quitting(
    student: str, profile: Profile | None = None, *, closed_ladder: bool = False
) -> float:
    """Return the chance that a cadre of some kind quits this year [probability].

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    profile : Profile, optional
        The cadre; default a hired general worker of 30 of average taste.
    closed_ladder : bool
        Whether nobody is promoted any more.
    """
    changes = LADDER_CLOSED if closed_ladder else {}
    return chance_under(student, changes, Profile() if profile is None else profile)


def chance_under(student: str, changes: Mapping[str, float], who: Profile) -> float:
    """Return the chance that a cadre of some kind quits this year under changed levers.

    Parameters
    ----------
    student : str
        Name of the student.
    changes : mapping of str to float
        Full names of levers and their values, such as `{"pay.coefficient_deputy": 0.7}`.
    who : Profile
        The cadre.
    """
    from community_sim.career_grid import interpolate
    from community_sim.rules.separation import leave_probability

    plan = plan_under(normalised(student), tuple(sorted(changes.items())))
    careers = plan.years[0].entrants.careers
    kind = (who.mandate, who.education, who.sex, who.post, who.age, 0)
    offset = plan.parameters.taste_sd * who.taste + plan.parameters.pay_weight * math.log(who.pay)
    serve = interpolate(careers.planes(kind).serve, offset, who.ability, careers.axes)
    return leave_probability(serve)


@functools.lru_cache(maxsize=16)  # each has careers tables of some 8 MB
def plan_under(student: str, changes: tuple[tuple[str, float], ...] = ()) -> "Plan":
    """Return what holds in a city's first policy year under changed levers.

    Parameters
    ----------
    student : str
        Name of the student, normalised.
    changes : tuple of (str, float)
        Full names of levers and their values.
    """
    from community_sim.runs import prepare

    policy: str | PolicyFile = "current_practice"
    if changes:
        from community_sim.course.forms import policy_of

        policy = policy_of(dict(changes))
    return prepare(city_scenario(student, policy)).plan
