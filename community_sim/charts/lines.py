"""Lines over years: together with their names beside them, or one panel a policy."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from community_sim.charts.placing import spread
from community_sim.charts.sheet import WIDTH, Sheet, line_height
from community_sim.charts.style import CURRENT, PALE, bold, chosen, colours, ink

if TYPE_CHECKING:
    import pandas as pd

    from community_sim.comparison import Comparison

__all__ = ["Lines", "body_of_lines", "draw_lines"]

_TOGETHER = 4  # more policies than this get a panel each
_COLUMNS = 3
_LEFT, _NAMES, _HEIGHT = 0.5, 2.55, 3.9
_PANEL, _TITLE, _GAP = 1.55, 0.5, 0.38
_KEY = 0.3
_BELOW = 0.62  # tick labels and the name of the axis
_OTHERS = ("The other policies", "其他政策")


@dataclass(frozen=True)
class Lines:
    """What is drawn: one line a scenario, with a band.

    Attributes
    ----------
    table : DataFrame
        Columns policy, and those named below; one row per run and year.
    x, y : str
        Columns of the years and of the values.
    below : str
        Name of the horizontal axis.
    notes : mapping of str to str
        A few words on each scenario, under its name.
    percent : bool
        Whether the values are shares.
    limits : (float, float), optional
        Ends of the vertical axis.
    """

    table: "pd.DataFrame"
    x: str
    y: str
    below: str
    notes: Mapping[str, str]
    percent: bool = False
    limits: tuple[float, float] | None = None


def body_of_lines(comparison: "Comparison") -> float:
    """Return the height that the lines need [inch]."""
    if _are_together(comparison):
        return _HEIGHT + _BELOW
    rows = math.ceil(len(comparison.policies) / _COLUMNS)
    return _KEY + rows * (_TITLE + _PANEL) + (rows - 1) * (_GAP) + _BELOW


def draw_lines(page: Sheet, comparison: "Comparison", lines: Lines) -> None:
    """Draw the lines of all scenarios: up to four policies together, more in a panel each."""
    if _are_together(comparison):
        _draw_together(page, comparison, lines)
    else:
        _draw_apart(page, comparison, lines)


def _are_together(comparison: "Comparison") -> bool:
    return len(comparison.policies) <= _TOGETHER


def _draw_together(page: Sheet, comparison: "Comparison", lines: Lines) -> None:
    axes = page.axes((_LEFT, 0.05), (WIDTH - _LEFT - _NAMES - 0.2, _HEIGHT - 0.05))
    for policy, colour in colours(comparison).items():
        is_current = policy == comparison.baseline
        _line(axes, lines, policy, colour, 2.8 if is_current else 2.2)
    _finish(axes, lines)
    axes.set_xlabel(lines.below)
    _name_lines(page, axes, comparison, lines)


def _name_lines(page: Sheet, axes: Any, comparison: "Comparison", lines: Lines) -> None:
    """Write each line's name beside its end, and join the two by a thin line."""
    ends = {policy: _end(lines, policy) for policy in colours(comparison)}
    names = {
        policy: page.fitted(comparison.title(policy, page.lang), _NAMES, 9.5, lines=3)
        + (f"\n{lines.notes[policy]}" if lines.notes.get(policy) else "")
        for policy in ends
    }
    low, high = axes.get_ylim()
    inch = (high - low) / (_HEIGHT - 0.05)
    sizes = [
        inch * (line_height(9.5, page.lang) * (name.count("\n") + 1) + 0.07)
        for name in names.values()
    ]
    heights = spread([y for _, y in ends.values()], sizes, (low, high))
    right = axes.get_xlim()[1]
    wide = (right - axes.get_xlim()[0]) / (WIDTH - _LEFT - _NAMES - 0.2)
    for (policy, name), height in zip(names.items(), heights, strict=True):
        colour = colours(comparison)[policy]
        x, y = ends[policy]
        axes.plot([x, right + 0.16 * wide], [y, height], color=colour, linewidth=0.7,
                  clip_on=False, scalex=False, scaley=False)  # fmt: skip
        weight = bold() if policy == comparison.baseline else {}
        axes.text(right + 0.21 * wide, height, name, color=ink(colour), va="center", size=9.5,
                  linespacing=1.1, **weight)  # fmt: skip


def _draw_apart(page: Sheet, comparison: "Comparison", lines: Lines) -> None:
    lang, current = page.lang, comparison.baseline
    page.key([
        (CURRENT, 2.2, comparison.title(current, lang) + _noted(lines, current, lang)),
        (PALE, 1.4, chosen(_OTHERS, lang)),
    ])  # fmt: skip
    width = (WIDTH - _LEFT - 0.16 - (_COLUMNS - 1) * 0.3) / _COLUMNS
    panels = []
    for at, policy in enumerate(comparison.policies):
        row, column = divmod(at, _COLUMNS)
        left = _LEFT + column * (width + 0.3)
        top = _KEY + row * (_TITLE + _PANEL + _GAP) + _TITLE
        axes = page.axes((left, top), (width, _PANEL))
        for other in comparison.policies:
            if other != policy:
                _line(axes, lines, other, PALE, 1.0, with_band=False)
        _line(axes, lines, current, CURRENT, 2.0, with_band=False)
        _line(axes, lines, policy, colours(comparison)[policy], 2.4)
        _finish(axes, lines)
        panels.append(axes)
        axes.tick_params(labelleft=column == 0)
        if at + _COLUMNS >= len(comparison.policies):
            axes.set_xlabel(lines.below)
        _head(page, comparison, lines, policy, (left, top - 0.07, width))
    limits = [axes.get_ylim() for axes in panels]
    for axes in panels:
        axes.set_ylim(min(low for low, _ in limits), max(high for _, high in limits))


def _head(
    page: Sheet,
    comparison: "Comparison",
    lines: Lines,
    policy: str,
    place: tuple[float, float, float],
) -> None:
    left, bottom, width = place
    colour = ink(colours(comparison)[policy])
    title = comparison.title(policy, page.lang) + _noted(lines, policy, page.lang)
    page.text(
        (left, bottom), page.fitted(title, width + 0.2, 9.5, lines=3), color=colour, va="bottom"
    )


def _noted(lines: Lines, policy: str, lang: str) -> str:
    note = lines.notes.get(policy)
    return "" if not note else chosen((f": {note}", f"：{note}"), lang)


def _line(
    axes: Any, lines: Lines, policy: str, colour: str, width: float, *, with_band: bool = True
) -> None:
    grouped = lines.table[lines.table["policy"] == policy].groupby(lines.x)[lines.y]
    mean = grouped.mean()
    front = 3 if with_band or colour == CURRENT else 2
    if with_band:
        axes.fill_between(mean.index, grouped.quantile(0.05), grouped.quantile(0.95), color=colour,
                          alpha=0.15, linewidth=0, zorder=2)  # fmt: skip
    axes.plot(mean.index, mean, color=colour, linewidth=width, zorder=front)


def _end(lines: Lines, policy: str) -> tuple[float, float]:
    """Return where a scenario's line ends."""
    mean = lines.table[lines.table["policy"] == policy].groupby(lines.x)[lines.y].mean().dropna()
    return float(mean.index[-1]), float(mean.iloc[-1])


def _finish(axes: Any, lines: Lines) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

    seen = lines.table.loc[lines.table[lines.y].notna(), lines.x]
    axes.set_xlim(float(seen.min()), float(seen.max()))
    if lines.limits is not None:
        axes.set_ylim(*lines.limits)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(
        PercentFormatter(1.0, decimals=0) if lines.percent
        else FuncFormatter(lambda value, _: f"{value:,.0f}")
    )  # fmt: skip
    axes.grid(axis="x", visible=False)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", length=3, color="#8c8c8c")
