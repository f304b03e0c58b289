"""Take fields out of a YAML mapping, or say where and how one is wrong."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from community_sim.errors import BadValue, did_you_mean
from community_sim.reading import Document

__all__ = ["Fields", "inside"]


class Fields:
    """The fields of one mapping of a document, which names them in its errors.

    Parameters
    ----------
    document : Document
        The file.
    keys : tuple of str
        Where the mapping stands in it.
    """

    def __init__(self, document: Document, keys: tuple[str, ...] = ()) -> None:
        self.document = document
        self.keys = keys
        values: Any = document.values
        for key in keys:
            values = values[key]
        self.values: Mapping[str, Any] = values

    def where(self, name: str | None = None) -> str:
        """Return "file, line n" of a field, or of the mapping."""
        keys = self.keys if name is None else (*self.keys, name)
        while keys and keys not in self.document.lines:
            keys = keys[:-1]
        return self.document.where(*keys)

    def only(self, known: Sequence[str], owner: str) -> None:
        """Raise BadValue if there is a field of another name."""
        for name in self.values:
            if name not in known:
                raise BadValue(
                    f"{self.where(name)}: '{name}' is not a field of {owner}. "
                    f"{did_you_mean(name, known)}".rstrip()
                )

    def inner(self, name: str) -> "Fields | None":
        """Return the mapping in a field, None where the field is absent or empty."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise BadValue(f"{self.where(name)}: '{name}' must hold 'name: value' lines.")
        return Fields(self.document, (*self.keys, name))

    def text(self, name: str, default: str) -> str:
        """Return a field's text."""
        value = self.values.get(name, default)
        if not isinstance(value, str):
            raise BadValue(f"{self.where(name)}: '{name}' is {value!r}; write text, in quotes.")
        return value

    def choice(self, name: str, choices: Sequence[str]) -> str:
        """Return a field that is one of a few words."""
        value = self.values.get(name)
        if value not in choices:
            raise BadValue(
                f"{self.where(name)}: '{name}' is {value!r}; it must be one of "
                f"{', '.join(choices)}."
            )
        return str(value)

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int:
        """Return a field's whole number."""
        value = self.values.get(name, default)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise BadValue(
                f"{self.where(name)}: '{name}' is {value!r}; it must be a whole number from "
                f"{low:,} to {high:,}."
            )
        return value

    def number(self, name: str, low: float, high: float, default: float) -> float:
        """Return a field's number."""
        value = self.values.get(name, default)
        if not _is_number(value) or not low <= value <= high:
            raise BadValue(
                f"{self.where(name)}: '{name}' is {value!r}; give a number from {low:g} to "
                f"{high:g}."
            )
        return float(value)

    def words(self, name: str, default: Sequence[str]) -> list[str]:
        """Return a field's list of words, none twice."""
        value = self._list(name, list(default))
        if any(not isinstance(item, str) for item in value):
            raise BadValue(f"{self.where(name)}: '{name}' must be a list of words.")
        self._refuse_doubles(name, value)
        return value

    def wholes(self, name: str, low: int, high: int) -> list[int] | None:
        """Return a field's list of whole numbers, none twice; None where it is absent."""
        if name not in self.values:
            return None
        value = self._list(name, [])
        for item in value:
            if isinstance(item, bool) or not isinstance(item, int) or not low <= item <= high:
                raise BadValue(
                    f"{self.where(name)}: '{name}' holds {item!r}; give whole numbers from {low} "
                    f"to {high}."
                )
        self._refuse_doubles(name, value)
        return value

    def scalars(self, name: str) -> list[Any]:
        """Return a field's list of values, none twice."""
        value = self._list(name, None)
        if any(item is None or isinstance(item, list | dict) for item in value):
            raise BadValue(f"{self.where(name)}: '{name}' must be a list of values.")
        self._refuse_doubles(name, value)
        return value

    def span(self, name: str, low: float, high: float) -> tuple[float, float]:
        """Return a field's two numbers, low before high; the given ones where it is empty."""
        value = self.values[name]
        if value is None:
            return low, high
        is_pair = isinstance(value, list) and len(value) == 2 and all(map(_is_number, value))
        if not is_pair or not low <= value[0] < value[1] <= high:
            raise BadValue(
                f"{self.where(name)}: '{name}' is {value!r}; give [low, high] between {low:g} and "
                f"{high:g}, or nothing for that range."
            )
        return float(value[0]), float(value[1])

    def _list(self, name: str, default: list[Any] | None) -> list[Any]:
        value = self.values.get(name)
        value = default if value is None else value
        if not isinstance(value, list) or not value:
            raise BadValue(f"{self.where(name)}: '{name}' must be a list such as [a, b].")
        return value

    def _refuse_doubles(self, name: str, items: list[Any]) -> None:
        for item in items:
            if items.count(item) > 1:
                raise BadValue(f"{self.where(name)}: '{name}' names {item!r} twice; keep one.")


def inside(folder: Path, name: str, where: str) -> Path:
    """Return a file named in a design; it must lie in the design's folder or below it."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise BadValue(f"{where}: '{name}' lies outside the folder of the sweep's file.")
    return path


def _is_number(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value)  # type: ignore[arg-type]
