"""The fast engine: the same year over columns, compiled as one kernel.

Calls the same rules and draws the same keyed numbers as the agent engine, and gives the same
event log; made for sweeps, calibration and search.
"""

import numpy as np

from community_sim.compilation import compiled
from community_sim.engines.compiled.columns import (
    EVENT_INTEGERS,
    Floats,
    Ints,
    new_log,
    population_of,
    seats_of,
    tables_of,
    world_of,
)
from community_sim.engines.compiled.year import run_years
from community_sim.engines.staff import staff_columns
from community_sim.plan import Plan
from community_sim.population import Population
from community_sim.trajectory import EVENT_COLUMNS, STOCK_COLUMNS, Trajectory

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
    stocks = np.empty((len(plan.years) + 1, len(STOCK_COLUMNS)))
    compiled(run_years)(world, schedule, seats, log, stocks)
    closing = population_of(seats)
    size = int(log.size[0])
    events = _event_columns(log.whole[:size], log.traits[:size], plan.years[0].year - 1)
    columns = {
        name: stocks[:, row].astype(column.dtype)
        for row, (name, column) in enumerate(STOCK_COLUMNS.items())
    }
    return Trajectory.from_columns(events, columns, staff_columns(closing, plan)), closing


def _event_columns(whole: Ints, traits: Floats, first: int) -> dict[str, Ints | Floats]:
    """Return the events as columns, in the order year, step, post, event, person."""
    place = {name: column for column, name in enumerate(EVENT_INTEGERS)}
    keys = [whole[:, place[name]] for name in ("person", "event", "post", "step", "year")]
    order = np.lexsort(keys)
    columns: dict[str, Ints | Floats] = {}
    for name, column in EVENT_COLUMNS.items():
        if name == "ability":
            columns[name] = traits[order, 0]
        elif name == "taste":
            columns[name] = traits[order, 1]
        else:
            columns[name] = whole[order, place[name]].astype(column.dtype)
    columns["year"] = (columns["year"] - first).astype(EVENT_COLUMNS["year"].dtype)
    return columns
