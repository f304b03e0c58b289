"""Make a scenario ready where nothing is compiled: with what its cadres expect looked up.

What cadres expect is found by running the model over and over, which takes a browser most of a
minute. A site therefore brings what the same functions found when it was built, for the scenarios
of its lessons; any other scenario finds its own.
"""

import functools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from community_sim import engines
from community_sim.careers import Prospects
from community_sim.compilation import compiled
from community_sim.plan import Plan, history_plan, policy_plan
from community_sim.prospects import history_prospects, policy_prospects
from community_sim.randomness import philox4x32
from community_sim.runs import Prepared, prepare
from community_sim.scenario import Scenario

__all__ = ["FILE", "is_known", "known_expectations", "ready", "use_agents"]

FILE = Path(__file__).with_name("expectations.json")
"""What a site was built with; there is none on a computer with the whole package."""

_PAST = "past:"


def use_agents() -> bool:
    """Let Mesa's agents run every year where Numba is missing; return whether it is.

    Both engines give the same events, and without Numba the agents are the quicker ones.
    """
    is_plain = compiled(philox4x32) is philox4x32
    if is_plain:
        from community_sim.engines import agent

        vars(engines)["compiled"] = agent
    return is_plain


@functools.lru_cache(maxsize=16)
def ready(scenario: Scenario) -> Prepared:
    """Return a scenario ready to run, its expectations looked up if the site brings them."""
    use_agents()
    if not is_known(scenario):
        return prepare(scenario)
    known, current = _known(), scenario.baseline()
    before, after = known[_key(current)], known[_key(scenario)]
    past = _history(current, known[_PAST + _key(current)])
    return Prepared(past, policy_plan(scenario, before, after))


def is_known(scenario: Scenario) -> bool:
    """Return whether the site brings what the cadres of a scenario expect."""
    current = _key(scenario.baseline())
    return {_PAST + current, current, _key(scenario)} <= _known().keys()


def known_expectations(scenarios: Sequence[Scenario]) -> str:
    """Return what cadres expect in some scenarios and in their current practice, as JSON."""
    found: dict[str, Prospects] = {}
    for scenario in scenarios:
        current = scenario.baseline()
        found[_PAST + _key(current)] = history_prospects(current)
        found[_key(current)] = policy_prospects(current)
        found[_key(scenario)] = policy_prospects(scenario)
    return json.dumps(found, indent=1)


@functools.cache
def _known() -> Mapping[str, Prospects]:
    if not FILE.exists():
        return {}
    found = json.loads(FILE.read_text(encoding="utf-8"))
    return {key: Prospects(*numbers) for key, numbers in found.items()}


@functools.lru_cache(maxsize=8)
def _history(current: Scenario, expected: Prospects) -> Plan:
    """Return the plan of a past; kept, so that every policy of a place shares it."""
    return history_plan(current, expected)


def _key(scenario: Scenario) -> str:
    """Return a name for what decides expectations; the horizon does not."""
    return scenario.with_years(1).content_hash
