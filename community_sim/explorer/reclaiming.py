"""Give memory back to the system when visitors have left.

A session is a ring of objects that only the collector of garbage takes apart, and its threads hold
it for some seconds more.  The C library then keeps what was freed for the next array; after a crowd
that is most of what is held.
"""

import ctypes
import gc
import sys
import threading
from collections.abc import Callable, Collection

__all__ = ["reclaim_when_left"]

_PAUSE = 5.0  # between two looks at who is there [s]
_LOOKS = 2  # after somebody has left: what a thread still held at the first is free at the second


def reclaim_when_left(
    visitors: Callable[[], Collection[str]],
    forget: Callable[[], object],
    stopped: threading.Event | None = None,
) -> threading.Thread:
    """Start a thread that gives memory back after somebody has left.

    Parameters
    ----------
    visitors : callable
        Returns the ids of the sessions that there are.
    forget : callable
        Drops what is remembered for visitors; called when the last one has left.
    stopped : Event, optional
        Ends the thread once set.
    """
    trim = _trim()
    stopped = stopped or threading.Event()

    def watch() -> None:
        before: set[str] = set()
        looks = 0
        while not stopped.wait(_PAUSE):
            if looks:
                if not visitors():
                    forget()
                gc.collect()
                trim()
                looks -= 1
            now = set(visitors())
            if before - now:
                looks = _LOOKS
            before = now

    thread = threading.Thread(target=watch, name="reclaim", daemon=True)
    thread.start()
    return thread


def _trim() -> Callable[[], object]:
    """Return what gives free memory back; nothing where the C library is another than glibc."""
    if sys.platform != "linux":
        return lambda: None
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):
        return lambda: None
    return lambda: trim(0)
