"""Claims about measuring: the registry, the horizons, the tables of many runs."""

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from community_sim.errors import BadValue, UnknownOutcome, UnknownPolicy
from community_sim.outcomes import (
    AGE_BANDS,
    MEASURED,
    OUTCOMES,
    TENURE_BANDS,
    UNDEFINED,
    Outcome,
    Unit,
    Window,
    age_structure,
    exits_by_reason,
    measure,
    outcome,
    outcome_table,
    recruit_survival,
    tenure_structure,
    usual_horizons,
)
from community_sim.outcomes.measuring import by_name
from community_sim.results import Results, Run
from community_sim.trajectory import EVENT_COLUMNS, STOCK_COLUMNS
from community_sim.trajectory.people import TRAITS
from community_sim.vocabulary import SeparationReason

LIVES = [{}, {}, {"left": 2}, {"entered": 1, "left": 3}, {"entered": 1}]


def scenarios(*names):
    return [SimpleNamespace(name=name) for name in names]


@pytest.fixture
def results(build):
    runs = [
        Run("reform", 2, build(3, LIVES)),
        Run("current", 1, build(3, [{}])),
        Run("reform", 1, build(3, [*LIVES, {"left": 1}])),
        Run("current", 2, build(3, [{}, {}])),
    ]
    return Results(scenarios("current", "reform"), runs)


def test_every_outcome_says_what_it_is_in_two_languages():
    for name, each in OUTCOMES.items():
        assert each.name == name
        assert each.definition
        assert each.label("en").isascii()
        assert not each.label("zh").isascii()
        assert each.shown_unit("en") and each.shown_unit("zh")
    assert len({each.label_en for each in OUTCOMES.values()}) == len(OUTCOMES)
    assert len({each.label_zh for each in OUTCOMES.values()}) == len(OUTCOMES)


def test_two_outcomes_of_one_name_are_refused_with_both_labels():
    other = replace(OUTCOMES["headcount"], label_en="Heads")
    with pytest.raises(BadValue, match=r"'Headcount' and 'Heads' are both named 'headcount'"):
        by_name([*OUTCOMES.values(), other])


def test_an_unknown_outcome_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownOutcome, match=r"'exit_rat'.*'exit_rate'"):
        outcome("exit_rat")
    assert outcome("exit_rate") is OUTCOMES["exit_rate"]


@pytest.mark.parametrize(
    ("years", "horizons"),
    [(3, (3,)), (5, (5,)), (8, (5, 8)), (20, (5, 10, 20)), (30, (5, 10, 20, 30))],
)
def test_the_usual_horizons_are_5_10_20_and_the_last_year(years, horizons):
    assert usual_horizons(years) == horizons


@pytest.mark.parametrize("horizon", [0, -1, 4])
def test_a_horizon_outside_the_run_is_refused(build, horizon):
    with pytest.raises(BadValue, match="from 1 to 3"):
        Window(build(3), horizon)


def test_measure_gives_each_outcome_at_each_horizon_once_and_in_order(build):
    frame = measure(build(3, LIVES), horizons=(1, 3))
    assert list(frame.columns) == ["horizon", "outcome", "value"]
    assert list(frame["outcome"]) == [each.name for each in MEASURED] * 2
    assert list(frame["horizon"]) == [1] * len(MEASURED) + [3] * len(MEASURED)
    by_name = frame.set_index(["horizon", "outcome"])["value"]
    assert by_name[3, "headcount"] == 3.0
    assert by_name[1, "exit_rate"] == 0.0
    assert by_name[3, "exit_rate"] == 2 / (3 + 5 + 4)


def test_what_is_undefined_is_nan_and_never_infinite_or_zero(build):
    frame = measure(build(1), horizons=(1,)).set_index("outcome")["value"]
    assert not np.isinf(frame).any()
    for name in ("recruit_retention_1y", "exit_rate", "vacancy_rate", "share_female"):
        assert math.isnan(frame[name])


def test_the_outcome_table_holds_what_measure_gives_for_each_run(results):
    table = outcome_table(results, horizons=(2, 3))
    assert list(table.columns) == ["policy", "seed", "horizon", "outcome", "value"]
    assert len(table) == 4 * 2 * len(MEASURED)
    for run in results:
        rows = table[(table["policy"] == run.scenario) & (table["seed"] == run.seed)]
        alone = measure(run.trajectory, horizons=(2, 3))
        np.testing.assert_array_equal(rows["value"], alone["value"])
        assert list(rows["outcome"]) == list(alone["outcome"])
        assert list(rows["horizon"]) == list(alone["horizon"])


def test_the_order_of_the_runs_changes_nothing(results):
    backwards = Results(results.scenarios, reversed(list(results)))
    assert backwards == results
    pd.testing.assert_frame_equal(outcome_table(backwards), outcome_table(results))
    pd.testing.assert_frame_equal(backwards.stocks, results.stocks)
    pd.testing.assert_frame_equal(backwards.events, results.events)


def test_measuring_no_runs_is_refused():
    with pytest.raises(BadValue, match="no runs"):
        outcome_table(Results(scenarios("current"), []))


def test_results_are_ordered_by_scenario_and_seed(results):
    assert [(run.scenario, run.seed) for run in results] == [
        ("current", 1),
        ("current", 2),
        ("reform", 1),
        ("reform", 2),
    ]
    assert results.policies == ("current", "reform")
    assert results.seeds == (1, 2)
    assert len(results) == 4


def test_tables_of_results_lead_with_policy_and_seed(results):
    assert list(results.stocks.columns) == ["policy", "seed", *STOCK_COLUMNS]
    assert list(results.events.columns) == ["policy", "seed", *EVENT_COLUMNS]
    people = [trait.name for trait in TRAITS]
    assert list(results.people.columns) == [
        "policy", "seed", "year", *people, "count", "ability", "pay",
    ]  # fmt: skip
    by_run = results.people.groupby(["policy", "seed", "year"], observed=True)["count"].sum()
    assert by_run.tolist() == results.stocks["closing"].tolist()
    assert len(results.stocks) == 4 * 4
    rows = results.stocks[(results.stocks["policy"] == "reform") & (results.stocks["seed"] == 1)]
    assert list(rows["closing"]) == [4, 5, 4, 3]
    assert str(results.stocks["closing"].dtype) == "int64"


def test_results_without_runs_have_empty_tables():
    empty = Results(scenarios("current"), [])
    assert empty.stocks.empty and empty.events.empty and empty.people.empty
    assert empty.seeds == ()


def test_results_refuse_what_would_be_ambiguous(build):
    run = Run("current", 1, build(1))
    with pytest.raises(BadValue, match="Two scenarios are named 'current'"):
        Results(scenarios("current", "current"), [run])
    with pytest.raises(BadValue, match="seed 1"):
        Results(scenarios("current"), [run, run])
    with pytest.raises(UnknownPolicy, match=r"'curent'.*'current'"):
        Results(scenarios("current"), [Run("curent", 1, build(1))])


def test_a_run_that_is_not_there_is_named(results):
    assert results.trajectory("current", 2).stock_columns["closing"][0] == 2
    with pytest.raises(BadValue, match="no run with seed 7"):
        results.trajectory("current", 7)
    with pytest.raises(UnknownPolicy, match="'reform'"):
        results.trajectory("refrom", 1)


def test_recruit_survival_starts_at_one_and_falls_at_the_exits(results):
    table = recruit_survival(results, max_years=2)
    reform = table[(table["policy"] == "reform") & (table["seed"] == 2)]
    assert list(reform["years_since_entry"]) == [0, 1, 2]
    assert list(reform["retained"]) == [1.0, 1.0, 0.5]
    assert list(reform["at_risk"]) == [2, 2, 2]
    assert table.loc[table["policy"] == "current", "retained"].isna().all()


def test_exits_by_reason_count_every_exit_once(results):
    table = exits_by_reason(results)
    reform = table[(table["policy"] == "reform") & (table["seed"] == 1)]
    assert len(reform) == 3 * len(SeparationReason)
    quits = reform[reform["reason"] == "quit"]
    assert list(quits["exits"]) == [1, 1, 1]
    assert list(quits["rate"]) == [1 / 4, 1 / 5, 1 / 4]
    assert reform["exits"].sum() == 3


def test_the_yearly_rate_of_an_empty_district_is_undefined(build):
    empty = Results(scenarios("current"), [Run("current", 1, build(1))])
    assert exits_by_reason(empty)["rate"].isna().all()


@pytest.mark.parametrize(
    ("structure", "bands"), [(age_structure, AGE_BANDS), (tenure_structure, TENURE_BANDS)]
)
def test_the_bands_of_a_structure_hold_everybody(results, structure, bands):
    table = structure(results)
    assert list(table["band"].cat.categories) == list(bands)
    sums = table.groupby(["policy", "seed"], observed=True)[["people", "share"]].sum()
    assert list(sums["people"]) == [1, 2, 3, 3]
    assert list(sums["share"]) == [1.0] * 4
    opening = structure(results, year=0).groupby(["policy", "seed"], observed=True)
    assert list(opening["people"].sum()) == [1, 2, 4, 3]


def test_a_structure_of_a_year_outside_the_run_is_refused(results):
    with pytest.raises(BadValue, match="from 0 to 3"):
        age_structure(results, year=4)


@pytest.mark.parametrize(
    ("unit", "places", "number", "signed", "shown"),
    [
        (Unit.SHARE, 1, 0.71249, False, "71.2"),
        (Unit.SHARE, 1, 0.05, True, "+5.0"),
        (Unit.SHARE, 1, -0.0001, True, "0.0"),
        (Unit.MONEY, 0, -12345.6, True, "\u221212,346"),
        (Unit.MONEY, 0, 12345.4, False, "12,345"),
        (Unit.RATIO, 2, math.nan, True, UNDEFINED),
    ],
)
def test_numbers_are_shown_as_a_reader_expects(unit, places, number, signed, shown):
    each = Outcome("x", "X", "某", unit, "x", places=places)
    assert each.show(number, signed=signed) == shown
