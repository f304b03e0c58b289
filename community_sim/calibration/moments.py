"""The figures of the reports that calibration looks at, seen in a simulated history.

Moments are those of MODEL.md H1: shares of the workforce at the survey, and rates of the years
before it.  The model's population is as small as the one that was surveyed, so one run is as
random as one survey.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from community_sim.posterior import with_free_values
from community_sim.prospects import live_through, past_plan
from community_sim.scenario import Scenario
from community_sim.survey import simulated_shares
from community_sim.trajectory import Trajectory
from community_sim.vocabulary import EntryRoute, Event, Post

__all__ = ["MOMENTS", "RATES", "moments_of", "simulate_moments"]

RATES = ("a1", "g1", "x1", "x2", "x3")
"""Share of candidates who apply; growth of staff since the year of report 1's earlier money [log];
members new within a term; leavers a year; vacancies."""

SHARES = ("m1", "m2A", "m2B", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11", "m12", "m13")
WAYS_IN = {
    "m8w": EntryRoute.ELECTION,
    "m9w": EntryRoute.OPEN_RECRUITMENT,
    "m10w": EntryRoute.SECONDMENT,
}
"""Moments that read the survey's "source" (m8, m9, m10) as the way in, not as the mandate held."""

MOMENTS = (*SHARES, *RATES, *WAYS_IN)

_LAST_YEARS = 5
_SINCE_THEN = 5  # years from the grant of 2003 to the survey of 2008
_TERM = 3
_FEWEST_CANDIDATES = 10
"""Openings with fewer candidates are elections and secondments, not open recruitment."""


def simulate_moments(current: Scenario, values: Mapping[str, float], seed: int) -> dict[str, float]:
    """Return the moments of one history at values of the free quantities; NaN if nobody is left.

    Parameters
    ----------
    current : Scenario
        Current practice of the place.
    values : mapping
        Values of free quantities.
    seed : int
        Seed of the run.
    """
    history = past_plan(with_free_values(current, values))
    return moments_of(live_through(history, seed)[0])


def moments_of(run: Trajectory) -> dict[str, float]:
    """Return the moments of a history that has been run."""
    if not run.stock_columns["closing"][-1]:
        return dict.fromkeys(MOMENTS, math.nan)
    return {**simulated_shares(run), **_rates(run), **_ways_in(run)}


def _ways_in(run: Trajectory) -> dict[str, float]:
    route = run.population_columns["route"]
    return {name: float((route == way).mean()) for name, way in WAYS_IN.items()}


def _rates(run: Trajectory) -> dict[str, float]:
    stocks, events = run.stock_columns, run.event_columns
    last = stocks["year"] > stocks["year"][-1] - _LAST_YEARS
    opened = (events["applicants"] >= 0) & (events["pool"] > _FEWEST_CANDIDATES)
    return {
        "a1": _ratio(events["applicants"][opened].sum(), events["pool"][opened].sum()),
        "g1": _log_ratio(stocks["closing"][-1], stocks["closing"][-1 - _SINCE_THEN]),
        "x1": _new_members(run),
        "x2": _ratio(stocks["exits"][last].sum(), stocks["person_years"][last].sum()),
        "x3": _ratio(stocks["vacant_months"][last].sum(), stocks["post_months"][last].sum()),
    }


def _new_members(run: Trajectory) -> float:
    """Return the share of the members of committees who were none a term before."""
    people, events = run.population_columns, run.event_columns
    seated = people["person"][people["level"] >= Post.COMMITTEE_MEMBER]
    became = (
        np.isin(events["event"], (Event.ENTRY, Event.PROMOTION))
        & (events["level_from"] < Post.COMMITTEE_MEMBER)
        & (events["level_to"] >= Post.COMMITTEE_MEMBER)
        & (events["year"] > run.stock_columns["year"][-1] - _TERM)
    )
    new = np.isin(seated, events["person"][became])
    return _ratio(new.sum(), len(seated))


def _log_ratio(now: Any, then: Any) -> float:
    return math.log(float(now) / float(then)) if now and then else math.nan


def _ratio(part: Any, whole: Any) -> float:
    return float(part) / float(whole) if whole else math.nan


def as_row(moments: Mapping[str, float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return moments in the order of `MOMENTS`."""
    return np.array([moments[name] for name in MOMENTS])
