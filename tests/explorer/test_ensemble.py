"""The page's runs are those of the package, and stop when nobody waits for them."""

import threading

import pytest

from community_sim import compare, run
from community_sim.explorer.ensemble import DRAWS, FIRST_SEEDS, PRECISION, first_look, refined_looks
from community_sim.explorer.state import State
from community_sim.policy_file import policy_names
from community_sim.prospects import first_prospects
from community_sim.results import Results, Run
from community_sim.runs import fork, prepare
from community_sim.uncertainty import run_over_draws
from community_sim.uncertainty.drawing import draws_of_both_readings


@pytest.fixture(scope="module")
def scenarios():
    return State(years=3).started_from("S1").with_another().started_from("S8").scenarios()


def test_the_first_look_is_of_paired_runs_with_prospects_found_in_fewer_passes(scenarios):
    look = first_look(scenarios)
    prepared = [prepare(scenario, first_prospects) for scenario in scenarios]
    results = Results(
        list(scenarios),
        [
            Run(scenario.name, seed, trajectory)
            for seed in FIRST_SEEDS
            for scenario, trajectory in zip(scenarios, fork(prepared, seed), strict=True)
        ],
    )
    assert look.comparison.effects.equals(compare(results, scenarios[0], horizons=(3,)).effects)
    assert (look.draws, look.is_final) == (0, False)


def test_a_policy_that_changes_nobody_shows_no_difference_at_first_sight():
    scenarios = State(years=3).started_from("demand_response").scenarios()
    assert first_look(scenarios).comparison.effect("demand_response", "exit_rate").effect == 0.0


@pytest.mark.long
def test_the_first_look_is_off_by_no_more_than_its_sampling_error():
    current = State().current()
    policies = [current.with_policy(name) for name in policy_names() if name != current.name]
    settled = compare(
        run([current, *policies], replications=len(FIRST_SEEDS), seed=FIRST_SEEDS[0]),
        current,
        horizons=(current.years,),
    )
    for policy in policies:
        found = first_look((current, policy)).comparison.effect(policy.name, "exit_rate")
        assert abs(found.effect - settled.effect(policy.name, "exit_rate").effect) < 0.0015


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
