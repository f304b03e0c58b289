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
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import IO

__all__ = ["GRACE_SECONDS", "RunTooLong", "time_limit"]

GRACE_SECONDS = 5.0
"""How long a run may take to hear the alarm [s]."""


class RunTooLong(BaseException):
    """A run took longer than it may."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `RunTooLong` inside what takes longer; end the process if it does not listen.

    Parameters
    ----------
    seconds : float
        Time limit [s].
    """
    in_main_thread = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGALRM, _too_long) if in_main_thread else None
    faulthandler.dump_traceback_later(seconds + GRACE_SECONDS, exit=True, file=_nowhere())
    try:
        if in_main_thread:
            signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        if in_main_thread:
            signal.setitimer(signal.ITIMER_REAL, 0.0)
            signal.signal(signal.SIGALRM, before)


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise RunTooLong


@functools.cache
def _nowhere() -> IO[str]:
    """Return a file for the watchdog's last words; a terminal may not be there."""
    return open(os.devnull, "w", encoding="utf-8")
