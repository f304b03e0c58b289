"""Regret and rank by hand: the best of what is affordable, ground by ground; no vote unseen."""

import math

import numpy as np
import pytest

from community_sim.comparison.effects import FEWEST_DRAWS
from community_sim.comparison.grounds import Seen
from community_sim.comparison.ordering import order_frame
from community_sim.comparison.regret import COST, least_regret, regret_frame
from community_sim.outcomes import MEASURED, OUTCOMES
from community_sim.posterior import GROUNDS

COLUMN = {each.name: column for column, each in enumerate(MEASURED)}
FIRST, SECOND = GROUNDS[:2]
EXIT = OUTCOMES["exit_rate"]


def effects(exits, cost=0.0, draws=FEWEST_DRAWS):
    """Return effects at draws: these on the exit rate, in turn, and a cost."""
    found = np.zeros((draws, len(MEASURED)))
    found[:, COLUMN["exit_rate"]] = np.resize(exits, draws)
    found[:, COLUMN[COST]] = cost
    return found


def by_policy(frame, ground, column):
    rows = frame[(frame["given"] == ground.given) & (frame["past"] == ground.past)]
    return dict(zip(rows["policy"], rows[column], strict=True))


def test_regret_is_what_the_best_would_have_brought_more():
    # Fewer exits are better: draws where `a` brings -3 and `b` -1, and draws the other way round.
    at = {FIRST: {"a": effects([-3.0, -1.0]), "b": effects([-1.0, -2.0])}}
    frame = regret_frame(at, "base", EXIT)
    assert by_policy(frame, FIRST, "best") == {"base": 0.0, "a": 0.5, "b": 0.5}
    assert by_policy(frame, FIRST, "regret") == {"base": 2.5, "a": 0.5, "b": 1.0}


def test_the_policy_of_least_regret_is_least_where_it_is_worst():
    at = {
        FIRST: {"bold": effects([-5.0]), "safe": effects([-3.0])},
        SECOND: {"bold": effects([2.0]), "safe": effects([-1.0])},
    }
    ranked = least_regret(regret_frame(at, "base", EXIT))
    assert ranked["policy"].tolist() == ["safe", "bold", "base"]
    assert ranked["regret"].tolist() == [2.0, 3.0, 5.0]
    assert not ranked["is_robust"].any()


def test_doing_nothing_is_best_where_all_do_harm_and_a_tie_is_shared():
    frame = regret_frame({FIRST: {"a": effects([1.0]), "b": effects([0.0])}}, "base", EXIT)
    assert by_policy(frame, FIRST, "best") == {"base": 0.5, "a": 0.0, "b": 0.5}


def test_what_is_too_dear_on_one_ground_is_no_alternative():
    at = {
        FIRST: {"dear": effects([-5.0], cost=90.0), "cheap": effects([-1.0], cost=10.0)},
        SECOND: {"dear": effects([-5.0], cost=110.0), "cheap": effects([-1.0], cost=10.0)},
    }
    frame = regret_frame(at, "base", EXIT, budget=100.0)
    assert set(frame["policy"]) == {"base", "cheap"}
    assert by_policy(frame, FIRST, "regret") == {"base": 1.0, "cheap": 0.0}


def test_what_a_draw_did_not_observe_is_no_vote():
    seen = effects([-1.0], draws=FEWEST_DRAWS + 5)
    partly = seen.copy()
    partly[:5, COLUMN["exit_rate"]] = math.nan
    frame = regret_frame({FIRST: {"a": 2.0 * seen, "b": partly}}, "base", EXIT)
    assert set(frame["draws"]) == {FEWEST_DRAWS}
    assert by_policy(frame, FIRST, "best") == {"base": 0.0, "a": 1.0, "b": 0.0}
    fewer = regret_frame({FIRST: {"a": 2.0 * seen[:-1], "b": partly[:-1]}}, "base", EXIT)
    assert fewer["best"].isna().all()
    assert fewer["regret"].isna().all()
    assert least_regret(fewer)["regret"].isna().all()
    assert not least_regret(fewer)["is_robust"].any()


def test_an_outcome_without_a_better_side_has_no_regret():
    neutral = next(each for each in MEASURED if each.higher_is == "neutral")
    with pytest.raises(ValueError, match="neither better nor worse"):
        regret_frame({FIRST: {"a": effects([1.0])}}, "base", neutral)


def test_an_order_holds_only_where_enough_draws_saw_both():
    a, b = effects([2.0]), effects([1.0])
    frame = order_frame({FIRST: {"a": a, "b": b}, SECOND: {"a": a, "b": b}}, is_complete=True)
    share = frame[frame["outcome"] == "exit_rate"].set_index(["policy", "other"])["share"]
    assert share["a", "b"] == 1.0
    assert share["b", "a"] == 0.0
    b[0, COLUMN["exit_rate"]] = math.nan
    frame = order_frame({FIRST: {"a": a, "b": b}}, is_complete=True)
    assert frame[frame["outcome"] == "exit_rate"]["share"].isna().all()
    frame = order_frame({FIRST: {"a": a, "b": a}}, is_complete=False)
    assert frame["share"].isna().all()


def test_an_effect_at_a_draw_is_the_mean_of_the_seeds_that_saw_it():
    runs = {"base": np.zeros((4, 1, 1)), "a": np.array([1.0, 3.0, 5.0, math.nan])[:, None, None]}
    seen = Seen(runs, (0, 0, 1, 1)).means("base", 0)
    assert seen["a"].ravel().tolist() == [2.0, 5.0]
