"""Carry the progress of a simulation from a notebook to whoever waits for it.

A notebook passes `notebook_progress()` to `run`.  Run by the command line, it writes lines into a
file that the command line reads; opened by hand, it shows one line below the cell.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["CELLS", "CHANNEL", "ProgressFile", "notebook_progress"]

CHANNEL = "COMMUNITY_SIM_PROGRESS"
"""Environment variable that names the file."""

CELLS = "cells"
"""What is counted when the notebook itself moves on; anything else is part of a simulation."""


def notebook_progress() -> Callable[[int, int, str], None]:
    """Return what a notebook passes to `run(progress=...)`."""
    path = os.environ.get(CHANNEL)
    if path:
        return _written_to(Path(path))
    return _shown_below()


class ProgressFile:
    """Read the lines that a notebook writes while it runs.

    Parameters
    ----------
    path : Path
        The file; it may not be there yet.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0

    def tell(self, progress: Callable[[int, int, str], None] | None) -> None:
        """Pass on what was written since the last call."""
        if progress is None or not self._path.exists():
            return
        text = self._path.read_text(encoding="utf-8")
        end = text.rfind("\n") + 1
        for line in text[self._read : end].splitlines():
            done, total, what = line.split("\t")
            progress(int(done), int(total), what)
        self._read = max(self._read, end)


def _written_to(path: Path) -> Callable[[int, int, str], None]:
    def write(done: int, total: int, what: str) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{done}\t{total}\t{what}\n")

    return write


def _shown_below() -> Callable[[int, int, str], None]:
    from IPython.display import display

    handle: Any = display({"text/plain": ""}, raw=True, display_id=True)

    def show(done: int, total: int, what: str) -> None:
        line = "" if done == total else f"{done} of {total}: {what}"
        handle.update({"text/plain": line}, raw=True)

    return show
