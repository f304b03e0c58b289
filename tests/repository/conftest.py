"""The repository itself, as the tests of its claims read it."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def project() -> dict[str, Any]:
    """Return the project table of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="session")
def requirements(project: dict[str, Any]) -> dict[str, Requirement]:
    """Return what the project asks for, by name, the developers' part included."""
    listed = project["dependencies"] + project["optional-dependencies"]["dev"]
    return {Requirement(line).name: Requirement(line) for line in listed}


@pytest.fixture(scope="session")
def committed_texts() -> dict[str, str]:
    """Return every text file that is, or would be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    names = [name for name in listed.decode().split("\0") if (ROOT / name).is_file()]
    contents = {name: (ROOT / name).read_bytes() for name in names}
    return {name: text.decode() for name, text in contents.items() if b"\0" not in text}


@pytest.fixture(scope="session")
def targets() -> set[str]:
    """Return the targets of the Makefile that are commands."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    declared = re.search(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)
    assert declared is not None
    return set(declared[1].split())
