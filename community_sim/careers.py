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

import functools
import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from community_sim.compilation import as_records, compiled
from community_sim.logit import softplus
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.rulebook import OWN_RULES_NONE, Rulebook, Rules
from community_sim.rules.pay import certification_premium, market_log_wage
from community_sim.rules.separation import (
    NO_EXAM,
    annual_election_risk,
    exam_log_odds,
    exam_pass_probability,
    has_exam_education,
    is_exam_age,
    option_value_of_exam,
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
_LONGEST_CAREER = 45

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
        has one entry unless pay depends on service.
    serve : ndarray
        Advantage of staying with the option of the exam, same axes; equal to `stay` for those
        whom education or age does not admit.
    exam : ndarray
        Log odds of sitting the exam, same axes; `NO_EXAM` for those not admitted.
    leaving : ndarray
        Value of leaving, V_L [utility], by education, sex, age - 20, ability.
    retires_at : ndarray of int
        Age of retirement by sex [years].
    spread : float
        Distance of two offset nodes [utility].
    prospects : Prospects
        The expectations they were solved for.
    """

    stay: Table
    serve: Table
    exam: Table
    leaving: Table
    retires_at: NDArray[np.int64]
    spread: float
    prospects: Prospects

    @property
    def book(self) -> "_Book":
        """What the recursion reads and fills."""
        return _Book(self.stay, self.serve, self.exam, self.leaving, self.retires_at)


class _Book(NamedTuple):
    """The tables of one set of terms: see `Careers`."""

    stay: Table
    serve: Table
    exam: Table
    leaving: Table
    retires_at: NDArray[np.int64]


class _Terms(NamedTuple):
    """What a year of work is like: utility in post by mandate, level and tenure, and chances."""

    flow: Table
    spread: float
    promotion: Table
    pass_base: float
    levers: Any  # PolicyNumbers and Parameters, as records where compiled
    p: Any


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


def solve_careers(  # noqa: PLR0913 - the problem, all by keyword
    levers: PolicyNumbers,
    p: Parameters,
    *,
    prospects: Prospects,
    mean_pressure: tuple[float, float, float, float],
    constant_hazard: bool = False,
    ahead: Careers | None = None,
    chosen: Rules = OWN_RULES_NONE,
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
        verification cases. They do not look ahead.
    ahead : Careers, optional
        The careers under the terms that hold from next calendar year on, if others: announced and
        believed. By default these terms hold for ever.
    chosen : Rules
        Rules that a researcher's own replace.
    """
    rules = Rulebook(chosen)
    tenures = _tenures(levers, chosen)
    if ahead is not None:
        tenures = max(tenures, ahead.stay.shape[5])
    careers = _unsolved(p, prospects, tenures, [rules.retirement_age(sex, levers) for sex in Sex])
    if constant_hazard:
        careers.stay[:] = math.log(1.0 - p.hazard_quit) - math.log(p.hazard_quit)
        careers.serve[:] = careers.stay
        return careers
    terms = _Terms(
        _flow_utility(levers, p, prospects, mean_pressure, (tenures, rules)), careers.spread,
        np.array(prospects.promotion), prospects.exam_pass_probability,
        as_records([levers])[0], as_records([p])[0],
    )  # fmt: skip
    own = careers.book
    compiled(_solve, chosen.replacements)(own, own if ahead is None else ahead.book, terms)
    return careers


@functools.lru_cache(maxsize=256)
def _tenures(levers: PolicyNumbers, chosen: Rules) -> int:
    """Return how many years of service pay tells apart: up to the last at which any pay changes."""
    pay_ratio = Rulebook(chosen).pay_ratio
    last = 0
    for mandate in Mandate:
        for level in Post:
            pay = [pay_ratio(level, mandate, year, levers) for year in range(_LONGEST_CAREER + 1)]
            changes = [year for year in range(1, len(pay)) if pay[year] != pay[year - 1]]
            last = max(last, *changes[-1:], 0)
    return last + 1


def _unsolved(p: Parameters, prospects: Prospects, tenures: int, retires_at: list[int]) -> Careers:
    """Return the tables of some terms with nothing in them, and nobody admitted to the exam."""
    ages = max(retires_at) - YOUNGEST
    kinds = (len(Mandate), len(Education), len(Sex), _LEVELS)
    shape = (*kinds, ages, tenures, OFFSET_NODES, ABILITY_NODES)
    return Careers(
        stay=np.zeros(shape),
        serve=np.zeros(shape),
        exam=np.full(shape, NO_EXAM),
        leaving=np.zeros((len(Education), len(Sex), ages, ABILITY_NODES)),
        retires_at=np.array(retires_at),
        spread=max(p.taste_sd, _SMALLEST_SPREAD),
        prospects=prospects,
    )


def _flow_utility(
    levers: PolicyNumbers,
    p: Parameters,
    prospects: Prospects,
    mean_pressure: tuple[float, float, float, float],
    under: tuple[int, Rulebook],
) -> Table:
    """Return the yearly utility in post at average taste, by mandate, level and tenure.

    u = alpha ln(pay) + mu - chi * pressure - eta * inequity - insurance gap (MODEL.md A2).
    """
    tenures, rules = under
    flow = np.empty((len(Mandate), _LEVELS, tenures))
    gap = rules.insurance_gap(levers, p)
    for mandate in Mandate:
        for level in Post:
            share = prospects.seconded_share[level]
            for tenure in range(tenures):
                inequity = rules.mean_inequity(level, mandate, tenure, share, levers)
                burden = p.pressure_disutility * mean_pressure[level] + p.inequity_weight * inequity
                ratio = rules.pay_ratio(level, mandate, tenure, levers)
                utility = rules.pay_utility(ratio, p)
                flow[mandate, level, tenure] = utility + taste_mean(mandate, p) - burden - gap
    return flow


def _solve(own: _Book, ahead: _Book, terms: _Terms) -> None:
    """Fill the tables for every mandate, education and sex, from the last year of work down.

    `ahead` are the tables of the terms that hold from next calendar year on. Where terms last these
    are the same tables: each age looks at the row of the next.
    """
    mandates, educations, sexes, levels = own.stay.shape[:4]
    joining = np.empty((levels, own.stay.shape[5], OFFSET_NODES, ABILITY_NODES))
    outside = np.empty(ABILITY_NODES)
    for sex in range(sexes):
        serving = _service_values(int(ahead.retires_at[sex]), terms.p)
        for mandate in range(mandates):
            for education in range(educations):
                kind = (mandate, education, sex)
                for age in range(own.retires_at[sex] - 1, YOUNGEST - 1, -1):
                    _look_ahead(ahead, kind, age + 1, (joining, outside), terms.p)
                    service = serving[min(age + 1, ahead.retires_at[sex]) - YOUNGEST]
                    _year(own, kind, age, (joining, outside, service), terms)


def _service_values(retires_at: int, p: Parameters) -> Table:
    """Return V_C, the value of a civil-service career, by age - 20, up to retirement."""
    values = np.empty(retires_at - YOUNGEST + 1)
    pension = math.log(p.pension_replacement)
    values[-1] = (
        p.pay_weight * (math.log(p.civil_service_wage) + pension) / (1.0 - p.discount_factor)
    )
    for n in range(len(values) - 2, -1, -1):
        wage = p.pay_weight * math.log(p.civil_service_wage)
        values[n] = wage + p.civil_service_amenity + p.discount_factor * values[n + 1]
    return values


def _look_ahead(
    ahead: _Book, kind: tuple[int, int, int], age: int, values: tuple[Table, Table], p: Parameters
) -> None:
    """Fill in what joining and leaving are worth next year, at the age then: W and V_L."""
    joining, outside = values
    mandate, education, sex = kind
    if age >= ahead.retires_at[sex]:
        _retired_values(joining, outside, education, sex, age, p)
        return
    levels, tenures = joining.shape[:2]
    for k in range(ABILITY_NODES):
        outside[k] = ahead.leaving[education, sex, age - YOUNGEST, k]
    for level in range(levels):
        for t in range(tenures):
            row = min(t, ahead.serve.shape[5] - 1)
            for o in range(OFFSET_NODES):
                for k in range(ABILITY_NODES):
                    advantage = ahead.serve[
                        mandate, education, sex, level, age - YOUNGEST, row, o, k
                    ]
                    joining[level, t, o, k] = outside[k] - p.moving_cost + softplus(advantage)


def _year(
    own: _Book,
    kind: tuple[int, int, int],
    age: int,
    later: tuple[Table, Table, float],
    terms: _Terms,
) -> None:
    """Fill the tables at an age, from what joining, leaving and a state career are worth then."""
    joining, outside, service = later
    mandate, education, sex = kind
    levers, p = terms.levers, terms.p
    premium = certification_premium(levers, p)
    dismissal = separation_belief(mandate, levers, p)
    admitted = has_exam_education(education) and is_exam_age(age, p)
    levels, tenures = joining.shape[:2]
    for level in range(levels):
        risk = annual_election_risk(age, mandate, level, levers)
        for k in range(ABILITY_NODES):
            ability = (k - ABILITY_NODES // 2) * _ABILITY_STEP
            wage = premium + market_log_wage(age, education, sex, ability, p)
            out_now = p.pay_weight * wage + p.discount_factor * outside[k]
            own.leaving[education, sex, age - YOUNGEST, k] = out_now
            passing = exam_pass_probability(terms.pass_base, ability, p)
            for t in range(tenures):
                t_next = min(t + 1, tenures - 1)
                for o in range(OFFSET_NODES):
                    above = service
                    if level < _PRINCIPAL:
                        above = joining[level + 1, t_next, o, k]
                    step = terms.promotion[level]
                    kept = step * above + (1.0 - step) * joining[level, t_next, o, k]
                    held = (1.0 - risk) * kept + risk * outside[k]
                    future = (1.0 - dismissal) * held + dismissal * outside[k]
                    taste = (o - OFFSET_NODES // 2) * terms.spread
                    flow = terms.flow[mandate, level, t] + taste
                    advantage = flow + p.discount_factor * future - out_now + p.moving_cost
                    cell = (mandate, education, sex, level, age - YOUNGEST, t, o, k)
                    own.stay[cell] = advantage
                    if admitted:
                        gain = p.discount_factor * passing * (service - future)
                        odds = exam_log_odds(gain, p)
                        own.exam[cell] = odds
                        advantage += option_value_of_exam(odds, p)
                    own.serve[cell] = advantage


def _retired_values(
    joining: Table, outside: Table, education: int, sex: int, age: int, p: Parameters
) -> None:
    """Set every value from an age of retirement on to the pension's."""
    forever = 1.0 - p.discount_factor
    pension = math.log(p.pension_replacement)
    for k in range(ABILITY_NODES):
        ability = (k - ABILITY_NODES // 2) * _ABILITY_STEP
        wage = market_log_wage(age, education, sex, ability, p)
        outside[k] = p.pay_weight * (wage + pension) / forever
        joining[:, :, :, k] = outside[k]
