"""Count who leaves a city by which way out, in people a year."""

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from community_sim.charts.style import chosen
from community_sim.course.city import own_number
from community_sim.course.city_runs import runs_of
from community_sim.course.forms import Words
from community_sim.vocabulary import SeparationReason

if TYPE_CHECKING:
    import pandas as pd

    from community_sim.comparison import Comparison
    from community_sim.scenario import Scenario
    from community_sim.trajectory import Trajectory

__all__ = [
    "LABELS",
    "WaysOut",
    "mean_of",
    "reserved_posts",
    "ways_out",
    "ways_out_by_seed",
    "ways_out_of",
]

LABELS: Mapping[str, Words] = {
    "quit": ("Quit to the market", "辞职"),
    "civil_service": ("To the civil service", "考入公务员"),
    "sub_district": ("To the sub-district", "提拔到街道"),
    "other": ("Retired, not re-elected and others", "退休、落选等"),
    "all": ("All exits", "离职合计"),
    "sat_exam": ("Sat the exam", "参加公务员考试"),
}
"""Ways out in the order of charts, then their sum, then who sat the exam."""

_POSTS, _SERVED = (3, 4, 5), (2, 3, 4)


class WaysOut(NamedTuple):
    """Hold who left in a run, by way out [people a year], and who sat the exam."""

    quit: float
    civil_service: float
    sub_district: float
    other: float
    all: float
    sat_exam: float


def reserved_posts(student: str) -> dict[str, float]:
    """Return the reserved civil-service posts that a student's city asks for, as changes."""
    return {
        "promotion.civil_service_posts_per_year": own_number(student, "reserved posts", _POSTS),
        "promotion.civil_service_min_tenure": own_number(student, "years served", _SERVED),
    }


def ways_out_by_seed(scenario: "Scenario", seed: int, runs: int) -> tuple[WaysOut, ...]:
    """Return who leaves under a scenario, seed by seed.

    Parameters
    ----------
    scenario : Scenario
        What to run.
    seed, runs : int
        First seed, and how many.
    """
    return _by_seed(scenario, seed, runs)


@functools.lru_cache(maxsize=128)
def _by_seed(scenario: "Scenario", seed: int, runs: int) -> tuple[WaysOut, ...]:
    return tuple(ways_out_of(each) for each in runs_of(scenario, seed, runs))


def ways_out_of(trajectory: "Trajectory") -> WaysOut:
    """Return who left in a run, by way out [people a year]."""
    from community_sim.outcomes import yearly_exits

    exits, years = yearly_exits(trajectory).sum(axis=0), trajectory.years
    left = float(exits.sum()) / years
    quits, passed, promoted = (
        float(exits[reason]) / years
        for reason in (
            SeparationReason.QUIT,
            SeparationReason.TRANSFER_OUT,
            SeparationReason.SUBDISTRICT_PROMOTION,
        )
    )
    sitters = float(trajectory.stock_columns["sitters"][1:].sum()) / years
    return WaysOut(quits, passed, promoted, left - quits - passed - promoted, left, sitters)


def mean_of(runs: Sequence[WaysOut]) -> WaysOut:
    """Return the mean of some runs."""
    import math

    columns = zip(*runs, strict=True)
    return WaysOut(*(math.fsum(column) / len(runs) for column in columns))


def ways_out(comparison: "Comparison", lang: str = "en") -> "pd.DataFrame":
    """Return who leaves now and under a policy, by way out [people a year], as a table.

    Rows and columns that code uses have English names in both languages.

    Parameters
    ----------
    comparison : Comparison
        As `tried` returns it; its first policy counts.
    lang : {'en', 'zh'}
        Language of the words.
    """
    import pandas as pd

    now, policy = (
        mean_of([ways_out_of(run.trajectory) for run in comparison.results if run.scenario == name])
        for name in (comparison.baseline, comparison.policies[0])
    )
    head = chosen(("people a year", "人/年"), lang)
    rows = {
        key: (chosen(words, lang), getattr(now, key), getattr(policy, key))
        for key, words in LABELS.items()
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=[head, "now", "policy"])
    frame["change"] = frame["policy"] - frame["now"]
    return frame.round(2)
