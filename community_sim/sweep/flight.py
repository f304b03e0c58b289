"""Note how far a worker is with its group, so that its death costs one run and blames one run.

The file is read only after a worker has died: finished runs are taken from it, and the run that
was begun and not finished is the one to look at.
"""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from community_sim.sweep.finished import Finished

__all__ = ["FlightLog"]


class FlightLog:
    """The notes of one group; without a file, nothing is noted."""

    def __init__(self, file: io.FileIO | None) -> None:
        self._file = file

    @classmethod
    @contextmanager
    def writing(cls, path: Path | None) -> Iterator["FlightLog"]:
        """Give a log that writes to a new file."""
        file = None
        if path is not None:
            with suppress(OSError):
                file = io.FileIO(path, "w")
        try:
            yield cls(file)
        finally:
            if file is not None:
                file.close()

    def begin(self, position: int) -> None:
        """Note that a run begins."""
        self._write(f"begin {position}\n")

    def end(self, finished: Finished) -> None:
        """Note what a run came to."""
        self._write(f"end {finished.as_line()}\n")

    @staticmethod
    def silence(path: Path) -> float:
        """Return how long ago a worker last noted something [s]."""
        try:
            return time.time() - path.stat().st_mtime
        except FileNotFoundError:
            return 0.0

    @staticmethod
    def read(path: Path) -> tuple[list[Finished], int | None]:
        """Return the finished runs and the position of the one in flight, None if there is none."""
        try:
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        except FileNotFoundError:
            return [], None
        finished: list[Finished] = []
        begun: int | None = None
        for line in lines:
            word, _, rest = line.partition(" ")
            if not line.endswith("\n"):
                break  # the worker died while it wrote this line
            if word == "begin":
                begun = int(rest)
            else:
                finished.append(Finished.from_line(rest))
                begun = None
        return finished, begun

    def _write(self, line: str) -> None:
        if self._file is not None:
            # Notes are an aid: a full disk must not make a good run fail.
            with suppress(OSError):
                self._file.write(line.encode())
