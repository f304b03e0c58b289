"""The reports' figures side by side: pay by place, and the workforce of the survey."""

from typing import TYPE_CHECKING, Any

from community_sim.charts.style import CURRENT, GREY, house_style, titled
from community_sim.report import load_figures

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["pay_by_place_chart", "survey_chart"]

_PLACES = (
    ("Kaifu 2007", "开福 2007", "kaifu"),
    ("Siyang 2013", "泗阳 2013", "siyang"),
    ("Report 4, 2009", "报告四 2009", "report4_district"),
    ("Rucheng 2011", "汝城 2011", "rucheng"),
)

_SURVEY: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...] = (
    ("Age", "年龄", (("to 30", "30以下", "r1-017"), ("31-35", "31至35", "r1-019"),
                     ("36-45", "36至45", "r1-021"), ("46-54", "46至54", "r1-023"),
                     ("55+", "55以上", "r1-025"))),
    ("Mandate", "来源", (("elected", "选举", "r1-033"), ("hired", "聘用", "r1-035"),
                         ("seconded", "下派", "r1-037"), ("other", "其他", "r1-039"))),
    ("Education", "学历", (("high school", "高中", "r1-027"), ("college", "大专", "r1-029"),
                           ("bachelor", "本科", "r1-031"))),
)  # fmt: skip


def pay_by_place_chart(*, lang: str = "en") -> "Figure":
    """Draw yearly pay of principals and of ordinary staff in the four places."""
    from matplotlib.figure import Figure

    from community_sim.place import load_place

    zh = lang == "zh"
    with house_style(lang):
        figure = Figure(figsize=(9.5, 4.6))
        axes = figure.subplots()
        figure.subplots_adjust(left=0.1, right=0.97, top=0.80, bottom=0.20)
        for number, (_, _, name) in enumerate(_PLACES):
            place = load_place(name)
            pay = place.current_practice().pay
            for shift, ratio, colour in (
                (-0.19, pay.coefficient_principal, "#0072B2"),
                (0.19, pay.coefficient_general_worker, "#E69F00"),
            ):
                yuan = ratio * place.reference_wage
                if name == "kaifu" and ratio == pay.coefficient_principal:
                    yuan = load_figures()["r1-064"].value or yuan
                axes.bar(number + shift, yuan, width=0.36, color=colour)
                axes.text(number + shift, yuan + 400, f"{yuan:,.0f}", ha="center", fontsize=9)
        mean = load_figures()["r1-107"].value or 0.0
        axes.axhline(mean, color=CURRENT, linewidth=1, linestyle="--")
        axes.text(3.5, mean + 400, "长沙社平工资 2007" if zh else "City mean wage, Changsha 2007",
                  ha="right", fontsize=9, color=GREY)  # fmt: skip
        axes.set_xticks(range(len(_PLACES)), [place[zh] for place in _PLACES])
        axes.set_ylabel("元/年" if zh else "CNY a year")
        axes.grid(axis="x", visible=False)
        titled(
            figure,
            "四地薪酬相差悬殊" if zh else "Four places pay very differently",
            "蓝：正职；黄：普通人员。开福与汝城的普通人员为区间内假设或聘用人员工资"
            if zh
            else "Blue: principals; yellow: ordinary staff (assumed within the reported range at "
            "Kaifu, the hired at Rucheng)",
            lang,
            is_evidence=True,
        )
    return figure


def survey_chart(*, lang: str = "en") -> "Figure":
    """Draw report 1's counts of cadres by age, mandate and education."""
    from matplotlib.figure import Figure

    zh = lang == "zh"
    figures = load_figures()
    with house_style(lang):
        figure = Figure(figsize=(9.5, 4.2))
        panels = figure.subplots(1, 3, sharey=True, width_ratios=(5, 4, 3))
        figure.subplots_adjust(left=0.06, right=0.985, top=0.78, bottom=0.18, wspace=0.06)
        for axes, (english, chinese, bars) in zip(panels, _SURVEY, strict=True):
            counts = [figures[identity].value or 0.0 for _, _, identity in bars]
            _bars(axes, [bar[zh] for bar in bars], counts)
            axes.set_title(chinese if zh else english, loc="left", fontsize=11)
        titled(
            figure,
            "开福651名社区干部" if zh else "The 651 cadres of Kaifu",
            "报告一所列人数，2008年" if zh else "Persons as counted by report 1, 2008",
            lang,
            is_evidence=True,
        )
    return figure


def _bars(axes: Any, names: list[str], counts: list[float]) -> None:
    axes.bar(range(len(names)), counts, color="#0072B2", width=0.7)
    for place, count in enumerate(counts):
        axes.text(place, count + 5, f"{count:.0f}", ha="center", fontsize=9)
    axes.set_xticks(range(len(names)), names, fontsize=9)
    axes.grid(axis="x", visible=False)
