"""Facts about the world: each parameter with its value, range, status and source."""

import functools
import re
from collections import namedtuple
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community_sim.catalogue import COLUMNS, in_shipped_order, read_rows, shipped_names
from community_sim.errors import BadValue, UnknownParameter, at, did_you_mean
from community_sim.reading import number
from community_sim.words import JUDGEMENT, source_words, unit_words

if TYPE_CHECKING:
    from community_sim.catalogue import Record

__all__ = ["ParameterInfo", "Parameters", "load_parameters", "parameter_info", "with_values"]

_FILE = "parameters.csv"
_COLUMNS = (*COLUMNS, "source", "year")
_YEARS = re.compile(r"[12][0-9]{3}(-[12][0-9]{3})?")

if TYPE_CHECKING:

    class Parameters(Record):
        """All parameters as plain numbers: one field for each row of `data/parameters.csv`.

        `parameter_info()` says what each is, in which unit, and where it comes from.
        """

else:
    Parameters = namedtuple("Parameters", shipped_names(_FILE))  # noqa: PYI024 - made of the rows


@dataclass(frozen=True)
class ParameterInfo:
    """What is known of a parameter.

    Attributes
    ----------
    name, unit : str
        Its name in code, and its unit.
    value, low, high : float
        Default and range.
    status : str
        reported, derived, assumed or calibrated.
    figures : tuple of str
        Report figures it rests on.
    note : str
        Where it comes from, in a sentence.
    label_en, label_zh : str
        Its name for people.
    basis : str
        Who says an assumed value: a paper, a rule, a statistic, or `judgement`; empty for others.
    basis_year : str
        Year or years that the basis speaks of; empty for a judgement.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    status: str
    figures: tuple[str, ...]
    note: str
    label_en: str
    label_zh: str
    basis: str
    basis_year: str

    @property
    def is_judgement(self) -> bool:
        """Whether the makers of the model guessed the value themselves."""
        return self.basis == JUDGEMENT

    @property
    def is_informed_by_reports(self) -> bool:
        """Whether a figure of the reports speaks of it, directly or through the fit."""
        return self.status == "calibrated" or bool(self.figures)

    @property
    def about(self) -> str:
        """Where it comes from, in a sentence."""
        return self.note

    @property
    def source(self) -> str:
        """Report figures it rests on."""
        return " ".join(self.figures)

    def shown_basis(self, lang: str = "en") -> str:
        """Return who says an assumed value and of which year, in English or Chinese."""
        return source_words(self.basis, self.basis_year, lang)

    def label(self, lang: str = "en") -> str:
        """Return the name for people, in English or Chinese."""
        return self.label_zh if lang == "zh" else self.label_en

    def shown_unit(self, lang: str = "en") -> str:
        """Return the unit in English or Chinese."""
        return unit_words(self.unit, lang)


@functools.cache
def parameter_info() -> Mapping[str, ParameterInfo]:
    """Return what is known of every parameter, by name.

    Raises
    ------
    UnreadableFile, BadValue
        The table is malformed, names an unknown status, a value lies outside its range, or an
        assumed one does not say who says so.
    """
    infos = {row["name"]: _info(row, where) for row, where in read_rows(_FILE, _COLUMNS)}
    return in_shipped_order(infos, _FILE, "parameter", missing=UnknownParameter, unknown=_unknown)


def _info(row: Mapping[str, str], where: str) -> ParameterInfo:
    name = row["name"]
    value, low, high = (number(row[column], where, column) for column in ("value", "low", "high"))
    if not low <= value <= high:
        raise BadValue(
            f"{where}: the value of '{name}', {value:g}, lies outside {low:g} to {high:g}."
        )
    return ParameterInfo(
        name, value, low, high, row["unit"], row["status"], tuple(row["figures"].split()),
        row["note"], row["label_en"], row["label_zh"], *_basis(row, where),
    )  # fmt: skip


def _basis(row: Mapping[str, str], where: str) -> tuple[str, str]:
    """Return who says an assumed value and of which year, or say what is wrong with the row."""
    name, source, year = row["name"], row["source"].strip(), row["year"].strip()
    if row["status"] != "assumed":
        if source or year:
            raise BadValue(
                f"{where}: '{name}' is {row['status']}, not assumed; leave 'source' and 'year' "
                "empty."
            )
        return "", ""
    if not source:
        raise BadValue(
            f"{where}: '{name}' is assumed, and 'source' is empty; name who says so, or write "
            f"{JUDGEMENT}."
        )
    if source == JUDGEMENT and year:
        raise BadValue(f"{where}: '{name}' is a {JUDGEMENT}; leave 'year' empty.")
    if source != JUDGEMENT and not _YEARS.fullmatch(year):
        raise BadValue(
            f"{where}: 'year' of '{name}' is {year!r}; write the year of its source, such as "
            f"2014 or 2009-2012, or write {JUDGEMENT} as the source."
        )
    return source, year


def load_parameters() -> Parameters:
    """Return the default parameters."""
    infos = parameter_info()
    return Parameters(*(info.value for info in infos.values()))


def with_values(parameters: Parameters, values: Mapping[str, float], where: str = "") -> Parameters:
    """Return parameters with some values changed.

    Raises
    ------
    UnknownParameter
        No parameter has the name.
    BadValue
        Not a finite number, or outside the parameter's range.
    """
    infos = parameter_info()
    for name, value in values.items():
        if name not in infos:
            raise _unknown(name, where)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadValue(f"{at(where)}'{name}' is {value!r}; give a number.")
        if not infos[name].low <= value <= infos[name].high:
            raise BadValue(
                f"{at(where)}'{name}' is {value!r} {infos[name].unit}; it must lie between "
                f"{infos[name].low:g} and {infos[name].high:g}."
            )
    return parameters._replace(**{name: float(value) for name, value in values.items()})


def _unknown(name: str, where: str) -> UnknownParameter:
    return UnknownParameter(
        f"{at(where)}'{name}' is not a parameter. {did_you_mean(name, Parameters._fields)}"
    )
