"""Show progress on standard error: bars in a terminal, a plain line now and then elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from community_sim.publish.execution import Progress as Tell
from community_sim.publish.progress import CELLS

__all__ = ["progress"]

_SECONDS_BETWEEN_LINES = 10.0


@contextmanager
def progress(title: str) -> Iterator[Tell]:
    """Show how far a task is; give what to call with (done, total, what).

    Parameters
    ----------
    title : str
        What is going on.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(title)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bars:
        yield _bars(bars, title)


def _bars(bars: Progress, title: str) -> Tell:
    whole = bars.add_task(title, total=None)
    simulation = bars.add_task("Simulation", total=None, visible=False)

    def tell(done: int, total: int, what: str) -> None:
        if what == CELLS:
            bars.update(whole, completed=done, total=total)
        else:
            description = f"Simulation: {what}"
            bars.update(
                simulation, completed=done, total=total, description=description, visible=True
            )

    return tell


def _lines(title: str) -> Tell:
    print(f"{title} ...", file=sys.stderr, flush=True)
    last = time.monotonic()

    def tell(done: int, total: int, what: str) -> None:
        nonlocal last
        if what != CELLS and (done == total or time.monotonic() - last >= _SECONDS_BETWEEN_LINES):
            print(f"{title}: simulated {done} of {total}", file=sys.stderr, flush=True)
            last = time.monotonic()

    return tell
