"""Run the trials of what sweeps promise, and write what they found into RELIABILITY.md.

python scripts/show_reliability.py              all trials, about half an hour
python scripts/show_reliability.py kills disk   some of them
"""

import argparse
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from reliability.cluster import cluster
from reliability.disk import disk
from reliability.identity import identity
from reliability.killing import kills
from reliability.memory import memory
from reliability.poison import poison
from reliability.starting import edits, interrupts, starts
from reliability.trial import ROOT, Trial

PAGE = ROOT / "RELIABILITY.md"

TRIALS: dict[str, Callable[[], Trial]] = {
    "kills": lambda: kills(100),
    "interrupts": interrupts,
    "disk": disk,
    "identity": identity,
    "poison": poison,
    "cluster": cluster,
    "starts": starts,
    "edits": edits,
    "memory": memory,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help=f"which: {', '.join(TRIALS)}; default all")
    names = parser.parse_args().names or list(TRIALS)
    for name in names:
        if name not in TRIALS:
            parser.error(f"'{name}' is not a trial; known are {', '.join(TRIALS)}")
    failed = False
    for name in names:
        started = time.monotonic()
        trial = TRIALS[name]()
        took = time.monotonic() - started
        print(f"{name}: {trial.tried} tried, {len(trial.failures)} failed ({took:.0f} s)")
        for line in (*trial.failures[:20], *trial.notes):
            print(f"  {line}")
        failed = failed or bool(trial.failures)
        write_row(name, trial)
    sys.exit(1 if failed else 0)


def write_row(name: str, trial: Trial) -> None:
    """Put a trial's row in the place of its earlier one."""
    text = PAGE.read_text(encoding="utf-8")
    tail = "; ".join(trial.notes)
    result = f"{trial.tried:,} tried, {len(trial.failures)} failed"
    row = f"| `{name}` | {trial.name} | {result} | {tail} |"
    lines = [line for line in text.splitlines() if not line.startswith(f"| `{name}` |")]
    last = max(number for number, line in enumerate(lines) if line.startswith("| "))
    lines.insert(last + 1, row)
    lines = [f"Machine: {machine()}." if each.startswith("Machine: ") else each for each in lines]
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def machine() -> str:
    """Describe the machine without naming it."""
    return (
        f"{os.cpu_count()} processors ({platform.machine()}), {platform.system()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


if __name__ == "__main__":
    main()
