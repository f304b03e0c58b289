"""Draw a hundred posts, and how many of them are vacant."""

from typing import TYPE_CHECKING

from community_sim.charts.sheet import sheet
from community_sim.charts.style import PALETTE, QUIET, chosen
from community_sim.course.vacancies import vacant_share

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["vacancy_chart"]

_TITLE = (
    "Of a hundred posts, {vacant:.1f} are vacant at any time",
    "一百个岗位中，平均{vacant:.1f}个空缺",
)
_SUBTITLE = ("Each dot is a post; empty ones are coloured", "一点一岗，着色者空缺")
_REASON = (
    "A post is held for {held:.1f} years, then waits {months:.0f} months",
    "一个岗位平均有人{held:.1f}年，随后空缺{months:.0f}个月",
)
_SOURCE = ("Arithmetic, not a run of the model.", "算术推算，不是模型模拟。")
_HELD, _VACANT = "#c3ced6", PALETTE[1]
_WIDTH, _DOTS, _ACROSS = 9.0, 0.5, 50


def vacancy_chart(exit_rate: float, months: float, *, lang: str = "en") -> "Figure":
    """Draw the posts in two rows of fifty, and below them why.

    Parameters
    ----------
    exit_rate : float
        Share of those in post who leave in a year [per year].
    months : float
        Months until a vacancy is filled [months].
    lang : {'en', 'zh'}
        Language.
    """
    share = vacant_share(exit_rate, months)
    title = chosen(_TITLE, lang).format(vacant=100.0 * share)
    below = chosen(_SUBTITLE, lang)
    with sheet(title, below, body=_DOTS + 0.4, lang=lang, source=_SOURCE) as page:
        axes = page.axes((0.0, 0.0), (_WIDTH, _DOTS))
        axes.set_axis_off()
        axes.set_xlim(-0.7, _ACROSS - 0.3)
        axes.set_ylim(1.7, -0.7)
        vacant = round(100.0 * share)
        for colour, numbers in ((_VACANT, range(vacant)), (_HELD, range(vacant, 100))):
            axes.scatter(
                [number // 2 for number in numbers], [number % 2 for number in numbers],
                s=46, color=colour, linewidths=0,
            )  # fmt: skip
        reason = chosen(_REASON, lang).format(held=1.0 / exit_rate, months=months)
        page.text((0, _DOTS + 0.2), reason, va="center", color=QUIET)
    return page.figure
