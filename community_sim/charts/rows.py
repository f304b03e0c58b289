"""A row a policy: names at the left, and columns of bars beside them, all on one scale."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from community_sim.charts.sheet import WIDTH, Sheet, line_height
from community_sim.charts.style import CURRENT, PALE, QUIET, bold, halo, ink
from community_sim.charts.wrapping import width_of, wrapped

__all__ = ["NAMES", "PITCH", "BarTable", "Column", "Row", "write_names"]

NAMES = 2.45
"""Width of the names [inch]."""

PITCH = 0.42
"""Height of a row [inch]."""

_SIZE, _SMALL = 9.5, 9.0  # of text [points]
_BAR = 0.23  # thickness
_VALUE = 0.42  # room for the number after a bar
_NARROWEST = 0.62  # a column
_APART, _FURTHER_APART = 0.12, 0.22  # between columns, between groups
_LEFT, _RIGHT = NAMES + 0.1, WIDTH - 0.2


@dataclass(frozen=True)
class Row:
    """A row: its name, its colour, and whether it is only there to compare with."""

    name: str
    colour: str
    is_outlined: bool = False


@dataclass(frozen=True)
class Column:
    """A column of bars: heading, the group it belongs to, a number and a text for each row.

    A row without a number has NaN and an empty text.
    """

    heading: str
    group: str
    values: Sequence[float]
    texts: Sequence[str]
    is_total: bool = False


def write_names(page: Sheet, rows: Sequence[Row], top: float) -> None:
    """Write the rows' names one below the other, with thin lines between the rows."""
    for at, row in enumerate(rows):
        weight = bold() if row.colour == CURRENT and not row.is_outlined else {}
        colour = QUIET if row.is_outlined else ink(row.colour)
        name = page.fitted(row.name, NAMES, _SIZE, lines=2)
        page.text((0, top + (at + 0.5) * PITCH), name, va="center", color=colour, size=_SIZE,
                  **weight)  # fmt: skip
        if at:
            page.line((0, top + at * PITCH), (_RIGHT, top + at * PITCH), color="#eeeeee",
                      linewidth=0.8)  # fmt: skip


@dataclass(frozen=True)
class BarTable:
    """Bars in rows and columns on one scale; dashes mark where current practice ends.

    Attributes
    ----------
    rows, columns : sequence of Row and of Column
        What is drawn.
    current : int
        Position of current practice among the rows.
    lang : {'en', 'zh'}
        Language.
    """

    rows: Sequence[Row]
    columns: Sequence[Column]
    current: int
    lang: str

    @property
    def height(self) -> float:
        """Return the height of the table [inch]."""
        return self._head + len(self.rows) * PITCH + 0.05

    def draw(self, page: Sheet) -> None:
        """Draw the table onto the body of a sheet."""
        write_names(page, self.rows, self._head)
        for at, column in enumerate(self.columns):
            left = self._lefts[at]
            self._draw_bars(page, column, left)
            page.text((left, self._head - 0.08), self._headings[at], size=_SMALL, va="bottom",
                      **(bold() if column.is_total else {}))  # fmt: skip
            if column.group and (at == 0 or self.columns[at - 1].group != column.group):
                self._write_group(page, at)
            self._mark_current(page, left + self._scale * column.values[self.current])

    def _draw_bars(self, page: Sheet, column: Column, left: float) -> None:
        foot = self._head + len(self.rows) * PITCH
        weight = bold() if column.is_total else {}
        page.line((left, self._head + 0.04), (left, foot - 0.04), color=PALE, linewidth=0.8)
        for at, row in enumerate(self.rows):
            if not column.texts[at]:
                continue
            middle, length = self._head + (at + 0.5) * PITCH, self._scale * column.values[at]
            page.bar((left, middle - _BAR / 2), (length, _BAR), colour=row.colour,
                     is_outlined=row.is_outlined)  # fmt: skip
            look = {"color": QUIET if row.is_outlined else ink(row.colour), **halo()}
            after = left + self._end(length, column) + 0.05
            page.text((after, middle), column.texts[at], size=_SMALL,
                      va="center_baseline", **look, **weight)  # fmt: skip

    def _end(self, length: float, column: Column) -> float:
        """Return where a bar's number begins: after the dashes where they would cross it."""
        dashes = self._scale * column.values[self.current]
        return dashes if length < dashes < length + _VALUE else length

    def _mark_current(self, page: Sheet, across: float) -> None:
        foot = self._head + len(self.rows) * PITCH
        page.line((across, self._head + 0.06), (across, foot - 0.06), color=CURRENT,
                  linewidth=0.9, linestyle=(0, (2, 2)))  # fmt: skip

    def _write_group(self, page: Sheet, first: int) -> None:
        bottom = self._group_lines * line_height(_SMALL, self.lang) + 0.04
        left, right = self._span(first)
        page.line((left, bottom), (right, bottom), color="#8c8c8c", linewidth=0.8)
        words = wrapped(self.columns[first].group, (right - left) * 72 / _SMALL)
        page.text((left, bottom - 0.05), words, size=_SMALL, va="bottom", color=QUIET)

    def _span(self, first: int) -> tuple[float, float]:
        """Return where a group begins and ends [inch]."""
        group = self.columns[first].group
        last = max(at for at, column in enumerate(self.columns) if column.group == group)
        return self._lefts[first], self._lefts[last] + self._widths[last]

    @cached_property
    def _head(self) -> float:
        """Height of the headings [inch]."""
        lines = 1 + max(heading.count("\n") for heading in self._headings)
        groups = self._group_lines * line_height(_SMALL, self.lang)
        return (groups + 0.1 if groups else 0.0) + lines * line_height(_SMALL, self.lang) + 0.1

    @cached_property
    def _group_lines(self) -> int:
        lines = [0]
        for at, column in enumerate(self.columns):
            if column.group and (at == 0 or self.columns[at - 1].group != column.group):
                left, right = self._span(at)
                words = wrapped(column.group, (right - left) * 72 / _SMALL)
                lines.append(1 + words.count("\n"))
        return max(lines)

    @cached_property
    def _headings(self) -> list[str]:
        return [
            wrapped(column.heading, (width + 0.1) * 72 / _SMALL)
            for column, width in zip(self.columns, self._widths, strict=True)
        ]

    @cached_property
    def _gaps(self) -> list[float]:
        """Space after each column [inch]."""
        pairs = zip(self.columns, self.columns[1:], strict=False)
        return [_APART if one.group == two.group else _FURTHER_APART for one, two in pairs] + [0.0]

    @cached_property
    def _scale(self) -> float:
        """Length of a bar [inch per unit]: as long as the sheet allows."""
        room = _RIGHT - _LEFT - sum(self._gaps)
        low, high = 0.0, room / max(self._longest)
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if sum(self._widths_at(middle)) <= room else (low, middle)
        return low

    @cached_property
    def _widths(self) -> list[float]:
        return self._widths_at(self._scale)

    @cached_property
    def _lefts(self) -> list[float]:
        lefts = [_LEFT]
        for width, gap in zip(self._widths, self._gaps, strict=True):
            lefts.append(lefts[-1] + width + gap)
        return lefts

    @cached_property
    def _longest(self) -> list[float]:
        return [
            max(value for value in column.values if not math.isnan(value))
            for column in self.columns
        ]

    def _widths_at(self, scale: float) -> list[float]:
        return [
            max(_NARROWEST, _longest_word(column), scale * longest + _VALUE)
            for column, longest in zip(self.columns, self._longest, strict=True)
        ]


def _longest_word(column: Column) -> float:
    """Return the width of the longest English word of a heading [inch]."""
    words = column.heading.split() if column.heading.isascii() else []
    return max((width_of(word) * _SMALL / 72 for word in words), default=0.0)
