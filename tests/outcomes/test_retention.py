"""Claims about retention: Kaplan-Meier by hand, and what becomes of recruits."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_sim.outcomes import OUTCOMES, Window
from community_sim.outcomes.retention import kaplan_meier
from community_sim.vocabulary import Education, Mandate, Post, SeparationReason


def value(name, trajectory, horizon):
    return OUTCOMES[name].measure(Window(trajectory, horizon))


# Ten recruits of year 1; two leave after 1 year, one after 3.
TEN = [{"entered": 1, "left": left} for left in (2, 2, 4, *[None] * 7)]


def test_ten_recruits_of_one_cohort_are_counted_by_hand(build):
    trajectory = build(6, TEN)
    assert value("recruit_retention_1y", trajectory, 6) == pytest.approx(0.8)
    assert value("recruit_retention_3y", trajectory, 6) == pytest.approx(0.7)
    assert value("recruit_retention_5y", trajectory, 6) == pytest.approx(0.7)


def test_retention_beyond_the_observation_is_undefined(build):
    trajectory = build(6, TEN)
    assert value("recruit_retention_3y", trajectory, 4) == pytest.approx(0.7)
    assert math.isnan(value("recruit_retention_3y", trajectory, 3))
    assert math.isnan(value("recruit_retention_5y", trajectory, 5))


def test_an_exit_after_the_horizon_is_not_seen(build):
    trajectory = build(6, TEN)
    assert value("recruit_retention_1y", trajectory, 2) == pytest.approx(0.8)
    later = build(6, [{"entered": 1, "left": 5}, {"entered": 1}])
    assert value("recruit_retention_3y", later, 4) == 1.0


def test_recruits_still_there_at_the_horizon_are_censored_not_lost(build):
    early = [{"entered": 1, "left": 3}, *[{"entered": 1}] * 3]
    late = [*[{"entered": 4, "left": 5}] * 3, *[{"entered": 4}] * 3]
    trajectory = build(5, early + late)
    # at risk after 1 year: 10, of whom 3 leave; after 2 years: 4, of whom 1 leaves
    assert value("recruit_retention_1y", trajectory, 5) == pytest.approx(0.7)
    assert value("recruit_retention_3y", trajectory, 5) == pytest.approx(0.7 * 0.75)


def test_retention_is_zero_not_undefined_once_everybody_has_left(build):
    trajectory = build(6, [{"entered": 1, "left": 2}] * 4)
    assert value("recruit_retention_1y", trajectory, 6) == 0.0
    assert value("recruit_retention_5y", trajectory, 6) == 0.0


def test_retention_without_recruits_is_undefined(build):
    trajectory = build(5, [{}, {"left": 2}])
    assert math.isnan(value("recruit_retention_1y", trajectory, 5))
    assert math.isnan(value("recruit_ever_principal", trajectory, 5))
    assert math.isnan(value("recruit_ever_civil_servant", trajectory, 5))


def test_those_in_post_at_the_opening_are_not_recruits(build):
    trajectory = build(5, [*TEN, *[{"left": 2}] * 5])
    assert value("recruit_retention_1y", trajectory, 5) == pytest.approx(0.8)


def test_only_cohorts_of_the_first_ten_years_count(build):
    cohort_11 = [{"entered": 11, "left": 12}] * 5
    trajectory = build(15, [*[{"entered": 10}] * 5, *cohort_11])
    assert value("recruit_retention_1y", trajectory, 15) == 1.0


@pytest.mark.parametrize("reason", list(SeparationReason))
def test_every_reason_of_exit_counts_against_retention(build, reason):
    lives = [{"entered": 1, "left": 2, "reason": reason}, {"entered": 1}]
    assert value("recruit_retention_1y", build(3, lives), 3) == 0.5


def test_retention_is_told_apart_by_education_and_by_mandate_at_entry(build):
    lives = [
        {"entered": 1, "left": 2, "education": Education.BACHELOR, "mandate": Mandate.HIRED},
        {"entered": 1, "education": Education.BACHELOR, "mandate": Mandate.ELECTED},
        {"entered": 1, "education": Education.HIGH_SCHOOL, "mandate": Mandate.HIRED},
        {"entered": 1, "education": Education.HIGH_SCHOOL, "mandate": Mandate.HIRED},
    ]
    trajectory = build(4, lives)
    assert value("recruit_retention_3y_bachelor", trajectory, 4) == 0.5
    assert value("recruit_retention_3y_high_school", trajectory, 4) == 1.0
    assert math.isnan(value("recruit_retention_3y_college", trajectory, 4))
    assert value("recruit_retention_3y_hired", trajectory, 4) == pytest.approx(2 / 3)
    assert value("recruit_retention_3y_elected", trajectory, 4) == 1.0
    assert math.isnan(value("recruit_retention_3y_seconded", trajectory, 4))


def test_ever_principal_counts_promotions_of_those_who_entered_below(build):
    lives = [
        {"entered": 1, "became_principal": 3},
        {"entered": 1, "became_principal": 3, "left": 4},
        {"entered": 1},
        {"entered": 2, "level": Post.PRINCIPAL},
        {"became_principal": 2},
    ]
    trajectory = build(5, lives)
    assert value("recruit_ever_principal", trajectory, 2) == 0.0
    assert value("recruit_ever_principal", trajectory, 5) == pytest.approx(2 / 3)


def test_ever_civil_servant_counts_the_exam_and_the_subdistrict(build):
    lives = [
        {"entered": 1, "left": 2, "reason": SeparationReason.TRANSFER_OUT},
        {"entered": 1, "left": 4, "reason": SeparationReason.SUBDISTRICT_PROMOTION},
        {"entered": 1, "left": 2, "reason": SeparationReason.QUIT},
        {"entered": 1},
        {"left": 2, "reason": SeparationReason.TRANSFER_OUT},
    ]
    trajectory = build(5, lives)
    assert value("recruit_ever_civil_servant", trajectory, 3) == 0.25
    assert value("recruit_ever_civil_servant", trajectory, 5) == 0.5


durations = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40)


def _curve(pairs, max_years=10):
    duration = np.array([years for years, _ in pairs])
    left = np.array([gone for _, gone in pairs])
    return kaplan_meier(duration, left=left, max_years=max_years)


@given(durations)
def test_retention_never_rises_and_stays_a_share(pairs):
    retained, at_risk = _curve(pairs)
    defined = retained[~np.isnan(retained)]
    assert np.all((defined >= 0.0) & (defined <= 1.0))
    assert np.all(np.diff(defined) <= 0.0)
    assert np.all(np.diff(at_risk) <= 0)
    assert at_risk[0] == len(pairs)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40))
def test_without_censoring_retention_is_the_plain_share_still_there(years_until_exit):
    retained, _ = _curve([(years, True) for years in years_until_exit])
    plain = [np.mean([each > years for each in years_until_exit]) for years in range(11)]
    assert retained == pytest.approx(plain, abs=1e-12)


@given(durations, st.randoms())
def test_the_order_of_recruits_does_not_matter(pairs, random):
    shuffled = random.sample(pairs, len(pairs))
    np.testing.assert_array_equal(_curve(shuffled)[0], _curve(pairs)[0])


def test_nobody_observed_gives_no_number():
    retained, at_risk = kaplan_meier(np.array([], int), left=np.array([], bool), max_years=2)
    assert np.isnan(retained).all()
    assert not at_risk.any()
