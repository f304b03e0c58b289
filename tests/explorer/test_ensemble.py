"""The page's runs are those of the package, and stop when nobody waits for them."""

import threading

import pytest

from community_sim import compare, run
from community_sim.explorer.ensemble import DRAWS, FIRST_SEEDS, PRECISION, first_look, refined_looks
from community_sim.explorer.state import State
from community_sim.uncertainty import run_over_draws
from community_sim.uncertainty.drawing import draws_of_both_readings


@pytest.fixture(scope="module")
def scenarios():
    return State(years=3).started_from("S1").with_another().started_from("S8").scenarios()


def test_the_first_look_is_what_run_and_compare_give(scenarios):
    look = first_look(scenarios)
    results = run(scenarios, replications=len(FIRST_SEEDS), seed=FIRST_SEEDS[0])
    assert look.comparison.effects.equals(compare(results, scenarios[0], horizons=(3,)).effects)
    assert (look.draws, look.is_final) == (0, False)


@pytest.mark.long
def test_better_looks_run_over_draws_until_sure_enough(scenarios):
    looks = list(refined_looks(scenarios, threading.Event()))
    assert [look.is_final for look in looks] == [False] * (len(looks) - 1) + [True]
    assert looks[-1].draws == DRAWS or looks[-1].error <= PRECISION
    assert all(look.error > PRECISION for look in looks[:-1])
    assert all(look.comparison.is_drawn for look in looks)


@pytest.mark.long
def test_with_all_draws_the_effects_are_those_of_the_command_line(scenarios, monkeypatch):
    monkeypatch.setattr("community_sim.explorer.ensemble.PRECISION", 0.0)
    *_, last = refined_looks(scenarios, threading.Event())
    results, of_seed = run_over_draws(scenarios, draws_of_both_readings(DRAWS), workers=2)
    usual = compare(results, scenarios[0], horizons=(3,), draws=of_seed)
    assert last.draws == DRAWS
    found = last.comparison.effects.set_index(["policy", "outcome"])
    wanted = usual.effects.set_index(["policy", "outcome"])
    for column in ("effect", "low", "high"):
        assert found[column].to_numpy() == pytest.approx(
            wanted[column].to_numpy(), rel=1e-9, abs=1e-12, nan_ok=True
        )
    assert (found["decided"] == wanted["decided"]).all()


def test_a_cancelled_refinement_begins_no_draw(scenarios):
    cancelled = threading.Event()
    cancelled.set()
    assert list(refined_looks(scenarios, cancelled)) == []
