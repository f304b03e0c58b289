"""Leave each figure and report out, rank the policies again, and write data/calibration.

python scripts/leave_out_evidence.py --work FOLDER      a quarter of an hour on two processors

The stored runs in data/calibration are weighed anew where they reach; where they do not, new
waves are run and kept in FOLDER, so the same command goes on where it was cut off.
"""

import argparse
from pathlib import Path

import pandas as pd

from community_sim.calibration.blocks import Job
from community_sim.calibration.conclusions import effects_frame
from community_sim.calibration.free import load_prior
from community_sim.calibration.jackknife import cases, leave_out
from community_sim.calibration.policy_effects import Trial, effects_at_draws
from community_sim.posterior import READINGS, Posterior
from community_sim.reading import data_folder
from community_sim.sweep.executors import local_workers

PLACE = "kaifu"
POLICIES = (
    "hired_pay_1200", "pay_floor_080", "pay_ladder_siyang", "full_insurance",
    "civil_service_quota_10", "subdistrict_channel_3", "reserve_pool", "task_admission",
    "grid_workers", "appraisal_dismissal_5",
)  # fmt: skip
OUTCOMES = ("exit_rate", "quit_rate", "recruit_retention_3y", "wage_bill_per_community")
DRAWS = 12
TRIAL = Trial(PLACE, POLICIES, OUTCOMES, years=10, seeds=2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True, help="folder for finished parts")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    table = data_folder() / "calibration" / f"{PLACE}_table.parquet"
    frames = []
    with local_workers(None) as workers:
        job = Job(PLACE, options.seed, options.work, workers, lambda *_: None)
        for reading in READINGS:
            for name in cases(reading):
                found = leave_out(name, reading, table, job=job)
                posterior = Posterior(
                    reading, load_prior().names, found.inferred.values, found.inferred.weights
                )
                draws = [dict(each.values) for each in posterior.resampled(DRAWS, options.seed)]
                frame = effects_frame(effects_at_draws(TRIAL, draws, workers), POLICIES, OUTCOMES)
                frame.insert(0, "at_edge", round(found.at_edge, 4))
                frame.insert(0, "refitted", found.is_refitted)
                frame.insert(0, "left_out", name)
                frame.insert(0, "reading", reading)
                frames.append(frame)
                print(reading, name or "all evidence", round(found.at_edge, 3), found.is_refitted)
    whole = pd.concat(frames).round(6)
    whole.to_csv(table.with_name(f"{PLACE}_jackknife.csv"), index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
