"""Ask which parameters move the outcomes: Morris to screen, Sobol to share out the variance."""

from community_sim.sensitivity.analysing import (
    Request,
    analyse,
    important,
    morris_frame,
    sobol_frame,
)
from community_sim.sensitivity.problem import Problem, load_problem

__all__ = [
    "Problem",
    "Request",
    "analyse",
    "important",
    "load_problem",
    "morris_frame",
    "sobol_frame",
]
