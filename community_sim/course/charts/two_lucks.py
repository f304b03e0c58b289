"""Draw one run against one run: quits year by year, now and under a policy."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from community_sim.charts.sheet import sheet
from community_sim.charts.style import CURRENT, PALETTE, bold, chosen, ink, signed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["two_lucks_chart"]

_TITLES = {
    True: (
        "The same luck: the policy makes {change} points",
        "运气相同：政策带来{change}个百分点",
    ),
    False: (
        "Other luck: the two runs differ by {change} points",
        "运气不同：两次模拟相差{change}个百分点",
    ),
}
_SUBTITLE = (
    "Quits a year per 100 cadres, one run each; the difference is that of the means over the years",
    "每百名干部每年辞职人数，各模拟一次；差为各年平均数之差",
)
_NAMES = (("Now", "现行做法"), ("Policy A", "政策A"))
_YEAR = ("Year", "年份")
_WIDE, _HIGH = 8.0, 2.3


def two_lucks_chart(
    now: Sequence[float], policy: Sequence[float], *, is_same: bool, change: float, lang: str = "en"
) -> "Figure":
    """Draw two lines.

    Parameters
    ----------
    now, policy : sequence of float
        Quits per 100 person-years, year by year.
    is_same : bool
        Whether both runs had the same luck.
    change : float
        Difference of the quit rates over all years [percentage points].
    lang : {'en', 'zh'}
        Language.
    """
    title = chosen(_TITLES[is_same], lang).format(change=signed(round(change, 1)))
    with sheet(title, chosen(_SUBTITLE, lang), body=_HIGH + 0.5, lang=lang) as page:
        axes = page.axes((0.3, 0.05), (_WIDE, _HIGH))
        years = range(1, len(now) + 1)
        for row, colour in zip((now, policy), (CURRENT, PALETTE[1]), strict=True):
            axes.plot(years, row, color=colour, linewidth=2.2, marker="o", markersize=4)
        axes.set(xlim=(0.7, len(now) + 0.3), ylim=(0, None), xticks=list(years))
        axes.set_xlabel(chosen(_YEAR, lang))
        axes.grid(visible=False, axis="x")
        ends = _apart(now[-1], policy[-1], 0.09 * axes.get_ylim()[1])
        for end, colour, name in zip(ends, (CURRENT, PALETTE[1]), _NAMES, strict=True):
            axes.annotate(chosen(name, lang), (len(now) + 0.3, end), va="center",
                          annotation_clip=False, color=ink(colour), **bold())  # fmt: skip
    return page.figure


def _apart(first: float, second: float, least: float) -> tuple[float, float]:
    """Return two heights, moved apart until words at them do not overlap."""
    missing = least - abs(first - second)
    if missing <= 0.0:
        return first, second
    way = 0.5 * missing if first >= second else -0.5 * missing
    return first + way, second - way
