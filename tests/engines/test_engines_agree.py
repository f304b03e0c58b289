"""The agents and the compiled columns tell the same story, bit for bit (MODEL.md case 17)."""

import numpy as np
import pytest

from community_sim.engines import simulate
from community_sim.policy_file import Change, PolicyFile, policy_names
from community_sim.prospects import live_through, open_policy_years
from community_sim.runs import prepare
from community_sim.scenario import Scenario


def assert_same(scenario: Scenario, seed: int, years: int) -> None:
    """Assert that both engines give the same trajectory and leave the same people."""
    prepared = prepare(scenario.with_years(years))
    staff = open_policy_years(
        prepared.history, prepared.plan, live_through(prepared.history, seed)[1]
    )
    by_agents, left_by_agents = simulate(prepared.plan, staff, seed, engine="agent")
    by_columns, left_by_columns = simulate(prepared.plan, staff, seed, engine="compiled")
    assert by_agents.events.equals(by_columns.events)
    assert by_agents.stocks.equals(by_columns.stocks)
    assert by_agents.people.equals(by_columns.people)
    assert by_agents.population.equals(by_columns.population)
    held = left_by_agents.entry_post >= 0
    for name in left_by_agents._fields:
        of_seat = name in ("entry_post", "vacancies", "attempts", "acting")
        rows = slice(None) if of_seat else held
        agents, columns = getattr(left_by_agents, name)[rows], getattr(left_by_columns, name)[rows]
        assert np.array_equal(agents, columns), name


@pytest.mark.parametrize("policy", policy_names())
def test_engines_agree_under_every_policy(policy: str, current: Scenario) -> None:
    assert_same(current.with_policy(policy), seed=4, years=6)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 21))
def test_engines_agree_over_twenty_seeds(seed: int, current: Scenario) -> None:
    assert_same(current, seed, years=20)


@pytest.mark.parametrize("dynamics", ["adaptive", "myopic", "hazard"])
def test_engines_agree_however_cadres_decide(dynamics: str, current: Scenario) -> None:
    assert_same(current.with_dynamics(dynamics), seed=5, years=6)  # type: ignore[arg-type]


@pytest.mark.parametrize("merit", [0.1, 0.9])
def test_engines_agree_where_people_mind_promotions_and_dismissals(
    merit: float, current: Scenario
) -> None:
    minding = current.with_parameters(
        frustration=0.05, effort_response=0.2, dismissal_morale_cost=3.0
    )
    changes = {
        "promotion.meritocracy_weight": merit, "separation.dismissal_share": 0.05,
        "pay.seniority_step": 0.02,
    }  # fmt: skip
    file = PolicyFile(
        "minded", applies_to="entrants", starts=2,
        changes=tuple(Change(name, "set", value) for name, value in changes.items()),
    )  # fmt: skip
    assert_same(minding.with_policy(file), seed=4, years=6)


def test_engines_agree_on_the_history(current: Scenario) -> None:
    history = prepare(current).history
    from community_sim.founding import found

    staff = found(history.geography, history.years[0].levers, history.parameters, 6)
    by_agents = simulate(history, staff, 6, engine="agent")[0]
    assert by_agents == simulate(history, staff, 6, engine="compiled")[0]
