"""The command `sweep`."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from community_sim.design import Design
    from community_sim.sweep import SweepReport

__all__ = ["sweep"]

SOME_FAILED = 3

_MOST_FAILURES = 10

File = Annotated[Path, typer.Argument(help="The sweep's YAML file, see docs/sweeps.md.")]
Out = Annotated[Path, typer.Option(file_okay=False, help="Folder of the runs.")]


def sweep(
    file: File,
    out: Out,
    workers: Annotated[
        int | None, typer.Option(min=1, max=1000, help="Processes. Default: one per processor.")
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(help="A Dask scheduler, tcp://..., or 'local' to start one on this machine."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what it would take.")
    ] = False,
    only: Annotated[
        str | None, typer.Option(help="Repeat one stored run here, by its key, and store nothing.")
    ] = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Run failed runs again too.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but failures.")] = False,
) -> None:
    """Run every combination of a sweep; the same command goes on where it was cut off.

    Exit codes: 0 all runs are good, 2 bad input, or a folder of another sweep, 3 some runs failed,
    4 the folder is unusable, 75 another process works in it, 130 or 143 interrupted.
    """
    from community_sim.design import read_design

    design = read_design(file)
    if only is not None:
        _repeat(design, only)
        return
    if dry_run:
        _print_estimate(design, workers, as_json)
        return
    report = _swept(design, out, workers, cluster, retry_failed, as_json, quiet)
    _print_report(report, file, as_json, quiet)
    if report.failed:
        raise typer.Exit(SOME_FAILED)


def _swept(
    design: "Design",
    out: Path,
    workers: int | None,
    cluster: str | None,
    retry_failed: bool,
    as_json: bool,
    quiet: bool,
) -> "SweepReport":
    from community_sim.cli.sweep_progress import sweep_progress
    from community_sim.sweep.running import Manner
    from community_sim.sweep.running import sweep as run

    with sweep_progress(design.title, as_json=as_json, quiet=quiet) as tell:
        return run(design, out, Manner(workers, cluster, retry_failed, tell))


def _print_report(report: "SweepReport", file: Path, as_json: bool, quiet: bool) -> None:
    failures = _failures(report, file)
    for failure in failures:
        if as_json:
            print(json.dumps({"event": "failed", **failure}, ensure_ascii=False))
        else:
            print(f"Failed in {failure['stage']}: {failure['message']}", file=sys.stderr)
            print(f"  {failure['repeat']}", file=sys.stderr)
    if as_json:
        counts = {name: getattr(report, name) for name in ("total", "done", "failed", "resumed")}
        print(json.dumps({"event": "report", **counts}))
    elif not quiet:
        before = f", {report.resumed:,} of them before" if report.resumed else ""
        failed = f", {report.failed:,} failed" if report.failed else ""
        print(f"{report.done:,} of {report.total:,} runs are good{before}{failed}: {report.folder}")


def _failures(report: "SweepReport", file: Path) -> list[dict[str, Any]]:
    """Return the first failed runs, each with the command that repeats it."""
    import itertools
    import shlex

    from community_sim.sweep.store import Store

    if not report.failed:
        return []
    command = (
        f"community-sim sweep {shlex.quote(str(file))} --out {shlex.quote(str(report.folder))}"
    )
    with Store.reading(report.folder) as store:
        first = itertools.islice(store.failures(), _MOST_FAILURES)
        return [
            {"key": key, "stage": stage, "message": message, "repeat": f"{command} --only {key}"}
            for _, key, stage, message in first
        ]


def _print_estimate(design: "Design", workers: int | None, as_json: bool) -> None:
    import os
    from dataclasses import asdict

    from community_sim.cli.sweep_progress import duration
    from community_sim.sweep.estimating import estimate

    found = estimate(design, workers or len(os.sched_getaffinity(0)))
    if as_json:
        print(json.dumps({"event": "estimate", **asdict(found)}))
        return
    print(f"Runs: {found.runs:,} ({found.scenarios:,} scenarios, {design.seeds:,} seeds each)")
    print(f"Time: about {duration(found.seconds)} with {found.workers} workers")
    print(f"Disk: about {found.megabytes:,.1f} MB")


def _repeat(design: "Design", key: str) -> None:
    """Repeat one run of a design in this process."""
    from community_sim.sweep.repeating import repeat

    finished = repeat(design, key)
    run = design.run(finished.position)
    print(f"{run.policy} in {run.place}, draw {run.draw}, seed {run.seed}:")
    if finished.stage:
        print(f"Failed in {finished.stage}: {finished.message}")
        raise typer.Exit(SOME_FAILED)
    values = iter(finished.values)
    for horizon in design.horizons:
        for outcome in design.outcomes:
            print(f"  {outcome} by year {horizon}: {next(values):.10g}")
