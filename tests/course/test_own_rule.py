"""A rule of one's own holds where it is given, and nowhere else."""

import math

import pytest

from community_sim.course.cadres import people
from community_sim.course.charts.rule import rule_chart
from community_sim.course.city import city_scenario
from community_sim.course.own_rules import (
    advantages,
    chance_of_leaving,
    outcome_under,
    own_rule,
    promotion_places,
    rule_effects,
    rule_numbers,
)
from community_sim.course.rule_sliders import bent_rule
from community_sim.course.truth import outcome_by_seed
from community_sim.errors import BadValue

FEW = {"runs": 2, "years": 2}


@pytest.mark.long
def test_the_models_own_rule_written_anew_changes_nothing():
    own = outcome_under("example", ["quit_rate"], leaving=chance_of_leaving, **FEW)
    assert own == outcome_under("example", ["quit_rate"], **FEW)


@pytest.mark.long
def test_without_a_rule_the_city_lives_as_in_the_compiled_engine():
    readable = outcome_under("example", ["quit_rate"], **FEW)["quit_rate"]
    compiled = outcome_by_seed(city_scenario("example", years=2), "quit_rate", 1, 2)
    assert readable == compiled


@pytest.mark.long
def test_where_nobody_may_leave_nobody_quits():
    assert outcome_under("example", ["quit_rate"], leaving=lambda _: 0.0, **FEW) == {
        "quit_rate": [0.0, 0.0]
    }


@pytest.mark.long
def test_the_models_rules_hold_again_afterwards_even_after_an_error():
    before = outcome_under("example", ["quit_rate"], **FEW)
    with pytest.raises(BadValue, match="a chance lies between 0 and 1"):
        outcome_under("example", ["quit_rate"], leaving=lambda _: 50.0, **FEW)
    with pytest.raises(BadValue, match="has to return a number"):
        outcome_under("example", ["quit_rate"], leaving=lambda _: None, **FEW)
    assert outcome_under("example", ["quit_rate"], **FEW) == before


def test_a_rule_is_a_value_and_changes_nothing_by_being_made():
    made = own_rule(leaving=lambda _: 0.0)
    assert [each.name for each in made.own] == ["leave_probability"]
    assert made == own_rule(leaving=lambda _: 0.0)
    assert own_rule().own == ()


@pytest.mark.long
def test_a_score_of_ones_own_orders_the_places():
    frame = promotion_places("example", lambda _ability, _served, connection: connection)
    assert frame["Connection"].is_monotonic_decreasing
    assert sorted(frame["Your place"]) == list(range(1, len(frame) + 1))


@pytest.mark.long
def test_an_advantage_gives_back_the_chance_it_came_from():
    for advantage, person in zip(advantages("example"), people("example"), strict=True):
        assert math.isclose(chance_of_leaving(advantage), person.chance, rel_tol=1e-9)


@pytest.mark.long
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_effects_have_the_columns_that_code_uses_in_both_languages(lang):
    frame = rule_effects("example", lang, leaving=lambda _: 0.0, runs=2, years=2)
    assert frame.loc["quit_rate", "difference"] < 0.0
    assert "decided" in frame.columns


def test_rule_numbers_differ_between_students():
    assert len({rule_numbers(f"student {number}") for number in range(100)}) > 30


def test_the_chart_draws_both_rules():
    figure = rule_chart(lambda _: 0.2, chance_of_leaving, [0.0, 1.0], lang="zh")
    lines = figure.axes[-1].get_lines()
    assert len(lines) == 3
    assert set(lines[0].get_ydata()) == {20.0}


@pytest.mark.long
def test_the_sliders_bend_the_rule():
    sliders, shown = bent_rule("example", "zh").children
    before = shown.value
    sliders.children[2].children[0].value = 0.2
    assert shown.value != before
