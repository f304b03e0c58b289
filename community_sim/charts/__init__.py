"""Draw comparisons and evidence: one chart a module, one house style, English and Chinese.

Each function takes a `Comparison`, or the events of one community, or nothing but the reports'
figures, and returns a matplotlib figure; drawing libraries are loaded when the first chart is
drawn.
"""

from community_sim.charts.bands import bands_chart
from community_sim.charts.community_year import community_year_chart
from community_sim.charts.cost_service import cost_service_chart
from community_sim.charts.effects import effects_chart
from community_sim.charts.evidence import pay_by_place_chart, survey_chart
from community_sim.charts.exits import exits_chart
from community_sim.charts.identifiability import (
    informed_chart,
    ranks_chart,
    recovery_chart,
    resting_chart,
    ridge_chart,
)
from community_sim.charts.replay import Seated
from community_sim.charts.retention import retention_chart
from community_sim.charts.scorecard import prior_posterior_chart, scorecard_chart
from community_sim.charts.sensitivity import morris_chart, sobol_chart
from community_sim.charts.staffing import headcount_chart, vacancies_chart
from community_sim.charts.structure import structure_chart

__all__ = [
    "Seated",
    "bands_chart",
    "community_year_chart",
    "cost_service_chart",
    "effects_chart",
    "exits_chart",
    "headcount_chart",
    "informed_chart",
    "morris_chart",
    "pay_by_place_chart",
    "prior_posterior_chart",
    "ranks_chart",
    "recovery_chart",
    "resting_chart",
    "ridge_chart",
    "retention_chart",
    "scorecard_chart",
    "sobol_chart",
    "structure_chart",
    "survey_chart",
    "vacancies_chart",
]
