"""The catalogue of levers: what a policymaker sets, one row each in `data/levers.csv`."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from community_sim.catalogue import COLUMNS, in_shipped_order, read_rows
from community_sim.errors import BadValue, UnknownLever, at, nearest
from community_sim.reading import number
from community_sim.words import unit_words

__all__ = [
    "FILE",
    "STRICT",
    "Lever",
    "LeverValue",
    "at",
    "checked",
    "levers",
    "type_of",
    "unknown_lever",
]

LeverValue = float | int | bool | str

FILE = "levers.csv"
STRICT = ConfigDict(strict=True, allow_inf_nan=False)
"""How values are checked: true is no number, and neither is '0.8'."""

_KINDS: Mapping[str, type] = {"number": float, "whole number": int, "yes or no": bool}


@dataclass(frozen=True)
class Lever:
    """What a lever is.

    Attributes
    ----------
    name : str
        Group and name, as in `pay.coefficient_principal`.
    default : float, int, bool or str, optional
        What holds where no place states it; None for a lever that a place has to state.
    low, high : float, optional
        Range; None where the lever is not a number.
    unit, label_en, label_zh : str
        Unit and names for people.
    report, figures, note : str
        Report section, figure ids, and where the default comes from, or kaifu's value where
        there is none.
    kind : type
        float, int, bool, or str for a choice of names.
    status : str
        reported, derived, assumed or calibrated.
    choices : tuple of str
        Names to choose from; a rule reads the number of the chosen one, from 0.
    """

    name: str
    default: LeverValue | None
    low: float | None
    high: float | None
    unit: str
    label_en: str
    label_zh: str
    report: str
    figures: str
    note: str
    kind: type
    status: str
    choices: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """Where its value comes from, in a sentence."""
        return self.note

    @property
    def source(self) -> str:
        """Report section that speaks of it, and the figures that its default rests on."""
        return f"{self.report} {self.figures}".strip()

    def label(self, lang: str = "en") -> str:
        """Return the name for people, in English or Chinese."""
        return self.label_zh if lang == "zh" else self.label_en

    def shown_unit(self, lang: str = "en") -> str:
        """Return the unit in English or Chinese."""
        return unit_words(self.unit, lang)


@functools.cache
def levers() -> Mapping[str, Lever]:
    """Return every lever by its full name, in the order of `data/levers.csv`.

    Raises
    ------
    UnreadableFile, BadValue, UnknownLever
        The table is malformed, or a value lies outside its range.
    """
    found = {
        row["name"]: _lever(row, where)
        for row, where in read_rows(FILE, (*COLUMNS, "report", "kind"))
    }
    return in_shipped_order(found, FILE, "lever", missing=UnknownLever, unknown=_not_shipped)


def _lever(row: Mapping[str, str], where: str) -> Lever:
    kind, choices = _kind(row, where)
    low = high = None
    if kind in (float, int):
        low, high = (number(row[column], where, column) for column in ("low", "high"))
    elif row["low"] or row["high"]:
        raise BadValue(f"{where}: '{row['name']}' is no number; leave 'low' and 'high' empty.")
    lever = Lever(
        row["name"], None, low, high, row["unit"], row["label_en"], row["label_zh"],
        row["report"], row["figures"], row["note"], kind, row["status"], choices,
    )  # fmt: skip
    return replace(lever, default=_default(lever, row["value"], where))


def _kind(row: Mapping[str, str], where: str) -> tuple[type, tuple[str, ...]]:
    """Return the type of a lever's values, and the names to choose from where it has such."""
    written = row["kind"]
    if written in _KINDS:
        return _KINDS[written], ()
    choices = tuple(written.split("|"))
    if len(choices) < 2 or not all(choices):
        raise BadValue(
            f"{where}: the kind of '{row['name']}' is {written!r}; it must be "
            f"{', '.join(_KINDS)}, or names such as funded|office|headcount."
        )
    return str, choices


def _default(lever: Lever, written: str, where: str) -> LeverValue | None:
    """Return the value that a row gives, in the lever's own type; None where it gives none."""
    if not written:
        return None
    value: object = written
    if lever.kind is bool and written in ("yes", "no"):
        value = written == "yes"
    elif lever.kind in (float, int):
        value = number(written, where, "value")
    return _in_kind(lever, value, where)


def _not_shipped(name: str, where: str) -> UnknownLever:
    return UnknownLever(f"{where}: '{name}' is a lever that no rule reads; remove the row.")


def type_of(lever: Lever) -> Any:
    """Return the type that a lever's values are checked against: strict, and with its range."""
    kind = Literal[lever.choices] if lever.choices else lever.kind
    return Annotated[kind, Field(ge=lever.low, le=lever.high)]


def checked(lever: str, value: object, where: str = "") -> LeverValue:
    """Return a lever's value in its own type.

    Raises
    ------
    BadValue
        The value has the wrong type or is out of range; the message says where.
    """
    return _in_kind(levers()[lever], value, where)


def _in_kind(lever: Lever, value: object, where: str) -> LeverValue:
    if lever.kind is int and isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        made: LeverValue = _checker(lever).validate_python(value)
    except ValidationError as error:
        raise BadValue(_complaint(lever, value, where)) from error
    return made


@functools.cache
def _checker(lever: Lever) -> "TypeAdapter[Any]":
    return TypeAdapter(type_of(lever), config=STRICT)


def unknown_lever(name: str, where: str = "") -> UnknownLever:
    """Return the error for a name that is no lever, with the nearest one and its group."""
    known = list(levers())
    match = nearest(name, known)
    group = name.split(".", maxsplit=1)[0]
    advice = f"Did you mean '{match}'? " if match else ""
    groups = list(dict.fromkeys(lever.split(".", maxsplit=1)[0] for lever in known))
    if group in groups:
        listed = ", ".join(lever for lever in known if lever.startswith(f"{group}."))
        advice += f"The {group} levers are: {listed}."
    else:
        advice += f"The groups are: {', '.join(groups)}."
    return UnknownLever(f"{at(where)}'{name}' is not a lever. {advice}")


def _complaint(lever: Lever, value: object, where: str) -> str:
    if lever.kind is bool:
        right = "true or false"
    elif lever.choices:
        right = ", ".join(lever.choices)
    else:
        kind = "a whole number" if lever.kind is int else "a number"
        right = f"{kind} from {lever.low:g} to {lever.high:g} ({lever.unit})"
    return f"{at(where)}'{lever.name}' is {value!r}; it must be {right}."
