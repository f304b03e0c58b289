"""Measure every outcome on one trajectory, or on all runs of some results."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from community_sim.errors import BadValue, UnknownOutcome, did_you_mean
from community_sim.outcomes.flows import FLOWS
from community_sim.outcomes.money import COST, MONEY
from community_sim.outcomes.outcome import Outcome
from community_sim.outcomes.retention import RETENTION
from community_sim.outcomes.service import SERVICE
from community_sim.outcomes.structure import STRUCTURE
from community_sim.outcomes.window import Window, once_a_run
from community_sim.results import Results, categorical
from community_sim.trajectory import Trajectory

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "HEADLINE_OUTCOMES",
    "MEASURED",
    "OUTCOMES",
    "by_name",
    "measure",
    "measured",
    "measured_alone",
    "outcome",
    "outcome_table",
    "usual_horizons",
]

_USUAL_HORIZONS = (5, 10, 20)


def by_name(outcomes: Iterable[Outcome]) -> dict[str, Outcome]:
    """Return outcomes by their names; raise BadValue, naming both, if two have the same."""
    found: dict[str, Outcome] = {}
    for each in outcomes:
        first = found.setdefault(each.name, each)
        if first is not each:
            raise BadValue(
                f"community_sim/outcomes: '{first.label_en}' and '{each.label_en}' are both named "
                f"'{each.name}'; give one another name."
            )
    return found


OUTCOMES: Mapping[str, Outcome] = by_name((*RETENTION, *FLOWS, *MONEY, *SERVICE, *STRUCTURE))
# Those that one trajectory is enough for, in the order of every table.
MEASURED: tuple[Outcome, ...] = tuple(each for each in OUTCOMES.values() if not each.needs_baseline)

HEADLINE_OUTCOMES = (
    "recruit_retention_3y", "exit_rate", "quit_rate", "vacancy_rate", COST, "service_capacity",
)  # fmt: skip
"""What tables and charts of effects show unless told otherwise."""


def outcome(name: str) -> Outcome:
    """Return the outcome of this name; raise UnknownOutcome, naming the nearest, if none is."""
    try:
        return OUTCOMES[name]
    except KeyError:
        hint = did_you_mean(name, OUTCOMES)
        raise UnknownOutcome(f"'{name}' is not an outcome. {hint}".rstrip()) from None


def usual_horizons(years: int) -> tuple[int, ...]:
    """Return the years 5, 10 and 20 as far as a run of some years reaches, and its last year."""
    return tuple(sorted({year for year in _USUAL_HORIZONS if year < years} | {years}))


def measured(
    trajectory: Trajectory, horizons: Sequence[int], discount_rate: float = 0.0
) -> NDArray[Any]:
    """Return every outcome that needs no baseline, as numbers only.

    Parameters
    ----------
    trajectory : Trajectory
        One run.
    horizons : sequence of int
        Years up to which to look; BadValue if the run does not reach one.
    discount_rate : float
        How much less a yuan counts a year later [share per year]; see `Window`.

    Returns
    -------
    ndarray of float, shape (horizons, len(MEASURED))
        NaN where an outcome is undefined.
    """
    return np.array([_measured_at(trajectory, horizon, discount_rate) for horizon in horizons])


@once_a_run
def _measured_at(trajectory: Trajectory, horizon: int, discount_rate: float) -> NDArray[Any]:
    window = Window(trajectory, horizon, discount_rate)
    return np.array([_value(each, window) for each in MEASURED])


def measured_alone(trajectory: Trajectory, name: str, horizon: int) -> float:
    """Return one outcome of a run up to a horizon, NaN where it is undefined."""
    return _value(outcome(name), Window(trajectory, horizon))


def measure(trajectory: Trajectory, horizons: Sequence[int] | None = None) -> "pd.DataFrame":
    """Return the outcomes of one trajectory.

    Parameters
    ----------
    trajectory : Trajectory
        One run.
    horizons : sequence of int, optional
        Years up to which to look.  Default: 5, 10 and 20 as far as the run reaches, and its last.

    Returns
    -------
    pandas.DataFrame
        Columns horizon, outcome, value; in the order of the horizons and of `OUTCOMES`.  A value is
        NaN where it is undefined, never a zero in its place.

    Raises
    ------
    BadValue
        The run does not reach a horizon.
    """
    import pandas as pd

    horizons = usual_horizons(trajectory.years) if horizons is None else tuple(horizons)
    return pd.DataFrame(
        {
            "horizon": np.repeat(np.array(horizons, dtype=np.int64), len(MEASURED)),
            "outcome": [each.name for each in MEASURED] * len(horizons),
            "value": measured(trajectory, horizons).ravel(),
        }
    )


def outcome_table(
    results: Results, horizons: Sequence[int] | None = None, discount_rate: float = 0.0
) -> "pd.DataFrame":
    """Return the outcomes of all runs.

    Parameters
    ----------
    results : Results
        The runs.
    horizons : sequence of int, optional
        Years up to which to look.  Default: the usual ones of the shortest run.
    discount_rate : float
        How much less a yuan counts a year later [share per year]; see `Window`.

    Returns
    -------
    pandas.DataFrame
        Columns policy, seed, horizon, outcome, value; rows in the order of the results, the
        horizons and `OUTCOMES`.
    """
    import pandas as pd

    chosen = _horizons(results, horizons)
    values = [measured(run.trajectory, chosen, discount_rate).ravel() for run in results]
    table = results.leading_columns([len(chosen) * len(MEASURED)] * len(results))
    horizon = np.repeat(np.array(chosen, dtype=np.int64), len(MEASURED))
    table["horizon"] = np.tile(horizon, len(results))
    codes = np.tile(np.arange(len(MEASURED)), len(chosen) * len(results))
    table["outcome"] = categorical(codes, [each.name for each in MEASURED])
    table["value"] = np.concatenate([np.empty(0), *values])
    return pd.DataFrame(table)


def _value(each: Outcome, window: Window) -> float:
    return math.nan if each.measure is None else each.measure(window)


def _horizons(results: Results, horizons: Sequence[int] | None) -> tuple[int, ...]:
    if horizons is not None:
        return tuple(horizons)
    if not len(results):
        raise BadValue("There are no runs to measure.")
    return usual_horizons(min(run.trajectory.years for run in results))
