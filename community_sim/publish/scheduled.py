"""Run a schedule, and add what comes of it to a static site.

A run is made in a hidden folder of the site, sealed, and moved into place by one rename; only
then do the site's first pages name it.  Whatever kills it, the site's pages point to whole runs.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from community_sim.compilation import model_hash
from community_sim.errors import BadValue, CommunitySimError, NotebookFailed, SiteBroken
from community_sim.locking import LOCK, FolderLock
from community_sim.publish.changes import Change, changes_between
from community_sim.publish.checking import seal
from community_sim.publish.execution import Progress, run_notebook
from community_sim.publish.failure import FAILED
from community_sim.publish.folder import MANIFEST, content_hash, flush
from community_sim.publish.inputs import inputs_of, settings_of, sources_now
from community_sim.publish.manifest import write_manifest
from community_sim.publish.page import write_page
from community_sim.publish.runs_of_site import (
    FORMAT,
    KIND,
    RUNS,
    last_good_run,
    name_of_run,
)
from community_sim.publish.schedule import Schedule, ScheduledNotebook, read_schedule
from community_sim.publish.since import results_of, since_last
from community_sim.publish.site import INDEX, write_run_page, write_site
from community_sim.publish.sweeping import Sweeping, SweptTable, run_scheduled_sweep

__all__ = ["ScheduledRun", "publish_schedule"]

_STAGE = ".unfinished-"
_SOME_RUNS_FAILED = 3


@dataclass(frozen=True)
class ScheduledRun:
    """What came of a scheduled run.

    Attributes
    ----------
    folder : Path
        Where it was published.
    state : {'good', 'failed'}
        A run is good if every notebook ran to its end and no run of a sweep failed.
    record : mapping
        Its manifest.
    """

    folder: Path
    state: str
    record: Mapping[str, Any]

    @property
    def exit_code(self) -> int:
        """Return 0, 3 where all that failed is runs of a sweep, or 5."""
        if self.state == "good":
            return 0
        failed = sum(sweep["failed"] > 0 for sweep in self.record["sweeps"].values())
        is_sweep_alone = failed == len(self.record["problems"])
        return _SOME_RUNS_FAILED if is_sweep_alone else NotebookFailed.exit_code


def publish_schedule(
    path: Path,
    site: Path,
    *,
    now: Callable[[], datetime] | None = None,
    sweeping: Sweeping | None = None,
    progress: Progress | None = None,
) -> ScheduledRun:
    """Run a schedule and publish it in a site.

    Parameters
    ----------
    path : Path
        The schedule.
    site : Path
        Folder of the site; made where it is not there.
    now : callable, optional
        Returns the time, with its zone.  Default: the clock.
    sweeping : Sweeping, optional
        How sweeps are run.
    progress : callable, optional
        Called with (done, total, what).

    Raises
    ------
    InUse
        Another process works in the site.
    SiteBroken
        The site cannot be written: no space, no right, a broken disk.
    CommunitySimError
        The schedule is wrong, or the site's folder holds something else.
    """
    schedule = read_schedule(path)
    _refuse_strangers(site)
    with FolderLock(site, f"publish {path.name}"), _written(site):
        _clear(site)
        time = (now or _clock)()
        name = name_of_run(site, time)
        stage = site / f"{_STAGE}{name}"
        stage.mkdir()
        try:
            record = _make(schedule, site, stage, sweeping=sweeping, progress=progress)
            record = {"what": KIND, "format": FORMAT, "time": _shown(time), "run": name, **record}
            _finish(stage, record, schedule.lang)
            folder = _move(stage, site / RUNS / name)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
        write_site(site)
        return ScheduledRun(folder, record["state"], record)


def _make(
    schedule: Schedule,
    site: Path,
    stage: Path,
    *,
    sweeping: Sweeping | None,
    progress: Progress | None,
) -> dict[str, Any]:
    """Run sweeps and notebooks into the stage; return the record of it."""
    sources = sources_now()
    swept = {
        sweep.name: run_scheduled_sweep(sweep, site, stage, sweeping=sweeping, progress=progress)
        for sweep in schedule.sweeps
    }
    pages = {
        notebook.page: _run_page(schedule, notebook, stage / notebook.page, progress)
        for notebook in schedule.notebooks
    }
    inputs = inputs_of(schedule, {name: sweep.design for name, sweep in swept.items()})
    problems = list(_problems(pages, swept, changes_between(sources, sources_now())))
    return {
        "state": "failed" if problems else "good",
        "problems": problems,
        "schedule": {
            "name": schedule.path.name,
            "title": schedule.heading,
            "lang": schedule.lang,
            "content": content_hash(schedule.path),
        },
        "pages": pages,
        "sweeps": {name: _counts(sweep) for name, sweep in swept.items()},
        "model": model_hash(),
        "inputs": inputs,
        "results": results_of(stage),
        "since": since_last(last_good_run(site), stage, inputs),
    }


def _problems(
    pages: Mapping[str, Mapping[str, Any]],
    swept: Mapping[str, SweptTable],
    changed: Sequence[Change],
) -> Iterator[dict[str, str]]:
    """Yield why a run is not good, and the page that tells more."""
    for page in pages.values():
        if page["state"] == "failed":
            yield {"text": page["problem"], "page": page["page"]}
    for name, sweep in swept.items():
        if sweep.failed:
            yield {
                "text": f"sweep '{name}': {sweep.failed} of {sweep.total} runs failed.",
                "page": "",
            }
    if changed:
        files = ", ".join(change.what for change in changed)
        yield {"text": f"code or data changed while the run went on: {files}.", "page": ""}


def _run_page(
    schedule: Schedule, notebook: ScheduledNotebook, folder: Path, progress: Progress | None
) -> dict[str, Any]:
    """Run a notebook into a folder of its own; a failed one is kept, and its page says so."""
    folder.mkdir()
    if notebook.policy_files:
        (folder / "policies").mkdir()
        for file in notebook.policy_files:
            shutil.copyfile(file, folder / "policies" / file.name)
    output = folder / f"{notebook.page}.ipynb"
    told: dict[str, Any] = {"state": "good"}
    try:
        run_notebook(
            notebook.source,
            output,
            notebook.parameters,
            lang=schedule.lang,
            cell_seconds=schedule.cell_seconds,
            progress=progress,
        )
    except NotebookFailed as error:
        told = {"state": "failed", "problem": str(error)}
        output = output.with_name(f"{notebook.page}{FAILED}.ipynb")
    page = output.with_suffix(".html")
    write_page(output, page, lang=schedule.lang)
    settings = {
        "settings": settings_of(notebook),
        "notebook": {"name": notebook.source.name, "content": content_hash(notebook.source)},
    }
    write_manifest(folder, what="notebook", settings={**told, **settings}, scenarios=())
    return {
        **told,
        "page": f"{notebook.page}/{page.name}",
        "notebook": f"{notebook.page}/{output.name}",
    }


def _counts(sweep: SweptTable) -> dict[str, int]:
    return {name: value for name, value in asdict(sweep).items() if name != "design"}


def _finish(stage: Path, record: Mapping[str, Any], lang: str) -> None:
    """Write a run's manifest and first page, and seal it."""
    write_run_page(stage / INDEX, record, lang)
    text = json.dumps(record, ensure_ascii=False, indent=2)
    (stage / MANIFEST).write_text(f"{text}\n", encoding="utf-8")
    seal(stage)


def _move(stage: Path, folder: Path) -> Path:
    """Move a run into place in one step, its bytes being on disk before."""
    for path in stage.rglob("*"):
        if path.is_file():
            flush(path)
    folder.parent.mkdir(exist_ok=True)
    os.rename(stage, folder)
    flush(folder.parent)
    return folder


@contextmanager
def _written(site: Path) -> Iterator[None]:
    """Make a sentence of what the system says when a site cannot be written."""
    try:
        yield
    except OSError as error:
        if isinstance(error, CommunitySimError):
            raise
        raise SiteBroken(f"Cannot write in '{site}': {error.strerror}.") from error


def _refuse_strangers(site: Path) -> None:
    if site.exists() and not site.is_dir():
        raise BadValue(f"'{site}' is a file; name a folder for the site.")
    if not site.is_dir() or (site / LOCK).is_file() or (site / RUNS).is_dir():
        return
    if any(not path.name.startswith(".") for path in site.iterdir()):
        raise BadValue(
            f"'{site}' holds other files and no site; name a new folder, or an empty one."
        )


def _clear(site: Path) -> None:
    """Remove what a run that was killed has left."""
    for path in site.glob(f"{_STAGE}*"):
        shutil.rmtree(path, ignore_errors=True)


def _clock() -> datetime:
    return datetime.now(UTC)


def _shown(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
