"""Say what a result was made from: versions, seeds, and content hashes of everything read.

The record holds no time, no path of a machine and no name of a user, so the same inputs give the
same record.
"""

import json
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from community_sim import __version__
from community_sim.compilation import source_hash
from community_sim.publish.folder import MANIFEST, content_hash
from community_sim.reading import data_folder
from community_sim.scenario import Scenario

__all__ = ["data_hashes", "library_versions", "scenario_record", "write_manifest"]

_LIBRARIES = (
    "numpy", "pandas", "mesa", "numba", "scipy", "pydantic", "pyarrow", "matplotlib", "seaborn",
    "great-tables", "papermill", "nbconvert", "ipykernel",
)  # fmt: skip

_NO_DATA = ("schedules", "sweeps")


def write_manifest(
    folder: Path, *, what: str, settings: Mapping[str, Any], scenarios: Iterable[Scenario]
) -> None:
    """Write `manifest.json` about the files that lie in a folder.

    Parameters
    ----------
    folder : Path
        The folder; every file in it is named with its hash.
    what : str
        Kind of result, such as 'comparison'.
    settings : mapping
        What the result was asked for: place, years, seeds and so on.
    scenarios : iterable of Scenario
        What was run.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    record = {
        "what": what,
        **settings,
        "scenarios": [scenario_record(scenario) for scenario in scenarios],
        "community_sim": __version__,
        "code": source_hash(),
        "data": data_hashes(),
        "python": platform.python_version(),
        "libraries": library_versions(),
        "files": {path.relative_to(folder).as_posix(): content_hash(path) for path in files},
    }
    text = json.dumps(record, ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")


def scenario_record(scenario: Scenario) -> dict[str, str]:
    """Return a scenario's name, its policy's code and title, and the hash of its content."""
    file = scenario.policy_file
    return {
        "name": scenario.name,
        "code": file.code if file is not None else "",
        "title": file.title if file is not None else "",
        "content": scenario.content_hash,
    }


def library_versions() -> dict[str, str]:
    """Return the versions of the libraries that a number or a picture depends on."""
    versions = {}
    for name in _LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "not installed"
    return versions


def data_hashes() -> dict[str, str]:
    """Return the hash of every data file, by its path in the data folder.

    Schedules and designs of sweeps say what to run; they are no data.
    """
    folder = data_folder()
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".csv", ".yaml"))
    names = {path.relative_to(folder): path for path in paths}
    return {
        name.as_posix(): content_hash(path)
        for name, path in names.items()
        if name.parts[0] not in _NO_DATA
    }
