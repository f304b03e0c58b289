"""Draw who leaves by which way out, now and under a policy."""

from typing import TYPE_CHECKING

from community_sim.charts.sheet import Sheet, sheet
from community_sim.charts.style import PALETTE, QUIET, bold, chosen, ink
from community_sim.course.exits import LABELS, WaysOut

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["ways_out_chart"]

_TITLE = (
    "Exits {exits} people a year, quits {quits}, moves up {moves}",
    "每年离职{exits}人，其中辞职{quits}人，向上流动{moves}人",
)
_SUBTITLE = (
    "People who leave in a year, mean of {runs} paired runs over {years} years; in the title, the "
    "change from current practice",
    "每年离开的人数，{runs}次成对模拟、{years}年的平均；标题中为与现行做法之差",
)
_ROWS = (("Now", "现行做法"), ("Policy", "政策"))
_GOOD = (
    "A good exit for the person, a loss for the community",
    "对本人是好去处，对社区是损失",
)
_COLOURS = {
    "quit": PALETTE[1], "civil_service": PALETTE[0], "sub_district": PALETTE[4],
    "other": "#b8c4cc",
}  # fmt: skip
_LEFT, _WIDE, _ROW, _BAR, _HEAD = 1.3, 7.2, 0.62, 0.36, 0.72


def ways_out_chart(
    now: WaysOut, policy: WaysOut, *, runs: int, years: int, lang: str = "en"
) -> "Figure":
    """Draw two bars of people who leave, divided by way out.

    Parameters
    ----------
    now, policy : WaysOut
        Current practice and the policy.
    runs, years : int
        Paired runs and policy years behind them.
    lang : {'en', 'zh'}
        Language.
    """
    moves = (policy.civil_service + policy.sub_district) - (now.civil_service + now.sub_district)
    title = chosen(_TITLE, lang).format(
        exits=_change(policy.all - now.all), quits=_change(policy.quit - now.quit),
        moves=_change(moves),
    )  # fmt: skip
    subtitle = chosen(_SUBTITLE, lang).format(runs=runs, years=years)
    with sheet(title, subtitle, body=_HEAD + 2 * _ROW, lang=lang) as page:
        _key(page)
        longest = max(now.all, policy.all)
        for at, row in enumerate((now, policy)):
            _draw_row(page, row, at, longest)
    return page.figure


def _change(value: float) -> str:
    shown = round(value, 1) + 0.0
    return f"{shown:+.1f}".replace("-", "−") if shown else "±0"


def _key(page: Sheet) -> None:
    page.key([(_COLOURS[key], 7.0, chosen(LABELS[key], page.lang)) for key in _COLOURS])
    page.line((0.0, 0.36), (0.28, 0.36), color=_COLOURS["civil_service"], linewidth=3.0)
    page.line((0.0, 0.42), (0.28, 0.42), color=_COLOURS["sub_district"], linewidth=3.0)
    page.text((0.36, 0.39), chosen(_GOOD, page.lang), size=8.5, va="center", color=QUIET)


def _draw_row(page: Sheet, row: WaysOut, at: int, longest: float) -> None:
    top = _HEAD + at * _ROW
    middle = top + 0.5 * _ROW
    page.text((0, middle), chosen(_ROWS[at], page.lang), va="center", **bold())
    left, scale = _LEFT, (_WIDE - 0.6) / longest
    for key, colour in _COLOURS.items():
        width = scale * getattr(row, key)
        page.bar((left, middle - 0.5 * _BAR), (width, _BAR), colour=colour)
        if width > 0.36:
            ink_on = "#262626" if key == "other" else "white"
            page.text((left + 0.5 * width, middle), f"{getattr(row, key):.1f}", va="center",
                      ha="center", size=9, color=ink_on)  # fmt: skip
        left += width
    page.text((left + 0.1, middle), f"{row.all:.1f}", va="center", color=ink("#262626"), **bold())
