"""What paired runs say of a student's own city, and how sure they are."""

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community_sim.course.city import city_scenario, city_seed, normalised, own_city
from community_sim.course.city_runs import outcome_by_seed
from community_sim.errors import BadValue

if TYPE_CHECKING:
    from community_sim.place import Place
    from community_sim.policy_file import PolicyFile
    from community_sim.scenario import Scenario

__all__ = ["REFERENCE_RUNS", "STUDENT_SEEDS", "City", "Estimate", "city"]

REFERENCE_RUNS = 100
"""Paired runs behind a truth that answers are held against."""

STUDENT_SEEDS = range(1, 1_000)
"""Seeds that a notebook tells students to use; truths are run under others."""

_FIRST_REFERENCE_SEED = 1_000_000


@dataclass(frozen=True)
class Estimate:
    """Hold a mean over runs and its Monte Carlo error.

    Attributes
    ----------
    value : float
        The mean.
    spread : float
        Standard deviation between runs, in the unit of the value; zero where luck plays no part.
    runs : int
        Runs behind the mean.
    """

    value: float
    spread: float = 0.0
    runs: int = 1

    def error(self, runs: int) -> float:
        """Return the standard error of the difference from a mean over other `runs`."""
        return self.spread * math.sqrt(1.0 / self.runs + 1.0 / runs)

    def scaled(self, factor: float) -> "Estimate":
        """Return the estimate in another unit, such as percentage points."""
        return Estimate(factor * self.value, abs(factor) * self.spread, self.runs)


@dataclass(frozen=True)
class City:
    """A student's own city, with runs that are made once.

    Attributes
    ----------
    student : str
        Name as it counts.
    runs : int
        Paired runs behind each estimate.
    most : int
        Most runs that a student is taken to make; tests of many cities take few.
    """

    student: str
    runs: int = REFERENCE_RUNS
    most: int = len(STUDENT_SEEDS)

    def told(self, runs: int) -> int:
        """Return how many runs a student makes who is told to make so many."""
        return min(runs, self.most)

    @property
    def place(self) -> "Place":
        """Return the place."""
        return own_city(self.student)

    @property
    def first_seed(self) -> int:
        """Return the first of the seeds that truths are run under; no student is told them."""
        return _FIRST_REFERENCE_SEED + city_seed(self.student) % 1_000_000_000

    def scenario(
        self, policy: "str | PolicyFile" = "current_practice", *, years: int = 10
    ) -> "Scenario":
        """Return a policy in the city."""
        return city_scenario(self.student, policy, years=years)

    def level(
        self, outcome: str, policy: "str | PolicyFile" = "current_practice", *, years: int = 10
    ) -> Estimate:
        """Return the mean of an outcome under a policy at the last year."""
        return _estimate(self._values(outcome, policy, years))

    def effect(
        self,
        outcome: str,
        policy: "str | PolicyFile",
        *,
        against: "str | PolicyFile" = "current_practice",
        years: int = 10,
    ) -> Estimate:
        """Return the mean paired difference that a policy makes to an outcome at the last year."""
        before = self._values(outcome, against, years)
        after = self._values(outcome, policy, years)
        return _estimate([b - a for a, b in zip(before, after, strict=True)])

    def seen(self, outcome: str, policy: "PolicyFile", *, runs: int, years: int = 10) -> float:
        """Return the mean paired difference that students see who run so many of their seeds."""
        seeds = (STUDENT_SEEDS[0], self.told(runs))
        before, after = (
            outcome_by_seed(self.scenario(which, years=years), outcome, *seeds)
            for which in ("current_practice", policy)
        )
        return _estimate([b - a for a, b in zip(before, after, strict=True)]).value

    def _values(self, outcome: str, policy: "str | PolicyFile", years: int) -> list[float]:
        seeds = (self.first_seed, self.runs)
        return outcome_by_seed(self.scenario(policy, years=years), outcome, *seeds)


@functools.lru_cache(maxsize=512)
def city(student: str, runs: int = REFERENCE_RUNS, most: int = len(STUDENT_SEEDS)) -> City:
    """Return the city of a student, with so many runs behind its truths and at most a student's."""
    return City(normalised(student), runs, most)


def _estimate(values: Sequence[float]) -> Estimate:
    """Return mean and spread of what is defined; an outcome may be undefined in a run."""
    known = [value for value in values if not math.isnan(value)]
    if len(known) < 2:
        raise BadValue("The outcome is undefined in nearly every run; ask for more runs.")
    mean = math.fsum(known) / len(known)
    variance = math.fsum((value - mean) ** 2 for value in known) / (len(known) - 1)
    return Estimate(mean, math.sqrt(variance), len(known))
