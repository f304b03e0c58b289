"""Start many at once, interrupt, and edit bytes."""

import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

from community_sim.design import read_design
from community_sim.errors import CommunitySimError
from community_sim.sweep.running import Manner, sweep
from community_sim.sweep.verifying import verify
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

_USED = 75


def starts(count: int = 50, runs: int = 6000) -> Trial:
    """Start the same sweep many times at once: one works, the others name it."""
    trial = Trial(f"{count} starts at once on one store", tried=count)
    with workplace() as place:
        file = design_file(place, seeds={"first": 1, "count": runs})
        processes = [start("sweep", file, "--out", place / "sweep") for _ in range(count)]
        said = {process.pid: process.communicate()[1].decode() for process in processes}
    codes = Counter(process.returncode for process in processes)
    trial.check(codes == {0: 1, _USED: count - 1}, f"exit codes {dict(codes)}")
    owners = [process.pid for process in processes if process.returncode == 0]
    for process in processes:
        if process.returncode == _USED:
            trial.check(
                any(f"process {owner} " in said[process.pid] for owner in owners),
                f"the owner is not named: {said[process.pid]}",
            )
    trial.notes.append(
        f"{codes[0]} worked, {codes[_USED]} exited {_USED} naming the owner's process"
    )
    return trial


def interrupts(count: int = 20, runs: int = 1000) -> Trial:
    """Interrupt a sweep with each signal in turn at random instants."""
    trial = Trial("SIGINT and SIGTERM at random instants")
    lots = random.Random(1)
    codes: Counter[int] = Counter()
    with workplace() as place:
        file = design_file(place, seeds={"first": 1, "count": runs})
        started = time.monotonic()
        finish("sweep", file, "--out", place / "whole")
        usual = time.monotonic() - started
        whole = exported(place / "whole")
        folder, sweeps = place / "sweep", 1
        while trial.tried < count:
            number = (signal.SIGINT, signal.SIGTERM)[trial.tried % 2]
            process = start("sweep", file, "--out", folder, "--quiet")
            time.sleep(lots.uniform(0.6, usual / 2))
            code = _interrupted(trial, process, number)
            if code == 0:  # it was done before the signal came
                trial.check(exported(folder) == whole, "another export")
                sweeps += 1
                folder = place / f"sweep_{sweeps}"
                continue
            trial.tried += 1
            codes[code] += 1
            trial.check(code == 128 + number, f"exit code {code} after {number.name}")
        finish("sweep", file, "--out", folder)
        trial.check(exported(folder) == whole, "another export")
    shown = ", ".join(f"{n} times exit {code}" for code, n in sorted(codes.items()))
    trial.notes.append(f"{shown}; {sweeps} sweeps resumed to identical exports")
    return trial


def _interrupted(trial: Trial, process: subprocess.Popen[bytes], number: signal.Signals) -> int:
    members = family(process.pid)
    process.send_signal(number)
    process.communicate()
    trial.check(vanished(members), "a process is left")
    return process.returncode


def edits(count: int = 200, runs: int = 60) -> Trial:
    """Change one byte anywhere in a sealed store; `verify` must see it."""
    trial = Trial(f"{count} random byte edits in a store")
    lots = random.Random(1)
    places: Counter[str] = Counter()
    with workplace() as place:
        file = design_file(place, seeds={"first": 1, "count": runs})
        sweep(read_design(file), place / "sweep", Manner(workers=2))
        trial.check(
            not verify(place / "sweep", sample=5).problems, "the untouched store is refused"
        )
        for number in range(count):
            copy = place / f"copy_{number}"
            shutil.copytree(place / "sweep", copy)
            places[_edited(copy, lots)] += 1
            trial.tried += 1
            trial.check(_is_found(copy), f"edit {number} was not found")
            shutil.rmtree(copy)
    shown = ", ".join(f"{n} in {name}" for name, n in sorted(places.items()))
    trial.notes.append(f"each found: {shown}")
    return trial


def _edited(folder: Path, lots: random.Random) -> str:
    """Change one byte of one of a folder's files; return which."""
    file = lots.choice(sorted(path for path in folder.iterdir() if path.stat().st_size))
    content = bytearray(file.read_bytes())
    content[lots.randrange(len(content))] ^= lots.randrange(1, 256)
    file.write_bytes(content)
    return file.name


def _is_found(folder: Path) -> bool:
    try:
        return bool(verify(folder, sample=0).problems)
    except CommunitySimError:
        return True
