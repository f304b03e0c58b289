"""Build the tidy tables that the charts draw."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from community_sim.errors import BadValue
from community_sim.outcomes.retention import kaplan_meier
from community_sim.outcomes.structure import AGE_BANDS, TENURE_BANDS
from community_sim.outcomes.window import Window, once_a_run
from community_sim.results import Results, categorical
from community_sim.trajectory import Trajectory
from community_sim.vocabulary import Event, SeparationReason

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "age_structure",
    "exits_by_reason",
    "recruit_survival",
    "survival",
    "tenure_structure",
    "yearly_exits",
]


@once_a_run
def survival(trajectory: Trajectory, max_years: int) -> NDArray[Any]:
    """Return a run's `recruit_survival` as two rows: share retained, and people at risk."""
    recruits = Window(trajectory, trajectory.years).recruits
    return np.stack(kaplan_meier(recruits.duration, left=recruits.reason >= 0, max_years=max_years))


@once_a_run
def yearly_exits(trajectory: Trajectory) -> NDArray[Any]:
    """Return a run's exits [people], shape (years, reasons)."""
    reasons = len(SeparationReason)
    events, years = trajectory.event_columns, trajectory.years
    left = events["event"] == Event.EXIT
    cell = (events["year"][left] - 1) * reasons + events["reason"][left]
    return np.bincount(cell, minlength=years * reasons).reshape(years, reasons)


def recruit_survival(results: Results, max_years: int = 10) -> "pd.DataFrame":
    """Return the share of recruits still there after 0 to `max_years` years, run by run.

    Kaplan-Meier of the entry cohorts of years 1 to 10, censored at the end of each run.

    Returns
    -------
    pandas.DataFrame
        Columns policy, seed, years_since_entry, retained [share], at_risk [people].  `retained` is
        NaN where no recruit was observed for so long.
    """
    import pandas as pd

    curves = [survival(run.trajectory, max_years) for run in results]
    table = results.leading_columns([max_years + 1] * len(results))
    table["years_since_entry"] = np.tile(np.arange(max_years + 1), len(results))
    table["retained"] = np.concatenate([np.empty(0), *(retained for retained, _ in curves)])
    at_risk = np.concatenate([np.empty(0), *(risk for _, risk in curves)])
    table["at_risk"] = at_risk.astype(np.int64)
    return pd.DataFrame(table)


def exits_by_reason(results: Results) -> "pd.DataFrame":
    """Return the exits of every year by reason, run by run.

    Returns
    -------
    pandas.DataFrame
        Columns policy, seed, year (1 to the last), reason (name of the `SeparationReason` in lower
        case, a categorical in the order of the vocabulary), exits [people], person_years,
        rate [exits per person-year].
    """
    import pandas as pd

    reasons = len(SeparationReason)
    exits, person_years = [np.empty(0, np.int64)], [np.empty(0)]
    for run in results:
        exits.append(yearly_exits(run.trajectory).ravel())
        person_years.append(np.repeat(run.trajectory.stock_columns["person_years"][1:], reasons))
    spans = [run.trajectory.years for run in results]
    table = results.leading_columns([years * reasons for years in spans])
    years_of_runs = [np.arange(1, years + 1) for years in spans]
    table["year"] = np.repeat(np.concatenate([np.empty(0, np.int64), *years_of_runs]), reasons)
    names = [reason.name.lower() for reason in SeparationReason]
    codes = np.tile(np.arange(reasons), sum(spans))
    table["reason"] = categorical(codes, names)
    table["exits"] = np.concatenate(exits)
    table["person_years"] = np.concatenate(person_years)
    frame = pd.DataFrame(table)
    frame["rate"] = frame["exits"] / frame["person_years"].where(frame["person_years"] > 0)
    return frame


def age_structure(results: Results, year: int | None = None) -> "pd.DataFrame":
    """Return how many people are in each age band at the close of a year, run by run.

    Parameters
    ----------
    results : Results
        The runs.
    year : int, optional
        Policy year, 0 for the opening state; default the last of each run.

    Returns
    -------
    pandas.DataFrame
        Columns policy, seed, band (stock column of the band, a categorical; its labels are in
        `AGE_BANDS`), people, share.

    Raises
    ------
    BadValue
        A run does not reach the year.
    """
    return _structure(results, AGE_BANDS, year)


def tenure_structure(results: Results, year: int | None = None) -> "pd.DataFrame":
    """Return how many people are in each tenure band at the close of a year, run by run.

    As `age_structure`; the labels of the bands are in `TENURE_BANDS`.
    """
    return _structure(results, TENURE_BANDS, year)


def _structure(
    results: Results, bands: Mapping[str, tuple[str, str]], year: int | None
) -> "pd.DataFrame":
    import pandas as pd

    people, headcount = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for run in results:
        stocks, last = run.trajectory.stock_columns, run.trajectory.years
        row = last if year is None else year
        if not 0 <= row <= last:
            raise BadValue(f"Year {row} lies outside the run: it must be from 0 to {last}.")
        people.append(np.array([stocks[band][row] for band in bands]))
        headcount.append(np.repeat(stocks["closing"][row], len(bands)))
    table = results.leading_columns([len(bands)] * len(results))
    table["band"] = categorical(np.tile(np.arange(len(bands)), len(results)), bands)
    table["people"] = np.concatenate(people)
    frame = pd.DataFrame(table)
    closing = pd.Series(np.concatenate(headcount))
    frame["share"] = frame["people"] / closing.where(closing > 0)
    return frame
