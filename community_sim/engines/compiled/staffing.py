"""Who goes up and who comes in: promotion within, recruitment from outside."""

from community_sim.engines.compiled.candidates import select
from community_sim.engines.compiled.choices import DISTRICT
from community_sim.engines.compiled.columns import ROW, Ints, Log, Now, Seat, Seats, World
from community_sim.engines.compiled.moves import enter, move, nobody_applied, release
from community_sim.engines.compiled.ranking import lowest
from community_sim.policy import PolicyNumbers
from community_sim.population import VACANT
from community_sim.randomness import normal_quantile, uniforms
from community_sim.rules.promotion import (
    internal_share,
    is_eligible,
    posts_this_year,
    promotion_score,
)
from community_sim.rules.recruitment import (
    NOT_THIS_YEAR,
    candidate_count,
    entrant_age,
    entrant_education,
    entrant_mandate,
    entrant_sex,
    external_route,
    is_in_party,
    month_filled,
    monthly_fill_probability,
    reserve_members,
)
from community_sim.rules.separation import is_election_year
from community_sim.vocabulary import Decision, EntryRoute, Post, SeparationReason, Step

__all__ = ["promote", "recruit"]

_CAREER = int(Decision.CAREER)
_VACANCY = int(Decision.VACANCY)
_ROUTE = int(Decision.ROUTE)
_CANDIDATE = int(Decision.CANDIDATE)
_CANDIDATE_TRAITS = int(Decision.CANDIDATE_TRAITS)
_DISTRICT = int(Decision.DISTRICT)
_COMMITTEE_MEMBER = int(Post.COMMITTEE_MEMBER)
_PRINCIPAL = int(Post.PRINCIPAL)
_BY_ELECTION = int(EntryRoute.ELECTION)
_RESERVE_POOL = int(EntryRoute.RESERVE_POOL)
_SUBDISTRICT_PROMOTION = int(SeparationReason.SUBDISTRICT_PROMOTION)
_PROMOTE = int(Step.PROMOTE)


def promote(world: World, now: Now, seats: Seats, log: Log) -> None:
    """Fill the sub-district's posts, then vacancies from principal down to committee member."""
    luck = uniforms(world.seed, DISTRICT, 0, now.year, _DISTRICT)[1]
    posts = posts_this_year(now.levers.promotion_subdistrict_posts_per_year, luck)
    if posts > 0:
        for row in _ranked(world, now, seats, log, (_PRINCIPAL, _PRINCIPAL), posts):
            release(now.year, seats, log, row, (_SUBDISTRICT_PROMOTION, _PROMOTE))
    for level in range(_PRINCIPAL, 0, -1):
        share = internal_share(level, now.levers)
        open_to_staff = 0
        for row in of_level(world, level):
            if is_vacant(seats[row], now.year):
                key, ordinal = seats[row].key, seats[row].vacancies
                if uniforms(world.seed, key, ordinal, now.year, _VACANCY)[0] < share:
                    log.vacant[open_to_staff] = row
                    open_to_staff += 1
        if open_to_staff > 0:
            ranked = _ranked(world, now, seats, log, (level - 1, level), open_to_staff)
            for n, row in enumerate(ranked):
                move(now.year, seats, log, row, log.vacant[n])


def of_level(world: World, level: int) -> Ints:
    """Return the rows of a level's posts."""
    first, last = world.first_of_level[level], world.first_of_level[level + 1]
    return world.posts_of_level[first:last]


def is_vacant(seat: Seat, year: int) -> bool:
    """Return whether a post exists in a year and has no holder."""
    return bool(seat.entry_post == VACANT and seat.open_from <= year)


def _ranked(
    world: World, now: Now, seats: Seats, log: Log, between: tuple[int, int], wanted: int
) -> Ints:
    """Return the rows of the best who are eligible to rise from one level to another."""
    level, to_level = between
    eligible = 0
    for row in of_level(world, level):
        seat = seats[row]
        if seat.entry_post == VACANT:
            continue
        if not is_eligible(to_level, seat.tenure, seat.party != 0, world.p):
            continue
        luck = uniforms(world.seed, seat.entry_post, seat.ordinal, now.year, _CAREER)[2]
        log.rows[eligible] = row
        log.values[eligible] = -promotion_score(
            seat.ability, seat.tenure, seat.mandate, normal_quantile(luck), now.levers, world.p
        )
        eligible += 1
    return log.rows[lowest(log.values[:eligible], wanted)]


def recruit(world: World, now: Now, seats: Seats, log: Log) -> None:
    """Fill what is still vacant from outside, higher posts first, as far as posts are paid."""
    room = log.authorised[0] - int(log.row[ROW.opening] - log.row[ROW.exits])
    pool = reserve_members(log.authorised[0], now.levers)
    for level in range(_PRINCIPAL, -1, -1):
        for row in of_level(world, level):
            if not is_vacant(seats[row], now.year):
                continue
            seats[row].acting = 0
            if room <= 0:
                continue
            route = _route(world.seed, seats[row], pool, now.levers)
            if _fill(world, now, seats, log, row, route):
                pool -= route == _RESERVE_POOL
                room -= 1
            elif seats[row].acting != 0:
                room -= 1  # a post kept for the election is a post that is paid for


def _route(seed: int, seat: Seat, pool: int, levers: PolicyNumbers) -> int:
    """Return how a vacancy is to be filled: from the reserve pool first where there is one."""
    if pool > 0 and seat.level <= _COMMITTEE_MEMBER:
        return _RESERVE_POOL
    luck = uniforms(seed, seat.key, seat.vacancies, 0, _ROUTE)[0]
    return external_route(seat.level, luck, levers)


def _fill(world: World, now: Now, seats: Seats, log: Log, row: int, route: int) -> bool:
    """Try to fill a vacancy by a route this year; return whether someone came."""
    if route == _BY_ELECTION and not is_election_year(now.year, now.levers):
        seats[row].acting = 1
        return False
    key, ordinal = seats[row].key, seats[row].vacancies
    luck = uniforms(world.seed, key, ordinal, now.year, _VACANCY)[1]
    month = month_filled(monthly_fill_probability(route, world.p), luck)
    if month == NOT_THIS_YEAR:
        return False
    pool = candidate_count(route, now.levers, world.p)
    chosen, applicants = select(world, now, seats[row], log, route, pool)
    if chosen < 0:
        seats[row].attempts += 1
        nobody_applied(now.year, seats, log, row, (route, pool))
        return False
    if route == _RESERVE_POOL:
        month = 0
    _seat(world, now.year, seats[row], route, chosen)
    seats[row].presence = 1.0 - month / 12.0
    enter(now.year, seats, log, row, (month, applicants, pool))
    return True


def _seat(world: World, year: int, seat: Seat, route: int, number: int) -> None:
    """Put a candidate into a post."""
    key, ordinal = seat.key, seat.vacancies
    _, taste, ability, _ = uniforms(world.seed, key, ordinal, number, _CANDIDATE)
    age, school, sex, party = uniforms(world.seed, key, ordinal, number, _CANDIDATE_TRAITS)
    seat.entry_post = key
    seat.ordinal = ordinal
    seat.age = entrant_age(route, normal_quantile(age), world.p)
    seat.sex = entrant_sex(sex, world.p)
    seat.education = entrant_education(route, school, world.p)
    seat.party = is_in_party(seat.level, party, world.p)
    seat.mandate = entrant_mandate(route)
    seat.route = route
    seat.tenure = 0
    seat.entry_year = year
    seat.awaiting = 0
    seat.taste = normal_quantile(taste)
    seat.ability = normal_quantile(ability)
