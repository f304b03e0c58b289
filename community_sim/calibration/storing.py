"""Keep arrays and tables in files that are whole or not there."""

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.free import load_prior
from community_sim.calibration.moments import MOMENTS
from community_sim.errors import DesignChanged
from community_sim.posterior import PASTS, load_posterior, posterior_file

__all__ = [
    "content_hash",
    "hold",
    "kept",
    "past_of",
    "read_arrays",
    "read_jacobian",
    "read_moments",
    "read_table",
    "shipped_moments",
    "write_arrays",
    "write_jacobian",
    "write_moments",
    "write_points",
    "write_table",
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


def write_points(
    path: Path, names: Sequence[str], values: Array, beside: Mapping[str, Array]
) -> None:
    """Write points, a column for each free quantity, and other columns beside them."""
    columns = dict(zip(names, values.T, strict=True))
    _write_columns(path, {**columns, **beside})


def write_moments(path: Path, moments: Array) -> None:
    """Write moments, a column each."""
    _write_columns(path, dict(zip(MOMENTS, moments.T, strict=True)))


def read_moments(path: Path) -> Array:
    """Return moments, shape (points, moments)."""
    return _read_columns(path, MOMENTS)


def shipped_moments(reading: str, past: str = PASTS[0]) -> Array:
    """Return the moments of the shipped draws of a reading, shape (draws, moments)."""
    file = posterior_file(reading, past)
    return read_moments(file.with_name(f"{file.stem}_moments.parquet"))


def past_of(given: str, past: str = PASTS[0]) -> tuple[float, float]:
    """Return the mean growth just before the survey and the mean share of leavers, a year.

    Of the shipped draws of a conditioning under a form of the past.
    """
    posterior = load_posterior(given, past)
    leavers = shipped_moments(given, past)[:, MOMENTS.index("x2")]
    return float(posterior.weights @ posterior.late_growth), float(posterior.weights @ leavers)


def write_table(
    path: Path, names: Sequence[str], waves: Sequence[tuple[int, Array, Array]]
) -> None:
    """Write points and their moments by number of wave, in single precision.

    Parameters
    ----------
    path : Path
        File.
    names : sequence of str
        Free quantities.
    waves : sequence of (number, points, moments)
        What was simulated.
    """
    columns: dict[str, Any] = {
        "wave": np.concatenate([np.full(len(points), wave, np.int8) for wave, points, _ in waves])
    }
    for at, named in ((1, names), (2, MOMENTS)):
        stacked = np.concatenate([each[at] for each in waves]).astype(np.float32)
        columns |= dict(zip(named, stacked.T, strict=True))
    _write_columns(path, columns)


def read_table(path: Path, wave: int) -> tuple[Array, Array]:
    """Return the points of a wave and their moments; -1 is the last wave."""
    import pyarrow.parquet as pq

    waves = pq.read_table(path, columns=["wave"])["wave"].to_numpy()
    rows = waves == (waves.max() if wave < 0 else wave)
    return _read_columns(path, load_prior().names)[rows], _read_columns(path, MOMENTS)[rows]


def write_jacobian(path: Path, names: Sequence[str], jacobian: Array) -> None:
    """Write a Jacobian, shape (moments, quantities), a column for each quantity."""
    columns = dict(zip(names, jacobian.T, strict=True))
    _write_columns(path, {"moment": np.array(MOMENTS), **columns})


def read_jacobian(path: Path) -> Array:
    """Return a Jacobian, shape (moments, quantities)."""
    return _read_columns(path, load_prior().names)


def content_hash(path: Path) -> str:
    """Return the SHA-256 [hex] of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def kept(path: Path, find: Callable[[], Array]) -> Array:
    """Return an array from its file, or find it and keep it there: it takes minutes."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_arrays(path, {"found": find()})
    return read_arrays(path)["found"]


def hold(path: Path, content: Mapping[str, Any]) -> None:
    """Keep what a folder was begun with, and refuse to go on with anything else.

    Raises
    ------
    DesignChanged
        The folder was begun with something else.
    """
    if not path.exists():
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        return
    before = json.loads(path.read_text(encoding="utf-8"))
    changed = [name for name, value in content.items() if before.get(name) != value]
    if changed:
        raise DesignChanged(
            f"{path.parent}: was begun with other {', '.join(changed)}; "
            "name another folder, or remove this one."
        )


def _write_columns(path: Path, columns: Mapping[str, NDArray[Any]]) -> None:
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
