"""The region that history matching leaves: where emulated moments are not too far from the targets.

Implausibility is the distance between a target and an emulated moment, over the standard error
that model discrepancy, emulator and the luck of one run make together (MODEL.md H3; McCulloch et
al. 2022).  A run is as small as the census was, so its luck is that of the figure: it counts once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.emulator import Emulator
from community_sim.calibration.free import Prior
from community_sim.calibration.moments import MOMENTS
from community_sim.errors import BadValue
from community_sim.survey import SurveyMoment

__all__ = ["LARGEST", "SECOND", "Contradiction", "Region", "Targets"]

Array = NDArray[np.float64]

LARGEST, SECOND = 3.0, 2.5
"""Largest and second-largest implausibility that is not ruled out."""

_CANDIDATES = 20_000
_TRIES = 4000


class Contradiction(BadValue):
    """History matching left next to nothing of the prior."""


@dataclass(frozen=True, eq=False)
class Targets:
    """What a fit aims at.

    Attributes
    ----------
    names : tuple of str
        Moments.
    values, errors : ndarray, shape (moments,)
        The reports' values, and their standard errors with the model discrepancy, which say how
        far apart two histories may lie by luck: the scale of distances.
    noise : ndarray, shape (moments,)
        What a figure may be off beside the luck of a run: discrepancy and any stated error.
    """

    names: tuple[str, ...]
    values: Array
    errors: Array
    noise: Array

    @classmethod
    def of(cls, moments: tuple[SurveyMoment, ...]) -> "Targets":
        """Return the targets that some moments of the reports are."""
        return cls(
            tuple(each.id for each in moments),
            np.array([each.value for each in moments]),
            np.array([each.standard_error for each in moments]),
            np.array([each.noise for each in moments]),
        )

    @property
    def columns(self) -> list[int]:
        """Return where the moments stand in a row of all moments."""
        return [MOMENTS.index(name) for name in self.names]

    def without(self, *names: str) -> "Targets":
        """Return the targets but for some."""
        kept = [at for at, name in enumerate(self.names) if name not in names]
        names = tuple(self.names[at] for at in kept)
        return Targets(names, self.values[kept], self.errors[kept], self.noise[kept])


@dataclass(frozen=True, eq=False)
class Region:
    """Where every wave so far left the free quantities; without a wave, the whole prior.

    Attributes
    ----------
    prior : Prior
        Ranges and priors.
    targets : Targets
        What the emulated moments are held against.
    emulators : tuple of Emulator
        One a wave; a point must be plausible to each.
    """

    prior: Prior
    targets: Targets
    emulators: tuple[Emulator, ...] = ()

    def contains(self, values: Array) -> NDArray[np.bool_]:
        """Return which points, shape (points, quantities), are not ruled out."""
        left = self.prior.density(values) > 0.0
        scaled = self.prior.scaled(values)
        for emulator in self.emulators:
            # One figure after the other: most points fall at the first, and need no second look.
            for at in range(len(self.targets.names)):
                known = np.flatnonzero(left)
                left[known] = self._implausibility(emulator, scaled[known], [at])[:, 0] < LARGEST
            known = np.flatnonzero(left)
            every = range(len(self.targets.names))
            worst = np.sort(self._implausibility(emulator, scaled[known], every), axis=1)
            left[known] = worst[:, -2] < SECOND
        return left

    def density(self, values: Array) -> Array:
        """Return the prior density, up to a factor, and zero outside the region."""
        return np.where(self.contains(values), self.prior.density(values), 0.0)

    def design(self, points: int, random: np.random.Generator) -> Array:
        """Return points of the region: of the prior, a Latin hypercube, less what is ruled out.

        Raises
        ------
        Contradiction
            Next to nothing of the prior is left.
        """
        found: list[Array] = []
        for _ in range(_TRIES):
            if self.emulators:  # what is left of it is no hypercube any more
                tried = self.prior.at(random.random((_CANDIDATES, len(self.prior.names))))
            else:
                tried = self._hypercube(points, random)
            found.append(tried[self.contains(tried)])
            if sum(map(len, found)) >= points:
                return np.concatenate(found)[:points]
        raise Contradiction(
            f"History matching left {sum(map(len, found))} of "
            f"{_TRIES * _CANDIDATES:,} points of the prior; the targets contradict each other."
        )

    def shares_left(self) -> list[float]:
        """Return the share of the prior that each wave left, from one hypercube."""
        points = self._hypercube(5 * _CANDIDATES, np.random.default_rng(0))
        return [
            float(Region(self.prior, self.targets, self.emulators[:count]).contains(points).mean())
            for count in range(1, len(self.emulators) + 1)
        ]

    def _hypercube(self, points: int, random: np.random.Generator) -> Array:
        from scipy.stats import qmc

        engine: Any = qmc.LatinHypercube(len(self.prior.names), rng=random)
        return self.prior.at(engine.random(points))

    def _implausibility(self, emulator: Emulator, scaled: Array, which: Sequence[int]) -> Array:
        """Return the distance from some targets, by their places; shape (points, targets)."""
        kept = list(which)
        columns = [self.targets.columns[at] for at in kept]
        spread = np.sqrt(self.targets.noise[kept] ** 2 + emulator.variance[columns])
        gaps = np.abs(emulator.mean(scaled, columns) - self.targets.values[kept])
        distance: Array = gaps / spread
        return distance
