"""How long recruits stay: survival of entry cohorts, policy by policy."""

import math
from typing import TYPE_CHECKING

from community_sim.charts.lines import Lines, body_of_lines, draw_lines
from community_sim.charts.sheet import sheet
from community_sim.charts.style import baseline_name, chosen

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from community_sim.comparison import Comparison

__all__ = ["retention_chart"]

_YEARS = 10
_TITLE = ("How long recruits stay", "新进人员留任多久")
_FOUND_ONE = (
    "Of 100 recruits, {current:.0f} are left after three years; under the policy, {low:.0f}",
    "每100名新进人员，三年后{baseline}留下{current:.0f}人，该政策下{low:.0f}人",
)
_FOUND = (
    "Of 100 recruits, {current:.0f} are left after three years; under the policies, "
    "{low:.0f} to {high:.0f}",
    "每100名新进人员，三年后{baseline}留下{current:.0f}人，各政策下{low:.0f}至{high:.0f}人",
)
_SUBTITLE = (
    "Share of recruits still in the system, by years since entry. Line: mean over {runs} paired "
    "runs; band: the middle 90% of runs",
    "按进入后年数计算的仍在职比例。线为{runs}次成对模拟的均值，带为中间90%的模拟",
)
_BELOW = ("Years since entry", "进入后年数")
_NOTE = ("{share:.0f}% after three years", "三年后{share:.0f}%")


def retention_chart(comparison: "Comparison", *, lang: str = "en") -> "Figure":
    """Draw the survival of recruits over ten years, one line a policy."""
    from community_sim.outcomes import recruit_survival

    survival = recruit_survival(comparison.results, max_years=_YEARS)
    after_three = {
        policy: 100.0 * comparison.level(policy, "recruit_retention_3y")
        for policy in (comparison.baseline, *comparison.policies)
    }
    lines = Lines(
        table=survival[survival["at_risk"] > 0],
        x="years_since_entry",
        y="retained",
        below=chosen(_BELOW, lang),
        notes={
            policy: "" if math.isnan(share) else chosen(_NOTE, lang).format(share=share)
            for policy, share in after_three.items()
        },
        percent=True,
        limits=(0.0, 1.0),
    )
    subtitle = chosen(_SUBTITLE, lang).format(runs=len(comparison.results.seeds))
    headline = _headline(after_three, comparison, lang)
    with sheet(headline, subtitle, body=body_of_lines(comparison), lang=lang) as page:
        draw_lines(page, comparison, lines)
    return page.figure


def _headline(shares: dict[str, float], comparison: "Comparison", lang: str) -> str:
    """Return what the chart shows in numbers, or its subject where they are not known."""
    if any(math.isnan(share) for share in shares.values()):
        return chosen(_TITLE, lang)
    policies = [shares[policy] for policy in comparison.policies]
    pattern = _FOUND_ONE if len(policies) == 1 else _FOUND
    return chosen(pattern, lang).format(
        baseline=baseline_name(comparison, lang),
        current=shares[comparison.baseline],
        low=min(policies),
        high=max(policies),
    )
