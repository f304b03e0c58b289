"""Declare the options that several commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "AsJson",
    "Lang",
    "Language",
    "Out",
    "Place",
    "Policies",
    "Replications",
    "Seed",
    "Years",
]


class Language(StrEnum):
    """Languages of text, tables and charts."""

    EN = "en"
    ZH = "zh"


Policies = Annotated[
    list[str] | None,
    typer.Argument(
        help="Names (hired_pay_1200), codes (S1) or files (mine.yaml) of policies. "
        "Default: a named set, see --set.",
        show_default=False,
    ),
]
Place = Annotated[str, typer.Option(help="Place, see 'community-sim show place'.")]
Replications = Annotated[
    int, typer.Option(min=1, max=100_000, help="Runs of each policy, each with a seed of its own.")
]
Years = Annotated[int, typer.Option(min=1, max=200, help="Policy years.")]
Seed = Annotated[int, typer.Option(min=0, max=2**62, help="First seed; the next ones follow.")]
Lang = Annotated[Language, typer.Option(help="Language of text, tables and charts.")]
Out = Annotated[
    Path,
    typer.Option(
        file_okay=False,
        help="Folder for the files. An earlier result there is replaced when the new one is "
        "complete; other files are left alone.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
