"""Describe a sweep: which policies, places, values and seeds are run, and what is measured."""

from community_sim.design.design import Design, Draw, RunPlace
from community_sim.design.design_file import read_design

__all__ = ["Design", "Draw", "RunPlace", "read_design"]
