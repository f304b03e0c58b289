"""Draw the ladder: from each level, how many of a hundred step up in a year, and how many quit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from community_sim.charts.sheet import Sheet, sheet
from community_sim.charts.style import PALETTE, QUIET, bold, chosen, ink
from community_sim.vocabulary import Post, label

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from community_sim.course.ladder import Rung

__all__ = ["promotion_ladder_chart"]

_TITLE = (
    "The higher, the fewer: of 100 principals {top} a year step up",
    "越高越少：每100名正职，一年有{top}人再进一步",
)
_SUBTITLE = (
    "Of a hundred cadres at each level, expected a year. Thin outline: current practice",
    "各层级每百名干部一年中的预期人数；细框为现行做法",
)
_TOP = ("Sub-district leadership", "街道领导班子")
_POSTS = ("{count} posts", "{count}个岗位")
_UP = ("Step up", "晋升一级")
_QUIT = ("Quit", "辞职")
_UP_COLOUR, _QUIT_COLOUR = PALETTE[0], PALETTE[1]
_ROW, _TOP_ROW, _HEAD, _STAIR = 0.56, 0.42, 0.32, 0.16
_LEFT, _WIDE, _APART = 2.75, 2.75, 0.55
_BAR = 0.26


def promotion_ladder_chart(
    rungs: Sequence["Rung"], now: Sequence["Rung"] | None = None, *, lang: str = "en"
) -> "Figure":
    """Draw a row for each level, the highest on top.

    Parameters
    ----------
    rungs : sequence of Rung
        The ladder from the bottom up.
    now : sequence of Rung, optional
        The ladder under current practice, drawn as outlines.
    lang : {'en', 'zh'}
        Language.
    """
    title = chosen(_TITLE, lang).format(top=f"{100.0 * rungs[-1].step_up:.1f}")
    body = _HEAD + _TOP_ROW + _ROW * len(rungs)
    before = rungs if now is None else now
    with sheet(title, chosen(_SUBTITLE, lang), body=body, lang=lang) as page:
        second = _LEFT + _WIDE + _APART
        for left, words, colour in ((_LEFT, _UP, _UP_COLOUR), (second, _QUIT, _QUIT_COLOUR)):
            page.text((left, 0.1), chosen(words, lang), va="center", color=ink(colour), **bold())
        page.text((len(rungs) * _STAIR, _HEAD + 0.5 * _TOP_ROW), chosen(_TOP, lang),
                  va="center", color=QUIET)  # fmt: skip
        up = _longest([each.step_up for each in (*rungs, *before)])
        out = _longest([each.quits for each in (*rungs, *before)])
        for rung, earlier in zip(rungs, before, strict=True):
            top = _HEAD + _TOP_ROW + _ROW * (len(rungs) - 1 - rung.post)
            _name(page, rung, top)
            _bar(page, (_LEFT, top), (rung.step_up, earlier.step_up), (up, _UP_COLOUR))
            _bar(page, (second, top), (rung.quits, earlier.quits), (out, _QUIT_COLOUR))
    return page.figure


def _longest(chances: Sequence[float]) -> float:
    return max(0.05, *chances)


def _name(page: Sheet, rung: "Rung", top: float) -> None:
    left = rung.post * _STAIR
    page.line((left, top + 0.02), (_LEFT - 0.1, top + 0.02), color="#b8c4cc", linewidth=1.2)
    page.line((left, top + 0.02), (left, top + _ROW + 0.02), color="#b8c4cc", linewidth=1.2)
    page.text((left + 0.1, top + 0.2), label(Post(rung.post), page.lang), va="center", **bold())
    page.text((left + 0.1, top + 0.41), chosen(_POSTS, page.lang).format(count=rung.posts),
              va="center", size=8.5, color=QUIET)  # fmt: skip


def _bar(
    page: Sheet,
    corner: tuple[float, float],
    chances: tuple[float, float],
    style: tuple[float, str],
) -> None:
    (chance, before), (longest, colour) = chances, style
    left, top = corner[0], corner[1] + 0.5 * (_ROW - _BAR)
    scale = (_WIDE - 0.55) / longest
    page.bar((left, top), (scale * chance, _BAR), colour=colour)
    page.bar((left, top - 0.05), (scale * before, _BAR + 0.1), colour="#8c8c8c", is_outlined=True)
    end = left + scale * max(chance, before) + 0.08
    page.text((end, top + 0.5 * _BAR), f"{100.0 * chance:.1f}", va="center", color=ink(colour),
              **bold())  # fmt: skip
