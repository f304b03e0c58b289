"""Claims about flows: rates, promotions, vacancies, recruitment and selection."""

import math

import pytest

from community_sim.outcomes import OUTCOMES, Window
from community_sim.vocabulary import Event, Mandate, Post, SeparationReason, Step


def value(name, trajectory, horizon):
    return OUTCOMES[name].measure(Window(trajectory, horizon))


def test_an_exit_rate_is_exits_over_person_years(build):
    # headcount at the openings of years 1 to 3: 4, 3, 3; exits 1, 0, 2
    lives = [{}, {"left": 1}, {"left": 3}, {"left": 3}]
    trajectory = build(3, lives)
    assert value("exit_rate", trajectory, 1) == 1 / 4
    assert value("exit_rate", trajectory, 3) == 3 / 10


def test_rates_by_reason_add_up_to_the_exit_rate(build):
    lives = [{}, *({"left": 2, "reason": reason} for reason in SeparationReason)]
    trajectory = build(2, lives)
    rates = [value(f"{reason.name.lower()}_rate", trajectory, 2) for reason in SeparationReason]
    assert rates == [1 / 20] * len(SeparationReason)
    assert value("exit_rate", trajectory, 2) == pytest.approx(sum(rates))


def test_a_rate_without_anybody_at_risk_is_undefined(build):
    trajectory = build(2)
    assert math.isnan(value("exit_rate", trajectory, 2))
    assert math.isnan(value("quit_rate", trajectory, 2))
    assert math.isnan(value("exit_rate_hired", trajectory, 2))


def test_the_exit_rate_of_a_mandate_uses_its_own_headcount(build):
    lives = [
        {"left": 2, "mandate": Mandate.ELECTED},
        {"left": 1, "mandate": Mandate.HIRED},
        {},
        {},
    ]
    trajectory = build(2, lives)
    assert value("exit_rate_hired", trajectory, 2) == 1 / 5
    assert value("exit_rate_elected", trajectory, 2) == 1 / 2
    assert math.isnan(value("exit_rate_seconded", trajectory, 2))


def test_promotions_are_counted_per_year_and_to_the_subdistrict_for_principals_only(build):
    to_subdistrict = {"left": 4, "reason": SeparationReason.SUBDISTRICT_PROMOTION}
    lives = [
        {"became_principal": 2},
        {"level": Post.PRINCIPAL, **to_subdistrict},
        {"level": Post.DEPUTY, **to_subdistrict},
        {"level": Post.PRINCIPAL, "left": 4, "reason": SeparationReason.QUIT},
    ]
    trajectory = build(4, lives)
    assert value("promotions_per_year", trajectory, 4) == 0.25
    assert value("promotions_per_year", trajectory, 1) == 0.0
    assert value("principals_promoted_per_year", trajectory, 4) == 0.25


def test_vacancy_and_acting_rates_are_shares_of_post_months(build):
    trajectory = build(
        2, [{}], post_months=[0, 24, 24], vacant_months=[0, 3, 9], acting_months=[0, 0, 6]
    )
    assert value("vacancy_rate", trajectory, 1) == 3 / 24
    assert value("vacancy_rate", trajectory, 2) == 12 / 48
    assert value("acting_share", trajectory, 2) == 6 / 48


def test_an_opening_that_drew_nobody_counts_with_zero_applicants(build):
    nobody = {"year": 2, "step": Step.RECRUIT, "event": Event.NO_APPLICANT, "person": -1}
    lives = [{"entered": 1, "applicants": 9}, {"entered": 2, "applicants": 3}, {"entered": 2}]
    trajectory = build(2, lives, more_events=[nobody | {"applicants": 0}])
    assert value("applicants_per_opening", trajectory, 1) == 9.0
    assert value("applicants_per_opening", trajectory, 2) == 4.0


def test_applicants_are_undefined_where_nothing_was_advertised(build):
    assert math.isnan(value("applicants_per_opening", build(2, [{"entered": 1}]), 2))


def test_hires_are_described_by_the_means_of_those_who_entered(build):
    lives = [
        {"ability": 9.0},
        {"entered": 1, "ability": 1.0, "taste": -0.5},
        {"entered": 2, "ability": 2.0, "taste": 1.5, "left": 3},
    ]
    trajectory = build(3, lives)
    assert value("hire_ability", trajectory, 3) == 1.5
    assert value("hire_taste", trajectory, 3) == 0.5
    assert value("hires_per_year", trajectory, 3) == pytest.approx(2 / 3)
    assert math.isnan(value("hire_ability", build(3, [{}]), 3))


def test_adverse_selection_compares_leavers_with_those_who_stayed(build):
    lives = [
        {"ability": 2.0, "left": 2, "reason": SeparationReason.TRANSFER_OUT},
        {"ability": 1.0, "left": 2, "reason": SeparationReason.QUIT},
        {"ability": 9.0, "left": 2, "reason": SeparationReason.RETIREMENT},
        {"ability": -1.0},
        {"entered": 2, "ability": 5.0},
    ]
    trajectory = build(2, lives)
    # stayers of year 1: 2, 1, 9, -1; of year 2: -1, the newcomer does not count
    stayers = (2 + 1 + 9 - 1 - 1) / 5
    assert value("adverse_selection", trajectory, 2) == pytest.approx(1.5 - stayers)
    assert value("adverse_selection_quit", trajectory, 2) == pytest.approx(1.0 - stayers)
    assert value("adverse_selection_transfer", trajectory, 2) == pytest.approx(2.0 - stayers)


def test_adverse_selection_is_undefined_where_nobody_left_or_nobody_stayed(build):
    assert math.isnan(value("adverse_selection", build(2, [{}]), 2))
    assert math.isnan(value("adverse_selection_quit", build(1, [{"left": 1}]), 1))
