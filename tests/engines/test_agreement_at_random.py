"""The two engines tell the same story on twenty seeds, and on policies drawn at random."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from community_sim.engines import simulate
from community_sim.errors import CommunitySimError
from community_sim.plan import policy_plan
from community_sim.policy import levers
from community_sim.policy_file import Change, PolicyFile, policy_names
from community_sim.prospects import live_through, open_policy_years, past_plan, policy_prospects
from community_sim.runs import prepare
from community_sim.scenario import Scenario


def both(plan, staff, seed):
    fast, fast_closing = simulate(plan, staff, seed, engine="compiled")
    slow, slow_closing = simulate(plan, staff, seed, engine="agent")
    return (fast, fast_closing), (slow, slow_closing)


def assert_the_same(scenario, seed):
    ready = prepare(scenario)
    _, staff = live_through(ready.history, seed)
    staff = open_policy_years(ready.history, ready.plan, staff)
    (fast, _), (slow, _) = both(ready.plan, staff, seed)
    assert fast == slow


@pytest.mark.long
@pytest.mark.parametrize("policy", policy_names())
def test_the_engines_agree_on_every_shipped_policy_over_twenty_seeds(policy):
    scenario = Scenario.load(policy, place="kaifu", years=4)
    for seed in range(100, 120):
        assert_the_same(scenario, seed)


def lever_change(name):
    lever = levers()[name]
    if lever.kind is bool:
        return st.booleans()
    if name == "workload.households_per_grid":
        return st.sampled_from([0, 150, 400, 500])
    if lever.kind is int:
        return st.integers(int(lever.low), min(int(lever.high), int(lever.low) + 60))
    if lever.low is None:
        return st.sampled_from(["funded", "office", "headcount"])
    return st.floats(lever.low, lever.high)


FREE = [
    name
    for name in levers()
    if not name.startswith("recruitment.") or name.split(".")[1] in ("reserve_pool_share",)
]


@st.composite
def random_policies(draw):
    names = draw(st.lists(st.sampled_from(FREE), min_size=1, max_size=6, unique=True))
    changes = tuple(Change(name, "set", draw(lever_change(name))) for name in names)
    starts = draw(st.integers(1, 4))
    applies_to = draw(st.sampled_from(["everyone", "entrants", "bridge"]))
    bridge = draw(st.integers(1, 5)) if applies_to == "bridge" else 0
    return PolicyFile(
        "drawn", starts=starts, applies_to=applies_to, bridge_years=bridge, changes=changes
    )


@pytest.mark.long
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.generate],  # a counterexample of such size is not worth minutes of shrinking
    suppress_health_check=[HealthCheck.too_slow],
)
@given(policy=random_policies(), seed=st.integers(0, 2**40), years=st.integers(1, 6))
def test_the_engines_agree_on_policies_nobody_would_think_of(policy, seed, years):
    current = Scenario.load("current_practice", place="kaifu", years=years)
    scenario = current.with_policy(policy)
    expected = policy_prospects(current)  # any prospects will do
    history = past_plan(current)
    plan = policy_plan(scenario, expected, expected)
    _, staff = live_through(history, seed)
    staff = open_policy_years(history, plan, staff)
    try:
        (fast, _), (slow, _) = both(plan, staff, seed)
    except CommunitySimError as error:
        pytest.fail(str(error))
    assert fast == slow
    fast.check_conservation()
