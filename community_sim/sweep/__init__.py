"""Run many scenarios over many seeds, so that no finished run is lost whatever happens."""

from community_sim.sweep.reading import StoredSweep, read_sweep
from community_sim.sweep.running import SweepReport, run_sweep

__all__ = ["StoredSweep", "SweepReport", "read_sweep", "run_sweep"]
