"""Claims about effects: known answers, exact zeros, undefined numbers, jackknife."""

import math
from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_sim.comparison.effects import Effect, cost_per_gain, paired_effect

NAN = math.nan
numbers = st.floats(-1e6, 1e6)
columns = st.lists(st.tuples(numbers, numbers), min_size=2, max_size=12)


def same(one: Effect, other: Effect) -> bool:
    """Return whether two effects agree bit for bit, NaN with NaN."""
    return repr(one) == repr(other)


def test_an_effect_is_the_mean_difference_with_a_student_t_interval():
    # differences 1, 2, 3: mean 2, standard error 1 / sqrt(3), t(0.95, 2) = 2.9199855804
    effect = paired_effect([10, 10, 10], [11, 12, 13], 0.90)
    assert (effect.current, effect.value, effect.effect) == (10.0, 12.0, 2.0)
    half = 2.9199855803537 / math.sqrt(3)
    assert effect.low == pytest.approx(2 - half, rel=1e-10)
    assert effect.high == pytest.approx(2 + half, rel=1e-10)
    assert effect.decided
    assert effect.replications == 3


def test_a_higher_confidence_can_leave_undecided_what_a_lower_one_decides():
    narrow = paired_effect([0, 0, 0], [1, 2, 3], 0.90)
    wide = paired_effect([0, 0, 0], [1, 2, 3], 0.99)
    assert wide.low < narrow.low < narrow.high < wide.high
    assert narrow.decided and not wide.decided


def test_pairing_removes_what_the_replications_have_in_common():
    luck = [100.0, 250.0, 20.0, 900.0]
    effect = paired_effect(luck, [level + 1 for level in luck], 0.99)
    assert (effect.low, effect.effect, effect.high, effect.decided) == (1.0, 1.0, 1.0, True)


def test_a_difference_that_never_varies_is_its_own_interval_to_the_last_bit():
    effect = paired_effect([0.0] * 3, [0.1] * 3, 0.90)  # the rounded mean of these is not 0.1
    assert (effect.low, effect.effect, effect.high) == (0.1, 0.1, 0.1)


@given(st.lists(numbers, min_size=2, max_size=20))
def test_identical_replications_differ_by_exactly_zero(values):
    effect = paired_effect(values, list(values), 0.90)
    assert (effect.effect, effect.low, effect.high, effect.decided) == (0.0, 0.0, 0.0, False)
    assert effect.current == effect.value


@given(columns, st.randoms())
def test_the_order_of_replications_changes_no_bit(pairs, random):
    shuffled = random.sample(pairs, len(pairs))
    effects = [
        paired_effect([before for before, _ in rows], [after for _, after in rows], 0.9)
        for rows in (pairs, shuffled)
    ]
    assert same(*effects)


@given(columns)
def test_exchanging_policy_and_baseline_turns_the_sign(pairs):
    before, after = zip(*pairs, strict=True)
    there, back = paired_effect(before, after, 0.9), paired_effect(after, before, 0.9)
    assert (back.effect, back.low, back.high) == (-there.effect, -there.high, -there.low)
    assert back.decided == there.decided


@given(columns)
def test_an_interval_holds_its_effect_and_decides_by_excluding_zero(pairs):
    before, after = zip(*pairs, strict=True)
    effect = paired_effect(before, after, 0.9)
    assert effect.low <= effect.effect <= effect.high
    assert effect.decided == (not effect.low <= 0.0 <= effect.high)


@given(columns)
def test_an_effect_agrees_with_the_textbook_formula(pairs):
    before, after = zip(*pairs, strict=True)
    differences = [late - early for early, late in pairs]
    effect = paired_effect(before, after, 0.9)
    assert effect.effect == pytest.approx(fmean(differences), rel=1e-12, abs=1e-9)
    half = (effect.high - effect.low) / 2
    if len(pairs) == 2:
        expected = 6.313751514675 * stdev(differences) / math.sqrt(2)
        assert half == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_replications_undefined_on_either_side_are_dropped_as_pairs():
    effect = paired_effect([1, NAN, 3, 4], [2, 5, NAN, 7], 0.9)
    assert effect.replications == 2
    assert (effect.current, effect.value, effect.effect) == (2.5, 4.5, 2.0)


@pytest.mark.parametrize(
    ("current", "value", "used"), [([1.0], [2.0], 1), ([1, NAN], [2, 3], 1), ([NAN], [1], 0)]
)
def test_fewer_than_two_pairs_give_no_effect(current, value, used):
    effect = paired_effect(current, value, 0.9)
    assert math.isnan(effect.effect) and math.isnan(effect.low) and math.isnan(effect.high)
    assert not effect.decided
    assert effect.replications == used
    assert math.isnan(effect.value) == (used == 0)


def test_a_cost_per_gain_is_a_ratio_of_sums_with_a_jackknife_interval():
    costs, gains = [10.0, 20.0, 60.0], [2.0, 3.0, 5.0]
    effect = cost_per_gain(costs, gains, 0.90)
    assert effect.effect == 9.0
    assert effect.value == 9.0
    assert math.isnan(effect.current)
    without = [80 / 8, 70 / 7, 30 / 5]  # 10, 10, 6; their mean is 26 / 3
    mean = 26 / 3
    error = math.sqrt(2 / 3 * sum((each - mean) ** 2 for each in without))
    assert effect.high - effect.effect == pytest.approx(2.9199855803537 * error, rel=1e-9)
    assert effect.effect - effect.low == pytest.approx(2.9199855803537 * error, rel=1e-9)
    assert effect.replications == 3


def test_a_fixed_price_is_found_exactly():
    gains = [1.0, 1.25, 1.5]
    effect = cost_per_gain([8 * gain for gain in gains], gains, 0.90)
    assert (effect.low, effect.effect, effect.high, effect.decided) == (8.0, 8.0, 8.0, True)


@pytest.mark.parametrize(
    "gains",
    [
        [0.0, 0.0, 0.0],  # no gain at all
        [-1.0, 1.0, 2.0],  # a gain that is not decided
        [0.1, 0.1, 5.0],  # positive every time, and still not decided
        [-1.0, -1.1, -0.9],  # a decided loss
        [NAN, NAN, 1.0],  # too few pairs
    ],
)
def test_a_cost_per_gain_is_undefined_where_no_gain_is_shown(gains):
    effect = cost_per_gain([5.0, 6.0, 7.0], gains, 0.90)
    assert math.isnan(effect.effect) and math.isnan(effect.low) and math.isnan(effect.high)
    assert not effect.decided


def test_a_cost_of_zero_is_not_decided():
    effect = cost_per_gain([0.0, 0.0, 0.0], [1.0, 1.1, 0.9], 0.90)
    assert (effect.effect, effect.decided) == (0.0, False)
