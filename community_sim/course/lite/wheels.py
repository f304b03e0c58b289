"""Make wheels for the browser from what is installed here.

The browser's Python loads wheels. Libraries in plain Python are packed from this environment, so
that their versions are those of the lock; what is compiled is left out.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Any

from community_sim.errors import BadValue

__all__ = ["Wheel", "from_folders", "from_installed", "in_order_of_need", "listed"]

_NEVER = ("__pycache__", "tests", "test")
_COMPILED = (".so", ".pyd", ".pyc", ".dylib")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # so that equal content makes equal bytes


@dataclass(frozen=True)
class Wheel:
    """A wheel, and what the browser's Python has to know of it.

    Attributes
    ----------
    name, version : str
        Of the library.
    path : Path
        Where it lies.
    imports : tuple of str
        Packages it holds.
    needs : tuple of str
        Names of the libraries that have to be loaded with it.
    """

    name: str
    version: str
    path: Path
    imports: tuple[str, ...]
    needs: tuple[str, ...]


def in_order_of_need(
    roots: Sequence[str], given: Mapping[str, Sequence[str]], environment: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return every installed library that some need, with what each needs itself.

    Parameters
    ----------
    roots : sequence of str
        Libraries to begin from.
    given : mapping
        Libraries that come from elsewhere or are left out, and what they need.
    environment : mapping
        Markers of the browser: its platform and version of Python.
    """
    found: dict[str, tuple[str, ...]] = {}
    waiting = list(roots)
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        found[name] = tuple(given[name]) if name in given else _needs(name, environment)
        waiting += found[name]
    return found


def _needs(name: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    needs = []
    for line in metadata.requires(name) or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({**environment, "extra": ""}):
            needs.append(str(canonicalize_name(requirement.name)))
    return tuple(needs)


def from_installed(name: str, needs: Sequence[str], folder: Path) -> Wheel:
    """Return a wheel of an installed library, without what is compiled.

    Raises
    ------
    BadValue
        The library is not installed.
    """
    try:
        library = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        raise BadValue(
            f"Building the course's site needs '{name}', which is not installed here; set up the "
            "environment with `make env`."
        ) from None
    files = {
        str(file): Path(str(library.locate_file(file)))
        for file in library.files or ()
        if _is_wanted(PurePosixPath(file))
    }
    return _packed(name, library.version, files, needs, folder)


def _is_wanted(file: PurePosixPath) -> bool:
    return not (
        file.parts[0] == ".."
        or file.is_absolute()
        or file.suffix in _COMPILED
        or file.parts[0].endswith(".dist-info")
        or file.parts[0] == "_yaml"
        or any(part in _NEVER for part in file.parts)
    )


def from_folders(
    name: str, version: str, parts: Mapping[str, Path], needs: Sequence[str], folder: Path
) -> Wheel:
    """Return a wheel of the files in some folders.

    Parameters
    ----------
    name, version : str
        What the wheel is called.
    parts : mapping
        Folders or files, by where they go in the wheel.
    needs : sequence of str
        Libraries that have to be loaded with it.
    folder : Path
        Where the wheel goes.
    """
    files = dict(sorted(each for place, part in parts.items() for each in _files(place, part)))
    return _packed(name, version, files, needs, folder)


def _files(place: str, part: Path) -> Iterator[tuple[str, Path]]:
    if part.is_file():
        yield place, part
        return
    for file in part.rglob("*"):
        inside = PurePosixPath(place, file.relative_to(part).as_posix())
        if file.is_file() and file.suffix not in _COMPILED and "__pycache__" not in inside.parts:
            yield str(inside), file


def _packed(
    name: str, version: str, files: Mapping[str, Path], needs: Sequence[str], folder: Path
) -> Wheel:
    stem = f"{name.replace('-', '_')}-{version.replace('-', '_')}"
    info = f"{stem}.dist-info"
    about = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for place, file in files.items():
            wheel.writestr(zipfile.ZipInfo(place, _LONG_AGO), file.read_bytes())
        for place, text in about.items():
            wheel.writestr(zipfile.ZipInfo(place, _LONG_AGO), text)
        record = "".join(f"{place},,\n" for place in (*files, *about, f"{info}/RECORD"))
        wheel.writestr(zipfile.ZipInfo(f"{info}/RECORD", _LONG_AGO), record)
    return Wheel(name, version, path, _imports(files), tuple(needs))


def _imports(files: Mapping[str, Path]) -> tuple[str, ...]:
    tops = {PurePosixPath(place).parts[0].removesuffix(".py") for place in files}
    return tuple(sorted(top for top in tops if "." not in top))


def listed(wheels: Sequence[Wheel], info: Mapping[str, Any]) -> str:
    """Return the list of packages that the browser's Python loads from, as JSON."""
    packages = {
        wheel.name: {
            "name": wheel.name,
            "version": wheel.version,
            "file_name": wheel.path.name,
            "sha256": hashlib.sha256(wheel.path.read_bytes()).hexdigest(),
            "install_dir": "site",
            "package_type": "package",
            "imports": list(wheel.imports),
            "depends": list(wheel.needs),
            "unvendored_tests": False,
        }
        for wheel in sorted(wheels, key=lambda wheel: wheel.name)
    }
    return json.dumps({"info": dict(info), "packages": packages}, indent=1)
