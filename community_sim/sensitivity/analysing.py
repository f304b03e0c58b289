"""Screen parameters by Morris' elementary effects, then share the variance out by Sobol.

SALib draws the points and computes the indices; this module runs the model at the points.  The
same seeds are used at every point, so luck moves an outcome far less than a parameter does.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.blocks import Job, Progress, in_blocks
from community_sim.calibration.storing import hold
from community_sim.compilation import model_hash
from community_sim.errors import BadValue
from community_sim.locking import FolderLock
from community_sim.outcomes import COST, MEASURED, measured, outcome
from community_sim.posterior import with_free_values
from community_sim.results import Results
from community_sim.runs import run
from community_sim.scenario import Scenario
from community_sim.sensitivity.problem import Problem, is_informed, load_problem
from community_sim.sweep.executors import cluster_workers, local_workers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["IMPORTANT", "Request", "analyse", "important", "morris_frame", "sobol_frame"]

Array = NDArray[np.float64]

OUTCOMES = ("exit_rate", "service_capacity", COST)
"""Exit, service, cost."""

IMPORTANT = 0.1
"""A parameter is important where its mu* is at least this share of the largest, for any outcome."""

_LEVELS = 4
_CONFIDENCE = 0.9
_BLOCK = 8


@dataclass(frozen=True)
class Request:
    """What is asked.

    Attributes
    ----------
    place : str
        Name of the place.
    policy : str
        Whose effect against current practice is analysed; current practice: the levels.
    outcomes : tuple of str
        Names, at the last year.
    parameters : tuple of str
        What is varied; empty: all that `load_problem` knows.
    trajectories : int
        Of Morris, at least 2; each takes one run more than there are parameters.
    points : int
        Base points of Sobol, a power of two; each takes two runs more than are important.  Zero
        leaves Sobol out.
    most : int
        Parameters that Sobol takes at most.
    years : int
        Policy years.
    seeds : int
        Runs at each point, the same seeds everywhere.
    seed : int
        Of designs and runs.
    """

    place: str = "kaifu"
    policy: str = "current_practice"
    outcomes: tuple[str, ...] = OUTCOMES
    parameters: tuple[str, ...] = ()
    trajectories: int = 10
    points: int = 64
    most: int = 10
    years: int = 10
    seeds: int = 2
    seed: int = 1

    def __post_init__(self) -> None:
        for name in self.outcomes:
            outcome(name)
        self.problem()
        if self.trajectories < 2:
            raise BadValue(f"trajectories is {self.trajectories}; give at least 2.")
        if self.points < 0 or self.points & (self.points - 1):
            raise BadValue(f"points is {self.points}; give a power of two, or 0.")
        if self.seeds < 1:
            raise BadValue(f"seeds is {self.seeds}; give at least 1.")
        Scenario.load(self.policy, place=self.place, years=self.years)

    def problem(self) -> Problem:
        """Return what is varied, and its ranges."""
        return load_problem().only(self.parameters) if self.parameters else load_problem()


def analyse(
    request: Request,
    folder: Path,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    tell: Progress = lambda _what, _done, _total: None,
) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Analyse, or go on with it; return the tables of Morris and of Sobol.

    Parameters
    ----------
    request : Request
        What is asked.
    folder : Path
        Where finished blocks are kept.
    workers : int, optional
        Processes, by default one per processor.  The numbers do not depend on it.
    cluster : str, optional
        A Dask scheduler's address, or `local`.
    tell : callable
        Called with (what, done, total).

    Raises
    ------
    DesignChanged
        The folder holds an analysis of another request, or of other code.
    InUse
        Another process works in the folder.
    """
    from SALib.sample import morris, sobol

    folder.mkdir(parents=True, exist_ok=True)
    crew = local_workers(workers) if cluster is None else cluster_workers(cluster, workers)
    with FolderLock(folder, "sensitivity analysis"), crew as hands:
        asked = {name: list(value) if isinstance(value, tuple) else value
                 for name, value in asdict(request).items()}  # fmt: skip
        hold(folder / "request.json", {**asked, "model": model_hash()})
        job = Job(request.place, request.seed, folder / "parts", hands, tell)
        problem = request.problem()
        points = problem.inside(morris.sample(
            problem.for_salib(), request.trajectories, num_levels=_LEVELS, seed=request.seed,
        ))  # fmt: skip
        found = _run(job, "morris", request, problem, points)
        screened = morris_frame(problem, request, points, found)
        chosen = important(screened, request.most)
        if not request.points:
            return screened, sobol_frame(problem.only(()), request, np.empty((0, 0)))
        few = problem.only(chosen)
        saltelli = few.inside(sobol.sample(
            few.for_salib(), request.points, calc_second_order=False, seed=request.seed,
        ))  # fmt: skip
        return screened, sobol_frame(few, request, _run(job, "sobol", request, few, saltelli))


def _run(job: Job, name: str, request: Request, problem: Problem, points: Array) -> Array:
    """Return outcomes, shape (points, outcomes)."""

    def submit(rows: slice) -> Any:
        return job.workers.submit(at_points, request, problem.names, points[rows])

    return in_blocks(job, name, len(points), submit, _BLOCK)


def at_points(request: Request, names: tuple[str, ...], points: Array) -> Array:
    """Return the outcomes at some points, shape (points, outcomes)."""
    columns = [[each.name for each in MEASURED].index(name) for name in request.outcomes]
    place = Scenario.load(place=request.place, years=request.years)
    found = []
    for point in points.tolist():
        current = with_free_values(place, dict(zip(names, point, strict=True)))
        asked = [current.with_policy(request.policy)]
        if asked[0].name != current.name:
            asked.insert(0, current)
        results = run(asked, replications=request.seeds, seed=request.seed, threads=1)
        values = [_mean(results, scenario.name, columns, request) for scenario in asked]
        found.append(values[-1] - values[0] if len(values) > 1 else values[0])
    return np.array(found)


def _mean(results: Results, scenario: str, columns: list[int], request: Request) -> Array:
    values: Array = np.mean([
        measured(results.trajectory(scenario, seed), (request.years,))[0, columns]
        for seed in results.seeds_of(scenario)
    ], axis=0)  # fmt: skip
    return values


def morris_frame(problem: Problem, request: Request, points: Array, found: Array) -> "pd.DataFrame":
    """Return elementary effects, over the whole range of each parameter.

    Returns
    -------
    DataFrame
        outcome, parameter, mu (mean effect), mu_star (mean size), confidence (half width of its
        90 % interval), sigma (spread), share (of the largest mu_star of the outcome), informed
        (by the reports).
    """
    import pandas as pd
    from SALib.analyze import morris

    frames = []
    for column, name in enumerate(request.outcomes):
        result = morris.analyze(
            problem.for_salib(), points, found[:, column], conf_level=_CONFIDENCE,
            num_levels=_LEVELS, seed=request.seed,
        )  # fmt: skip
        frames.append(pd.DataFrame({
            "outcome": name, "parameter": list(problem.names),
            "mu": np.asarray(result["mu"]), "mu_star": np.asarray(result["mu_star"]),
            "confidence": np.asarray(result["mu_star_conf"]),
            "sigma": np.asarray(result["sigma"]),
        }))  # fmt: skip
    frame = pd.concat(frames, ignore_index=True)
    largest = frame.groupby("outcome")["mu_star"].transform("max")
    frame["share"] = (frame["mu_star"] / largest).where(largest > 0.0, 0.0)
    frame["informed"] = [is_informed(name) for name in frame["parameter"]]
    return frame


def important(screened: "pd.DataFrame", most: int) -> tuple[str, ...]:
    """Return the parameters that Sobol looks at, the most important first."""
    share = screened.groupby("parameter", sort=False)["share"].max()
    ordered = share[share >= IMPORTANT].sort_values(ascending=False, kind="stable")
    return tuple(str(name) for name in ordered.index[:most])


def sobol_frame(problem: Problem, request: Request, found: Array) -> "pd.DataFrame":
    """Return the shares of the variance.

    Returns
    -------
    DataFrame
        outcome, parameter, first, first_confidence, total, total_confidence (half widths of 90 %
        intervals), informed (by the reports).
    """
    import pandas as pd
    from SALib.analyze import sobol

    columns = ["outcome", "parameter", "first", "first_confidence", "total", "total_confidence"]
    frames = [pd.DataFrame(columns=columns)]
    for column, name in enumerate(request.outcomes if len(problem) else ()):
        result = sobol.analyze(
            problem.for_salib(), found[:, column], calc_second_order=False,
            conf_level=_CONFIDENCE, seed=request.seed,
        )  # fmt: skip
        frames.append(pd.DataFrame({
            "outcome": name, "parameter": list(problem.names),
            "first": result["S1"], "first_confidence": result["S1_conf"],
            "total": result["ST"], "total_confidence": result["ST_conf"],
        }))  # fmt: skip
    frame = pd.concat(frames[1:] or frames, ignore_index=True)
    frame["informed"] = [is_informed(name) for name in frame["parameter"]]
    return frame
