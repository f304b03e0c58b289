"""Listen to Ctrl-C and to being ended, so that a sweep stops in order."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Stop", "listening"]

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """Whether, and by which signal, the sweep was told to stop."""

    def __init__(self) -> None:
        self.number = 0

    def hear(self, number: int, _frame: FrameType | None) -> None:
        """Note a signal."""
        self.number = number

    def __call__(self) -> bool:
        """Return whether to stop."""
        return self.number != 0


@contextmanager
def listening() -> Iterator[Stop]:
    """Give a `Stop` that hears signals; outside the main thread it hears none."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, stop.hear) for number in _SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
