"""Write down what happens in a run: one row per event, one per year, one per cell of people.

Sums run from left to right over posts and communities, in plain additions, so that every
engine and every version of Python gets the same bits.
"""

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from community_sim.engines.spending import with_spending
from community_sim.engines.staff import staff_columns
from community_sim.plan import Plan, YearPlan
from community_sim.population import Population
from community_sim.rules.budget import FEN_PER_YUAN
from community_sim.trajectory import (
    ENGINE_COLUMNS,
    EVENT_COLUMNS,
    PEOPLE_COLUMNS,
    Column,
    Trajectory,
)
from community_sim.trajectory.people import cell_of
from community_sim.vocabulary import Event, Step

if TYPE_CHECKING:
    from community_sim.engines.agent import Cadre, Seat

__all__ = ["Recorder", "percentile", "total"]

_MONTHS = 12

_MONEY = {
    "wages": "wages",
    "contributions": "employer_contributions",
    "seconded_wages": "seconded_wages",
    "grants": "income_grants",
    "fees": "income_fees",
    "extra": "extra_grant",
    "office": "office_spending",
    "surplus": "surplus",
}
_HOURS = ("administrative_hours", "demand_hours", "effective_hours", "service_hours")


def total(values: Iterable[float]) -> float:
    """Return the sum from left to right, in plain additions.

    Python 3.12's `sum` and NumPy's add floats in other orders, and give other last bits.
    """
    result = 0.0
    for value in values:
        result += value
    return result


def percentile(values: list[float], share: float) -> float:
    """Return the value below which a share of the values lies, linear between neighbours."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


class Recorder:
    """Collect a run's events, yearly stocks and people by year.

    Years are counted from the start of the plan: the state before its first year is year 0.

    Attributes
    ----------
    left : float
        Share of the staff that left last year.
    """

    def __init__(self, plan: Plan):
        self._first = plan.years[0].year - 1
        self._communities = len(plan.geography.households)
        self._events: list[tuple[float, ...]] = []
        self._years: list[dict[str, float]] = []
        self._people: list[tuple[float, ...]] = []
        self._row: dict[str, float] = {}

    def opening(self, cadres: Iterable["Cadre"], plan: Plan, posts: int) -> None:
        """Record the state before the first year, as year 0."""
        self._row = dict.fromkeys(ENGINE_COLUMNS, 0.0)
        self._row["communities"] = self._communities
        self._row["posts"] = posts
        self._count(list(cadres), plan.years[0])
        self._row["opening"] = self._row["closing"]
        self._row["households"] = total(plan.geography.households.tolist())
        self._years.append(self._row)

    def begin_year(self, year: int) -> None:
        """Open a year's row."""
        self._year = year - self._first
        closing = self._row["closing"]
        self.left = self._row["exits"] / max(1.0, self._row["opening"])
        self._row = dict.fromkeys(ENGINE_COLUMNS, 0.0)
        self._row.update(
            year=self._year,
            communities=self._communities,
            opening=closing,
            person_years=closing,
        )

    def work(self, accounts: list[dict[str, float]], posts: int) -> None:
        """Record the year's work and money from the communities' accounts."""
        row = self._row
        present = total(a["present"] for a in accounts)
        row["posts"] = posts
        row["post_months"] = float(_MONTHS * posts)
        row["vacant_months"] = max(0.0, _MONTHS * (posts - present))
        row["acting_months"] = float(_MONTHS * total(a["acting"] for a in accounts))
        for source, name in _MONEY.items():
            row[name] = total(a[source] for a in accounts) / FEN_PER_YUAN
        row["turnover_cost"] = total(a["allowances"] for a in accounts)
        for name in _HOURS:
            row[name] = total(a[name] for a in accounts)
        row["households"] = total(a["households"] for a in accounts)
        row["load_mean"] = total(a["load"] for a in accounts) / len(accounts)
        row["coverage_mean"] = total(
            min(1.0, a["service_hours"] / a["demand_hours"]) for a in accounts
        ) / len(accounts)
        capacity = [1000.0 * a["service_hours"] / a["households"] for a in accounts]
        row["capacity_p10"] = percentile(capacity, 0.1)
        row["capacity_p90"] = percentile(capacity, 0.9)
        staff = max(1.0, row["opening"])
        row["pressure_mean"] = total(a["pressure"] for a in accounts) / staff
        row["skill_mean"] = total(a["skill"] for a in accounts) / staff

    def sitters(self, number: int, served: int) -> None:
        """Record how many sit the exam this year, and who of them may hope for reserved posts."""
        self._row["sitters"] = number
        self._row["reserved_sitters"] = served

    def close_year(self, cadres: Iterable["Cadre"], now: YearPlan, entry_cost: float) -> None:
        """Count who is in post at the close of the year, and what entries cost [CNY each]."""
        self._count(list(cadres), now)
        self._row["turnover_cost"] += self._row["entries"] * entry_cost
        self._years.append(self._row)

    def event(  # noqa: PLR0913 - one event is one row of these
        self,
        step: Step,
        event: Event,
        cadre: "Cadre",
        *,
        reason: int = -1,
        level_from: int | None = None,
        months: int = 0,
        applicants: int = -1,
        pool: int = 0,
    ) -> None:
        """Record what happens to a cadre: an entry, an exit, a promotion, a new mandate."""
        level = cadre.seat.level
        if event == Event.ENTRY:
            self._row["entries"] += 1
        elif event == Event.EXIT:
            self._row["exits"] += 1
        self._events.append(
            (
                self._year, step, event, cadre.person, cadre.seat.key, cadre.seat.community.index,
                level if level_from is None else level_from,
                -1 if event == Event.EXIT else level,
                reason, cadre.mandate, cadre.route, cadre.age, cadre.tenure, cadre.education,
                cadre.sex, cadre.party, cadre.ability, cadre.taste, months, applicants, pool,
            )
        )  # fmt: skip

    def nobody_applied(self, seat: "Seat", route: int, pool: int) -> None:
        """Record a vacancy for which nobody applied."""
        self._events.append(
            (
                self._year, Step.RECRUIT, Event.NO_APPLICANT, -1, seat.key, seat.community.index,
                -1, seat.level, -1, -1, route, 0, 0, -1, -1, 0, 0.0, 0.0, _MONTHS, 0, pool,
            )
        )  # fmt: skip

    def trajectory(self, closing: Population, plan: Plan) -> Trajectory:
        """Return what has been recorded, with those in post at the end."""
        rows = sorted(self._events, key=lambda row: (row[0], row[1], row[4], row[2], row[3]))
        stocks = {
            name: np.array([row[name] for row in self._years], dtype=column.dtype)
            for name, column in ENGINE_COLUMNS.items()
        }
        events = _as_columns(rows, EVENT_COLUMNS)
        return Trajectory.from_columns(
            events,
            with_spending(stocks, events, plan),
            _as_columns(self._people, PEOPLE_COLUMNS),
            staff_columns(closing, plan),
        )

    def _count(self, cadres: list["Cadre"], now: YearPlan) -> None:
        self._row["closing"] = len(cadres)
        cells: dict[int, tuple[int, float, float]] = {}
        for cadre in cadres:
            pay = cadre.relative_pay(cadre.terms_in(now))
            cell = cell_of(
                cadre.seat.level, cadre.mandate, cadre.education, cadre.sex, cadre.party,
                cadre.age, cadre.tenure, pay,
            )  # fmt: skip
            count, abilities, paid = cells.get(cell, (0, 0.0, 0.0))
            cells[cell] = (count + 1, abilities + cadre.ability, paid + pay)
        self._people += [(self._row["year"], cell, *cells[cell]) for cell in sorted(cells)]


def _as_columns(
    rows: list[tuple[float, ...]], schema: Mapping[str, Column]
) -> dict[str, NDArray[Any]]:
    """Return rows as columns, named and typed by a schema."""
    columns: Iterable[Any] = zip(*rows, strict=True) if rows else ([] for _ in schema)
    return {
        name: np.array(values, dtype=column.dtype)
        for (name, column), values in zip(schema.items(), columns, strict=True)
    }
