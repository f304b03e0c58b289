"""The commands `query`, `verify` and `export`, which look at a sweep's folder."""

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from community_sim.cli.options import AsJson

if TYPE_CHECKING:
    from community_sim.sweep.verifying import Verification

__all__ = ["export", "query", "verify"]

SOME_FAILED = 3
BROKEN = 4

_MOST_ROWS_SHOWN = 100

Folder = Annotated[Path, typer.Argument(help="A sweep's folder.")]


def query(
    folder: Folder,
    statement: Annotated[
        str, typer.Argument(metavar="SELECT", help="SQL over runs, outcomes and draws.")
    ],
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, all rows.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ask a question in SQL to a sweep's tables, finished or not; nothing can be changed.

    Tables: runs (key, policy, place, draw, seed, years, state, stage, message, seconds), outcomes
    (policy, place, draw, seed, years, horizon, outcome, value), draws (draw, kind, name, value).
    """
    from community_sim.sweep.querying import query as ask

    columns, rows = ask(folder, statement)
    if as_json:
        found = [dict(zip(columns, row, strict=True)) for row in rows]
        print(json.dumps(found, ensure_ascii=False, default=str))
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    else:
        _print_rows(columns, rows)


def _print_rows(columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table()
    for column in columns:
        table.add_column(escape(column), overflow="fold")
    for row in rows[:_MOST_ROWS_SHOWN]:
        table.add_row(*(escape(_shown(value)) for value in row))
    Console().print(table)
    if len(rows) > _MOST_ROWS_SHOWN:
        print(f"The first {_MOST_ROWS_SHOWN} of {len(rows):,} rows; --csv prints all.")


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def verify(
    folder: Annotated[
        Path, typer.Argument(help="A sweep's folder, a site, or what `compare` or `publish` left.")
    ],
    sample: Annotated[
        int, typer.Option(min=0, max=100_000, help="Runs that are done again and compared.")
    ] = 5,
    as_json: AsJson = False,
) -> None:
    """Compute all hashes of a folder again; of a sweep, do some of the runs again.

    Exit codes: 0 all is well, 4 something is not as it was written, 75 a sweep works in it.
    """
    from community_sim.publish.checking import check_record, is_record
    from community_sim.sweep.verifying import Verification
    from community_sim.sweep.verifying import verify as check

    if is_record(folder):
        found = Verification(0, 0, tuple(check_record(folder)))
    else:
        found = check(folder, sample=sample)
    if as_json:
        counts = {"rows": found.rows, "repeated": found.repeated}
        print(json.dumps({**counts, "problems": found.problems, "note": found.not_repeated}))
    else:
        _print_verification(found)
    if found.problems:
        raise typer.Exit(BROKEN)


def _print_verification(found: "Verification") -> None:
    for problem in found.problems:
        print(problem, file=sys.stderr)
    if not found.problems:
        runs = f": {found.rows:,} runs; {found.repeated} done again" if found.rows else ""
        print(f"All is as it was written{runs}.")
    if found.not_repeated:
        print(f"But {found.not_repeated}.")


def export(
    folder: Folder,
    to: Annotated[Path, typer.Option("--to", help="The file: .csv or .parquet.")],
) -> None:
    """Write all outcomes as one file whose bytes depend on the design alone.

    Exit codes: 0 done, 3 done but some runs failed, 4 runs are missing or the folder is unusable.
    """
    from community_sim.sweep.exporting import export as write

    failed = write(folder, to)
    if failed:
        print(f"{failed:,} runs failed and have no outcomes in {to}.", file=sys.stderr)
        raise typer.Exit(SOME_FAILED)
