"""Hold what calibration leaves open: weighted draws of the parameters that the survey fits.

A draw names values of parameters and of levers of current practice.  The shipped draws lie in
`data/calibration`, one Parquet file for each conditioning and form of the past; their manifests
say how `community-sim calibrate` made them.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from community_sim.errors import BadValue, UnreadableFile
from community_sim.policy import LeverValue, Policy
from community_sim.prices import prices_at
from community_sim.reading import data_folder
from community_sim.scenario import Dynamics, Scenario

__all__ = [
    "CONDITIONINGS",
    "CONSTANT_GROWTH",
    "FEWEST_EFFECTIVE",
    "GROUNDS",
    "HEADLINE",
    "OUTSIDE",
    "PASTS",
    "READINGS",
    "Ground",
    "ParameterDraw",
    "Posterior",
    "load_posterior",
    "posterior_file",
    "posterior_of",
    "posterior_stem",
    "read_posterior",
    "with_free_values",
]

READINGS = ("A", "B")
"""Readings of the survey's share with ten years or more: of all cadres, or of those with four."""

PASTS = ("two_stage", "constant")
"""Forms of the past: growth until 2003 and from then on, or one rate for all years."""

OUTSIDE = "outside"
"""Both readings, weighed by what is known of other places."""

CONDITIONINGS = (OUTSIDE, *READINGS)
"""What draws are given: outside evidence too, or the reports alone in one of two readings.

The first is the default of what is told first; no mean is taken over readings without it.
"""

FEWEST_EFFECTIVE = 50
"""Effective draws below which a conditioning has not enough for a number."""


class Ground(NamedTuple):
    """What a number stands on.

    Attributes
    ----------
    given : str
        Conditioning: one of `CONDITIONINGS`.
    past : str
        Form of the past: one of `PASTS`.
    choice : str
        Form of choice: cadres look ahead, or (myopic) to the coming year alone.
    """

    given: str = OUTSIDE
    past: str = PASTS[0]
    choice: Dynamics = "forward"

    @property
    def counts(self) -> bool:
        """Whether a robust conclusion must hold here: under every conditioning and past."""
        return self.choice == "forward"


HEADLINE = Ground()
"""What is told first."""

GROUNDS = (
    *(Ground(given, past) for past in PASTS for given in CONDITIONINGS),
    Ground(choice="myopic"),
)
"""On what a conclusion is tried; the first is the headline."""

WEIGHT = "weight"

CONSTANT_GROWTH = "history_growth"
"""A free quantity of pasts in which one rate of growth holds before the survey: both stages'."""
_HOME = "kaifu"


@dataclass(frozen=True)
class ParameterDraw:
    """One point that the survey leaves possible.

    Attributes
    ----------
    ground : Ground
        What it stands on.
    number : int
        Row of the posterior file.
    values : tuple of (name, value)
        Parameters, and levers of current practice (with a dot in the name).
    """

    ground: Ground
    number: int
    values: tuple[tuple[str, float], ...]

    def applied(self, current: Scenario) -> Scenario:
        """Return current practice of a place at this point; policies are set on top of it."""
        made = with_free_values(current, dict(self.values))
        return made if self.ground.choice == "forward" else made.with_dynamics(self.ground.choice)


@dataclass(frozen=True, eq=False)
class Posterior:
    """Weighted draws.

    Attributes
    ----------
    ground : Ground
        What the draws stand on.
    names : tuple of str
        Free parameters and levers.
    values : ndarray, shape (draws, names)
        One row a draw.
    weights : ndarray, shape (draws,)
        Sum to one.
    """

    ground: Ground
    names: tuple[str, ...]
    values: NDArray[np.float64]
    weights: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of draws."""
        return len(self.weights)

    def draw(self, number: int) -> ParameterDraw:
        """Return one draw by its row, with the prices that belong to it."""
        row = zip(self.names, self.values[number].tolist(), strict=True)
        return ParameterDraw(self.ground, number, (*row, *prices_at(number)))

    def resampled(self, count: int, seed: int = 1) -> tuple[ParameterDraw, ...]:
        """Return draws of equal weight, by systematic resampling.

        Parameters
        ----------
        count : int
            How many; a draw of great weight may come more than once.
        seed : int
            Seed of the order and of the first step.
        """
        if count < 1:
            raise BadValue(f"draws is {count}; give at least 1.")
        random = np.random.default_rng(seed)
        order = random.permutation(len(self))
        edges = np.cumsum(self.weights[order])
        steps = (np.arange(count) + random.random()) / count * edges[-1]
        chosen = order[np.searchsorted(edges, steps, side="right").clip(0, len(self) - 1)]
        return tuple(self.draw(int(number)) for number in chosen)

    @property
    def effective_draws(self) -> float:
        """Return how many draws of equal weight would say as much: 1 / sum of squared weights."""
        return float(1.0 / (self.weights**2).sum())

    @property
    def late_growth(self) -> NDArray[np.float64]:
        """Return the yearly growth of posts just before the survey, by draw [share]."""
        name = CONSTANT_GROWTH if CONSTANT_GROWTH in self.names else "history_growth_late"
        return self.values[:, self.names.index(name)]

    def mean(self) -> dict[str, float]:
        """Return the weighted mean of every free quantity."""
        means = (self.weights[:, None] * self.values).sum(axis=0)
        return dict(zip(self.names, means.tolist(), strict=True))


def load_posterior(given: str = OUTSIDE, past: str = PASTS[0]) -> Posterior:
    """Return the shipped draws of a conditioning under a form of the past.

    Every place starts from those of kaifu.

    Raises
    ------
    BadValue
        There is no such conditioning or past.
    UnreadableFile
        The file is missing, damaged or holds other columns than free quantities and a weight.
    """
    return posterior_of(Ground(given, past))


@functools.lru_cache(maxsize=16)
def posterior_of(ground: Ground) -> Posterior:
    """Return the shipped draws of a ground; errors as in `load_posterior`."""
    return read_posterior(posterior_file(ground.given, ground.past), ground)


def posterior_file(given: str, past: str = PASTS[0]) -> Path:
    """Return the file of shipped draws; BadValue if there is no such conditioning or past."""
    return data_folder() / "calibration" / f"{posterior_stem(_HOME, given, past)}.parquet"


def posterior_stem(place: str, given: str, past: str) -> str:
    """Return how the names of a calibration's files begin; BadValue as in `posterior_file`."""
    if given not in CONDITIONINGS:
        raise BadValue(f"'{given}' is not a conditioning; known are {', '.join(CONDITIONINGS)}.")
    if past not in PASTS:
        raise BadValue(f"'{past}' is not a past; known are {', '.join(PASTS)}.")
    return f"{place}_{given}" if past == PASTS[0] else f"{place}_{given}_{past}"


def read_posterior(path: Path, ground: Ground) -> Posterior:
    """Return the draws in a Parquet file, weights scaled to sum to one."""
    import pyarrow.parquet as pq
    from pyarrow import ArrowException

    try:
        table = pq.read_table(path)
    except (OSError, ArrowException) as error:
        raise UnreadableFile(f"{path.name}: cannot be read as a posterior: {error}") from error
    names = tuple(name for name in table.column_names if name != WEIGHT)
    if len(names) == len(table.column_names):
        raise UnreadableFile(f"{path.name}: has no column '{WEIGHT}'.")
    values = np.column_stack([table[name].to_numpy() for name in names]).astype(np.float64)
    weights = table[WEIGHT].to_numpy().astype(np.float64)
    if not (np.isfinite(values).all() and (weights >= 0.0).all() and weights.sum() > 0.0):
        raise UnreadableFile(f"{path.name}: holds a value that is no number, or no weight.")
    return Posterior(ground, names, values, weights / weights.sum())


def with_free_values(current: Scenario, values: Mapping[str, float]) -> Scenario:
    """Return current practice with other values of parameters and of its levers.

    Parameters
    ----------
    current : Scenario
        Current practice of a place.
    values : mapping
        Parameters, `history_growth` (one rate for the whole past), and levers with a dot.  An
        outside route that is set takes from the route that stands beside it: open recruitment of
        general workers from their placement, secondment of deputies (and of principals, alike) from
        their election.

    Raises
    ------
    BadValue
        A value out of range, or a share that leaves less than nothing for the other routes.
    """
    parameters = {name: value for name, value in values.items() if "." not in name}
    if CONSTANT_GROWTH in parameters:
        growth = parameters.pop(CONSTANT_GROWTH)
        parameters |= dict.fromkeys(("history_growth_early", "history_growth_late"), growth)
    levers: dict[str, LeverValue] = {name: value for name, value in values.items() if "." in name}
    made = current.with_parameters(**parameters)
    if not levers:
        return made
    return made.with_current(current.current.with_(**_with_other_routes(levers, current.current)))


def _with_other_routes(levers: Mapping[str, LeverValue], practice: Policy) -> dict[str, LeverValue]:
    whole = dict(levers)
    opened = levers.get("recruitment.general_worker_open")
    if isinstance(opened, float):
        whole["recruitment.general_worker_placement"] = 1.0 - opened
    seconded = levers.get("recruitment.deputy_secondment")
    if isinstance(seconded, float):
        placed = practice.recruitment.deputy_placement
        whole["recruitment.deputy_election"] = 1.0 - placed - seconded
        whole["recruitment.principal_secondment"] = seconded
        whole["recruitment.principal_election"] = 1.0 - seconded
    return whole
