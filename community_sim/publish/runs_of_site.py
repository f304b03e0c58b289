"""The published runs of a site: where they lie, and what their records say."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from community_sim.publish.checking import check_record, is_sealed
from community_sim.publish.folder import MANIFEST

__all__ = ["RUNS", "PublishedRun", "last_good_run", "name_of_run", "published_runs"]

RUNS = "runs"
"""Folder of the runs, in the site."""

KIND = "scheduled run"
FORMAT = 1
"""Raised when a manifest's fields change; runs of another format are listed and not read."""


@dataclass(frozen=True)
class PublishedRun:
    """A run as its folder shows it.

    Attributes
    ----------
    folder : Path
        Its folder; its name is the time it started (UTC).
    record : mapping
        Its manifest; empty where that cannot be read.
    """

    folder: Path
    record: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Return its folder's name."""
        return self.folder.name

    @property
    def state(self) -> str:
        """Return good, failed or damaged."""
        return str(self.record.get("state", "damaged"))


def name_of_run(site: Path, time: datetime) -> str:
    """Return a name for a run that starts at a time, which no other run of the site has."""
    name = time.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    number = 1
    while (site / RUNS / _numbered(name, number)).exists():
        number += 1
    return _numbered(name, number)


def published_runs(site: Path) -> tuple[PublishedRun, ...]:
    """Return all runs of a site, newest first."""
    folder = site / RUNS
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    found = [folder / name for name in reversed(names)]
    return tuple(PublishedRun(path, _record(path)) for path in found if path.is_dir())


def last_good_run(site: Path) -> PublishedRun | None:
    """Return the newest run that ended well and whose every byte is as it was published."""
    for run in published_runs(site):
        if run.state == "good" and not check_record(run.folder):
            return run
    return None


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number:03d}"


def _record(folder: Path) -> Mapping[str, Any]:
    """Return a run's manifest, or nothing where it is not as it was sealed."""
    try:
        content = (folder / MANIFEST).read_bytes()
        if not is_sealed(folder, MANIFEST):
            return {}
        record = json.loads(content)
    except (OSError, ValueError):
        return {}
    is_ours = isinstance(record, dict) and record.get("what") == KIND
    return record if is_ours and record.get("format") == FORMAT else {}
