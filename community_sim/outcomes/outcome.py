"""Describe an outcome: a measure on a trajectory, with its formula and its unit."""

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from community_sim.outcomes.window import Window

__all__ = ["UNDEFINED", "Outcome", "Unit"]

UNDEFINED = "–"  # shown where a number does not exist
_MINUS = "\u2212"


class Unit(StrEnum):
    """Name the unit an outcome is stored in."""

    SHARE = "share"
    PROBABILITY_ANNUAL = "exits per person-year"
    PEOPLE = "people"
    PEOPLE_ANNUAL = "people a year"
    APPLICANTS = "applicants per opening"
    ABILITY = "ability SD"
    TASTE = "taste SD"
    RATIO = "ratio"
    MONEY = "CNY a year per community"
    CADRE_YEARS = "cadre-years a year per community"
    HOURS = "hours a year per community"
    CAPACITY = "hours a year per 1,000 households"
    EXITS = "exits a year per community"
    MONEY_PER_EXIT = "CNY per exit avoided"
    MONEY_PER_CADRE_YEAR = "CNY per cadre-year"
    MONEY_PER_HOUR = "CNY per service hour"


# What a reader sees: English and Chinese.  Shares and yearly rates are shown in percent.
_SHOWN: dict[Unit, tuple[str, str]] = {
    Unit.SHARE: ("%", "%"),
    Unit.PROBABILITY_ANNUAL: ("% a year", "%/年"),
    Unit.PEOPLE: ("people", "人"),
    Unit.PEOPLE_ANNUAL: ("people a year", "人/年"),
    Unit.APPLICANTS: ("applicants per opening", "人/岗"),
    Unit.ABILITY: ("ability SD", "能力标准差"),
    Unit.TASTE: ("taste SD", "偏好标准差"),
    Unit.RATIO: ("ratio", "比值"),
    Unit.MONEY: ("CNY a year per community", "元/年·社区"),
    Unit.CADRE_YEARS: ("cadre-years a year per community", "人年/年·社区"),
    Unit.HOURS: ("hours a year per community", "小时/年·社区"),
    Unit.CAPACITY: ("hours a year per 1,000 households", "小时/年·千户"),
    Unit.EXITS: ("exits a year per community", "人次/年·社区"),
    Unit.MONEY_PER_EXIT: ("CNY per exit avoided", "元/人次"),
    Unit.MONEY_PER_CADRE_YEAR: ("CNY per cadre-year", "元/人年"),
    Unit.MONEY_PER_HOUR: ("CNY per service hour", "元/服务小时"),
}
_IN_PERCENT = frozenset({Unit.SHARE, Unit.PROBABILITY_ANNUAL})


@dataclass(frozen=True)
class Outcome:
    """Describe one outcome.

    Attributes
    ----------
    name : str
        Name in tables and files.
    label_en, label_zh : str
        Label for readers.
    unit : Unit
        Unit of the stored value; shares and yearly rates are stored as fractions.
    definition : str
        The formula.
    higher_is : {'better', 'worse', 'neutral'}
        How the community, taken by itself, would see more of it.
    places : int
        Decimals shown, in the shown unit.
    measure : callable, optional
        Takes a `Window` and returns the value, NaN where it is undefined.  None for an outcome
        that exists only against a baseline.
    """

    name: str
    label_en: str
    label_zh: str
    unit: Unit
    definition: str
    higher_is: Literal["better", "worse", "neutral"] = "neutral"
    places: int = 1
    measure: Callable[[Window], float] | None = None

    @property
    def needs_baseline(self) -> bool:
        """Return whether the outcome exists only against a baseline."""
        return self.measure is None

    @property
    def is_percentage(self) -> bool:
        """Return whether the value is shown in percent."""
        return self.unit in _IN_PERCENT

    @property
    def about(self) -> str:
        """The formula."""
        return self.definition

    @property
    def source(self) -> str:
        """The function that measures it; empty for an outcome that needs a baseline."""
        if self.measure is None:
            return ""
        function: Any = self.measure
        if isinstance(function, functools.partial):
            function = function.func
        module = function.__module__.rpartition(".")[2]
        return f"outcomes/{module}.{function.__qualname__}"

    def label(self, lang: str = "en") -> str:
        """Return the English (`en`) or Chinese (`zh`) label."""
        return self.label_zh if lang == "zh" else self.label_en

    def shown_unit(self, lang: str = "en") -> str:
        """Return the unit that `show` writes the value in."""
        english, chinese = _SHOWN[self.unit]
        return chinese if lang == "zh" else english

    def show(self, value: float, *, signed: bool = False) -> str:
        """Return the value as a reader sees it, without its unit; `UNDEFINED` for NaN."""
        if math.isnan(value):
            return UNDEFINED
        # Adding zero turns a rounded -0.0 into 0.0.
        shown = round(value * 100.0 if self.is_percentage else value, self.places) + 0.0
        sign = "+" if signed and shown != 0.0 else ""
        return f"{shown:{sign},.{self.places}f}".replace("-", _MINUS)
