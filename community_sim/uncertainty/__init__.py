"""Run policies over what calibration leaves open, and say where the uncertainty comes from."""

from community_sim.uncertainty.drawing import (
    FEWEST_SEEDS,
    draws_of_both_readings,
    run_over_draws,
    seeds_a_draw,
)
from community_sim.uncertainty.shares import Shares, variance_shares

__all__ = [
    "FEWEST_SEEDS",
    "Shares",
    "draws_of_both_readings",
    "run_over_draws",
    "seeds_a_draw",
    "variance_shares",
]
