"""Show who is in post as a table of persons; the same for both engines."""

from typing import Any

import numpy as np

from community_sim.plan import Plan
from community_sim.population import VACANT, Population
from community_sim.randomness import ORDINALS_PER_POST

__all__ = ["staff_columns"]


def staff_columns(population: Population, plan: Plan) -> dict[str, np.ndarray[Any, Any]]:
    """Return the columns of those in post, one row per person."""
    filled = np.flatnonzero(population.entry_post != VACANT)
    geography = plan.geography
    people = {
        name: getattr(population, name)[filled]
        for name in (
            "mandate", "route", "age", "tenure", "education", "sex", "party", "ability", "taste",
            "entry_year",
        )
    }  # fmt: skip
    return {
        "person": population.entry_post[filled] * ORDINALS_PER_POST + population.ordinal[filled],
        "post": geography.key[filled],
        "community": geography.community[filled],
        "level": geography.level[filled],
        **people,
    }
