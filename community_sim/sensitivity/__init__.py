"""Ask which parameters move the outcomes: Morris to screen, Sobol to share out the variance."""

from community_sim.sensitivity.analysing import (
    IMPORTANT,
    Request,
    analyse,
    important,
    morris_frame,
    sobol_frame,
)
from community_sim.sensitivity.problem import Problem, label_of, load_problem

__all__ = [
    "IMPORTANT",
    "Problem",
    "Request",
    "analyse",
    "important",
    "label_of",
    "load_problem",
    "morris_frame",
    "sobol_frame",
]
