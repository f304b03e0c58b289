"""Describe the page's pictures: ECharts options, made of a comparison alone."""

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from community_sim.charts.style import PALETTE, shown_scale
from community_sim.explorer.words import say
from community_sim.outcomes import (
    AGE_BANDS,
    TENURE_BANDS,
    age_structure,
    exits_by_reason,
    outcome,
    recruit_survival,
    tenure_structure,
)
from community_sim.vocabulary import SeparationReason

if TYPE_CHECKING:
    import pandas as pd

    from community_sim.comparison import Comparison

__all__ = ["cost_option", "exits_option", "retention_option", "structure_option"]

Option = dict[str, Any]

FONT = "Noto Sans SC Subset, Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
_BASELINE = "#333333"
_YEARS = 10
_REASONS = {
    SeparationReason.QUIT: ("Quit", "辞职"),
    SeparationReason.TRANSFER_OUT: ("To the civil service", "考入公务员"),
    SeparationReason.SUBDISTRICT_PROMOTION: ("To the sub-district", "提拔到街道"),
    SeparationReason.NOT_REELECTED: ("Not re-elected", "落选"),
    SeparationReason.RETIREMENT: ("Retired", "退休"),
}
_OTHER = ("Dismissed, laid off, called back, died", "辞退、裁员、召回、死亡")
_CAUSES = ("#1f5f8b", "#c8502a", "#e0a030", "#7a5195", "#8fa3ad", "#c9d1d6")


def colour_of(comparison: "Comparison", policy: str) -> str:
    """Return a policy's colour, the same in every picture."""
    if policy == comparison.baseline:
        return _BASELINE
    return PALETTE[comparison.policies.index(policy) % len(PALETTE)]


def retention_option(comparison: "Comparison", lang: str) -> Option:
    """Return lines of recruits retained, with the middle 90 % of runs as bands."""
    table = recruit_survival(comparison.results, max_years=_YEARS)
    grouped = table.groupby(["policy", "years_since_entry"], observed=True)["retained"]
    seen = grouped.quantile(np.array([0.05, 0.95])).unstack()
    means = grouped.mean()
    series: list[Option] = []
    for policy in _everyone(comparison):
        colour = colour_of(comparison, policy)
        rows = seen.loc[policy]
        band = {"type": "line", "symbol": "none", "silent": True, "stack": f"band {policy}",
                "lineStyle": {"opacity": 0}, "tooltip": {"show": False}}  # fmt: skip
        low, wide = _percent(rows[0.05]), _percent(rows[0.95] - rows[0.05])
        series += [
            {**band, "data": low},
            {**band, "data": wide, "areaStyle": {"color": colour, "opacity": 0.12}},
            {"type": "line", "name": comparison.title(policy, lang), "symbol": "none",
             "data": _percent(means.loc[policy]), "color": colour,
             "lineStyle": {"width": 2.5}},
        ]  # fmt: skip
    return _framed(comparison, lang, {
        "xAxis": {"type": "category", "data": list(range(_YEARS + 1)), "boundaryGap": False,
                  "name": say("since", lang), "nameLocation": "middle", "nameGap": 24},
        "yAxis": {"type": "value", "min": 0, "max": 100},
        "series": series,
    })  # fmt: skip


def exits_option(comparison: "Comparison", lang: str) -> Option:
    """Return stacked bars of exits a year per 100 cadres, by cause."""
    table = exits_by_reason(comparison.results)
    means = 100.0 * table.groupby(["policy", "reason"], observed=True)["rate"].mean().unstack()
    policies = list(reversed(_everyone(comparison)))
    named = {reason.name.lower(): words for reason, words in _REASONS.items()}
    columns = {words[lang == "zh"]: means[name] for name, words in named.items()}
    others = [name for name in means if name not in named]
    columns[_OTHER[lang == "zh"]] = means[others].sum(axis=1)
    return _framed(comparison, lang, {
        "legend": {"bottom": 0, "itemHeight": 9, "itemWidth": 14, "textStyle": {"fontSize": 11}},
        "grid": {"left": 8, "right": 18, "top": 12, "bottom": 52, "containLabel": True},
        "xAxis": {"type": "value"},
        "yAxis": {"type": "category", "data": [comparison.title(each, lang) for each in policies],
                  "axisLabel": {"width": 120, "overflow": "break", "lineHeight": 13}},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}, "confine": True},
        "series": [
            {"type": "bar", "stack": "all", "name": name, "color": colour,
             "data": [_rounded(column[policy]) for policy in policies]}
            for (name, column), colour in zip(columns.items(), _CAUSES, strict=True)
        ],
    })  # fmt: skip


def cost_option(comparison: "Comparison", lang: str) -> Option:
    """Return crosses of intervals: wage bill across, service up."""
    series: list[Option] = []
    factor, unit = shown_scale(outcome("wage_bill_per_community"), lang)
    for policy in comparison.policies:
        cost = comparison.effect(policy, "wage_bill_per_community")
        service = comparison.effect(policy, "service_capacity")
        colour = colour_of(comparison, policy)
        x, y = _rounded(factor * cost.effect), _rounded(service.effect)
        across = [[_rounded(factor * each), y] for each in (cost.low, cost.high)]
        up = [[x, _rounded(each)] for each in (service.low, service.high)]
        line = {"type": "line", "symbol": "none", "silent": True, "color": colour,
                "tooltip": {"show": False}}  # fmt: skip
        series += [
            {**line, "data": across},
            {**line, "data": up},
            {"type": "scatter", "name": comparison.title(policy, lang), "color": colour,
             "symbolSize": 12, "data": [[x, y]]},
        ]  # fmt: skip
    today = comparison.title(comparison.baseline, lang)
    series.append({"type": "scatter", "name": today, "color": _BASELINE, "symbol": "rect",
                   "symbolSize": 11, "data": [[0, 0]]})  # fmt: skip
    return _framed(comparison, lang, {
        "xAxis": {"type": "value", "name": say("cost_axis", lang, unit=unit),
                  "nameLocation": "middle",
                  "nameGap": 24},
        "yAxis": {"type": "value"},
        "series": series,
    })  # fmt: skip


def structure_option(comparison: "Comparison", lang: str) -> Option:
    """Return bars of age and tenure bands, one colour a policy."""
    parts = (
        (age_structure(comparison.results), AGE_BANDS),
        (tenure_structure(comparison.results), TENURE_BANDS),
    )
    means = [
        (100.0 * table.groupby(["policy", "band"], observed=True)["share"].mean(), bands)
        for table, bands in parts
    ]
    labels = [words[lang == "zh"] for _, bands in means for words in bands.values()]
    return _framed(comparison, lang, {
        "xAxis": {"type": "category", "data": labels,
                  "axisLabel": {"interval": 0, "width": 58, "overflow": "break"}},
        "yAxis": {"type": "value"},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}, "confine": True},
        "series": [
            {"type": "bar", "name": comparison.title(policy, lang),
             "color": colour_of(comparison, policy),
             "data": [_rounded(table[policy, band]) for table, bands in means for band in bands]}
            for policy in _everyone(comparison)
        ],
    })  # fmt: skip


def _everyone(comparison: "Comparison") -> list[str]:
    return [comparison.baseline, *comparison.policies]


def _framed(comparison: "Comparison", lang: str, option: Option) -> Option:
    names = [comparison.title(policy, lang) for policy in _everyone(comparison)]
    return {
        "animationDuration": 150,
        "animationDurationUpdate": 150,
        "textStyle": {"fontFamily": FONT},
        "aria": {"enabled": True},
        "grid": {"left": 8, "right": 18, "top": 24 + 18 * (len(names) // 2), "bottom": 34,
                 "containLabel": True},
        "legend": {"data": names, "top": 0, "left": 0, "itemHeight": 9, "itemWidth": 14,
                   "itemGap": 6,
                   "textStyle": {"fontSize": 11, "width": 140, "overflow": "truncate"}},
        "tooltip": {"trigger": "axis", "confine": True},
        **option,
    }  # fmt: skip


def _percent(column: "pd.Series[float]") -> list[float | None]:
    return [_rounded(100.0 * each) for each in column]


def _rounded(value: float) -> float | None:
    """Return a number for a picture; nothing where it is undefined."""
    return None if math.isnan(value) else round(float(value), 2)
