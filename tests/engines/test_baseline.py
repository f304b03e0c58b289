"""Nothing changes by accident: a small run of kaifu is written down.

`scripts/update_baseline.py` writes it anew; the changelog says why.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from community_sim.runs import run_one
from community_sim.scenario import Scenario

BASELINE = Path(__file__).parents[1] / "baseline" / "kaifu_current_practice.json"


@pytest.fixture(scope="module")
def recorded() -> Any:
    """Return what was written down."""
    return json.loads(BASELINE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lived(recorded: Any) -> Any:
    """Return the same run, made now."""
    scenario = Scenario.load(recorded["policy"], place=recorded["place"], years=recorded["years"])
    return run_one(scenario, recorded["seed"])


def test_as_many_events_of_each_kind_happen_as_before(recorded: Any, lived: Any) -> None:
    events = lived.events
    counts = events.groupby(["year", "event"]).size()
    assert {f"{y}/{e}": int(n) for (y, e), n in counts.items()} == recorded["events"]
    reasons = events[events.reason >= 0].groupby("reason").size()
    assert {str(reason): int(n) for reason, n in reasons.items()} == recorded["exits_by_reason"]


def test_the_same_people_are_there_at_the_end(recorded: Any, lived: Any) -> None:
    assert lived.population.person.tolist() == recorded["people"]


def test_the_last_years_stocks_are_what_they_were(recorded: Any, lived: Any) -> None:
    last = lived.stocks.iloc[-1]
    assert set(last.index) == set(recorded["stocks"])
    for name, value in recorded["stocks"].items():
        assert last[name] == pytest.approx(value, rel=1e-12), name
