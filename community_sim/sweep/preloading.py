"""Load, when imported, what a worker needs; for the process that workers are copied from.

That process (multiprocessing's fork server) imports this once. Its copies then have the compiled
code in memory: a worker starts in some milliseconds, and a dead one is as quickly replaced.
"""

from community_sim.runs import run_one
from community_sim.scenario import Scenario
from community_sim.sweep import simulating

__all__ = ["simulating"]

run_one(Scenario.load(years=1), seed=1)
