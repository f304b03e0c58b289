"""What a cadre is paid, and what the same person would earn outside."""

import math

from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.vocabulary import Education, Mandate, Post, Sex

__all__ = [
    "SENIORITY_YEARS",
    "certification_premium",
    "insurance_gap",
    "market_log_wage",
    "mean_inequity",
    "pay_coefficient",
    "pay_ratio",
    "pay_utility",
]

SENIORITY_YEARS = 10
"""Years of service after which the seniority step stops growing [years]."""

_COMMITTEE_MEMBER = int(Post.COMMITTEE_MEMBER)
_DEPUTY = int(Post.DEPUTY)
_PRINCIPAL = int(Post.PRINCIPAL)
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


def pay_ratio(level: int, mandate: int, tenure: int, levers: PolicyNumbers) -> float:
    """Return a cadre's relative pay [multiple of the reference wage].

    The post's coefficient, times the multiplier of the seconded (who keep the sub-district's
    benefits, report 1/三/2), times one plus the seniority step for each year of service up
    to ten.
    """
    ratio = pay_coefficient(level, levers)
    if mandate == _SECONDED:
        ratio *= levers.pay_multiplier_seconded
    return ratio * (1.0 + levers.pay_seniority_step * min(tenure, SENIORITY_YEARS))


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


def insurance_gap(levers: PolicyNumbers, p: Parameters) -> float:
    """Return the mean utility lost for want of social insurance (coverage: report 1/二/2)."""
    return (
        p.insurance_value_pension * (1.0 - levers.pay_insurance_pension)
        + p.insurance_value_medical * (1.0 - levers.pay_insurance_medical)
        + p.insurance_value_unemployment * (1.0 - levers.pay_insurance_unemployment)
    )


def mean_inequity(mandate: int, seconded_share: float, levers: PolicyNumbers) -> float:
    """Return the mean log pay gap to better-paid colleagues of the same level.

    Only the seconded are paid differently for the same post, so the gap is the share of
    colleagues on the other side of the multiplier times its log (report 1/三/2).
    """
    log_multiplier = math.log(levers.pay_multiplier_seconded)
    if mandate == _SECONDED:
        return (1.0 - seconded_share) * max(0.0, -log_multiplier)
    return seconded_share * max(0.0, log_multiplier)
