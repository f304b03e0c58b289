"""Seal a published record, and find out whether a byte of it was changed since.

The seal is a list of the SHA-256 of every file of the record, its manifest among them, in the
form that `sha256sum --check` reads.  Checking makes the list anew and compares it byte by byte,
so that a change of the seal is found as well.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from community_sim.publish.folder import MANIFEST

__all__ = ["SEAL", "check_record", "is_record", "is_sealed", "seal"]

SEAL = "SHA256SUMS"
"""Name of the seal."""

_RUNS = "runs"
_HASH = 64


def seal(folder: Path) -> None:
    """Write the seal of everything that lies in a folder."""
    (folder / SEAL).write_bytes(_seal_of(folder))


def is_sealed(folder: Path, name: str) -> bool:
    """Return whether one file of a record is as the seal says."""
    expected = dict(_lines((folder / SEAL).read_bytes()))
    return expected.get(name) == _hash(folder / name)


def is_record(folder: Path) -> bool:
    """Return whether a folder is published: a site, a run, or one with a manifest."""
    return any((folder / name).exists() for name in (_RUNS, SEAL, MANIFEST))


def check_record(folder: Path) -> list[str]:
    """Return what is wrong with a published record, one sentence each; none if all is whole.

    Parameters
    ----------
    folder : Path
        A published run, a site (each of its runs is checked), or the folder that `compare` or
        `publish NOTEBOOK` left, whose manifest names the hashes of the other files.
    """
    if not folder.is_dir():
        return [f"{folder}: there is no such folder."]
    if (folder / _RUNS).is_dir():
        runs = sorted(path for path in (folder / _RUNS).iterdir())
        return [finding for run in runs for finding in check_record(run)]
    if (folder / SEAL).is_file():
        return _check_seal(folder)
    if (folder / MANIFEST).is_file():
        return _check_manifest(folder)
    return [f"{folder}: there is no {SEAL} and no {MANIFEST}; this is not a published record."]


def _seal_of(folder: Path) -> bytes:
    lines = [f"{_hash(path)}  {name}\n" for name, path in _entries(folder) if name != SEAL]
    return "".join(lines).encode("utf-8", errors="surrogateescape")


def _entries(folder: Path) -> list[tuple[str, Path]]:
    """Return everything in a folder that is not a plain folder, by its name, sorted."""
    found = [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]
    return sorted((path.relative_to(folder).as_posix(), path) for path in found)


def _hash(path: Path) -> str:
    """Return the hash of a file; of a link, of where it points, for a record has none."""
    if path.is_symlink():
        return hashlib.sha256(b"link\0" + os.fsencode(os.readlink(path))).hexdigest()
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _check_seal(folder: Path) -> list[str]:
    written, made = (folder / SEAL).read_bytes(), _seal_of(folder)
    if written == made:
        return []
    expected, found = dict(_lines(written)), dict(_lines(made))
    findings = [
        f"{folder / name}: its bytes are not those that were published."
        for name in found
        if name in expected and expected[name] != found[name]
    ]
    findings += [f"{folder / name}: is not there." for name in expected if name not in found]
    findings += [
        f"{folder / name}: was not published with the others."
        for name in found
        if name not in expected
    ]
    return findings or [f"{folder / SEAL}: its bytes are not those that were published."]


def _lines(text: bytes) -> Iterator[tuple[str, str]]:
    """Yield name and hash of each line of a seal, however damaged."""
    for line in text.decode("utf-8", errors="surrogateescape").split("\n"):
        if line:
            yield line[_HASH + 2 :], line[:_HASH]


def _check_manifest(folder: Path) -> list[str]:
    """Check the files that a manifest names; the manifest itself is not sealed."""
    try:
        files = dict(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return [f"{folder / MANIFEST}: cannot be read."]
    findings = []
    for name, expected in files.items():
        path = folder / name
        if ".." in Path(name).parts or not path.is_file():
            findings.append(f"{path}: is not there.")
        elif _hash(path) != expected:
            findings.append(f"{path}: its bytes are not those that were published.")
    return findings
