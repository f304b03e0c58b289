"""Let each write, fsync, truncation and rename of a sweep fail in turn.

A small C library, loaded before the standard one, makes the n-th such call on the sweep's folder
fail; SQLite's own calls go through it too. The trial therefore runs in a process of its own
(`python -m reliability.disk STEP`), started with that library.
"""

import ctypes
import errno
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from community_sim.design import Design, read_design
from community_sim.errors import StoreBroken
from community_sim.sweep.exporting import export
from community_sim.sweep.running import Manner, sweep
from community_sim.sweep.store import Store, content_hash
from community_sim.sweep.verifying import verify
from reliability.trial import ROOT, Trial, design_file, environment, workplace

RUNS = 12


def disk(step: int = 1) -> Trial:
    """Let every `step`-th call fail, with no space and with an I/O error, once and for good."""
    trial = Trial("each write, fsync, truncation and rename failed in turn (no space, I/O error)")
    with workplace() as place:
        library = place / "shim.so"
        source = Path(__file__).with_name("shim.c")
        subprocess.run(
            ["cc", "-O1", "-shared", "-fPIC", "-o", library, source, "-ldl"],  # noqa: S607
            check=True,
        )
        done = subprocess.run(
            [sys.executable, "-m", "reliability.disk", str(step), str(place)],
            env=environment(
                LD_PRELOAD=str(library), PYTHONPATH=f"{ROOT}:{Path(__file__).parents[1]}"
            ),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(done.stderr[-3000:])
        found = json.loads(done.stdout)
    trial.tried, trial.failures, trial.notes = found["tried"], found["failures"], found["notes"]
    return trial


def _try_all(step: int, place: Path) -> Trial:
    """Fail one call after the other; runs inside the process that has the library."""
    trial = Trial("disk")
    shim = ctypes.CDLL(None)
    shim.shim_set.argtypes = [ctypes.c_char_p, ctypes.c_long, ctypes.c_int, ctypes.c_int]
    design = read_design(design_file(place, seeds={"first": 1, "count": RUNS}))
    manner = Manner(workers=1)
    folder = place / "store"

    def swept(at: int, error: int, lasting: int) -> str:
        shim.shim_set(str(folder).encode(), at, error, lasting)
        try:
            sweep(design, folder, manner)
        except StoreBroken as broken:
            return str(broken)
        finally:
            shim.shim_set(b"", 0, 0, 0)
        return ""

    whole = _exported(design, place / "whole", manner)
    sweep(design, folder, manner)
    shutil.rmtree(folder)
    shim.shim_set(str(folder).encode(), 0, 0, 0)
    sweep(design, folder, manner)
    calls = shim.shim_calls()
    outcomes = {"refused": 0, "unharmed": 0}
    for at, error, lasting in _cases(calls, step):
        shutil.rmtree(folder)
        said = swept(at, error, lasting)
        what = f"call {at} of {calls}, {errno.errorcode[error]}, lasting={lasting}: {said}"
        trial.tried += 1
        outcomes["refused" if said else "unharmed"] += 1
        trial.check(_is_intact(folder, complete=not said), f"{what}: not intact")
        sweep(design, folder, manner)
        trial.check(_exported(design, folder, manner) == whole, f"{what}: another export")
        trial.check(not verify(folder, sample=0).problems, f"{what}: not verified")
    trial.notes.append(
        f"{calls} calls, each with ENOSPC and EIO, once and from then on: "
        f"{outcomes['refused']} ended with exit 4, {outcomes['unharmed']} went on whole, and every "
        "one was completed by the same command"
    )
    return trial


def _cases(calls: int, step: int) -> Iterator[tuple[int, int, int]]:
    for at in range(1, calls + 1, step):
        for error in (errno.ENOSPC, errno.EIO):
            for lasting in (0, 1):
                yield at, error, lasting


def _is_intact(folder: Path, *, complete: bool) -> bool:
    """Return whether every stored row is whole, and all are there if the sweep said so."""
    try:
        with Store.reading(folder) as store:
            rows = list(store.rows())
    except StoreBroken:
        return not complete  # cut off before there was a table
    is_whole = all(content_hash(row) == kept for row, kept in rows)
    return is_whole and (not complete or len(rows) == RUNS)


def _exported(design: Design, folder: Path, manner: Manner) -> bytes:
    sweep(design, folder, manner)
    file = folder.with_suffix(".csv")
    export(folder, file)
    return file.read_bytes()


if __name__ == "__main__":
    result = _try_all(int(sys.argv[1]), Path(sys.argv[2]))
    content = {"tried": result.tried, "failures": result.failures, "notes": result.notes}
    print(json.dumps(content))
