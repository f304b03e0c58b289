"""Reckon with arrays number by number."""

import math
import operator
from collections.abc import Callable
from typing import Any

from . import kinds
from .kinds import KINDS

__all__ = ["Reckoning"]

_FLOAT, _INT, _BOOL = KINDS["float64"], KINDS["int64"], KINDS["bool"]


class Reckoning:
    """The operators of an array: with a number, or with an array of the same shape."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]
    dtype: kinds.dtype
    shape: tuple[int, ...]

    def ravelled(self) -> list[Any]:
        """Return the numbers in order, the last axis fastest, in a list of their own."""
        raise NotImplementedError

    def _of(self, numbers: list[Any], kind: kinds.dtype) -> Any:
        """Return an array of this shape with other numbers."""
        raise NotImplementedError

    def _with(self, other: Any, work: Callable[[Any, Any], Any], kind: kinds.dtype | None) -> Any:
        ours = self.ravelled()
        if isinstance(other, Reckoning):
            if other.shape != self.shape:
                raise ValueError(f"Shapes {self.shape} and {other.shape} do not fit.")
            theirs = other.ravelled()
            made = [work(one, two) for one, two in zip(ours, theirs, strict=True)]
            kinds = {self.dtype.kind, other.dtype.kind}
        else:
            made = [work(one, other) for one in ours]
            kinds = {self.dtype.kind, "f" if isinstance(other, float) else "i"}
        return self._of(made, kind or (_FLOAT if "f" in kinds else _INT))

    def __add__(self, other: Any) -> Any:
        """Return the sums."""
        return self._with(other, operator.add, None)

    def __sub__(self, other: Any) -> Any:
        """Return the differences."""
        return self._with(other, operator.sub, None)

    def __mul__(self, other: Any) -> Any:
        """Return the products."""
        return self._with(other, operator.mul, None)

    def __truediv__(self, other: Any) -> Any:
        """Return the quotients; what is divided by zero is infinite, or NaN."""
        return self._with(other, _quotient, _FLOAT)

    __radd__, __rmul__ = __add__, __mul__

    def __matmul__(self, other: Any) -> Any:
        """Return the sum of the products, from left to right; both have one axis."""
        return sum((self * other).ravelled())

    def __rsub__(self, other: Any) -> Any:
        """Return the differences, the other way round."""
        return self._with(other, lambda ours, given: given - ours, None)

    def __eq__(self, other: object) -> Any:
        """Return where the numbers are equal."""
        return self._with(other, operator.eq, _BOOL)

    def __ne__(self, other: object) -> Any:
        """Return where the numbers differ."""
        return self._with(other, operator.ne, _BOOL)

    def __lt__(self, other: Any) -> Any:
        """Return where the numbers are smaller."""
        return self._with(other, operator.lt, _BOOL)

    def __le__(self, other: Any) -> Any:
        """Return where the numbers are not larger."""
        return self._with(other, operator.le, _BOOL)

    def __gt__(self, other: Any) -> Any:
        """Return where the numbers are larger."""
        return self._with(other, operator.gt, _BOOL)

    def __ge__(self, other: Any) -> Any:
        """Return where the numbers are not smaller."""
        return self._with(other, operator.ge, _BOOL)

    def __and__(self, other: Any) -> Any:
        """Return where both are true."""
        return self._with(other, lambda one, two: bool(one and two), _BOOL)

    def __or__(self, other: Any) -> Any:
        """Return where one of the two is true."""
        return self._with(other, lambda one, two: bool(one or two), _BOOL)

    def __invert__(self) -> Any:
        """Return where it is not true."""
        return self._of([not one for one in self.ravelled()], _BOOL)

    def __neg__(self) -> Any:
        """Return the numbers with the other sign."""
        return self._of([-one for one in self.ravelled()], self.dtype)


def _quotient(one: float, two: float) -> float:
    if two:
        return one / two
    return math.nan if not one or math.isnan(one) else math.copysign(math.inf, one)
