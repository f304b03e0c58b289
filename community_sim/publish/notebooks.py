"""Run a notebook with papermill, so that a result is either whole or not there.

Papermill only warns of a parameter that a notebook does not have, writes its output in place,
and calls a notebook complete whose kernel died.  Here an unknown name is refused, the output
is written beside its place and renamed, and every code cell must have run.
"""

import ast
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from community_sim.errors import (
    BadValue,
    NotebookFailed,
    UnknownNotebookParameter,
    did_you_mean,
)

__all__ = ["execute_notebook", "notebook_folder", "notebook_parameters"]

LONGEST_CELL = 3600
"""Longest time one cell may take [seconds]."""


def notebook_folder() -> Path:
    """Return the folder of the notebooks: beside the package, else inside it."""
    package = Path(__file__).parents[1]
    beside = package.parent / "notebooks"
    return beside if beside.is_dir() else package / "_notebooks"


def notebook_parameters(notebook: Path) -> dict[str, Any]:
    """Return the names and default values in a notebook's `parameters` cell.

    Raises
    ------
    BadValue
        The notebook has no such cell, or the cell does more than set plain values.
    """
    cells = [
        cell
        for cell in _read(notebook)["cells"]
        if "parameters" in cell.get("metadata", {}).get("tags", [])
    ]
    if len(cells) != 1:
        raise BadValue(f"{notebook.name}: needs one cell tagged 'parameters', has {len(cells)}.")
    defaults: dict[str, Any] = {}
    for statement in ast.parse(cells[0]["source"]).body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                defaults[name] = ast.literal_eval(value)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                defaults[name] = ast.literal_eval(value)
            case _:
                raise BadValue(
                    f"{notebook.name}: the parameters cell must only set plain values."
                )
    return defaults


def execute_notebook(
    notebook: Path,
    output: Path,
    parameters: Mapping[str, Any],
    *,
    tell: Callable[[str], None] | None = None,
) -> None:
    """Execute a notebook with parameters; leave the executed notebook at `output`.

    Parameters
    ----------
    notebook : Path
        The source; not changed.
    output : Path
        Where the executed notebook goes, replaced only by a whole one.
    parameters : mapping
        Values for names in the notebook's parameters cell.
    tell : callable, optional
        Called with each line that the notebook prints to standard error while it runs.

    Raises
    ------
    UnknownNotebookParameter, BadValue
        A name the notebook does not have, or a value of another type than its default.
    NotebookFailed
        A cell raised, the kernel died, or a cell did not run.
    """
    _check_parameters(notebook, parameters)
    partial = output.with_name(f".{output.name}.partial")
    try:
        _execute(notebook, partial, parameters, tell)
        _require_every_cell(partial, notebook.name)
        os.replace(partial, output)
    finally:
        partial.unlink(missing_ok=True)


def _execute(
    notebook: Path,
    partial: Path,
    parameters: Mapping[str, Any],
    tell: Callable[[str], None] | None,
) -> None:
    import papermill
    from papermill.exceptions import PapermillExecutionError

    stream = _LineTeller(tell) if tell is not None else None
    try:
        papermill.execute_notebook(
            str(notebook),
            str(partial),
            parameters=dict(parameters),
            kernel_name="python3",
            progress_bar=False,
            log_output=False,
            stderr_file=stream,
            execution_timeout=LONGEST_CELL,
        )
    except PapermillExecutionError as error:
        raise NotebookFailed(
            f"{notebook.name}: cell {error.cell_index} failed with {error.ename}: {error.evalue}"
        ) from error
    except Exception as error:  # a dead kernel, a time-out: papermill has no one class for these
        raise NotebookFailed(
            f"{notebook.name}: did not finish: {type(error).__name__}: {error}"
        ) from error


class _LineTeller:
    """A file that hands on each whole line written to it."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._begun = ""

    def write(self, text: str) -> int:
        """Hand on the lines that are complete."""
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            if line.strip():
                self._tell(line.strip())
        return len(text)

    def flush(self) -> None:
        """Do nothing: lines are handed on at once."""


def _check_parameters(notebook: Path, parameters: Mapping[str, Any]) -> None:
    defaults = notebook_parameters(notebook)
    for name, value in parameters.items():
        if name not in defaults:
            raise UnknownNotebookParameter(
                f"{notebook.name}: '{name}' is not one of its parameters. "
                f"{did_you_mean(name, defaults)}"
            )
        if type(value) is not type(defaults[name]):
            raise BadValue(
                f"{notebook.name}: '{name}' is {value!r}; it must be of the type of its default, "
                f"{defaults[name]!r}."
            )


def _require_every_cell(executed: Path, name: str) -> None:
    cells = [cell for cell in _read(executed)["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(cells, start=1):
        if cell.get("execution_count") is None and cell["source"].strip():
            raise NotebookFailed(f"{name}: code cell {number} of {len(cells)} did not run.")


def _read(notebook: Path) -> Any:
    import nbformat

    return nbformat.read(str(notebook), as_version=4)


def quiet_kernels() -> None:
    """Keep the kernel's debugger from warning about frozen modules on standard error."""
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    if sys.platform == "win32":  # zmq needs this event loop
        import asyncio

        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())  # type: ignore[attr-defined]
