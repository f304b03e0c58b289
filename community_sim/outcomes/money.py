"""Measure what staff cost and who pays."""

import functools
import math

import numpy as np

from community_sim.outcomes.outcome import Outcome, Unit
from community_sim.outcomes.window import Window
from community_sim.trajectory import USES

__all__ = ["COST", "MONEY"]

_WAGE_BILL = ("wages", "employer_contributions", "seconded_wages")

COST = "fiscal_cost_per_community"
"""The outcome that is meant by cost, in charts, regret, ratios and on pages."""


def per_community(window: Window, stocks: tuple[str, ...]) -> float:
    """Return the mean over years 1 to h of the sum of some stock columns / communities."""
    communities = window.yearly("communities")
    if not communities.all():
        return math.nan
    yearly = [np.asarray(window.yearly(stock)) / communities for stock in stocks]
    return math.fsum(np.concatenate(yearly).tolist()) / window.horizon


def money_per_community(window: Window, stocks: tuple[str, ...]) -> float:
    """Return the mean over years 1 to h of the sum of some money columns / communities.

    A year's money counts (1 + r)^-(year - 1), r being the window's discount rate, over the sum of
    these weights, so that a constant flow keeps its value.
    """
    communities = window.yearly("communities")
    if not communities.all():
        return math.nan
    weights = window.money_weights
    yearly = [weights * np.asarray(window.yearly(stock)) / communities for stock in stocks]
    return math.fsum(np.concatenate(yearly).tolist()) / math.fsum(weights.tolist())


def wage_bill_per_community(window: Window) -> float:
    """Return wages + employer contributions + seconded wages [CNY a year per community]."""
    return money_per_community(window, _WAGE_BILL)


def fiscal_cost_per_community(window: Window) -> float:
    """Return all that is spent, whoever pays [CNY a year per community]."""
    return money_per_community(window, USES)


def extra_grant_per_community(window: Window) -> float:
    """Return the extra grant that closes the budgets [CNY a year per community]."""
    return money_per_community(window, ("extra_grant",))


def office_spending_per_community(window: Window) -> float:
    """Return office spending [CNY a year per community]."""
    return money_per_community(window, ("office_spending",))


def _line(stock: str, label_en: str, label_zh: str, what: str) -> Outcome:
    """Return the outcome of one line of money: a use, or what somebody pays."""
    return Outcome(
        name=f"{stock}_per_community",
        label_en=label_en,
        label_zh=label_zh,
        unit=Unit.MONEY,
        definition=f"{what} / communities, yearly mean of years 1..h",
        higher_is="worse",
        places=0,
        measure=functools.partial(money_per_community, stocks=(stock,)),
    )


MONEY: tuple[Outcome, ...] = (
    Outcome(
        name=COST,
        label_en="Fiscal cost per community",
        label_zh="每社区财政成本",
        unit=Unit.MONEY,
        definition=(
            "all that is spent, whoever pays (wage bill, insurance of the seconded, office, "
            "turnover, bought services, certificates, allowances of reserve cadres, departments' "
            "own work, asking residents, exams, severance) / communities, yearly mean of years 1..h"
        ),
        higher_is="worse",
        places=0,
        measure=fiscal_cost_per_community,
    ),
    _line("paid_by_city", "Paid by the city", "市级承担", "the city's grants"),
    _line(
        "paid_by_county",
        "Paid by the county or district",
        "区县级承担",
        "(match + special grants + county's part of what is added)",
    ),
    _line(
        "paid_by_town",
        "Paid by the town or sub-district",
        "街道（镇）级承担",
        "(pay and insurance of the seconded + town's part of what is added)",
    ),
    _line(
        "paid_by_departments",
        "Paid by other departments",
        "其他部门承担",
        "(fees + work that departments take back)",
    ),
    _line(
        "surplus",
        "Kept by communities",
        "社区结余",
        "what communities are paid and do not spend",
    ),
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
    _line(
        "secondee_contributions",
        "Insurance of the seconded",
        "下派人员社保缴费",
        "what the sub-district pays to insure the seconded",
    ),
    _line(
        "turnover_cost",
        "Cost of turnover per community",
        "每社区人员更替成本",
        "(entries x cost of hiring and training + allowances of acting cover; assumed prices)",
    ),
    _line(
        "bought_services",
        "Bought services",
        "购买服务支出",
        "hours supplied by others x an assumed price",
    ),
    _line(
        "certification",
        "Certificates",
        "持证培训支出",
        "certified staff x an assumed price of courses, exam and allowance",
    ),
    _line(
        "reserve_allowances",
        "Allowances of reserve cadres",
        "后备干部补贴",
        "reserve cadres x months of placement x an assumed allowance",
    ),
    _line(
        "task_work",
        "Departments' own work",
        "部门自行承担的事务",
        "hours taken from communities x assumed share that departments work x their pay",
    ),
    _line(
        "asking",
        "Asking residents",
        "居民需求调查支出",
        "households x an assumed price x share of wasted service that ends",
    ),
    _line(
        "exams",
        "Exams for reserved posts",
        "定向考录支出",
        "those who sit for reserved posts x an assumed price",
    ),
    _line(
        "severance",
        "Severance pay",
        "辞退补偿支出",
        "those dismissed or laid off x assumed months of mean pay",
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
            "(fiscal cost - fiscal cost under current practice) / (exits under current practice - "
            "exits), years 1..h; undefined unless a fall of exits is decided"
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
            "(fiscal cost - fiscal cost under current practice) / (years of cadres with three "
            "years of service or more - those under current practice), years 1..h; undefined "
            "unless a gain is decided"
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
            "(fiscal cost - fiscal cost under current practice) / (service hours - service hours "
            "under current practice), years 1..h; undefined unless a gain of hours is decided"
        ),
        higher_is="worse",
        places=1,
    ),
)
