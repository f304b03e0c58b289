"""Run policies over what calibration leaves open, and say where the uncertainty comes from."""

from community_sim.uncertainty.bands import WAYS, Bands, bands, bands_frame, seeds_for_precision
from community_sim.uncertainty.drawing import (
    FEWEST_SEEDS,
    draws_of_both_readings,
    run_over_draws,
    seeds_a_draw,
)
from community_sim.uncertainty.shares import Shares, variance_shares

__all__ = [
    "FEWEST_SEEDS",
    "WAYS",
    "Bands",
    "Shares",
    "bands",
    "bands_frame",
    "draws_of_both_readings",
    "run_over_draws",
    "seeds_a_draw",
    "seeds_for_precision",
    "variance_shares",
]
