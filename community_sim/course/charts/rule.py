"""Draw a rule for leaving beside the model's, and where the cadres of a city stand on it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from community_sim.charts.sheet import sheet
from community_sim.charts.style import CURRENT, PALETTE, QUIET, chosen, ink

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["rule_chart"]

_TITLE = (
    "Who is likely to leave, by two rules",
    "两条规则下的离职概率",
)
_SUBTITLE = (
    "Chance of quitting in a year [%], by the advantage of staying over leaving. Ticks at the "
    "bottom: the cadres of the city in year 1",
    "一年内的离职概率[%]，横轴为留下相对于离开的好处；底部短线为全城干部第1年的位置",
)
_ACROSS = ("advantage of staying →", "留下的好处 →")
_MODEL, _OWN = ("rule of the model", "模型的规则"), ("your rule", "你的规则")
_LOW, _HIGH, _POINTS = -5.0, 6.0, 441
_HEIGHT, _WIDTH = 3.0, 8.6


def rule_chart(
    leaving: Callable[[float], float],
    model: Callable[[float], float],
    cadres: Sequence[float],
    *,
    lang: str = "en",
) -> "Figure":
    """Draw two rules as lines over the advantage of staying.

    Parameters
    ----------
    leaving, model : callable
        Take an advantage [utility], return a chance [probability].
    cadres : sequence of float
        Advantages of the cadres of a city.
    lang : {'en', 'zh'}
        Language.
    """
    step = (_HIGH - _LOW) / (_POINTS - 1)
    at = [_LOW + step * number for number in range(_POINTS)]
    with sheet(chosen(_TITLE, lang), chosen(_SUBTITLE, lang), body=_HEIGHT + 0.75,
               lang=lang) as page:  # fmt: skip
        page.key([(CURRENT, 2.0, chosen(_MODEL, lang)), (PALETTE[1], 3.2, chosen(_OWN, lang))])
        axes = page.axes((0.35, 0.3), (_WIDTH, _HEIGHT))
        own = [100.0 * leaving(each) for each in at]
        axes.plot(at, own, color=PALETTE[1], linewidth=3.2)
        axes.plot(at, [100.0 * model(each) for each in at], color=CURRENT, linewidth=1.6)
        axes.plot(cadres, [-4.0] * len(cadres), "|", color=ink(QUIET), markersize=7, alpha=0.5)
        axes.set(xlim=(_LOW, _HIGH), ylim=(min(-8.0, *own), max(104.0, *own)))
        axes.yaxis.set_major_formatter("{x:.0f}")
        page.text((0.35 + _WIDTH, _HEIGHT + 0.68), chosen(_ACROSS, lang), ha="right", va="center",
                  color=QUIET)  # fmt: skip
    return page.figure
