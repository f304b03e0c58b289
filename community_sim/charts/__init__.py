"""Draw comparisons and evidence: one chart a module, one house style, English and Chinese.

Each function takes a `Comparison` (those of evidence take none) and returns a matplotlib
figure; drawing libraries are loaded when the first chart is drawn.
"""

from community_sim.charts.cost_service import cost_service_chart
from community_sim.charts.effects import effects_chart
from community_sim.charts.evidence import pay_by_place_chart, survey_chart
from community_sim.charts.exits import exits_chart
from community_sim.charts.retention import retention_chart
from community_sim.charts.structure import structure_chart

__all__ = [
    "cost_service_chart",
    "effects_chart",
    "exits_chart",
    "pay_by_place_chart",
    "retention_chart",
    "structure_chart",
    "survey_chart",
]
