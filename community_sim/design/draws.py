"""Read the points of a design: grids, samples and files of parameter draws, all combined."""

import itertools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from community_sim.design.design import Draw
from community_sim.design.fields import Fields, inside
from community_sim.design.sampling import METHODS, points_of, sample
from community_sim.errors import BadValue, CommunitySimError, UnreadableFile
from community_sim.parameters import load_parameters, parameter_info, with_values
from community_sim.policy import LeverValue, checked, levers, unknown_lever
from community_sim.reading import number, read_table

__all__ = ["read_draws"]

MOST_DRAWS = 100_000
LARGEST_FILE = 200_000_000
"""Largest Parquet file of draws that is read [bytes]."""

_Axis = tuple[Draw, ...]


def read_draws(fields: Fields, folder: Path) -> tuple[Draw, ...]:
    """Return every combination of the grid's, the sample's and the file's points.

    Parameters
    ----------
    fields : Fields
        The design.
    folder : Path
        Folder of the design, in which its files lie.
    """
    axes = [*_grid(fields), _sample(fields), _file(fields, folder)]
    total = 1
    for axis in axes:
        total *= len(axis)
    if total > MOST_DRAWS:
        raise BadValue(
            f"{fields.where()}: grid, sample and draws make {total:,} combinations; "
            f"at most {MOST_DRAWS:,} are run."
        )
    draws = tuple(_joined(points) for points in itertools.product(*axes))
    for draw in draws[:1]:
        _refuse_doubles(draw)
    return draws


def _joined(points: tuple[Draw, ...]) -> Draw:
    if len(points) == 1:
        return points[0]
    where = [point.where for point in points if point.where]
    return Draw(
        tuple(pair for point in points for pair in point.levers),
        tuple(pair for point in points for pair in point.parameters),
        where[-1] if where else "",
    )


def _refuse_doubles(draw: Draw) -> None:
    names = [name for name, _ in (*draw.levers, *draw.parameters)]
    for name in names:
        if names.count(name) > 1:
            raise BadValue(
                f"{draw.where}: '{name}' is set by two of grid, sample and draws; keep one."
            )


def _grid(fields: Fields) -> list[_Axis]:
    """Return one axis for each lever and parameter of the grid."""
    grid = fields.inner("grid")
    if grid is None:
        return []
    grid.only(("levers", "parameters"), "grid")
    axes: list[_Axis] = []
    for name, inner in _entries(grid, "levers"):
        where = inner.where(name)
        found = [_lever_value(name, value, where) for value in inner.scalars(name)]
        axes.append(tuple(Draw(levers=((name, value),), where=where) for value in found))
    for name, inner in _entries(grid, "parameters"):
        where = inner.where(name)
        facts = [_parameter_value(name, value, where) for value in inner.scalars(name)]
        axes.append(tuple(Draw(parameters=((name, value),), where=where) for value in facts))
    return axes


def _entries(fields: Fields, kind: str) -> list[tuple[str, Fields]]:
    """Return the names in a mapping, each with the mapping."""
    inner = fields.inner(kind)
    return [] if inner is None else [(name, inner) for name in inner.values]


def _lever_value(name: str, value: Any, where: str) -> LeverValue:
    if name not in levers():
        raise unknown_lever(name, where)
    return checked(name, value, where)


def _parameter_value(name: str, value: Any, where: str) -> float:
    checked_all = with_values(load_parameters(), {name: value}, where)
    made: float = getattr(checked_all, name)
    return made


def _sample(fields: Fields) -> _Axis:
    inner = fields.inner("sample")
    if inner is None:
        return (Draw(),)
    inner.only(("method", "size", "seed", "levers", "parameters"), "sample")
    method = inner.choice("method", METHODS)
    size = inner.whole("size", 1, MOST_DRAWS)
    seed = inner.whole("seed", 1, 2**31 - 1, 1)
    if method != "latin_hypercube" and size & (size - 1):
        raise BadValue(
            f"{inner.where('size')}: 'size' is {size}; with '{method}' it must be a power of two."
        )
    names, ranges = _ranges(inner)
    if points_of(method, size, len(names)) > MOST_DRAWS:
        raise BadValue(f"{inner.where('size')}: more than {MOST_DRAWS:,} points; lower 'size'.")
    points = sample(method, size, list(ranges.values()), seed=seed)
    where = inner.where()
    return tuple(_point(names, [float(x) for x in point], where) for point in points)


def _ranges(inner: Fields) -> tuple[list[tuple[str, str]], dict[str, tuple[float, float]]]:
    """Return (kind, name) and range of every sampled lever and parameter."""
    names: list[tuple[str, str]] = []
    ranges: dict[str, tuple[float, float]] = {}
    bounds: tuple[tuple[str, Callable[[str, str], tuple[float, float]]], ...] = (
        ("levers", _lever_range),
        ("parameters", _parameter_range),
    )
    for kind, range_of in bounds:
        for name, sampled in _entries(inner, kind):
            low, high = range_of(name, sampled.where(name))
            names.append((kind, name))
            ranges[name] = sampled.span(name, low, high)
    if not names:
        raise BadValue(
            f"{inner.where()}: 'sample' names neither 'levers' nor 'parameters' to sample."
        )
    return names, ranges


def _lever_range(name: str, where: str) -> tuple[float, float]:
    if name not in levers():
        raise unknown_lever(name, where)
    lever = levers()[name]
    if lever.low is None or lever.high is None:
        raise BadValue(f"{where}: '{name}' is not a number; put its values into 'grid'.")
    return lever.low, lever.high


def _parameter_range(name: str, where: str) -> tuple[float, float]:
    with_values(load_parameters(), {name: getattr(load_parameters(), name, 0.0)}, where)
    info = parameter_info()[name]
    return info.low, info.high


def _point(names: list[tuple[str, str]], point: list[float], where: str) -> Draw:
    """Return a sampled point; a lever that counts is rounded to a whole number."""
    chosen: dict[str, list[tuple[str, Any]]] = {"levers": [], "parameters": []}
    for (kind, name), value in zip(names, point, strict=True):
        is_count = kind == "levers" and levers()[name].kind is int
        chosen[kind].append((name, round(value) if is_count else value))
    return Draw(tuple(chosen["levers"]), tuple(chosen["parameters"]), where)


def _file(fields: Fields, folder: Path) -> _Axis:
    """Return the draws of a CSV or Parquet file: a column per parameter, a row per draw."""
    name = fields.text("draws", "")
    if not name:
        return (Draw(),)
    where = fields.where("draws")
    path = inside(folder, name, where)
    rows = _parquet(path, name) if path.suffix == ".parquet" else _csv(path, name)
    if not 0 < len(rows) <= MOST_DRAWS:
        raise BadValue(f"{where}: '{name}' has {len(rows):,} draws; give 1 to {MOST_DRAWS:,}.")
    default = load_parameters()
    for at, row in rows.items():
        with_values(default, row, at)
    return tuple(Draw(parameters=tuple(row.items()), where=at) for at, row in rows.items())


def _csv(path: Path, name: str) -> dict[str, Mapping[str, float]]:
    try:
        table = read_table(path)
    except CommunitySimError as error:
        raise type(error)(str(error).replace(str(path), name)) from error
    rows: dict[str, Mapping[str, float]] = {}
    for row in table:
        at = f"{name}, line {row.pop('line')}"
        rows[at] = {column: number(text, at, column) for column, text in row.items()}
    return rows


def _parquet(path: Path, name: str) -> dict[str, Mapping[str, float]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableFile(f"{name}: more than {LARGEST_FILE:,} bytes are not read.")
        file = pq.ParquetFile(path)
        if file.metadata.num_rows > MOST_DRAWS:
            raise UnreadableFile(f"{name}: more than {MOST_DRAWS:,} draws are not read.")
        table = file.read()
    except (OSError, pa.ArrowException) as error:
        raise UnreadableFile(f"{name}: this is not a readable Parquet file.") from error
    return {f"{name}, row {at}": row for at, row in enumerate(table.to_pylist(), start=1)}
