"""Run one design in many manners and compare the exports byte by byte."""

import random
import signal
import time
from pathlib import Path

from community_sim.design import read_design
from community_sim.sweep.running import Manner, sweep
from reliability.trial import Trial, design_file, exported, finish, start, workplace

_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
_TWO_THREADS = dict.fromkeys(_ONE_THREAD, "2")

MANNERS: dict[str, tuple[list[str], dict[str, str]]] = {
    "one worker": (["--workers", "1"], {}),
    "two workers": (["--workers", "2"], {}),
    "three workers": (["--workers", "3"], {}),
    "a Dask cluster": (["--workers", "2", "--cluster", "local"], {}),
    "hash seed 0": ([], {"PYTHONHASHSEED": "0"}),
    "hash seed 4242": ([], {"PYTHONHASHSEED": "4242"}),
    "one thread": ([], _ONE_THREAD),
    "two threads": ([], _TWO_THREADS),
}


def identity(seeds: int = 40) -> Trial:
    """Compare the exports of a design run in every manner with that of the first."""
    trial = Trial("identity: workers, processes and Dask, resumed, hash seeds, threads, order")
    with workplace() as place:
        file = design_file(
            place,
            policies=["current_practice", "hired_pay_1200", "package_career"],
            places=["rucheng", "siyang"],
            grid={"parameters": {"pay_weight": [0.6, 0.9]}},
            seeds={"first": 1, "count": seeds},
            years=5,
        )
        first = None
        for name, (options, changes) in MANNERS.items():
            folder = place / name.replace(" ", "_")
            code, said = finish("sweep", file, "--out", folder, *options, **changes)
            first = _compare(trial, name, folder, first, is_good=code == 0, said=said)
        for name, run in {"resumed": _resumed, "order shuffled": _shuffled}.items():
            folder = place / name.replace(" ", "_")
            run(file, folder)
            first = _compare(trial, name, folder, first, is_good=True, said="")
    trial.notes.append(f"0 differing bytes means the same CSV and Parquet; {12 * seeds} runs each")
    return trial


def _compare(
    trial: Trial, name: str, folder: Path, first: str | None, *, is_good: bool, said: str
) -> str | None:
    trial.tried += 1
    trial.check(is_good, f"{name}: {said}")
    if not is_good:
        return first
    found = exported(folder)
    trial.check(first in (None, found), f"{name}: another export")
    return first or found


def _resumed(file: Path, folder: Path) -> None:
    """Stop and go on until it is done."""
    process = start("sweep", file, "--out", folder)
    time.sleep(4.0)
    process.send_signal(signal.SIGTERM)
    process.communicate()
    finish("sweep", file, "--out", folder)


def _shuffled(file: Path, folder: Path) -> None:
    """Do the scenarios in another order."""
    lots = random.Random(1)
    sweep(
        read_design(file), folder, Manner(order=lambda numbers: lots.sample(numbers, len(numbers)))
    )
