"""Derive from the table `people` the yearly stocks that count people in post, and their means."""

import functools
from collections.abc import Mapping
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from community_sim.compilation import compiled
from community_sim.trajectory.people import CELLS, Group, cells_of
from community_sim.vocabulary import Education, Mandate, Post, Sex

__all__ = ["HEADCOUNTS", "MEANS", "HeadCount", "counted_stocks"]

Columns = Mapping[str, NDArray[Any]]


class HeadCount(NamedTuple):
    """A yearly stock: how many of a group are in post at the close of the year."""

    group: Group
    meaning: str


def _each(trait: str, members: type[IntEnum], meaning: str) -> dict[str, HeadCount]:
    return {each.name.lower(): HeadCount({trait: each}, meaning) for each in members}


HEADCOUNTS: Mapping[str, HeadCount] = {
    **_each("level", Post, "closing headcount at this level"),
    **_each("mandate", Mandate, "closing headcount under this mandate"),
    **_each("education", Education, "closing headcount with this education"),
    "female": HeadCount({"sex": Sex.FEMALE}, "women at the close of the year"),
    "party": HeadCount({"party": 1}, "members of the Party at the close of the year"),
    "age_to_30": HeadCount({"age": (None, 30)}, "closing headcount aged up to 30"),
    "age_31_35": HeadCount({"age": (31, 35)}, "closing headcount aged 31 to 35"),
    "age_36_45": HeadCount({"age": (36, 45)}, "closing headcount aged 36 to 45"),
    "age_46_54": HeadCount({"age": (46, 54)}, "closing headcount aged 46 to 54"),
    "age_55_plus": HeadCount({"age": (55, None)}, "closing headcount aged 55 or more"),
    "tenure_0_3": HeadCount({"tenure": (None, 3)}, "closing headcount with 0 to 3 completed years"),
    "tenure_4_9": HeadCount({"tenure": (4, 9)}, "closing headcount with 4 to 9 completed years"),
    "tenure_10_plus": HeadCount(
        {"tenure": (10, None)}, "closing headcount with 10 completed years or more"
    ),
}
MEANS = ("ability_mean", "mean_pay_ratio", "principals_at_reference_wage")
"""Yearly stocks that are sums or counts of people, per head."""

_PAID_PRINCIPALS: Group = {"level": Post.PRINCIPAL, "at_reference_wage": 1}
_GROUPS = (*(each.group for each in HEADCOUNTS.values()), _PAID_PRINCIPALS)
_ADDED = ("year", "cell", "count", "ability", "pay")
_PRINCIPALS = list(HEADCOUNTS).index("principal")


def counted_stocks(people: Columns, years: int) -> dict[str, NDArray[Any]]:
    """Return the stocks of years 0 to the last that follow from the table of people.

    Parameters
    ----------
    people : mapping of str to ndarray
        See `PEOPLE_COLUMNS`.
    years : int
        The last year.
    """
    counts = np.zeros((years + 1, len(_GROUPS) + 1), dtype=np.int64)
    sums = np.zeros((years + 1, 3))
    arguments: list[Any] = [people[name] for name in _ADDED]
    compiled(add_up)(*arguments, *[_places(), counts, sums])
    staff = _at_least_one(sums[:, 0])
    stocks = {name: counts[:, place].copy() for place, name in enumerate(HEADCOUNTS)}
    stocks["ability_mean"] = sums[:, 1] / staff
    stocks["mean_pay_ratio"] = sums[:, 2] / staff
    principals = _at_least_one(counts[:, _PRINCIPALS])
    stocks["principals_at_reference_wage"] = counts[:, len(HEADCOUNTS)] / principals
    return stocks


def add_up(  # noqa: PLR0913, PLR0917 - compiled code takes columns one by one
    year: NDArray[Any], cell: NDArray[Any], count: NDArray[Any], ability: NDArray[Any],
    pay: NDArray[Any], places: NDArray[Any], counts: NDArray[Any], sums: NDArray[Any],
) -> None:  # fmt: skip
    """Add each row to its year's groups and sums, in plain additions in the order of the rows."""
    for row in range(len(year)):
        y, people = year[row], count[row]
        for n in range(places.shape[1]):
            counts[y, places[cell[row], n]] += people
        sums[y, 0] += people
        sums[y, 1] += ability[row]
        sums[y, 2] += pay[row]


@functools.cache
def _places() -> NDArray[Any]:
    """Return of each cell the groups it belongs to; where there are fewer, the one beyond the last.

    Few groups hold a cell, so that going through these is quicker than asking every group.
    """
    places: list[list[int]] = [[] for _ in range(CELLS)]
    for place, group in enumerate(_GROUPS):
        for cell in cells_of(group):
            places[cell].append(place)
    most = max(len(each) for each in places)
    filled = [each + [len(_GROUPS)] * (most - len(each)) for each in places]
    return np.array(filled, dtype=np.int16)


def _at_least_one(people: NDArray[Any]) -> NDArray[Any]:
    return np.array([max(1.0, number) for number in people.tolist()])
