"""What staff cost, and how many posts the budget pays for."""

import math

from community_sim.engines.compiled.columns import Log, Now, Seat, Seats, World, terms_of
from community_sim.population import VACANT
from community_sim.rules.budget import (
    affordable_share,
    authorised_posts,
    wage_limit,
    wanted_posts,
)
from community_sim.rules.pay import contribution_share, labour_cost, pay_ratio
from community_sim.vocabulary import Mandate, Post

__all__ = [
    "authorise",
    "committed",
    "cost_of",
    "next_cost",
    "pay_of",
    "remember_bill",
    "vacant_pay",
]

_ELECTED = int(Mandate.ELECTED)
_HIRED = int(Mandate.HIRED)
_LEVELS = len(Post)


def pay_of(world: World, now: Now, seat: Seat) -> tuple[float, float]:
    """Return a holder's relative pay, and the employer's contributions as a share of it."""
    terms = terms_of(world, now.terms, seat.entry_year)
    levers, factor = world.tables.levers[terms], world.tables.pay_factor[terms, seat.community]
    ratio = pay_ratio(seat.level, seat.mandate, seat.tenure, levers)
    return ratio * factor, contribution_share(seat.mandate, levers, world.p)


def vacant_pay(world: World, now: Now, seat: Seat) -> float:
    """Return the relative pay of a vacant post that waits for its election."""
    terms = terms_of(world, now.terms, now.year)
    levers, factor = world.tables.levers[terms], world.tables.pay_factor[terms, seat.community]
    return pay_ratio(seat.level, _ELECTED, 0, levers) * factor


def cost_of(world: World, terms: int, seat: Seat, mandate: int, tenure: int) -> float:
    """Return what a person of a mandate and service costs a year in a post [reference wages]."""
    levers, factor = world.tables.levers[terms], world.tables.pay_factor[terms, seat.community]
    return factor * labour_cost(seat.level, mandate, tenure, levers, world.p)


def next_cost(world: World, now: Now, seat: Seat) -> float:
    """Return what a holder will cost next year, a year longer in service [reference wages]."""
    terms = terms_of(world, now.next_terms, seat.entry_year)
    tenure = seat.tenure + 1 if seat.entry_year < now.year else seat.tenure
    return cost_of(world, terms, seat, seat.mandate, tenure)


def remember_bill(world: World, seats: Seats, log: Log) -> None:
    """Keep what the staff cost in the year before the policy: this year's, on the old terms."""
    bill = 0.0
    for seat in seats:
        if seat.entry_post != VACANT:
            factor = world.current_pay_factor[seat.community]
            cost = labour_cost(seat.level, seat.mandate, seat.tenure, world.current_levers, world.p)
            bill += factor * cost * seat.presence
    log.last_bill[0] = bill


def authorise(world: World, now: Now, seats: Seats, log: Log) -> None:
    """Work out how many posts of each level may be filled, and what staff may cost."""
    log.limit[0] = math.inf
    if now.year >= world.policy_starts:
        communities = len(world.households)
        log.limit[0] = wage_limit(log.last_bill[0], communities, world.reference_wage, now.levers)
    for level in range(_LEVELS):
        log.there[level] = 0
        log.cost[level] = 0.0
        log.wanted[level] = wanted_posts(now.posts[level], now.levers)
    for seat in seats:
        if seat.entry_post != VACANT:
            log.there[seat.level] += 1
            if log.limit[0] < math.inf:
                terms = terms_of(world, now.terms, seat.entry_year)
                log.cost[seat.level] += cost_of(world, terms, seat, seat.mandate, seat.tenure)
    share = 1.0
    if log.limit[0] < math.inf:
        share = affordable_share(log.limit[0], _wanted_bill(world, now, log))
    for level in range(_LEVELS):
        log.authorised[level] = authorised_posts(log.wanted[level], share)


def _wanted_bill(world: World, now: Now, log: Log) -> float:
    """Return what the wanted posts would cost at each level's present cost a head."""
    bill = 0.0
    for level in range(_LEVELS):
        if log.there[level] > 0:
            each = log.cost[level] / log.there[level]
        else:
            levers = world.tables.levers[now.terms.entrants]
            each = labour_cost(level, _HIRED, 0, levers, world.p)
        bill += log.wanted[level] * each
    return bill


def committed(world: World, now: Now, seats: Seats, log: Log) -> float:
    """Return what those in post will cost next year; nothing is reckoned without a limit."""
    total = 0.0
    if log.limit[0] < math.inf:
        for seat in seats:
            if seat.entry_post != VACANT:
                total += next_cost(world, now, seat)
    return total
