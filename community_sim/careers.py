"""Solve what a career is worth: the forward-looking choice by backward induction over age.

A simplified Dynamic Retention Model (MODEL.md A2): each year a cadre compares staying in
post (with the option to sit the civil-service exam) with leaving for the market, counting
future pay, promotion, election risk and retirement.  The result is a table of value
advantages; the annual probabilities follow by the closed-form logit.

Two axes carry differences between people that last: ability, and an *offset* in yearly
utility.  Personal taste for community work lies on the offset axis, and so do lasting
differences between communities (pay of their sub-district, pressure of their workload):
a utility flow that lasts as long as the post is worth the same whatever its cause.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from community_sim.compilation import as_records, compiled
from community_sim.logit import softplus
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.rules.pay import (
    SENIORITY_YEARS,
    certification_premium,
    insurance_gap,
    market_log_wage,
    mean_inequity,
    pay_ratio,
    pay_utility,
)
from community_sim.rules.separation import (
    NO_EXAM,
    annual_election_risk,
    exam_log_odds,
    exam_pass_probability,
    has_exam_education,
    is_exam_age,
    option_value_of_exam,
    retirement_age,
    separation_belief,
)
from community_sim.vocabulary import Education, Mandate, Post, Sex

__all__ = [
    "ABILITY_NODES",
    "OFFSET_NODES",
    "YOUNGEST",
    "Careers",
    "Prospects",
    "Table",
    "grid_position",
    "interpolate",
    "person_offset",
    "solve_careers",
    "taste_mean",
]

YOUNGEST = 20
"""Age of the first row of the tables [years]."""

OFFSET_NODES = 7
"""Nodes of the offset axis, from -3 to +3 spreads."""

ABILITY_NODES = 3
"""Nodes of the ability axis: -1.5, 0 and 1.5 standard deviations."""

_ABILITY_STEP = 1.5
_SMALLEST_SPREAD = 0.1
_HIRED = int(Mandate.HIRED)
_PRINCIPAL = int(Post.PRINCIPAL)
_LEVELS = len(Post)

Table = NDArray[np.float64]


class Prospects(NamedTuple):
    """What cadres expect of their careers under a policy; made true by iteration.

    Attributes
    ----------
    promotion_general_worker, promotion_committee_member, promotion_deputy : float
        Annual probability of moving up one level.
    promotion_principal : float
        Annual probability that a principal joins the sub-district leadership.
    exam_pass_probability : float
        Probability that a sitter of average ability passes.
    seconded_share_general_worker ... seconded_share_principal : float
        Share of the seconded among colleagues of a level.
    pay_scale : float
        What all pay is multiplied by where a policy holds the wage bill.
    """

    promotion_general_worker: float
    promotion_committee_member: float
    promotion_deputy: float
    promotion_principal: float
    exam_pass_probability: float
    seconded_share_general_worker: float
    seconded_share_committee_member: float
    seconded_share_deputy: float
    seconded_share_principal: float
    pay_scale: float = 1.0

    @property
    def promotion(self) -> tuple[float, float, float, float]:
        """Annual promotion probability by level."""
        return self[0], self[1], self[2], self[3]

    @property
    def seconded_share(self) -> tuple[float, float, float, float]:
        """Share of the seconded by level."""
        return self[5], self[6], self[7], self[8]


@dataclass(frozen=True, eq=False)
class Careers:
    """Value advantages of every kind of cadre under one set of terms.

    Attributes
    ----------
    stay : ndarray
        Advantage of staying without an exam over leaving, V_S - V_L + kappa [utility],
        by mandate, education, sex, level, age - 20, tenure, offset, ability. The tenure axis
        has one entry unless pay grows with seniority.
    serve : ndarray
        Advantage of staying with the option of the exam, same axes; equal to `stay` for those
        whom education or age does not admit.
    exam : ndarray
        Log odds of sitting the exam, same axes; `NO_EXAM` for those not admitted.
    spread : float
        Distance of two offset nodes [utility].
    prospects : Prospects
        The expectations they were solved for.
    """

    stay: Table
    serve: Table
    exam: Table
    spread: float
    prospects: Prospects


def taste_mean(mandate: int, p: Parameters) -> float:
    """Return the mean taste for community work under a mandate [utility per year]."""
    if mandate == _HIRED:
        return p.taste_mean + p.taste_shift_hired
    return p.taste_mean


def person_offset(taste: float, community_offset: float, p: Parameters) -> float:
    """Return a cadre's place on the offset axis [utility per year]."""
    return p.taste_sd * taste + community_offset


def grid_position(offset: float, ability: float, spread: float) -> tuple[int, int, float, float]:
    """Return a person's cell on the offset and ability axes, and the place inside it.

    Parameters
    ----------
    offset : float
        Utility offset; held at the ends of the axis.
    ability : float
        Ability [standard deviations]; held at the ends of the axis.
    spread : float
        Distance of two offset nodes [utility].
    """
    x = min(OFFSET_NODES - 1.0, max(0.0, offset / spread + OFFSET_NODES // 2))
    y = min(ABILITY_NODES - 1.0, max(0.0, ability / _ABILITY_STEP + ABILITY_NODES // 2))
    i = min(OFFSET_NODES - 2, int(x))
    j = min(ABILITY_NODES - 2, int(y))
    return i, j, x - i, y - j


def interpolate(plane: Table, position: tuple[int, int, float, float]) -> float:
    """Return a table's value between its nodes, linear in offset and in ability.

    Parameters
    ----------
    plane : ndarray, shape (7, 3)
        One slice of a careers table over offset and ability.
    position : tuple
        From `grid_position`.
    """
    i, j, x, y = position
    low = plane[i, j] + (plane[i, j + 1] - plane[i, j]) * y
    high = plane[i + 1, j] + (plane[i + 1, j + 1] - plane[i + 1, j]) * y
    return float(low + (high - low) * x)


def solve_careers(
    levers: PolicyNumbers,
    p: Parameters,
    *,
    prospects: Prospects,
    mean_pressure: tuple[float, float, float, float],
    constant_hazard: bool = False,
    ahead: Careers | None = None,  # noqa: ARG001
) -> Careers:
    """Solve the careers table for the personal terms of a policy.

    Parameters
    ----------
    levers : PolicyNumbers
        The personal terms: pay, insurance, retirement, election and dismissal risk.
    p : Parameters
        Facts about people and the market.
    prospects : Prospects
        Expected promotion, exam and composition.
    mean_pressure : tuple of float
        Mean probability of very high pressure by post level.
    constant_hazard : bool
        Give everyone the annual quit probability `hazard_quit` and no exam; for the exact
        verification cases.
    """
    tenures = SENIORITY_YEARS + 1 if levers.pay_seniority_step > 0.0 else 1
    ages = max(retirement_age(sex, levers) for sex in Sex) - YOUNGEST
    kinds = (len(Mandate), len(Education), len(Sex), _LEVELS)
    shape = (*kinds, ages, tenures, OFFSET_NODES, ABILITY_NODES)
    exam = np.full(shape, NO_EXAM)
    spread = max(p.taste_sd, _SMALLEST_SPREAD)
    if constant_hazard:
        advantage = math.log(1.0 - p.hazard_quit) - math.log(p.hazard_quit)
        stay = np.full(shape, advantage)
        return Careers(stay, stay, exam, spread, prospects)
    stay, serve = np.zeros(shape), np.zeros(shape)
    compiled(_solve)(
        stay, serve, exam, _flow_utility(levers, p, prospects, mean_pressure, tenures), spread,
        np.array(prospects.promotion), prospects.exam_pass_probability,
        as_records([levers])[0], as_records([p])[0],
    )  # fmt: skip
    return Careers(stay, serve, exam, spread, prospects)


def _flow_utility(
    levers: PolicyNumbers,
    p: Parameters,
    prospects: Prospects,
    mean_pressure: tuple[float, float, float, float],
    tenures: int,
) -> Table:
    """Return the yearly utility in post at average taste, by mandate, level and tenure.

    u = alpha ln(pay) + mu - chi * pressure - eta * inequity - insurance gap (MODEL.md A2).
    """
    flow = np.empty((len(Mandate), _LEVELS, tenures))
    gap = insurance_gap(levers, p)
    for mandate in Mandate:
        for level in Post:
            share = prospects.seconded_share[level]
            for tenure in range(tenures):
                inequity = mean_inequity(level, mandate, tenure, share, levers)
                burden = p.pressure_disutility * mean_pressure[level] + p.inequity_weight * inequity
                utility = pay_utility(pay_ratio(level, mandate, tenure, levers), p)
                flow[mandate, level, tenure] = utility + taste_mean(mandate, p) - burden - gap
    return flow


def _solve(  # noqa: PLR0913 - one kernel, called once; its arguments are the problem
    stay: Table,
    serve: Table,
    exam: Table,
    flow: Table,
    spread: float,
    promotion: Table,
    pass_base: float,
    levers: PolicyNumbers,
    p: Parameters,
) -> None:
    """Fill the tables for every mandate, education and sex."""
    mandates, educations, sexes, levels = stay.shape[:4]
    tenures = stay.shape[5]
    ahead = np.empty((levels, tenures, OFFSET_NODES, ABILITY_NODES))
    now = np.empty_like(ahead)
    outside = np.empty(ABILITY_NODES)
    risk = np.empty(levels)
    premium = certification_premium(levers, p)
    for mandate in range(mandates):
        dismissal = separation_belief(mandate, levers, p)
        for education in range(educations):
            for sex in range(sexes):
                retires_at = retirement_age(sex, levers)
                service = _retired_values(ahead, outside, education, sex, retires_at, p)
                for age in range(retires_at - 1, YOUNGEST - 1, -1):
                    for level in range(levels):
                        risk[level] = annual_election_risk(age, mandate, level, levers)
                    admitted = has_exam_education(education) and is_exam_age(age, p)
                    for k in range(ABILITY_NODES):
                        ability = (k - ABILITY_NODES // 2) * _ABILITY_STEP
                        wage = premium + market_log_wage(age, education, sex, ability, p)
                        out_now = p.pay_weight * wage + p.discount_factor * outside[k]
                        passing = exam_pass_probability(pass_base, ability, p)
                        for level in range(levels):
                            for o in range(OFFSET_NODES):
                                taste = (o - OFFSET_NODES // 2) * spread
                                for t in range(tenures):
                                    t_next = min(t + 1, tenures - 1)
                                    if level == _PRINCIPAL:
                                        above = service
                                    else:
                                        above = ahead[level + 1, t_next, o, k]
                                    kept = (
                                        promotion[level] * above
                                        + (1.0 - promotion[level]) * ahead[level, t_next, o, k]
                                    )
                                    held = (1.0 - risk[level]) * kept + risk[level] * outside[k]
                                    future = (1.0 - dismissal) * held + dismissal * outside[k]
                                    advantage = (
                                        flow[mandate, level, t] + taste
                                        + p.discount_factor * future - out_now + p.moving_cost
                                    )  # fmt: skip
                                    cell = (mandate, education, sex, level, age - YOUNGEST, t, o, k)
                                    stay[cell] = advantage
                                    if admitted:
                                        gain = p.discount_factor * passing * (service - future)
                                        odds = exam_log_odds(gain, p)
                                        exam[cell] = odds
                                        advantage += option_value_of_exam(odds, p)
                                    serve[cell] = advantage
                                    now[level, t, o, k] = (
                                        out_now - p.moving_cost + softplus(advantage)
                                    )
                        outside[k] = out_now
                    service = _service_value_before(service, p)
                    ahead, now = now, ahead


def _retired_values(
    ahead: Table, outside: Table, education: int, sex: int, retires_at: int, p: Parameters
) -> float:
    """Set every value at retirement to the pension's; return the civil servant's value."""
    forever = 1.0 - p.discount_factor
    pension = math.log(p.pension_replacement)
    for k in range(ABILITY_NODES):
        ability = (k - ABILITY_NODES // 2) * _ABILITY_STEP
        wage = market_log_wage(retires_at, education, sex, ability, p)
        outside[k] = p.pay_weight * (wage + pension) / forever
        ahead[:, :, :, k] = outside[k]
    return p.pay_weight * (math.log(p.civil_service_wage) + pension) / forever


def _service_value_before(service: float, p: Parameters) -> float:
    """Return the value of a civil-service career one year earlier."""
    wage = p.pay_weight * math.log(p.civil_service_wage)
    return wage + p.civil_service_amenity + p.discount_factor * service
