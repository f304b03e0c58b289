"""Leave each figure and report out, rank the policies again, and write data/calibration.

python scripts/leave_out_evidence.py --work FOLDER      a quarter of an hour on two processors

The stored runs in data/calibration are weighed anew where they reach; where they do not, new
waves are run.  What is finished is kept in FOLDER, so the same command goes on where it was cut
off.
"""

import argparse
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pandas as pd

from community_sim.calibration.blocks import Job
from community_sim.calibration.calibrating import inputs_of_calibration
from community_sim.calibration.conclusions import effects_frame
from community_sim.calibration.free import load_prior
from community_sim.calibration.jackknife import WAVES, cases, leave_out
from community_sim.calibration.policy_effects import Trial, effects_at_draws
from community_sim.calibration.storing import content_hash, hold
from community_sim.posterior import READINGS, Ground, Posterior
from community_sim.reading import data_folder
from community_sim.sweep.executors import Workers, local_workers

PLACE = "kaifu"
POLICIES = (
    "hired_pay_1200", "pay_floor_080", "pay_ladder_siyang", "full_insurance",
    "civil_service_quota_10", "subdistrict_channel_3", "reserve_pool", "task_admission",
    "grid_workers", "appraisal_dismissal_5",
)  # fmt: skip
OUTCOMES = ("exit_rate", "quit_rate", "recruit_retention_3y", "wage_bill_per_community")


@dataclass(frozen=True)
class Settings:
    """What decides the numbers, besides code, data and the stored runs."""

    seed: int = 1
    draws: int = 12
    waves: tuple[int, ...] = WAVES
    trial: Trial = field(
        default_factory=lambda: Trial(PLACE, POLICIES, OUTCOMES, years=10, seeds=2)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True, help="folder for finished parts")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write_jackknife(Settings(seed=options.seed), options.work, tell=print)


def table_file() -> Path:
    """Return the stored runs that are weighed anew."""
    return data_folder() / "calibration" / f"{PLACE}_table.parquet"


def jackknife_file() -> Path:
    """Return where the result goes."""
    return table_file().with_name(f"{PLACE}_jackknife.csv")


def write_jackknife(
    settings: Settings,
    work: Path,
    *,
    workers: int | None = None,
    tell: Callable[[str], None] = lambda _line: None,
) -> None:
    """Leave out one piece of evidence after the other, or go on with it, and write the result."""
    asked = {**json.loads(json.dumps(asdict(settings))), **inputs_of_calibration()}
    work.mkdir(parents=True, exist_ok=True)
    hold(work / "request.json", {**asked, "table": content_hash(table_file())})
    frames = []
    with local_workers(workers) as crew:
        job = Job(PLACE, settings.seed, work, crew, lambda *_: None)
        for reading in READINGS:
            for name in cases(reading):
                frames.append(_kept_case(settings, job, reading, name))
                tell(f"{reading} without {name or 'nothing'}")
    whole = pd.concat(frames).round(6)
    _write(jackknife_file(), whole)


def _kept_case(settings: Settings, job: Job, reading: str, name: str) -> pd.DataFrame:
    """Return one case, from its file where it is finished."""
    path = job.folder / "cases" / f"{reading}_{name.replace(' ', '_') or 'nothing'}.csv"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        _write(path, _case(settings, job, reading, name))
    return pd.read_csv(path, keep_default_na=False, float_precision="round_trip")


def _case(settings: Settings, job: Job, reading: str, name: str) -> pd.DataFrame:
    """Return the effects of all policies without some evidence, under a reading."""
    found = leave_out(name, reading, table_file(), job=job, waves=settings.waves)
    posterior = Posterior(
        Ground(reading), load_prior().names, found.inferred.values, found.inferred.weights
    )
    drawn = posterior.resampled(settings.draws, settings.seed)
    frame = _effects(settings.trial, [dict(each.values) for each in drawn], job.workers)
    frame.insert(0, "at_edge", round(found.at_edge, 4))
    frame.insert(0, "contradicted", found.is_contradicted)
    frame.insert(0, "refitted", found.is_refitted)
    frame.insert(0, "left_out", name)
    frame.insert(0, "reading", reading)
    return frame


def _effects(trial: Trial, draws: list[dict[str, float]], workers: Workers) -> pd.DataFrame:
    return effects_frame(effects_at_draws(trial, draws, workers), trial.policies, trial.outcomes)


def _write(path: Path, frame: pd.DataFrame) -> None:
    """Write a table whole or not at all."""
    partial = path.with_suffix(f".{os.getpid()}.partial")
    frame.to_csv(partial, index=False, lineterminator="\n")
    partial.replace(path)


if __name__ == "__main__":
    main()
