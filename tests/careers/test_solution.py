"""The careers table is the recursion of MODEL.md section A2, written down once more."""

import functools
import math
from typing import NamedTuple

import pytest

from community_sim.careers import (
    ABILITY_NODES,
    OFFSET_NODES,
    YOUNGEST,
    Careers,
    Prospects,
    solve_careers,
)
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.rules.separation import NO_EXAM
from community_sim.vocabulary import Education, Mandate, Post, Sex

PRESSURE = (0.80, 0.75, 0.85, 0.95)
PROSPECTS = Prospects(0.12, 0.055, 0.08, 0.03, 0.06, 0.05, 0.10, 0.20, 0.50)
WOMEN_RETIRE, MEN_RETIRE = 41, 43
LONGEST_TENURE = 10


class Kind(NamedTuple):
    """A kind of cadre: what does not change over a career."""

    mandate: Mandate
    education: Education
    sex: Sex
    taste: float
    ability: float


class Values:
    """What a career is worth, written as in MODEL.md: V_S, V_L, V_C and W, one kind at a time."""

    def __init__(self, kind: Kind, levers: PolicyNumbers, p: Parameters):
        self.kind, self.levers, self.p = kind, levers, p
        self.last_age = WOMEN_RETIRE if kind.sex == Sex.FEMALE else MEN_RETIRE
        self.joining = functools.cache(self._joining)
        self.leaving = functools.cache(self._leaving)
        self.serving = functools.cache(self._serving)

    def flow(self, level: Post, tenure: int) -> float:
        levers, p, kind = self.levers, self.p, self.kind
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
            better_paid = PROSPECTS.seconded_share[level] * math.log(levers.pay_multiplier_seconded)
        missing_insurance = (
            p.insurance_value_pension * (1.0 - levers.pay_insurance_pension)
            + p.insurance_value_medical * (1.0 - levers.pay_insurance_medical)
            + p.insurance_value_unemployment * (1.0 - levers.pay_insurance_unemployment)
        )
        return (
            p.pay_weight * math.log(pay)
            + mean_taste
            + kind.taste
            - p.pressure_disutility * PRESSURE[level]
            - p.inequity_weight * better_paid
            - missing_insurance
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

    def _leaving(self, age: int) -> float:
        wage = self.market_log_wage(age)
        if age == self.last_age:
            pension = math.log(self.p.pension_replacement)
            return self.p.pay_weight * (wage + pension) / (1.0 - self.p.discount_factor)
        premium = self.p.market_premium_certified * self.levers.workload_certified_share
        return self.p.pay_weight * (wage + premium) + self.p.discount_factor * self.leaving(age + 1)

    def _serving(self, age: int) -> float:
        wage = math.log(self.p.civil_service_wage)
        if age == self.last_age:
            pension = math.log(self.p.pension_replacement)
            return self.p.pay_weight * (wage + pension) / (1.0 - self.p.discount_factor)
        flow = self.p.pay_weight * wage + self.p.civil_service_amenity
        return flow + self.p.discount_factor * self.serving(age + 1)

    def continuing(self, age: int, level: Post, tenure: int) -> float:
        levers, p, kind = self.levers, self.p, self.kind
        older = min(tenure + 1, LONGEST_TENURE)
        if level == Post.PRINCIPAL:
            above = self.serving(age + 1)
        else:
            above = self.joining(age + 1, Post(level + 1), older)
        odds = PROSPECTS.promotion[level]
        kept = odds * above + (1.0 - odds) * self.joining(age + 1, level, older)
        lost = 0.0
        if kind.mandate == Mandate.ELECTED and level > Post.GENERAL_WORKER:
            term = levers.separation_term_years
            lost = 1.0 - (1.0 - levers.separation_election_loss_probability) ** (1.0 / term)
            if age >= levers.separation_nomination_age_cap:
                lost = 1.0 / term
        ended = levers.separation_dismissal_share
        if kind.mandate == Mandate.SECONDED:
            ended = 1.0 - (1.0 - ended) * (1.0 - p.secondment_return_probability)
        out = self.leaving(age + 1)
        return (1.0 - ended) * ((1.0 - lost) * kept + lost * out) + ended * out

    def staying(self, age: int, level: Post, tenure: int) -> float:
        future = self.p.discount_factor * self.continuing(age, level, tenure)
        return self.flow(level, tenure) + future

    def exam_log_odds(self, age: int, level: Post, tenure: int) -> float | None:
        p, kind = self.p, self.kind
        if kind.education == Education.HIGH_SCHOOL or age > p.exam_age_limit:
            return None
        passing = PROSPECTS.exam_pass_probability * math.exp(p.exam_ability_effect * kind.ability)
        better_by = self.serving(age + 1) - self.continuing(age, level, tenure)
        gain = p.discount_factor * min(0.9, passing) * better_by
        return (gain - p.exam_cost_mean) / p.exam_cost_scale

    def _joining(self, age: int, level: Post, tenure: int) -> float:
        p = self.p
        if age == self.last_age:
            return self.leaving(age)
        inside = self.staying(age, level, tenure)
        odds = self.exam_log_odds(age, level, tenure)
        if odds is not None:
            scale = p.exam_cost_scale
            never = math.log(1.0 + math.exp(-p.exam_cost_mean / scale))
            inside += scale * (math.log(1.0 + math.exp(odds)) - never)
        return math.log(math.exp(inside) + math.exp(self.leaving(age) - p.moving_cost))


@pytest.fixture(scope="module")
def world(p: Parameters) -> Parameters:
    """Return parameters in which everything that can matter does."""
    return p._replace(
        pay_weight=0.75, discount_factor=0.90, taste_mean=0.07, taste_shift_hired=-0.20,
        taste_sd=0.5, moving_cost=0.3, pressure_disutility=0.2, inequity_weight=0.5,
        insurance_value_pension=0.08, insurance_value_medical=0.04,
        insurance_value_unemployment=0.02, civil_service_wage=1.1, civil_service_amenity=0.4,
        pension_replacement=0.5, exam_cost_mean=0.3, exam_cost_scale=0.1, exam_ability_effect=0.5,
        exam_age_limit=35, secondment_return_probability=0.1, market_premium_certified=0.16,
    )  # fmt: skip


@pytest.fixture(scope="module")
def reform(levers: PolicyNumbers) -> PolicyNumbers:
    """Return levers under which every term of the recursion is there, in short careers."""
    return levers._replace(
        pay_coefficient_general_worker=0.42, pay_coefficient_committee_member=0.47,
        pay_coefficient_deputy=0.60, pay_coefficient_principal=1.16, pay_multiplier_seconded=1.6,
        pay_seniority_step=0.015, pay_insurance_pension=0.909, pay_insurance_medical=0.778,
        pay_insurance_unemployment=0.53, workload_certified_share=0.25,
        separation_dismissal_share=0.02, separation_term_years=3,
        separation_election_loss_probability=0.12, separation_nomination_age_cap=38,
        separation_retirement_age_women=WOMEN_RETIRE, separation_retirement_age_men=MEN_RETIRE,
    )  # fmt: skip


@pytest.fixture(scope="module")
def careers(world: Parameters, reform: PolicyNumbers) -> Careers:
    """Return the table of that world."""
    return solve_careers(reform, world, prospects=PROSPECTS, mean_pressure=PRESSURE)


NODES = [(0, 0), (0, 2), (3, 1), (6, 0), (6, 2)]


@pytest.mark.parametrize("mandate", Mandate)
@pytest.mark.parametrize("education", Education)
@pytest.mark.parametrize("sex", Sex)
def test_the_table_is_the_recursion_at_every_age_level_and_tenure(
    mandate: Mandate,
    education: Education,
    sex: Sex,
    careers: Careers,
    reform: PolicyNumbers,
    world: Parameters,
) -> None:
    for o, k in NODES:
        taste, ability = (o - 3) * 0.5, (k - 1) * 1.5
        values = Values(Kind(mandate, education, sex, taste, ability), reform, world)
        for age in range(YOUNGEST, values.last_age):
            for level in Post:
                for tenure in (0, 1, 9, 10):
                    cell = (mandate, education, sex, level, age - YOUNGEST, tenure, o, k)
                    advantage = (
                        values.staying(age, level, tenure) - values.leaving(age) + world.moving_cost
                    )
                    assert careers.stay[cell] == pytest.approx(advantage, rel=1e-9, abs=1e-10)
                    odds = values.exam_log_odds(age, level, tenure)
                    if odds is None:
                        assert careers.exam[cell] == NO_EXAM
                    else:
                        assert careers.exam[cell] == pytest.approx(odds, rel=1e-9, abs=1e-9)


def test_the_table_has_a_row_for_every_kind_age_and_tenure(careers: Careers) -> None:
    ages, tenures = MEN_RETIRE - YOUNGEST, LONGEST_TENURE + 1
    shape = (4, 3, 2, 4, ages, tenures, OFFSET_NODES, ABILITY_NODES)
    assert careers.stay.shape == careers.exam.shape == shape
    assert (YOUNGEST, OFFSET_NODES, ABILITY_NODES) == (20, 7, 3)


@pytest.mark.parametrize(("step", "tenures"), [(0.0, 1), (0.001, 11), (0.015, 11)])
def test_tenure_is_a_state_only_where_pay_grows_with_it(
    step: float, tenures: int, reform: PolicyNumbers, world: Parameters
) -> None:
    flat = reform._replace(pay_seniority_step=step)
    careers = solve_careers(flat, world, prospects=PROSPECTS, mean_pressure=PRESSURE)
    assert careers.stay.shape[5] == tenures


def test_the_spread_of_the_nodes_is_that_of_tastes_but_never_too_small(
    reform: PolicyNumbers, world: Parameters
) -> None:
    short = reform._replace(separation_retirement_age_women=22, separation_retirement_age_men=22)
    for taste_sd, spread in ((0.5, 0.5), (0.11, 0.11), (0.0, 0.1)):
        careers = solve_careers(
            short, world._replace(taste_sd=taste_sd), prospects=PROSPECTS, mean_pressure=PRESSURE
        )
        assert careers.spread == spread
        # one more node to the right is one more spread of yearly utility
        last = careers.stay[0, 0, 0, 0, 1, 0, :, 1]
        assert last[4] - last[3] == pytest.approx(spread, rel=1e-9)


def test_a_table_remembers_what_was_expected(careers: Careers) -> None:
    assert careers.prospects == PROSPECTS
    assert careers.prospects.promotion == (0.12, 0.055, 0.08, 0.03)
    assert careers.prospects.seconded_share == (0.05, 0.10, 0.20, 0.50)


def test_the_pension_decides_nothing_because_every_career_ends_in_it(
    reform: PolicyNumbers, world: Parameters, careers: Careers
) -> None:
    frugal = world._replace(pension_replacement=0.2)
    poorer = solve_careers(reform, frugal, prospects=PROSPECTS, mean_pressure=PRESSURE)
    assert poorer.stay == pytest.approx(careers.stay, abs=1e-9)
