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
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from community_sim.errors import NotebookFailed
from community_sim.publish.progress import CHANNEL, ProgressFile
from community_sim.publish.sources import checked_parameters, read_notebook, source_of
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

_SECONDS_BETWEEN_LOOKS = 0.1
_SECONDS_TO_END = 10.0
_TRIES = 2


def run_notebook(
    source: Path,
    output: Path,
    parameters: Mapping[str, Any],
    *,
    lang: str = "en",
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
    progress : callable, optional
        Called with (done, total, what) as the notebook reports it.

    Raises
    ------
    UnknownNotebookParameter, BadValue
        A parameter that the notebook does not have, or of another type.
    NotebookFailed
        A cell failed, or the notebook did not reach its end.
    """
    checked = checked_parameters(source, parameters)
    with tempfile.TemporaryDirectory(prefix="community_sim-") as private:
        prepared, executed = Path(private, "notebook.ipynb"), Path(private, "executed.ipynb")
        prepared.write_text(json.dumps(_prepared(source, lang)), encoding="utf-8")
        for attempt in range(1, _TRIES + 1):
            error = _work(prepared, executed, checked, output.parent, progress)
            if error is None or COULD_NOT_START not in error or attempt == _TRIES:
                break
        if error is not None:
            raise NotebookFailed(f"{source.name}: {error}")
        output.write_bytes(_finished(executed, source.name))


def _prepared(source: Path, lang: str) -> dict[str, Any]:
    """Return a notebook in a language, where its cells bring one, with the end marker."""
    notebook = read_notebook(source)
    for cell in notebook["cells"]:
        cell["source"] = cell.get("metadata", {}).get(f"text_{lang}", source_of(cell))
    notebook["cells"].append(dict(_END_CELL))
    return notebook


def _work(
    prepared: Path,
    executed: Path,
    parameters: Mapping[str, Any],
    folder: Path,
    progress: Progress | None,
) -> str | None:
    """Have a worker run the notebook; return what went wrong, or None."""
    private = prepared.parent
    news = ProgressFile(private / "progress")
    job = {
        "notebook": str(prepared),
        "output": str(executed),
        "parameters": dict(parameters),
        "cells": sum(c["cell_type"] == "code" for c in read_notebook(prepared)["cells"]) + 1,
    }
    with (private / "answer").open("wb") as answer, (private / "complaints").open("wb") as errors:
        worker = subprocess.Popen(
            [sys.executable, "-m", "community_sim.publish.worker"],
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


def _answer(private: Path, code: int) -> str | None:
    text = (private / "answer").read_text(encoding="utf-8")
    if code == 0 and text:
        error: str | None = json.loads(text)["error"]
        return error
    lines = (private / "complaints").read_text(encoding="utf-8", errors="replace").splitlines()
    return f"the process that ran it ended with code {code}: {lines[-1] if lines else 'no reason'}"


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
    """Return an environment in which Jupyter sees this Python and nobody's settings."""
    environment = dict(os.environ)
    environment.pop("JUPYTER_PATH", None)
    environment["JUPYTER_PREFER_ENV_PATH"] = "1"
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        environment[name] = str(private / name.lower())
    for name in ("COMMUNITY_SIM_DATA", "COMMUNITY_SIM_CACHE"):
        if environment.get(name):
            environment[name] = os.path.abspath(environment[name])
    package = Path(__file__).parents[2]
    if package.name not in ("site-packages", "dist-packages"):
        paths = [str(package), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    environment[CHANNEL] = str(private / "progress")
    return environment


def _finished(executed: Path, name: str) -> bytes:
    """Return an executed notebook without the end marker, which must have been reached."""
    notebook = read_notebook(executed)
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(cells[:-1], start=1):
        if cell["execution_count"] is None and source_of(cell).strip():
            raise NotebookFailed(f"{name}: code cell {number} of {len(cells) - 1} did not run.")
    said = "".join("".join(output.get("text", "")) for output in cells[-1]["outputs"])
    if _END_MARKER not in said:
        raise NotebookFailed(f"{name}: it stopped before its end.")
    notebook["cells"].pop()
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()
