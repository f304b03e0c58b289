"""Show progress: a bar in a terminal, a plain line now and then elsewhere."""

import sys
import time
from types import TracebackType
from typing import Any, Self

from community_sim.publish.progress import read_progress

__all__ = ["Progress"]

_QUIET_SECONDS = 10.0


class Progress:
    """Progress of one task, on standard error.

    Parameters
    ----------
    title : str
        What is going on.
    """

    def __init__(self, title: str) -> None:
        self._title = title
        self._bar: Any = None
        self._task: Any = None
        self._last = 0.0

    def __enter__(self) -> Self:
        """Begin to show."""
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            self._bar = Bar(
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.percentage:>3.0f} %"),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._bar.add_task(self._title, total=None)
            self._bar.start()
        else:
            print(f"{self._title} ...", file=sys.stderr, flush=True)
            self._last = time.monotonic()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop showing."""
        if self._bar is not None:
            self._bar.stop()

    def tell(self, line: str) -> None:
        """Take a line that a notebook printed; show it if it tells of progress."""
        said = read_progress(line)
        if said is not None:
            self.step(*said)

    def step(self, done: int, total: int, what: str) -> None:
        """Show that `done` of `total` parts are finished."""
        if self._bar is not None:
            description = f"{self._title}: {what}"
            self._bar.update(self._task, completed=done, total=total, description=description)
        elif time.monotonic() - self._last > _QUIET_SECONDS or done == total:
            print(f"{self._title}: {done} of {total}", file=sys.stderr, flush=True)
            self._last = time.monotonic()
