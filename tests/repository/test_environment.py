"""The environment is described four times, and always the same."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet


class Locked(NamedTuple):
    """One entry of a lock file."""

    name: str
    version: str
    hashes: int


def locked(path: Path) -> Iterator[Locked]:
    """Yield the entries of a lock file."""
    text = path.read_text(encoding="utf-8")
    for entry in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]:
        name, version = re.match(r"([\w.\-]+)==([\w.+!]+)", entry).groups()
        yield Locked(name, version, len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", entry)))


@pytest.fixture(scope="module")
def lock(root: Path) -> list[Locked]:
    return list(locked(root / "requirements" / "lock.txt"))


@pytest.fixture(scope="module")
def conda(root: Path) -> dict[str, Any]:
    return yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))


def conda_packages(conda: dict[str, Any]) -> dict[str, SpecifierSet]:
    """Return the version bounds that conda is given, by package."""
    listed = [entry.partition(" ") for entry in conda["dependencies"] if isinstance(entry, str)]
    return {name: SpecifierSet(bounds) for name, _, bounds in listed}


def test_conda_gets_the_packages_and_bounds_of_the_project(
    conda: dict[str, Any], requirements: dict[str, Requirement]
) -> None:
    given = conda_packages(conda)
    del given["python"], given["pip"]
    assert given == {name: asked.specifier for name, asked in requirements.items()}


def test_conda_gets_the_pythons_of_the_project(
    conda: dict[str, Any], project: dict[str, Any]
) -> None:
    assert conda_packages(conda)["python"] == SpecifierSet(project["requires-python"])


def test_conda_installs_nothing_else_through_pip(conda: dict[str, Any]) -> None:
    assert [e for e in conda["dependencies"] if isinstance(e, dict)] == [{"pip": ["--editable ."]}]


def test_the_installer_takes_the_pythons_of_the_project(
    root: Path, project: dict[str, Any]
) -> None:
    text = (root / "scripts" / "install.py").read_text(encoding="utf-8")
    oldest, newest = re.search(r"OLDEST, NEWEST = \(3, (\d+)\), \(3, (\d+)\)", text).groups()
    taken = SpecifierSet(f">=3.{oldest},<3.{int(newest) + 1}")
    assert taken == SpecifierSet(project["requires-python"])


@pytest.mark.parametrize("name", ["bootstrap.txt", "lock.txt"])
def test_every_locked_file_has_a_hash(root: Path, name: str) -> None:
    entries = list(locked(root / "requirements" / name))
    assert entries
    assert [entry.name for entry in entries if entry.hashes == 0] == []


def test_a_library_has_one_version_whatever_the_python(lock: list[Locked]) -> None:
    names = [entry.name for entry in lock]
    assert len(set(names)) == len(names)


def test_the_lock_satisfies_every_requirement(
    lock: list[Locked], requirements: dict[str, Requirement]
) -> None:
    versions = {entry.name: entry.version for entry in lock}
    unmet = [
        str(asked)
        for name, asked in requirements.items()
        if name not in versions or versions[name] not in asked.specifier
    ]
    assert unmet == []


def test_what_is_left_out_is_not_in_the_lock(root: Path, lock: list[Locked]) -> None:
    lines = (root / "requirements" / "excludes.txt").read_text(encoding="utf-8").splitlines()
    left_out = {line for line in lines if line and not line.startswith("#")}
    assert left_out
    assert left_out.isdisjoint({entry.name for entry in lock})


def test_every_requirement_states_its_reason(
    root: Path, requirements: dict[str, Requirement]
) -> None:
    lines = (root / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    silent = [
        name
        for name, asked in requirements.items()
        for line in lines
        if line.strip().startswith(f'"{asked}"') and "# " not in line
    ]
    assert silent == []
