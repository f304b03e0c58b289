"""Hold what one run returns: its events, its yearly stocks, its last population.

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
    EVENT_COLUMNS,
    POPULATION_COLUMNS,
    STOCK_COLUMNS,
    Column,
    Columns,
)
from community_sim.trajectory.conservation import check_conservation

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "EVENT_COLUMNS",
    "POPULATION_COLUMNS",
    "STOCK_COLUMNS",
    "Column",
    "Columns",
    "Trajectory",
]


@dataclass(frozen=True, eq=False)
class Trajectory:
    """Hold the events, yearly stocks and last population of one run.

    Equal content is equal and hashes equal.  Make one with `from_columns`.

    Attributes
    ----------
    event_columns, stock_columns, population_columns : dict of str to ndarray
        Read-only columns, named and typed by `EVENT_COLUMNS`, `STOCK_COLUMNS` and
        `POPULATION_COLUMNS`.
    """

    event_columns: Columns
    stock_columns: Columns
    population_columns: Columns

    @classmethod
    def from_columns(cls, events: Columns, stocks: Columns, population: Columns) -> "Trajectory":
        """Return the trajectory of these columns, without copying where the types fit.

        Raises
        ------
        BadValue
            A column is missing, unknown, of another length than its neighbours, or of a type that
            cannot be stored without loss of kind (a float where whole numbers stand); or the years
            are out of order.
        """
        return cls(
            _checked("events", events, EVENT_COLUMNS),
            _checked("stocks", stocks, STOCK_COLUMNS),
            _checked("population", population, POPULATION_COLUMNS),
        )

    @property
    def years(self) -> int:
        """Return the last policy year."""
        return int(self.stock_columns["year"].size) - 1

    @cached_property
    def events(self) -> "pd.DataFrame":
        """Return the events, one row each, in the order (year, step, post, event)."""
        return _frame(self.event_columns)

    @cached_property
    def stocks(self) -> "pd.DataFrame":
        """Return the yearly stocks and flows, one row per year from 0."""
        return _frame(self.stock_columns)

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
        for columns in (self.event_columns, self.stock_columns, self.population_columns):
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
        columns = (self.event_columns, self.stock_columns, self.population_columns)
        return Trajectory.from_columns, tuple(dict(each) for each in columns)

    def check_conservation(self) -> None:
        """Check that nobody and no money appears or vanishes.

        People: opening + entries - exits = closing; a year opens as the last one closed; entries
        and exits are those in the events, and nobody enters or leaves twice; each partition of the
        closing headcount (level, mandate, education, age, tenure) adds up; the last population has
        the last closing's size.
        Money, to the cent: grants + fees + extra grant = wages + employer contributions + office
        spending + surplus.

        Raises
        ------
        ConservationError
            With the year and the numbers that disagree.
        """
        check_conservation(self.event_columns, self.stock_columns, self.population_columns)


def _checked(table: str, given: Columns, schema: Mapping[str, Column]) -> Columns:
    for name in given:
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


def _frame(columns: Columns) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(dict(columns))
