"""Repeat one run of a design in this process."""

from community_sim.design import Design
from community_sim.errors import UnknownName
from community_sim.sweep.finished import Finished
from community_sim.sweep.keys import Keys
from community_sim.sweep.simulating import Group, RunTask, simulate_group, simulate_run

__all__ = ["group_of", "repeat"]


def repeat(design: Design, key: str, run_task: RunTask = simulate_run) -> Finished:
    """Return what a run of a design comes to, by its key.

    Raises
    ------
    UnknownName
        No run of the design has the key; the design or the code has changed.
    """
    keys = Keys(design)
    for position in range(len(design)):
        if keys.of(position) == key:
            return simulate_group(group_of(design, position, run_task))[0]
    raise UnknownName(f"No run has the key '{key}'; have the sweep's file or the code changed?")


def group_of(design: Design, position: int, run_task: RunTask = simulate_run) -> Group:
    """Return a group of one run."""
    scenario = design.scenario(position // design.seeds)
    runs = ((position, design.run(position).seed),)
    limit = design.run_seconds_limit
    return Group(scenario, runs, design.horizons, design.outcomes, limit, run_task)
