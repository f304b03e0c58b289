"""Put one run that goes wrong among good ones, each kind in turn."""

import time
from pathlib import Path

from community_sim.design import Design, read_design
from community_sim.sweep.running import Manner, SweepReport, sweep
from community_sim.sweep.store import Store
from reliability.tasks import STAGES, Poison
from reliability.trial import Trial, design_file, workplace

LONGEST_RATIO = 1.3


def poison(runs: int = 500, *, compare_times: bool = True, years: int = 40) -> Trial:
    """Expect all runs but one to be good, the one to be named, and little time lost."""
    trial = Trial(f"one poison run in {runs} (each kind)")
    ratios, added = [], []
    with workplace() as place:
        file = design_file(
            place,
            places=["kaifu"],
            seeds={"first": 1, "count": runs},
            years=years,
            run_seconds_limit=3.0,
            outcomes=["quit_rate", "wage_bill_per_community"],
        )
        design = read_design(file)
        clean = _timed(design, place / "clean", Manner())[1]
        for number, kind in enumerate(STAGES):
            folder = place / f"poison_{number}"
            manner = Manner(run_task=Poison(kind, runs // 2))
            report, seconds = _timed(design, folder, manner)
            again = _timed(design, place / f"clean_{number}", Manner())[1]
            usual = (clean + again) / 2  # before and after, as others may use the machine
            clean = again
            trial.tried += 1
            ratios.append(seconds / usual)
            added.append(seconds - usual)
            _check(trial, kind, folder, report, runs)
            is_quick = not compare_times or seconds <= LONGEST_RATIO * usual
            trial.check(is_quick, f"{kind}: {seconds:.1f} s, usually {usual:.1f} s")
    if compare_times:
        shown = ", ".join(f"{kind} {x:.2f}" for kind, x in zip(STAGES, ratios, strict=True))
        trial.notes.append(
            f"each {runs - 1} good, 1 failed, {years} years each; time over that without it: "
            f"{shown}; at most {max(added):.1f} s more, where a run may take 3 s"
        )
    return trial


def _timed(design: Design, folder: Path, manner: Manner) -> tuple[SweepReport, float]:
    started = time.monotonic()
    report = sweep(design, folder, manner)
    return report, time.monotonic() - started


def _check(trial: Trial, kind: str, folder: Path, report: SweepReport, runs: int) -> None:
    with Store.reading(folder) as store:
        failures = [(position, stage) for position, _, stage, _ in store.failures()]
    trial.check(
        (report.done, failures) == (runs - 1, [(runs // 2 - 1, STAGES[kind])]),
        f"{kind}: {report.done} good, failed: {failures}",
    )
