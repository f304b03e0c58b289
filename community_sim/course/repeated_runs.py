"""Run a policy and current practice again and again: same luck or other luck, and the band."""

import functools
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from community_sim.course.cadres import pay_raise
from community_sim.course.city import city_scenario, normalised, own_number
from community_sim.course.city_runs import outcome_by_seed
from community_sim.course.forms import policy_of
from community_sim.errors import BadValue

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from community_sim.course.trying import Changes
    from community_sim.scenario import Scenario

__all__ = [
    "CONFIDENCE",
    "PAY_WEIGHTS",
    "Band",
    "band",
    "band_of",
    "differences",
    "proposals",
    "times_narrower",
    "yearly_quits",
]

CONFIDENCE = 0.9
"""Coverage of a band [probability]."""

PAY_WEIGHTS = (0.3, 0.75, 1.2)
"""Low, usual and high weight of pay: the literature leaves a wide range (MODEL.md, section 5)."""

YEARS = 10
"""Policy years of every run."""

_OUTCOME, _BLOCK, _MOST = "quit_rate", 20, 480
_OTHER_LUCK = 500  # how far away the seeds of the policy are when luck is not the same
_RAISES = (1.02, 1.03, 1.04, 1.05)
_TIMES = (3, 4, 5)


class Band(NamedTuple):
    """Hold a mean over runs and the ends of its band."""

    mean: float
    low: float
    high: float

    @property
    def is_decided(self) -> bool:
        """Return whether the band leaves out zero."""
        return self.low > 0.0 or self.high < 0.0


def proposals(student: str) -> dict[str, dict[str, dict[str, float]]]:
    """Return the two raises that a student's city debates, by name: A and B.

    A is for general workers, B for committee members.
    """
    factor = own_number(student, "committee raise", _RAISES)
    committee = {"pay.coefficient_committee_member": {"multiply_by": factor}}
    return {"A": pay_raise(student), "B": committee}


def times_narrower(student: str) -> int:
    """Return how many times narrower a city's council wants the band of twenty runs."""
    return int(own_number(student, "times narrower", _TIMES))


def differences(
    student: str,
    policy: "Changes",
    *,
    runs: int = 20,
    same_luck: bool = True,
    pay_weight: float | None = None,
) -> "NDArray[np.float64]":
    """Return what a policy makes of the yearly quit rate, run by run [percentage points].

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    policy : mapping
        What to change.
    runs : int
        Runs with and without the policy, at most 480; seeds from 1 on.
    same_luck : bool
        Whether both runs of a pair have the same seed.
    pay_weight : float, optional
        How much pay counts in the choice; default as everywhere.

    Raises
    ------
    BadValue
        Too few runs, or too many.
    """
    import numpy as np

    if not 1 <= runs <= _MOST:
        raise BadValue(f"runs is {runs!r}; give a whole number from 1 to {_MOST}.")
    now = _weighed(city_scenario(normalised(student), years=YEARS), pay_weight)
    reform = now.with_policy(policy_of(policy))
    first = 1 if same_luck else 1 + _OTHER_LUCK
    after, before = np.array(_rates(reform, first, runs)), np.array(_rates(now, 1, runs))
    found: NDArray[np.float64] = 100.0 * (after - before)
    return found


def _weighed(scenario: "Scenario", pay_weight: float | None) -> "Scenario":
    return scenario if pay_weight is None else scenario.with_parameters(pay_weight=pay_weight)


def _rates(scenario: "Scenario", first: int, runs: int) -> list[float]:
    """Return quit rates seed by seed; whole blocks are run once and kept."""
    rates: list[float] = []
    while len(rates) < runs:
        rates += outcome_by_seed(scenario, _OUTCOME, first + len(rates), _BLOCK)
    return rates[:runs]


def band_of(values: Sequence[float]) -> Band:
    """Return mean and band of some differences: mean ± Student's t times the standard error."""
    from community_sim.comparison.effects import paired_effect

    numbers = [float(value) for value in values]
    found = paired_effect([0.0] * len(numbers), numbers, CONFIDENCE)
    return Band(found.effect, found.low, found.high)


def band(values: Sequence[float]) -> tuple[float, float]:
    """Return the two ends of the 90 per cent band of the mean of some differences."""
    found = band_of(values)
    return found.low, found.high


def yearly_quits(student: str, policy: "Changes", *, seed: int) -> list[float]:
    """Return quits per 100 person-years, year by year, of one run.

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    policy : mapping
        What to change; nothing for current practice.
    seed : int
        Luck of the run.
    """
    return list(_yearly_quits(normalised(student), _frozen(policy), seed))


def _frozen(policy: "Changes") -> str:
    import json

    return json.dumps(dict(policy), sort_keys=True) if policy else ""


@functools.lru_cache(maxsize=256)
def _yearly_quits(student: str, policy: str, seed: int) -> tuple[float, ...]:
    import json

    from community_sim.outcomes import yearly_exits
    from community_sim.runs import run_one
    from community_sim.vocabulary import SeparationReason

    scenario = city_scenario(student, years=YEARS)
    if policy:
        changes: Mapping[str, Mapping[str, float]] = json.loads(policy)
        scenario = scenario.with_policy(policy_of(changes))
    made = run_one(scenario, seed)
    quits = yearly_exits(made)[:, SeparationReason.QUIT]
    years = made.stock_columns["person_years"][1:]
    return tuple(
        100.0 * float(count) / float(worked) if worked else math.nan
        for count, worked in zip(quits, years, strict=True)
    )
