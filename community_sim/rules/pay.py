"""What a cadre is paid, and what the same person would earn outside."""

import math

from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.vocabulary import Education, Mandate, Post, Sex

__all__ = [
    "SENIORITY_YEARS",
    "certification_premium",
    "contribution_share",
    "insurance_gap",
    "insured_share",
    "labour_cost",
    "mandate_multiplier",
    "market_log_wage",
    "mean_inequity",
    "pay_coefficient",
    "pay_ratio",
    "pay_utility",
    "pension_accrual",
]

SENIORITY_YEARS = 10
"""Years of service after which the seniority step stops growing [years]."""

_COMMITTEE_MEMBER = int(Post.COMMITTEE_MEMBER)
_DEPUTY = int(Post.DEPUTY)
_PRINCIPAL = int(Post.PRINCIPAL)
_HIRED = int(Mandate.HIRED)
_OTHER = int(Mandate.OTHER)
_SECONDED = int(Mandate.SECONDED)
_HIGH_SCHOOL = int(Education.HIGH_SCHOOL)
_BACHELOR = int(Education.BACHELOR)
_FEMALE = int(Sex.FEMALE)
_SLOPE_STARTS_AT = 35


def pay_coefficient(level: int, levers: PolicyNumbers) -> float:
    """Return the pay of a post level [multiple of the reference wage]."""
    if level == _PRINCIPAL:
        return levers.pay_coefficient_principal
    if level == _DEPUTY:
        return levers.pay_coefficient_deputy
    if level == _COMMITTEE_MEMBER:
        return levers.pay_coefficient_committee_member
    return levers.pay_coefficient_general_worker


def mandate_multiplier(mandate: int, levers: PolicyNumbers) -> float:
    """Return what a mandate is paid for a post [multiple of the pay of the post]."""
    if mandate == _SECONDED:
        return levers.pay_multiplier_seconded
    if mandate == _HIRED:
        return levers.pay_multiplier_hired
    if mandate == _OTHER:
        return levers.pay_multiplier_other
    return levers.pay_multiplier_elected


def pay_ratio(level: int, mandate: int, tenure: int, levers: PolicyNumbers) -> float:
    """Return a cadre's relative pay [multiple of the reference wage].

    The one rule that says what a cadre is paid: choices, accounts, closures, held bills and
    candidates all ask it. The post's coefficient times the scale of all pay, times the
    multiplier of the mandate (the seconded keep the sub-district's benefits, report 1/三/2;
    report 2/四/4 asks for more for the hired), times one plus the seniority step for each year
    of service up to ten.
    """
    ratio = pay_coefficient(level, levers) * levers.pay_scale
    ratio *= mandate_multiplier(mandate, levers)
    return ratio * (1.0 + levers.pay_seniority_step * min(tenure, SENIORITY_YEARS))


def contribution_share(mandate: int, levers: PolicyNumbers, p: Parameters) -> float:
    """Return the employer's insurance contributions [share of wages] at the present coverage.

    None for the seconded, whom the sub-district insures with its own staff (report 1/三/2).
    """
    if mandate == _SECONDED:
        return 0.0
    return (
        p.contribution_rate_pension * levers.pay_insurance_pension
        + p.contribution_rate_medical * levers.pay_insurance_medical
        + p.contribution_rate_unemployment * levers.pay_insurance_unemployment
    )


def labour_cost(
    level: int, mandate: int, tenure: int, levers: PolicyNumbers, p: Parameters
) -> float:
    """Return what a cadre costs in a year: pay and contributions [reference wages]."""
    ratio = pay_ratio(level, mandate, tenure, levers)
    return ratio * (1.0 + contribution_share(mandate, levers, p))


def pay_utility(ratio: float, p: Parameters) -> float:
    """Return the utility of relative pay, alpha * ln(w / reference wage) (MODEL.md A2)."""
    return p.pay_weight * math.log(ratio)


def market_log_wage(age: int, education: int, sex: int, ability: float, p: Parameters) -> float:
    """Return the log of the wage outside [log multiple of the reference wage].

    ln wm(a) = phi0 + phi_e - slope * max(0, a - 35) - gap [female] + zeta * ability
    (MODEL.md A2).
    """
    log_wage = math.log(p.market_wage_level) + p.market_ability_return * ability
    if education == _HIGH_SCHOOL:
        log_wage += p.market_premium_high_school
    elif education == _BACHELOR:
        log_wage += p.market_premium_bachelor
    if sex == _FEMALE:
        log_wage -= p.market_sex_gap
    return log_wage - p.market_age_slope * max(0, age - _SLOPE_STARTS_AT)


def certification_premium(levers: PolicyNumbers, p: Parameters) -> float:
    """Return what training and certification add to the wage outside [log points].

    The expected value over staff of whom `certified_share` hold a certificate.
    """
    return p.market_premium_certified * levers.workload_certified_share


def insured_share(mandate: int, levers: PolicyNumbers) -> float:
    """Return the share who earn a pension in post (report 1/二/2); all of the seconded do."""
    if mandate == _SECONDED:
        return 1.0
    return levers.pay_insurance_pension


def insurance_gap(mandate: int, levers: PolicyNumbers, p: Parameters) -> float:
    """Return the mean utility lost for want of medical and unemployment insurance.

    Coverage is that of report 1/二/2; the sub-district insures the seconded (1/三/2).  What
    pension insurance is worth, `pension_accrual` says.
    """
    if mandate == _SECONDED:
        return 0.0
    return p.insurance_value_medical * (
        1.0 - levers.pay_insurance_medical
    ) + p.insurance_value_unemployment * (1.0 - levers.pay_insurance_unemployment)


def pension_accrual(years_ahead: int, p: Parameters) -> float:
    """Return what one insured year is worth, so many years before the pension [utility].

    alpha ln(pension / floor) / (full years (1 - beta)) * beta ** years: each insured year lifts
    the log of the old-age income by the same step, from what the uninsured get to the full
    pension.  What is earned is kept, wherever one goes.
    """
    step = p.pay_weight * math.log(p.pension_replacement / p.pension_floor) / p.pension_full_years
    return step / (1.0 - p.discount_factor) * math.pow(p.discount_factor, float(years_ahead))


def mean_inequity(
    level: int,
    mandate: int,
    tenure: int,
    colleagues: tuple[float, float, float, float],
    levers: PolicyNumbers,
) -> float:
    """Return the mean log pay gap to better-paid colleagues of the same level and service.

    The sum over mandates of their share times the log of their pay over one's own, where that is
    more (report 1/三/2: unequal pay for equal work).

    Parameters
    ----------
    level, mandate, tenure : int
        Of the cadre.
    colleagues : tuple of float
        Share of each mandate among colleagues of the level, in the order of `Mandate`.
    levers : PolicyNumbers
        Pay.
    """
    own, gap = pay_ratio(level, mandate, tenure, levers), 0.0
    for other in range(len(colleagues)):
        theirs = pay_ratio(level, other, tenure, levers)
        gap += colleagues[other] * max(0.0, math.log(theirs / own))
    return gap
