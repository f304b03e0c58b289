"""Prices that nobody states: drawn from their ranges with every draw of the calibration.

A price moves no person, so no figure of the survey speaks of it: what is thought of it beforehand
is all that there is to think, and calibration leaves it alone.
"""

import math
import zlib

import numpy as np

from community_sim.parameters import parameter_info

__all__ = ["PRICES", "prices_at"]

PRICES = (
    "acting_allowance_share", "asking_price", "bought_hour_price", "certification_price",
    "exam_price", "reserve_allowance_share", "severance_months", "task_hours_kept",
    "turnover_hiring_cost", "turnover_training_cost",
)  # fmt: skip
"""Parameters that rules of spending and turnover alone read."""


def prices_at(number: int) -> tuple[tuple[str, float], ...]:
    """Return the prices that belong to a draw, by the number of its row.

    Each has a triangular distribution on its range in `data/parameters.csv`, highest at its value.
    """
    info = parameter_info()
    return tuple(
        (name, _triangular(info[name].low, info[name].value, info[name].high, _share(name, number)))
        for name in PRICES
    )


def _share(name: str, number: int) -> float:
    """Return a number between 0 and 1 that belongs to a price and a draw."""
    return float(np.random.default_rng([zlib.crc32(name.encode()), number]).random())


def _triangular(low: float, mode: float, high: float, share: float) -> float:
    """Return the quantile of a triangular distribution."""
    turn = (mode - low) / (high - low)
    if share < turn:
        return low + math.sqrt(share * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - share) * (high - low) * (high - mode))
