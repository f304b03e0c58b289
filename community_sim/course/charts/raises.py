"""Draw what the same raise costs and whom it keeps, level by level."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from community_sim.charts.sheet import Sheet, sheet
from community_sim.charts.style import PALETTE, QUIET, chosen

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from community_sim.course.keeping import Keeping

__all__ = ["raises_chart"]

_TITLE = (
    "The same raise for one level: what it costs, and whom it keeps",
    "各级同样加薪：成本与减少的辞职",
)
_SUBTITLE = (
    "Per community and year, means of 20 paired runs against current practice",
    "每社区每年，与现行做法相比，20次成对模拟的平均",
)
_HEADS = (
    ("Extra wage bill [CNY]", "增加的人员经费［元］"),
    ("Quits avoided", "减少的辞职人数"),
    ("Cost per quit avoided [CNY]", "每减少一人辞职的成本［元］"),
)
_NONE = ("no gain", "未见减少")
_HUES = (PALETTE[0], PALETTE[2], PALETTE[1])
_NAMES, _COLUMN, _BAR_WIDTH, _ROW, _BAR, _HEAD = 1.5, 2.6, 1.55, 0.44, 0.24, 0.3


def raises_chart(rows: "Sequence[tuple[str, Keeping]]", *, lang: str = "en") -> "Figure":
    """Draw a row for each level, with three bars.

    Parameters
    ----------
    rows : sequence of (name, Keeping)
        Name of the level, and what the raise costs and whom it keeps.
    lang : {'en', 'zh'}
        Language.
    """
    columns: list[list[float]] = [
        [each.extra_bill for _, each in rows],
        [each.quits_avoided for _, each in rows],
        [each.cost_per_quit if each.quits_avoided > 0.0 else -1.0 for _, each in rows],
    ]
    body = _HEAD + _ROW * len(rows)
    with sheet(chosen(_TITLE, lang), chosen(_SUBTITLE, lang), body=body, lang=lang) as page:
        for row, (name, _) in enumerate(rows):
            page.text((0, _middle(row)), page.fitted(name, _NAMES - 0.1, 9.5), va="center")
        for at, values in enumerate(columns):
            left = _NAMES + at * _COLUMN
            page.text((left, _HEAD / 2), chosen(_HEADS[at], lang), va="center", color=QUIET)
            _draw_column(page, left, values, _HUES[at])
    return page.figure


def _middle(row: int) -> float:
    return _HEAD + (row + 0.5) * _ROW


def _draw_column(page: Sheet, left: float, values: Sequence[float], hue: str) -> None:
    largest = max(*values, 1e-9)
    for row, value in enumerate(values):
        width = _BAR_WIDTH * max(0.0, value) / largest
        page.bar((left, _middle(row) - _BAR / 2), (width, _BAR), colour=hue)
        shown = f"{value:,.0f}" if largest > 100.0 else f"{value:.2f}"
        words = shown if value >= 0.0 else chosen(_NONE, page.lang)
        page.text((left + width + 0.07, _middle(row)), words, va="center")
