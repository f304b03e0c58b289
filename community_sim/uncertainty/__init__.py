"""Run policies over what calibration leaves open, and say where the uncertainty comes from."""

from community_sim.uncertainty.bands import (
    SHARES,
    WAYS,
    Bands,
    bands,
    bands_frame,
    seeds_for_precision,
)
from community_sim.uncertainty.drawing import (
    FEWEST_SEEDS,
    Drawn,
    draws_on,
    grounds_with_draws,
    run_on_grounds,
    seeds_a_draw,
    seen_of,
)
from community_sim.uncertainty.shares import Shares, variance_shares

__all__ = [
    "FEWEST_SEEDS",
    "SHARES",
    "WAYS",
    "Bands",
    "Drawn",
    "Shares",
    "bands",
    "bands_frame",
    "draws_on",
    "grounds_with_draws",
    "run_on_grounds",
    "seeds_a_draw",
    "seeds_for_precision",
    "seen_of",
    "variance_shares",
]
