"""Names for hints of arrays."""

from types import GenericAlias
from typing import Any

from .arrays import ndarray

__all__ = ["ArrayLike", "NDArray"]

ArrayLike = Any


class NDArray:
    """An array of some kind of number, in hints."""

    def __class_getitem__(cls, kind: Any) -> GenericAlias:
        """Return the hint for an array of this kind."""
        return GenericAlias(ndarray, (Any, kind))
