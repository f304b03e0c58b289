"""The kinds of numbers that an array of the small NumPy can hold."""

import struct
from types import GenericAlias
from typing import Any, ClassVar

__all__ = ["KINDS", "bool_", "dtype", "float64", "floating", "int16", "int32", "int64", "integer"]


class floating(float):  # noqa: N801 - NumPy's name
    """Stand for NumPy's numbers with a point; arrays give plain floats."""


class integer(int):  # noqa: N801 - NumPy's name
    """Stand for NumPy's whole numbers; arrays give plain ints."""


class float64(floating):  # noqa: N801 - NumPy's name
    """Name the kind of 64-bit numbers with a point."""


class int64(integer):  # noqa: N801 - NumPy's name
    """Name the kind of 64-bit whole numbers."""


class int32(integer):  # noqa: N801 - NumPy's name
    """Name the kind of 32-bit whole numbers."""


class int16(integer):  # noqa: N801 - NumPy's name
    """Name the kind of 16-bit whole numbers."""


class bool_(integer):  # noqa: N801 - NumPy's name
    """Name the kind of truth values."""


class dtype:  # noqa: N801 - NumPy's name
    """How the numbers of an array are stored: one object for each kind.

    Attributes
    ----------
    name, kind : str
        As in NumPy: `float64` and `f`.
    itemsize : int
        Size of a number when written out [bytes].
    type : callable
        Makes a plain Python number of this kind.
    """

    name: str
    kind: str
    itemsize: int
    type: Any
    _code: str
    __class_getitem__: ClassVar[Any] = classmethod(GenericAlias)

    def __new__(cls, asked: Any) -> "dtype":  # noqa: PYI034 - one object for each kind
        """Return the kind of this name, type or kind."""
        if isinstance(asked, dtype):
            return asked
        name = asked if isinstance(asked, str) else asked.__name__
        if name not in KINDS:
            raise TypeError(f"The small NumPy holds {', '.join(sorted(set(KINDS)))}, not {asked}.")
        return KINDS[name]

    def __init__(self, asked: Any) -> None:
        """Leave what `__new__` found as it is."""

    @classmethod
    def made(cls, name: str, code: str, make: Any) -> "dtype":
        """Return a new kind; done once for each."""
        self = object.__new__(cls)
        self.name, self._code, self.type = name, code, make
        self.kind = {"d": "f", "?": "b"}.get(code, "i")
        self.itemsize = struct.calcsize(f"<{code}")
        return self

    def newbyteorder(self, order: str = "<") -> "dtype":
        """Return the same kind; numbers are always written with the lowest byte first."""
        assert order == "<", "the small NumPy writes the lowest byte first"  # noqa: S101 - a contract
        return self

    def written(self, values: list[Any]) -> bytes:
        """Return numbers as bytes, the lowest byte of each first."""
        return struct.pack(f"<{len(values)}{self._code}", *values)

    def __repr__(self) -> str:
        """Return the kind as NumPy writes it."""
        return f"dtype('{self.name}')"

    __str__ = __repr__


KINDS: dict[str, dtype] = {
    "float64": dtype.made("float64", "d", float),
    "int64": dtype.made("int64", "q", int),
    "int32": dtype.made("int32", "i", int),
    "int16": dtype.made("int16", "h", int),
    "bool": dtype.made("bool", "?", bool),
}
KINDS |= {"float": KINDS["float64"], "int": KINDS["int64"], "bool_": KINDS["bool"]}
