"""The lesson that needs no installation: the model's Mesa agents, run by plain Python.

What is imported here runs in a student's browser, and on a computer with the whole package, with
the same numbers.
"""

from community_sim.course.browser.decade import (
    PAY_STEPS,
    Decade,
    exits,
    live,
    one_community,
    runs_by_seed,
    scenarios_of_lesson,
    with_pay,
    yearly_wages,
)
from community_sim.course.browser.expectations import is_known, known_expectations, ready
from community_sim.course.browser.pictures import pairs_picture, posts_picture
from community_sim.course.browser.sliders import luck_slider, pay_slider, summary

__all__ = [
    "PAY_STEPS",
    "Decade",
    "exits",
    "is_known",
    "known_expectations",
    "live",
    "luck_slider",
    "one_community",
    "pairs_picture",
    "pay_slider",
    "posts_picture",
    "ready",
    "runs_by_seed",
    "scenarios_of_lesson",
    "summary",
    "with_pay",
    "yearly_wages",
]
