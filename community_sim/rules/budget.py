"""What a community costs, who pays, and what gives way when pay rises.

Money moves in whole fen (one hundredth of a yuan), so that every account closes exactly.
"""

import math

from community_sim.policy import PolicyNumbers

__all__ = [
    "FEN_PER_YUAN",
    "added_posts",
    "affordable_share",
    "authorised_posts",
    "extra_grant",
    "fee_income",
    "fen",
    "grant_income",
    "is_laid_off",
    "office_spending",
    "shortfall",
    "wage_limit",
    "wanted_posts",
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


def wanted_posts(posts: int, levers: PolicyNumbers) -> int:
    """Return how many of a level's posts a policy keeps, halves rounded up."""
    return int(math.floor(posts * (1.0 + min(0.0, levers.budget_posts_change_share)) + 0.5))


def added_posts(posts: int, levers: PolicyNumbers) -> int:
    """Return how many posts a policy adds to those of a level, halves rounded up."""
    return int(math.floor(posts * max(0.0, levers.budget_posts_change_share) + 0.5))


def wage_limit(
    last_bill: float, communities: int, reference_wage: float, levers: PolicyNumbers
) -> float:
    """Return what staff may cost in a year under the closure [reference wages].

    Parameters
    ----------
    last_bill : float
        What the staff cost in the last year before the policy [reference wages].
    communities : int
        Communities of the district.
    reference_wage : float
        The city's mean wage [CNY per year].
    levers : PolicyNumbers
        The closure decides: `funded` has no limit; `headcount` has what staff cost last year;
        `office` also what squeezing every office to its minimum sets free.
    """
    if levers.budget_closure == _FUNDED:
        return math.inf
    if levers.budget_closure == _OFFICE:
        spared = max(0.0, levers.budget_office_need - levers.budget_office_minimum)
        return last_bill + communities * spared / reference_wage
    return last_bill


def affordable_share(limit: float, bill: float) -> float:
    """Return the share of the wanted posts that a limit pays for, given their bill."""
    return min(1.0, limit / bill) if bill > 0.0 else 1.0


def shortfall(committed: float, left: float, limit: float) -> float:
    """Return what staff will cost over the limit [reference wages], if as many leave as last year.

    Nobody is laid off for what ordinary exits will save.

    Parameters
    ----------
    committed : float
        What those in post will cost next year [reference wages].
    left : float
        Share of the staff that left last year.
    limit : float
        What staff may cost [reference wages].
    """
    return committed * (1.0 - left) - limit


def is_laid_off(there: int, wanted: int, authorised: int, short: float) -> bool:
    """Return whether the lowest appraised of a level is laid off.

    Parameters
    ----------
    there, wanted, authorised : int
        People in post at the level, posts that the policy wants, and posts that it can pay.
    short : float
        What staff will cost over the limit [reference wages].
    """
    return there > wanted or (there > authorised and short > 0.0)


def authorised_posts(wanted: int, share: float) -> int:
    """Return how many posts of a level may be filled, halves rounded up."""
    return int(math.floor(wanted * share + 0.5))
