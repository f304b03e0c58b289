"""The fast engine: the same year over columns, compiled as one kernel.

Calls the same rules and draws the same keyed numbers as the agent engine, and gives the same
event log; made for sweeps, calibration and search.
"""

import numpy as np

from community_sim.compilation import NOTHING_REPLACED, compiled
from community_sim.engines.compiled.budgeting import remember_bill
from community_sim.engines.compiled.columns import (
    Events,
    new_log,
    people_of,
    population_of,
    seats_of,
    tables_of,
    world_of,
)
from community_sim.engines.compiled.year import run_years
from community_sim.engines.spending import with_spending
from community_sim.engines.staff import staff_columns
from community_sim.plan import Plan
from community_sim.population import Population
from community_sim.trajectory import ENGINE_COLUMNS, EVENT_COLUMNS, Trajectory
from community_sim.vocabulary import Event, Step

__all__ = ["simulate"]


def simulate(plan: Plan, population: Population, seed: int) -> tuple[Trajectory, Population]:
    """Run a plan from a population; return what happened and who is in post at the end.

    Parameters
    ----------
    plan : Plan
        What holds in each year.
    population : Population
        Who holds each post at the start; not changed.
    seed : int
        Seed of the replication, 0 to 2**63 - 1.
    """
    tables, schedule = tables_of(plan)
    world = world_of(plan, tables, int(seed))
    seats, log = seats_of(plan.geography, population), new_log(plan)
    stocks = np.empty((len(plan.years) + 1, len(ENGINE_COLUMNS)))
    events: dict[str, np.ndarray] = {}
    done = 0
    before = sum(year.year < plan.policy_starts for year in plan.years)
    while done < len(plan.years):
        until, rules = len(plan.years), plan.rules.replacements
        if done < before:
            until, rules = before, NOTHING_REPLACED
        elif done == before:
            compiled(remember_bill)(world, seats, log)
        done = compiled(run_years, rules)(world, schedule, seats, log, stocks, (done, until))
        _append(events, _in_order(log.events[: log.size[0]], plan.years[0].year - 1))
        log.size[0] = 0
    closing, people = population_of(seats), people_of(log)
    del seats, log  # large for a nation, and no longer needed
    columns = {
        name: stocks[:, row].astype(column.dtype)
        for row, (name, column) in enumerate(ENGINE_COLUMNS.items())
    }
    staff, money = staff_columns(closing, plan), with_spending(columns, events, plan)
    return Trajectory.from_columns(events, money, people, staff), closing


def _in_order(events: Events, first: int) -> dict[str, np.ndarray]:
    """Return events as columns, in the order year, step, post, event.

    A post has at most one event of a kind in a step, and a step's events stand together, so one
    key that is nearly sorted already tells the order.
    """
    year = events["year"].astype(np.int64) - first
    key = (year * len(Step) + events["step"]) * (1 << 32) + events["post"]
    order = np.argsort(key * len(Event) + events["event"], kind="stable")
    columns = {name: events[name][order] for name in EVENT_COLUMNS}
    columns["year"] -= columns["year"].dtype.type(first)
    return columns


def _append(columns: dict[str, np.ndarray], part: dict[str, np.ndarray]) -> None:
    """Make columns longer by a part, in place: a nation's are too large to be there twice."""
    if not columns:
        columns.update(part)
        return
    for name, more in part.items():
        before = len(columns[name])
        columns[name].resize(before + len(more), refcheck=False)
        columns[name][before:] = more
