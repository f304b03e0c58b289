"""Draw which count of communities the other figures of report 1 fit."""

from typing import TYPE_CHECKING, NamedTuple

from community_sim.charts.sheet import REPORTS, Sheet, sheet
from community_sim.charts.style import PALETTE, QUIET, bold, chosen, ink
from community_sim.course.forms import Words
from community_sim.report import figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["BaseCheck", "base_chart", "base_checks"]

_TITLE = (
    "If there are {count} communities, {fits} of {all} figures fit",
    "若有{count}个社区，{all}处数字中{fits}处相符",
)
_SUBTITLE = (
    "What each figure would have to be with so many communities, against what is printed",
    "按这个社区数推算出的数值，与原文对照",
)
_HEADS: tuple[Words, ...] = (
    ("Figures of report 1", "报告一的数字"),
    ("Would be", "推算"),
    ("Printed", "原文"),
    ("", ""),
)
_FITS, _FAILS = ("fits", "相符"), ("does not fit", "不符")
_COLUMNS, _ROW = (0.0, 5.3, 6.6, 7.8), 0.42
_GOOD, _BAD = PALETTE[2], PALETTE[1]


class BaseCheck(NamedTuple):
    """Hold what some figures imply for a count of communities.

    Attributes
    ----------
    words : (str, str)
        What is compared.
    implied, printed : float
        What it would be with so many communities, and what the report prints.
    places : int
        Decimals that the report prints.
    fits : bool
        Whether they agree at these decimals, cut or rounded.
    """

    words: Words
    implied: float
    printed: float
    places: int
    fits: bool


def base_checks(communities: int) -> tuple[BaseCheck, ...]:
    """Return what report 1's figures imply if it has so many communities."""
    cadres, funds = _printed("r1-008"), _printed("r1-061")
    posts = _printed("r1-010") + _printed("r1-011")
    share = _printed("r1-006")
    nearest = round(share * communities / 100.0) / communities * 100.0
    return (
        _check(("Cadres ÷ communities", "干部总数÷社区数"), cadres / communities, "r1-012", 2),
        _check(
            ("Transfers ÷ communities [10,000 CNY]", "上级经费÷社区数［万元］"),
            funds / communities, "r1-062", 1,
        ),
        _compared(
            ("Chief posts (95 people, 37 of them hold two) ÷ communities",
             "正职岗位（95人，其中37人一肩挑）÷社区数"),
            posts / communities, 2.0, 0,
        ),
        _check(
            ("Nearest share of whole communities to the printed one [%]",
             "最接近原文比例的整数社区所占比例［%］"),
            nearest, "r1-006", 1,
        ),
    )  # fmt: skip


def base_chart(communities: int, *, lang: str = "en") -> "Figure":
    """Draw the checks as rows: what it would be, what is printed, whether that fits.

    Parameters
    ----------
    communities : int
        How many communities there might be.
    lang : {'en', 'zh'}
        Language.
    """
    checks = base_checks(communities)
    title = chosen(_TITLE, lang).format(
        count=communities, fits=sum(each.fits for each in checks), all=len(checks)
    )
    body = _ROW * (len(checks) + 1)
    with sheet(title, chosen(_SUBTITLE, lang), body=body, lang=lang, source=REPORTS) as page:
        for left, head in zip(_COLUMNS, _HEADS, strict=True):
            page.text((left, 0.5 * _ROW), chosen(head, lang), va="center", color=QUIET)
        for row, check in enumerate(checks, start=1):
            _draw_row(page, row, check)
    return page.figure


def _draw_row(page: Sheet, row: int, check: BaseCheck) -> None:
    middle = (row + 0.5) * _ROW
    page.text((0, middle), page.fitted(chosen(check.words, page.lang), 5.2, 9.5), va="center")
    page.text((_COLUMNS[1], middle), f"{check.implied:.{check.places + 1}f}", va="center")
    page.text((_COLUMNS[2], middle), f"{check.printed:.{check.places}f}", va="center")
    words, hue = (_FITS, _GOOD) if check.fits else (_FAILS, _BAD)
    page.text((_COLUMNS[3], middle), chosen(words, page.lang), va="center",
              color=ink(hue), **bold())  # fmt: skip


def _printed(identity: str) -> float:
    value = figure(identity).value
    assert value is not None  # noqa: S101 - report 1 redacts nothing
    return value


def _check(words: Words, implied: float, identity: str, places: int) -> BaseCheck:
    return _compared(words, implied, _printed(identity), places)


def _compared(words: Words, implied: float, printed: float, places: int) -> BaseCheck:
    scale = 10.0**places
    agreeing = (round(scale * implied), int(scale * implied + 1e-9))
    fits = round(scale * printed) in agreeing
    if places == 0:
        fits = abs(implied - printed) < 1e-9  # posts of a kind are whole in every community
    return BaseCheck(words, implied, printed, places, fits)
