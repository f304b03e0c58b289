"""Measure what staff cost and who pays."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community_sim.outcomes.outcome import Outcome, Unit
from community_sim.outcomes.window import Window

__all__ = ["MONEY"]

_WAGE_BILL = ("wages", "employer_contributions", "seconded_wages")
_TURNOVER = ("turnover_cost",)


def per_community(window: Window, stocks: tuple[str, ...]) -> float:
    """Return the mean over years 1 to h of the sum of some stock columns / communities."""
    return _mean_per_community(window, stocks, np.ones(window.horizon))


def money_per_community(window: Window, stocks: tuple[str, ...]) -> float:
    """Return the mean over years 1 to h of the sum of some money columns / communities.

    A year's money counts (1 + r)^-(year - 1), r being the window's discount rate, over the sum of
    these weights, so that a constant flow keeps its value.
    """
    return _mean_per_community(window, stocks, window.money_weights)


def _mean_per_community(window: Window, stocks: tuple[str, ...], weights: NDArray[Any]) -> float:
    communities = window.yearly("communities")
    if not communities.all():
        return math.nan
    yearly = [weights * np.asarray(window.yearly(stock)) / communities for stock in stocks]
    return math.fsum(np.concatenate(yearly).tolist()) / math.fsum(weights.tolist())


def wage_bill_per_community(window: Window) -> float:
    """Return wages + employer contributions + seconded wages [CNY a year per community]."""
    return money_per_community(window, _WAGE_BILL)


def turnover_cost_per_community(window: Window) -> float:
    """Return the cost of entries and of acting cover [CNY a year per community].

    Assumed shares of pay for hiring, training and acting cover.  Left out: posts filled from below,
    work that is not done or done by novices (service counts that), openings that drew nobody, and
    what leavers are paid or take with them.
    """
    return money_per_community(window, _TURNOVER)


def cost_with_turnover_per_community(window: Window) -> float:
    """Return the wage bill + the cost of turnover [CNY a year per community]."""
    return money_per_community(window, (*_WAGE_BILL, *_TURNOVER))


def extra_grant_per_community(window: Window) -> float:
    """Return the extra grant that closes the budgets [CNY a year per community]."""
    return money_per_community(window, ("extra_grant",))


def county_share_per_community(window: Window) -> float:
    """Return the county's part of the extra grant [CNY a year per community]."""
    return money_per_community(window, ("county_share_of_extra",))


def town_share_per_community(window: Window) -> float:
    """Return the extra grant less the county's part [CNY a year per community]."""
    return extra_grant_per_community(window) - county_share_per_community(window)


def office_spending_per_community(window: Window) -> float:
    """Return office spending [CNY a year per community]."""
    return money_per_community(window, ("office_spending",))


MONEY: tuple[Outcome, ...] = (
    Outcome(
        name="wage_bill_per_community",
        label_en="Wage bill per community",
        label_zh="每社区人员经费",
        unit=Unit.MONEY,
        definition=(
            "(wages + employer contributions + wages of the seconded) / communities, yearly mean "
            "of years 1..h"
        ),
        higher_is="worse",
        places=0,
        measure=wage_bill_per_community,
    ),
    Outcome(
        name="turnover_cost_per_community",
        label_en="Cost of turnover per community",
        label_zh="每社区人员更替成本",
        unit=Unit.MONEY,
        definition=(
            "(entries x cost of hiring and training + allowances of acting cover) / communities, "
            "yearly mean of years 1..h; assumed, and in no account"
        ),
        higher_is="worse",
        places=0,
        measure=turnover_cost_per_community,
    ),
    Outcome(
        name="cost_with_turnover_per_community",
        label_en="Wage bill and turnover per community",
        label_zh="每社区人员经费与更替成本",
        unit=Unit.MONEY,
        definition="wage bill + cost of turnover, per community, yearly mean of years 1..h",
        higher_is="worse",
        places=0,
        measure=cost_with_turnover_per_community,
    ),
    Outcome(
        name="extra_grant_per_community",
        label_en="Extra grant per community",
        label_zh="每社区追加拨款",
        unit=Unit.MONEY,
        definition="grant that closes the budgets / communities, yearly mean of years 1..h",
        higher_is="worse",
        places=0,
        measure=extra_grant_per_community,
    ),
    Outcome(
        name="county_share_per_community",
        label_en="County's part of the extra grant",
        label_zh="追加拨款县级承担部分",
        unit=Unit.MONEY,
        definition="county's part of the extra grant / communities, yearly mean of years 1..h",
        higher_is="worse",
        places=0,
        measure=county_share_per_community,
    ),
    Outcome(
        name="town_share_per_community",
        label_en="Town's part of the extra grant",
        label_zh="追加拨款镇级承担部分",
        unit=Unit.MONEY,
        definition="(extra grant - county's part) / communities, yearly mean of years 1..h",
        higher_is="worse",
        places=0,
        measure=town_share_per_community,
    ),
    Outcome(
        name="office_spending_per_community",
        label_en="Office spending per community",
        label_zh="每社区办公经费",
        unit=Unit.MONEY,
        definition="office spending / communities, yearly mean of years 1..h",
        places=0,
        measure=office_spending_per_community,
    ),
    # These exist only against a baseline; `comparison` computes them.
    Outcome(
        name="cost_per_exit_avoided",
        label_en="Cost per exit avoided",
        label_zh="每减少一人次离职的成本",
        unit=Unit.MONEY_PER_EXIT,
        definition=(
            "(wage bill - wage bill under current practice) / (exits under current practice - "
            "exits), years 1..h; undefined unless a fall of exits is decided"
        ),
        higher_is="worse",
        places=0,
    ),
    Outcome(
        name="net_cost_per_exit_avoided",
        label_en="Cost per exit avoided, net of turnover",
        label_zh="每减少一人次离职的净成本",
        unit=Unit.MONEY_PER_EXIT,
        definition=(
            "(wage bill and cost of turnover - those under current practice) / (exits under "
            "current practice - exits), years 1..h; undefined unless a fall of exits is decided"
        ),
        higher_is="worse",
        places=0,
    ),
    Outcome(
        name="cost_per_experienced_year",
        label_en="Cost per year of experienced service gained",
        label_zh="每增加一个熟练人年的成本",
        unit=Unit.MONEY_PER_CADRE_YEAR,
        definition=(
            "(wage bill - wage bill under current practice) / (years of cadres with three years of "
            "service or more - those under current practice), years 1..h; undefined unless a gain "
            "is decided"
        ),
        higher_is="worse",
        places=0,
    ),
    Outcome(
        name="cost_per_service_hour",
        label_en="Cost per service hour gained",
        label_zh="每增加一小时服务的成本",
        unit=Unit.MONEY_PER_HOUR,
        definition=(
            "(wage bill - wage bill under current practice) / (service hours - service hours under "
            "current practice), years 1..h; undefined unless a gain in service hours is decided"
        ),
        higher_is="worse",
        places=1,
    ),
)
