"""Runs: the same numbers however they are made, one history for all, clear refusals."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import community_sim.runs
from community_sim.errors import BadValue
from community_sim.prospects import live_through, open_policy_years, past_plan
from community_sim.runs import prepare, run, run_batch, run_one
from community_sim.scenario import Scenario
from community_sim.trajectory.people import TRAITS

ROOT = Path(community_sim.runs.__file__).parents[1]


def test_each_scenario_is_run_with_each_seed(short: Scenario) -> None:
    scenarios = [short, short.with_policy("hired_pay_1200")]
    results = run(scenarios, replications=3, seed=7, threads=1)
    assert results.seeds == (7, 8, 9)
    assert results.policies == ("current_practice", "hired_pay_1200")
    assert len(results) == 6
    hashes = {one.trajectory.content_hash for one in results}
    assert len(hashes) == 6


def test_one_scenario_may_be_given_alone(short: Scenario) -> None:
    results = run(short, replications=1, seed=2, threads=1)
    assert results.trajectory("current_practice", 2) == run_one(short, 2)


def test_other_scenarios_in_the_same_run_change_nothing(short: Scenario) -> None:
    reform = short.with_policy("civil_service_quota_10")
    together = run([short, reform], replications=2, threads=1)
    alone = run([reform], replications=2, threads=1)
    for seed in (1, 2):
        in_company = together.trajectory("civil_service_quota_10", seed)
        assert in_company == alone.trajectory("civil_service_quota_10", seed)


def test_a_longer_horizon_begins_like_a_shorter_one(short: Scenario) -> None:
    longer = run_one(short.with_years(8), 1)
    shorter = run_one(short, 1)
    assert longer.stocks[:6].equals(shorter.stocks)
    assert longer.events[longer.events.year <= 5].equals(shorter.events)


def test_every_policy_opens_with_the_same_people(short: Scenario) -> None:
    scenarios = [short, *(short.with_policy(p) for p in ("pay_floor_080", "task_admission"))]
    results = run(scenarios, replications=1, threads=1)
    traits = [trait.name for trait in TRAITS if trait.name != "at_reference_wage"]
    openings = []
    for scenario in scenarios:
        people = results.trajectory(scenario.name, 1).people
        at_opening = people[people.year == 0]
        openings.append(at_opening.groupby(traits)[["count", "ability"]].sum())
    first, *others = openings
    for other in others:
        assert other["count"].equals(first["count"])
        # pay differs, and a sum over other cells may end in another last bit
        assert np.allclose(other["ability"], first["ability"], rtol=1e-12, atol=1e-12)


def test_a_policy_that_adds_posts_keeps_the_staff_of_the_others(short: Scenario) -> None:
    grids = prepare(short.with_policy("grid_workers"))
    staff = live_through(grids.history, 1)[1]
    wide = open_policy_years(grids.history, grids.plan, staff)
    assert len(wide.age) == len(grids.plan.geography.key) > len(staff.age)
    old = np.isin(grids.plan.geography.key, grids.history.geography.key)
    for name in staff._fields:
        assert np.array_equal(getattr(wide, name)[old], getattr(staff, name))
    assert set(wide.entry_post[~old]) == {-1}


def test_history_is_the_same_plan_for_every_policy_of_a_place(short: Scenario) -> None:
    first, second = prepare(short), prepare(short.with_policy("hired_pay_1200"))
    assert first.history is second.history
    assert past_plan(short).years[0].year == -19
    assert past_plan(short).years[-1].year == 0


@pytest.mark.long
def test_one_worker_or_two_give_the_same_results(short: Scenario) -> None:
    scenarios = [short, short.with_policy("hired_pay_1200")]
    alone = run(scenarios, replications=3, threads=1)
    assert run(scenarios, replications=3, threads=2) == alone


@pytest.mark.parametrize("threads", [1, 3])
def test_a_batch_gives_what_its_runs_give_one_by_one(short: Scenario, threads: int) -> None:
    reform = short.with_policy("hired_pay_1200")
    draw = short.with_parameters(pay_weight=0.9)
    elsewhere = Scenario.load(place="siyang", years=short.years)
    jobs = [(reform, 4), (short, 4), (draw, 4), (elsewhere, 4), (short, 9), (reform, 4)]
    assert run_batch(jobs, threads=threads) == [run_one(*job) for job in jobs]


def test_seeds_are_runs_of_their_own(short: Scenario) -> None:
    five = run(short, replications=2, seed=5, threads=1)
    six = run(short, replications=1, seed=6, threads=1)
    assert five.trajectory("current_practice", 6) == six.trajectory("current_practice", 6)


def test_large_seeds_are_seeds(short: Scenario) -> None:
    largest = 2**63 - 3
    results = run(short.with_years(1), replications=1, seed=largest, threads=1)
    assert results.seeds == (largest,)
    low = run_one(short.with_years(1), largest & 0xFFFFFFFF)
    assert results.trajectory("current_practice", largest) != low


def test_progress_counts_every_part(short: Scenario) -> None:
    told: list[tuple[int, int, str]] = []
    scenarios = [short, short.with_policy("hired_pay_1200")]
    run(scenarios, replications=3, threads=1, progress=lambda *part: told.append(part))
    assert [done for done, _, _ in told] == [1, 2, 3, 4, 5]
    assert {total for _, total, _ in told} == {5}
    assert "hired_pay_1200" in told[1][2]
    assert told[-1][2] == "seed 3"


def test_no_scenario_is_refused() -> None:
    with pytest.raises(BadValue, match="no scenario"):
        run([], replications=1)


def test_two_scenarios_of_one_name_are_refused(short: Scenario) -> None:
    with pytest.raises(BadValue, match="'current_practice'"):
        run([short, short], replications=1)


@pytest.mark.parametrize("replications", [0, -1])
def test_less_than_one_replication_is_refused(replications: int, short: Scenario) -> None:
    with pytest.raises(BadValue, match="replications"):
        run(short, replications=replications)


@pytest.mark.parametrize("seed", [-1, 2**63, 2**63 - 1])
def test_a_seed_out_of_range_is_refused(seed: int, short: Scenario) -> None:
    with pytest.raises(BadValue, match="seed"):
        run(short, replications=1, seed=seed)


HASHES = """
from community_sim.runs import run
from community_sim.scenario import Scenario
current = Scenario.load(years=3)
scenarios = [current, current.with_policy("civil_service_quota_10")]
for one in run(scenarios, replications=1, threads=1):
    print(one.trajectory.content_hash)
for scenario in scenarios:
    print(scenario.content_hash)
"""


@pytest.mark.long
def test_two_hash_seeds_give_the_same_results() -> None:
    printed = []
    for hash_seed in ("1", "2"):
        python_path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        answer = subprocess.run(
            [sys.executable, "-c", HASHES],
            env=os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": python_path},
            capture_output=True,
            text=True,
            check=True,
        )
        printed.append(answer.stdout.split())
    assert len(printed[0]) == 4
    assert printed[0] == printed[1]
