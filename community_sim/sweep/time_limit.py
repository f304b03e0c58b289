"""End a run that never ends.

In a worker's main thread an alarm raises an error inside the run, and the worker lives on. Where
the run never comes back to the interpreter to hear it, a watchdog outside the interpreter ends
the worker a little later.
"""

import faulthandler
import functools
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import IO

__all__ = ["GRACE_SECONDS", "RunTooLong", "TimeLimit"]

GRACE_SECONDS = 2.0
"""How long a run may take to hear the alarm [s]."""

_SECONDS_BETWEEN_ARMINGS = 1.0
"""How exact the watchdog is [s]; to arm it costs as much as a short run."""


class RunTooLong(BaseException):
    """A run took longer than it may."""


class TimeLimit:
    """A time limit for each of several runs, one after the other.

    Parameters
    ----------
    seconds : float
        Time limit of a run [s].
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._in_main_thread = threading.current_thread() is threading.main_thread()
        self._armed = 0.0

    @classmethod
    @contextmanager
    def of(cls, seconds: float) -> Iterator["TimeLimit"]:
        """Give a time limit, and take alarm and watchdog away at the end."""
        limit = cls(seconds)
        before = signal.signal(signal.SIGALRM, _too_long) if limit._in_main_thread else None
        try:
            yield limit
        finally:
            faulthandler.cancel_dump_traceback_later()
            if limit._in_main_thread:
                signal.signal(signal.SIGALRM, before)

    @contextmanager
    def run(self) -> Iterator[None]:
        """Raise `RunTooLong` in a run that takes longer; end the process if it does not listen."""
        if time.monotonic() - self._armed > _SECONDS_BETWEEN_ARMINGS:
            self._armed = time.monotonic()
            patience = self._seconds + _SECONDS_BETWEEN_ARMINGS + GRACE_SECONDS
            faulthandler.dump_traceback_later(patience, exit=True, file=_nowhere())
        try:
            if self._in_main_thread:
                signal.setitimer(signal.ITIMER_REAL, self._seconds)
            yield
        finally:
            if self._in_main_thread:
                signal.setitimer(signal.ITIMER_REAL, 0.0)


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise RunTooLong


@functools.cache
def _nowhere() -> IO[str]:
    """Return a file for the watchdog's last words; a terminal may not be there."""
    return open(os.devnull, "w", encoding="utf-8")
