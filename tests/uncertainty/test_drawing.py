"""Runs over draws: paired, the same for any number of workers, grouped by draw."""

import math

import pytest

from community_sim.comparison import compare
from community_sim.comparison.effects import drawn_effect
from community_sim.errors import BadValue
from community_sim.scenario import Scenario
from community_sim.uncertainty import draws_of_both_readings, run_over_draws


@pytest.fixture(scope="module")
def scenarios():
    current = Scenario.load(years=3)
    return [current, current.with_policy("hired_pay_1200"), current.with_policy("grid_workers")]


@pytest.fixture(scope="module")
def drawn(scenarios):
    return run_over_draws(scenarios, draws_of_both_readings(2), workers=2)


@pytest.mark.long
def test_the_number_of_workers_changes_no_run(scenarios, drawn):
    again, of_seed = run_over_draws(scenarios, draws_of_both_readings(2), workers=1)
    assert of_seed == drawn[1]
    for one, other in zip(drawn[0], again, strict=True):
        assert (one.scenario, one.seed) == (other.scenario, other.seed)
        assert one.trajectory == other.trajectory


@pytest.mark.long
def test_every_policy_meets_the_same_draws_and_seeds(scenarios, drawn):
    results, of_seed = drawn
    for scenario in scenarios:
        assert results.seeds_of(scenario.name) == tuple(sorted(of_seed))
    assert {draw.reading for draw in of_seed.values()} == {"A", "B"}


@pytest.mark.long
def test_a_comparison_over_draws_says_whether_the_order_is_decided(scenarios, drawn):
    results, of_seed = drawn
    compared = compare(results, scenarios[0], draws=of_seed)
    assert compared.is_drawn
    said = compared.order_sentences()
    assert len(said) > 1
    assert all("robust" in each or "reports do not decide" in each for each in said)
    assert "either reading" in compared.undecided_by_reports()[1]


@pytest.mark.long
def test_a_comparison_at_the_point_fit_says_nothing_of_draws(scenarios, drawn):
    compared = compare(drawn[0], scenarios[0])
    assert not compared.is_drawn
    assert compared.order_sentences() == ()


@pytest.mark.long
def test_a_seed_without_a_draw_is_refused(scenarios, drawn):
    results, of_seed = drawn
    first = min(of_seed)
    less = {seed: draw for seed, draw in of_seed.items() if seed != first}
    with pytest.raises(BadValue, match=f"No draw is given for seed {first}"):
        compare(results, scenarios[0], draws=less)


@pytest.mark.parametrize("count", [1, 3, -2])
def test_draws_come_in_pairs_one_for_each_reading(count):
    with pytest.raises(BadValue, match="half for each reading"):
        draws_of_both_readings(count)


def test_a_sign_is_decided_only_if_nine_of_ten_draws_agree_under_both_readings():
    groups = [(reading, at) for reading in "AB" for at in range(10)]
    up = [0.0] * 20, [1.0] * 20
    assert drawn_effect(*up, groups, 0.9).decided
    one_off = up[0], [-1.0] + [1.0] * 19
    assert drawn_effect(*one_off, groups, 0.9).decided
    two_off = up[0], [-1.0, -1.0] + [1.0] * 18
    assert not drawn_effect(*two_off, groups, 0.9).decided
    spread = up[0], [-1.0] + [1.0] * 9 + [-1.0] + [1.0] * 9
    assert drawn_effect(*spread, groups, 0.9).decided


def test_an_effect_that_is_zero_everywhere_is_not_decided():
    groups = [(reading, at) for reading in "AB" for at in range(10)]
    assert not drawn_effect([1.0] * 20, [1.0] * 20, groups, 0.9).decided


def test_an_effect_is_the_mean_of_the_draws_whatever_their_replications():
    groups = [("A", 0), ("A", 0), ("A", 0), ("B", 1)]
    found = drawn_effect([0.0] * 4, [1.0, 1.0, 1.0, 3.0], groups, 0.9)
    assert found.effect == 2.0
    assert found.low == pytest.approx(1.1)
    assert found.high == pytest.approx(2.9)


def test_an_effect_seen_at_one_draw_alone_is_undefined():
    found = drawn_effect([0.0, math.nan], [1.0, 1.0], [("A", 0), ("B", 1)], 0.9)
    assert math.isnan(found.effect)
