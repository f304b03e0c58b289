"""Show how far a sweep is: a bar with rate and time left, plain lines, or JSON lines."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["duration", "staged_progress", "sweep_progress"]

_Tell = Callable[[int, int, str], None]
_TellStage = Callable[[str, int, int], None]

_SECONDS_BETWEEN_LINES = 10.0
_SECONDS_BETWEEN_JSON = 1.0


@contextmanager
def sweep_progress(title: str, *, as_json: bool, quiet: bool) -> Iterator[_Tell | None]:
    """Give what to call with (stored, total, what); None where nothing is to be shown.

    Parameters
    ----------
    title : str
        The sweep's title.
    as_json : bool
        One JSON object a line on standard output.
    quiet : bool
        Nothing.
    """
    from rich.console import Console

    console = Console(stderr=True)
    if as_json:
        yield _spaced(_print_json, _SECONDS_BETWEEN_JSON)
    elif quiet:
        yield None
    elif not console.is_terminal:
        yield _spaced(_print_line, _SECONDS_BETWEEN_LINES)
    else:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        rate = TextColumn("{task.fields[rate]}")
        columns = (TextColumn("{task.description}", markup=False), BarColumn())
        with Progress(*columns, MofNCompleteColumn(), rate, console=console, transient=True) as bar:
            task = bar.add_task(title, total=None, rate="")

            def show(done: int, total: int, rate: float, left: float) -> None:
                words = f"{rate:,.1f} runs/s, {duration(left)} left"
                bar.update(task, completed=done, total=total, rate=words)

            yield _spaced(show, 0.1)


@contextmanager
def staged_progress(*, as_json: bool, quiet: bool) -> Iterator[_TellStage]:
    """Give what to call with (stage, done, total) while one stage follows another.

    Parameters
    ----------
    as_json : bool
        One JSON object a line on standard output.
    quiet : bool
        Nothing.
    """
    from rich.console import Console

    console = Console(stderr=True)
    if quiet:
        yield lambda _stage, _done, _total: None
    elif as_json:
        yield _by_stage(_print_stage_json, _SECONDS_BETWEEN_JSON)
    elif not console.is_terminal:
        yield _by_stage(_print_stage_line, _SECONDS_BETWEEN_LINES)
    else:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}", markup=False), BarColumn())
        with Progress(*columns, MofNCompleteColumn(), console=console) as bar:
            tasks: dict[str, Any] = {}

            def show(stage: str, done: int, total: int) -> None:
                if stage not in tasks:
                    tasks[stage] = bar.add_task(stage, total=total)
                bar.update(tasks[stage], completed=done)

            yield show


def _by_stage(show: _TellStage, seconds: float) -> _TellStage:
    """Return what shows a stage at its end, and at most every so often before."""
    last = time.monotonic()

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done >= total or now - last >= seconds:
            last = now
            show(stage, done, total)

    return tell


def _print_stage_line(stage: str, done: int, total: int) -> None:
    print(f"{stage}: {done:,} of {total:,}", file=sys.stderr, flush=True)


def _print_stage_json(stage: str, done: int, total: int) -> None:
    event = {"event": "progress", "stage": stage, "done": done, "total": total}
    print(json.dumps(event), flush=True)


def _spaced(show: Callable[[int, int, float, float], None], seconds: float) -> _Tell:
    """Return what shows done, total, rate and time left, at most every so often and at the end."""
    first: tuple[int, float] | None = None
    last = time.monotonic()

    def tell(done: int, total: int, _what: str) -> None:
        nonlocal first, last
        now = time.monotonic()
        if first is None:
            # What was stored before, or while the first workers started, says nothing of the rate.
            first = (done, now)
            return
        if done < total and now - last < seconds:
            return
        last = now
        rate = max(done - first[0], 1) / max(now - first[1], 1e-3)
        show(done, total, rate, (total - done) / rate)

    return tell


def _print_line(done: int, total: int, rate: float, left: float) -> None:
    words = f"{done:,} of {total:,} runs, {rate:,.1f} a second, {duration(left)} left"
    print(words, file=sys.stderr, flush=True)


def _print_json(done: int, total: int, rate: float, left: float) -> None:
    event = {"event": "progress", "stored": done, "total": total}
    print(json.dumps({**event, "runs_per_second": rate, "seconds_left": left}), flush=True)


def duration(seconds: float) -> str:
    """Return a time in words."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
