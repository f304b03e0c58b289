"""Differences over seeds: paired ones are surer, more of them too, and a band holds its mean."""

import numpy as np
import pytest

from community_sim.course.bands_shown import band_by_runs, bands_and_truth, three_weights
from community_sim.course.repeated_runs import (
    band,
    band_of,
    differences,
    proposals,
    times_narrower,
    yearly_quits,
)
from community_sim.course.trying import tried
from community_sim.errors import BadValue

STUDENT = "example"


def test_differences_average_to_the_effect_of_a_comparison():
    policy = proposals(STUDENT)["A"]
    found = differences(STUDENT, policy, runs=20)
    expected = 100.0 * tried(STUDENT, policy, runs=20).effect("my_policy", "quit_rate").effect
    assert found.mean() == pytest.approx(expected, rel=1e-9)


def test_the_first_runs_of_many_are_those_of_few():
    policy = proposals(STUDENT)["B"]
    few, many = (differences(STUDENT, policy, runs=runs) for runs in (7, 40))
    assert few.tolist() == many[:7].tolist()


def test_the_same_luck_spreads_differences_less():
    policy = proposals(STUDENT)["A"]
    same, other = (differences(STUDENT, policy, runs=40, same_luck=each) for each in (True, False))
    assert same.std() < 0.8 * other.std()


def test_a_band_is_that_of_a_comparison():
    policy = proposals(STUDENT)["A"]
    found = tried(STUDENT, policy, runs=20).effect("my_policy", "quit_rate")
    assert band(differences(STUDENT, policy, runs=20)) == pytest.approx(
        (100.0 * found.low, 100.0 * found.high), rel=1e-9
    )


def test_a_band_of_four_times_the_runs_is_about_half_as_wide():
    draws = np.random.default_rng(1).normal(size=(200, 400))
    few = np.mean([np.diff(band(row[:100])) for row in draws])
    many = np.mean([np.diff(band(row)) for row in draws])
    assert many / few == pytest.approx(0.5, abs=0.02)


def test_a_policy_that_changes_nothing_has_a_band_of_nothing():
    nothing = differences(STUDENT, {"pay.coefficient_deputy": {"multiply_by": 1.0}}, runs=20)
    assert band_of(nothing.tolist()) == (0.0, 0.0, 0.0)
    assert not band_of(nothing.tolist()).is_decided


@pytest.mark.long
def test_a_raise_does_more_where_pay_counts_more():
    policy = proposals(STUDENT)["A"]
    weak, strong = (
        differences(STUDENT, policy, runs=40, pay_weight=each).mean() for each in (0.3, 1.2)
    )
    assert strong < weak < 0.0


def test_one_run_is_the_same_whenever_it_is_shown():
    policy = proposals(STUDENT)["A"]
    shown = yearly_quits(STUDENT, policy, seed=3)
    assert shown == yearly_quits(f" {STUDENT.upper()} ", policy, seed=3)
    assert shown != yearly_quits(STUDENT, policy, seed=4)
    assert len(shown) == 10


@pytest.mark.parametrize("runs", [0, 481])
def test_too_few_or_too_many_runs_are_refused_in_a_sentence(runs):
    with pytest.raises(BadValue, match="from 1 to 480"):
        differences(STUDENT, proposals(STUDENT)["A"], runs=runs)


def test_students_are_asked_different_numbers_of_times():
    assert {times_narrower(f"student {number}") for number in range(40)} == {3, 4, 5}


@pytest.mark.long
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("draw", [band_by_runs, bands_and_truth, three_weights])
def test_a_chart_of_bands_writes_only_what_its_fonts_hold(draw, lang, recwarn):
    draw(STUDENT, lang).draw_without_rendering()
    assert not [each for each in recwarn if "Glyph" in str(each.message)]
