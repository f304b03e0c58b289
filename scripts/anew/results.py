"""Results that are dear to work out, and that documents tell: kept in data/results as JSON."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from anew.desk import Desk
from anew.told_sensitivity import MOST_TOLD
from community_sim import Scenario, charts, compare
from community_sim.calibration.backcasts import backcasts
from community_sim.calibration.identifiability import shipped_recovery
from community_sim.calibration.scorecard import scorecard
from community_sim.cli.sweep_progress import staged_progress
from community_sim.posterior import CONDITIONINGS, READINGS
from community_sim.sensitivity import IMPORTANT, Request, analyse
from community_sim.sensitivity.analysing import at_points
from community_sim.sweep.executors import local_workers
from community_sim.uncertainty import bands, bands_frame, run_on_grounds

_DIGITS = 6


def write_result(path: Path, settings: dict[str, Any], **tables: pd.DataFrame) -> None:
    """Write tables and what they were made with, whole or not at all."""
    content = {
        "settings": settings,
        **{name: _rows(table) for name, table in tables.items()},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    partial.replace(path)


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(table.to_json(orient="records", double_precision=15))
    return [
        {name: float(f"{each:.{_DIGITS}g}") if isinstance(each, float) else each
         for name, each in row.items()}
        for row in rows
    ]  # fmt: skip


def make_scorecard(desk: Desk, path: Path) -> None:
    """Hold the model against every figure, under every conditioning."""
    frames = []
    chosen = desk.sizes.scorecard
    with local_workers(desk.workers) as workers:
        for given in CONDITIONINGS:
            frame = scorecard(given, workers, draws=chosen["draws"], seed=chosen["seed"])
            frame.insert(0, "given", given)
            frames.append(frame.drop(columns=["label_en", "label_zh"]))
    write_result(path, _kept(chosen, "draws", "seed"), rows=pd.concat(frames))


def make_backcasts(desk: Desk, path: Path) -> None:
    """Hold the model against what happened elsewhere when pay changed."""
    chosen = desk.sizes.scorecard
    with local_workers(desk.workers) as workers:
        frame = backcasts(workers, draws=chosen["draws"], seed=chosen["seed"])
    frame = frame.drop(columns=["label_zh", "pay_is", "source"])
    write_result(path, _kept(chosen, "draws", "seed"), rows=frame)


def make_recovery(desk: Desk, path: Path) -> None:
    """Infer from made-up surveys, under both readings."""
    frames = []
    chosen = desk.sizes.recovery
    for reading in READINGS:
        _, frame = shipped_recovery(reading, chosen["surveys"], chosen["seed"])
        frame.insert(0, "reading", reading)
        frames.append(frame)
    write_result(path, _kept(chosen, "surveys", "seed"), rows=pd.concat(frames))


def make_bands(desk: Desk, path: Path) -> None:
    """Share the uncertainty of notebook 60's policies out."""
    chosen = desk.sizes.bands
    current = Scenario.load(place=chosen["place"], years=chosen["years"])
    scenarios = [current, *(current.with_policy(name) for name in chosen["policies"])]
    found = bands(
        scenarios, chosen["outcomes"], draws=chosen["draws"], seed=chosen["seed"],
        precision=chosen["precision"], most_seeds=chosen["most_seeds"],
    )  # fmt: skip
    settings = {name: value for name, value in chosen.items() if name != "lang"}
    write_result(path, settings, rows=bands_frame(found))


def make_sensitivity(desk: Desk, work: Path, path: Path, picture: Path) -> None:
    """Screen parameters, share the variance out, and keep what docs/sensitivity.md tells."""
    request = desk.sizes.sensitivity
    with staged_progress(as_json=False, quiet=False) as tell:
        screened, shares = analyse(request, work, workers=desk.workers, tell=tell)
    outcomes = screened.groupby("outcome", sort=False)
    told: set[int] = set()
    for _, rows in outcomes:
        told |= set(rows.nlargest(MOST_TOLD, "mu_star").index)
    told |= set(screened.index[(screened["share"] >= IMPORTANT) & ~screened["informed"]])
    settings = {**asdict(request), "varied": len(request.problem()), **_points(request, shares)}
    write_result(
        path, settings, morris=screened.loc[sorted(told)], sobol=shares, sample=sample_of(request)
    )
    charts.morris_chart(screened, "exit_rate", lang="en").savefig(picture)


def sample_of(request: Request) -> pd.DataFrame:
    """Return the outcomes at two points between the ranges' ends, for a test to run again."""
    problem = request.problem()
    low, high = np.array(problem.low), np.array(problem.high)
    points = np.stack([low + share * (high - low) for share in (0.4, 0.6)])
    return pd.DataFrame(at_points(request, problem.names, points), columns=list(request.outcomes))


def _points(request: Request, shares: pd.DataFrame) -> dict[str, int]:
    """Return how many points were run: Morris' trajectories, and Saltelli's design."""
    chosen = shares["parameter"].nunique()
    return {
        "morris_points": request.trajectories * (len(request.problem()) + 1),
        "sobol_points": request.points * (chosen + 2),
    }


def make_picture(desk: Desk, picture: Path) -> None:
    """Draw the comparison that README.md shows, as `make compare` makes it."""
    chosen = desk.sizes.comparison
    current = Scenario.load("current_practice", place=chosen["place"], years=chosen["years"])
    scenarios = [current, *(current.with_policy(name) for name in chosen["policies"])]
    drawn = run_on_grounds(
        scenarios, chosen["draws"], replications=chosen["replications"], seed=chosen["seed"],
        workers=desk.workers,
    )  # fmt: skip
    comparison = compare(drawn.results, baseline=current, draws=drawn.draws, beside=drawn.beside)
    charts.cost_service_chart(comparison, lang="en").savefig(picture)


def _kept(chosen: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: chosen[name] for name in names}
