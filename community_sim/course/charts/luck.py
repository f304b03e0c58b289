"""Draw one year's luck of a community: the chance of each, the number drawn, who quits."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from community_sim.charts.sheet import sheet
from community_sim.charts.style import INK, PALETTE, QUIET, bold, chosen, ink

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["luck_chart"]

_TITLE = ("One year of luck: {quits} of {count} quit", "一年的运气：{count}人中{quits}人离职")
_SUBTITLE = (
    "Bar: chance of quitting [%]. Circle: the number drawn. Who draws less than the chance quits",
    "横条为离职概率[%]，圆圈为抽到的数；抽到的数小于概率者离职",
)
_QUITS = ("quits", "离职")
_STAYS, _LEAVES = "#c3ced6", PALETTE[1]
_NAMES, _WIDTH, _ROW = 2.3, 6.2, 0.27


def luck_chart(cadres: Sequence[tuple[str, float, float]], *, lang: str = "en") -> "Figure":
    """Draw a row for each cadre.

    Parameters
    ----------
    cadres : sequence of (name, chance, luck)
        What to call the cadre, the chance of quitting [probability], and the number drawn.
    lang : {'en', 'zh'}
        Language.
    """
    quits = [luck < chance for _, chance, luck in cadres]
    body = _ROW * len(cadres) + 0.35
    title = chosen(_TITLE, lang).format(quits=sum(quits), count=len(cadres))
    with sheet(title, chosen(_SUBTITLE, lang), body=body, lang=lang) as page:
        axes = page.axes((_NAMES, 0.0), (_WIDTH, _ROW * len(cadres)))
        rows = range(len(cadres))
        colours = [_LEAVES if leaves else _STAYS for leaves in quits]
        axes.barh(rows, [100.0 * chance for _, chance, _ in cadres], height=0.6, color=colours)
        axes.scatter(
            [100.0 * luck for *_, luck in cadres], rows,
            s=22, facecolors="white", edgecolors=INK, linewidths=1.2, zorder=3,
        )  # fmt: skip
        axes.set(xlim=(0, 102), ylim=(len(cadres) - 0.5, -0.5), yticks=[])
        axes.xaxis.set_major_formatter("{x:.0f}")
        axes.grid(visible=False, axis="y")
        for row, (name, _, _) in enumerate(cadres):
            middle = (row + 0.5) * _ROW
            style = {"color": ink(_LEAVES), **bold()} if quits[row] else {"color": QUIET}
            page.text((0, middle), name, va="center", size=9, **style)
            if quits[row]:
                page.text((_NAMES + _WIDTH + 0.08, middle), chosen(_QUITS, lang), va="center",
                          size=9, **style)  # fmt: skip
    return page.figure
