"""Run the notebooks as the tests run them, and tell every claim of theirs that does not hold."""

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from community_sim.errors import NotebookFailed
from community_sim.publish import notebook_names, run_notebook
from community_sim.publish.failure import cell_name
from community_sim.publish.sources import find_notebook, read_notebook, source_of

SMALL: dict[str, dict[str, Any]] = {
    "10_one_community_one_year": {},
    "20_one_policy": {"replications": 2, "years": 5},
    "30_compare": {"policies": ["S1", "S8"], "replications": 2, "years": 5, "draws": 2},
    "40_evidence": {},
    "50_calibration": {"draws": 4},
    "60_bands": {"policies": ["S1"], "draws": 2, "years": 3, "precision": 0.1},
    "70_identifiability": {},
    "80_jackknife": {},
    "90_sensitivity": {"trajectories": 2, "points": 0, "years": 2},
}
"""Parameters that make a notebook take no more than a minute or so; the tests use them too."""

_GOES_ON = "raises-exception"
_ARROW = re.compile(r"^-+>\s*\d+\s?(.*)$", flags=re.MULTILINE)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def broken_claims(name: str, folder: Path) -> list[str]:
    """Run a notebook, past cells that fail, and return a sentence for each cell that does.

    Parameters
    ----------
    name : str
        Of the notebook.
    folder : Path
        Where the executed notebook goes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    output = folder / f"{name}.ipynb"
    with TemporaryDirectory() as private:
        source = Path(private) / f"{name}.ipynb"
        source.write_text(json.dumps(_going_on(find_notebook(name))), encoding="utf-8")
        try:
            run_notebook(source, output, SMALL[name])
        except NotebookFailed as failure:
            ran = read_notebook(output.with_name(f"{name}.failed.ipynb"))
            return _told(name, ran["cells"]) or [str(failure)]
    return []


def _going_on(path: Path) -> dict[str, Any]:
    """Return a notebook in which the cell behind a failing one is run all the same."""
    notebook = read_notebook(path)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            tags = cell.setdefault("metadata", {}).setdefault("tags", [])
            tags.append(_GOES_ON)
    return notebook


def _told(name: str, cells: list[dict[str, Any]]) -> list[str]:
    return [
        f"{name}, {cell_name(cells, at)}: {_what(output, source_of(cell))}"
        for at, cell in enumerate(cells)
        for output in cell.get("outputs", ())
        if output["output_type"] == "error"
    ]


def _what(output: dict[str, Any], source: str) -> str:
    """Return the sentence of an assertion, else the line that failed."""
    if output["ename"] == "AssertionError" and output["evalue"]:
        return str(output["evalue"])
    lines = _ARROW.findall(_COLOUR.sub("", "\n".join(output.get("traceback", ()))))
    line = next((each.strip() for each in lines if each.strip() in source), "")
    return f"{output['ename']} {output['evalue']} {line}".strip()


def all_notebooks() -> tuple[str, ...]:
    """Return the notebooks that are run, in order; a new one has to say how small it can be."""
    return tuple(name for name in notebook_names() if name in SMALL)
