"""The recursion of MODEL.md 3.1, written down once more, for one kind of cadre at a time."""

import functools
import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest

from community_sim.careers import Careers, Prospects
from community_sim.logit import log_sum_exp, softplus
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.rules.separation import NO_EXAM
from community_sim.vocabulary import Education, Mandate, Post, Sex

LONGEST_TENURE = 10


class Year(NamedTuple):
    """The terms of a calendar year, and what is expected while they last."""

    levers: PolicyNumbers
    prospects: Prospects
    pressure: tuple[float, float, float, float]


class Kind(NamedTuple):
    """A kind of cadre: what does not change over a career."""

    mandate: int
    education: int
    sex: int
    offset: float
    ability: float


class Values:
    """What a career is worth: V_S, V_L, V_C and W.

    The terms of calendar years 0, 1, ... are given; the last of them hold for ever.
    """

    def __init__(self, kind: Kind, p: Parameters, *years: Year):
        self.kind, self.p, self.years = kind, p, years
        self.joining = functools.cache(self._joining)
        self.leaving = functools.cache(self._leaving)
        self.serving = functools.cache(self._serving)

    def terms(self, year: int) -> Year:
        return self.years[year]

    def next_year(self, year: int) -> int:
        return min(year + 1, len(self.years) - 1)

    def last_age(self, year: int) -> int:
        levers = self.terms(year).levers
        if self.kind.sex == Sex.FEMALE:
            return int(levers.separation_retirement_age_women)
        return int(levers.separation_retirement_age_men)

    def flow(self, year: int, level: Post, tenure: int) -> float:
        (levers, prospects, pressure), p, kind = self.terms(year), self.p, self.kind
        pay = {
            Post.GENERAL_WORKER: levers.pay_coefficient_general_worker,
            Post.COMMITTEE_MEMBER: levers.pay_coefficient_committee_member,
            Post.DEPUTY: levers.pay_coefficient_deputy,
            Post.PRINCIPAL: levers.pay_coefficient_principal,
        }[level]
        if kind.mandate == Mandate.SECONDED:
            pay *= levers.pay_multiplier_seconded
        pay *= 1.0 + levers.pay_seniority_step * min(tenure, LONGEST_TENURE)
        mean_taste = p.taste_mean
        if kind.mandate == Mandate.HIRED:
            mean_taste += p.taste_shift_hired
        better_paid = 0.0
        if kind.mandate != Mandate.SECONDED:
            better_paid = prospects.seconded_share[level] * math.log(levers.pay_multiplier_seconded)
        missing_insurance = 0.0
        if kind.mandate != Mandate.SECONDED:
            missing_insurance = p.insurance_value_medical * (1.0 - levers.pay_insurance_medical)
            missing_insurance += p.insurance_value_unemployment * (
                1.0 - levers.pay_insurance_unemployment
            )
        return (
            p.pay_weight * math.log(pay)
            + mean_taste
            + kind.offset
            - p.pressure_disutility * pressure[level]
            - p.inequity_weight * better_paid
            - missing_insurance
            - p.dismissal_morale_cost * levers.separation_dismissal_share
        )

    def market_log_wage(self, age: int) -> float:
        p, kind = self.p, self.kind
        premium = {
            Education.HIGH_SCHOOL: p.market_premium_high_school,
            Education.COLLEGE: 0.0,
            Education.BACHELOR: p.market_premium_bachelor,
        }[kind.education]
        gap = p.market_sex_gap if kind.sex == Sex.FEMALE else 0.0
        return (
            math.log(p.market_wage_level)
            + premium
            - p.market_age_slope * max(0, age - 35)
            - gap
            + p.market_ability_return * kind.ability
        )

    def old_age(self, log_wage: float) -> float:
        """Return what is had after a wage without one insured year."""
        p = self.p
        return p.pay_weight * (log_wage + math.log(p.pension_floor)) / (1.0 - p.discount_factor)

    def insured_year(self, year: int, age: int) -> float:
        """Return what one insured year adds, as seen at its age."""
        p = self.p
        longer = math.log(p.pension_replacement) - math.log(p.pension_floor)
        at_retirement = p.pay_weight * longer / p.pension_full_years / (1.0 - p.discount_factor)
        years = max(1, self.last_age(self.next_year(year)) - age)
        return at_retirement * p.discount_factor**years

    def insured(self, year: int) -> float:
        """Return the share of the kind's colleagues who are insured."""
        if self.kind.mandate == Mandate.SECONDED:
            return 1.0
        return self.terms(year).levers.pay_insurance_pension

    def _leaving(self, year: int, age: int) -> float:
        p, wage = self.p, self.market_log_wage(age)
        if age >= self.last_age(year):
            return self.old_age(wage)
        premium = p.market_premium_certified * self.terms(year).levers.workload_certified_share
        later = self.leaving(self.next_year(year), age + 1)
        earned = p.market_pension_coverage * self.insured_year(year, age)
        return p.pay_weight * (wage + premium) + earned + p.discount_factor * later

    def _serving(self, year: int, age: int) -> float:
        p, wage = self.p, math.log(self.p.civil_service_wage)
        if age >= self.last_age(year):
            return self.old_age(wage)
        flow = p.pay_weight * wage + p.civil_service_amenity + self.insured_year(year, age)
        return flow + p.discount_factor * self.serving(self.next_year(year), age + 1)

    def continuing(self, year: int, age: int, level: Post, tenure: int) -> float:
        (levers, prospects, _), p, kind = self.terms(year), self.p, self.kind
        later, older = self.next_year(year), min(tenure + 1, LONGEST_TENURE)
        if level == Post.PRINCIPAL:
            above = self.serving(later, age + 1)
        else:
            above = self.joining(later, age + 1, Post(level + 1), older)
        odds = prospects.promotion[level]
        kept = odds * above + (1.0 - odds) * self.joining(later, age + 1, level, older)
        lost = 0.0
        if kind.mandate == Mandate.ELECTED and level > Post.GENERAL_WORKER:
            term = levers.separation_term_years
            lost = 1.0 - (1.0 - levers.separation_election_loss_probability) ** (1.0 / term)
            if age >= levers.separation_nomination_age_cap:
                lost = 1.0 / term
        ended = levers.separation_dismissal_share
        if kind.mandate == Mandate.SECONDED:
            ended = 1.0 - (1.0 - ended) * (1.0 - p.secondment_return_probability)
        out = self.leaving(later, age + 1)
        return (1.0 - ended) * ((1.0 - lost) * kept + lost * out) + ended * out

    def staying(self, year: int, age: int, level: Post, tenure: int) -> float:
        future = self.p.discount_factor * self.continuing(year, age, level, tenure)
        earned = self.insured(year) * self.insured_year(year, age)
        return self.flow(year, level, tenure) + earned + future

    def exam_log_odds(
        self, base: float, year: int, age: int, level: Post, tenure: int
    ) -> float | None:
        p, kind = self.p, self.kind
        if kind.education == Education.HIGH_SCHOOL or age > p.exam_age_limit:
            return None
        passing = base * math.exp(p.exam_ability_effect * kind.ability)
        better_by = self.serving(self.next_year(year), age + 1)
        better_by -= self.continuing(year, age, level, tenure)
        gain = p.discount_factor * min(0.9, passing) * better_by
        return (gain - p.exam_cost_mean) / p.exam_cost_scale

    def exam(self, year: int, age: int, level: Post, tenure: int) -> tuple[float, float | None]:
        """Return what reserved posts add to staying, and the log odds of sitting an exam."""
        levers, prospects, _ = self.terms(year)
        where = (year, age, level, tenure)
        elsewhere = self.exam_log_odds(self.p.exam_pass_probability, *where)
        is_reserved = levers.promotion_civil_service_posts_per_year > 0
        admits = tenure >= levers.promotion_civil_service_min_tenure
        if elsewhere is None or not (is_reserved and admits):
            return 0.0, elsewhere
        odds = self.exam_log_odds(prospects.exam_pass_probability, *where)
        assert odds is not None
        return self.p.exam_cost_scale * (softplus(odds) - softplus(elsewhere)), odds

    def _joining(self, year: int, age: int, level: Post, tenure: int) -> float:
        if age >= self.last_age(year):
            return self.leaving(year, age)
        inside = self.staying(year, age, level, tenure)
        inside += self.exam(year, age, level, tenure)[0]
        return log_sum_exp(inside, self.leaving(year, age) - self.p.moving_cost)

    def outlook(self, age: int, level: Post, tenure: int) -> tuple[float, float, float]:
        """Return the advantages of serving and of staying in year 0, and the odds of the exam."""
        inside = self.staying(0, age, level, tenure)
        outside = self.leaving(0, age) - self.p.moving_cost
        option, odds = self.exam(0, age, level, tenure)
        known = NO_EXAM if odds is None else odds
        return inside + option - outside, inside - outside, known


def at_nodes(careers: Careers) -> np.ndarray:
    """Return the advantage of staying, without an exam, of every kind at every node."""
    staying = careers.serve[..., 0, :].copy()
    young, admitted = staying[:, :, :, :, : careers.stay.shape[4]], careers.passing > NO_EXAM
    young[admitted] = careers.stay[..., 0, :][admitted]
    return staying


@pytest.fixture(scope="session", name="at_nodes")
def at_nodes_fixture() -> Callable[[Careers], np.ndarray]:
    """Return what gives the advantage of staying at the nodes."""
    return at_nodes


class Exactly(NamedTuple):
    """The recursion, and how it is told what to solve."""

    Values: type[Values]
    Kind: type[Kind]
    Year: type[Year]


@pytest.fixture(scope="session")
def exactly() -> Exactly:
    """Return the recursion of MODEL.md 3.1, one kind of cadre at a time."""
    return Exactly(Values, Kind, Year)
