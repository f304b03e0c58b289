"""Draw a pay ladder against the city's mean wage, with what it costs and who would quit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from community_sim.charts.sheet import Sheet, sheet
from community_sim.charts.style import INK, PALETTE, QUIET, chosen

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Rung", "pay_ladder_chart"]

_TITLE = (
    "All posts cost {after:,.0f} CNY a year per community, {change:+.1f}% against now",
    "每社区全部岗位年薪酬{after:,.0f}元，与现行相比{change:+.1f}%",
)
_SUBTITLE = (
    "Pay of a level as % of the city's mean wage; outline: pay now. Dotted line: the mean wage. "
    "Right: a typical cadre's chance of quitting this year",
    "各级薪酬占社会平均工资的百分比，空心框为现行薪酬，虚线为社会平均工资；右侧为典型干部当年的离职概率",
)
_HEADS = (("Posts", "岗位数"), ("Quits", "离职概率"))
_NAMES, _WIDTH, _ROW, _BAR, _HEAD = 1.7, 5.6, 0.44, 0.24, 0.3
_LARGEST = 1.9
"""Multiple of the mean wage at the right end: room for any principal at the slider's end."""


class Rung(NamedTuple):
    """Hold one level of the ladder.

    Attributes
    ----------
    name : str
        Name of the level.
    posts : int
        Posts in the city.
    now, pay : float
        Pay now and as changed [multiple of the city's mean wage].
    chance : float
        Chance that a typical cadre of the level quits this year [probability].
    """

    name: str
    posts: int
    now: float
    pay: float
    chance: float


def pay_ladder_chart(
    rungs: Sequence[Rung], costs: tuple[float, float], *, lang: str = "en"
) -> "Figure":
    """Draw the levels from the top down.

    Parameters
    ----------
    rungs : sequence of Rung
        The levels.
    costs : (float, float)
        Pay of all posts, now and as changed [CNY a year per community].
    lang : {'en', 'zh'}
        Language.
    """
    before, after = costs
    title = chosen(_TITLE, lang).format(after=after, change=100.0 * (after / before - 1.0))
    title = title.replace("-", "−").replace("+0.0", "0.0")
    body = _HEAD + _ROW * len(rungs)
    with sheet(title, chosen(_SUBTITLE, lang), body=body, lang=lang) as page:
        for left, head in zip((_right(0.15), _right(0.8)), _HEADS, strict=True):
            page.text((left, _HEAD / 2), chosen(head, lang), va="center", color=QUIET)
        for row, rung in enumerate(rungs):
            _draw_rung(page, row, rung)
        wage = _NAMES + _WIDTH / _LARGEST
        page.line((wage, _HEAD), (wage, body), color=INK, linewidth=1.0, linestyle=(0, (2, 2)))
    return page.figure


def _right(inches: float) -> float:
    return _NAMES + _WIDTH + inches


def _draw_rung(page: Sheet, row: int, rung: Rung) -> None:
    middle = _HEAD + (row + 0.5) * _ROW
    page.text((0, middle), page.fitted(rung.name, _NAMES - 0.1, 9.5, lines=1), va="center")
    scale = _WIDTH / _LARGEST
    page.bar((_NAMES, middle - _BAR / 2), (scale * rung.pay, _BAR), colour=PALETTE[0])
    page.bar((_NAMES, middle - _BAR / 2 - 0.05), (scale * rung.now, _BAR + 0.1), colour=QUIET,
             is_outlined=True)  # fmt: skip
    end = _NAMES + scale * max(rung.pay, rung.now)
    page.text((end + 0.08, middle), f"{100.0 * rung.pay:.0f}%", va="center")
    page.text((_right(0.15), middle), f"{rung.posts}", va="center")
    page.text((_right(0.8), middle), f"{100.0 * rung.chance:.1f}%", va="center")
