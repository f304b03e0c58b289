"""The command `publish`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from community_sim.cli.options import Lang, Language, Out
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
    out: Out = Path("output/notebooks"),
) -> None:
    """Run a notebook and leave it, executed, with a page that opens offline.

    A parameter that the notebook does not have, or a value of another type than its default, is
    refused before anything runs.
    """
    from community_sim import publish as publishing
    from community_sim.cli.progress import progress

    source = publishing.find_notebook(notebook)
    parameters = _parameters(source, parameter or [])
    if "lang" in publishing.notebook_parameters(source):
        parameters.setdefault("lang", lang.value)
    names = (f"{source.stem}.ipynb", f"{source.stem}.html")
    with publishing.staged(out, names, replace=True) as stage:
        executed, page = (stage / name for name in names)
        with progress(f"Running {source.name}") as tell:
            publishing.run_notebook(
                source, executed, parameters, lang=lang.value, progress=tell
            )
        publishing.write_page(executed, page, lang=lang.value)
    print(f"Open {(out / names[1]).as_posix()}")


def _parameters(source: Path, given: list[str]) -> dict[str, Any]:
    from community_sim.publish import value_from_text

    parameters = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise BadValue(f"'{text}' is not NAME=VALUE, such as replications=5.")
        parameters[name] = value_from_text(source, name, value)
    return parameters
