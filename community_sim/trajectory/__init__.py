"""Hold what one run returns: its events, yearly stocks, people by year, last population.

Engines fill NumPy columns; tables (pandas) are built only when somebody asks for one.
Year 0 is the opening state of the policy period: its flows of people are zero and it has no events.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from community_sim.errors import BadValue, did_you_mean
from community_sim.trajectory.columns import (
    DISTRICT_USES,
    ENGINE_COLUMNS,
    EVENT_COLUMNS,
    PAYERS,
    PEOPLE_COLUMNS,
    POPULATION_COLUMNS,
    RECORDED_COLUMNS,
    STOCK_COLUMNS,
    USES,
    Column,
    Columns,
)
from community_sim.trajectory.conservation import check_conservation
from community_sim.trajectory.counting import counted_stocks
from community_sim.trajectory.people import CELLS, band_codes

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "DISTRICT_USES",
    "ENGINE_COLUMNS",
    "EVENT_COLUMNS",
    "PAYERS",
    "PEOPLE_COLUMNS",
    "POPULATION_COLUMNS",
    "RECORDED_COLUMNS",
    "STOCK_COLUMNS",
    "USES",
    "Column",
    "Columns",
    "Trajectory",
    "people_frame",
]


_STOCKS = "stocks"


@dataclass(frozen=True, eq=False)
class Trajectory:
    """Hold the events, yearly stocks, people by year and last population of one run.

    Equal content is equal and hashes equal.  Make one with `from_columns`.

    Attributes
    ----------
    event_columns, recorded_columns, people_columns, population_columns : dict of str to ndarray
        Read-only columns, named and typed by `EVENT_COLUMNS`, `RECORDED_COLUMNS`,
        `PEOPLE_COLUMNS` and `POPULATION_COLUMNS`.
    """

    event_columns: Columns
    recorded_columns: Columns
    people_columns: Columns
    population_columns: Columns

    @classmethod
    def from_columns(
        cls, events: Columns, stocks: Columns, people: Columns, population: Columns
    ) -> "Trajectory":
        """Return the trajectory of these columns, without copying where the types fit.

        Parameters
        ----------
        events, people, population : mapping of str to ndarray
            As in `EVENT_COLUMNS`, `PEOPLE_COLUMNS` and `POPULATION_COLUMNS`.
        stocks : mapping of str to ndarray
            As in `RECORDED_COLUMNS`; the other stocks are counted from `people`.

        Raises
        ------
        BadValue
            A column is missing, unknown, of another length than its neighbours, or of a type that
            cannot be stored without loss of kind (a float where whole numbers stand); or the years
            or cells are out of order.
        """
        recorded = _checked("stocks", stocks, RECORDED_COLUMNS)
        counted = _checked("people", people, PEOPLE_COLUMNS)
        _check_cells(counted, years=recorded["year"].size - 1)
        return cls(
            _checked("events", events, EVENT_COLUMNS),
            recorded,
            counted,
            _checked("population", population, POPULATION_COLUMNS),
        )

    @property
    def years(self) -> int:
        """Return the last policy year."""
        return int(self.recorded_columns["year"].size) - 1

    @property
    def stock_columns(self) -> Columns:
        """Return the yearly stocks, named and typed by `STOCK_COLUMNS`.

        They stand among the findings, so that a run without its people still has them.
        """
        self.count_stocks()
        stocks: Columns = self.findings[_STOCKS]
        return stocks

    def count_stocks(self) -> None:
        """Count the stocks that follow from the people, and keep them among the findings."""
        if _STOCKS not in self.findings:
            counted = counted_stocks(self.people_columns, self.years)
            self.findings[_STOCKS] = _ordered({**self.recorded_columns, **counted})

    @cached_property
    def events(self) -> "pd.DataFrame":
        """Return the events, one row each, in the order (year, step, post, event)."""
        return _frame(self.event_columns)

    @cached_property
    def stocks(self) -> "pd.DataFrame":
        """Return the yearly stocks and flows, one row per year from 0."""
        return _frame(self.stock_columns)

    @cached_property
    def people(self) -> "pd.DataFrame":
        """Return how many people of each combination of traits are in post, year by year.

        One row per year and combination that somebody has: the codes of the traits (see
        `people.TRAITS`), their number, and the sums of their ability and pay.
        """
        return people_frame(self.people_columns)

    @cached_property
    def population(self) -> "pd.DataFrame":
        """Return everybody in post at the close of the last year, one row each."""
        return _frame(self.population_columns)

    @cached_property
    def findings(self) -> dict[Any, Any]:
        """Return a place for what has been worked out of this run, so that it is done once."""
        return {}

    @cached_property
    def content_hash(self) -> str:
        """Return the SHA-256 of all columns, the same on every machine."""
        digest = hashlib.sha256()
        for columns in self._tables():
            for name, column in columns.items():
                little = column.astype(column.dtype.newbyteorder("<"), copy=False)
                digest.update(f"{name}:{column.dtype.kind}{column.dtype.itemsize}:".encode())
                digest.update(little.tobytes())
        return digest.hexdigest()

    def __eq__(self, other: object) -> bool:
        """Return whether the other trajectory has the same content, bit for bit."""
        if not isinstance(other, Trajectory):
            return NotImplemented
        return self.content_hash == other.content_hash

    def __hash__(self) -> int:
        """Return a hash of the content."""
        return hash(self.content_hash)

    def __reduce__(self) -> tuple[Callable[..., "Trajectory"], tuple[dict[str, Any], ...]]:
        """Travel between processes as columns only, without the tables built from them."""
        return Trajectory.from_columns, tuple(dict(each) for each in self._tables())

    def _tables(self) -> tuple[Columns, ...]:
        """Return all that cannot be worked out of the rest, in the order of `from_columns`."""
        return (
            self.event_columns, self.recorded_columns, self.people_columns, self.population_columns
        )  # fmt: skip

    def check_conservation(self) -> None:
        """Check that nobody and no money appears or vanishes.

        People: opening + entries - exits = closing; a year opens as the last one closed; entries
        and exits are those in the events, and nobody enters or leaves twice; the people counted
        by traits add up to the closing; the last population has the last closing's size.
        Money, to the fen: in a community's account grants + fees + extra grant = wages + employer
        contributions + office spending + surplus; and what city, county, town and departments pay
        = all that is spent + surplus.

        Raises
        ------
        ConservationError
            With the year and the numbers that disagree.
        """
        check_conservation(*self._tables())


def _checked(table: str, given: Columns, schema: Mapping[str, Column]) -> Columns:
    for name in given:
        if name not in schema and table == "stocks" and name in STOCK_COLUMNS:
            raise BadValue(
                f"The stock '{name}' is counted from the people of a trajectory; omit it."
            )
        if name not in schema:
            hint = did_you_mean(name, schema)
            raise BadValue(f"The {table} of a trajectory have no column '{name}'. {hint}".rstrip())
    missing = [name for name in schema if name not in given]
    if missing:
        raise BadValue(f"The {table} of a trajectory lack the columns {', '.join(missing)}.")
    columns = {name: _stored(table, name, given[name], column) for name, column in schema.items()}
    lengths = {name: column.size for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        raise BadValue(f"The columns of the {table} of a trajectory differ in length: {lengths}.")
    _check_order(table, columns)
    return columns


def _stored(table: str, name: str, values: NDArray[Any], column: Column) -> NDArray[Any]:
    try:
        stored = np.asarray(values).astype(column.dtype, casting="same_kind", copy=False).view()
    except TypeError as error:
        raise BadValue(
            f"Column '{name}' of the {table} of a trajectory holds {values.dtype} values; "
            f"it needs {column.dtype}."
        ) from error
    stored.flags.writeable = False
    return stored


def _check_order(table: str, columns: Columns) -> None:
    if table == "stocks" and not _counts_from_zero(columns["year"]):
        raise BadValue(
            "The stocks of a trajectory need one row per year, from year 0 on, in order."
        )
    if table == "events" and np.any(np.diff(columns["year"]) < 0):
        raise BadValue("The events of a trajectory must stand in the order of their years.")


def _counts_from_zero(year: NDArray[Any]) -> bool:
    return year.size > 0 and bool(np.array_equal(year, np.arange(year.size)))


def _check_cells(people: Columns, years: int) -> None:
    """Check that each year's cells stand once and in order, in years and cells that there are."""
    year, cell = people["year"], people["cell"]
    exist = (year >= 0) & (year <= years) & (cell >= 0) & (cell < CELLS) & (people["count"] > 0)
    steps = np.diff(year.astype(np.int64) * CELLS + cell)
    if not (exist.all() and (steps > 0).all()):
        raise BadValue(
            f"The people of a trajectory need one row per year from 0 to {years} and cell from 0 "
            f"to {CELLS - 1} with somebody in it, in the order of year and cell."
        )


def _ordered(stocks: Columns) -> Columns:
    """Return all stocks in the order of their schema, there to be read."""
    for column in stocks.values():
        column.setflags(write=False)
    return {name: stocks[name] for name in STOCK_COLUMNS}


def people_frame(columns: Columns) -> "pd.DataFrame":
    """Return people by year with a column for each trait; other columns come first and last."""
    codes = {name: column[columns["cell"]] for name, column in band_codes().items()}
    first = {name: column for name, column in columns.items() if name not in PEOPLE_COLUMNS}
    last = {name: columns[name] for name in ("count", "ability", "pay")}
    return _frame({**first, "year": columns["year"], **codes, **last})


def _frame(columns: Columns) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(dict(columns))
