"""Let one process at a time work in a folder, and say which one does.

The operating system holds the lock (`flock` on the file `.lock`), so a process that dies in any
way, at any instant, gives it back.  The file's text says who holds it; it is for people, and
nothing is decided by it.  The file is never removed: two processes could then hold two locks of
one name.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from weakref import WeakSet

from community_sim.errors import BadValue, CommunitySimError, InUse

__all__ = ["LOCK", "FolderLock", "watched"]

LOCK = ".lock"
"""File that is locked, in the folder."""

_SECONDS_BETWEEN_TRIES = 0.02
_TRIES = 50
"""Tries while the owner has not written yet who it is: a second."""

_held: WeakSet["FolderLock"] = WeakSet()


class FolderLock:
    """Hold a folder for this process, within a `with` block.

    Parameters
    ----------
    folder : Path
        The folder; it is made where it is not there.
    what : str, optional
        What the owner is doing, for whoever comes second.
    refusal : type of CommunitySimError, optional
        Raised where the folder cannot be written or locked.

    Raises
    ------
    InUse
        On entering, where another process (or this one) holds the folder; it names the owner.
    BadValue, or `refusal`
        Where the folder cannot be written or locked.
    """

    def __init__(
        self,
        folder: Path,
        what: str = "community-sim",
        *,
        refusal: type[CommunitySimError] = BadValue,
    ) -> None:
        self._folder = folder
        self._what = what
        self._refusal = refusal
        self._file: int | None = None

    def __enter__(self) -> Self:
        with self._refusing("write in"):
            self._folder.mkdir(parents=True, exist_ok=True)
            file = os.open(self._folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            with self._refusing("lock"):  # a shared disk may know no locks
                self._take(file)
        except BaseException:
            os.close(file)
            self._file = None
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._file is not None:
                with self._refusing("unlock"):
                    os.ftruncate(self._file, 0)
                    _unlock(self._file)
        finally:
            self.forget()

    @contextmanager
    def _refusing(self, what: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if isinstance(error, CommunitySimError):
                raise
            why = error.strerror or error
            raise self._refusal(f"Cannot {what} '{self._folder}': {why}.") from error

    def forget(self) -> None:
        """Close the file; a forked child does so, or it would go on holding its parent's lock."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        _held.discard(self)

    def _take(self, file: int) -> None:
        """Lock the file, or raise InUse as soon as it is known by whom it is held."""
        owner: dict[str, Any] = {}
        for _ in range(_TRIES):
            if _lock(file):
                self._file = file
                _write_owner(file, self._what)
                _forget_in_children()
                _held.add(self)
                return
            owner = _read_owner(self._folder) or owner
            if owner and _is_running(owner["pid"]):
                break
            time.sleep(_SECONDS_BETWEEN_TRIES)
        raise InUse(_in_use(self._folder, owner))


@contextmanager
def watched(folder: Path) -> Iterator[None]:
    """Keep owners out of a folder that is only read; one that was never locked has none.

    Raises
    ------
    InUse
        Another process holds the folder; it names the owner.
    """
    try:
        file = os.open(folder / LOCK, os.O_RDONLY)
    except OSError:  # never locked, or not ours to read: there is nobody to keep out
        yield
        return
    try:
        if not _lock(file, shared=True):
            raise InUse(_in_use(folder, _read_owner(folder) or {}))
        yield
    finally:
        os.close(file)


def _in_use(folder: Path, owner: dict[str, Any]) -> str:
    return f"'{folder}' is in use by {_described(owner)}; wait until it has ended."


if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE = 1_000_000
    """A byte behind the text, which others may then still read."""

    def _lock(file: int, *, shared: bool = False) -> bool:
        if shared:  # Windows has no shared locks here: who reads may see a change
            return True
        os.lseek(file, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: int) -> None:
        os.lseek(file, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

    def _is_running(_pid: int) -> bool:
        """Return True: on Windows a signal of 0 would end the process."""
        return True

    def _forget_in_children() -> None:
        """Do nothing: Windows does not fork."""

else:
    import fcntl

    def _lock(file: int, *, shared: bool = False) -> bool:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)

    def _is_running(pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True

    def _forget_in_children() -> None:
        if not _is_registered:
            os.register_at_fork(after_in_child=_forget_all)
            _is_registered.append(True)

    _is_registered: list[bool] = []


def _forget_all() -> None:
    for lock in list(_held):
        lock.forget()


def _write_owner(file: int, what: str) -> None:
    since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = json.dumps({"pid": os.getpid(), "since": since, "what": what}).encode() + b"\n"
    os.ftruncate(file, 0)
    os.lseek(file, 0, os.SEEK_SET)
    os.write(file, text)


def _read_owner(folder: Path) -> dict[str, Any] | None:
    """Return what the owner wrote, or None where it has not written, or not to the end."""
    try:
        owner = json.loads((folder / LOCK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    is_ours = isinstance(owner, dict) and type(owner.get("pid")) is int and owner["pid"] > 0
    return owner if is_ours else None


def _described(owner: dict[str, Any]) -> str:
    if not owner:
        return "another process"
    return f"process {owner['pid']} ({owner.get('what')}, since {owner.get('since')})"
