"""Pay, the wage outside, insurance and unequal pay for equal work, at known points."""

import math

import pytest

from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.rules.pay import (
    SENIORITY_YEARS,
    certification_premium,
    contribution_share,
    insurance_gap,
    insured_share,
    labour_cost,
    market_log_wage,
    mean_inequity,
    pay_coefficient,
    pay_ratio,
    pay_utility,
    pension_accrual,
)
from community_sim.vocabulary import Education, Mandate, Post, Sex

COEFFICIENTS = {
    Post.GENERAL_WORKER: 0.42,
    Post.COMMITTEE_MEMBER: 0.47,
    Post.DEPUTY: 0.60,
    Post.PRINCIPAL: 1.16,
}


@pytest.fixture
def table(levers: PolicyNumbers) -> PolicyNumbers:
    """Return levers with the pay table of MODEL.md section D."""
    return levers._replace(
        pay_coefficient_general_worker=0.42,
        pay_coefficient_committee_member=0.47,
        pay_coefficient_deputy=0.60,
        pay_coefficient_principal=1.16,
        pay_multiplier_seconded=1.6,
        pay_seniority_step=0.01,
    )


@pytest.mark.parametrize("level", Post)
def test_each_level_has_its_own_coefficient(level: Post, table: PolicyNumbers) -> None:
    assert pay_coefficient(level, table) == COEFFICIENTS[level]


@pytest.mark.parametrize("mandate", [Mandate.ELECTED, Mandate.HIRED, Mandate.OTHER])
def test_only_the_seconded_get_the_multiplier(mandate: Mandate, table: PolicyNumbers) -> None:
    assert pay_ratio(Post.DEPUTY, mandate, 0, table) == 0.60
    assert pay_ratio(Post.DEPUTY, Mandate.SECONDED, 0, table) == pytest.approx(0.96, rel=1e-12)


@pytest.mark.parametrize(
    ("tenure", "factor"), [(0, 1.0), (1, 1.01), (9, 1.09), (10, 1.10), (11, 1.10), (30, 1.10)]
)
def test_the_seniority_step_grows_for_ten_years(
    tenure: int, factor: float, table: PolicyNumbers
) -> None:
    assert SENIORITY_YEARS == 10
    expected = 1.16 * factor
    assert pay_ratio(Post.PRINCIPAL, Mandate.ELECTED, tenure, table) == pytest.approx(
        expected, rel=1e-12
    )


def test_multiplier_and_seniority_multiply(table: PolicyNumbers) -> None:
    # 0.47 * 1.6 * 1.05
    assert pay_ratio(Post.COMMITTEE_MEMBER, Mandate.SECONDED, 5, table) == pytest.approx(
        0.7896, rel=1e-12
    )


def test_the_reference_wage_has_utility_zero(p: Parameters) -> None:
    assert pay_utility(1.0, p) == 0.0


def test_the_utility_of_pay_is_its_weight_times_the_log(p: Parameters) -> None:
    p = p._replace(pay_weight=0.75)
    assert pay_utility(math.e, p) == pytest.approx(0.75, rel=1e-12)
    assert pay_utility(0.42, p) == pytest.approx(-0.6506255, abs=1e-7)


@pytest.fixture
def market(p: Parameters) -> Parameters:
    """Return parameters with the market of MODEL.md section L."""
    return p._replace(
        market_wage_level=0.60,
        market_premium_high_school=-0.20,
        market_premium_bachelor=0.25,
        market_age_slope=0.015,
        market_sex_gap=0.15,
        market_ability_return=0.15,
    )


LOG_LEVEL = -0.5108256237659907  # ln 0.60


@pytest.mark.parametrize(
    ("education", "premium"),
    [(Education.HIGH_SCHOOL, -0.20), (Education.COLLEGE, 0.0), (Education.BACHELOR, 0.25)],
)
def test_the_market_pays_for_education(
    education: Education, premium: float, market: Parameters
) -> None:
    log_wage = market_log_wage(30, education, Sex.MALE, 0.0, market)
    assert log_wage == pytest.approx(LOG_LEVEL + premium, rel=1e-12)


def test_the_market_pays_women_less(market: Parameters) -> None:
    log_wage = market_log_wage(30, Education.COLLEGE, Sex.FEMALE, 0.0, market)
    assert log_wage == pytest.approx(LOG_LEVEL - 0.15, rel=1e-12)


@pytest.mark.parametrize(
    ("age", "loss"), [(20, 0.0), (34, 0.0), (35, 0.0), (36, 0.015), (37, 0.03), (55, 0.30)]
)
def test_the_market_pays_less_for_each_year_past_35(
    age: int, loss: float, market: Parameters
) -> None:
    log_wage = market_log_wage(age, Education.COLLEGE, Sex.MALE, 0.0, market)
    assert log_wage == pytest.approx(LOG_LEVEL - loss, rel=1e-12)


@pytest.mark.parametrize(("ability", "gain"), [(-2.0, -0.30), (1.0, 0.15)])
def test_the_market_pays_for_ability(ability: float, gain: float, market: Parameters) -> None:
    log_wage = market_log_wage(30, Education.COLLEGE, Sex.MALE, ability, market)
    assert log_wage == pytest.approx(LOG_LEVEL + gain, rel=1e-12)


def test_the_parts_of_the_market_wage_add_up(market: Parameters) -> None:
    log_wage = market_log_wage(45, Education.BACHELOR, Sex.FEMALE, 2.0, market)
    assert log_wage == pytest.approx(LOG_LEVEL + 0.25 - 0.15 - 0.15 + 0.30, rel=1e-12)


def test_the_market_pays_for_certificates_as_many_as_there_are(
    levers: PolicyNumbers, p: Parameters
) -> None:
    p = p._replace(market_premium_certified=0.16)
    assert certification_premium(levers._replace(workload_certified_share=0.0), p) == 0.0
    assert certification_premium(levers._replace(workload_certified_share=0.25), p) == 0.04


def test_each_missing_insurance_costs_its_own_value(levers: PolicyNumbers, p: Parameters) -> None:
    p = p._replace(insurance_value_medical=0.04, insurance_value_unemployment=0.02)
    covered = levers._replace(
        pay_insurance_pension=1.0, pay_insurance_medical=1.0, pay_insurance_unemployment=1.0
    )
    hired = Mandate.HIRED
    assert insurance_gap(hired, covered, p) == 0.0
    assert insurance_gap(hired, covered._replace(pay_insurance_medical=0.0), p) == 0.04
    assert insurance_gap(hired, covered._replace(pay_insurance_unemployment=0.0), p) == 0.02
    kaifu = covered._replace(
        pay_insurance_pension=0.909, pay_insurance_medical=0.778, pay_insurance_unemployment=0.530
    )
    # 0.04 * 0.222 + 0.02 * 0.470
    assert insurance_gap(hired, kaifu, p) == pytest.approx(0.01828, rel=1e-12)
    assert insurance_gap(Mandate.SECONDED, kaifu, p) == 0.0


def test_the_sub_district_insures_the_seconded_and_coverage_the_others(levers) -> None:
    partly = levers._replace(pay_insurance_pension=0.6)
    shares = {mandate: insured_share(mandate, partly) for mandate in Mandate}
    assert shares.pop(Mandate.SECONDED) == 1.0
    assert set(shares.values()) == {0.6}


def test_an_insured_year_is_worth_more_the_nearer_the_pension(p: Parameters) -> None:
    p = p._replace(
        pay_weight=0.75, discount_factor=0.9, pension_replacement=0.5, pension_floor=0.25,
        pension_full_years=30.0,
    )  # fmt: skip
    # 0.75 * ln 2 / 30 / 0.1 = 0.173287 at the pension
    assert pension_accrual(0, p) == pytest.approx(0.1732868, rel=1e-6)
    assert pension_accrual(10, p) == pytest.approx(0.1732868 * 0.3486784, rel=1e-6)
    assert pension_accrual(1, p._replace(discount_factor=0.0)) == 0.0
    assert pension_accrual(5, p._replace(pension_floor=0.5)) == 0.0


LOG_MULTIPLIER = 0.47000362924573563  # ln 1.6
MIXED, UNMIXED = (0.5, 0.125, 0.25, 0.125), (0.5, 0.25, 0.0, 0.25)
"""Shares of the elected, the hired, the seconded and others among colleagues."""


@pytest.mark.parametrize("mandate", [Mandate.ELECTED, Mandate.HIRED, Mandate.OTHER])
def test_the_others_mind_their_better_paid_seconded_colleagues(
    mandate: Mandate, levers: PolicyNumbers
) -> None:
    better = levers._replace(pay_multiplier_seconded=1.6)
    gap = 0.25 * LOG_MULTIPLIER
    assert mean_inequity(Post.DEPUTY, mandate, 3, MIXED, better) == pytest.approx(gap, rel=1e-12)
    assert mean_inequity(Post.DEPUTY, mandate, 3, UNMIXED, better) == 0.0
    worse = levers._replace(pay_multiplier_seconded=1.0 / 1.6)
    assert mean_inequity(Post.DEPUTY, mandate, 3, MIXED, worse) == 0.0


def test_the_seconded_mind_only_when_they_are_paid_less(levers: PolicyNumbers) -> None:
    better = levers._replace(pay_multiplier_seconded=1.6)
    assert mean_inequity(Post.DEPUTY, Mandate.SECONDED, 3, MIXED, better) == 0.0
    worse = levers._replace(pay_multiplier_seconded=1.0 / 1.6)
    assert mean_inequity(Post.DEPUTY, Mandate.SECONDED, 3, MIXED, worse) == pytest.approx(
        0.75 * LOG_MULTIPLIER, rel=1e-12
    )


def test_all_but_the_hired_mind_where_the_hired_alone_are_paid_more(levers: PolicyNumbers) -> None:
    alone = levers._replace(pay_multiplier_seconded=1.0, pay_multiplier_hired=1.6)
    for mandate in (Mandate.ELECTED, Mandate.SECONDED, Mandate.OTHER):
        found = mean_inequity(Post.GENERAL_WORKER, mandate, 3, MIXED, alone)
        assert found == pytest.approx(0.125 * LOG_MULTIPLIER, rel=1e-12)
    assert mean_inequity(Post.GENERAL_WORKER, Mandate.HIRED, 3, MIXED, alone) == 0.0


@pytest.mark.parametrize("mandate", Mandate)
def test_each_mandate_is_paid_by_its_own_multiplier(
    mandate: Mandate, levers: PolicyNumbers
) -> None:
    name = f"pay_multiplier_{mandate.name.lower()}"
    raised = levers._replace(**{name: 1.5 * getattr(levers, name)})
    for other in Mandate:
        before, after = (pay_ratio(Post.DEPUTY, other, 2, each) for each in (levers, raised))
        assert after == pytest.approx((1.5 if other == mandate else 1.0) * before, rel=1e-12)


@pytest.mark.parametrize("mandate", Mandate)
def test_equal_pay_for_equal_work_leaves_no_inequity(
    mandate: Mandate, levers: PolicyNumbers
) -> None:
    equal = levers._replace(pay_multiplier_seconded=1.0)
    assert mean_inequity(Post.DEPUTY, mandate, 3, MIXED, equal) == 0.0


def test_contributions_follow_coverage(levers: PolicyNumbers, p: Parameters) -> None:
    p = p._replace(
        contribution_rate_pension=0.20,
        contribution_rate_medical=0.06,
        contribution_rate_unemployment=0.02,
    )
    none = levers._replace(
        pay_insurance_pension=0.0, pay_insurance_medical=0.0, pay_insurance_unemployment=0.0
    )
    assert contribution_share(Mandate.HIRED, none, p) == 0.0
    assert contribution_share(Mandate.HIRED, none._replace(pay_insurance_pension=0.5), p) == 0.10
    assert contribution_share(Mandate.HIRED, none._replace(pay_insurance_medical=0.5), p) == 0.03
    assert (
        contribution_share(Mandate.HIRED, none._replace(pay_insurance_unemployment=0.5), p) == 0.01
    )
    full = none._replace(
        pay_insurance_pension=1.0, pay_insurance_medical=1.0, pay_insurance_unemployment=1.0
    )
    assert contribution_share(Mandate.HIRED, full, p) == pytest.approx(0.28, rel=1e-12)
    assert contribution_share(Mandate.SECONDED, full, p) == 0.0


def test_a_cadre_costs_pay_and_contributions(table: PolicyNumbers, p: Parameters) -> None:
    share = contribution_share(Mandate.ELECTED, table, p)
    assert share > 0.0
    assert labour_cost(Post.DEPUTY, Mandate.ELECTED, 3, table, p) == pytest.approx(
        pay_ratio(Post.DEPUTY, Mandate.ELECTED, 3, table) * (1.0 + share), rel=1e-12
    )
    assert labour_cost(Post.DEPUTY, Mandate.SECONDED, 3, table, p) == pay_ratio(
        Post.DEPUTY, Mandate.SECONDED, 3, table
    )


def test_the_scale_of_all_pay_multiplies_everyones(table: PolicyNumbers) -> None:
    raised = table._replace(pay_scale=1.1)
    for level in Post:
        for mandate in Mandate:
            assert pay_ratio(level, mandate, 4, raised) == pytest.approx(
                1.1 * pay_ratio(level, mandate, 4, table), rel=1e-12
            )
