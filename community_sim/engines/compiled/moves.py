"""Moves between posts: who leaves, who goes up, who comes in, each written to the log."""

from community_sim.engines.compiled.columns import ROW, Log, Seats
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
    last = log.size[0] - 1
    log.whole[last, -3] = opening[0]
    log.whole[last, -2] = opening[1]
    log.whole[last, -1] = opening[2]


def nobody_applied(year: int, seats: Seats, log: Log, row: int, opening: tuple[int, int]) -> None:
    """Record a vacancy for which nobody applied: its route and the pool of the opening."""
    n = log.size[0]
    seat = seats[row]
    values = (
        year, _RECRUIT, _NO_APPLICANT, -1, seat.key, seat.community, -1, seat.level, -1,
        -1, opening[0], 0, 0, -1, -1, 0, _ALL_YEAR, 0, opening[1],
    )  # fmt: skip
    for column, value in enumerate(values):
        log.whole[n, column] = value
    log.traits[n, 0] = 0.0
    log.traits[n, 1] = 0.0
    log.size[0] = n + 1


def _vacate(seats: Seats, row: int) -> None:
    seats[row].entry_post = VACANT
    seats[row].vacancies += 1
    seats[row].attempts = 0


def _write(
    year: int, seats: Seats, log: Log, row: int, what: tuple[int, int, int, int, int]
) -> None:
    """Write an event of a holder: step, event, level before and after, reason."""
    step, event, level_from, level_to, reason = what
    n = log.size[0]
    seat = seats[row]
    values = (
        year, step, event, person_key(seat.entry_post, seat.ordinal), seat.key, seat.community,
        level_from, level_to, reason, seat.mandate, seat.route, seat.age, seat.tenure,
        seat.education, seat.sex, seat.party, 0, -1, 0,
    )  # fmt: skip
    for column, value in enumerate(values):
        log.whole[n, column] = value
    log.traits[n, 0] = seat.ability
    log.traits[n, 1] = seat.taste
    log.size[0] = n + 1
