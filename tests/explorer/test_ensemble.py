"""The page's runs are those of the package, and stop when nobody waits for them."""

import threading

import pytest

from community_sim import compare, run
from community_sim.comparison.effects import FEWEST_DRAWS
from community_sim.explorer.ensemble import DRAWS, FIRST_SEEDS, first_look, refined_looks
from community_sim.explorer.state import State
from community_sim.policy_file import policy_names
from community_sim.prospects import first_prospects
from community_sim.results import Results, Run
from community_sim.runs import fork, prepare
from community_sim.uncertainty import run_on_grounds


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
        wanted = settled.effect(policy.name, "exit_rate")
        # Of 0.15 points; reserved posts take longer to settle, and are off by a third of the
        # half width of the interval that is shown beside them.
        allowed = max(0.0015, 0.5 * (wanted.high - wanted.effect))
        assert abs(found.effect - wanted.effect) < allowed, policy.name


@pytest.mark.long
def test_better_looks_run_until_there_are_as_many_draws_as_a_conclusion_takes(scenarios):
    looks = list(refined_looks(scenarios, threading.Event()))
    assert [look.is_final for look in looks] == [False] * (len(looks) - 1) + [True]
    assert looks[-1].draws == DRAWS == FEWEST_DRAWS
    assert all(look.comparison.is_drawn for look in looks)
    assert not any(look.comparison.effects["decided"].any() for look in looks[:-1])
    found = looks[-1].comparison
    drawn = run_on_grounds(scenarios, DRAWS, workers=2)
    usual = compare(
        drawn.results, scenarios[0], horizons=(3,), draws=drawn.draws, beside=drawn.beside
    )
    keys = ["given", "past", "choice", "policy", "outcome"]
    one, other = (each.grounds.set_index(keys).sort_index() for each in (found, usual))
    for column in ("effect", "low", "high", "up", "down"):
        assert one[column].to_numpy() == pytest.approx(
            other[column].to_numpy(), rel=1e-9, abs=1e-12, nan_ok=True
        )
    assert (one["robust"] == other["robust"]).all()


def test_a_cancelled_refinement_begins_no_draw(scenarios):
    cancelled = threading.Event()
    cancelled.set()
    assert list(refined_looks(scenarios, cancelled)) == []
