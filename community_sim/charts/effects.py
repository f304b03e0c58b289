"""How sure the runs are: paired differences with their intervals."""

import math
from typing import TYPE_CHECKING, Any

from community_sim.charts.style import CURRENT, colours, house_style, short_title, titled
from community_sim.outcomes import outcome

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from community_sim.comparison import Comparison

__all__ = ["EFFECTS", "effects_chart"]

EFFECTS = (
    "recruit_retention_3y",
    "exit_rate",
    "quit_rate",
    "vacancy_rate",
    "wage_bill_per_community",
    "service_capacity",
)
"""Outcomes that the chart shows."""

_ABOVE, _BETWEEN, _BELOW = 1.3, 0.85, 0.7
"""Room above, between and below the rows of panels [inches]."""

_WORDS = {
    "en": (
        "How sure the runs are",
        "Difference from current practice at the last horizon with its {level:g}% interval; hollow "
        "where the runs do not decide. Luck only: parameters and model form are not in these bands",
    ),
    "zh": (
        "模拟的把握有多大",
        "末期与现行做法之差及其{level:g}%区间；空心表示模拟不能判定。仅含运气，不含参数与模型形式的不确定性",
    ),
}


def effects_chart(comparison: "Comparison", *, lang: str = "en") -> "Figure":
    """Draw small multiples of effects, one panel an outcome, one row a policy."""
    from matplotlib.figure import Figure

    title, subtitle = _WORDS["zh" if lang == "zh" else "en"]
    policies = comparison.policies
    with house_style(lang):
        panel = 0.35 + 0.28 * max(3, len(policies))
        height = _ABOVE + 2 * panel + _BETWEEN + _BELOW
        figure = Figure(figsize=(9.5, height))
        grid = figure.subplots(2, 3, sharey=True)
        figure.subplots_adjust(
            left=0.235,
            right=0.975,
            top=1 - _ABOVE / height,
            bottom=_BELOW / height,
            wspace=0.12,
            hspace=_BETWEEN / panel,
        )
        for axes, name in zip(grid.flat, EFFECTS, strict=True):
            _panel(axes, comparison, name, lang)
        for axes in grid[:, 0]:
            axes.set_yticks(range(len(policies)),
                            [short_title(comparison, policy, lang, 30) for policy in policies],
                            fontsize=8, linespacing=0.95)  # fmt: skip
            axes.set_ylim(len(policies) - 0.4, -0.6)
        titled(figure, title, subtitle.format(level=100 * comparison.confidence), lang)
    return figure


def _panel(axes: Any, comparison: "Comparison", name: str, lang: str) -> None:
    from matplotlib.ticker import MaxNLocator

    measure = outcome(name)
    scale = 100.0 if measure.is_percentage else 1.0
    axes.axvline(0, color=CURRENT, linewidth=1)
    for row, policy in enumerate(comparison.policies):
        effect = comparison.effect(policy, name)
        if math.isnan(effect.effect):
            continue
        colour = colours(comparison)[policy]
        axes.plot([effect.low * scale, effect.high * scale], [row, row], color=colour, linewidth=2)
        axes.plot(effect.effect * scale, row, "o", color=colour, markersize=6,
                  markerfacecolor=colour if effect.decided else "white")  # fmt: skip
    unit = ("百分点" if lang == "zh" else "points") if measure.is_percentage else ""
    label = measure.label(lang)
    axes.set_title(_wrapped(f"{label} [{unit or measure.shown_unit(lang)}]", lang), loc="left",
                   fontsize=8.5)  # fmt: skip
    axes.tick_params(axis="x", labelsize=8)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.grid(axis="y", visible=False)
    axes.margins(x=0.12)


def _wrapped(text: str, lang: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, 20 if lang == "zh" else 36))
