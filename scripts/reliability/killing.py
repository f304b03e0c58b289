"""Kill the coordinator or a worker at random instants, again and again until a sweep is done."""

import random
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, suppress
from pathlib import Path

import psutil

from community_sim.sweep.store import Store, content_hash
from reliability.trial import (
    Trial,
    design_file,
    exported,
    family,
    finish,
    start,
    vanished,
    workplace,
)


def kills(count: int, *, runs: int = 2000, seed: int = 1) -> Trial:
    """Kill `count` times; nothing stored may be lost, doubled or unreadable."""
    trial = Trial(f"SIGKILL of coordinator or worker, sweeps of {runs:,} short runs")
    with workplace() as place:
        file = design_file(place, seeds={"first": 1, "count": runs})
        finish("sweep", file, "--out", place / "warm")  # compiles what is not compiled yet
        started = time.monotonic()
        finish("sweep", file, "--out", place / "whole")
        usual = time.monotonic() - started
        whole = exported(place / "whole")
        killer, sweeps = _Killer(trial, count, usual, random.Random(seed)), 0
        while trial.tried < count:
            sweeps += 1
            folder = place / f"sweep_{sweeps}"
            killer.sweep(file, folder)
            trial.check(exported(folder) == whole, f"sweep {sweeps}: another export")
            with closing(sqlite3.connect(folder / "sweep.sqlite")) as stored:
                found = stored.execute("SELECT count(*), count(DISTINCT key) FROM runs").fetchone()
            trial.check(found == (runs, runs), f"sweep {sweeps}: {found} rows and keys")
    trial.notes.append(
        f"{killer.coordinators} coordinators and {killer.workers} workers killed over "
        f"{sweeps} sweeps, each export compared with the uninterrupted one"
    )
    return trial


class _Killer:
    """Starts sweeps as often as it takes, and kills several times in the time that one takes."""

    def __init__(self, trial: Trial, count: int, usual: float, lots: random.Random) -> None:
        self.trial = trial
        self.count = count
        self.usual = usual
        self.lots = lots
        self.coordinators = self.workers = 0

    def sweep(self, file: Path, folder: Path) -> None:
        """Do one sweep to its end."""
        seen: dict[int, str] = {}
        while True:
            process = start("sweep", file, "--out", folder, "--quiet")
            seen |= self._kill_for_a_while(process, folder)
            said = process.communicate()[1].decode()
            kept = _stored(folder, self.trial)
            lost = [position for position, content in seen.items() if kept.get(position) != content]
            self.trial.check(not lost, f"{len(lost)} stored rows lost or changed")
            if process.returncode != -signal.SIGKILL:
                is_good = process.returncode == 0
                self.trial.check(is_good, f"exit code {process.returncode}: {said[-3000:]}")
                return

    def _kill_for_a_while(self, process: subprocess.Popen[bytes], folder: Path) -> dict[int, str]:
        """Kill workers, and at last the coordinator; return what was stored before each kill."""
        seen: dict[int, str] = {}
        while self.trial.tried < self.count:
            time.sleep(self.lots.uniform(0.0, self.usual / 3.0))
            if process.poll() is not None:
                break
            seen |= _stored(folder, self.trial)
            members = family(process.pid)
            workers = [each for each in members[1:] if _is_worker(each)]
            is_worker = bool(workers) and self.lots.random() < 0.5
            victim = self.lots.choice(workers) if is_worker else process
            if process.poll() is not None:
                break
            self.trial.tried += 1
            with suppress(psutil.NoSuchProcess):
                victim.kill()
            if is_worker:
                self.workers += 1
                continue
            self.coordinators += 1
            self.trial.check(vanished(members), "a process outlives the coordinator")
            break
        return seen


def _is_worker(process: psutil.Process) -> bool:
    try:
        return process.parent() is not None and "forkserver" in " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False


def _stored(folder: Path, trial: Trial) -> dict[int, str]:
    """Return the hash of every stored run; note a store that cannot be read, or a wrong row."""
    if not (folder / "sweep.sqlite").exists():
        return {}
    with closing(sqlite3.connect(folder / "sweep.sqlite")) as raw:
        if not raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return {}  # killed before the tables were written
        trial.check(raw.execute("PRAGMA quick_check").fetchone() == ("ok",), "damaged database")
    with Store.reading(folder) as store:
        found = {row.position: (content_hash(row), kept) for row, kept in store.rows()}
    trial.check(all(a == b for a, b in found.values()), "a row is not as it was written")
    return {position: kept for position, (_, kept) in found.items()}
