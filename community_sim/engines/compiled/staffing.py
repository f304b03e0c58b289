"""Who goes up and who comes in: promotion within, recruitment from outside."""

import math

from community_sim.engines.compiled.budgeting import committed, cost_of
from community_sim.engines.compiled.candidates import select
from community_sim.engines.compiled.choices import DISTRICT
from community_sim.engines.compiled.columns import (
    Ints,
    Log,
    Now,
    Seat,
    Seats,
    World,
    terms_of,
)
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
    taste_when_passed_over,
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
_GENERAL_WORKER = int(Post.GENERAL_WORKER)
_COMMITTEE_MEMBER = int(Post.COMMITTEE_MEMBER)
_PRINCIPAL = int(Post.PRINCIPAL)
_BY_ELECTION = int(EntryRoute.ELECTION)
_RESERVE_POOL = int(EntryRoute.RESERVE_POOL)
_SUBDISTRICT_PROMOTION = int(SeparationReason.SUBDISTRICT_PROMOTION)
_PROMOTE = int(Step.PROMOTE)
_NOBODY = -1.0


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
        may_fill = max(0, log.authorised[level] - _held(world, seats, level))
        for row in _queue(world, now, seats, log, (level, may_fill))[:may_fill]:
            key, ordinal = seats[row].key, seats[row].vacancies
            if uniforms(world.seed, key, ordinal, now.year, _VACANCY)[0] < share:
                log.vacant[open_to_staff] = row
                open_to_staff += 1
        if open_to_staff > 0:
            ranked = _ranked(world, now, seats, log, (level - 1, level), open_to_staff)
            for n, row in enumerate(ranked):
                move(now.year, seats, log, row, log.vacant[n])
            for n in range(len(ranked)):
                _pass_over(world, seats, log.vacant[n])


def _pass_over(world: World, seats: Seats, filled: int) -> None:
    """Frustrate those of a community who were eligible for a post that somebody rose to."""
    community, level = seats[filled].community, seats[filled].level
    for seat in seats[world.first_post[community] : world.first_post[community + 1]]:
        if seat.entry_post == VACANT or seat.level != level - 1:
            continue
        if is_eligible(level, seat.tenure, seat.party != 0, world.p):
            seat.taste = taste_when_passed_over(seat.taste, world.p)


def of_level(world: World, level: int) -> Ints:
    """Return the rows of a level's posts."""
    first, last = world.first_of_level[level], world.first_of_level[level + 1]
    return world.posts_of_level[first:last]


def _queue(world: World, now: Now, seats: Seats, log: Log, which: tuple[int, int]) -> Ints:
    """Return the vacant posts of a level in the order in which they may be filled.

    Where there are fewer to fill than are vacant, or wages have a limit, the communities with
    the fewest people come first, a post at a time.
    """
    level, may_fill = which
    n = 0
    for row in of_level(world, level):
        if is_vacant(seats[row], now.year):
            log.queue[n] = row
            n += 1
    if may_fill >= n and log.limit[0] == math.inf:
        return log.queue[:n]
    log.staffed[:] = 0
    for seat in seats:
        log.staffed[seat.community] += seat.entry_post != VACANT
    for place in range(n):
        community = seats[log.queue[place]].community
        log.values[place] = log.staffed[community]
        log.staffed[community] += 1
    return log.queue[lowest(log.values[:n], n)]


def _held(world: World, seats: Seats, level: int) -> int:
    """Return how many posts of a level have a holder."""
    held = 0
    for row in of_level(world, level):
        held += seats[row].entry_post != VACANT
    return held


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
    """Fill what is still vacant from outside, higher posts first, as far as posts are paid.

    Where wages have a limit, money that higher posts cannot use (because they wait for an
    election, or nobody comes) goes to general workers, as far as the policy wants them.
    """
    room = log.limit[0] - committed(world, now, seats, log)
    pool = reserve_members(log.authorised.sum(), now.levers)
    for level in range(_PRINCIPAL, -1, -1):
        takes_rest = level == _GENERAL_WORKER and log.limit[0] < math.inf
        most = log.wanted[level] if takes_rest else log.authorised[level]
        may_fill = most - _held(world, seats, level)
        for row in _queue(world, now, seats, log, (level, may_fill)):
            seats[row].acting = 0
            if may_fill <= 0:
                continue
            route = _route(world.seed, seats[row], pool, now.levers)
            cost = _fill(world, now, seats, log, row, (route, room))
            if cost >= 0.0:
                pool -= route == _RESERVE_POOL
                room -= cost
                may_fill -= 1
            elif seats[row].acting != 0:
                may_fill -= 1  # a post is kept for the election
        log.authorised[level] = max(log.authorised[level], _held(world, seats, level))


def _route(seed: int, seat: Seat, pool: int, levers: PolicyNumbers) -> int:
    """Return how a vacancy is to be filled: from the reserve pool first where there is one."""
    if pool > 0 and seat.level <= _COMMITTEE_MEMBER:
        return _RESERVE_POOL
    luck = uniforms(seed, seat.key, seat.vacancies, 0, _ROUTE)[0]
    return external_route(seat.level, luck, levers)


def _fill(
    world: World, now: Now, seats: Seats, log: Log, row: int, how: tuple[int, float]
) -> float:
    """Try to fill a vacancy this year by a route, with some money left.

    Returns
    -------
    float
        What who came costs next year [reference wages]; -1 if nobody came.
    """
    route, room = how
    if route == _BY_ELECTION and not is_election_year(now.year, now.levers):
        seats[row].acting = 1
        return _NOBODY
    key, ordinal = seats[row].key, seats[row].vacancies
    luck = uniforms(world.seed, key, ordinal, now.year, _VACANCY)[1]
    month = month_filled(monthly_fill_probability(route, world.p), luck)
    if month == NOT_THIS_YEAR:
        return _NOBODY
    if route == _RESERVE_POOL:
        month = 0
    presence = 1.0 - month / 12.0
    terms = terms_of(world, now.next_terms, now.year)
    cost = presence * cost_of(world, terms, seats[row], entrant_mandate(route), 0)
    if cost > room:
        return _NOBODY
    pool = candidate_count(route, now.levers, world.p)
    chosen, applicants = select(world, now, seats[row], log, route, pool)
    if chosen < 0:
        seats[row].attempts += 1
        nobody_applied(now.year, seats, log, row, (route, pool))
        return _NOBODY
    _seat(world, now.year, seats[row], route, chosen)
    seats[row].presence = presence
    enter(now.year, seats, log, row, (month, applicants, pool))
    return cost


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
