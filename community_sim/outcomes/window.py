"""See one trajectory from year 1 up to a horizon, with what several outcomes need."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec

import numpy as np
from numpy.typing import NDArray

from community_sim.errors import BadValue
from community_sim.trajectory import Columns, Trajectory
from community_sim.trajectory.people import Group, members
from community_sim.vocabulary import Event, Post, SeparationReason

__all__ = [
    "EVERYBODY",
    "LAST_COHORT",
    "Recruits",
    "Window",
    "checked_discount_rate",
    "once_a_run",
    "ratio",
]

P = ParamSpec("P")

EVERYBODY: Group = {}
"""The group of all who are in post."""

LAST_COHORT = 10  # recruits are followed who entered in years 1 to this one

_HIGHEST_RATE = 0.2


def once_a_run(
    work: Callable[Concatenate[Trajectory, P], NDArray[Any]],
) -> Callable[Concatenate[Trajectory, P], NDArray[Any]]:
    """Keep what is worked out of a run with the run; the array is there to be read."""

    @wraps(work)
    def kept(trajectory: Trajectory, /, *args: P.args, **kwargs: P.kwargs) -> NDArray[Any]:
        key = (work.__module__, work.__qualname__, args, *kwargs.items())
        if key not in trajectory.findings:
            found = work(trajectory, *args, **kwargs)
            found.setflags(write=False)
            trajectory.findings[key] = found
        made: NDArray[Any] = trajectory.findings[key]
        return made

    return kept


def ratio(numerator: float, denominator: float) -> float:
    """Return numerator / denominator, NaN where the denominator is zero."""
    return float(numerator) / float(denominator) if denominator else math.nan


def checked_discount_rate(rate: Any) -> float:
    """Return a discount rate [share per year]; raise BadValue unless it is from 0 to 0.2."""
    is_number = isinstance(rate, int | float) and not isinstance(rate, bool)
    if not is_number or not 0.0 <= rate <= _HIGHEST_RATE:
        raise BadValue(
            f"The discount rate is {rate!r}; give a share per year from 0 to {_HIGHEST_RATE:g}, "
            "for example 0.03."
        )
    return float(rate)


@dataclass(frozen=True)
class Recruits:
    """Hold one row per recruit of years 1 to min(horizon, 10), seen up to the horizon.

    Attributes
    ----------
    duration : ndarray of int
        Completed years under observation: until the exit, or else until the horizon.
    reason : ndarray of int
        `SeparationReason` of the exit; -1 for those still there at the horizon.
    education, mandate, level : ndarray of int
        As of the entry.
    became_principal : ndarray of bool
        Whether a promotion to a principal post followed by the horizon.
    """

    duration: NDArray[Any]
    reason: NDArray[Any]
    education: NDArray[Any]
    mandate: NDArray[Any]
    level: NDArray[Any]
    became_principal: NDArray[Any]


@dataclass(frozen=True)
class Window:
    """See one trajectory from year 1 up to a horizon.

    Parameters
    ----------
    trajectory : Trajectory
        The run.
    horizon : int
        Last year looked at, at least 1 and at most the last year of the run; else BadValue.
    discount_rate : float
        How much less a yuan counts a year later [share per year], from 0 to 0.2; else BadValue.
    """

    trajectory: Trajectory
    horizon: int
    discount_rate: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a horizon that the run does not reach, and a discount rate out of range."""
        checked_discount_rate(self.discount_rate)
        if not 1 <= self.horizon <= self.trajectory.years:
            raise BadValue(
                f"The horizon {self.horizon} lies outside the run: it must be a year from 1 to "
                f"{self.trajectory.years}."
            )

    def at_horizon(self, stock: str) -> float:
        """Return a stock in the year of the horizon."""
        return float(self.trajectory.stock_columns[stock][self.horizon])

    def yearly(self, stock: str) -> NDArray[Any]:
        """Return a stock column in years 1 to the horizon."""
        column: NDArray[Any] = self.trajectory.stock_columns[stock][1 : self.horizon + 1]
        return column

    def total(self, stock: str) -> float:
        """Return the exact sum of a stock column over years 1 to the horizon."""
        return math.fsum(self.yearly(stock).tolist())

    def yearly_mean(self, stock: str) -> float:
        """Return the mean of a stock column over years 1 to the horizon."""
        return self.total(stock) / self.horizon

    @cached_property
    def money_weights(self) -> NDArray[Any]:
        """Return how much money of years 1 to the horizon counts, (1 + r)^-(year - 1)."""
        years = range(self.horizon)
        return np.array([(1.0 + self.discount_rate) ** -year for year in years])

    def people(self, **group: Any) -> int:
        """Return how many of a group are in post at the close of the year of the horizon.

        Parameters
        ----------
        **group
            Traits, as `sex=Sex.FEMALE, level=Post.PRINCIPAL`, `age=(None, 30)`,
            `tenure=(3, None)`, `at_reference_wage=1`; see `trajectory.people.members`.
        """
        key = tuple(group.items())
        if key not in self._counted:
            cells = self._closing
            self._counted[key] = int(cells["count"] @ members(key)[cells["cell"]])
        return self._counted[key]

    def yearly_people(self, **group: Any) -> NDArray[Any]:
        """Return how many of a group are in post at the close of years 1 to the horizon."""
        columns = self.trajectory.people_columns
        first, last = np.searchsorted(columns["year"], np.array([1, self.horizon + 1]))
        cells = columns["cell"][first:last].astype(np.int64)
        weights = columns["count"][first:last] * members(tuple(group.items()))[cells]
        years = columns["year"][first:last].astype(np.int64)
        return np.bincount(years, weights=weights, minlength=self.horizon + 1)[1:]

    def share_of(self, group: Group, among: Group = EVERYBODY) -> float:
        """Return people of a group / people among whom it is looked for, in year h [share]."""
        return ratio(self.people(**{**among, **group}), self.people(**among))

    def mean_of(self, column: str, among: Group = EVERYBODY) -> float:
        """Return the mean `ability` [SD] or `pay` [multiples of the reference wage] of a group."""
        cells = self._closing
        sums = cells[column] * members(tuple(among.items()))[cells["cell"]]
        return ratio(math.fsum(sums.tolist()), self.people(**among))

    @cached_property
    def _counted(self) -> dict[Any, int]:
        """Return a place for the groups that have been counted."""
        return {}

    @cached_property
    def _closing(self) -> dict[str, NDArray[Any]]:
        """Return the people at the close of the year of the horizon, cell by cell."""
        columns = self.trajectory.people_columns
        first, last = np.searchsorted(columns["year"], np.array([self.horizon, self.horizon + 1]))
        closing = {name: column[first:last] for name, column in columns.items()}
        closing["cell"] = closing["cell"].astype(np.int64)  # NumPy looks these up the fastest,
        closing["count"] = closing["count"].astype(np.float64)  # and adds these up the fastest
        return closing

    @cached_property
    def events(self) -> Columns:
        """Return the events of years 1 to the horizon."""
        columns = self.trajectory.event_columns
        end = int(np.searchsorted(columns["year"], self.horizon, side="right"))
        return {name: column[:end] for name, column in columns.items()}

    @cached_property
    def entries(self) -> Columns:
        """Return the entries of years 1 to the horizon."""
        return _Chosen(self.events, self.events["event"] == Event.ENTRY)

    @cached_property
    def exits(self) -> Columns:
        """Return the exits of years 1 to the horizon."""
        return _Chosen(self.events, self.events["event"] == Event.EXIT)

    @cached_property
    def promotions(self) -> Columns:
        """Return the promotions of years 1 to the horizon."""
        return _Chosen(self.events, self.events["event"] == Event.PROMOTION)

    @cached_property
    def exits_by_reason(self) -> NDArray[Any]:
        """Return the number of exits for each `SeparationReason`."""
        return np.bincount(self.exits["reason"], minlength=len(SeparationReason))

    @cached_property
    def retained(self) -> dict[Any, NDArray[Any]]:
        """Return a place for the retention curves that have been found, by group of recruits."""
        return {}

    @cached_property
    def recruits(self) -> Recruits:
        """Return the recruits of years 1 to min(horizon, 10), followed up to the horizon."""
        entered = _Chosen(self.entries, self.entries["year"] <= LAST_COHORT)
        order = np.argsort(entered["person"], kind="stable")
        recruits = _Chosen(entered, order)
        reason = np.full(order.size, -1)
        last_year = np.full(order.size, self.horizon)
        leaver, row = _match(recruits["person"], self.exits["person"])
        reason[leaver] = self.exits["reason"][row]
        last_year[leaver] = self.exits["year"][row]
        to_principal = self.promotions["level_to"] == Post.PRINCIPAL
        risen, _ = _match(recruits["person"], self.promotions["person"][to_principal])
        became_principal = np.zeros(order.size, dtype=bool)
        became_principal[risen] = True
        return Recruits(
            duration=last_year - recruits["year"],
            reason=reason,
            education=recruits["education"],
            mandate=recruits["mandate"],
            level=recruits["level_to"],
            became_principal=became_principal,
        )


class _Chosen(Mapping[str, NDArray[Any]]):
    """Some rows of columns: those where a mask is true, or by position; picked when asked for."""

    def __init__(self, columns: Columns, chosen: NDArray[Any]) -> None:
        self._columns, self._picked = columns, dict[str, NDArray[Any]]()
        self._rows = np.flatnonzero(chosen) if chosen.dtype.kind == "b" else chosen

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return the chosen rows of a column."""
        if name not in self._picked:
            self._picked[name] = self._columns[name][self._rows]
        return self._picked[name]

    def __iter__(self) -> Iterator[str]:
        """Walk through the names of the columns."""
        return iter(self._columns)

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self._columns)


def _match(
    sorted_persons: NDArray[Any], persons: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return positions in the first and in the second where the same person stands."""
    position = np.searchsorted(sorted_persons, persons)
    inside = np.flatnonzero(position < sorted_persons.size)
    found = inside[sorted_persons[position[inside]] == persons[inside]]
    return position[found], found
