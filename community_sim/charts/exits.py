"""How cadres leave: the yearly exit rate, by route."""

from typing import TYPE_CHECKING, Any

from community_sim.charts.rows import BarTable, Column, Row
from community_sim.charts.sheet import sheet
from community_sim.charts.style import baseline_name, chosen, colours
from community_sim.vocabulary import SeparationReason

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from community_sim.comparison import Comparison

__all__ = ["exits_chart"]

_LOST = ("Lost, or ended", "流失或到期")
_MOVED_UP = ("Moved up: good for the person, a loss for the community", "向上流动：利个人，损社区")
_ROUTES: tuple[tuple[tuple[str, str], tuple[str, str], tuple[SeparationReason, ...]], ...] = (
    (("Quit", "辞职"), _LOST, (SeparationReason.QUIT,)),
    (("Not re-elected", "落选"), _LOST, (SeparationReason.NOT_REELECTED,)),
    (
        ("Dismissed or laid off", "辞退或裁减"),
        _LOST,
        (SeparationReason.DISMISSAL, SeparationReason.LAYOFF),
    ),
    (
        ("Retired, died, called back", "退休、死亡或下派期满"),
        _LOST,
        (SeparationReason.RETIREMENT, SeparationReason.DEATH, SeparationReason.END_OF_SECONDMENT),
    ),
    (("To the civil service", "考入公务员等"), _MOVED_UP, (SeparationReason.TRANSFER_OUT,)),
    (
        ("To the sub-district", "提拔到街道"),
        _MOVED_UP,
        (SeparationReason.SUBDISTRICT_PROMOTION,),
    ),
)
_ALL = ("All exits", "合计")
_FOUND_ONE = (
    "Of 100 cadres, {current:.0f} leave each year; under the policy, {low:.0f}",
    "每100名干部，{baseline}每年离开{current:.0f}人，该政策下{low:.0f}人",
)
_FOUND = (
    "Of 100 cadres, {current:.0f} leave each year; under the policies, {low:.0f} to {high:.0f}",
    "每100名干部，{baseline}每年离开{current:.0f}人，各政策下{low:.0f}至{high:.0f}人",
)
_SUBTITLE = (
    "Exits a year per 100 cadres in post, by route; mean of years 1 to {years} and {runs} paired "
    "runs. Dashes: {baseline}",
    "每百名在职干部每年按去向离开的人数，第1至{years}年与{runs}次成对模拟的均值。虚线为{baseline}",
)


def exits_chart(comparison: "Comparison", *, lang: str = "en") -> "Figure":
    """Draw the exit rate of each policy in bars, one column a route, on one scale."""
    rates = _rates(comparison)
    policies = [comparison.baseline, *comparison.policies]
    hues = colours(comparison)
    rows = [Row(comparison.title(policy, lang), hues[policy]) for policy in policies]
    columns = [
        _column(chosen(heading, lang), chosen(group, lang),
                [sum(rates[policy, reason] for reason in reasons) for policy in policies])
        for heading, group, reasons in _ROUTES
    ]  # fmt: skip
    totals = [sum(rates[policy, reason] for reason in SeparationReason) for policy in policies]
    columns.append(_column(chosen(_ALL, lang), "", totals, is_total=True))
    pattern = chosen(_FOUND_ONE if len(policies) == 2 else _FOUND, lang)
    baseline = baseline_name(comparison, lang)
    headline = pattern.format(
        baseline=baseline, current=totals[0], low=min(totals[1:]), high=max(totals[1:])
    )
    years = max(run.trajectory.years for run in comparison.results)
    subtitle = chosen(_SUBTITLE, lang).format(
        years=years, runs=len(comparison.results.seeds), baseline=baseline
    )
    table = BarTable(rows, columns, current=0, lang=lang)
    with sheet(headline, subtitle, body=table.height, lang=lang) as page:
        table.draw(page)
    return page.figure


def _rates(comparison: "Comparison") -> dict[tuple[str, SeparationReason], float]:
    """Return exits per 100 person-years of every scenario, by reason."""
    from community_sim.outcomes import exits_by_reason

    table = exits_by_reason(comparison.results)
    sums = table.groupby(["policy", "reason"], observed=True)[["exits", "person_years"]].sum()
    rates: dict[Any, float] = (100.0 * sums["exits"] / sums["person_years"]).to_dict()
    return {
        (policy, SeparationReason[reason.upper()]): rate for (policy, reason), rate in rates.items()
    }


def _column(heading: str, group: str, values: list[float], *, is_total: bool = False) -> Column:
    texts = [f"{value:.1f}" for value in values]
    return Column(heading, group, values, texts, is_total=is_total)
