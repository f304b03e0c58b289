"""What a trial finds, and how a sweep is started in a process of its own."""

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import yaml

ROOT = Path(__file__).resolve().parents[2]

SECONDS_TO_VANISH = 10.0


@dataclass
class Trial:
    """How many were tried, and what went wrong."""

    name: str
    tried: int = 0
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def check(self, is_good: bool, what: str) -> None:
        """Note a failure unless all is well."""
        if not is_good:
            self.failures.append(what)


def design_file(folder: Path, **fields: object) -> Path:
    """Write a design of short runs; fields replace its own."""
    content = {
        "policies": ["current_practice"],
        "places": ["rucheng"],
        "seeds": {"first": 1, "count": 2000},
        "years": 2,
        **fields,
    }
    path = folder / "design.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


@contextmanager
def workplace() -> Iterator[Path]:
    """Give an empty folder."""
    with tempfile.TemporaryDirectory(prefix="reliability-") as name:
        yield Path(name)


def command(*arguments: object) -> list[str]:
    """Return a `community-sim` command of this checkout."""
    start = "from community_sim.cli import main; main()"
    return [sys.executable, "-c", start, *map(str, arguments)]


def environment(**changes: str) -> dict[str, str]:
    """Return this process's environment with this checkout's package first."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **changes}


def start(*arguments: object, **changes: str) -> subprocess.Popen[bytes]:
    """Start a `community-sim` command."""
    return subprocess.Popen(
        command(*arguments),
        env=environment(**changes),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def finish(*arguments: object, **changes: str) -> tuple[int, str]:
    """Run a `community-sim` command; return its exit code and what it said of errors."""
    done = subprocess.run(
        command(*arguments), env=environment(**changes), capture_output=True, check=False
    )
    return done.returncode, done.stderr.decode()


def exported(folder: Path) -> str:
    """Return the hash of a sweep's export in both formats."""
    digest = hashlib.sha256()
    for suffix in ("csv", "parquet"):
        file = folder.with_suffix(f".{suffix}")
        code, said = finish("export", folder, "--to", file)
        if code != 0:
            raise RuntimeError(said)
        digest.update(file.read_bytes())
    return digest.hexdigest()


def family(pid: int) -> list[psutil.Process]:
    """Return a process and all that descend from it."""
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def vanished(processes: Sequence[psutil.Process]) -> bool:
    """Return whether processes are gone within the time they may take."""
    end = time.monotonic() + SECONDS_TO_VANISH
    while time.monotonic() < end:
        if not any(is_alive(process) for process in processes):
            return True
        time.sleep(0.1)
    return False


def is_alive(process: psutil.Process) -> bool:
    """Return whether a process runs (a zombie does not)."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
