"""Draw what a community's hours go into: administration first, service with what is left."""

from typing import TYPE_CHECKING

from community_sim.charts.sheet import Sheet, sheet
from community_sim.charts.style import CURRENT, PALETTE, QUIET, bold, chosen

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from community_sim.course.community_work import Work

__all__ = ["work_chart"]

_TITLE = (
    "{service:,.0f} hours are left for service, {change:+.0f}% against full staff",
    "服务时间{service:,.0f}小时，与满员相比{change:+.0f}%",
)
_SUBTITLE = (
    "Hours of the average community in a year, weighted by skill. Dashed line: service asked for",
    "平均每个社区一年的工时（按能力加权）；虚线为居民的服务需求",
)
_ROWS = (("Fully staffed", "满员"), ("As set above", "按上面的设定"))
_KEY = (("administrative work", "行政事务"), ("left for service", "剩余服务时间"))
_BESIDE = ("load {load:.2f}, pressure {pressure:.0f}%", "负荷{load:.2f}，压力{pressure:.0f}%")
_HUES = (PALETTE[0], PALETTE[2])
_NAMES, _WIDTH, _ROW, _BAR, _HEAD = 1.5, 5.6, 0.56, 0.34, 0.36


def work_chart(now: "Work", other: "Work", *, lang: str = "en") -> "Figure":
    """Draw two bars: a fully staffed community, and another.

    Parameters
    ----------
    now, other : Work
        A year's work, fully staffed and with vacancies or relief.
    lang : {'en', 'zh'}
        Language.
    """
    change = 100.0 * (other.service / now.service - 1.0) if now.service > 0.0 else 0.0
    title = chosen(_TITLE, lang).format(service=other.service, change=change)
    title = title.replace("-", "−").replace("+0%", "0%").replace("−0%", "0%")
    longest = max(each.administrative + each.demand for each in (now, other))
    body = _HEAD + 2 * _ROW
    with sheet(title, chosen(_SUBTITLE, lang), body=body, lang=lang) as page:
        page.key([(hue, 7.0, chosen(words, lang)) for hue, words in zip(_HUES, _KEY, strict=True)])
        for row, each in enumerate((now, other)):
            _draw_row(page, row, each, _WIDTH / longest)
    return page.figure


def _draw_row(page: Sheet, row: int, work: "Work", scale: float) -> None:
    middle = _HEAD + (row + 0.5) * _ROW
    page.text((0, middle), chosen(_ROWS[row], page.lang), va="center")
    left = _NAMES
    for hue, hours in zip(_HUES, (work.done, work.service), strict=True):
        width = scale * hours
        page.bar((left, middle - _BAR / 2), (width, _BAR), colour=hue)
        if width > 0.6:  # else the number does not fit
            page.text((left + width / 2, middle), f"{hours:,.0f}", va="center", ha="center",
                      color="white", **bold())  # fmt: skip
        left += width
    asked = _NAMES + scale * (work.administrative + work.demand)
    page.line((asked, middle - _ROW / 2 + 0.04), (asked, middle + _ROW / 2 - 0.04), color=CURRENT,
              linewidth=1.2, linestyle=(0, (3, 2)))  # fmt: skip
    words = chosen(_BESIDE, page.lang).format(load=work.load, pressure=100.0 * work.pressure)
    page.text((_NAMES + _WIDTH + 0.15, middle), words, size=9, va="center", color=QUIET)
