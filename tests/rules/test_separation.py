"""Quitting, the exam, elections, retirement and death, at known points."""

import math

import pytest

from community_sim.logit import softplus
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.rules.separation import (
    annual_election_risk,
    appraisal_score,
    death_probability,
    dismissal_morale,
    exam_log_odds,
    exam_pass_probability,
    exam_pass_slope,
    has_exam_education,
    is_election_year,
    is_exam_age,
    leave_probability,
    option_value_of_exam,
    renewal_loss_probability,
    retirement_age,
    separation_belief,
    sure_pass_ability,
)
from community_sim.vocabulary import Education, Mandate, Post, Sex


@pytest.mark.parametrize(
    ("advantage", "probability"),
    [(0.0, 0.5), (0.2, 0.4501660026875221), (-0.2, 0.5498339973124779), (1.0, 0.2689414213699951)],
)
def test_the_better_the_post_the_rarer_the_quit(advantage: float, probability: float) -> None:
    assert leave_probability(advantage) == pytest.approx(probability, rel=1e-14)


@pytest.fixture
def exam(p: Parameters) -> Parameters:
    """Return parameters with the exam of MODEL.md section L."""
    return p._replace(
        exam_pass_probability=0.02,
        exam_cost_mean=0.30,
        exam_cost_scale=0.10,
        exam_ability_effect=0.5,
        exam_age_limit=35,
    )


@pytest.mark.parametrize(("gain", "odds"), [(0.0, -3.0), (0.30, 0.0), (0.45, 1.5)])
def test_the_odds_of_sitting_are_gain_less_cost_in_units_of_its_scale(
    gain: float, odds: float, exam: Parameters
) -> None:
    assert exam_log_odds(gain, exam) == pytest.approx(odds, abs=1e-14)


def option(log_odds: float, exam: Parameters) -> float:
    """Return what the option to sit is worth at some log odds of sitting."""
    without_gain = softplus(exam_log_odds(0.0, exam))
    return option_value_of_exam(softplus(log_odds), without_gain, exam)


def test_an_exam_that_gains_nothing_is_worth_nothing(exam: Parameters) -> None:
    assert option(exam_log_odds(0.0, exam), exam) == 0.0


def test_whom_passing_would_harm_has_a_little_to_lose_by_sitting_for_other_reasons(
    exam: Parameters,
) -> None:
    assert option(-999.0, exam) == pytest.approx(-0.004858735, abs=1e-9)


def test_the_option_to_sit_is_worth_the_expected_best_of_sitting_or_not(exam: Parameters) -> None:
    # 0.1 * (ln(1 + e^0) - ln(1 + e^-3)) = 0.1 * (0.69314718 - 0.04858735)
    assert option(0.0, exam) == pytest.approx(0.06445598299, abs=1e-10)
    # far above its cost the exam is worth gain less cost: 0.1 * (50 - 0.04858735)
    assert option(50.0, exam) == pytest.approx(4.995141265, abs=1e-8)


@pytest.mark.parametrize(
    ("ability", "probability"),
    [(0.0, 0.02), (2.0, 0.05436563656918091), (-2.0, 0.007357588823428847)],
)
def test_ability_multiplies_the_odds_of_passing(
    ability: float, probability: float, exam: Parameters
) -> None:
    assert exam_pass_probability(0.02, ability, exam) == pytest.approx(probability, rel=1e-14)


def test_nobody_passes_with_more_than_nine_chances_in_ten(exam: Parameters) -> None:
    assert exam_pass_probability(0.5, 2.0, exam) == 0.9
    assert exam_pass_probability(0.5, 1.0, exam) == pytest.approx(0.5 * math.exp(0.5), rel=1e-14)


@pytest.mark.parametrize("ability", [-2.0, 0.0, 1.0])
def test_the_odds_of_passing_rise_with_ability_as_their_slope_says(
    ability: float, exam: Parameters
) -> None:
    step = 1e-6
    low, high = (exam_pass_probability(0.3, ability + h, exam) for h in (-step, step))
    slope = exam_pass_slope(exam_pass_probability(0.3, ability, exam), exam)
    assert slope == pytest.approx((high - low) / (2.0 * step), rel=1e-8)


def test_beyond_some_ability_nobody_passes_more_often(exam: Parameters) -> None:
    sure = sure_pass_ability(0.3, exam)
    assert exam_pass_probability(0.3, sure - 0.01, exam) < 0.9
    assert exam_pass_probability(0.3, sure + 0.01, exam) == 0.9
    assert exam_pass_slope(0.9, exam) == 0.0
    assert sure_pass_ability(0.0, exam) == math.inf
    assert sure_pass_ability(0.3, exam._replace(exam_ability_effect=0.0)) == math.inf


def test_the_exam_admits_college_and_above() -> None:
    assert not has_exam_education(Education.HIGH_SCHOOL)
    assert has_exam_education(Education.COLLEGE)
    assert has_exam_education(Education.BACHELOR)


def test_the_exam_admits_up_to_its_age_limit(exam: Parameters) -> None:
    assert is_exam_age(34, exam)
    assert is_exam_age(35, exam)
    assert not is_exam_age(36, exam)


def test_women_and_men_retire_at_their_own_age(levers: PolicyNumbers) -> None:
    levers = levers._replace(separation_retirement_age_women=55, separation_retirement_age_men=60)
    assert retirement_age(Sex.FEMALE, levers) == 55
    assert retirement_age(Sex.MALE, levers) == 60


@pytest.mark.parametrize(
    ("age", "probability"),
    [(20, 0.001), (39, 0.001), (40, 0.002), (49, 0.002), (50, 0.005), (59, 0.005)],
)
def test_the_risk_of_death_steps_up_at_40_and_50(
    age: int, probability: float, p: Parameters
) -> None:
    p = p._replace(
        death_probability_to_39=0.001,
        death_probability_40_49=0.002,
        death_probability_50_plus=0.005,
    )
    assert death_probability(age, p) == probability


@pytest.mark.parametrize("year", [-5, -2, 1, 4, 7, 19])
def test_elections_fall_in_year_1_and_every_term_before_and_after(
    year: int, levers: PolicyNumbers
) -> None:
    three = levers._replace(separation_term_years=3)
    assert is_election_year(year, three)
    assert not is_election_year(year + 1, three)
    assert not is_election_year(year + 2, three)


def test_a_longer_term_makes_elections_rarer(levers: PolicyNumbers) -> None:
    five = levers._replace(separation_term_years=5)
    held = [year for year in range(-4, 12) if is_election_year(year, five)]
    assert held == [-4, 1, 6, 11]


def test_at_the_age_cap_nobody_is_nominated_again(levers: PolicyNumbers) -> None:
    levers = levers._replace(
        separation_nomination_age_cap=53, separation_election_loss_probability=0.12
    )
    assert renewal_loss_probability(52, levers) == 0.12
    assert renewal_loss_probability(53, levers) == 1.0
    assert renewal_loss_probability(54, levers) == 1.0


@pytest.fixture
def elections(levers: PolicyNumbers) -> PolicyNumbers:
    """Return levers with the elections of MODEL.md section L."""
    return levers._replace(
        separation_term_years=3,
        separation_nomination_age_cap=53,
        separation_election_loss_probability=0.12,
    )


@pytest.mark.parametrize("level", [Post.COMMITTEE_MEMBER, Post.DEPUTY, Post.PRINCIPAL])
def test_the_risk_of_an_election_is_spread_evenly_over_the_term(
    level: Post, elections: PolicyNumbers
) -> None:
    risk = annual_election_risk(52, Mandate.ELECTED, level, elections)
    assert (1.0 - risk) ** 3 == pytest.approx(0.88, rel=1e-12)
    assert annual_election_risk(53, Mandate.ELECTED, level, elections) == pytest.approx(
        1.0 / 3.0, rel=1e-12
    )


@pytest.mark.parametrize("age", [40, 53])
def test_only_the_elected_above_general_workers_run_that_risk(
    age: int, elections: PolicyNumbers
) -> None:
    assert annual_election_risk(age, Mandate.ELECTED, Post.GENERAL_WORKER, elections) == 0.0
    for mandate in (Mandate.HIRED, Mandate.SECONDED, Mandate.OTHER):
        assert annual_election_risk(age, mandate, Post.PRINCIPAL, elections) == 0.0


@pytest.mark.parametrize("mandate", [Mandate.ELECTED, Mandate.HIRED, Mandate.OTHER])
def test_everyone_reckons_with_dismissal_and_the_seconded_with_recall(
    mandate: Mandate, levers: PolicyNumbers, p: Parameters
) -> None:
    levers = levers._replace(separation_dismissal_share=0.02)
    p = p._replace(secondment_return_probability=0.10)
    assert separation_belief(mandate, levers, p) == pytest.approx(0.02, rel=1e-12)
    # 1 - 0.98 * 0.90
    assert separation_belief(Mandate.SECONDED, levers, p) == pytest.approx(0.118, rel=1e-12)


def test_an_appraisal_sees_ability_with_its_validity(levers: PolicyNumbers) -> None:
    half = levers._replace(separation_appraisal_validity=0.6)
    # 0.6 * 2 + 0.8 * 0.5
    assert appraisal_score(2.0, 0.5, half) == pytest.approx(1.6, rel=1e-12)
    blind = levers._replace(separation_appraisal_validity=0.0)
    assert appraisal_score(2.0, 0.5, blind) == 0.5
    perfect = levers._replace(separation_appraisal_validity=1.0)
    assert appraisal_score(2.0, 0.5, perfect) == 2.0


@pytest.mark.parametrize(
    ("cost", "share", "lost"), [(1.0, 0.05, 0.05), (4.0, 0.05, 0.2), (0.0, 0.05, 0.0), (1.0, 0, 0)]
)
def test_dismissals_cost_morale_in_proportion_to_the_share_dismissed(
    cost: float, share: float, lost: float, levers: PolicyNumbers, p: Parameters
) -> None:
    levers = levers._replace(separation_dismissal_share=share)
    found = dismissal_morale(levers, p._replace(dismissal_morale_cost=cost))
    assert found == pytest.approx(lost, rel=1e-14)
