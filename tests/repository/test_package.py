"""The package is light to import, and complete when it is installed."""

import subprocess
import sys
import zipfile
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

import community_sim

HEAVY = (
    "great_tables",
    "matplotlib",
    "mesa",
    "numba",
    "pandas",
    "papermill",
    "pyarrow",
    "scipy",
    "seaborn",
)


def test_importing_the_package_loads_no_heavy_library() -> None:
    probe = f"import community_sim, sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    shown = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True
    ).stdout
    assert shown.strip() == "[]"


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=root,
        capture_output=True,
        check=True,
    )
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


@pytest.mark.parametrize(
    ("folder", "shipped", "kind"),
    [("data", "_data", "csv"), ("data", "_data", "yaml"), ("notebooks", "_notebooks", "ipynb")],
)
def test_the_wheel_ships_every_data_file_and_notebook(
    wheel: zipfile.ZipFile, committed_texts: dict[str, str], folder: str, shipped: str, kind: str
) -> None:
    here = {n for n in committed_texts if n.startswith(f"{folder}/") and n.endswith(f".{kind}")}
    expected = {name.replace(folder, f"community_sim/{shipped}", 1) for name in here}
    assert expected
    assert expected <= set(wheel.namelist())


def test_the_wheel_holds_nothing_but_the_package(
    wheel: zipfile.ZipFile, project: dict[str, Any]
) -> None:
    about = f"community_sim-{project['version']}.dist-info"
    assert {name.split("/")[0] for name in wheel.namelist()} == {"community_sim", about}


def test_the_command_of_the_project_exists(project: dict[str, Any]) -> None:
    (command,) = (
        EntryPoint(name, value, "console_scripts") for name, value in project["scripts"].items()
    )
    assert command.name == "community-sim"
    assert callable(command.load())


def test_package_and_project_state_one_version(project: dict[str, Any]) -> None:
    assert community_sim.__version__ == project["version"]
