"""Replay a year's events post by post: who sat where, from when to when, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from community_sim.vocabulary import EntryRoute, Event, SeparationReason, Step

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Move", "PostYear", "Seated", "Stay"]

Move = SeparationReason | EntryRoute | Event | None
"""Why somebody came or went: by an exit, an entry or a promotion; None at the year's ends."""


@dataclass(frozen=True)
class Seated:
    """A post at the opening of the year, and the person in it (-1: vacant)."""

    post: int
    level: int
    person: int = -1


@dataclass(frozen=True)
class Stay:
    """A person in a post, from one moment of the year to another.

    Attributes
    ----------
    row : int
        Position of the post among those followed.
    person : int
        The person.
    start, end : int
        Moments, counted in the steps in which something happened; 0 is the opening.
    came, went : Move
        Why the stay began and ended.
    is_from_here, is_to_here : bool
        Whether the person came from, and went to, another of the posts followed.
    """

    row: int
    person: int
    start: int
    end: int
    came: Move = None
    went: Move = None
    is_from_here: bool = False
    is_to_here: bool = False


class PostYear:
    """Some posts through one year.

    Parameters
    ----------
    opening : sequence of Seated
        The posts at the opening of the year.
    events : DataFrame
        The year's events, with the columns of a trajectory's; those about other posts tell who
        was promoted away.

    Attributes
    ----------
    steps : list of Step
        The steps in which something happened to these posts.
    stays : list of Stay
        Everybody who sat in one of them.
    unfilled : list of (int, int)
        Row and moment of each vacancy for which nobody applied.
    """

    def __init__(self, opening: Sequence[Seated], events: "pd.DataFrame"):
        self.steps: list[Step] = []
        self.stays: list[Stay] = []
        self.unfilled: list[tuple[int, int]] = []
        self._row = {seat.post: row for row, seat in enumerate(opening)}
        self._sitting = {
            seat.person: Stay(row, seat.person, 0, 0)
            for row, seat in enumerate(opening)
            if seat.person >= 0
        }
        for step, happened in self._steps(events):
            self.steps.append(step)
            self._replay(happened)
        for person in list(self._sitting):
            self._rise(person, len(self.steps) + 1, None, is_to_here=False)

    def _steps(self, events: "pd.DataFrame") -> Iterator[tuple[Step, "pd.DataFrame"]]:
        kinds = (Event.ENTRY, Event.EXIT, Event.PROMOTION, Event.NO_APPLICANT)
        relevant = events[events["event"].isin(kinds)]
        for step in Step:
            rows = relevant[relevant["step"] == step]
            is_here = rows["post"].isin(list(self._row)) | rows["person"].isin(list(self._sitting))
            if is_here.any():
                yield step, rows[is_here]

    def _replay(self, happened: "pd.DataFrame") -> None:
        """Replay a step: first everybody rises from their posts, then others sit down."""
        now, rows = len(self.steps), happened.to_dict("records")
        rising = {row["person"] for row in rows if row["person"] in self._sitting}
        for row in rows:
            if row["person"] in rising:
                is_exit = row["event"] == Event.EXIT
                why = SeparationReason(row["reason"]) if is_exit else Event.PROMOTION
                self._rise(row["person"], now, why, is_to_here=row["post"] in self._row)
        for row in rows:
            at, person = self._row.get(row["post"]), row["person"]
            if at is None or row["event"] == Event.EXIT:
                continue
            if row["event"] == Event.NO_APPLICANT:
                self.unfilled.append((at, now))
            else:
                is_entry = row["event"] == Event.ENTRY
                came = EntryRoute(row["route"]) if is_entry else Event.PROMOTION
                self._sitting[person] = Stay(
                    at, person, now, now, came=came, is_from_here=person in rising
                )

    def _rise(self, person: int, now: int, why: Move, *, is_to_here: bool) -> None:
        stay = self._sitting.pop(person)
        is_move = is_to_here and isinstance(why, Event)
        self.stays.append(replace(stay, end=now, went=why, is_to_here=is_move))
