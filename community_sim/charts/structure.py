"""Who is in post at the end: age and length of service, beside the survey."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from community_sim.charts.rows import BarTable, Column, Row
from community_sim.charts.sheet import sheet
from community_sim.charts.style import QUIET, baseline_name, chosen, colours

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from community_sim.comparison import Comparison

__all__ = ["structure_chart"]

_TITLE = (
    "Who is in post in year {year}: age and length of service",
    "第{year}年在职干部的年龄与工龄",
)
_SUBTITLE = (
    "Share of cadres in each band [%], mean over {runs} paired runs. Dashes: {baseline}",
    "各组占干部的比例[%]，{runs}次成对模拟的均值。虚线为{baseline}",
)
_SURVEYED = (". Outlined: the survey, before any policy", "；空心为政策之前的调查")
_SURVEY = ("The survey", "调查")
_AGE, _TENURE = ("Age", "年龄"), ("Length of service", "工龄")
_SURVEYED_PLACE = "kaifu"


def structure_chart(comparison: "Comparison", *, lang: str = "en") -> "Figure":
    """Draw the shares of age and tenure bands in bars, one column a band, on one scale."""
    from community_sim.outcomes import AGE_BANDS, TENURE_BANDS, age_structure, tenure_structure

    policies = [comparison.baseline, *comparison.policies]
    hues = colours(comparison)
    surveyed = _survey(comparison)
    rows = [Row(comparison.title(policy, lang), hues[policy]) for policy in policies]
    if surveyed:
        rows.insert(0, Row(chosen(_SURVEY, lang), QUIET, is_outlined=True))
    columns = [
        _column(band, (chosen(label, lang), chosen(group, lang)), shares, policies, surveyed)
        for shares, bands, group in (
            (_means(age_structure(comparison.results)), AGE_BANDS, _AGE),
            (_means(tenure_structure(comparison.results)), TENURE_BANDS, _TENURE),
        )
        for band, label in bands.items()
    ]
    year = max(run.trajectory.years for run in comparison.results)
    subtitle = chosen(_SUBTITLE, lang).format(
        runs=len(comparison.results.seeds), baseline=baseline_name(comparison, lang)
    )
    subtitle += chosen(_SURVEYED, lang) if surveyed else ""
    table = BarTable(rows, columns, current=1 if surveyed else 0, lang=lang)
    title = chosen(_TITLE, lang).format(year=year)
    with sheet(title, subtitle, body=table.height, lang=lang) as page:
        table.draw(page)
    return page.figure


def _survey(comparison: "Comparison") -> Mapping[str, float]:
    """Return the survey's share of each band, nothing for a place without a survey."""
    from community_sim.survey import survey_shares

    place = comparison.results.scenario(comparison.baseline).place.name
    return survey_shares() if place == _SURVEYED_PLACE else {}


def _means(table: "pd.DataFrame") -> dict[tuple[str, str], float]:
    means: dict[Any, float] = (
        table.groupby(["policy", "band"], observed=True)["share"].mean().to_dict()
    )
    return means


def _column(
    band: str,
    names: tuple[str, str],
    shares: Mapping[tuple[str, str], float],
    policies: list[str],
    surveyed: Mapping[str, float],
) -> Column:
    values = [100.0 * shares[policy, band] for policy in policies]
    if surveyed:
        values.insert(0, 100.0 * surveyed.get(band, math.nan))
    texts = ["" if math.isnan(value) else f"{value:.0f}" for value in values]
    return Column(*names, values, texts)
