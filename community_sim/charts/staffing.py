"""How many people are in post year by year, and how many posts stand vacant."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from community_sim.charts.lines import Lines, body_of_lines, draw_lines
from community_sim.charts.sheet import sheet
from community_sim.charts.style import baseline_name, chosen

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from community_sim.comparison import Comparison

__all__ = ["headcount_chart", "vacancies_chart"]

Words = tuple[str, str]

_POLICY_YEAR = ("Policy year", "政策年")
_RUNS: Words = (
    "Line: mean over {runs} paired runs; band: the middle 90% of runs",
    "线为{runs}次成对模拟的均值，带为中间90%的模拟",
)
_HEADCOUNT: Mapping[str, Words] = {
    "one": (
        "{current:,.0f} people in post in year {year}; under the policy, {low:,.0f}",
        "第{year}年{baseline}在岗{current:,.0f}人，该政策下{low:,.0f}人",
    ),
    "many": (
        "{current:,.0f} people in post in year {year}; under the policies, {low:,.0f} to "
        "{high:,.0f}",
        "第{year}年{baseline}在岗{current:,.0f}人，各政策下{low:,.0f}至{high:,.0f}人",
    ),
    "what": ("People in post at the close of each year. ", "各年末在岗人数。"),
    "note": ("{value:,.0f} in year {year}", "第{year}年{value:,.0f}人"),
}
_VACANCIES: Mapping[str, Words] = {
    "one": (
        "{current:.1f}% of post-months stand vacant; under the policy, {low:.1f}%",
        "{baseline}下{current:.1f}%的岗位月空缺，该政策下{low:.1f}%",
    ),
    "many": (
        "{current:.1f}% of post-months stand vacant; under the policies, {low:.1f} to {high:.1f}%",
        "{baseline}下{current:.1f}%的岗位月空缺，各政策下{low:.1f}%至{high:.1f}%",
    ),
    "what": (
        "Vacant post-months as a share of all post-months of the year. ",
        "当年空缺岗位月占全部岗位月的比例。",
    ),
    "note": ("{value:.1f}% over the years", "各年平均{value:.1f}%"),
}


def headcount_chart(comparison: "Comparison", *, lang: str = "en") -> "Figure":
    """Draw the headcount of every year, one line a policy."""
    values = {policy: comparison.level(policy, "headcount") for policy in _scenarios(comparison)}
    return _chart(comparison, _HEADCOUNT, values, lang=lang)


def vacancies_chart(comparison: "Comparison", *, lang: str = "en") -> "Figure":
    """Draw the vacancy rate of every year, one line a policy."""
    values = {
        policy: 100.0 * comparison.level(policy, "vacancy_rate")
        for policy in _scenarios(comparison)
    }
    return _chart(comparison, _VACANCIES, values, lang=lang)


def _scenarios(comparison: "Comparison") -> tuple[str, ...]:
    return (comparison.baseline, *comparison.policies)


def _chart(
    comparison: "Comparison",
    words: Mapping[str, Words],
    values: Mapping[str, float],
    *,
    lang: str,
) -> "Figure":
    year, is_share = comparison.horizons[-1], words is _VACANCIES
    stocks = comparison.results.stocks
    if is_share:
        stocks = stocks[stocks["post_months"] > 0]
        shown = stocks["vacant_months"] / stocks["post_months"]
    else:
        shown = stocks["closing"].astype(float)
    lines = Lines(
        table=stocks[["policy", "seed", "year"]].assign(shown=shown),
        x="year",
        y="shown",
        below=chosen(_POLICY_YEAR, lang),
        notes={
            policy: ""
            if math.isnan(value)
            else chosen(words["note"], lang).format(value=value, year=year)
            for policy, value in values.items()
        },
        percent=is_share,
        limits=(0.0, 1.02 * float(shown.max())) if is_share else None,
    )
    policies = [values[policy] for policy in comparison.policies]
    headline = chosen(words["one" if len(policies) == 1 else "many"], lang).format(
        current=values[comparison.baseline],
        low=min(policies),
        high=max(policies),
        year=year,
        baseline=baseline_name(comparison, lang),
    )
    subtitle = chosen(words["what"], lang) + chosen(_RUNS, lang).format(
        runs=len(comparison.results.seeds)
    )
    with sheet(headline, subtitle, body=body_of_lines(comparison), lang=lang) as page:
        draw_lines(page, comparison, lines)
    return page.figure
