"""Keep a notebook that failed, marked so that nobody takes it for a result."""

import html
from collections.abc import Mapping, Sequence
from typing import Any

from community_sim.publish.sources import source_of, tags_of
from community_sim.publish.traces import INJECTED

__all__ = ["FAILED", "cell_name", "is_failed", "marked_failed"]

FAILED = ".failed"
"""What stands in a failed notebook's file name before the ending."""

_STATE = "community_sim"
_LONGEST_LINE = 60
_WORDS = {
    "en": ("This notebook failed: what follows is no result.", "The next cell failed."),
    "zh": ("本笔记本运行失败：以下内容不是结果。", "下一个单元格运行失败。"),
}


def cell_name(cells: Sequence[Mapping[str, Any]], index: int) -> str:
    """Return how a code cell is named: its number among the code cells, and its first line."""
    own = [cell for cell in cells if cell["cell_type"] == "code" and INJECTED not in tags_of(cell)]
    before = [cell for cell in cells[: index + 1] if any(cell is one for one in own)]
    lines = [line.strip() for line in source_of(cells[index]).splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith(("%", "#"))] or lines
    first = telling[0] if telling else ""
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
        cells.append(each)
    what = f"<strong>{top}</strong><br>{html.escape(problem)}"
    metadata = {**notebook.get("metadata", {}), _STATE: {"state": "failed"}}
    return {**notebook, "metadata": metadata, "cells": [_note("failed", what), *cells]}


def is_failed(notebook: Mapping[str, Any]) -> bool:
    """Return whether a notebook is marked as failed."""
    return bool(notebook.get("metadata", {}).get(_STATE, {}).get("state") == "failed")


def _note(name: str, text: str) -> dict[str, Any]:
    """Return a cell of Markdown with a box of HTML in it."""
    return {
        "cell_type": "markdown",
        "id": name,
        "metadata": {},
        "source": f'<div class="failed">{text}</div>',
    }
