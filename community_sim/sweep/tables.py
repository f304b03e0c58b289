"""Write a sweep's outcomes as a table, in the order of the design, piece by piece.

The bytes depend on the design and the numbers alone: no time, no machine, no order of work.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from community_sim.sweep.files import replaced, storing
from community_sim.sweep.schema import TABLE
from community_sim.sweep.store import Store

__all__ = ["COLUMNS", "cells", "schema", "write_parquet", "write_table"]

COLUMNS = (
    "key", "policy", "place", "draw", "seed", "years", "state", "stage", "horizon", "outcome",
    "value",
)  # fmt: skip

_ROWS_AT_ONCE = 10_000

_CELLS = (
    "SELECT key, policy, place, draw, seed, years, state, stage, horizon, name, value"
    " FROM runs LEFT JOIN outcomes USING (position) LEFT JOIN outcome_names USING (outcome)"
    " ORDER BY position, horizon, outcome"
)


def cells(store: Store) -> Iterator[tuple[Any, ...]]:
    """Yield every outcome of every run in the order of the design; a failed run gives one row."""
    yield from store.select(_CELLS)


def schema() -> Any:
    """Return the Arrow schema of the table."""
    import pyarrow as pa

    kinds = {
        "draw": pa.int32(),
        "seed": pa.int64(),
        "years": pa.int32(),
        "horizon": pa.int32(),
        "value": pa.float64(),
    }
    return pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])


def write_table(folder: Path) -> None:
    """Write the Parquet table of a store into its folder."""
    with (
        Store.reading(folder) as store,
        storing(f"{folder.name}: the table cannot be written"),
        replaced(folder / TABLE) as temporary,
    ):
        write_parquet(store, temporary)


def write_parquet(store: Store, path: Path) -> None:
    """Write every outcome of a store to a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = schema()
    rows = cells(store)
    with pq.ParquetWriter(path, kinds, compression="zstd") as writer:
        while batch := list(islice(rows, _ROWS_AT_ONCE)):
            columns = [
                pa.array(column, kind.type)
                for column, kind in zip(zip(*batch, strict=True), kinds, strict=True)
            ]
            writer.write_batch(pa.record_batch(columns, schema=kinds))
