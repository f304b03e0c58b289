"""Kill workers of a Dask cluster while it does a sweep, and count what was done twice."""

import random
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import psutil

from community_sim.design import Design, read_design
from community_sim.sweep.running import Manner, sweep
from reliability.tasks import Counted
from reliability.trial import Trial, design_file, family, workplace


def cluster(kills: int = 10, runs: int = 300) -> Trial:
    """Kill `kills` Dask workers; at most a tenth more executions, and no row twice."""
    trial = Trial(f"{kills} Dask workers killed in {runs} runs")
    with workplace() as place:
        executions = place / "executions.txt"
        file = design_file(place, seeds={"first": 1, "count": runs})
        task = Counted(executions, repeats=40)
        done = threading.Event()
        killer = _Killer(kills, done)
        thread = threading.Thread(target=killer.run, args=(executions, runs))
        thread.start()
        try:
            design = read_design(file)
            _check(
                trial, design, place / "sweep", Manner(workers=2, cluster="local", run_task=task)
            )
        finally:
            done.set()
            thread.join()
        executed = len(executions.read_text(encoding="utf-8").splitlines())
    trial.tried = killer.killed
    trial.check(killer.killed == kills, f"only {killer.killed} workers could be killed")
    most = runs + runs // 10
    trial.check(executed <= most, f"{executed} executions, more than {most}")
    trial.notes.append(f"{executed} executions for {runs} rows, none twice")
    return trial


def _check(trial: Trial, design: Design, folder: Path, manner: Manner) -> None:
    report = sweep(design, folder, manner)
    trial.check(report.done == len(design), f"{report.done} of {len(design)} runs are good")
    with closing(sqlite3.connect(folder / "sweep.sqlite")) as stored:
        rows, keys = stored.execute("SELECT count(*), count(DISTINCT key) FROM runs").fetchone()
    trial.check(rows == keys == len(design), f"{rows} rows, {keys} keys")


class _Killer:
    """Kills a worker of this process's cluster each time some more runs have begun."""

    def __init__(self, kills: int, done: threading.Event) -> None:
        self._kills = kills
        self._done = done
        self._lots = random.Random(1)
        self.killed = 0

    def run(self, executions: Path, runs: int) -> None:
        """Kill until enough are killed or the sweep is done."""
        while self.killed < self._kills and not self._done.is_set():
            begun = executions.read_text().count("\n") if executions.exists() else 0
            if begun < (self.killed + 0.5) * runs / (self._kills + 1):
                time.sleep(0.05)
                continue
            time.sleep(self._lots.uniform(0.0, 0.3))
            workers = [each for each in family(psutil.Process().pid)[1:] if _is_worker(each)]
            if workers:
                self._lots.choice(workers).kill()
                self.killed += 1


def _is_worker(process: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False
