"""Take out of an executed notebook what would differ the next time: times, places, addresses.

The same run then writes the same bytes, and a published page does not tell where it was made.
"""

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from community_sim.publish.sources import tags_of

__all__ = ["INJECTED", "without_machine", "without_traces"]

INJECTED = "injected-parameters"
"""Tag of the cell in which papermill puts the parameters."""

_ERROR_NOTE = "papermill-error-cell-tag"
_ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,16}\b")
_KERNEL_FILE = re.compile(r"(?<![^\s\"'<>])[^\s\"'<>]*ipykernel_\d+[/\\]\d+\.py")


def without_traces(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook without papermill's times, random ids and notes of errors."""
    metadata = {key: each for key, each in notebook["metadata"].items() if key != "papermill"}
    cells = [_plain(cell) for cell in notebook["cells"] if _ERROR_NOTE not in tags_of(cell)]
    return {**notebook, "metadata": metadata, "cells": cells}


def _plain(cell: dict[str, Any]) -> dict[str, Any]:
    metadata = cell.get("metadata", {})
    kept = {key: each for key, each in metadata.items() if key not in ("papermill", "execution")}
    own = {"id": INJECTED} if INJECTED in tags_of(cell) else {}
    return {**cell, "metadata": kept, **own}


def without_machine(value: Any, folders: Sequence[Path]) -> Any:
    """Return outputs whose texts name no folder and no memory of this machine.

    A warning or a traceback quotes file names; with them the same run would write other bytes
    in another folder, and a published page would tell where it was made.
    """
    if isinstance(value, dict):
        return {
            key: each if key.startswith("image/") else without_machine(each, folders)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [without_machine(each, folders) for each in value]
    if isinstance(value, str):
        return _shortened(value, folders)
    return value


def _shortened(text: str, folders: Sequence[Path]) -> str:
    text = _ADDRESS.sub("at 0x0", _KERNEL_FILE.sub("(cell)", text))
    places = {str(folder): "." for folder in folders}
    places[str(Path(__file__).parents[2])] = "(community_sim)"
    places |= dict.fromkeys((sys.prefix, sys.base_prefix), "(python)")
    home = os.path.expanduser("~")
    places |= {  # IPython writes a folder of the user's as ~/folder
        place.replace(home, "~", 1): name for place, name in places.items() if place != home
    }
    for place in sorted(places, key=len, reverse=True):
        if len(Path(place).parts) > 1:  # never the root
            text = text.replace(place, places[place])
    return text
