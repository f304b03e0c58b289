"""Who goes up and who comes in: promotion within, recruitment from outside."""

import numpy as np

from community_sim.engines.compiled.choices import DISTRICT, career_value
from community_sim.engines.compiled.columns import Log, Now, Seat, Seats, World
from community_sim.engines.compiled.moves import enter, move, nobody_applied, release
from community_sim.policy import PolicyNumbers
from community_sim.population import CANDIDATES_PER_ATTEMPT, VACANT
from community_sim.randomness import normal_quantile, uniforms
from community_sim.rules.promotion import (
    internal_share,
    is_eligible,
    posts_this_year,
    promotion_score,
)
from community_sim.rules.recruitment import (
    NOT_THIS_YEAR,
    application_probability,
    can_serve,
    candidate_count,
    entrant_age,
    entrant_education,
    entrant_mandate,
    entrant_sex,
    external_route,
    is_confirmed,
    is_in_party,
    month_filled,
    monthly_fill_probability,
    reserve_members,
    selection_score,
    selection_validity,
)
from community_sim.rules.separation import (
    has_exam_education,
    is_election_year,
    is_exam_age,
    option_value_of_exam,
    retirement_age,
)
from community_sim.vocabulary import Decision, EntryRoute, Post, SeparationReason, Step

__all__ = ["promote", "recruit"]

_CAREER = int(Decision.CAREER)
_VACANCY = int(Decision.VACANCY)
_ROUTE = int(Decision.ROUTE)
_CANDIDATE = int(Decision.CANDIDATE)
_CANDIDATE_TRAITS = int(Decision.CANDIDATE_TRAITS)
_DISTRICT = int(Decision.DISTRICT)
_RESERVE = int(Decision.RESERVE)
_COMMITTEE_MEMBER = int(Post.COMMITTEE_MEMBER)
_PRINCIPAL = int(Post.PRINCIPAL)
_BY_ELECTION = int(EntryRoute.ELECTION)
_PLACEMENT = int(EntryRoute.PLACEMENT)
_RESERVE_POOL = int(EntryRoute.RESERVE_POOL)
_SUBDISTRICT_PROMOTION = int(SeparationReason.SUBDISTRICT_PROMOTION)
_PROMOTE = int(Step.PROMOTE)


def promote(world: World, now: Now, seats: Seats, log: Log) -> None:
    """Fill the sub-district's posts, then vacancies from principal down to committee member."""
    luck = uniforms(world.seed, DISTRICT, 0, now.year, _DISTRICT)[1]
    posts = posts_this_year(now.levers.promotion_subdistrict_posts_per_year, luck)
    if posts > 0:
        for row in _ranked(world, now, seats, log, _PRINCIPAL, _PRINCIPAL)[:posts]:
            release(now.year, seats, log, row, (_SUBDISTRICT_PROMOTION, _PROMOTE))
    for level in range(_PRINCIPAL, 0, -1):
        share = internal_share(level, now.levers)
        vacant = _vacant(now.year, seats, level)
        open_to_staff = 0
        for row in vacant:
            key, ordinal = seats[row].key, seats[row].vacancies
            if uniforms(world.seed, key, ordinal, now.year, _VACANCY)[0] < share:
                vacant[open_to_staff] = row
                open_to_staff += 1
        if open_to_staff > 0:
            ranked = _ranked(world, now, seats, log, level - 1, level)
            for n in range(min(open_to_staff, len(ranked))):
                move(now.year, seats, log, ranked[n], vacant[n])


def _ranked(
    world: World, now: Now, seats: Seats, log: Log, level: int, to_level: int
) -> np.ndarray:
    """Return the rows of a level's eligible cadres, best score first."""
    eligible = 0
    for row in range(len(seats)):
        if seats[row].entry_post == VACANT or seats[row].level != level:
            continue
        if not is_eligible(to_level, seats[row].tenure, seats[row].party != 0, world.p):
            continue
        luck = uniforms(world.seed, seats[row].entry_post, seats[row].ordinal, now.year, _CAREER)[2]
        log.rows[eligible] = row
        log.values[eligible] = -promotion_score(
            seats[row].ability, seats[row].tenure, seats[row].mandate, normal_quantile(luck),
            now.levers, world.p,
        )  # fmt: skip
        eligible += 1
    return log.rows[:eligible][np.argsort(log.values[:eligible], kind="mergesort")]


def _vacant(year: int, seats: Seats, level: int) -> np.ndarray:
    """Return the rows of a level's vacant posts that exist this year."""
    rows = np.empty(len(seats), dtype=np.int64)
    vacant = 0
    for row in range(len(seats)):
        seat = seats[row]
        if seat.entry_post == VACANT and seat.level == level and seat.open_from <= year:
            rows[vacant] = row
            vacant += 1
    return rows[:vacant]


def recruit(world: World, now: Now, seats: Seats, log: Log) -> None:
    """Fill what is still vacant from outside, higher posts first, as far as posts are paid."""
    room = log.authorised[0]
    for seat in seats:
        room -= seat.entry_post != VACANT
    pool = reserve_members(log.authorised[0], now.levers)
    for level in range(_PRINCIPAL, -1, -1):
        for row in _vacant(now.year, seats, level):
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
    chosen, applicants = _select(world, now, seats[row], route, pool)
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


def _select(world: World, now: Now, seat: Seat, route: int, pool: int) -> tuple[int, int]:
    """Return the number of the best of those who apply (-1: nobody), and how many applied."""
    key, ordinal, level, community = seat.key, seat.vacancies, seat.level, seat.community
    mandate = entrant_mandate(route)
    validity = selection_validity(route, world.p)
    best, best_score, applicants = -1, 0.0, 0
    for n in range(pool):
        number = n + seat.attempts * CANDIDATES_PER_ATTEMPT
        choice, taste, ability, noise = uniforms(world.seed, key, ordinal, number, _CANDIDATE)
        able = normal_quantile(ability)
        age, school, luck, _ = uniforms(world.seed, key, ordinal, number, _CANDIDATE_TRAITS)
        years = entrant_age(route, normal_quantile(age), world.p)
        sex = entrant_sex(luck, world.p)
        if not can_serve(years, retirement_age(sex, now.entrant_levers)):
            continue
        if route != _PLACEMENT:
            education = entrant_education(route, school, world.p)
            kind = (mandate, education, sex, level, years, 0)
            may_sit = has_exam_education(education) and is_exam_age(years, world.p)
            traits = (normal_quantile(taste), able)
            place = (now.entrants, community)
            advantage, exam = career_value(world, place, kind, traits, may_sit)
            if may_sit:
                advantage += option_value_of_exam(exam, world.p)
            if choice >= application_probability(advantage, world.p):
                continue
        if route == _RESERVE_POOL:
            fit, stays, _, _ = uniforms(world.seed, key, ordinal, number, _RESERVE)
            if not is_confirmed(normal_quantile(taste), normal_quantile(fit), stays, world.p):
                continue
        applicants += 1
        score = selection_score(able, normal_quantile(noise), validity)
        if best < 0 or score > best_score:
            best, best_score = number, score
    return best, applicants


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
