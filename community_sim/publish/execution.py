"""Run a notebook to its end, or say why it did not get there.

After a dead kernel or an interrupt papermill's output says that every cell completed.  A run
counts only if every code cell has an execution count, and a cell added behind the last one has
left its marker.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from community_sim.errors import NotebookFailed, UnreadableFile
from community_sim.publish.failure import FAILED, cell_name, marked_failed
from community_sim.publish.progress import CHANNEL, ProgressFile
from community_sim.publish.sources import checked_parameters, read_notebook, source_of
from community_sim.publish.traces import without_machine, without_traces
from community_sim.publish.worker import COULD_NOT_START

__all__ = ["Progress", "run_notebook"]

Progress = Callable[[int, int, str], None]

_END_MARKER = "The notebook ran to its end."
_END_CELL: Mapping[str, Any] = {
    "cell_type": "code",
    "execution_count": None,
    "id": "end-marker",
    "metadata": {},
    "outputs": [],
    "source": f"print({_END_MARKER!r})",
}

KERNEL = "python3"

_PERSONAL = (
    "COLUMNS", "FORCE_COLOR", "JUPYTER_PATH", "LINES", "MATPLOTLIBRC", "MPLBACKEND", "NO_COLOR",
    "PYTHONSTARTUP", "PYTHONWARNINGS",
)  # fmt: skip
_SAME_FOR_ALL = {"JUPYTER_PREFER_ENV_PATH": "1", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
_FOLDERS = (
    "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR",
)  # fmt: skip
_CACHES = ("COMMUNITY_SIM_CACHE", "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA")

_SECONDS_BETWEEN_LOOKS = 0.1
_SECONDS_TO_END = 10.0
_TRIES = 2


def run_notebook(
    source: Path,
    output: Path,
    parameters: Mapping[str, Any],
    *,
    lang: str = "en",
    cell_seconds: int | None = None,
    progress: Progress | None = None,
) -> None:
    """Run a notebook with papermill and write the executed one.

    The notebook runs in a process of its own, in the folder of `output`, with this Python.

    Parameters
    ----------
    source : Path
        The notebook, left as it is.
    output : Path
        Where the executed notebook goes; written whole or not at all.
    parameters : mapping
        Values for its `parameters` cell.
    lang : {'en', 'zh'}
        Language of its text, where cells bring a translation.
    cell_seconds : int, optional
        Longest time a cell may take [s].  Default: no limit.
    progress : callable, optional
        Called with (done, total, what) as the notebook reports it.

    Raises
    ------
    UnknownNotebookParameter, BadValue
        A parameter that the notebook does not have, or of another type.
    NotebookFailed
        A cell failed, or the notebook did not reach its end; as far as it ran, it lies beside
        `output` as `NAME.failed.ipynb`.
    """
    checked = checked_parameters(source, parameters)
    with tempfile.TemporaryDirectory(prefix="community_sim-") as private:
        prepared, executed = Path(private, "notebook.ipynb"), Path(private, "executed.ipynb")
        notebook = _prepared(source, lang)
        prepared.write_text(json.dumps(notebook), encoding="utf-8")
        job = {
            "notebook": str(prepared),
            "output": str(executed),
            "parameters": checked,
            "cells": sum(cell["cell_type"] == "code" for cell in notebook["cells"]) + 1,
            "cell_seconds": cell_seconds,
        }
        problem = _kernel_problem(notebook)
        end = _End(problem, None) if problem else _tried(job, output.parent, progress)
        ran = _as_far_as_it_ran(executed, notebook)
        error, cell = _problem(end, ran)
        _write(output, _cleaned(ran, (output.parent, Path(private))), error, cell, lang)
    if error is not None:
        raise NotebookFailed(f"{source.name}: {error}")


@dataclass(frozen=True)
class _End:
    """How a worker ended: what went wrong, or None, and the position of the last cell begun."""

    error: str | None
    cell: int | None


def _kernel_problem(notebook: Mapping[str, Any]) -> str | None:
    """Return what is wrong with the kernel a notebook asks for; another one is never put in."""
    asked = notebook.get("metadata", {}).get("kernelspec", {}).get("name", KERNEL)
    if asked == KERNEL:
        return None
    return (
        f"it asks for the kernel '{asked}', and notebooks run with '{KERNEL}'; choose that one in "
        "JupyterLab and save"
    )


def _tried(job: Mapping[str, Any], folder: Path, progress: Progress | None) -> _End:
    """Have a worker run a notebook; once more if its kernel did not start."""
    for _ in range(_TRIES):
        end = _work(job, folder, progress)
        if end.error is None or COULD_NOT_START not in end.error:
            break
    return end


def _as_far_as_it_ran(executed: Path, prepared: dict[str, Any]) -> dict[str, Any]:
    """Return the executed notebook, or the prepared one where a death cut it short."""
    try:
        return without_traces(read_notebook(executed))
    except UnreadableFile:
        return prepared


def _problem(end: _End, ran: Mapping[str, Any]) -> tuple[str | None, int | None]:
    """Return what went wrong, naming the cell, and the cell's position; or None twice."""
    cells = ran["cells"]
    cell = end.cell if end.cell is not None and end.cell < len(cells) - 1 else None
    error = end.error or _unfinished(cells)
    if error is None:
        return None, None
    if cell is None or COULD_NOT_START in error:
        return error, cell
    return f"{cell_name(cells[:-1], cell)} {error.strip().removesuffix('.')}.", cell


def _unfinished(cells: Sequence[Mapping[str, Any]]) -> str | None:
    """Return what shows that a notebook did not run to its end, or None if it did."""
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    said = "".join("".join(output.get("text", "")) for output in code[-1]["outputs"])
    if _END_MARKER not in said:
        return "stopped the notebook before its end"
    if any(cell["execution_count"] is None and source_of(cell).strip() for cell in code):
        return "did not run"
    return None


def _cleaned(ran: Mapping[str, Any], folders: Sequence[Path]) -> dict[str, Any]:
    """Return a notebook without the end marker and without names of this machine."""
    cells = [
        {**cell, "outputs": without_machine(cell["outputs"], folders)}
        if "outputs" in cell
        else cell
        for cell in ran["cells"]
        if cell.get("id") != _END_CELL["id"]
    ]
    return {**ran, "cells": cells}


def _write(
    output: Path, notebook: dict[str, Any], error: str | None, cell: int | None, lang: str
) -> None:
    """Write an executed notebook whole, under a name that tells whether it failed."""
    failed = output.with_name(f"{output.stem}{FAILED}{output.suffix}")
    failed.unlink(missing_ok=True)
    if error is not None:
        notebook, output = marked_failed(notebook, error, cell, lang), failed
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    part = output.with_name(f".{output.name}.part")
    part.write_bytes(f"{text}\n".encode())
    os.replace(part, output)


def _prepared(source: Path, lang: str) -> dict[str, Any]:
    """Return a notebook in a language, where its cells bring one, with the end marker."""
    notebook = read_notebook(source)
    for cell in notebook["cells"]:
        cell["source"] = cell.get("metadata", {}).get(f"text_{lang}", source_of(cell))
    notebook["cells"].append(dict(_END_CELL))
    return notebook


def _work(job: Mapping[str, Any], folder: Path, progress: Progress | None) -> _End:
    """Have a worker run a notebook, and wait for it."""
    private = Path(job["notebook"]).parent
    news = ProgressFile(private / "progress")
    with (private / "answer").open("wb") as answer, (private / "complaints").open("wb") as errors:
        worker = subprocess.Popen(  # noqa: S603 - this Python, this package
            [sys.executable, "-m", "community_sim.publish.worker", str(private)],
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=errors,
            cwd=folder,
            env=_environment(private),
            start_new_session=True,
        )
        try:
            assert worker.stdin is not None  # noqa: S101 - it was asked for
            worker.stdin.write(json.dumps(job).encode() + b"\n")
            worker.stdin.flush()
            while worker.poll() is None:
                news.tell(progress)
                time.sleep(_SECONDS_BETWEEN_LOOKS)
        finally:
            _end(worker)
        news.tell(progress)
    return _answer(private, worker.returncode)


def _answer(private: Path, code: int) -> _End:
    text = (private / "answer").read_text(encoding="utf-8")
    if code == 0 and text:
        return _End(**json.loads(text))
    lines = (private / "complaints").read_text(encoding="utf-8", errors="replace").splitlines()
    reason = lines[-1] if lines else "no reason"
    return _End(f"the process that ran it ended with code {code}: {reason}", None)


def _end(worker: subprocess.Popen[bytes]) -> None:
    """Tell a worker that nobody waits for it any more, and see to it that it ends."""
    if worker.stdin is not None:
        worker.stdin.close()
    try:
        worker.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def _environment(private: Path) -> dict[str, str]:
    """Return an environment in which Jupyter sees this Python and nobody's settings.

    A notebook then writes the same bytes from a terminal, from cron and without a home.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _PERSONAL}
    environment |= _SAME_FOR_ALL
    for name in _FOLDERS:
        environment[name] = str(private / name.lower())
    for name in ("COMMUNITY_SIM_DATA", "COMMUNITY_SIM_CACHE"):
        if environment.get(name):
            environment[name] = os.path.abspath(environment[name])
    if not any(environment.get(name) for name in _CACHES):  # or every process would compile
        environment["COMMUNITY_SIM_CACHE"] = str(private / "cache")
    package = Path(__file__).parents[2]
    if package.name not in ("site-packages", "dist-packages"):
        paths = [str(package), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    environment["TMPDIR"] = str(private)  # whoever ends last removes it all
    environment[CHANNEL] = str(private / "progress")
    return environment
