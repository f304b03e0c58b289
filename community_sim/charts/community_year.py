"""One community through one year: who holds each post, who leaves, who comes."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from community_sim.charts.replay import Move, PostYear, Seated, Stay
from community_sim.charts.sheet import WIDTH, Sheet, sheet
from community_sim.charts.style import INK, PALE, PALETTE, QUIET, bold, chosen, ink
from community_sim.vocabulary import EntryRoute, Event, Post, Step, label

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["community_year_chart"]

_SUBTITLE = (
    "Each row is a post, each bar a person in it, from the opening of the year to its close. Steps "
    "of the year in which nothing happened here are left out",
    "每行一个岗位，每条为在岗的一个人，由年初到年末；本社区无事的步骤从略",
)
_TITLE = (
    "One year here: {left} left, {came} came, {rose} rose to a higher post",
    "一年之中：{left}人离开，{came}人进入，{rose}人升任",
)
_OPENING = ("At the opening", "年初")
_NOBODY = ("nobody applied", "无人应聘")
_PROMOTED = ("promoted", "晋升")
_ELSEWHERE = ("promoted elsewhere", "晋升到他处")
_FROM_ELSEWHERE = ("promoted from elsewhere", "由他处晋升")

_STAYS, _ROSE, _NEW, _LEFT = "#c3ced6", PALETTE[0], PALETTE[2], PALETTE[1]
_NAMES, _PITCH, _BAR, _HEAD = 1.5, 0.33, 0.22, 0.5


def community_year_chart(
    opening: Sequence[Seated],
    events: "pd.DataFrame",
    *,
    name: Callable[[int], str] | None = None,
    lang: str = "en",
) -> "Figure":
    """Draw the posts of a community through one year, with everybody who held them.

    Parameters
    ----------
    opening : sequence of Seated
        The community's posts at the opening of the year, in the order to draw them.
    events : DataFrame
        The year's events, with the columns of a trajectory's; those of other communities tell
        who was promoted away.
    name : callable, optional
        What to call a person; default numbers in the order in which people are met.
    lang : {'en', 'zh'}
        Language.
    """
    year = PostYear(opening, events)
    title = chosen(_TITLE, lang).format(
        left=sum(stay.went is not None and not stay.is_to_here for stay in year.stays),
        came=sum(stay.came is not None and not stay.is_from_here for stay in year.stays),
        rose=sum(stay.is_from_here for stay in year.stays),
    )
    body = _HEAD + len(opening) * _PITCH + 0.1
    with sheet(title, chosen(_SUBTITLE, lang), body=body, lang=lang) as page:
        _write_posts(page, opening)
        width = (WIDTH - 0.2 - _NAMES) / (len(year.steps) + 1)
        _write_steps(page, year.steps, width, len(opening))
        names = _names(year, name)
        for stay in year.stays:
            _draw_stay(page, stay, names[stay.person], width)
        for row, moment in year.unfilled:
            page.text((_NAMES + moment * width + 0.08, _middle(row)), chosen(_NOBODY, lang),
                      size=8.5, va="center_baseline", color=QUIET)  # fmt: skip
    return page.figure


def _names(year: PostYear, name: Callable[[int], str] | None) -> dict[int, str]:
    stays = sorted(year.stays, key=lambda stay: (stay.start, stay.row))
    people = dict.fromkeys(stay.person for stay in stays)
    if name is not None:
        return {person: name(person) for person in people}
    return {person: str(number) for number, person in enumerate(people, start=1)}


def _middle(row: int) -> float:
    return _HEAD + (row + 0.5) * _PITCH


def _write_posts(page: Sheet, opening: Sequence[Seated]) -> None:
    """Name the levels, with a line above each."""
    for row, seat in enumerate(opening):
        if row and opening[row - 1].level == seat.level:
            continue
        page.text((0, _middle(row)), label(Post(seat.level), page.lang), va="center_baseline")
        edge = _HEAD + row * _PITCH
        page.line((0, edge), (WIDTH - 0.2, edge), color=PALE, linewidth=0.8, zorder=0.5)


def _write_steps(page: Sheet, steps: Sequence[Step], width: float, rows: int) -> None:
    names = [chosen(_OPENING, page.lang), *(label(step, page.lang) for step in steps)]
    for at, words in enumerate(names):
        left = _NAMES + at * width
        page.text((left, _HEAD - 0.08), page.fitted(words, width, 9, lines=3), size=9, va="bottom",
                  color=QUIET)  # fmt: skip
        if at:
            page.line((left, _HEAD), (left, _HEAD + rows * _PITCH), color=PALE, linewidth=0.8,
                      linestyle=(0, (2, 2)), zorder=0.5)  # fmt: skip


def _draw_stay(page: Sheet, stay: Stay, name: str, width: float) -> None:
    left, right = _NAMES + stay.start * width, _NAMES + stay.end * width
    middle, colour = _middle(stay.row), _colour(stay.came)
    page.bar((left, middle - _BAR / 2), (right - left - 0.03, _BAR), colour=colour)
    on_bar = INK if stay.came is None else "white"
    page.text((left + 0.07, middle), name, size=9, va="center_baseline", color=on_bar, **bold())
    if stay.came is not None:
        words = _said(stay.came, _PROMOTED if stay.is_from_here else _FROM_ELSEWHERE, page.lang)
        page.text((left + 0.32, middle), words, size=8.5, va="center_baseline", color=on_bar)
    if stay.went is not None:
        words = _said(stay.went, _PROMOTED if stay.is_to_here else _ELSEWHERE, page.lang)
        hue = ink(_ROSE if isinstance(stay.went, Event) else _LEFT)
        page.text((right + 0.05, middle), words, size=8.5, va="center_baseline", color=hue)


def _colour(came: Move) -> str:
    if came is None:
        return _STAYS
    return _NEW if isinstance(came, EntryRoute) else _ROSE


def _said(move: Move, promoted: tuple[str, str], lang: str) -> str:
    if move is None or isinstance(move, Event):
        return chosen(promoted, lang)
    return label(move, lang)
