"""Runs over draws of every ground: paired, the same for any number of workers, never pooled."""

import math

import numpy as np
import pytest

from community_sim.comparison import compare
from community_sim.comparison.effects import FEWEST_DRAWS, drawn_effect
from community_sim.errors import BadValue
from community_sim.outcomes import MEASURED, Unit, outcome
from community_sim.posterior import GROUNDS, HEADLINE, OUTSIDE, PASTS, READINGS
from community_sim.scenario import Scenario
from community_sim.uncertainty import draws_on, grounds_with_draws, run_on_grounds
from community_sim.uncertainty.drawing import measured_at_draw


@pytest.fixture(scope="module")
def scenarios():
    current = Scenario.load(years=3)
    return [current, current.with_policy("hired_pay_1200"), current.with_policy("grid_workers")]


@pytest.fixture(scope="module")
def drawn(scenarios):
    return run_on_grounds(scenarios, 2, workers=2)


@pytest.fixture(scope="module")
def compared(scenarios, drawn):
    return compare(drawn.results, scenarios[0], draws=drawn.draws, beside=drawn.beside)


def test_conclusions_are_tried_under_every_conditioning_and_both_pasts():
    counting = [(each.given, each.past) for each in GROUNDS if each.counts]
    assert sorted(counting) == sorted((a, b) for a in (OUTSIDE, *READINGS) for b in PASTS)
    assert GROUNDS[0] == HEADLINE == (OUTSIDE, "two_stage", "forward")


def test_every_ground_has_enough_draws_for_a_number():
    assert grounds_with_draws() == (GROUNDS, ())


def test_a_draw_of_another_ground_is_measured_at_the_discount_rate(scenarios):
    draw = draws_on(GROUNDS[1], 2)[0]
    plain, discounted = (
        measured_at_draw(scenarios[:1], draw, (1,), (3,), rate)[0, 0, 0] for rate in (0.0, 0.1)
    )
    is_same = np.isclose(plain, discounted, rtol=1e-12, atol=0.0, equal_nan=True)
    moved = {each.name for each, same in zip(MEASURED, is_same, strict=True) if not same}
    assert "wage_bill_per_community" in moved
    assert {outcome(name).unit for name in moved} == {Unit.MONEY}


def test_a_discount_rate_out_of_range_is_refused_before_any_run(scenarios):
    with pytest.raises(BadValue, match=r"discount rate is 3; give a share per year from 0 to 0\.2"):
        run_on_grounds(scenarios, 2, discount_rate=3)


@pytest.mark.long
def test_the_number_of_workers_changes_no_run(scenarios, drawn):
    again = run_on_grounds(scenarios, 2, workers=1)
    assert again.draws == drawn.draws
    for one, other in zip(drawn.results, again.results, strict=True):
        assert (one.scenario, one.seed) == (other.scenario, other.seed)
        assert one.trajectory == other.trajectory
    for ground, seen in drawn.beside.seen.items():
        for name, values in seen.values.items():
            np.testing.assert_array_equal(values, again.beside.seen[ground].values[name])


@pytest.mark.long
def test_every_policy_meets_the_same_draws_and_seeds_on_every_ground(scenarios, drawn):
    for scenario in scenarios:
        assert drawn.results.seeds_of(scenario.name) == tuple(sorted(drawn.draws))
    assert {draw.ground for draw in drawn.draws.values()} == {HEADLINE}
    assert tuple(drawn.beside.seen) == GROUNDS[1:]
    for seen in drawn.beside.seen.values():
        assert list(seen.values) == [scenario.name for scenario in scenarios]
        assert {len(values) for values in seen.values.values()} == {len(drawn.draws)}


@pytest.mark.long
def test_two_draws_a_ground_decide_nothing(compared):
    assert compared.is_drawn
    assert compared.ground == HEADLINE
    assert not compared.effects["decided"].any()
    assert all("does not decide" in each for each in compared.order_sentences())
    assert compared.regret("exit_rate")["regret"].isna().all()
    assert "outside evidence" in compared.undecided_by_reports()[1]


@pytest.mark.long
def test_every_number_says_what_it_stands_on(compared, tmp_path):
    compared.to_csv(tmp_path / "c.csv")
    first, *rows = (tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()
    assert first.startswith("given,past,choice,policy,horizon,outcome,")
    assert {tuple(row.split(",")[:3]) for row in rows} == set(GROUNDS)
    runs = compared.outcomes()
    assert set(runs[["given", "past", "choice"]].itertuples(index=False, name=None)) == set(GROUNDS)
    assert set(runs["draw"]) == {0, 1}
    for sentence in compared.sentences().values():
        assert "given outside evidence, past in two stages" in sentence
    for lang, words in (("en", "Given outside evidence"), ("zh", "结合外部证据")):
        assert words in compared.table(lang=lang).as_raw_html()


@pytest.mark.long
def test_the_table_of_grounds_has_a_column_for_each(compared):
    page = compared.ground_table(lang="en").as_raw_html()
    for words in ("reading A, past in two stages", "reading B, constant past", "myopic"):
        assert words in page
    assert "(2 draws)" in page


@pytest.mark.long
def test_a_comparison_at_the_point_fit_says_nothing_of_draws(scenarios, drawn):
    compared = compare(drawn.results, scenarios[0])
    assert not compared.is_drawn
    assert compared.order_sentences() == ()
    with pytest.raises(BadValue, match="at the point fit"):
        compared.regret("exit_rate")
    with pytest.raises(BadValue, match="one ground alone"):
        compared.ground_table()


@pytest.mark.long
def test_a_seed_without_a_draw_is_refused(scenarios, drawn):
    first = min(drawn.draws)
    less = {seed: draw for seed, draw in drawn.draws.items() if seed != first}
    with pytest.raises(BadValue, match=f"No draw is given for seed {first}"):
        compare(drawn.results, scenarios[0], draws=less)


@pytest.mark.long
def test_draws_of_two_grounds_are_never_pooled(scenarios, drawn):
    other = draws_on(GROUNDS[1], 2)[0]
    mixed = {**drawn.draws, min(drawn.draws): other}
    with pytest.raises(BadValue, match="never pooled"):
        compare(drawn.results, scenarios[0], draws=mixed)


@pytest.mark.parametrize("count", [1, 0, -2])
def test_one_draw_is_refused(count):
    with pytest.raises(BadValue, match="at least 2 for each ground"):
        draws_on(HEADLINE, count)


def test_a_sign_is_decided_only_if_nine_of_ten_of_enough_draws_agree():
    def decided(values):
        before = [0.0] * len(values)
        return drawn_effect(before, values, range(len(values)), 0.9)[0].decided

    assert decided([1.0] * FEWEST_DRAWS)
    assert decided([-1.0] * FEWEST_DRAWS)
    assert decided([-1.0, -1.0] + [1.0] * 18)
    assert not decided([-1.0] * 3 + [1.0] * 17)
    assert not decided([1.0] * (FEWEST_DRAWS - 1))
    assert not decided([1.0] * (FEWEST_DRAWS - 1) + [math.nan])


def test_an_effect_that_is_zero_everywhere_is_not_decided():
    effect, agreement = drawn_effect([1.0] * 20, [1.0] * 20, range(20), 0.9)
    assert not effect.decided
    assert (agreement.up, agreement.down, agreement.draws) == (0.0, 0.0, 20)


def test_an_effect_is_the_mean_of_the_draws_whatever_their_replications():
    found, _ = drawn_effect([0.0] * 4, [1.0, 1.0, 1.0, 3.0], [0, 0, 0, 1], 0.9)
    assert found.effect == 2.0
    assert found.low == pytest.approx(1.1)
    assert found.high == pytest.approx(2.9)


def test_an_effect_seen_at_one_draw_alone_is_undefined():
    found, agreement = drawn_effect([0.0, math.nan], [1.0, 1.0], [0, 1], 0.9)
    assert math.isnan(found.effect)
    assert math.isnan(agreement.up)
    assert agreement.draws == 1
