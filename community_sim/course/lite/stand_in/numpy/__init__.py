"""A small NumPy in plain Python, for a browser that has none.

No build of NumPy for the browser is to be had from a package registry.  The agent engine uses
little of it: columns, masks, and the tables of careers.  That much is here, under NumPy's names, so
that the engine, its rules and Mesa run as they are.  Everything else says that it is missing.
"""

import math
from bisect import bisect_left, bisect_right
from typing import Any

from . import random, typing
from .arrays import asarray, ndarray
from .kinds import (
    KINDS,
    bool_,
    dtype,
    float64,
    floating,
    int16,
    int32,
    int64,
    integer,
)
from .missing import missing

__all__ = [
    "abs", "any", "arange", "argsort", "array", "array_equal", "asarray", "bincount", "bool_",
    "concatenate", "count_nonzero", "diff", "dtype", "empty", "empty_like", "flatnonzero",
    "float64", "floating", "full", "inf", "int16", "int32", "int64", "integer", "isin", "isnan",
    "minimum", "nan", "ndarray", "ones", "random", "searchsorted", "sum", "typing", "unique",
    "zeros",
]  # fmt: skip

__version__ = "0+browser"
nan, inf = math.nan, math.inf
_builtin_abs, _builtin_sum, _builtin_any, _kind = abs, sum, any, dtype
_FLOAT, _INT, _BOOL = KINDS["float64"], KINDS["int64"], KINDS["bool"]


def __getattr__(name: str) -> Any:
    """Return what says, when it is called, that it is not here.

    Mesa names some things of NumPy when it is imported, and never calls them in a run.
    """
    if name.startswith("__"):
        raise AttributeError(name)
    return missing(f"numpy.{name}")


# -- making arrays ------------------------------------------------------------------------------


def array(given: Any, dtype: Any = None) -> ndarray:
    """Return numbers as an array of their own."""
    return asarray(given, dtype).copy()


def full(shape: Any, value: Any, dtype: Any = None) -> ndarray:
    """Return an array that holds one number everywhere."""
    lengths = tuple(shape) if isinstance(shape, tuple | list) else (int(shape),)
    kind = asarray([value]).dtype if dtype is None else _kind(dtype)
    return ndarray([kind.type(value)] * math.prod(lengths), lengths, kind)


def zeros(shape: Any, dtype: Any = float) -> ndarray:
    """Return an array of zeros."""
    return full(shape, 0, dtype)


def ones(shape: Any, dtype: Any = float) -> ndarray:
    """Return an array of ones."""
    return full(shape, 1, dtype)


empty = zeros


def empty_like(given: ndarray) -> ndarray:
    """Return an array of the same shape and kind."""
    return zeros(given.shape, given.dtype)


def arange(*bounds: int) -> ndarray:
    """Return whole numbers in a row."""
    return asarray(range(*bounds), _INT)


def concatenate(parts: Any) -> ndarray:
    """Return arrays of one axis, one behind the other."""
    arrays = [asarray(part) for part in parts]
    kind = _FLOAT if _builtin_any(each.dtype is _FLOAT for each in arrays) else arrays[0].dtype
    numbers = [kind.type(number) for each in arrays for number in each.ravelled()]
    return ndarray(numbers, (len(numbers),), kind)


# -- looking for numbers ------------------------------------------------------------------------


def flatnonzero(given: Any) -> ndarray:
    """Return the positions of what is not zero."""
    return asarray([at for at, one in enumerate(asarray(given).ravelled()) if one], _INT)


def count_nonzero(given: Any) -> int:
    """Return how many are not zero."""
    return _builtin_sum(1 for one in asarray(given).ravelled() if one)


def searchsorted(numbers: Any, wanted: Any, side: str = "left") -> Any:
    """Return where a number, or each of some, belongs among sorted ones."""
    find = bisect_left if side == "left" else bisect_right
    row = asarray(numbers).ravelled()
    if isinstance(wanted, ndarray | list):
        return asarray([find(row, one) for one in asarray(wanted).ravelled()], _INT)
    return find(row, wanted)


def argsort(given: ndarray, *, kind: str = "stable") -> ndarray:
    """Return the positions in the order of the numbers; equal ones stay in order."""
    assert kind == "stable", "the small NumPy sorts stably"  # noqa: S101 - a contract
    numbers = given.ravelled()
    return asarray(sorted(range(len(numbers)), key=numbers.__getitem__), _INT)


def unique(given: ndarray, *, return_counts: bool = False) -> Any:
    """Return the distinct numbers in order, and how often each stands there."""
    counts: dict[Any, int] = {}
    for number in sorted(given.ravelled()):
        counts[number] = counts.get(number, 0) + 1
    distinct = asarray(list(counts), given.dtype)
    return (distinct, asarray(list(counts.values()), _INT)) if return_counts else distinct


def isin(given: ndarray, wanted: Any) -> ndarray:
    """Return where a number is one of those wanted."""
    among = set(asarray(wanted).ravelled())
    return ndarray([one in among for one in given.ravelled()], given.shape, _BOOL)


def isnan(given: ndarray) -> ndarray:
    """Return where a number is undefined."""
    return ndarray([math.isnan(one) for one in given.ravelled()], given.shape, _BOOL)


# -- reckoning ----------------------------------------------------------------------------------


def bincount(given: Any, weights: Any = None, minlength: int = 0) -> ndarray:
    """Return how often each whole number from zero stands there, or the sums of its weights."""
    numbers = asarray(given).ravelled()
    kind = _INT if weights is None else _FLOAT
    added = [1] * len(numbers) if weights is None else asarray(weights).ravelled()
    counts = [kind.type(0)] * max(minlength, max(numbers, default=-1) + 1)
    for number, weight in zip(numbers, added, strict=True):
        counts[range(len(counts))[number]] += weight
    return ndarray(counts, (len(counts),), kind)


def diff(given: ndarray) -> ndarray:
    """Return the steps from each number to the next."""
    steps: ndarray = given[1:] - given[:-1]
    return steps


def minimum(given: ndarray, other: Any) -> ndarray:
    """Return the smaller of the number here and another."""
    return ndarray([min(one, other) for one in given.ravelled()], given.shape, given.dtype)


def abs(given: ndarray) -> ndarray:
    """Return the numbers without their sign."""
    return ndarray([_builtin_abs(one) for one in given.ravelled()], given.shape, given.dtype)


def sum(given: Any, axis: int | None = None) -> Any:
    """Return the sum of all, or number by number over the rows (axis 0)."""
    if axis is None:
        return asarray(given).sum()
    assert axis == 0, "the small NumPy sums over rows"  # noqa: S101 - a contract
    first, *others = [asarray(row) for row in given]
    total = first.copy()
    for row in others:
        total = total + row
    return total


def any(given: Any) -> bool:
    """Return whether one is not zero."""
    return bool(asarray(given).any())


def array_equal(one: Any, two: Any) -> bool:
    """Return whether shape and numbers are the same."""
    first, second = asarray(one), asarray(two)
    return bool(first.shape == second.shape and first.ravelled() == second.ravelled())
