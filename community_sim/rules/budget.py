"""What a community costs, who pays, and what gives way when pay rises.

Money moves in whole fen (one hundredth of a yuan), so that every account closes exactly.
"""

import math

from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers

__all__ = [
    "FEN_PER_YUAN",
    "affordable_posts",
    "contribution_share",
    "extra_grant",
    "fee_income",
    "fen",
    "grant_income",
    "office_spending",
]

FEN_PER_YUAN = 100

_FUNDED = 0.0
_OFFICE = 1.0


def fen(yuan: float) -> int:
    """Return an amount in whole fen, halves rounded up."""
    return int(math.floor(yuan * FEN_PER_YUAN + 0.5))


def grant_income(levers: PolicyNumbers) -> int:
    """Return a community's grants [fen per year]: M * (1 + m) + special (report 1/二/2)."""
    base = levers.budget_grant_base * (1.0 + levers.budget_match_ratio)
    return fen(base + levers.budget_special_grant)


def fee_income(levers: PolicyNumbers) -> int:
    """Return what departments pay for tasks they hand down [fen per year] (费随事转)."""
    items = levers.workload_administrative_items * (1.0 - levers.workload_relief_share)
    return fen(items * levers.workload_paid_item_share * levers.workload_fee_per_item)


def contribution_share(levers: PolicyNumbers, p: Parameters) -> float:
    """Return the employer's insurance contributions [share of wages] at the present coverage."""
    return (
        p.contribution_rate_pension * levers.pay_insurance_pension
        + p.contribution_rate_medical * levers.pay_insurance_medical
        + p.contribution_rate_unemployment * levers.pay_insurance_unemployment
    )


def office_spending(available: int, levers: PolicyNumbers) -> int:
    """Return what a community spends on its office [fen per year].

    What it needs, unless the closure is `office`: then whatever wages leave, but never less
    than the minimum.
    """
    need = fen(levers.budget_office_need)
    if levers.budget_closure != _OFFICE:
        return need
    return max(fen(levers.budget_office_minimum), min(need, available))


def extra_grant(spending: int, income: int) -> int:
    """Return what county and town must add to close the account [fen per year]."""
    return max(0, spending - income)


def affordable_posts(
    posts: int, current_bill: float, reform_bill: float, communities: int, levers: PolicyNumbers
) -> int:
    """Return how many posts of an establishment the closure lets be filled.

    Parameters
    ----------
    posts : int
        Establishment under the policy.
    current_bill, reform_bill : float
        Wages and contributions of the full establishment under current practice and under
        the policy [CNY per year].
    communities : int
        Communities of the district.
    levers : PolicyNumbers
        The closure decides: `funded` pays for all; `office` first squeezes the office to its
        minimum; `headcount` has only today's wage budget.
    """
    wanted = posts * (1.0 + levers.budget_posts_change_share)
    budget = current_bill
    if levers.budget_closure == _OFFICE:
        budget += communities * (levers.budget_office_need - levers.budget_office_minimum)
    affordable = wanted
    if levers.budget_closure != _FUNDED and reform_bill > budget:
        affordable = wanted * budget / reform_bill
    return int(math.floor(affordable + 1e-9))
