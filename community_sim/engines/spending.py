"""Complete a year's money: what nobody states a price for, and who pays for everything.

The same for both engines, and after them: nothing here decides what anybody does.
"""

import functools
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community_sim.plan import Plan, YearPlan
from community_sim.rulebook import OWN_RULES_NONE, Rulebook
from community_sim.rules.budget import FEN_PER_YUAN, fen
from community_sim.trajectory import DISTRICT_USES, Columns
from community_sim.vocabulary import Mandate, Post, SeparationReason

__all__ = ["with_spending"]

_MONTHS = 12.0
_DISMISSED = (SeparationReason.DISMISSAL, SeparationReason.LAYOFF)
_rulebook = functools.lru_cache(maxsize=16)(Rulebook)


def with_spending(
    stocks: dict[str, NDArray[Any]], events: Columns, plan: Plan
) -> dict[str, NDArray[Any]]:
    """Return yearly stocks with what the district spends beside, and what each payer pays.

    Parameters
    ----------
    stocks : dict of str to ndarray, shape (years + 1,)
        What an engine recorded; year 0 has no money.
    events : mapping of str to ndarray
        Its events.
    plan : Plan
        What held in each year.
    """
    money = {name: np.zeros(len(plan.years) + 1) for name in DISTRICT_USES}
    dismissed = _dismissals(events, len(plan.years))
    hours_before = _hours_before(plan)
    for row, now in enumerate(plan.years, start=1):
        year = {name: float(column[row]) for name, column in stocks.items()}
        for name, yuan in _beside(year, dismissed[row], hours_before, now, plan).items():
            money[name][row] = fen(yuan) / FEN_PER_YUAN
    whole = {**stocks, **money}
    whole["turnover_cost"] = np.floor(whole["turnover_cost"] * FEN_PER_YUAN + 0.5) / FEN_PER_YUAN
    return {**whole, **_payments(whole, plan)}


def _beside(
    year: dict[str, float], dismissed: float, hours_before: float, now: YearPlan, plan: Plan
) -> dict[str, float]:
    """Return what a year costs beside staff and offices [CNY]."""
    p, levers, wage = plan.parameters, now.levers, plan.reference_wage
    rules = _rulebook(plan.rules if now.year >= plan.policy_starts else OWN_RULES_NONE)
    present = (year["post_months"] - year["vacant_months"]) / _MONTHS
    pay = (year["wages"] + year["seconded_wages"]) / max(1.0, present)
    wasted = plan.before.levers.workload_wasted_service_share
    homes = year["households"]
    novice = wage * rules.pay_ratio(Post.GENERAL_WORKER, Mandate.HIRED, 0, levers)
    return {
        "secondee_contributions": rules.secondee_contributions(year["seconded_wages"], p),
        "bought_services": rules.bought_services_cost(homes, wage, levers, p),
        "certification": rules.certification_cost(present, wage, levers, p),
        "reserve_allowances": rules.reserve_allowances(year["posts"], novice, levers, p),
        "task_work": rules.task_work_cost(hours_before, year["administrative_hours"], wage, p),
        "asking": rules.asking_cost(homes, wage, wasted, levers, p),
        "exams": rules.exam_cost(year["reserved_sitters"], wage, p),
        "severance": rules.severance_pay(dismissed, pay, p),
    }


def _hours_before(plan: Plan) -> float:
    """Return the administrative work of all communities under current practice [hours per year]."""
    rules, levers = _rulebook(OWN_RULES_NONE), plan.before.levers
    return math.fsum(
        rules.administrative_hours(households, levers, plan.parameters)
        for households in plan.geography.households.tolist()
    )


def _dismissals(events: Columns, years: int) -> NDArray[np.int64]:
    """Return how many were dismissed or laid off in each year, from year 0."""
    is_one = np.isin(events["reason"], _DISMISSED)
    return np.bincount(events["year"][is_one], minlength=years + 1)


def _payments(stocks: dict[str, NDArray[Any]], plan: Plan) -> dict[str, NDArray[Any]]:
    """Return what each payer pays by year [CNY]; together they pay for all uses.

    The city pays its grant; the county the match, special grants and its part of what has to be
    added; the town the seconded and the rest of it; departments fees and the work that they take
    back. What communities keep, they pay less than nothing for.
    """
    communities = stocks["communities"]
    bases = [0.0, *(fen(now.levers.budget_grant_base) / FEN_PER_YUAN for now in plan.years)]
    shares = np.array([0.0, *(now.levers.budget_county_share for now in plan.years)])
    city = np.array(bases) * communities
    departments = stocks["income_fees"] + stocks["task_work"]
    seconded = stocks["seconded_wages"] + stocks["secondee_contributions"]
    added = stocks["extra_grant"] + stocks["turnover_cost"]
    for name in DISTRICT_USES:
        if name not in ("secondee_contributions", "task_work"):
            added = added + stocks[name]
    share = np.floor(added * shares * FEN_PER_YUAN + 0.5) / FEN_PER_YUAN
    return {
        "paid_by_city": city,
        "paid_by_county": stocks["income_grants"] - city + share,
        "paid_by_town": seconded + added - share,
        "paid_by_departments": departments,
    }
