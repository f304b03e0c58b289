"""How long recruits stay: survival of entry cohorts, policy by policy."""

from typing import TYPE_CHECKING, Any

from community_sim.charts.style import (
    colours,
    emphasis,
    house_style,
    name_line,
    place_labels,
    short_title,
    titled,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from community_sim.comparison import Comparison

__all__ = ["retention_chart"]

_YEARS = 10
_WORDS = {
    "en": (
        "How long recruits stay",
        "Share of recruits still in the system, by years since entry; line: mean over paired runs, "
        "band: middle 90% of runs",
        "Years since entry",
    ),
    "zh": (
        "新进人员留任多久",
        "按进入后年数计算的仍在职比例；线为各次模拟的均值，带为中间90%的模拟",
        "进入后年数",
    ),
}


def retention_chart(comparison: "Comparison", *, lang: str = "en") -> "Figure":
    """Draw the survival of recruits over ten years, one line a policy."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    from community_sim.outcomes import recruit_survival

    title, subtitle, below = _WORDS["zh" if lang == "zh" else "en"]
    survival = recruit_survival(comparison.results, max_years=_YEARS)
    last = int(survival.loc[survival["at_risk"] > 0, "years_since_entry"].max())
    survival = survival[survival["years_since_entry"] <= last]
    with house_style(lang):
        figure = Figure(figsize=(9.5, 5.4))
        axes = figure.subplots()
        figure.subplots_adjust(left=0.075, right=0.73, top=0.83, bottom=0.15)
        ends: dict[str, tuple[float, float]] = {}
        for policy, colour in colours(comparison).items():
            grouped = survival[survival["policy"] == policy].groupby("years_since_entry")
            retained = grouped["retained"]
            mean, low, high = retained.mean(), retained.quantile(0.05), retained.quantile(0.95)
            is_current = policy == comparison.baseline
            axes.fill_between(mean.index, low, high, color=colour, alpha=0.12, linewidth=0)
            axes.plot(mean.index, mean, color=colour, linewidth=2.8 if is_current else 1.8)
            seen = mean.dropna()
            ends[policy] = (float(seen.index[-1]), float(seen.iloc[-1]))
        axes.set(xlim=(0, last), ylim=(0, 1.0), xlabel=below)
        axes.yaxis.set_major_formatter(PercentFormatter(1.0))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.grid(axis="x", visible=False)
        _label_ends(axes, comparison, ends, lang, last)
        titled(figure, title, subtitle, lang)
    return figure


def _label_ends(
    axes: Any, comparison: "Comparison", ends: dict[str, tuple[float, float]], lang: str, last: int
) -> None:
    heights = place_labels([share for _, share in ends.values()], gap=0.1, within=(0.03, 0.97))
    for (policy, end), height in zip(ends.items(), heights, strict=True):
        colour = colours(comparison)[policy]
        name_line(axes, end, (last * 1.04, height), colour)
        axes.text(
            last * 1.05,
            height,
            short_title(comparison, policy, lang, 30),
            color=colour,
            fontsize=8.5,
            va="center",
            linespacing=1.0,
            **(emphasis(lang) if policy == comparison.baseline else {}),
        )
