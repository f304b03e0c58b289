"""Try what can go wrong with scheduled notebooks, many times, and print how often it did.

    python scripts/show_publish_reliability.py
    python scripts/show_publish_reliability.py --parallel 4 --kills 2 --starts 0

Prints a Markdown table "n tried, k failed"; leaves with 1 if anything failed.  The counts of the
documentation take about a quarter of an hour on two processors.  Needs Linux.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from community_sim.errors import NotebookFailed
from community_sim.publish.checking import check_record
from community_sim.publish.execution import run_notebook
from community_sim.publish.scheduled import publish_schedule

AT_ONCE = 3
SECONDS_TO_END = 10.0
MARK = "COMMUNITY_SIM_RELIABILITY"
TABLE = """\
import pandas as pd
rows = [("S1", seed, 5, "exit_rate", 0.1 + seed / 1000) for seed in range(20)]
columns = ["policy", "seed", "horizon", "outcome", "value"]
pd.DataFrame(rows, columns=columns).to_parquet("outcomes.parquet", index=False)
print("x" * 100_000)"""
WAIT = """\
import pathlib, time
while not pathlib.Path({go!r}).exists():
    time.sleep(0.05)"""
DEATHS = {
    "raises": ("raise ValueError('no')", "python3"),
    "kernel killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "python3"),
    "os._exit": ("import os; os._exit(0)", "python3"),
    "cell timeout": ("import time; time.sleep(600)", "python3"),
    "sys.exit(0)": ("import sys; sys.exit(0)", "python3"),
    "unknown kernel": ("print(1)", "nosuch"),
}
SCHEDULE = "cell_seconds: {seconds}\nnotebooks:\n  page:\n    notebook: mine.ipynb\n"


def main() -> None:
    chosen = arguments()
    trials: list[tuple[str, int, Callable[[Path, int], list[str]]]] = [
        (f"notebooks run, {AT_ONCE} at a time", chosen.parallel, parallel),
        ("kills (SIGKILL) of `publish` at a random instant", chosen.kills, kills),
        ("ways in which a notebook dies", min(chosen.deaths, len(DEATHS)), deaths),
        ("starts at once in one site; all but one leave with 75", chosen.starts, starts),
        ("random bytes changed in a published run", chosen.edits, edits),
    ]
    print("| what | tried | failed |\n| --- | ---: | ---: |")
    failures: list[str] = []
    for what, tries, trial in trials:
        if tries == 0:
            continue
        with tempfile.TemporaryDirectory(prefix="show-") as folder:
            failed = trial(Path(folder), tries)
        print(f"| {what} | {tries} | {len(failed)} |", flush=True)
        failures += failed
    for failure in failures:
        print(failure, file=sys.stderr)
    sys.exit(1 if failures else 0)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Show how reliable scheduled notebooks are.")
    for name, count in (
        ("parallel", 200), ("kills", 50), ("deaths", 6), ("starts", 50), ("edits", 200),
    ):  # fmt: skip
        parser.add_argument(f"--{name}", type=int, default=count)
    return parser.parse_args()


def written(path: Path, *sources: str, kernel: str = "python3") -> Path:
    """Write a notebook with an empty-handed parameters cell and some cells of code."""
    tagged = [("lang: str = 'en'", ["parameters"]), *((source, []) for source in sources)]
    cells = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"cell{number}",
            "metadata": {"tags": tags},
            "outputs": [],
            "source": source,
        }
        for number, (source, tags) in enumerate(tagged)
    ]
    metadata = {"kernelspec": {"name": kernel, "display_name": kernel, "language": "python"}}
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def parallel(folder: Path, tries: int) -> list[str]:
    """Run notebooks several at a time; each must come out whole, with its own number."""

    def one(number: int) -> str | None:
        own = folder / str(number)
        own.mkdir()
        source = written(own / "mine.ipynb", f"print('number', {number})")
        try:
            run_notebook(source, own / "out.ipynb", {})
        except NotebookFailed as error:
            return f"notebook {number}: {error}"
        whole = f"number {number}" in (own / "out.ipynb").read_text(encoding="utf-8")
        return None if whole else f"notebook {number}: its output is not there."

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [failure for failure in pool.map(one, range(tries)) if failure]


def kills(folder: Path, tries: int) -> list[str]:
    """Kill `publish` at any instant; every second time in the last tenth, where it writes."""
    written(folder / "mine.ipynb", TABLE)
    path, site = folder / "weekly.yaml", folder / "site"
    path.write_text(SCHEDULE.format(seconds=60), encoding="utf-8")
    began = time.monotonic()
    publish(path, site).wait()
    usual = time.monotonic() - began
    draw = random.Random(1)
    failures, left = [], []
    for number in range(tries):
        earliest = 0.9 * usual if number % 2 else 0.0
        mark = uuid.uuid4().hex
        process = publish(path, site, mark)
        time.sleep(draw.uniform(earliest, 1.05 * usual))
        process.send_signal(signal.SIGKILL)
        process.wait()
        found = [*broken(site), *left_over(mark)]
        left += swept_up(temporary(path))
        if publish(path, site).wait() != 0:
            found.append("the next publish did not work")
        found += broken(site)
        if found:
            failures.append(f"kill {number}: {'; '.join(found)}")
    print(f"| the same: files left in the system's temporary folder | {tries} | {len(left)} |")
    return failures


def publish(path: Path, site: Path, mark: str = "") -> subprocess.Popen[str]:
    command = "from community_sim.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", command, "publish", str(path), "--site", str(site)],
        env={**os.environ, MARK: mark, "TMPDIR": str(temporary(path))},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if not mark else subprocess.DEVNULL,
        text=True,
    )


def temporary(path: Path) -> Path:
    """Return the folder of temporary files of what is published from a schedule."""
    folder = path.parent / "tmp"
    folder.mkdir(exist_ok=True)
    return folder


def swept_up(folder: Path) -> list[str]:
    """Remove what a killed run has left of temporary files; return their names."""
    left = list(folder.iterdir())
    found = [f"{each.name} is left over: {[one.name for one in each.iterdir()]}" for each in left]
    for each in left:
        shutil.rmtree(each)
    return found


def broken(site: Path) -> Iterator[str]:
    """Yield what is wrong with a site: a page cut short, a link to nothing, a changed byte."""
    yield from check_record(site) if (site / "runs").is_dir() else []
    for page in (site / "index.html", site / "latest.html"):
        text = page.read_text(encoding="utf-8")
        if not text.endswith("</html>\n"):
            yield f"{page.name} is cut short"
        for link in re.findall(r'href="([^"]+)"', text):
            if not (site / link).is_file():
                yield f"{page.name} points to {link}, which is not there"
    for notebook in (site / "runs").rglob("*.ipynb"):
        if not json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            yield f"{notebook.name} is empty"


def left_over(mark: str) -> list[str]:
    """Return the processes of a killed run that are still there after ten seconds."""
    until = time.monotonic() + SECONDS_TO_END
    while (found := processes(mark)) and time.monotonic() < until:
        time.sleep(0.1)
    return [f"process {pid} is still there" for pid in found]


def processes(mark: str) -> list[str]:
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"{MARK}={mark}".encode() in environment.read_bytes():
                found.append(environment.parent.name)
        except OSError:
            continue  # it has ended meanwhile
    return found


def deaths(folder: Path, tries: int) -> list[str]:
    """Have a notebook die; the run must be marked failed, and leave with 5."""
    path, site = folder / "weekly.yaml", folder / "site"
    path.write_text(SCHEDULE.format(seconds=3), encoding="utf-8")
    written(folder / "mine.ipynb", "print(1)")
    good = publish_schedule(path, site)
    failures = []
    for name, (source, kernel) in list(DEATHS.items())[:tries]:
        written(folder / "mine.ipynb", "print(1)", source, "print(2)", kernel=kernel)
        run = publish_schedule(path, site)
        is_latest = good.folder.name in (site / "latest.html").read_text(encoding="utf-8")
        is_kept = (run.folder / "page" / "page.failed.ipynb").is_file()
        if (run.exit_code, run.state, is_latest, is_kept) != (5, "failed", True, True):
            failures.append(f"{name}: {run.exit_code} {run.state}")
    return failures


def starts(folder: Path, tries: int) -> list[str]:
    """Start many at once; the one that works is waited for by its notebook."""
    path, site, go = folder / "weekly.yaml", folder / "site", folder / "go"
    written(folder / "mine.ipynb", WAIT.format(go=str(go)))
    path.write_text(SCHEDULE.format(seconds=600), encoding="utf-8")
    several = [publish(path, site) for _ in range(tries)]
    waiting = set(several)
    while len(waiting) > 1:
        waiting = {each for each in waiting if each.poll() is None}
        time.sleep(0.1)
    go.touch()
    said = {each: each.communicate()[1] for each in several}
    winners = [each for each in several if each.returncode == 0]
    failures = [f"{len(winners)} of {tries} starts worked."] * (len(winners) != 1)
    named = f"process {winners[0].pid} " if winners else ""
    return failures + [
        f"a start left with {each.returncode}: {said[each]}"
        for each in several
        if each not in winners and (each.returncode != 75 or named not in said[each])
    ]


def edits(folder: Path, tries: int) -> list[str]:
    """Change one byte of a published run after the other; checking must find each."""
    path, site = folder / "weekly.yaml", folder / "site"
    written(folder / "mine.ipynb", TABLE)
    path.write_text(SCHEDULE.format(seconds=60), encoding="utf-8")
    publish_schedule(path, site)
    run = publish_schedule(path, site).folder
    files = sorted(each for each in run.rglob("*") if each.is_file())
    draw = random.Random(1)
    failures = [f"found without a change: {finding}" for finding in check_record(run)]
    for _ in range(tries):
        file = draw.choice(files)
        content = file.read_bytes()
        position, change = draw.randrange(len(content)), draw.randrange(1, 256)
        changed = bytearray(content)
        changed[position] ^= change
        file.write_bytes(changed)
        if not check_record(run):
            failures.append(f"byte {position} of {file.name} was not found.")
        file.write_bytes(content)
    return failures


if __name__ == "__main__":
    main()
