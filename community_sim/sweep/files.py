"""Write files so that a crash leaves the old or the new one, and never half of one."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from community_sim.errors import StoreBroken

__all__ = ["hash_of", "replaced", "storing", "sync_folder", "write_whole"]

_CHUNK = 1 << 20


@contextmanager
def storing(what: str) -> Iterator[None]:
    """Turn a failing disk into a `StoreBroken` that says what could not be written or read."""
    try:
        yield
    except StoreBroken:
        raise
    except OSError as error:
        raise StoreBroken(f"{what}: {error.strerror or error}.") from error


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Give a temporary file to fill; put it in the place of `path` when it is whole and on disk."""
    temporary = path.with_name(f"{path.name}.new")
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(temporary, path)
        sync_folder(path.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_whole(path: Path, content: bytes) -> None:
    """Write a file by temporary file, fsync and rename."""
    with replaced(path) as temporary:
        temporary.write_bytes(content)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def hash_of(path: Path) -> str:
    """Return the SHA-256 [hex] of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
