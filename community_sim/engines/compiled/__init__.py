"""The fast engine: the same year over columns, compiled as one kernel.

Calls the same rules and draws the same keyed numbers as the agent engine, and gives the same
event log; made for sweeps, calibration and search.
"""

import numpy as np

from community_sim.compilation import compiled
from community_sim.engines.compiled.columns import (
    EVENT_INTEGERS,
    ROW,
    Floats,
    Ints,
    Log,
    new_log,
    tables_of,
    world_of,
)
from community_sim.engines.compiled.year import count_people, open_year, run_year
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
    tables, years = tables_of(plan)
    world = world_of(plan, tables, int(seed))
    state, log = population.copy(), new_log(plan)
    first = plan.years[0].year - 1
    log.authorised[0] = int((plan.geography.open_from <= first).sum())
    compiled(count_people)(world, years[0], state, log)
    stocks = np.empty((len(years) + 1, len(STOCK_COLUMNS)))
    stocks[0] = _opening_row(log, plan)
    whole, traits = [], []
    step = compiled(run_year)
    for number, now in enumerate(years, start=1):
        step(world, now, state, log)
        stocks[number] = log.row
        size = int(log.size[0])
        whole.append(log.whole[:size].copy())
        traits.append(log.traits[:size].copy())
    stocks[:, ROW.year] = np.arange(len(years) + 1)
    events = _event_columns(np.concatenate(whole), np.concatenate(traits), first)
    return (
        Trajectory.from_columns(events, _stock_columns(stocks), staff_columns(state, plan)),
        state,
    )


def _opening_row(log: Log, plan: Plan) -> Floats:
    """Return the state before the first year as a row of stocks."""
    row = log.row.copy()
    row[ROW.communities] = len(plan.geography.households)
    row[ROW.posts] = log.authorised[0]
    row[ROW.opening] = row[ROW.closing]
    households = 0.0
    for value in plan.geography.households.tolist():
        households += value
    row[ROW.households] = households
    return row


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


def _stock_columns(stocks: Floats) -> dict[str, Ints | Floats]:
    return {
        name: stocks[:, row].astype(column.dtype)
        for row, (name, column) in enumerate(STOCK_COLUMNS.items())
    }
