"""Moves between posts: who leaves, who goes up, who comes in, each written to the log."""

from community_sim.engines.compiled.columns import ROW, EventRow, Log, Seats
from community_sim.population import VACANT
from community_sim.randomness import person_key
from community_sim.vocabulary import Event, Mandate, Step

__all__ = ["confirm", "enter", "move", "nobody_applied", "release"]

_ENTRY = int(Event.ENTRY)
_EXIT = int(Event.EXIT)
_PROMOTION = int(Event.PROMOTION)
_MANDATE_CHANGE = int(Event.MANDATE_CHANGE)
_NO_APPLICANT = int(Event.NO_APPLICANT)
_RECRUIT = int(Step.RECRUIT)
_PROMOTE = int(Step.PROMOTE)
_HOLD_ELECTIONS = int(Step.HOLD_ELECTIONS)
_HIRED = int(Mandate.HIRED)
_OTHER = int(Mandate.OTHER)
_ELECTED = int(Mandate.ELECTED)
_ALL_YEAR = 12
_NONE = -1  # nobody, no level, no reason, no trait: see `trajectory.EVENT_COLUMNS`


def release(year: int, seats: Seats, log: Log, row: int, why: tuple[int, int]) -> None:
    """Record an exit, for a reason at a step, and leave the post vacant."""
    reason, step = why
    _write(year, seats, log, row, (step, _EXIT, seats[row].level, -1, reason))
    log.row[ROW.exits] += 1.0
    _vacate(seats, row)


def move(year: int, seats: Seats, log: Log, row: int, to: int) -> None:
    """Promote a holder to a vacant post."""
    origin, target = seats[row], seats[to]
    target.entry_post = origin.entry_post
    target.ordinal = origin.ordinal
    target.age = origin.age
    target.sex = origin.sex
    target.education = origin.education
    target.party = origin.party
    target.mandate = origin.mandate
    target.route = origin.route
    target.tenure = origin.tenure
    target.entry_year = origin.entry_year
    target.awaiting = origin.awaiting
    target.taste = origin.taste
    target.ability = origin.ability
    target.presence = origin.presence
    _vacate(seats, row)
    if target.mandate == _HIRED or target.mandate == _OTHER:
        target.awaiting = 1
    _write(year, seats, log, to, (_PROMOTE, _PROMOTION, origin.level, target.level, -1))


def confirm(year: int, seats: Seats, log: Log, row: int) -> None:
    """Make a promoted cadre an elected one."""
    seats[row].mandate = _ELECTED
    level = seats[row].level
    _write(year, seats, log, row, (_HOLD_ELECTIONS, _MANDATE_CHANGE, level, level, -1))


def enter(year: int, seats: Seats, log: Log, row: int, opening: tuple[int, int, int]) -> None:
    """Record the entry of the person now in a post: month, applicants and pool of the opening."""
    _write(year, seats, log, row, (_RECRUIT, _ENTRY, -1, seats[row].level, -1))
    log.row[ROW.entries] += 1.0
    event = log.events[log.size[0] - 1]
    event.months, event.applicants, event.pool = opening


def nobody_applied(year: int, seats: Seats, log: Log, row: int, opening: tuple[int, int]) -> None:
    """Record a vacancy for which nobody applied: its route and the pool of the opening."""
    seat, event = seats[row], _new_event(log)
    event.year = year
    event.step = _RECRUIT
    event.event = _NO_APPLICANT
    event.person = _NONE
    event.post = seat.key
    event.community = seat.community
    event.level_from = _NONE
    event.level_to = seat.level
    event.reason = _NONE
    event.mandate = _NONE
    event.route = opening[0]
    event.age = 0
    event.tenure = 0
    event.education = _NONE
    event.sex = _NONE
    event.party = 0
    event.ability = 0.0
    event.taste = 0.0
    event.months = _ALL_YEAR
    event.applicants = 0
    event.pool = opening[1]


def _new_event(log: Log) -> EventRow:
    n = log.size[0]
    log.size[0] = n + 1
    return log.events[n]


def _vacate(seats: Seats, row: int) -> None:
    seats[row].entry_post = VACANT
    seats[row].vacancies += 1
    seats[row].attempts = 0


def _write(
    year: int, seats: Seats, log: Log, row: int, what: tuple[int, int, int, int, int]
) -> None:
    """Write an event of a holder: step, event, level before and after, reason."""
    seat, event = seats[row], _new_event(log)
    event.year = year
    event.step, event.event, event.level_from, event.level_to, event.reason = what
    event.person = person_key(seat.entry_post, seat.ordinal)
    event.post = seat.key
    event.community = seat.community
    event.mandate = seat.mandate
    event.route = seat.route
    event.age = seat.age
    event.tenure = seat.tenure
    event.education = seat.education
    event.sex = seat.sex
    event.party = seat.party
    event.ability = seat.ability
    event.taste = seat.taste
    event.months = 0
    event.applicants = _NONE
    event.pool = 0
