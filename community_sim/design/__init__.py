"""Describe a sweep: which policies, places, values and seeds are run, and what is measured."""

from community_sim.design.design import Design, Draw, RunPlace, policy_of_record
from community_sim.design.design_file import read_design

__all__ = ["Design", "Draw", "RunPlace", "policy_of_record", "read_design"]
