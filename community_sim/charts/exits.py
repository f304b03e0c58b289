"""How cadres leave: the yearly exit rate, split by reason."""

from typing import TYPE_CHECKING

from community_sim.charts.style import emphasis, house_style, short_title, titled
from community_sim.vocabulary import SeparationReason, label

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from community_sim.comparison import Comparison

__all__ = ["exits_chart"]

_COLOURS = {
    SeparationReason.QUIT: "#D55E00",
    SeparationReason.TRANSFER_OUT: "#0072B2",
    SeparationReason.SUBDISTRICT_PROMOTION: "#56B4E9",
    SeparationReason.NOT_REELECTED: "#9C8AA5",
    SeparationReason.DISMISSAL: "#6A3D9A",
    SeparationReason.LAYOFF: "#3F2B56",
    SeparationReason.END_OF_SECONDMENT: "#B5B5B5",
    SeparationReason.RETIREMENT: "#8F8F8F",
    SeparationReason.DEATH: "#6B6B6B",
}

_WORDS = {
    "en": (
        "How cadres leave, each year",
        "Exits per 100 cadres in post, mean over years and runs. Blue: left for the civil service "
        "or the sub-district, good for the person and a loss for the community",
        "Exits per 100 cadres a year",
    ),
    "zh": (
        "社区干部每年怎样离开",
        "每百名在职干部的年离开人数，各年、各次模拟的均值。蓝色为考入公务员或提拔到街道，对个人有利而为社区损失",
        "每百名干部年离开人数",
    ),
}


def exits_chart(comparison: "Comparison", *, lang: str = "en") -> "Figure":
    """Draw stacked bars of the exit rate by reason, one bar a policy."""
    from matplotlib.figure import Figure

    from community_sim.outcomes import exits_by_reason

    title, subtitle, below = _WORDS["zh" if lang == "zh" else "en"]
    table = exits_by_reason(comparison.results)
    sums = table.groupby(["policy", "reason"], observed=True)[["exits", "person_years"]].sum()
    rates = (100.0 * sums["exits"] / sums["person_years"]).to_dict()
    order = [comparison.baseline, *comparison.policies]
    with house_style(lang):
        figure = Figure(figsize=(9.5, 2.4 + 0.55 * len(order)))
        axes = figure.subplots()
        height = figure.get_size_inches()[1]
        figure.subplots_adjust(left=0.26, right=0.93, top=1 - 1.35 / height, bottom=0.75 / height)
        rows = list(range(len(order)))[::-1]
        reach = [0.0] * len(order)
        for reason, colour in _COLOURS.items():
            values = [float(rates[policy, reason.name.lower()]) for policy in order]
            if max(values) == 0.0:
                continue
            axes.barh(rows, values, left=reach, color=colour, height=0.68,
                      label=label(reason, lang), edgecolor="white", linewidth=0.5)  # fmt: skip
            for row, left, value in zip(rows, reach, values, strict=True):
                if value >= 0.95:
                    axes.text(left + value / 2, row, f"{value:.1f}", color="white", ha="center",
                              va="center", fontsize=8.5)  # fmt: skip
            reach = [left + value for left, value in zip(reach, values, strict=True)]
        for row, end in zip(rows, reach, strict=True):
            axes.text(end + 0.2, row, f"{end:.1f}", va="center", fontsize=9.5, **emphasis(lang))
        axes.set_yticks(rows, [short_title(comparison, policy, lang, 32) for policy in order],
                        fontsize=9, linespacing=1.0)  # fmt: skip
        axes.set(xlabel=below, xlim=(0, max(reach) * 1.08))
        axes.grid(axis="y", visible=False)
        axes.spines["left"].set_visible(False)
        figure.legend(loc="upper left", bbox_to_anchor=(0.005, 1 - 0.78 / height), ncols=5,
                      frameon=False, fontsize=8.5, handlelength=1.0, columnspacing=1.2)  # fmt: skip
        titled(figure, title, subtitle, lang)
    return figure
