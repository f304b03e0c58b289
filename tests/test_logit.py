"""The closed forms of the logit model, at known points and at both ends of the number line."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community_sim.logit import log_sum_exp, logistic, softplus, softplus_with_slope

values = st.floats(-700.0, 700.0)


@pytest.mark.parametrize(
    ("x", "probability"),
    [(0.0, 0.5), (1.0, 0.7310585786300049), (-1.0, 0.2689414213699951), (0.2, 0.549833997312478)],
)
def test_the_better_option_is_chosen_with_the_logistic_probability(
    x: float, probability: float
) -> None:
    assert logistic(x) == pytest.approx(probability, rel=1e-15)


def test_the_logistic_never_overflows() -> None:
    assert logistic(1.0e6) == 1.0
    assert logistic(-1.0e6) == 0.0
    assert logistic(-700.0) == pytest.approx(math.exp(-700.0), rel=1e-12)


@given(values)
@settings(derandomize=True, database=None)
def test_choosing_and_not_choosing_are_certain_together(x: float) -> None:
    assert logistic(x) + logistic(-x) == pytest.approx(1.0, rel=1e-15)


@pytest.mark.parametrize(
    ("x", "value"),
    [(0.0, 0.6931471805599453), (1.0, 1.3132616875182228), (-1.0, 0.31326168751822286)],
)
def test_an_option_is_worth_the_expected_best_with_or_without_it(x: float, value: float) -> None:
    assert softplus(x) == pytest.approx(value, rel=1e-15)


def test_softplus_never_overflows_and_keeps_small_values() -> None:
    assert softplus(1.0e6) == 1.0e6
    assert softplus(-1.0e6) == 0.0
    assert softplus(-40.0) == pytest.approx(math.exp(-40.0), rel=1e-12)
    assert softplus(40.0) - 40.0 == pytest.approx(0.0, abs=1e-14)


@given(values)
@settings(derandomize=True, database=None)
def test_the_option_and_its_mirror_differ_by_the_advantage(x: float) -> None:
    assert softplus(x) - softplus(-x) == pytest.approx(x, abs=1e-12)


def test_two_equal_options_are_worth_ln_2_more_than_one() -> None:
    assert log_sum_exp(3.0, 3.0) == pytest.approx(3.0 + math.log(2.0), rel=1e-15)


@pytest.mark.parametrize(("x", "y"), [(1.0, 2.0), (2.0, 1.0), (-0.5, 0.25)])
def test_the_expected_best_of_two_is_the_log_of_the_sum(x: float, y: float) -> None:
    assert log_sum_exp(x, y) == pytest.approx(math.log(math.exp(x) + math.exp(y)), rel=1e-14)


def test_the_expected_best_is_the_better_where_the_other_is_hopeless() -> None:
    assert log_sum_exp(1000.0, -1000.0) == 1000.0
    assert log_sum_exp(-1000.0, 1000.0) == 1000.0


@given(st.floats(-1000.0, 1000.0))
@settings(derandomize=True, database=None)
def test_an_option_and_its_chance_are_the_same_written_out_for_loops(x: float) -> None:
    best, chance = softplus_with_slope(x)
    assert best == pytest.approx(softplus(x), abs=2e-14, rel=1e-15)
    assert chance == pytest.approx(logistic(x), abs=1e-14)
