"""Say what is wrong in one sentence, where it is, and what would be right.

Every error of the package has one base and is also the built-in error a Python programmer
would expect.  Its text is for a person who edits policy files: file, line and field first.
"""

import difflib
from collections.abc import Iterable

__all__ = [
    "AnswerNotAccepted",
    "BadValue",
    "CommunitySimError",
    "ConflictingLevers",
    "ClusterLost",
    "ConservationError",
    "DesignChanged",
    "InUse",
    "NotebookFailed",
    "SiteBroken",
    "StoreBroken",
    "SweepInterrupted",
    "UnknownFigure",
    "UnknownLever",
    "UnknownName",
    "UnknownNotebookParameter",
    "UnknownOutcome",
    "UnknownParameter",
    "UnknownPlace",
    "UnknownPolicy",
    "UnknownRule",
    "UnknownWish",
    "UnreadableFile",
    "at",
    "did_you_mean",
    "nearest",
]

LONGEST_TEXT = 2_000
"""Longest text of an error that is shown whole [characters]."""


class CommunitySimError(Exception):
    """Base of all errors of the package; its text is one sentence.

    Attributes
    ----------
    exit_code : int
        What the command line leaves with: 2 for bad input.
    """

    exit_code: int = 2

    def __str__(self) -> str:
        """Return the sentence (a `KeyError` would show its repr), on one line.

        It may quote a stranger's file: what would move the cursor is escaped, and the middle of
        what would fill the screen is left out.
        """
        text = Exception.__str__(self).strip()
        shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
        if len(shown) <= LONGEST_TEXT:
            return shown
        return f"{shown[: LONGEST_TEXT // 2]} ... {shown[-LONGEST_TEXT // 2 :]}"


class UnknownName(CommunitySimError, KeyError):
    """A name that nothing has."""


class UnknownFigure(UnknownName):
    """A report figure that is not in `data/report_figures.csv`."""


class UnknownLever(UnknownName):
    """A lever that no policy has."""


class UnknownNotebookParameter(UnknownName):
    """A parameter that a notebook's `parameters` cell does not name."""


class UnknownOutcome(UnknownName):
    """An outcome that is not measured."""


class UnknownParameter(UnknownName):
    """A parameter that is not in `data/parameters.csv`."""


class UnknownPlace(UnknownName):
    """A place without a file in `data/places`."""


class UnknownPolicy(UnknownName):
    """A policy without a file in `data/policies`."""


class UnknownWish(UnknownName):
    """A wish that is not in `data/recommendations.csv`."""


class BadValue(CommunitySimError, ValueError):
    """A value of the wrong type, out of range, or at odds with others."""


class ConflictingLevers(BadValue):
    """Two policies that change the same lever."""


class UnknownRule(UnknownName):
    """A rule that the model does not have."""


class UnreadableFile(CommunitySimError, ValueError):
    """A file that cannot be read as what it should be."""


class AnswerNotAccepted(CommunitySimError, AssertionError):
    """An answer to an exercise that cannot be read, or that is wrong; its text is the hint."""

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows: the hint, and no lines of code."""
        return [str(self)]


class ConservationError(CommunitySimError, AssertionError):
    """People or money that appear or vanish."""


class NotebookFailed(CommunitySimError, RuntimeError):
    """A notebook that did not run to its end."""

    exit_code = 5


class SiteBroken(CommunitySimError, OSError):
    """A site that cannot be written; what was published before is as it was."""

    exit_code = 4


class InUse(CommunitySimError, RuntimeError):
    """A folder in which another process works; the same may succeed later."""

    exit_code = 75


class DesignChanged(BadValue):
    """A sweep's folder whose runs belong to another design, other code or other data."""


class StoreBroken(CommunitySimError, OSError):
    """A sweep's folder that cannot be written, or that holds what the sweep did not write."""

    exit_code = 4


class ClusterLost(CommunitySimError, ConnectionError):
    """A cluster that cannot be reached, or whose workers run other code."""

    exit_code = 3


class SweepInterrupted(CommunitySimError):
    """A sweep that was told to stop; what was finished is stored.

    Attributes
    ----------
    exit_code : int
        128 and the number of the signal, SIGINT or SIGTERM.
    """

    def __init__(self, sentence: str, signal_number: int) -> None:
        super().__init__(sentence)
        self.exit_code = 128 + signal_number


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `name`, or None where none is alike."""
    matches = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return matches[0] if matches else None


def at(where: str) -> str:
    """Return how an error begins that stands somewhere."""
    return f"{where}: " if where else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a sentence that names the nearest known name, or all of them if they are few."""
    names = sorted(known)
    match = nearest(name, names)
    if match is not None:
        return f"Did you mean '{match}'?"
    if len(names) <= 12:
        return f"Known are: {', '.join(names)}."
    return ""
