"""Put finished files into a folder, all or none.

Everything is written into a new folder beside the wanted one and moved into place when it is
complete, so that a killed run leaves an earlier result as it was.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from community_sim.errors import BadValue

__all__ = ["MANIFEST", "content_hash", "flush", "staged", "write_whole"]

MANIFEST = "manifest.json"
"""Written last; a folder without it holds no result of ours."""


@contextmanager
def staged(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """Give a new folder to write into, and move its files into `folder` when the block ends.

    Parameters
    ----------
    folder : Path
        Where the files belong. Files of other names in it are left alone.
    names : sequence of str
        Files that will be written, to be refused early where a stranger's file has the name.

    Raises
    ------
    BadValue
        `folder` is a file, cannot be written, or holds files of these names that no earlier run
        has left.
    """
    _refuse_strangers(folder, names)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise BadValue(f"Cannot write in '{folder.parent}': {error.strerror}.") from error
    try:
        yield stage
        _move(stage, folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def content_hash(path: Path) -> str:
    """Return the SHA-256 [hex] of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _refuse_strangers(folder: Path, names: Sequence[str]) -> None:
    if folder.exists() and not folder.is_dir():
        raise BadValue(f"'{folder}' is a file; name a folder to write into.")
    if (folder / MANIFEST).is_file():
        return
    for name in names:
        if (folder / name).exists():
            raise BadValue(
                f"'{folder / name}' is there already and no earlier run has left it; "
                "name another folder."
            )


def _move(stage: Path, folder: Path) -> None:
    """Move every file into place, the manifest last."""
    files = sorted(path.relative_to(stage) for path in stage.rglob("*") if path.is_file())
    folder.mkdir(exist_ok=True)
    for name in sorted(files, key=lambda name: name.as_posix() == MANIFEST):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        flush(stage / name)
        os.replace(stage / name, folder / name)


def flush(path: Path) -> None:
    """Have a file's bytes, or the names in a folder, on disk, where the system can be asked."""
    is_posix = os.name == "posix"
    if not is_posix and path.is_dir():
        return
    number = os.open(path, os.O_RDONLY if is_posix else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def write_whole(path: Path, text: str) -> None:
    """Write a page whole, or leave it as it was."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
