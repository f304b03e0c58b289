"""Compare policies with current practice: effects with intervals, in tables and in words."""

from community_sim.comparison.comparing import compare
from community_sim.comparison.comparison import Comparison
from community_sim.comparison.effects import Effect
from community_sim.comparison.limits import undecided_by_reports

__all__ = ["Comparison", "Effect", "compare", "undecided_by_reports"]
