"""The command `publish`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from community_sim.cli.options import Lang, Language
from community_sim.errors import BadValue

__all__ = ["publish"]


def publish(
    notebook: Annotated[
        str, typer.Argument(help="Name of a notebook (20_one_policy) or a file (mine.ipynb).")
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
) -> None:
    """Run a notebook and leave it, executed, with a page that opens offline and a record.

    A parameter that the notebook does not have, or a value of another type than its default, is
    refused before anything runs.
    """
    from community_sim import publish as publishing
    from community_sim.cli.progress import progress

    source = publishing.find_notebook(notebook)
    parameters = _parameters(source, parameter or [])
    if "lang" in publishing.notebook_parameters(source):
        parameters.setdefault("lang", lang.value)
    folder = out or Path("output", source.stem)
    with progress(f"Running {source.name}") as tell:
        page = publishing.publish_notebook(
            source, folder, parameters, lang=lang.value, progress=tell
        )
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
