"""Let one process at a time work in a folder.

The lock is the operating system's (flock), which lets go when its owner dies; the file says, for
people, who the owner is.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from community_sim.errors import StoreInUse
from community_sim.sweep.files import storing

__all__ = ["LOCK", "locked", "watched"]

LOCK = ".lock"

_SECONDS_FOR_OWNER = 2.0
"""How long to wait for an owner that has the lock and has not yet written its name [s]."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder.

    Raises
    ------
    StoreInUse
        Another process holds it; the message names it.
    """
    with storing(f"{folder.name}: the lock cannot be taken"):
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreInUse(
                f"{folder.name}: {_owner(folder / LOCK)} works here; wait until it has ended."
            ) from error
        with storing(f"{folder.name}: the lock cannot be written"):
            _write_owner(handle)
        try:
            yield
        finally:
            with storing(f"{folder.name}: the lock cannot be cleared"):
                os.ftruncate(handle, 0)
    finally:
        os.close(handle)


@contextmanager
def watched(folder: Path) -> Iterator[None]:
    """Keep sweeps out of a folder that is only read; a folder without a lock has no sweep.

    Raises
    ------
    StoreInUse
        A sweep works in it; the message names it.
    """
    try:
        handle = os.open(folder / LOCK, os.O_RDONLY)
    except OSError:  # never swept, or not ours to read: there is nobody to keep out
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise StoreInUse(
            f"{folder.name}: {_owner(folder / LOCK)} works here; wait until it has ended."
        ) from error
    finally:
        os.close(handle)


def _write_owner(handle: int) -> None:
    started = datetime.now(UTC).isoformat(timespec="seconds")
    content = json.dumps({"pid": os.getpid(), "started": started}).encode()
    os.ftruncate(handle, 0)
    os.pwrite(handle, content, 0)


def _owner(path: Path) -> str:
    """Return who holds a lock, in words."""
    end = time.monotonic() + _SECONDS_FOR_OWNER
    while time.monotonic() < end:
        try:
            owner = json.loads(path.read_text(encoding="utf-8"))
            return f"process {int(owner['pid'])} (since {owner['started']})"
        except (OSError, ValueError, KeyError, TypeError):
            time.sleep(0.05)
    return "another process"
