"""Hold many runs, scenarios x seeds, and give their tables when asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from community_sim.errors import BadValue, UnknownPolicy, did_you_mean
from community_sim.trajectory import (
    EVENT_COLUMNS,
    PEOPLE_COLUMNS,
    STOCK_COLUMNS,
    Column,
    Trajectory,
    people_frame,
)

if TYPE_CHECKING:
    import pandas as pd

    from community_sim.scenario import Scenario

__all__ = ["Results", "Run", "categorical"]


@dataclass(frozen=True)
class Run:
    """Hold one replication of one scenario.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    seed : int
        Seed of the replication.
    trajectory : Trajectory
        What the run returned.
    """

    scenario: str
    seed: int
    trajectory: Trajectory


class Results:
    """Hold the runs of some scenarios, ordered by scenario and then by seed.

    The order in which the runs are handed over changes nothing.  No table is kept per run, so
    thousands of runs fit in memory.

    Parameters
    ----------
    scenarios : sequence of Scenario
        The scenarios, in the order wished for in tables and charts.
    runs : iterable of Run
        At most one per scenario and seed; a run that failed is simply not there.

    Raises
    ------
    BadValue
        Two scenarios share a name, or two runs share scenario and seed.
    UnknownPolicy
        A run is of none of the scenarios.
    """

    def __init__(self, scenarios: "Sequence[Scenario]", runs: Iterable[Run]) -> None:
        self._scenarios = _by_name(scenarios)
        self._runs = self._by_scenario_and_seed(runs)

    def _by_scenario_and_seed(self, runs: Iterable[Run]) -> dict[tuple[str, int], Run]:
        found: dict[tuple[str, int], Run] = {}
        for run in runs:
            self.scenario(run.scenario)
            if (run.scenario, run.seed) in found:
                raise BadValue(f"Two runs of '{run.scenario}' have the seed {run.seed}.")
            found[run.scenario, run.seed] = run
        rank = {name: position for position, name in enumerate(self._scenarios)}
        return dict(sorted(found.items(), key=lambda item: (rank[item[0][0]], item[0][1])))

    @property
    def scenarios(self) -> "tuple[Scenario, ...]":
        """Return the scenarios, in the order given."""
        return tuple(self._scenarios.values())

    @property
    def policies(self) -> tuple[str, ...]:
        """Return the names of the scenarios, in the order given."""
        return tuple(self._scenarios)

    @property
    def seeds(self) -> tuple[int, ...]:
        """Return every seed that some scenario was run with, ascending."""
        return tuple(sorted({seed for _, seed in self._runs}))

    def seeds_of(self, policy: str) -> tuple[int, ...]:
        """Return the seeds of one scenario, ascending; raise UnknownPolicy for a strange name."""
        self.scenario(policy)
        return tuple(seed for name, seed in self._runs if name == policy)

    def scenario(self, policy: str) -> "Scenario":
        """Return the scenario of this name; raise UnknownPolicy for a strange one."""
        try:
            return self._scenarios[policy]
        except KeyError:
            raise UnknownPolicy(
                f"'{policy}' is not among the scenarios that were run. "
                f"{did_you_mean(policy, self._scenarios)}"
            ) from None

    def trajectory(self, policy: str, seed: int) -> Trajectory:
        """Return one trajectory.

        Raises
        ------
        UnknownPolicy
            The scenario was not run.
        BadValue
            The scenario was not run with this seed.
        """
        self.scenario(policy)
        try:
            return self._runs[policy, seed].trajectory
        except KeyError:
            raise BadValue(
                f"'{policy}' has no run with seed {seed}; it was run with {self.seeds_of(policy)}."
            ) from None

    def __iter__(self) -> Iterator[Run]:
        """Walk through the runs, by scenario and then by seed."""
        return iter(self._runs.values())

    def __len__(self) -> int:
        """Return the number of runs."""
        return len(self._runs)

    def __eq__(self, other: object) -> bool:
        """Return whether the other results hold the same scenarios and the same runs."""
        if not isinstance(other, Results):
            return NotImplemented
        same_scenarios = self.scenarios == other.scenarios
        return same_scenarios and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    @cached_property
    def stocks(self) -> "pd.DataFrame":
        """Return the yearly stocks of all runs; the leading columns are policy and seed."""
        import pandas as pd

        tables = [run.trajectory.stock_columns for run in self]
        return pd.DataFrame(self._stacked(tables, STOCK_COLUMNS))

    @property
    def people(self) -> "pd.DataFrame":
        """Return the people by year of all runs (see `Trajectory.people`), policy and seed first.

        The table is built anew each time, as are the events.
        """
        tables = [run.trajectory.people_columns for run in self]
        return people_frame(self._stacked(tables, PEOPLE_COLUMNS))

    @property
    def events(self) -> "pd.DataFrame":
        """Return the events of all runs; the leading columns are policy and seed.

        The table is built anew each time: it is large, and keeping it is the caller's choice.
        """
        import pandas as pd

        tables = [run.trajectory.event_columns for run in self]
        return pd.DataFrame(self._stacked(tables, EVENT_COLUMNS))

    def _stacked(
        self, tables: Sequence[Mapping[str, NDArray[Any]]], schema: Mapping[str, Column]
    ) -> dict[str, Any]:
        stacked = self.leading_columns([table["year"].size for table in tables])
        for name, column in schema.items():
            empty = np.empty(0, dtype=column.dtype)
            stacked[name] = np.concatenate([empty, *(table[name] for table in tables)])
        return stacked

    def leading_columns(self, rows: Sequence[int]) -> dict[str, Any]:
        """Return the columns policy and seed of a table with some rows for each run, in order.

        The policy is a categorical whose categories stand in the order of the scenarios.
        """
        rank = {name: position for position, name in enumerate(self._scenarios)}
        codes = np.array([rank[run.scenario] for run in self], dtype=np.int64)
        seeds = np.array([run.seed for run in self], dtype=np.int64)
        policy = categorical(np.repeat(codes, rows), self._scenarios)
        return {"policy": policy, "seed": np.repeat(seeds, rows)}


def categorical(codes: NDArray[Any], names: Iterable[str]) -> "pd.Categorical[str]":
    """Return a column of names given by their positions; the categories keep the order."""
    import pandas as pd

    return pd.Categorical.from_codes(codes, pd.Index(list(names), dtype=object))


def _by_name(scenarios: "Sequence[Scenario]") -> "dict[str, Scenario]":
    named: dict[str, Scenario] = {}
    for scenario in scenarios:
        if scenario.name in named:
            raise BadValue(
                f"Two scenarios are named '{scenario.name}'; each needs a name of its own."
            )
        named[scenario.name] = scenario
    return named
