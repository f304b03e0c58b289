"""Seal a sweep's folder when it is left in order, so that any later change of a byte is seen."""

import json
from pathlib import Path

from community_sim.errors import StoreBroken
from community_sim.locking import LOCK
from community_sim.sweep.files import hash_of, storing, sync_folder, write_whole
from community_sim.sweep.identity import canonical
from community_sim.sweep.schema import DATABASE, TABLE

__all__ = ["SEAL", "break_seal", "is_sealed", "seal", "seal_problems", "strangers"]

SEAL = "seal.json"


def is_sealed(folder: Path) -> bool:
    """Return whether the last sweep in a folder ended in order."""
    return (folder / SEAL).is_file()


def seal(folder: Path) -> None:
    """Write the hashes of all files of a folder."""
    with storing(f"{folder.name}: the seal cannot be written"):
        hashes = {path.name: hash_of(path) for path in _own_files(folder)}
        write_whole(folder / SEAL, _text(hashes))


def break_seal(folder: Path) -> None:
    """Remove the seal before the folder is written to; raise StoreBroken if it does not fit."""
    if not is_sealed(folder):
        return
    problems = seal_problems(folder)
    if problems:
        raise StoreBroken(f"{folder.name}: {' '.join(problems)}")
    with storing(f"{folder.name}: the seal cannot be removed"):
        (folder / SEAL).unlink()
        sync_folder(folder)


def seal_problems(folder: Path) -> list[str]:
    """Return, in sentences, how a folder's own files differ from its seal."""
    with storing(f"{folder.name}: cannot be read"):
        hashes = _hashes((folder / SEAL).read_bytes())
        if hashes is None:
            return [f"'{SEAL}' is not as it was written."]
        here = {path.name: path for path in _own_files(folder)}
        problems = [f"'{name}' is missing." for name in sorted(hashes.keys() - here.keys())]
        return problems + [
            f"'{name}' is not as it was written."
            for name in sorted(here.keys())
            if hashes.get(name) != hash_of(here[name])
        ]


def strangers(folder: Path) -> list[str]:
    """Return, in sentences, what lies in a folder and is no part of the sweep."""
    own = {path.name for path in _own_files(folder)} | {SEAL}
    return [
        f"'{path.name}' is no part of the sweep."
        for path in sorted(folder.iterdir())
        if path.name not in own and not _is_harmless(path)
    ]


def _hashes(content: bytes) -> dict[str, str] | None:
    """Return the hashes of a seal, None where a byte of it is not as `_text` writes it."""
    try:
        hashes = json.loads(content)
    except ValueError:
        return None
    if not isinstance(hashes, dict) or _text(hashes) != content:
        return None
    return hashes


def _text(hashes: dict[str, str]) -> bytes:
    return f"{canonical(hashes)}\n".encode()


def _own_files(folder: Path) -> list[Path]:
    return [folder / name for name in (DATABASE, TABLE) if (folder / name).is_file()]


def _is_harmless(path: Path) -> bool:
    """Return whether a file is a free lock, or what a reader of the database leaves."""
    is_empty = path.name in (LOCK, f"{DATABASE}-wal") and not path.stat().st_size
    return is_empty or path.name == f"{DATABASE}-shm"
