"""Draw comparisons and evidence: one chart a module, one house style, English and Chinese.

Each function takes a `Comparison`, or the events of one community, or nothing but the reports'
figures, and returns a matplotlib figure; drawing libraries are loaded when the first chart is
drawn.
"""

from community_sim.charts.bands import bands_chart as bands_chart
from community_sim.charts.community_year import community_year_chart as community_year_chart
from community_sim.charts.cost_service import cost_service_chart as cost_service_chart
from community_sim.charts.effects import effects_chart as effects_chart
from community_sim.charts.evidence import pay_by_place_chart as pay_by_place_chart
from community_sim.charts.evidence import survey_chart as survey_chart
from community_sim.charts.exits import exits_chart as exits_chart
from community_sim.charts.identifiability import informed_chart as informed_chart
from community_sim.charts.identifiability import ranks_chart as ranks_chart
from community_sim.charts.identifiability import recovery_chart as recovery_chart
from community_sim.charts.identifiability import resting_chart as resting_chart
from community_sim.charts.identifiability import ridge_chart as ridge_chart
from community_sim.charts.replay import Seated as Seated
from community_sim.charts.retention import retention_chart as retention_chart
from community_sim.charts.scorecard import prior_posterior_chart as prior_posterior_chart
from community_sim.charts.scorecard import scorecard_chart as scorecard_chart
from community_sim.charts.sensitivity import morris_chart as morris_chart
from community_sim.charts.sensitivity import sobol_chart as sobol_chart
from community_sim.charts.staffing import headcount_chart as headcount_chart
from community_sim.charts.staffing import vacancies_chart as vacancies_chart
from community_sim.charts.structure import structure_chart as structure_chart

# A chart is listed by its line above.
_CHARTS = sorted(name for name in globals() if name.endswith("_chart"))
__all__ = ["Seated", *_CHARTS]  # noqa: PLE0604
