"""A finished run, as it travels from worker to store."""

import json
from dataclasses import dataclass

__all__ = ["Finished"]


@dataclass(frozen=True)
class Finished:
    """What a run came to.

    Attributes
    ----------
    position : int
        Number of the run in its design.
    stage : str
        Empty where the run is good, else where it failed: prepare, simulate, numbers,
        conservation, measure, time limit, worker died, or worker.
    message : str
        What went wrong, in a line.
    values : tuple of float
        Outcomes, horizon by horizon; NaN where one is undefined. Empty where the run failed.
    seconds : float
        Time it took [s].
    """

    position: int
    stage: str = ""
    message: str = ""
    values: tuple[float, ...] = ()
    seconds: float = 0.0

    def as_line(self) -> str:
        """Return the run as a line of text from which `from_line` makes it again, exactly."""
        return json.dumps([self.position, self.stage, self.message, self.values, self.seconds])

    @classmethod
    def from_line(cls, line: str) -> "Finished":
        """Return the run of a line; raise ValueError if the line is not whole."""
        position, stage, message, values, seconds = json.loads(line)
        return cls(position, stage, message, tuple(values), seconds)
