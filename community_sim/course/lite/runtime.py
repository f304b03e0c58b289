"""Fetch what no package of this environment holds: Python for the browser, and two wheels.

Versions and hashes stand in `runtime.json`.  What was fetched once is kept, and the next site is
built without a network.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from community_sim.errors import BadValue

__all__ = ["FILES", "PYTHON", "fetched_wheels", "pinned", "unpack_runtime"]

PYTHON = "3.14"
"""Version of Python that runs in the browser."""

PLATFORM = "pyemscripten_2026_0_wasm32"
"""What wheels of compiled code for it are called."""

FILES = (
    "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "package.json",
)  # fmt: skip
"""Files of the runtime that the site holds; its list of packages is written anew."""


def pinned() -> Mapping[str, Any]:
    """Return versions and hashes of what is fetched."""
    text = Path(__file__).with_name("runtime.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def unpack_runtime(folder: Path) -> Mapping[str, Any]:
    """Put the runtime's files into a folder; return what its list of packages says of itself.

    Raises
    ------
    BadValue
        npm is missing, could not fetch the runtime, or what came is not what is pinned.
    """
    asked = pinned()["pyodide"]
    name, _, version = asked["package"].partition("@")
    archive = _cache() / f"{name}-{version}.tgz"
    if not archive.exists():
        _fetch_runtime(asked["package"], archive)
    kind, _, wanted = asked["integrity"].partition("-")
    found = base64.b64encode(hashlib.new(kind, archive.read_bytes()).digest()).decode()
    _refuse_other(archive, found, wanted)
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as files:
        for file in FILES:
            _copy(files, f"package/{file}", folder / file)
        listed = files.extractfile("package/pyodide-lock.json")
        assert listed is not None  # noqa: S101 - the pinned archive has it
        info: Mapping[str, Any] = json.load(listed)["info"]
    return info


def fetched_wheels() -> list[Path]:
    """Return the wheels that are built for the browser, fetched if need be.

    Raises
    ------
    BadValue
        pip could not fetch one, or what came is not what is pinned.
    """
    wheels = []
    for asked in pinned()["wheels"]:
        stem = f"{asked['name'].replace('-', '_')}-{asked['version']}"
        found = sorted(_cache().glob(f"{stem}-*.whl"))
        if not found:
            _fetch_wheel(f"{asked['name']}=={asked['version']}")
            found = sorted(_cache().glob(f"{stem}-*.whl"))
        if not found:
            raise BadValue(f"{stem}: pip fetched no wheel of this name for the browser.")
        _refuse_other(found[0], hashlib.sha256(found[0].read_bytes()).hexdigest(), asked["sha256"])
        wheels.append(found[0])
    return wheels


def _fetch_runtime(package: str, archive: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise BadValue(
            f"Building the course's site needs npm, which fetches {package}; install Node.js, "
            "which brings npm, and build again."
        )
    _run([npm, "pack", package, "--silent", "--pack-destination", str(archive.parent)], package)


def _fetch_wheel(wanted: str) -> None:
    _run(
        [
            sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
            "--no-deps", "--only-binary", ":all:", "--platform", PLATFORM,
            "--python-version", PYTHON, "--implementation", "cp",
            "--abi", f"cp{PYTHON.replace('.', '')}", "--dest", str(_cache()), wanted,
        ],
        wanted,
    )  # fmt: skip


def _run(command: Sequence[str], what: str) -> None:
    """Run a program that fetches something, in a folder of its own."""
    done = subprocess.run(  # noqa: S603 - npm or pip, with what is pinned
        command, cwd=_cache(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr.strip() or "no reason given").splitlines()[-1]
        raise BadValue(f"{what} could not be fetched for the course's site: {said}")


def _refuse_other(path: Path, found: str, wanted: str) -> None:
    if found != wanted:
        path.unlink()
        raise BadValue(
            f"{path.name} is not the file that is pinned in runtime.json, and was thrown away; "
            "build again, and if it comes back so, do not use it."
        )


def _copy(files: tarfile.TarFile, member: str, target: Path) -> None:
    source = files.extractfile(member)
    assert source is not None  # noqa: S101 - the pinned archive has it
    with target.open("wb") as out:
        shutil.copyfileobj(source, out)


def _cache() -> Path:
    """Return the folder in which what was fetched is kept."""
    chosen = os.environ.get("COMMUNITY_SIM_CACHE") or os.environ.get("XDG_CACHE_HOME")
    base = Path(chosen) if chosen else Path.home() / ".cache"
    folder = base / "community_sim" / "browser"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
