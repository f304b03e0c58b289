"""Measure what service is left, and the load under which it is given."""

import math
from functools import partial

from community_sim.outcomes.money import per_community
from community_sim.outcomes.outcome import Outcome, Unit
from community_sim.outcomes.window import Window, ratio

__all__ = ["SERVICE"]

EXPERIENCED = 3
"""Completed years from which a cadre counts as experienced."""


def service_capacity(window: Window) -> float:
    """Return 1,000 x service hours / households, years 1 to h [hours a year per 1,000 households].

    Service hours are the effective hours that administrative work leaves, a least share of them
    always, less what nobody asked for.
    """
    return ratio(1000.0 * window.total("service_hours"), window.total("households"))


def coverage(window: Window) -> float:
    """Return min(1, service hours / hours asked for), mean over communities and years [share]."""
    return window.yearly_mean("coverage_mean")


def administrative_share(window: Window) -> float:
    """Return administrative hours / effective hours, years 1 to h [ratio]; may exceed 1."""
    return ratio(window.total("administrative_hours"), window.total("effective_hours"))


def pay_gap(window: Window) -> float:
    """Return 1 - mean pay / reference wage in year h [share]."""
    return 1.0 - window.at_horizon("mean_pay_ratio")


def capacity_ratio_90_10(window: Window) -> float:
    """Return the 90th / the 10th percentile of capacity across communities in year h [ratio]."""
    return ratio(window.at_horizon("capacity_p90"), window.at_horizon("capacity_p10"))


def service_hours_per_community(window: Window) -> float:
    """Return service hours / communities, yearly mean of years 1 to h [hours a year]."""
    return per_community(window, ("service_hours",))


def administrative_hours_per_community(window: Window) -> float:
    """Return administrative hours / communities, yearly mean of years 1 to h [hours a year]."""
    return per_community(window, ("administrative_hours",))


def effective_hours_per_community(window: Window) -> float:
    """Return effective hours / communities, yearly mean of years 1 to h [hours a year]."""
    return per_community(window, ("effective_hours",))


def cadre_years_per_community(window: Window) -> float:
    """Return (post-months - vacant post-months) / 12 / communities [cadre-years a year]."""
    staffed = per_community(window, ("post_months",)) - per_community(window, ("vacant_months",))
    return staffed / 12.0


def experienced_years_per_community(window: Window) -> float:
    """Return cadres with three years of service or more / communities [cadre-years a year]."""
    communities = window.yearly("communities")
    if not communities.all():
        return math.nan
    return float((window.yearly_people(tenure=(EXPERIENCED, None)) / communities).mean())


SERVICE: tuple[Outcome, ...] = (
    Outcome(
        name="service_capacity",
        label_en="Service capacity",
        label_zh="服务能力",
        unit=Unit.CAPACITY,
        definition="1,000 x service hours / households, years 1..h",
        higher_is="better",
        places=0,
        measure=service_capacity,
    ),
    Outcome(
        name="coverage",
        label_en="Coverage of service demand",
        label_zh="服务需求满足率",
        unit=Unit.SHARE,
        definition="min(1, service hours / hours asked for), mean of communities and years 1..h",
        higher_is="better",
        measure=coverage,
    ),
    Outcome(
        name="service_hours_per_community",
        label_en="Service hours per community",
        label_zh="每社区服务小时数",
        unit=Unit.HOURS,
        definition="service hours / communities, yearly mean of years 1..h",
        higher_is="better",
        places=0,
        measure=service_hours_per_community,
    ),
    # What a policy brings in service comes from either: work that is assumed away, or people.
    Outcome(
        name="administrative_hours_per_community",
        label_en="Administrative hours per community",
        label_zh="每社区行政事务小时数",
        unit=Unit.HOURS,
        definition="administrative hours asked for / communities, yearly mean of years 1..h",
        higher_is="worse",
        places=0,
        measure=administrative_hours_per_community,
    ),
    Outcome(
        name="effective_hours_per_community",
        label_en="Effective hours of cadres per community",
        label_zh="每社区干部有效工时",
        unit=Unit.HOURS,
        definition=(
            "hours of those in post, weighed by experience and ability / communities, yearly mean "
            "of years 1..h"
        ),
        higher_is="better",
        places=0,
        measure=effective_hours_per_community,
    ),
    Outcome(
        name="cadre_years_per_community",
        label_en="Cadre-years per community",
        label_zh="每社区在岗人年",
        unit=Unit.CADRE_YEARS,
        definition=(
            "(post-months - vacant post-months) / 12 / communities, yearly mean of years 1..h"
        ),
        higher_is="better",
        places=2,
        measure=cadre_years_per_community,
    ),
    Outcome(
        name="experienced_years_per_community",
        label_en="Experienced cadre-years per community",
        label_zh="每社区熟练人年",
        unit=Unit.CADRE_YEARS,
        definition=(
            "people with three completed years or more at the close of a year / communities, "
            "yearly mean of years 1..h"
        ),
        higher_is="better",
        places=2,
        measure=experienced_years_per_community,
    ),
    Outcome(
        name="administrative_share",
        label_en="Administrative work / effective hours",
        label_zh="行政事务占有效工时之比",
        unit=Unit.RATIO,
        definition=(
            "administrative hours asked for / effective hours, years 1..h; above 1 it cannot all "
            "be done"
        ),
        higher_is="worse",
        places=3,
        measure=administrative_share,
    ),
    Outcome(
        name="mean_skill",
        label_en="Mean skill",
        label_zh="平均技能",
        unit=Unit.RATIO,
        definition="mean skill in year h; a mature worker of mean ability is 1",
        higher_is="better",
        places=3,
        measure=partial(Window.at_horizon, stock="skill_mean"),
    ),
    Outcome(
        name="load",
        label_en="Workload",
        label_zh="工作负荷",
        unit=Unit.RATIO,
        definition="hours of work asked / hours available, mean of communities in year h",
        higher_is="worse",
        places=3,
        measure=partial(Window.at_horizon, stock="load_mean"),
    ),
    Outcome(
        name="pressure_share",
        label_en="Cadres under very high pressure",
        label_zh="工作压力很大的比例",
        unit=Unit.SHARE,
        definition="mean probability of very high pressure in year h",
        higher_is="worse",
        measure=partial(Window.at_horizon, stock="pressure_mean"),
    ),
    Outcome(
        name="pay_gap",
        label_en="Pay gap to the reference wage",
        label_zh="与社会平均工资的差距",
        unit=Unit.SHARE,
        definition="1 - mean of pay / reference wage in year h",
        higher_is="worse",
        measure=pay_gap,
    ),
    Outcome(
        name="principals_at_reference_wage",
        label_en="Principals paid the reference wage or more",
        label_zh="达到社会平均工资的正职比例",
        unit=Unit.SHARE,
        definition="principals paid at least the reference wage / principals in year h",
        higher_is="better",
        measure=partial(Window.at_horizon, stock="principals_at_reference_wage"),
    ),
    Outcome(
        name="capacity_ratio_90_10",
        label_en="Capacity across communities, 90/10",
        label_zh="社区间服务能力差距（90/10）",
        unit=Unit.RATIO,
        definition=(
            "90th / 10th percentile of service capacity across communities in year h; undefined "
            "where a tenth of the communities have none"
        ),
        higher_is="worse",
        places=2,
        measure=capacity_ratio_90_10,
    ),
)
