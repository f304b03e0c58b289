"""Keep a notebook that failed, marked so that nobody takes it for a result."""

import html
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from community_sim.publish.sources import source_of, tags_of

__all__ = ["FAILED", "cell_name", "is_failed", "marked_failed", "without_machine"]

FAILED = ".failed"
"""What stands in a failed notebook's file name before the ending."""

_STATE = "community_sim"
_INJECTED = "injected-parameters"
_OF_PAPERMILL = "papermill-error-cell-tag"
_LONGEST_LINE = 60
_ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,16}\b")
_KERNEL_FILE = re.compile(r"[^\s\"'<>]*ipykernel_\d+[/\\]\d+\.py")
_WORDS = {
    "en": ("This notebook failed: what follows is no result.", "The next cell failed."),
    "zh": ("本笔记本运行失败:以下内容不是结果。", "下一个单元格运行失败。"),
}


def cell_name(cells: Sequence[Mapping[str, Any]], index: int) -> str:
    """Return how a code cell is named: its number among the code cells, and its first line."""
    own = [cell for cell in cells if cell["cell_type"] == "code" and _INJECTED not in tags_of(cell)]
    before = [cell for cell in cells[: index + 1] if any(cell is one for one in own)]
    lines = [line.strip() for line in source_of(cells[index]).splitlines() if line.strip()]
    first = lines[0] if lines else ""
    shown = first if len(first) <= _LONGEST_LINE else f"{first[: _LONGEST_LINE - 3]}..."
    return f"code cell {len(before)} of {len(own)} ('{shown}')"


def marked_failed(
    notebook: dict[str, Any], problem: str, cell: int | None, lang: str = "en"
) -> dict[str, Any]:
    """Return a notebook that says at its top, and before the failing cell, what went wrong.

    Parameters
    ----------
    notebook : dict
        The notebook as far as it ran.
    problem : str
        What went wrong, in one sentence.
    cell : int, optional
        Position of the failing cell.
    lang : {'en', 'zh'}
        Language of the marks.
    """
    top, before = _WORDS["zh" if lang == "zh" else "en"]
    cells = []
    for index, each in enumerate(notebook["cells"]):
        if index == cell:
            cells.append(_note("failed-cell", f"<strong>{before}</strong>"))
        if _OF_PAPERMILL not in tags_of(each):
            cells.append(each)
    what = f"<strong>{top}</strong><br>{html.escape(problem)}"
    metadata = {**notebook.get("metadata", {}), _STATE: {"state": "failed"}}
    return {**notebook, "metadata": metadata, "cells": [_note("failed", what), *cells]}


def is_failed(notebook: Mapping[str, Any]) -> bool:
    """Return whether a notebook is marked as failed."""
    return bool(notebook.get("metadata", {}).get(_STATE, {}).get("state") == "failed")


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
    for place in sorted(places, key=len, reverse=True):
        if len(Path(place).parts) > 1:  # never the root
            text = text.replace(place, places[place])
    return text


def _note(name: str, text: str) -> dict[str, Any]:
    """Return a cell of Markdown with a box of HTML in it."""
    return {
        "cell_type": "markdown",
        "id": name,
        "metadata": {},
        "source": f'<div class="failed">{text}</div>',
    }
