"""The reports' figures side by side: pay by place, and the workforce of the survey."""

from typing import TYPE_CHECKING

from community_sim.charts.sheet import REPORTS, WIDTH, Sheet, sheet
from community_sim.charts.style import CURRENT, PALETTE, QUIET, bold, chosen, halo, ink
from community_sim.report import load_figures
from community_sim.vocabulary import Post

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["pay_by_place_chart", "survey_chart"]

Words = tuple[str, str]

_PLACES: tuple[tuple[Words, str], ...] = (
    (("Kaifu, 2007", "开福 2007"), "kaifu"),
    (("Siyang, 2013", "泗阳 2013"), "siyang"),
    (("Report 4, 2009", "报告四 2009"), "report4_district"),
    (("Rucheng, 2011", "汝城 2011"), "rucheng"),
)
_PAY_TITLE = ("Four places pay very differently", "四地薪酬相差悬殊")
_PAY_SUBTITLE = (
    "Yearly pay of principals and of ordinary staff [CNY]; ordinary staff of Kaifu are assumed "
    "within the reported range, those of Rucheng are the hired",
    "正职与普通人员的年薪[元]；开福普通人员为报告区间内的假设，汝城普通人员为聘用人员",
)
_PRINCIPAL, _ORDINARY = ("Principal", "正职"), ("Ordinary staff", "普通人员")
_CITY_MEAN = ("City mean wage,\nChangsha 2007", "长沙社平工资\n2007年")
_MEAN_WAGE, _PRINCIPALS_OF_KAIFU = "r1-107", "r1-064"
_PAY_COLOURS = (PALETTE[1], PALETTE[0])

_SURVEY: tuple[tuple[Words, tuple[tuple[str, str, str], ...]], ...] = (
    (
        ("Age", "年龄"),
        (
            ("to 30", "30及以下", "r1-017"),
            ("31–35", "31–35", "r1-019"),
            ("36–45", "36–45", "r1-021"),
            ("46–54", "46–54", "r1-023"),
            ("55+", "55及以上", "r1-025"),
        ),
    ),
    (
        ("Serves as", "来源"),
        (
            ("elected", "选举", "r1-033"),
            ("hired", "聘用", "r1-035"),
            ("seconded", "下派", "r1-037"),
            ("other", "其他", "r1-039"),
        ),
    ),
    (
        ("Education", "学历"),
        (
            ("high\nschool", "高中\n及以下", "r1-027"),
            ("college", "大专", "r1-029"),
            ("bachelor", "本科", "r1-031"),
        ),
    ),
)
_SURVEY_TITLE = ("The 651 cadres of Kaifu", "开福651名社区干部")
_SURVEY_SUBTITLE = ("Persons, as counted by report 1 in 2008", "报告一所列人数，2008年")
_PANELS = (0.0, 4.0, 7.25)  # left ends [inch]
_STEP, _TALL = 0.7, 2.5  # room of a bar, height of the panels [inch]


def pay_by_place_chart(*, lang: str = "en") -> "Figure":
    """Draw yearly pay of principals and of ordinary staff in the four places."""
    rows = len(_PLACES)
    pitch, top = 0.55, 0.55
    title, subtitle = chosen(_PAY_TITLE, lang), chosen(_PAY_SUBTITLE, lang)
    body = top + rows * pitch + 0.35
    with sheet(title, subtitle, body=body, lang=lang, source=REPORTS) as page:
        axes = page.axes((1.5, top), (WIDTH - 2.0, rows * pitch))
        pay = [_yearly_pay(name) for _, name in _PLACES]
        for row, ((words, _), spot) in enumerate(zip(_PLACES, pay, strict=True)):
            _draw_pay(axes, row, spot)
            page.text((0, top + (row + 0.5) * pitch), chosen(words, lang), va="center_baseline")
        _finish(axes, rows)
        mean = load_figures()[_MEAN_WAGE].value or 0.0
        axes.axvline(mean, color=CURRENT, linewidth=0.9, linestyle=(0, (2, 2)), zorder=1)
        _above(axes, mean, chosen(_CITY_MEAN, lang), QUIET)
        for words, yuan, colour in zip((_ORDINARY, _PRINCIPAL), pay[0], _PAY_COLOURS, strict=True):
            _above(axes, yuan, chosen(words, lang), ink(colour))
    return page.figure


def _yearly_pay(name: str) -> tuple[float, float]:
    """Return yearly pay of ordinary staff and of principals in a place [CNY]."""
    from community_sim.place import load_place
    from community_sim.scenario import entry_pay

    place = load_place(name)
    ordinary, principal = (entry_pay(place, post) for post in (Post.GENERAL_WORKER, Post.PRINCIPAL))
    if name == "kaifu":  # printed; the coefficient is rounded
        principal = load_figures()[_PRINCIPALS_OF_KAIFU].value or principal
    return ordinary, principal


def _draw_pay(axes: "Axes", row: int, spot: tuple[float, float]) -> None:
    axes.plot(spot, (row, row), color="#c3ced6", linewidth=5, zorder=1.5)
    for yuan, colour, away in zip(spot, _PAY_COLOURS, (-1, 1), strict=True):
        axes.plot(yuan, row, "o", color=colour, markersize=9, zorder=3)
        axes.annotate(f"{yuan:,.0f}", (yuan, row), xytext=(8 * away, 0),
                      textcoords="offset points", ha="left" if away > 0 else "right",
                      va="center_baseline", size=9, color=ink(colour), **halo())  # fmt: skip


def _above(axes: "Axes", yuan: float, words: str, colour: str) -> None:
    axes.annotate(words, (yuan, 1.0), xycoords=("data", "axes fraction"), xytext=(0, 2),
                  textcoords="offset points", ha="center", va="bottom", size=9, color=colour,
                  linespacing=1.1)  # fmt: skip


def _finish(axes: "Axes", rows: int) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set(xlim=(0, 1.06 * axes.get_xlim()[1]), ylim=(rows - 0.5, -0.5))
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.tick_params(length=0)
    axes.yaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)


def survey_chart(*, lang: str = "en") -> "Figure":
    """Draw report 1's counts of cadres by age, mandate and education."""
    figures = load_figures()
    counts = [[figures[bar[2]].value or 0.0 for bar in bars] for _, bars in _SURVEY]
    tallest = max(max(panel) for panel in counts)
    title, subtitle = chosen(_SURVEY_TITLE, lang), chosen(_SURVEY_SUBTITLE, lang)
    with sheet(title, subtitle, body=_TALL + 0.5, lang=lang, source=REPORTS) as page:
        for left, (heading, bars), panel in zip(_PANELS, _SURVEY, counts, strict=True):
            page.text((left, 0.0), chosen(heading, lang), size=10.5, va="top", **bold())
            page.line((left, _TALL), (left + _STEP * len(bars), _TALL), color="#8c8c8c",
                      linewidth=0.8)  # fmt: skip
            for at, (bar, count) in enumerate(zip(bars, panel, strict=True)):
                height = (_TALL - 0.5) * count / tallest
                _draw_count(page, (left + _STEP * at, height), (bar[lang == "zh"], count))
    return page.figure


def _draw_count(page: Sheet, place: tuple[float, float], bar: tuple[str, float]) -> None:
    left, height = place
    page.bar((left + 0.06, _TALL - height), (_STEP - 0.12, height), colour=PALETTE[0])
    middle = left + _STEP / 2
    page.text((middle, _TALL - height - 0.05), f"{bar[1]:,.0f}", size=9, ha="center", va="bottom")
    page.text((middle, _TALL + 0.07), bar[0], size=9, ha="center", va="top", color=QUIET)
