"""Compare a run with the last good one: what went into it, and what came of it."""

import json
from pathlib import Path
from typing import Any

from community_sim.compilation import model_hash
from community_sim.publish.changes import changes_between
from community_sim.publish.differences import differences_between, outcome_tables
from community_sim.publish.folder import content_hash
from community_sim.publish.inputs import Inputs
from community_sim.publish.runs_of_site import PublishedRun

__all__ = ["NUMBERS", "results_of", "since_last"]

NUMBERS = "numbers.csv"
"""Every number of a run beside that of the last good one."""


def results_of(run: Path) -> dict[str, str]:
    """Return the hashes of what a run came to: executed notebooks and tables."""
    files = sorted(path for path in run.rglob("*") if path.suffix in (".ipynb", ".csv", ".parquet"))
    return {path.relative_to(run).as_posix(): content_hash(path) for path in files}


def since_last(last: PublishedRun | None, stage: Path, inputs: Inputs) -> dict[str, Any]:
    """Return what changed since the last good run; write the numbers side by side."""
    if last is None:
        return {"run": None}
    differences = differences_between(
        outcome_tables(last.folder),
        outcome_tables(stage),
        _pages_with_other_draws(last.record["inputs"], inputs),
    )
    if differences.numbers:
        differences.table.to_csv(stage / NUMBERS, index=False, lineterminator="\n")
    before = last.record["results"]
    after = results_of(stage)
    after.pop(NUMBERS, None)
    return {
        "run": last.name,
        "changes": [change.record() for change in changes_between(last.record["inputs"], inputs)],
        "model_changed": last.record["model"] != model_hash(),
        "files_that_differ": sorted(
            name for name in {*before, *after} if before.get(name) != after.get(name)
        ),
        "numbers": differences.counts(),
        "marked": _marked(differences.table),
    }


def _pages_with_other_draws(before: Inputs, after: Inputs) -> list[str]:
    """Return the sweeps whose draws are not those of the run before."""
    return [
        f"sweeps/{name.partition(': ')[0]}"
        for name, draws in after["sweeps"].items()
        if name.endswith(": draws") and before.get("sweeps", {}).get(name) != draws
    ]


def _marked(table: Any) -> list[dict[str, Any]]:
    """Return the numbers beyond noise as plain values, exactly as they are."""
    marked = table[table["is_beyond_noise"]].drop(columns="is_beyond_noise")
    rows: list[dict[str, Any]] = json.loads(marked.to_json(orient="records", double_precision=15))
    return rows
