"""The command `publish`."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from community_sim.cli.options import AsJson, Lang, Language
from community_sim.errors import BadValue

__all__ = ["publish"]


def publish(
    notebook: Annotated[
        str,
        typer.Argument(
            metavar="NOTEBOOK|SCHEDULE.yaml",
            help="Name of a notebook (20_one_policy) or a file (mine.ipynb); or a schedule.",
        ),
    ],
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "--parameter", "-p", metavar="NAME=VALUE", help="Value for its 'parameters' cell."
        ),
    ] = None,
    lang: Lang = Language.EN,
    out: Annotated[
        Path | None,
        typer.Option(
            file_okay=False,
            help="Folder for the files. Default: output/NOTEBOOK.",
            show_default=False,
        ),
    ] = None,
    site: Annotated[
        Path | None,
        typer.Option(
            file_okay=False,
            metavar="DIR",
            help="Folder of the site, with a schedule.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run a notebook, or a whole schedule of sweeps and notebooks, and leave pages and a record.

    A notebook is left, executed, in --out, with a page that opens offline.  A schedule adds a run
    to the static site --site and says what changed since its last good run; a notebook that failed
    is kept there, marked (exit 5), and the last good run stays the latest.

    A parameter that a notebook does not have, or a value of another type than its default, is
    refused before anything runs.
    """
    from community_sim.publish.schedule import is_schedule

    if is_schedule(notebook):
        if parameter or out is not None:
            raise BadValue("A schedule holds its parameters, and its pages go to --site.")
        _publish_schedule(Path(notebook), site, as_json)
    elif site is not None:
        raise BadValue("--site goes with a schedule (weekly.yaml); a notebook goes to --out.")
    else:
        _publish_notebook(notebook, parameter or [], lang, out, as_json=as_json)


def _publish_schedule(path: Path, site: Path | None, as_json: bool) -> None:
    """Run a schedule; tell what came of it, and leave with its exit code."""
    from community_sim.cli.progress import progress
    from community_sim.publish.scheduled import publish_schedule
    from community_sim.publish.site_words import headline

    if site is None:
        raise BadValue(f"Say where the site is: community-sim publish {path.name} --site DIR.")
    with progress(f"Publishing {path.name}") as tell:
        run = publish_schedule(path, site, progress=tell)
    if as_json:
        told = {
            name: run.record[name]
            for name in ("run", "state", "problems", "pages", "sweeps", "since")
        }
        print(json.dumps({**told, "folder": run.folder.as_posix()}, ensure_ascii=False, indent=2))
    else:
        print(headline(run.record["since"], "en"))
        print(f"Open {(run.folder / 'index.html').as_posix()}")
    for problem in run.record["problems"]:
        print(f"Failed: {problem['text']}", file=sys.stderr)
    raise typer.Exit(run.exit_code)


def _publish_notebook(
    notebook: str, given: list[str], lang: Language, out: Path | None, *, as_json: bool
) -> None:
    from community_sim import publish as publishing
    from community_sim.cli.progress import progress

    source = publishing.find_notebook(notebook)
    parameters = _parameters(source, given)
    if "lang" in publishing.notebook_parameters(source):
        parameters.setdefault("lang", lang.value)
    folder = out or Path("output", source.stem)
    with progress(f"Running {source.name}") as tell:
        page = publishing.publish_notebook(
            source, folder, parameters, lang=lang.value, progress=tell
        )
    if as_json:
        print(json.dumps({"page": page.as_posix()}, ensure_ascii=False, indent=2))
    else:
        print(f"Open {page.as_posix()}")


def _parameters(source: Path, given: list[str]) -> dict[str, Any]:
    from community_sim.publish import value_from_text

    parameters = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise BadValue(f"'{text}' is not NAME=VALUE, such as replications=5.")
        parameters[name] = value_from_text(source, name, value)
    return parameters
