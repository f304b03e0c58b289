"""What a district spends beside its staff and offices. It decides nothing: no choice reads it.

No report states these prices. They are assumed, have ranges (MODEL.md 3.6), and are drawn.
"""

from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers

__all__ = [
    "asking_cost",
    "bought_services_cost",
    "certification_cost",
    "exam_cost",
    "reserve_allowances",
    "secondee_contributions",
    "severance_pay",
    "task_work_cost",
]

_MONTHS = 12.0


def secondee_contributions(wages: float, p: Parameters) -> float:
    """Return what the sub-district pays for the insurance of the seconded [CNY per year].

    All kinds in full, as for its own staff (report 1/三/2).
    """
    rates = p.contribution_rate_pension + p.contribution_rate_medical
    return (rates + p.contribution_rate_unemployment) * wages


def bought_services_cost(
    households: float, reference_wage: float, levers: PolicyNumbers, p: Parameters
) -> float:
    """Return what service supplied by others costs [CNY per year] (report 5/三/(三)).

    Hours supplied, at a share of what an hour earns at the reference wage: some of them are given
    by volunteers.
    """
    supplied = households * p.service_hours_per_household * levers.workload_external_supply_share
    return supplied * p.bought_hour_price * reference_wage / p.hours_per_year


def certification_cost(
    staff: float, reference_wage: float, levers: PolicyNumbers, p: Parameters
) -> float:
    """Return what courses, exams and allowances of the certified cost [CNY per year]."""
    return staff * levers.workload_certified_share * p.certification_price * reference_wage


def reserve_allowances(posts: float, pay: float, levers: PolicyNumbers, p: Parameters) -> float:
    """Return the living allowance of reserve cadres [CNY per year] (report 3/一/(三)).

    Everyone in the pool is placed once a year.

    Parameters
    ----------
    posts : float
        Posts of the district, of which the pool is a share.
    pay : float
        Pay of a hired general worker [CNY per year], of which the allowance is a share.
    levers : PolicyNumbers
        The pool, and the months of placement.
    p : Parameters
        The share.
    """
    years = levers.recruitment_reserve_placement_months / _MONTHS
    return levers.recruitment_reserve_pool_share * posts * years * p.reserve_allowance_share * pay


def task_work_cost(
    hours_before: float, hours: float, reference_wage: float, p: Parameters
) -> float:
    """Return what departments pay for work that communities no longer do for them [CNY per year].

    A share of the hours taken away is worked by civil servants; the rest is not done any more.
    """
    kept = p.task_hours_kept * max(0.0, hours_before - hours)
    return kept * p.civil_service_wage * reference_wage / p.hours_per_year


def asking_cost(
    households: float,
    reference_wage: float,
    wasted_before: float,
    levers: PolicyNumbers,
    p: Parameters,
) -> float:
    """Return what it costs to find out what residents ask for [CNY per year] (report 5/三/(一)).

    In proportion to the share of today's wasted service that ends.
    """
    if wasted_before <= 0.0:
        return 0.0
    ended = max(0.0, 1.0 - levers.workload_wasted_service_share / wasted_before)
    return ended * households / 1000.0 * p.asking_price * reference_wage


def exam_cost(sitters: float, reference_wage: float, p: Parameters) -> float:
    """Return what holding the exam for reserved posts costs [CNY per year]."""
    return sitters * p.exam_price * reference_wage


def severance_pay(dismissed: float, pay: float, p: Parameters) -> float:
    """Return what those who are dismissed or laid off are paid at the end [CNY per year].

    Parameters
    ----------
    dismissed : float
        How many in the year.
    pay : float
        Mean pay [CNY per year].
    p : Parameters
        Months of pay each.
    """
    return dismissed * p.severance_months / _MONTHS * pay
