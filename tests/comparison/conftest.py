"""Build results whose outcomes are set by hand, one number per replication."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pytest

from community_sim.results import Results, Run
from community_sim.trajectory import (
    EVENT_COLUMNS,
    PEOPLE_COLUMNS,
    POPULATION_COLUMNS,
    RECORDED_COLUMNS,
    Column,
    Trajectory,
)

Stocks = Mapping[str, float]


class Levers(NamedTuple):
    """Two levers, as plain numbers."""

    pay: float = 1.0
    posts: float = 2.0


@dataclass(frozen=True)
class FakePolicy:
    """What a comparison asks of a policy."""

    levers: Levers = field(default_factory=Levers)

    def as_numbers(self) -> Levers:
        """Return the levers."""
        return self.levers


@dataclass(frozen=True)
class FakePolicyFile:
    """What a comparison asks of a policy file."""

    title: str = "Pay more"
    title_zh: str = "提高薪酬"
    expect: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, current: FakePolicy, lang: str, policy: FakePolicy | None = None) -> str:
        """Return what the policy changes."""
        return "提高薪酬。" if lang == "zh" else f"Raises pay from {current.levers.pay:g}."


@dataclass(frozen=True)
class FakePlace:
    """What a comparison asks of a place."""

    name: str = "kaifu"


@dataclass(frozen=True)
class FakeScenario:
    """What a comparison asks of a scenario."""

    name: str
    place: FakePlace = field(default_factory=FakePlace)
    policy_file: FakePolicyFile | None = None
    current: FakePolicy = field(default_factory=FakePolicy)
    policy: FakePolicy = field(default_factory=FakePolicy)
    holds_bill: bool = False
    dynamics: str = "forward"


def trajectory(years: int = 2, **stocks: float) -> Trajectory:
    """Return a run with no events, whose stock columns are constant."""
    columns = {
        name: np.full(years + 1, stocks.get(name, 0)).astype(column.dtype)
        for name, column in RECORDED_COLUMNS.items()
    }
    columns["year"] = np.arange(years + 1)
    columns["communities"] = np.ones(years + 1, np.int64)
    return Trajectory.from_columns(
        _no_rows(EVENT_COLUMNS), columns, _no_rows(PEOPLE_COLUMNS), _no_rows(POPULATION_COLUMNS)
    )  # fmt: skip


def _no_rows(schema: Mapping[str, Column]) -> dict[str, Any]:
    return {name: np.empty(0, column.dtype) for name, column in schema.items()}


@pytest.fixture(scope="session")
def scenario() -> type[FakeScenario]:
    """Return the class of scenarios."""
    return FakeScenario


@pytest.fixture(scope="session")
def fakes() -> dict[str, Any]:
    """Return the classes that a scenario is made of."""
    return {
        "levers": Levers,
        "place": FakePlace,
        "policy": FakePolicy,
        "policy_file": FakePolicyFile,
    }


@pytest.fixture(scope="session")
def results_of() -> Callable[..., Results]:
    """Return a function from each scenario's stocks, one mapping per seed, to results."""

    def make(
        stocks: Mapping[str, Sequence[Stocks]], scenarios: Sequence[Any] = (), years: int = 2
    ) -> Results:
        made = list(scenarios) or [FakeScenario(name) for name in stocks]
        runs = [
            Run(name, seed, trajectory(years, **each))
            for name, rows in stocks.items()
            for seed, each in enumerate(rows, start=1)
        ]
        return Results(made, runs)

    return make
