"""Moves between posts: who leaves, who goes up, who comes in, each written to the log."""

from community_sim.engines.compiled.columns import ROW, Log, World
from community_sim.population import VACANT, Population
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


def release(
    world: World, year: int, state: Population, log: Log, row: int, reason: int, step: int
) -> None:
    """Record an exit and leave the post vacant."""
    level = world.geography.level[row]
    _write(world, year, state, log, row, step, _EXIT, level, -1, reason)
    log.row[ROW.exits] += 1.0
    _vacate(state, row)


def move(world: World, year: int, state: Population, log: Log, row: int, to: int) -> None:
    """Promote a holder to a vacant post."""
    for column in (
        state.entry_post, state.ordinal, state.age, state.sex, state.education, state.party,
        state.mandate, state.route, state.tenure, state.entry_year, state.awaiting,
    ):  # fmt: skip
        column[to] = column[row]
    for trait in (state.taste, state.ability, state.presence):
        trait[to] = trait[row]
    _vacate(state, row)
    if state.mandate[to] == _HIRED or state.mandate[to] == _OTHER:
        state.awaiting[to] = 1
    level = world.geography.level
    _write(world, year, state, log, to, _PROMOTE, _PROMOTION, level[row], level[to], -1)


def confirm(world: World, year: int, state: Population, log: Log, row: int) -> None:
    """Make a promoted cadre an elected one."""
    state.mandate[row] = _ELECTED
    level = world.geography.level[row]
    _write(world, year, state, log, row, _HOLD_ELECTIONS, _MANDATE_CHANGE, level, level, -1)


def enter(
    world: World, year: int, state: Population, log: Log, row: int, opening: tuple[int, int, int]
) -> None:
    """Record the entry of the person now in a post: month, applicants and pool of the opening."""
    level = world.geography.level[row]
    _write(world, year, state, log, row, _RECRUIT, _ENTRY, -1, level, -1)
    log.row[ROW.entries] += 1.0
    last = log.size[0] - 1
    log.whole[last, -3] = opening[0]
    log.whole[last, -2] = opening[1]
    log.whole[last, -1] = opening[2]


def nobody_applied(
    world: World, year: int, log: Log, row: int, route: int, pool: int
) -> None:
    """Record a vacancy for which nobody applied."""
    n = log.size[0]
    values = (
        year, _RECRUIT, _NO_APPLICANT, -1, world.geography.key[row],
        world.geography.community[row], -1, world.geography.level[row], -1,
        -1, route, 0, 0, -1, -1, 0, _ALL_YEAR, 0, pool,
    )  # fmt: skip
    for column, value in enumerate(values):
        log.whole[n, column] = value
    log.traits[n, 0] = 0.0
    log.traits[n, 1] = 0.0
    log.size[0] = n + 1


def _vacate(state: Population, row: int) -> None:
    state.entry_post[row] = VACANT
    state.vacancies[row] += 1
    state.attempts[row] = 0


def _write(  # noqa: PLR0913 - one event is one row of these
    world: World,
    year: int,
    state: Population,
    log: Log,
    row: int,
    step: int,
    event: int,
    level_from: int,
    level_to: int,
    reason: int,
) -> None:
    n = log.size[0]
    values = (
        year, step, event, person_key(state.entry_post[row], state.ordinal[row]),
        world.geography.key[row], world.geography.community[row], level_from, level_to, reason,
        state.mandate[row], state.route[row], state.age[row], state.tenure[row],
        state.education[row], state.sex[row], state.party[row], 0, -1, 0,
    )  # fmt: skip
    for column, value in enumerate(values):
        log.whole[n, column] = value
    log.traits[n, 0] = state.ability[row]
    log.traits[n, 1] = state.taste[row]
    log.size[0] = n + 1
