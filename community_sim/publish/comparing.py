"""Compare policies and leave a folder: page, notebook, tables and manifest."""

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from community_sim.errors import BadValue
from community_sim.publish.manifest import file_hash, write_json
from community_sim.publish.notebooks import execute_notebook, notebook_folder, quiet_kernels
from community_sim.publish.page import write_page

__all__ = ["FILES", "Published", "publish_comparison"]

FILES = (
    "comparison.csv",
    "outcomes.parquet",
    "comparison.ipynb",
    "comparison.html",
    "manifest.json",
)
"""What a comparison leaves in its folder; the manifest is put there last."""

NOTEBOOK = "30_compare.ipynb"


@dataclass(frozen=True)
class Published:
    """Where a comparison lies.

    Attributes
    ----------
    folder : Path
        Holds the files of `FILES`.
    """

    folder: Path

    def file(self, name: str) -> Path:
        """Return the path of one of the files."""
        return self.folder / name


def publish_comparison(
    policies: Sequence[str],
    out: Path,
    *,
    place: str = "kaifu",
    replications: int = 20,
    years: int = 20,
    seed: int = 1,
    lang: str = "en",
    tell: Callable[[str], None] | None = None,
) -> Published:
    """Run the comparison notebook and put what it makes into a folder.

    All files are made beside the folder first and moved into it one by one at the end, so an
    earlier result stays whole until a new one is.

    Parameters
    ----------
    policies : sequence of str
        Names, codes or files of policies; current practice is always there.
    out : Path
        Folder for the result; made if need be. Files that are not a comparison's stay.
    place, replications, years, seed, lang
        As in the notebook's parameters.
    tell : callable, optional
        Called with lines of progress.

    Raises
    ------
    BadValue
        `out` is a file, or a value is out of range.
    NotebookFailed
        The notebook did not run to its end.
    """
    if out.exists() and not out.is_dir():
        raise BadValue(f"{out}: this is a file; give a folder for the result.")
    quiet_kernels()
    out.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        source = notebook_folder() / NOTEBOOK
        parameters = {
            "policies": list(policies),
            "place": place,
            "replications": replications,
            "years": years,
            "seed": seed,
            "lang": lang,
            "out": str(made),
        }
        execute_notebook(source, made / "comparison.ipynb", parameters, tell=tell)
        _forget_folder(made / "comparison.ipynb", str(made))
        write_page(made / "comparison.ipynb", made / "comparison.html", lang=lang)
        _add_to_manifest(made, source)
        out.mkdir(exist_ok=True)
        for name in FILES:
            os.replace(made / name, out / name)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return Published(out)


def _forget_folder(notebook: Path, folder: str) -> None:
    """Take the folder it was made in out of the executed notebook, and papermill's times."""
    import nbformat

    content = nbformat.read(str(notebook), as_version=4)
    content.metadata.pop("papermill", None)
    for cell in content.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        cell.source = cell.source.replace(folder, "")
    notebook.write_text(nbformat.writes(content) + "\n", encoding="utf-8")


def _add_to_manifest(made: Path, source: Path) -> None:
    import json

    record = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    record["notebook"] = {source.name: file_hash(source)}
    record["files"] = {
        name: file_hash(made / name) for name in FILES if name != "manifest.json"
    }
    write_json(made / "manifest.json", record)
