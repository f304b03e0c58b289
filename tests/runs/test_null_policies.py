"""A policy that changes nothing differs by nothing, and one that moves nobody moves nobody."""

from dataclasses import replace
from pathlib import Path

import pytest

from community_sim.policy_file import PolicyFile, load_policy
from community_sim.prospects import policy_prospects
from community_sim.runs import run
from community_sim.scenario import Scenario

NOTHING = {
    "no_change": "",
    "the_same_values": "levers: {pay: {coefficient_principal: {multiply_by: 1.0}}}",
    "nothing_added": "levers: {workload: {administrative_items: {add: 0}}}",
    "from_year_three": "starts: 3\nlevers: {pay: {coefficient_deputy: {multiply_by: 1.0}}}",
    "entrants_only": "applies_to: entrants\nlevers: {pay: {coefficient_deputy: {at_least: 0.01}}}",
    "over_a_bridge": (
        "applies_to: bridge\nbridge_years: 3\nlevers: {pay: {coefficient_deputy: {at_most: 2.0}}}"
    ),
    "at_the_same_bill": "levers: {pay: {hold_wage_bill: false}}",
}


def written(folder: Path, name: str, text: str) -> PolicyFile:
    """Return a policy file of this text."""
    path = folder / f"{name}.yaml"
    path.write_text(f"title: Nothing\ntitle_zh: 无\nrationale: None.\n{text}\n", encoding="utf-8")
    return load_policy(path)


@pytest.mark.parametrize("name", NOTHING)
def test_a_policy_without_changes_gives_the_same_trajectories(
    name: str, tmp_path: Path, short: Scenario
) -> None:
    nothing = short.with_policy(written(tmp_path, name, NOTHING[name]))
    results = run([short, nothing], replications=2, seed=3, threads=1)
    for seed in (3, 4):
        assert results.trajectory(name, seed) == results.trajectory("current_practice", seed)


def test_a_scenario_of_another_name_is_the_same_scenario(short: Scenario) -> None:
    renamed = replace(short, name="renamed")
    results = run([short, renamed], replications=1, threads=1)
    assert results.trajectory("renamed", 1) == results.trajectory("current_practice", 1)


@pytest.mark.parametrize("policy", ["demand_response", "work_funds_3000"])
def test_a_policy_that_no_cadre_feels_moves_nobody(policy: str, short: Scenario) -> None:
    other = short.with_policy(policy)
    results = run([short, other], replications=2, threads=1)
    for seed in (1, 2):
        felt, unfelt = (results.trajectory(name, seed) for name in (policy, "current_practice"))
        assert felt.events.equals(unfelt.events)
        assert not felt.stocks.equals(unfelt.stocks)


@pytest.mark.parametrize("policy", ["demand_response", "work_funds_3000"])
def test_nobody_expects_anything_of_a_policy_that_no_cadre_feels(
    policy: str, short: Scenario
) -> None:
    assert policy_prospects(short.with_policy(policy)) == policy_prospects(short)


@pytest.mark.parametrize(
    "policy",
    [
        "hired_pay_1200",
        "hired_pay_1200_headcount",
        "civil_service_quota_10",
        "task_admission",
        "grid_workers",
        "reserve_pool",
        "appraisal_dismissal_5",
        "package_all",
    ],
)
def test_until_a_policy_starts_everything_is_as_it_is(policy: str, short: Scenario) -> None:
    late = replace(load_policy(policy), name="late", starts=4)
    results = run([short, short.with_policy(late)], replications=2, threads=1)
    for seed in (1, 2):
        before, after = (results.trajectory(name, seed) for name in ("current_practice", "late"))
        assert after.events[after.events.year < 4].equals(before.events[before.events.year < 4])
        assert after.stocks[:4].equals(before.stocks[:4])
        assert not after.events.equals(before.events)


def test_entrants_terms_leave_incumbents_exits_of_the_first_year_as_they_are(
    short: Scenario,
) -> None:
    file = replace(load_policy("hired_pay_1200"), name="for_entrants", applies_to="entrants")
    reform = short.with_policy(file)
    prospects = {policy_prospects(short), policy_prospects(reform)}
    assert len(prospects) == 2  # what people expect does change
    for year in range(1, 6):
        today = short.terms_in_year(year, entered_before=True)
        assert reform.terms_in_year(year, entered_before=True) == today
        assert reform.terms_in_year(year, entered_before=False) != today
