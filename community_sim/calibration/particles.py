"""ABC-SMC on the region that history matching left, by pyabc.

pyabc proposes, weighs, shrinks the tolerance and keeps its database; this module gives it the
prior, the model and the distance.  A run that was cut off goes on after its last whole generation.
"""

import logging
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyabc
import pyabc.transition
from numpy.typing import NDArray

from community_sim.calibration.blocks import Job
from community_sim.calibration.free import Prior
from community_sim.calibration.keyed_sampler import KeyedClient, KeyedSampler
from community_sim.calibration.moments import MOMENTS, simulate_moments
from community_sim.calibration.region import Region, Targets
from community_sim.scenario import Scenario

__all__ = ["Particles", "Stopping", "sample_particles"]

Array = NDArray[np.float64]

_SEEN = "seen_"
"""Before the name of a fitted moment with a draw of the model discrepancy added."""


@dataclass(frozen=True)
class Stopping:
    """When to stop.

    Attributes
    ----------
    population : int
        Particles.
    quantile : float
        Of the distances, that becomes the next tolerance.
    least_acceptance : float
        Share of accepted proposals below which no further generation is tried.
    simulations : int
        After which no further generation is begun.
    generations : int
        Most generations.
    """

    population: int = 1000
    quantile: float = 0.4
    least_acceptance: float = 0.06
    simulations: int = 7_000
    generations: int = 15


@dataclass(frozen=True, eq=False)
class Particles:
    """The last generation.

    Attributes
    ----------
    values : ndarray, shape (particles, quantities)
        Accepted points.
    weights : ndarray, shape (particles,)
        Sum to one.
    moments : ndarray, shape (particles, moments)
        Of the run that was accepted, in the order of `MOMENTS`.
    seen : ndarray, shape (particles, targets)
        The fitted moments with the discrepancy's draw.
    distances : ndarray, shape (particles,)
        In standard errors.
    tolerances, acceptance : list of float
        By generation.
    simulations : int
        In all.
    """

    values: Array
    weights: Array
    moments: Array
    seen: Array
    distances: Array
    tolerances: list[float]
    acceptance: list[float]
    simulations: int


def sample_particles(
    job: Job, region: Region, targets: Targets, *, database: Path, stopping: Stopping
) -> Particles:
    """Return the particles of ABC-SMC; go on with the database where there is one.

    Parameters
    ----------
    job : Job
        Place, seed, workers.
    region : Region
        The prior, and what history matching left of it.
    targets : Targets
        What is aimed at.
    database : Path
        pyabc's database.
    stopping : Stopping
        When to stop.
    """
    logging.getLogger("ABC").setLevel(logging.ERROR)
    begun = _generations(database)
    sampler = KeyedSampler(KeyedClient(job.workers, job.seed), job.tell, stopping.population)
    smc = pyabc.ABCSMC(
        models=pyabc.FunctionModel(_Model(job.place, targets), name="history"),
        parameter_priors=_RegionPrior(region),
        distance_function=_Distance(targets),
        population_size=stopping.population,
        transitions=_Proposals(region),
        # `from_sample` takes the next tolerance from the generation that is stored last.
        eps=pyabc.QuantileEpsilon("from_sample" if begun else _EVERYTHING, stopping.quantile),
        sampler=sampler,
    )
    if begun:
        smc.load(f"sqlite:///{database}", abc_id=1)
    else:
        database.parent.mkdir(parents=True, exist_ok=True)
        database.unlink(missing_ok=True)
        aim = dict(zip(_seen(targets), targets.values.tolist(), strict=True))
        smc.new(f"sqlite:///{database}", aim)
    if not _is_done(smc.history, stopping):
        smc.run(
            max_nr_populations=stopping.generations - smc.history.n_populations,
            min_acceptance_rate=stopping.least_acceptance,
            max_total_nr_simulations=stopping.simulations,
        )
    return _last(smc.history, region, targets)


_EVERYTHING = 1e9
_AT_ONCE = 2000
_SCALING = 2.5
"""Of the covariance of proposals; about Beaumont's (2009), so that no particle outweighs the rest.

With pyabc's 1 a proposal far out got a weight as great as that of a hundred others.
"""


class _Proposals(pyabc.transition.Transition):  # type: ignore[misc]
    """Proposals inside the region: assumptions afresh, the rest near a particle.

    The survey hardly tells of an assumption.  A proposal near a particle would leave its range at
    either end, and what is left would weigh the more for it; so each is drawn from its range anew.
    What history matching ruled out is thrown away here, many at a time: the region is a sliver of
    the prior, and one by one most of the time would go into looking for it.
    """

    def __init__(self, region: Region) -> None:
        self.region = region
        self.names = [_pyabc(name) for name in region.prior.names]
        is_assumed = [each.role == "assumed" for each in region.prior.quantities]
        self.assumed = np.flatnonzero(is_assumed)
        self.others = [name for name, own in zip(self.names, is_assumed, strict=True) if not own]
        self.afresh = Prior(tuple(region.prior.quantities[at] for at in self.assumed))
        self.near = pyabc.MultivariateNormalTransition(scaling=_SCALING)

    def fit(self, X: pd.DataFrame, w: Array) -> None:  # noqa: N803 - pyabc's signature
        """Take the particles over."""
        self.near.fit(X[self.others], w)

    def rvs_single(self) -> Any:
        """Return one proposal."""
        where = [self.names.index(name) for name in self.others]
        points = np.empty((_AT_ONCE, len(self.names)))
        while True:
            points[:, where] = self.near.rvs(_AT_ONCE)[self.others].to_numpy()
            unit = np.random.random((_AT_ONCE, len(self.assumed)))  # noqa: NPY002 - keyed streams
            points[:, self.assumed] = self.afresh.at(unit)
            inside = points[self.region.contains(points)]
            if len(inside):
                return pyabc.Parameter(dict(zip(self.names, inside[0].tolist(), strict=True)))

    def pdf(self, x: Any) -> Any:
        """Return the density, up to a factor, of one proposal or of a frame of them."""
        afresh = [self.names[at] for at in self.assumed]
        if isinstance(x, pd.DataFrame):
            return self.near.pdf(x[self.others]) * self.afresh.density(x[afresh].to_numpy())
        own = self.near.pdf(pyabc.Parameter({name: x[name] for name in self.others}))
        return own * float(self.afresh.density(np.array([[x[name] for name in afresh]]))[0])


def _generations(database: Path) -> int:
    """Return how many generations are stored; a run may have been cut off before its tables."""
    if not database.exists():
        return 0
    with closing(sqlite3.connect(database)) as stored:
        known = "SELECT count(*) FROM sqlite_master WHERE name = 'populations'"
        if not stored.execute(known).fetchone()[0]:
            return 0
        found = stored.execute("SELECT count(*) FROM populations WHERE t >= 0").fetchone()
    return int(found[0])


def _populations(history: Any) -> Any:
    """Return pyabc's table of generations, without the one that holds the targets."""
    populations = history.get_all_populations()
    return populations[populations["t"] >= 0]


def _is_done(history: Any, stopping: Stopping) -> bool:
    populations = _populations(history)
    if not len(populations):
        return False
    rate = float(populations["particles"].iloc[-1]) / float(populations["samples"].iloc[-1])
    return (
        len(populations) >= stopping.generations
        or rate < stopping.least_acceptance
        or int(populations["samples"].sum()) >= stopping.simulations
    )


def _last(history: Any, region: Region, targets: Targets) -> Particles:
    frame, weights = history.get_distribution()
    distances = history.get_weighted_distances()["distance"].to_numpy()
    _, statistics = history.get_weighted_sum_stats()
    populations = _populations(history)
    seen = np.array([[float(each[name]) for name in _seen(targets)] for each in statistics])
    moments = np.array([[float(each[name]) for name in MOMENTS] for each in statistics])
    return Particles(
        values=frame[[_pyabc(name) for name in region.prior.names]].to_numpy(),
        weights=np.asarray(weights, dtype=np.float64),
        moments=moments,
        seen=seen,
        distances=distances,
        tolerances=[float(each) for each in populations["epsilon"]],
        acceptance=[
            float(kept / tried)
            for kept, tried in zip(populations["particles"], populations["samples"], strict=True)
        ],
        simulations=int(populations["samples"].sum()),
    )


def _pyabc(name: str) -> str:
    """Return a name without the dot, which pyabc takes for a parameter inside another."""
    return name.replace(".", "__")


def _told(name: str) -> str:
    return name.replace("__", ".")


def _seen(targets: Targets) -> list[str]:
    return [_SEEN + name for name in targets.names]


@dataclass(frozen=True)
class _Model:
    """Simulate one history; luck and discrepancy come from the evaluation's own stream."""

    place: str
    targets: Targets

    def __call__(self, values: Mapping[str, float]) -> dict[str, float]:
        seed = int(np.random.randint(1 << 62))  # noqa: NPY002 - pyabc draws from the same stream
        named = {_told(name): value for name, value in values.items()}
        found = simulate_moments(Scenario.load(place=self.place), named, seed)
        noise = np.random.normal(0.0, self.targets.noise)  # noqa: NPY002
        for name, error in zip(self.targets.names, noise.tolist(), strict=True):
            found[_SEEN + name] = found[name] + error
        return found


class _Distance(pyabc.Distance):  # type: ignore[misc]
    """Euclidean distance in standard errors; a history that left nobody is infinitely far."""

    def __init__(self, targets: Targets) -> None:
        super().__init__()
        self.names = _seen(targets)
        self.errors = targets.errors

    def __call__(
        self,
        x: Mapping[str, float],
        x_0: Mapping[str, float],
        t: Any = None,  # noqa: ARG002 - pyabc's signature
        par: Any = None,  # noqa: ARG002
    ) -> float:
        gaps = np.array([x[name] - x_0[name] for name in self.names]) / self.errors
        distance = float(np.sqrt((gaps**2).sum()))
        return distance if np.isfinite(distance) else _EVERYTHING * 10.0


class _RegionPrior(pyabc.random_variables.DistributionBase):  # type: ignore[misc]
    """The prior, restricted to a region."""

    def __init__(self, region: Region) -> None:
        self.region = region

    def copy(self) -> "_RegionPrior":
        return _RegionPrior(self.region)

    def rvs(self, *_: Any, **__: Any) -> Any:
        stream = np.random.default_rng(np.random.randint(1 << 62))  # noqa: NPY002
        names = [_pyabc(name) for name in self.region.prior.names]
        while True:
            points = self.region.prior.at(stream.random((_AT_ONCE, len(names))))
            inside = points[self.region.contains(points)]
            if len(inside):
                return pyabc.Parameter(**dict(zip(names, inside[0].tolist(), strict=True)))

    def pdf(self, x: Mapping[str, float]) -> float:
        point = np.array([[x[_pyabc(name)] for name in self.region.prior.names]])
        return float(self.region.density(point)[0])

    @property
    def parameter_names(self) -> list[str]:
        return sorted(_pyabc(name) for name in self.region.prior.names)
