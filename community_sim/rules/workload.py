"""How much work a community has, what it does to people, and what service is left."""

import math

from community_sim.logit import logistic
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.vocabulary import Post

__all__ = [
    "administrative_hours",
    "cadre_hours",
    "demand_hours",
    "effort",
    "hours_for_residents",
    "load",
    "posts_for_grids",
    "pressure",
    "service_hours",
    "skill",
]

_PRINCIPAL = int(Post.PRINCIPAL)
_FULL_PULL = 2.0  # utility a year that a promotion promises to whom it pulls in full


def administrative_hours(households: float, levers: PolicyNumbers, p: Parameters) -> float:
    """Return the administrative work handed down to a community [hours per year].

    n_items * (h_fix + h_hh * households) * (1 - relief) (MODEL.md F; 90 items: report 1/三/1).
    """
    hours_per_item = p.item_hours_fixed + p.item_hours_per_household * households
    return (
        levers.workload_administrative_items * hours_per_item * (1.0 - levers.workload_relief_share)
    )


def demand_hours(households: float, levers: PolicyNumbers, p: Parameters) -> float:
    """Return the residents' demand for service [hours per year], less what others supply."""
    return (
        households * p.service_hours_per_household * (1.0 - levers.workload_external_supply_share)
    )


def load(administrative: float, demand: float, available: float) -> float:
    """Return hours asked for over hours available; a community without staff counts as 2."""
    return (administrative + demand) / available if available > 0.0 else 2.0


def pressure(load_ratio: float, level: int, intercept: float, p: Parameters) -> float:
    """Return the probability that a cadre reports very high pressure (report 1/三/1: 206/248).

    1 / (1 + exp(-(b0 + 3 (L - 1) + 0.3 [principal]))) (MODEL.md F); `intercept` is b0.
    """
    log_odds = intercept + p.pressure_load_slope * (load_ratio - 1.0)
    if level == _PRINCIPAL:
        log_odds += p.pressure_principal
    return logistic(log_odds)


def skill(ability: float, tenure: int, levers: PolicyNumbers, p: Parameters) -> float:
    """Return the service one hour of a cadre gives [hours of a mature average cadre].

    exp(0.2 ability + 0.1 certified) * (1 - 0.35 exp(-tenure / 1.5)) (MODEL.md G), with the
    certified share as the expected value of certification.
    """
    maturity = 1.0 - p.novice_skill_loss * math.exp(-tenure / p.experience_years)
    certified = p.skill_certified * levers.workload_certified_share
    return math.exp(p.skill_ability * ability + certified) * maturity


def cadre_hours(present: float, pressure_share: float, p: Parameters) -> float:
    """Return the hours a cadre has for work [hours per year]: pressure costs up to a tenth."""
    return p.hours_per_year * present * (1.0 - p.pressure_time_loss * pressure_share)


def effort(odds: float, gain: float, levers: PolicyNumbers, p: Parameters) -> float:
    """Return the effort that a promotion in sight calls forth or stifles [multiple of hours].

    1 + E (m - (1 - m)) min(1, odds * gain / 2) (MODEL.md 3.5): where merit decides, who may rise
    works more; where it does not, less (Deserranno, Kastrau and Leon-Ciliotta 2025).  The engines
    ask for it only where `effort_response` is above zero.

    Parameters
    ----------
    odds : float
        Yearly probability of rising that is believed.
    gain : float
        What the next level is worth beyond the own one [utility]; a loss pulls nobody.
    levers : PolicyNumbers
        The weight of merit in promotion.
    p : Parameters
        The response.
    """
    pull = min(1.0, odds * max(0.0, gain) / _FULL_PULL)
    merit = levers.promotion_meritocracy_weight
    return 1.0 + p.effort_response * (merit - (1.0 - merit)) * pull


def hours_for_residents(effective: float, administrative: float, p: Parameters) -> float:
    """Return the hours that administration leaves for residents [hours per year].

    max(0.1 effective, effective - administrative) (MODEL.md 3.5): hard tasks crowd out soft ones
    (report 5/二/(一)), but for a least share of the hours, which is assumed.
    """
    return max(p.least_service_share * effective, effective - administrative)


def service_hours(
    effective: float, administrative: float, levers: PolicyNumbers, p: Parameters
) -> float:
    """Return the hours that reach residents [hours per year].

    Of the hours for residents a share goes to what nobody asked for (report 5/二/(一)).
    """
    left = hours_for_residents(effective, administrative, p)
    return left * (1.0 - levers.workload_wasted_service_share)


def posts_for_grids(households: float, levers: PolicyNumbers) -> int:
    """Return the general workers needed for one worker a grid; none where there are no grids."""
    if levers.workload_households_per_grid <= 0.0:
        return 0
    return int(math.ceil(households / levers.workload_households_per_grid))
