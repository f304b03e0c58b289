"""Describe the page's pictures: ECharts options, made of a comparison and its colours."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from community_sim.charts.style import shown_scale
from community_sim.explorer.words import say
from community_sim.outcomes import AGE_BANDS, COST, TENURE_BANDS, outcome, survival, yearly_exits
from community_sim.vocabulary import SeparationReason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community_sim.comparison import Comparison
    from community_sim.trajectory import Trajectory

__all__ = ["RETENTION_YEARS", "cost_option", "exits_option", "retention_option", "structure_option"]

Option = dict[str, Any]
Colours = Mapping[str, str]
Floats = NDArray[np.float64]

FONT = "Noto Sans SC Subset, Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
RETENTION_YEARS = 10
"""Years after entry to which recruits are followed."""

_PHONE = 400  # widest picture on a phone [px]
_REASONS = {
    SeparationReason.QUIT: ("Quit", "辞职"),
    SeparationReason.TRANSFER_OUT: ("To the civil service", "考入公务员"),
    SeparationReason.SUBDISTRICT_PROMOTION: ("To the sub-district", "提拔到街道"),
    SeparationReason.NOT_REELECTED: ("Not re-elected", "落选"),
    SeparationReason.RETIREMENT: ("Retired", "退休"),
}
_OTHER = ("Dismissed, laid off, called back, died", "辞退、裁员、召回、死亡")
_CAUSES = ("#1f5f8b", "#c8502a", "#e0a030", "#7a5195", "#8fa3ad", "#c9d1d6")


def retention_option(comparison: "Comparison", colours: Colours, lang: str) -> Option:
    """Return lines of recruits retained, with the middle 90 % of runs as bands."""
    series: list[Option] = []
    years = min(RETENTION_YEARS, comparison.results.scenarios[0].years - 1) or 1
    opacity = 0.12 if len(comparison.policies) < 3 else 0.06
    for policy in _everyone(comparison):
        colour = colours[policy]
        curves = np.array(
            [survival(run, RETENTION_YEARS)[0][: years + 1] for run in _runs(comparison, policy)]
        )
        low, mean, high = 100.0 * _summary(curves)
        band = {"type": "line", "symbol": "none", "silent": True, "stack": f"band {policy}",
                "lineStyle": {"opacity": 0}, "tooltip": {"show": False}}  # fmt: skip
        series += [
            {**band, "data": _rounded(low)},
            {**band, "data": _rounded(high - low),
             "areaStyle": {"color": colour, "opacity": opacity}},
            {"type": "line", "name": comparison.title(policy, lang), "symbol": "none",
             "data": _rounded(mean), "color": colour, "lineStyle": {"width": 2.5}},
        ]  # fmt: skip
    return _framed(comparison, lang, {
        "xAxis": {"type": "category", "data": list(range(years + 1)), "boundaryGap": False,
                  "name": say("since", lang), "nameLocation": "middle", "nameGap": 24},
        "yAxis": {"type": "value", "min": 0, "max": 100},
        "series": series,
    })  # fmt: skip


def exits_option(comparison: "Comparison", _: Colours, lang: str) -> Option:
    """Return stacked bars of exits a year per 100 cadres, by cause."""
    policies = list(reversed(_everyone(comparison)))
    rates = np.array([100.0 * _exit_rates(comparison, policy) for policy in policies])
    columns = {words[lang == "zh"]: rates[:, reason] for reason, words in _REASONS.items()}
    others = [reason for reason in SeparationReason if reason not in _REASONS]
    columns[_OTHER[lang == "zh"]] = rates[:, others].sum(axis=1)
    return _narrowed({"grid": {"bottom": 84}}, comparison, lang, {
        "legend": {"bottom": 0, "itemHeight": 9, "itemWidth": 14, "textStyle": {"fontSize": 11}},
        "grid": {"left": 8, "right": 18, "top": 12, "bottom": 52, "containLabel": True},
        "xAxis": {"type": "value"},
        "yAxis": {"type": "category", "data": [comparison.title(each, lang) for each in policies],
                  "axisLabel": {"width": 150, "overflow": "break", "fontSize": 11,
                                "lineHeight": 12}},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}, "confine": True},
        "series": [
            {"type": "bar", "stack": "all", "name": name, "color": colour,
             "data": _rounded(column)}
            for (name, column), colour in zip(columns.items(), _CAUSES, strict=True)
        ],
    })  # fmt: skip


def cost_option(comparison: "Comparison", colours: Colours, lang: str) -> Option:
    """Return crosses of intervals: fiscal cost across, service up."""
    series: list[Option] = []
    factor, unit = shown_scale(outcome(COST), lang)
    for policy in comparison.policies:
        cost = comparison.effect(policy, COST)
        service = comparison.effect(policy, "service_capacity")
        colour = colours[policy]
        x, *width = _rounded(factor * np.array([cost.effect, cost.low, cost.high]))
        y, *height = _rounded(np.array([service.effect, service.low, service.high]))
        across, up = [[each, y] for each in width], [[x, each] for each in height]
        line = {"type": "line", "symbol": "none", "silent": True, "color": colour,
                "tooltip": {"show": False}}  # fmt: skip
        series += [
            {**line, "data": across},
            {**line, "data": up},
            {"type": "scatter", "name": comparison.title(policy, lang), "color": colour,
             "symbolSize": 12, "data": [[x, y]]},
        ]  # fmt: skip
    today = comparison.baseline
    series.append({"type": "scatter", "name": comparison.title(today, lang), "data": [[0, 0]],
                   "color": colours[today], "symbol": "rect", "symbolSize": 11})  # fmt: skip
    return _framed(comparison, lang, {
        "xAxis": {"type": "value", "name": say("cost_axis", lang, unit=unit),
                  "nameLocation": "middle",
                  "nameGap": 24},
        "yAxis": {"type": "value"},
        "series": series,
    })  # fmt: skip


def structure_option(comparison: "Comparison", colours: Colours, lang: str) -> Option:
    """Return bars of age and tenure bands, one colour a policy."""
    parts = (AGE_BANDS, TENURE_BANDS)
    ages, tenures = ([words[lang == "zh"] for words in part.values()] for part in parts)
    upright = {"xAxis": {"axisLabel": {"rotate": 60, "width": 90, "overflow": "none"}}}
    return _narrowed(upright, comparison, lang, {
        "xAxis": {"type": "category", "data": [*ages, "", *tenures],
                  "axisLabel": {"interval": 0, "width": 40, "overflow": "break", "fontSize": 10,
                                "lineHeight": 12}},
        "yAxis": {"type": "value"},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}, "confine": True},
        "series": [
            {"type": "bar", "name": comparison.title(policy, lang),
             "color": colours[policy],
             "data": [*_shares(comparison, policy, AGE_BANDS), None,
                      *_shares(comparison, policy, TENURE_BANDS)]}
            for policy in _everyone(comparison)
        ],
    })  # fmt: skip


def _everyone(comparison: "Comparison") -> list[str]:
    return [comparison.baseline, *comparison.policies]


def _framed(comparison: "Comparison", lang: str, option: Option) -> Option:
    names = [comparison.title(policy, lang) for policy in _everyone(comparison)]
    return {
        "animation": False,
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


def _narrowed(narrow: Option, comparison: "Comparison", lang: str, option: Option) -> Option:
    """Return a picture with what is different where it is drawn on a phone."""
    return {
        "baseOption": _framed(comparison, lang, option),
        "media": [{"query": {"maxWidth": _PHONE}, "option": narrow}],
    }


def _runs(comparison: "Comparison", policy: str) -> list["Trajectory"]:
    results = comparison.results
    return [results.trajectory(policy, seed) for seed in results.seeds_of(policy)]


def _summary(values: Floats) -> Floats:
    """Return the 5th percentile, mean and 95th percentile of each column, where it is defined."""
    found = np.full((3, values.shape[1]), np.nan)
    for column, defined in enumerate(~np.isnan(values).T):
        if defined.any():
            seen = values[defined, column]
            found[:, column] = np.quantile(seen, 0.05), seen.mean(), np.quantile(seen, 0.95)
    return found


def _exit_rates(comparison: "Comparison", policy: str) -> Floats:
    """Return exits per person-year by reason, a mean over years and runs."""
    rates = [
        yearly_exits(run) / run.stock_columns["person_years"][1:, np.newaxis]
        for run in _runs(comparison, policy)
    ]
    mean: Floats = np.mean(np.concatenate(rates), axis=0)
    return mean


def _shares(comparison: "Comparison", policy: str, bands: "Iterable[str]") -> list[float | None]:
    """Return who is in each band at the close of the last year, a mean over runs [%]."""
    stocks = [run.stock_columns for run in _runs(comparison, policy)]
    shares = [[each[band][-1] / each["closing"][-1] for band in bands] for each in stocks]
    return _rounded(100.0 * np.mean(shares, axis=0))


def _rounded(values: Floats) -> list[float | None]:
    """Return numbers for a picture; nothing where they are undefined."""
    return [None if math.isnan(each) else round(each, 2) for each in values.tolist()]
