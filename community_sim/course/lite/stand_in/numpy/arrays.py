"""An array of numbers in plain Python: as much of NumPy's as the model's agent engine uses.

A list of numbers, with the shape and the strides of a view into it.  What is not here says so
when it is asked for, so nothing is ever computed in another way than NumPy would.
"""

import math
from collections.abc import Iterator
from itertools import accumulate, product
from types import GenericAlias
from typing import Any, ClassVar

from .kinds import KINDS, dtype
from .reckoning import Reckoning

__all__ = ["Flags", "asarray", "ndarray"]

_FLOAT, _INT, _BOOL = KINDS["float64"], KINDS["int64"], KINDS["bool"]


class Flags:
    """Whether an array may be written to."""

    writeable = True


class ndarray(Reckoning):  # noqa: N801 - NumPy's name
    """An array, or a view into one.

    Parameters
    ----------
    data : list
        Numbers, shared by all views.
    shape : tuple of int
        Length of each axis.
    kind : dtype
        Kind of the numbers.
    strides : tuple of int, optional
        Steps in `data` from one number to the next on each axis; the last axis is the densest.
    start : int
        Where in `data` the view begins.
    """

    __slots__ = ("_data", "_start", "_strides", "dtype", "flags", "shape")
    __class_getitem__: ClassVar[Any] = classmethod(GenericAlias)

    def __init__(
        self,
        data: list[Any],
        shape: tuple[int, ...],
        kind: dtype,
        *,
        strides: tuple[int, ...] | None = None,
        start: int = 0,
    ) -> None:
        self._data, self.shape, self.dtype, self._start = data, shape, kind, start
        self._strides = _dense(shape) if strides is None else strides
        self.flags = Flags()

    # -- looking ------------------------------------------------------------------------------

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """Number of numbers."""
        return math.prod(self.shape)

    @property
    def T(self) -> "ndarray":  # noqa: N802 - NumPy's name
        """The same numbers with the axes turned round."""
        return self._view(self.shape[::-1], self._strides[::-1], self._start)

    def __len__(self) -> int:
        """Return the length of the first axis."""
        return self.shape[0]

    def __iter__(self) -> Iterator[Any]:
        """Yield numbers, or the views along the first axis."""
        if self.ndim == 1:
            return iter(self.ravelled())
        return (self[i] for i in range(len(self)))

    def __bool__(self) -> bool:
        """Return the truth of a single number."""
        if self.size != 1:
            raise ValueError("The truth of an array with more than one number is not clear.")
        return bool(self.ravelled()[0])

    def __repr__(self) -> str:
        """Return the numbers as nested lists."""
        return f"array({self.tolist()!r})"

    def ravelled(self) -> list[Any]:
        """Return the numbers in order, the last axis fastest, in a list of their own."""
        if self._strides == _dense(self.shape):
            return self._data[self._start : self._start + self.size]
        return [self._data[at] for at in self._places()]

    def tolist(self) -> Any:
        """Return the numbers as nested lists."""
        return self.ravelled() if self.ndim == 1 else [row.tolist() for row in self]

    def _of(self, numbers: list[Any], kind: dtype) -> "ndarray":
        return ndarray(numbers, self.shape, kind)

    def _places(self) -> Iterator[int]:
        steps = [
            range(0, n * s, s) if s and n else range(n)
            for n, s in zip(self.shape, self._strides, strict=True)
        ]
        return (self._start + sum(step) for step in product(*steps))

    def _view(self, shape: tuple[int, ...], strides: tuple[int, ...], start: int) -> "ndarray":
        made = ndarray(self._data, shape, self.dtype, strides=strides, start=start)
        made.flags.writeable = self.flags.writeable
        return made

    # -- reading and writing by position ------------------------------------------------------

    def _place(self, key: tuple[Any, ...]) -> int:
        """Return where one number lies; TypeError where the key is not whole numbers only."""
        at = self._start
        for i, n, s in zip(key, self.shape, self._strides, strict=True):
            if 0 <= i < n:
                at += i * s
            elif -n <= i < 0:
                at += (i + n) * s
            else:
                raise IndexError(f"{i} lies outside an axis of {n}.")
        return at

    def _near(self, key: Any) -> int:
        """Return where a number lies, for the commonest keys, and -1 for any other."""
        shape, strides = self.shape, self._strides
        if type(key) is int and len(shape) == 1 and 0 <= key < shape[0]:
            return self._start + key * strides[0]
        if type(key) is tuple and len(key) == len(shape) == 2:
            row, column = key
            if type(row) is type(column) is int and 0 <= row < shape[0] and 0 <= column < shape[1]:
                return self._start + row * strides[0] + column * strides[1]
        return -1

    def __getitem__(self, key: Any) -> Any:
        """Return a number, a view, or the numbers chosen by an array of positions or of truths."""
        at = self._near(key)
        if at >= 0:
            return self._data[at]
        if type(key) is ndarray or type(key) is list:
            return self._chosen(asarray(key))
        keys = key if type(key) is tuple else (key,)
        if len(keys) == len(self.shape):
            try:
                return self._data[self._place(keys)]
            except TypeError:
                pass  # a slice among the keys
        return self._part(keys)

    def __setitem__(self, key: Any, value: Any) -> None:
        """Write a number, or numbers into a part."""
        if not self.flags.writeable:
            raise ValueError("This array is there to be read.")
        at = self._near(key)
        if at >= 0:
            self._data[at] = self.dtype.type(value)
            return
        if type(key) is ndarray or type(key) is list:
            places = [self._start + row * self._strides[0] for row in self._rows(asarray(key))]
        else:
            keys = key if type(key) is tuple else (key,)
            if len(keys) == len(self.shape):
                try:
                    self._data[self._place(keys)] = self.dtype.type(value)
                except TypeError:
                    pass  # a slice among the keys
                else:
                    return
            places = list(self._part(keys)._places())
        values = value.ravelled() if isinstance(value, ndarray) else [value] * len(places)
        for at, one in zip(places, values, strict=True):
            self._data[at] = self.dtype.type(one)

    def _part(self, keys: tuple[Any, ...]) -> "ndarray":
        """Return the view that whole numbers and slices make."""
        shape, strides, start = [], [], self._start
        keys = (*keys, *[slice(None)] * (self.ndim - len(keys)))
        for key, n, stride in zip(keys, self.shape, self._strides, strict=True):
            if isinstance(key, slice):
                chosen = range(n)[key]
                start += chosen.start * stride if len(chosen) else 0
                shape.append(len(chosen))
                strides.append(chosen.step * stride)
            else:
                start += range(n)[key] * stride
        return self._view(tuple(shape), tuple(strides), start)

    def _rows(self, chosen: "ndarray") -> list[int]:
        """Return the positions on the first axis that an array of truths or positions names."""
        numbers = chosen.ravelled()
        if chosen.dtype is _BOOL:
            if chosen.shape != self.shape[:1]:
                raise IndexError("As many truths as there are rows are needed.")
            return [row for row, is_in in enumerate(numbers) if is_in]
        return [range(len(self))[row] for row in numbers]

    def _chosen(self, chosen: "ndarray") -> "ndarray":
        rows = self._rows(chosen)
        if self.ndim == 1:
            start, step, data = self._start, self._strides[0], self._data
            return ndarray([data[start + row * step] for row in rows], (len(rows),), self.dtype)
        flat = [number for row in rows for number in self[row].ravelled()]
        return ndarray(flat, (len(rows), *self.shape[1:]), self.dtype)

    # -- making others of it ------------------------------------------------------------------

    def copy(self) -> "ndarray":
        """Return the same numbers in an array of their own."""
        return ndarray(self.ravelled(), self.shape, self.dtype)

    def view(self) -> "ndarray":
        """Return the same numbers, seen through another array."""
        return self._view(self.shape, self._strides, self._start)

    def ravel(self) -> "ndarray":
        """Return the numbers along one axis."""
        return ndarray(self.ravelled(), (self.size,), self.dtype)

    def astype(self, kind: Any, *, casting: str = "unsafe", copy: bool = True) -> "ndarray":
        """Return the numbers as another kind; TypeError where `same_kind` would lose the point."""
        wanted = dtype(kind)
        if casting == "same_kind" and "bif".index(self.dtype.kind) > "bif".index(wanted.kind):
            raise TypeError(f"{self.dtype} cannot be stored as {wanted}.")
        if wanted is self.dtype and not copy:
            return self
        return ndarray([wanted.type(number) for number in self.ravelled()], self.shape, wanted)

    def tobytes(self) -> bytes:
        """Return the numbers as bytes, the lowest byte of each first."""
        return self.dtype.written(self.ravelled())

    def setflags(self, *, write: bool) -> None:
        """Say whether the array may be written to."""
        self.flags.writeable = write

    def cumsum(self) -> "ndarray":
        """Return the running sums, from left to right."""
        return ndarray(list(accumulate(self.ravelled())), (self.size,), self.dtype)

    # -- looking at all of it -----------------------------------------------------------------

    def sum(self) -> Any:
        """Return the sum, from left to right."""
        return sum(self.ravelled())

    def mean(self) -> float:
        """Return the mean; NaN of nothing."""
        return float(self.sum()) / self.size if self.size else math.nan

    def max(self) -> Any:
        """Return the largest number."""
        return max(self.ravelled())

    def min(self) -> Any:
        """Return the smallest number."""
        return min(self.ravelled())

    def any(self) -> bool:
        """Return whether one is not zero."""
        return any(self.ravelled())

    def all(self) -> bool:
        """Return whether none is zero."""
        return all(self.ravelled())


def asarray(given: Any, kind: Any = None) -> ndarray:
    """Return numbers in nested lists, tuples or arrays as an array."""
    wanted = None if kind is None else dtype(kind)
    if isinstance(given, ndarray):
        return given if wanted in (None, given.dtype) else given.astype(wanted)
    flat, shape = _flattened(given)
    if wanted is None:
        wanted = _INT if flat else _FLOAT
        if any(isinstance(number, float) for number in flat):
            wanted = _FLOAT
        elif flat and all(isinstance(number, bool) for number in flat):
            wanted = _BOOL
    return ndarray([wanted.type(number) for number in flat], shape, wanted)


def _flattened(given: Any) -> tuple[list[Any], tuple[int, ...]]:
    if isinstance(given, ndarray):
        return given.ravelled(), given.shape
    if not isinstance(given, list | tuple | range):
        return [given], ()
    parts = [_flattened(part) for part in given]
    shapes = {shape for _, shape in parts} or {()}
    if len(shapes) > 1:
        raise ValueError("The rows of an array must have one length.")
    return [number for numbers, _ in parts for number in numbers], (len(parts), *shapes.pop())


def _dense(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the strides of numbers that lie side by side."""
    strides, step = [], 1
    for length in reversed(shape):
        strides.append(step)
        step *= length
    return tuple(reversed(strides))
