"""Keep arrays and tables in files that are whole or not there."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.free import load_prior
from community_sim.calibration.moments import MOMENTS

__all__ = [
    "content_hash",
    "read_arrays",
    "read_moments",
    "read_table",
    "write_arrays",
    "write_moments",
    "write_points",
]

Array = NDArray[np.float64]


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays by temporary file, flush and rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.partial")
    with partial.open("wb") as stream:
        np.savez(stream, allow_pickle=False, **arrays)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)


def read_arrays(path: Path) -> dict[str, Array]:
    """Return the arrays of a file; nothing in it can become code."""
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def write_points(path: Path, values: Array, beside: Mapping[str, Array]) -> None:
    """Write points, a column for each free quantity, and other columns beside them."""
    columns = dict(zip(load_prior().names, values.T, strict=True))
    _write_columns(path, {**columns, **beside})


def write_moments(path: Path, moments: Array) -> None:
    """Write moments, a column each."""
    _write_columns(path, dict(zip(MOMENTS, moments.T, strict=True)))


def read_moments(path: Path) -> Array:
    """Return moments, shape (points, moments)."""
    return _read_columns(path, MOMENTS)


def read_table(path: Path) -> tuple[Array, Array]:
    """Return points and their moments."""
    return _read_columns(path, load_prior().names), _read_columns(path, MOMENTS)


def content_hash(path: Path) -> str:
    """Return the SHA-256 [hex] of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write_columns(path: Path, columns: Mapping[str, Array]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    partial = path.with_suffix(f".{os.getpid()}.partial")
    pq.write_table(pa.table(dict(columns)), partial, compression="zstd", use_dictionary=False)
    with partial.open("rb") as stream:
        os.fsync(stream.fileno())
    partial.replace(path)


def _read_columns(path: Path, names: tuple[str, ...]) -> Array:
    import pyarrow.parquet as pq

    table = pq.read_table(path, columns=list(names))
    return np.column_stack([table[name].to_numpy() for name in names]).astype(np.float64)
