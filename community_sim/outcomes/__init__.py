"""Measure trajectories: every outcome with its formula and unit, and the tables of the charts.

Yearly flows are averages over years 1 to the horizon h, weighted where money is discounted;
stocks are those of year h.  What cannot be computed is NaN, never a zero in its place.
"""

from community_sim.outcomes.measuring import (
    HEADLINE_OUTCOMES,
    MEASURED,
    OUTCOMES,
    measure,
    measured,
    measured_alone,
    outcome,
    outcome_table,
    usual_horizons,
)
from community_sim.outcomes.money import COST
from community_sim.outcomes.outcome import UNDEFINED, Outcome, Unit
from community_sim.outcomes.structure import AGE_BANDS, TENURE_BANDS
from community_sim.outcomes.tables import (
    age_structure,
    exits_by_reason,
    recruit_survival,
    survival,
    tenure_structure,
    yearly_exits,
)
from community_sim.outcomes.window import Window, checked_discount_rate

__all__ = [
    "AGE_BANDS",
    "COST",
    "HEADLINE_OUTCOMES",
    "MEASURED",
    "OUTCOMES",
    "TENURE_BANDS",
    "UNDEFINED",
    "Outcome",
    "Unit",
    "Window",
    "age_structure",
    "checked_discount_rate",
    "exits_by_reason",
    "measure",
    "measured",
    "measured_alone",
    "outcome",
    "outcome_table",
    "recruit_survival",
    "survival",
    "tenure_structure",
    "usual_horizons",
    "yearly_exits",
]
