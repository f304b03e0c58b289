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
from types import FunctionType
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from community_sim.career_grid import (
    NODES,
    YOUNGEST,
    Axes,
    Planes,
    Table,
    axes_of,
)
from community_sim.career_recursion import Book, Terms, solve
from community_sim.compilation import as_records, compiled, relinked
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.rulebook import OWN_RULES_NONE, Rulebook, Rules
from community_sim.rules.separation import NO_EXAM
from community_sim.vocabulary import Education, Mandate, Post, Sex

__all__ = ["Careers", "Prospects", "solve_careers", "taste_mean"]

_HIRED = int(Mandate.HIRED)
_LEVELS = len(Post)
_LONGEST_CAREER = 45


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
    hired_share_general_worker ... other_share_principal : float
        Shares of the hired and of the placed among colleagues of a level; the rest are elected.
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
    hired_share_general_worker: float = 0.0
    hired_share_committee_member: float = 0.0
    hired_share_deputy: float = 0.0
    hired_share_principal: float = 0.0
    other_share_general_worker: float = 0.0
    other_share_committee_member: float = 0.0
    other_share_deputy: float = 0.0
    other_share_principal: float = 0.0

    @property
    def promotion(self) -> tuple[float, float, float, float]:
        """Annual promotion probability by level."""
        return self[0], self[1], self[2], self[3]

    @property
    def seconded_share(self) -> tuple[float, float, float, float]:
        """Share of the seconded by level."""
        return self[5], self[6], self[7], self[8]

    def colleagues(self, level: int) -> tuple[float, float, float, float]:
        """Share of each mandate among colleagues of a level, in the order of `Mandate`."""
        seconded, hired, other = self[5 + level], self[10 + level], self[14 + level]
        return 1.0 - seconded - hired - other, hired, seconded, other


@dataclass(frozen=True, eq=False)
class Careers:
    """Value advantages of every kind of cadre under one set of terms.

    Attributes
    ----------
    serve : ndarray
        Advantage of serving (staying, with the option of reserved posts) over leaving,
        IV - V_L + kappa [utility], and its slopes from node to node in offset and in ability; by
        mandate, education, sex, level, age - 20, tenure, value and slopes, node. The tenure axis
        has one entry unless pay or reserved posts depend on tenure.
    stay : ndarray
        The same without that option, V_S - V_L + kappa, of those admitted to the exam: the age
        axis ends with the last age at which anybody is.
    passing : ndarray
        What `stay` would be at offset and ability 0 for one who is sure to be a civil servant next
        year, by the first six axes of `stay`; `NO_EXAM` for those not admitted.
    leaving : ndarray
        Value of leaving at ability 0, V_L [utility], by education, sex and age - 20.
    service : ndarray
        Value of a civil-service career, V_C [utility], by sex and age - 20.
    retires_at : ndarray of int
        Age of retirement by sex [years].
    axes : Axes
        Where the nodes stand.
    reserved_from : int
        Tenure from which reserved posts admit [years].
    prospects : Prospects
        The expectations they were solved for.
    """

    serve: Table
    stay: Table
    passing: Table
    leaving: Table
    service: Table
    retires_at: NDArray[np.int64]
    axes: Axes
    reserved_from: int
    prospects: Prospects

    @property
    def book(self) -> Book:
        """What the recursion reads and fills."""
        return Book(
            self.serve, self.stay, self.passing, self.leaving, self.service, self.retires_at
        )

    def planes(self, kind: tuple[int, int, int, int, int, int]) -> Planes:
        """Return what the tables hold of a kind of cadre.

        Parameters
        ----------
        kind : tuple of int
            Mandate, education, sex, level, age and tenure.
        """
        mandate, education, sex, level, age, tenure = kind
        served = min(tenure, self.serve.shape[5] - 1)
        cell = (mandate, education, sex, level, age - YOUNGEST, served)
        is_young = age - YOUNGEST < self.passing.shape[4]
        passing = float(self.passing[cell]) if is_young else NO_EXAM
        table = self.stay if passing > NO_EXAM else self.serve
        has_served = tenure >= self.reserved_from
        exam_pass = self.axes.exam_pass if has_served else self.axes.open_pass
        return Planes(self.serve[cell], table[cell], passing, exam_pass)


def taste_mean(mandate: int, p: Parameters) -> float:
    """Return the mean taste for community work under a mandate [utility per year]."""
    if mandate == _HIRED:
        return p.taste_mean + p.taste_shift_hired
    return p.taste_mean


def solve_careers(  # noqa: PLR0913 - the problem, all by keyword
    levers: PolicyNumbers,
    p: Parameters,
    *,
    prospects: Prospects,
    mean_pressure: tuple[float, float, float, float],
    constant_hazard: bool = False,
    ahead: Careers | None = None,
    returned: Careers | None = None,
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
    returned : Careers, optional
        The careers under current practice, to which the terms go back next year with probability
        1 - `policy_credibility`. By default they are believed.
    chosen : Rules
        Rules that a researcher's own replace.
    """
    rules = Rulebook(chosen)
    reserved_from = rules.exam_tenure(levers)
    tenures = max(_tenures(levers, chosen), reserved_from + 1)
    for other in (ahead, returned):
        if other is not None:
            tenures = max(tenures, other.serve.shape[5])
    relink = relinked(cast("FunctionType", axes_of), chosen.replacements)
    is_reserved = rules.reserves_posts(levers)
    axes: Axes = relink(
        p, prospects.exam_pass_probability if is_reserved else p.exam_pass_probability
    )
    retires_at = [rules.retirement_age(sex, levers) for sex in Sex]
    exam_ages = [age for age in range(YOUNGEST, max(retires_at)) if rules.is_exam_age(age, p)]
    last_exam_age = max(exam_ages, default=YOUNGEST - 1)
    careers = _unsolved(axes, prospects, (tenures, reserved_from), (retires_at, last_exam_age))
    if constant_hazard:
        advantage = math.log(1.0 - p.hazard_quit) - math.log(p.hazard_quit)
        careers.serve[:, :, :, :, :, :, 0] = advantage
        careers.service[:, :] = -math.inf  # nobody looks ahead, to no leadership either
        return careers
    flow = _flow_utility(levers, p, prospects, mean_pressure, (tenures, rules))
    own = careers.book
    if returned is None:
        p = p._replace(policy_credibility=1.0)
    terms = Terms(
        flow, np.array([rules.insured_share(mandate, levers) for mandate in Mandate]),
        np.array(prospects.promotion), careers.axes, as_records([levers])[0], as_records([p])[0],
    )  # fmt: skip
    later = own if ahead is None else ahead.book
    doubted = own if returned is None else returned.book
    compiled(solve, chosen.replacements)(own, later, doubted, terms)
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


def _unsolved(
    axes: Axes, prospects: Prospects, served: tuple[int, int], ages: tuple[list[int], int]
) -> Careers:
    """Return the tables of some terms with nothing in them, and nobody admitted to the exam."""
    tenures, reserved_from = served
    retires_at, last_exam_age = ages
    kinds = (len(Mandate), len(Education), len(Sex), _LEVELS)
    working, young = max(retires_at) - YOUNGEST, last_exam_age + 1 - YOUNGEST
    return Careers(
        serve=np.zeros((*kinds, working, tenures, 3, NODES)),
        stay=np.zeros((*kinds, young, tenures, 3, NODES)),
        passing=np.full((*kinds, young, tenures), NO_EXAM),
        leaving=np.zeros((len(Education), len(Sex), working)),
        service=np.zeros((len(Sex), working)),
        retires_at=np.array(retires_at),
        axes=axes,
        reserved_from=reserved_from,
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

    u = alpha ln(pay) + mu - chi * pressure - eta * inequity - insurance gap - morale (MODEL.md
    3.1).
    """
    tenures, rules = under
    flow = np.empty((len(Mandate), _LEVELS, tenures))
    morale = rules.dismissal_morale(levers, p)
    for mandate in Mandate:
        gap = rules.insurance_gap(mandate, levers, p)
        for level in Post:
            colleagues = prospects.colleagues(level)
            for tenure in range(tenures):
                inequity = rules.mean_inequity(level, mandate, tenure, colleagues, levers)
                burden = p.pressure_disutility * mean_pressure[level] + p.inequity_weight * inequity
                ratio = rules.pay_ratio(level, mandate, tenure, levers)
                utility = rules.pay_utility(ratio, p)
                liked = utility + taste_mean(mandate, p) - burden - gap
                flow[mandate, level, tenure] = liked - morale
    return flow
