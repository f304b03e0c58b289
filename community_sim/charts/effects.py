"""How sure the runs are: paired differences with their intervals."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from community_sim.charts.rows import NAMES, PITCH, Row, write_names
from community_sim.charts.sheet import WIDTH, Sheet, sheet
from community_sim.charts.style import (
    CURRENT,
    QUIET,
    baseline_name,
    chosen,
    colours,
    interval_name,
    shown_scale,
    signed,
)
from community_sim.outcomes import HEADLINE_OUTCOMES, Outcome, outcome

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from community_sim.comparison import Comparison, Effect

__all__ = ["effects_chart"]

_TITLES = {
    False: (
        "The runs decide {decided} of {all} effects",
        "{all}项效应中，模拟能判定{decided}项",
    ),
    True: (
        "The evidence decides the direction of {decided} of {all} effects",
        "{all}项效应中，现有证据能判定增减的有{decided}项",
    ),
}
_SUBTITLES = {
    False: (
        "Difference from {baseline} up to year {year}, with {interval}; hollow: not decided. The "
        "interval is of luck only: parameters and model form are not in it",
        "截至第{year}年与{baseline}之差，及{interval}；空心为不能判定。"
        "区间仅含运气，不含参数与模型形式的不确定性",
    ),
    True: (
        "Difference from {baseline} up to year {year}, with {interval}; hollow: direction not "
        "decided under every conditioning and both pasts",
        "截至第{year}年与{baseline}之差，及{interval}；空心为并非在每种口径与两种过去之下都能判定增减",
    ),
}
_BETTER = {
    "better": ("better →", "更好 →"),
    "worse": ("← better", "← 更好"),
    "neutral": ("", ""),
}
_HEAD, _FOOT, _GAP = 0.86, 0.36, 0.2
_ROOM = 0.16  # of the span, at each side
_NEAR = 0.08  # of the span: nearer to its end than this, a label would stick out


def effects_chart(
    comparison: "Comparison", *, outcomes: Sequence[str] = HEADLINE_OUTCOMES, lang: str = "en"
) -> "Figure":
    """Draw the effects as dots with intervals: one column an outcome, one row a policy.

    Parameters
    ----------
    comparison : Comparison
        What to draw.
    outcomes : sequence of str
        Names of up to six outcomes.
    lang : {'en', 'zh'}
        Language.
    """
    hues = colours(comparison)
    rows = [Row(comparison.title(policy, lang), hues[policy]) for policy in comparison.policies]
    effects = [
        comparison.effect(policy, name) for policy in comparison.policies for name in outcomes
    ]
    known = [effect for effect in effects if not math.isnan(effect.effect)]
    title = chosen(_TITLES[comparison.is_drawn], lang).format(
        decided=sum(effect.decided for effect in known), all=len(known)
    )
    subtitle = chosen(_SUBTITLES[comparison.is_drawn], lang).format(
        year=comparison.horizons[-1],
        interval=interval_name(comparison, lang),
        baseline=baseline_name(comparison, lang),
    )
    with sheet(title, subtitle, body=_HEAD + len(rows) * PITCH + _FOOT, lang=lang) as page:
        write_names(page, rows, _HEAD)
        width = (WIDTH - 0.34 - NAMES - len(outcomes) * _GAP) / len(outcomes)
        for at, name in enumerate(outcomes):
            left = NAMES + _GAP + at * (width + _GAP)
            _draw_column(page, comparison, outcome(name), (left, width))
    return page.figure


def _draw_column(
    page: Sheet, comparison: "Comparison", measure: Outcome, span: tuple[float, float]
) -> None:
    left, width = span
    policies = comparison.policies
    axes = page.axes((left, _HEAD), (width, len(policies) * PITCH))
    scale, unit = shown_scale(measure, page.lang)
    axes.axvline(0, color=CURRENT, linewidth=1)
    for row, policy in enumerate(policies):
        effect = comparison.effect(policy, measure.name)
        if not math.isnan(effect.effect):
            _draw_effect(axes, effect, row, scale, colours(comparison)[policy])
    _finish(axes, len(policies))
    page.text((left - 0.1, 0), page.fitted(measure.label(page.lang), width + 0.3, 9), size=9,
              va="top")  # fmt: skip
    page.text((left - 0.1, 0.36), page.fitted(unit, width + 0.34, 8), size=8, va="top",
              color=QUIET)  # fmt: skip
    page.text((left + width / 2, _HEAD - 0.02), chosen(_BETTER[measure.higher_is], page.lang),
              size=8, va="bottom", ha="center", color=QUIET)  # fmt: skip


def _draw_effect(axes: Any, effect: "Effect", row: int, scale: float, colour: str) -> None:
    inside = colour if effect.decided else "white"
    axes.plot([scale * effect.low, scale * effect.high], [row, row], color=colour, linewidth=2.2)
    axes.plot(scale * effect.effect, row, "o", color=colour, markersize=6.5, zorder=3,
              markeredgewidth=1.5, markerfacecolor=inside)  # fmt: skip


def _finish(axes: Any, rows: int) -> None:
    from matplotlib.ticker import MaxNLocator

    low, high = axes.get_xlim()
    low, high = min(low, 0.0), max(high, 0.0)
    room = _ROOM * (high - low)
    axes.set(xlim=(low - room, high + room), ylim=(rows - 0.5, -0.5))
    axes.xaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(lambda value, _: signed(value))
    axes.tick_params(axis="x", labelsize=8, length=0)
    _turn_inwards(axes)
    axes.yaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.patch.set_visible(False)


def _turn_inwards(axes: Any) -> None:
    """Keep the labels near the ends of a scale from running into the next column's."""
    low, high = axes.get_xlim()
    near = _NEAR * (high - low)
    shown = [each for each in axes.get_xticks() if low <= each <= high]
    for tick in list(shown):
        if len(shown) > 2 and tick != 0.0 and min(tick - low, high - tick) < near:
            shown.remove(tick)  # two labels tell the scale
    axes.set_xticks(shown)
    for tick, text in zip(shown, axes.get_xticklabels(), strict=True):
        if tick - low < near:
            text.set_horizontalalignment("left")
        elif high - tick < near:
            text.set_horizontalalignment("right")
