"""Ask questions in SQL to a sweep's tables, without a way to change them or to reach out."""

import math
from itertools import islice
from pathlib import Path
from typing import Any

from community_sim.errors import BadValue
from community_sim.sweep.store import Store

__all__ = ["query"]

_ROWS_AT_ONCE = 100_000

_TABLES = {
    "runs": (
        "SELECT position, key, policy, place, draw, seed, years, state, stage, message, seconds"
        " FROM runs ORDER BY position",
        "ISSSIIISSSR",
    ),
    "outcomes": (
        "SELECT policy, place, draw, seed, years, horizon, name AS outcome, value"
        " FROM runs JOIN outcomes USING (position) JOIN outcome_names USING (outcome)"
        " ORDER BY position, horizon, outcomes.outcome",
        "SSIIIISR",
    ),
    "draws": ("SELECT draw, kind, name, CAST(value AS TEXT) AS value FROM draws", "ISSS"),
}
"""Query and kinds of columns (whole number, text, real) of each table."""


def query(folder: Path, statement: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the columns and rows that a SELECT gives.

    DuckDB works in memory on copies of the tables `runs`, `outcomes` and `draws`; it can neither
    read files nor load extensions.

    Parameters
    ----------
    folder : Path
        The sweep's folder; a sweep may be writing to it.
    statement : str
        One SELECT statement.

    Raises
    ------
    StoreBroken
        There is no sweep that can be read.
    BadValue
        The statement is not one SELECT, or DuckDB refuses it.
    """
    import duckdb

    with duckdb.connect(":memory:") as connection, Store.reading(folder) as store:
        try:
            _check(duckdb, statement)
            for name in _TABLES:
                connection.register(name, _arrow(store, name))
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            found = connection.execute(statement)
            columns = [column[0] for column in found.description]
            return columns, [tuple(map(_plain, row)) for row in found.fetchall()]
        except duckdb.Error as error:
            first, *_ = str(error).splitlines()
            raise BadValue(f"The query cannot be answered: {first}") from error


def _check(duckdb: Any, statement: str) -> None:
    statements = duckdb.extract_statements(statement)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise BadValue("A query is one SELECT statement over runs, outcomes and draws.")


def _arrow(store: Store, name: str) -> Any:
    """Return a table of a store as an Arrow table."""
    import pyarrow as pa

    statement, kinds = _TABLES[name]
    types = {"I": pa.int64(), "S": pa.string(), "R": pa.float64()}
    rows = store.select(statement)
    names = [column[0] for column in rows.description]
    schema = pa.schema([
        (column, types[kind]) for column, kind in zip(names, kinds, strict=True)
    ])  # fmt: skip
    batches = []
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        columns = zip(*batch, strict=True)
        arrays = [pa.array(c, kind.type) for c, kind in zip(columns, schema, strict=True)]
        batches.append(pa.record_batch(arrays, schema=schema))
    return pa.Table.from_batches(batches, schema)


def _plain(value: Any) -> Any:
    """Return a value for people and JSON: nothing in the place of what is no number."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
