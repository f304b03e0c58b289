"""Draw a chance as a hundred people: how many of such cadres leave in a year."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from community_sim.charts.sheet import Sheet, sheet
from community_sim.charts.style import PALETTE, bold, chosen, ink

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["hundred_chart"]

_TITLE = ("Of a hundred such cadres, how many leave this year?", "这样的干部一百人，今年会走几个？")
_SUBTITLE = (
    "Each dot is a cadre; those who leave are coloured. Mean expected by the model",
    "一点一人，着色者离开；模型给出的平均数",
)
_LEAVE = ("{chance:.1f} leave", "{chance:.1f}人离开")
_STAYS, _LEAVES = "#c3ced6", PALETTE[1]
_NAMES, _WIDTH, _ROW, _ACROSS = 1.9, 5.9, 0.72, 50


def hundred_chart(cadres: Sequence[tuple[str, float]], *, lang: str = "en") -> "Figure":
    """Draw a row of a hundred dots for each kind of cadre.

    Parameters
    ----------
    cadres : sequence of (name, chance)
        What to call the kind, and its chance of quitting [probability].
    lang : {'en', 'zh'}
        Language.
    """
    body = _ROW * len(cadres)
    with sheet(chosen(_TITLE, lang), chosen(_SUBTITLE, lang), body=body, lang=lang) as page:
        for row, (name, chance) in enumerate(cadres):
            _draw_row(page, row, name, chance)
    return page.figure


def _draw_row(page: Sheet, row: int, name: str, chance: float) -> None:
    top = row * _ROW
    middle = top + 0.5 * _ROW
    page.text((0, middle), page.fitted(name, _NAMES - 0.1, 9.5, lines=2), va="center")
    leavers = round(100.0 * chance)
    axes = page.axes((_NAMES, top + 0.12), (_WIDTH, _ROW - 0.24))
    axes.set_axis_off()
    axes.set_xlim(-0.7, _ACROSS - 0.3)
    axes.set_ylim(1.7, -0.7)
    for colour, numbers in (
        (_LEAVES, range(leavers)),
        (_STAYS, range(leavers, 100)),
    ):
        axes.scatter(
            [number // 2 for number in numbers], [number % 2 for number in numbers],
            s=38, color=colour, linewidths=0,
        )  # fmt: skip
    page.text(
        (_NAMES + _WIDTH + 0.12, middle), chosen(_LEAVE, page.lang).format(chance=100.0 * chance),
        va="center", color=ink(_LEAVES), **bold(),
    )  # fmt: skip
