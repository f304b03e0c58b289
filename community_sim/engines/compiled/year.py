"""One year over columns: the steps of `vocabulary.Step`, in their order."""

import math

import numpy as np

from community_sim.career_grid import YOUNGEST, leadership_worth, worth
from community_sim.engines.compiled.budgeting import pay_of, vacant_pay
from community_sim.engines.compiled.choices import (
    appraise_and_dismiss,
    choose_to_stay_or_leave,
    hold_elections,
    lose_to_death,
    offset_in,
    release_exam_winners,
    retire,
    return_secondees,
)
from community_sim.engines.compiled.columns import (
    CELLS_PER_WORD,
    EVENTS_PER_POST,
    ROW,
    Floats,
    Groups,
    Log,
    Now,
    Schedule,
    Seat,
    Seats,
    World,
    terms_of,
)
from community_sim.engines.compiled.staffing import promote, recruit
from community_sim.population import VACANT
from community_sim.rules.budget import (
    FEN_PER_YUAN,
    extra_grant,
    fee_income,
    fen,
    grant_income,
    office_spending,
)
from community_sim.rules.separation import retirement_age
from community_sim.rules.turnover import acting_allowance, entry_cost
from community_sim.rules.workload import (
    administrative_hours,
    cadre_hours,
    demand_hours,
    effort,
    load,
    pressure,
    service_hours,
    skill,
)
from community_sim.trajectory.people import cell_of
from community_sim.vocabulary import Mandate, Post

__all__ = ["run_years"]

_SECONDED = int(Mandate.SECONDED)
_PRINCIPAL = int(Post.PRINCIPAL)


def run_years(
    world: World,
    schedule: Schedule,
    seats: Seats,
    log: Log,
    stocks: Floats,
    span: tuple[int, int],
) -> int:
    """Run the years of a schedule from one to before another, as far as the log has room.

    Returns the next year to run.

    `stocks` gets a row for the opening and one for each year; the log gets their people.
    """
    begin, end = span
    for n in range(begin, end):
        if log.size[0] + EVENTS_PER_POST * len(seats) > len(log.events):
            return n
        now = Now(
            schedule.year[n],
            schedule.levers[n],
            Groups(schedule.incumbents[n], schedule.entrants[n]),
            Groups(schedule.next_incumbents[n], schedule.next_entrants[n]),
            schedule.may_lay_off[n],
            schedule.posts[n],
        )
        if n == 0:
            record_opening(world, now, seats, log)
            stocks[0] = log.row
            record_people(log, 0)
        run_year(world, now, seats, log)
        log.row[ROW.year] = n + 1
        stocks[n + 1] = log.row
        record_people(log, n + 1)
    return end


def record_opening(world: World, now: Now, seats: Seats, log: Log) -> None:
    """Record the seats before the first year, as year 0."""
    log.authorised[:] = 0
    for seat in seats:
        log.authorised[seat.level] += seat.open_from < now.year
    log.row[:] = 0.0
    log.row[ROW.communities] = len(world.households)
    count_people(world, now, seats, log, 0)
    log.row[ROW.opening] = log.row[ROW.closing]
    log.row[ROW.person_years] = 0.0
    log.row[ROW.posts] = log.authorised.sum()
    for households in world.households:
        log.row[ROW.households] += households


def run_year(world: World, now: Now, seats: Seats, log: Log) -> None:
    """Walk through the steps of one year; the log holds its events and its row of stocks."""
    open_year(world, log)
    work_and_budget(world, now, seats, log)
    appraise_and_dismiss(world, now, seats, log)
    lose_to_death(world, now, seats, log)
    retire(world, now, seats, log)
    choose_to_stay_or_leave(world, now, seats, log)
    release_exam_winners(world, now, seats, log)
    return_secondees(world, now, seats, log)
    hold_elections(world, now, seats, log)
    promote(world, now, seats, log)
    recruit(world, now, seats, log)
    age_and_count(world, now, seats, log)


def open_year(world: World, log: Log) -> None:
    """Open a year's row: policy, pay and prospects are known (they are in the plan)."""
    staff = log.row[ROW.closing]
    log.left[0] = log.row[ROW.exits] / max(1.0, log.row[ROW.opening])
    log.row[:] = 0.0
    log.row[ROW.communities] = len(world.households)
    log.row[ROW.opening] = staff
    log.row[ROW.person_years] = staff


def work_and_budget(world: World, now: Now, seats: Seats, log: Log) -> None:
    """Do the year's work, pay for it, and balance each community's account."""
    communities = len(world.households)
    row = log.row
    present = 0.0
    for community in range(communities):
        present += _community_year(world, now, seats, log, community)
    posts = log.authorised.sum()
    row[ROW.posts] = posts
    row[ROW.post_months] = 12.0 * posts
    row[ROW.vacant_months] = max(0.0, 12 * (posts - present))
    row[ROW.acting_months] = 12 * row[ROW.acting_months]
    for money in range(ROW.wages, ROW.surplus + 1):
        row[money] = row[money] / FEN_PER_YUAN
    row[ROW.load_mean] = row[ROW.load_mean] / communities
    row[ROW.coverage_mean] = row[ROW.coverage_mean] / communities
    ordered = log.capacity[np.argsort(log.capacity, kind="mergesort")]
    row[ROW.capacity_p10] = _percentile(ordered, 0.1)
    row[ROW.capacity_p90] = _percentile(ordered, 0.9)
    staff = max(1.0, row[ROW.opening])
    row[ROW.pressure_mean] = row[ROW.pressure_mean] / staff
    row[ROW.skill_mean] = row[ROW.skill_mean] / staff


def _community_year(world: World, now: Now, seats: Seats, log: Log, community: int) -> float:
    """Add a community's work and money [fen] to the year's row; return who was present."""
    p, levers, row = world.p, now.levers, log.row
    households = world.households[community]
    first = world.first_post[community]
    last = world.first_post[community + 1]
    present, acting, allowances = 0.0, 0.0, 0.0
    for seat in seats[first:last]:
        if seat.entry_post != VACANT:
            present += seat.presence
        else:
            acting += seat.acting
            yuan = vacant_pay(world, now, seat) * world.reference_wage
            allowances += acting_allowance(yuan, seat.acting, p)
    administrative = administrative_hours(households, levers, p)
    demand = demand_hours(households, levers, p)
    ratio = load(administrative, demand, p.hours_per_year * present)
    effective = p.hours_per_year * p.acting_service_share * acting
    pressed_sum, skill_sum = 0.0, 0.0
    wages, contributions = 0, 0
    for seat in seats[first:last]:
        if seat.entry_post == VACANT:
            continue
        level = seat.level
        pressed = pressure(ratio, level, world.pressure_intercept, p)
        skilled = skill(seat.ability, seat.tenure, levers, p)
        hours = cadre_hours(seat.presence, pressed, p) * skilled
        effective += hours * _effort(world, now, seat) if p.effort_response > 0.0 else hours
        pressed_sum += pressed
        skill_sum += skilled
        relative, share = pay_of(world, now, seat)
        yuan = relative * world.reference_wage * seat.presence
        if seat.mandate == _SECONDED:
            row[ROW.seconded_wages] += fen(yuan)
        else:
            wages += fen(yuan)
        contributions += fen(yuan * share)
        seat.presence = 1.0
    served = service_hours(effective, administrative, levers, p)
    log.capacity[community] = 1000.0 * served / households
    row[ROW.pressure_mean] += pressed_sum
    row[ROW.skill_mean] += skill_sum
    row[ROW.acting_months] += acting
    row[ROW.turnover_cost] += allowances
    row[ROW.load_mean] += ratio
    row[ROW.coverage_mean] += min(1.0, served / demand)
    row[ROW.administrative_hours] += administrative
    row[ROW.demand_hours] += demand
    row[ROW.effective_hours] += effective
    row[ROW.service_hours] += served
    row[ROW.households] += households
    _balance(row, now, wages, contributions)
    return present


def _effort(world: World, now: Now, seat: Seat) -> float:
    """Return how much a holder works for a promotion in sight [multiple of hours]."""
    terms = terms_of(world, now.terms, seat.entry_year)
    tables, gain = world.tables, 0.0
    if seat.age < retirement_age(seat.sex, tables.levers[terms]):
        gain = _gain_of_rising(world, terms, seat)
    return effort(tables.promotion[terms, seat.level], gain, now.levers, world.p)


def _gain_of_rising(world: World, terms: int, seat: Seat) -> float:
    """Return what the next level is worth to a holder beyond the own one [utility]."""
    tables, ability, age = world.tables, seat.ability, seat.age - YOUNGEST
    axes, offset = tables.axes[terms], offset_in(world, terms, seat, seat.taste)
    tenure = min(seat.tenure, tables.last_tenure[terms])
    ladder = tables.serve[terms, seat.mandate, seat.education, seat.sex]
    own = worth(ladder[seat.level, age, tenure], offset, ability, axes)
    if seat.level == _PRINCIPAL:
        service = tables.service[terms, seat.sex, age]
        leaving = tables.leaving[terms, seat.education, seat.sex, age]
        return leadership_worth(service, leaving, ability, axes, world.p) - own
    return worth(ladder[seat.level + 1, age, tenure], offset, ability, axes) - own


def _balance(row: Floats, now: Now, wages: int, contributions: int) -> None:
    """Close an account: grants + fees + extra = wages + contributions + office + rest."""
    grants, fees = grant_income(now.levers), fee_income(now.levers)
    staff = wages + contributions
    office = office_spending(grants + fees - staff, now.levers)
    extra = extra_grant(staff + office, grants + fees)
    row[ROW.wages] += wages
    row[ROW.employer_contributions] += contributions
    row[ROW.income_grants] += grants
    row[ROW.income_fees] += fees
    row[ROW.extra_grant] += extra
    row[ROW.office_spending] += office
    row[ROW.surplus] += grants + fees + extra - staff - office


def _percentile(ordered: Floats, share: float) -> float:
    """Return the value below which a share of ordered values lies, linear between neighbours."""
    place = share * (len(ordered) - 1)
    below = int(math.floor(place))
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (ordered[above] - ordered[below]) * (place - below))


def age_and_count(world: World, now: Now, seats: Seats, log: Log) -> None:
    """Make everyone a year older and record the year's stocks."""
    count_people(world, now, seats, log, 1)
    cost = entry_cost(world.reference_wage, world.p)
    log.row[ROW.turnover_cost] += log.row[ROW.entries] * cost


def count_people(world: World, now: Now, seats: Seats, log: Log, older: int) -> None:
    """Count who is in post, some years older, by the combination of their traits."""
    staff = 0
    for seat in seats:
        if seat.entry_post == VACANT:
            continue
        seat.age += older
        if seat.entry_year < now.year:
            seat.tenure += older
        pay, _ = pay_of(world, now, seat)
        cell = cell_of(
            seat.level, seat.mandate, seat.education, seat.sex, seat.party, seat.age, seat.tenure,
            pay,
        )  # fmt: skip
        staff += 1
        log.touched[cell] = 1
        log.cells[cell, 0] += 1.0
        log.cells[cell, 1] += seat.ability
        log.cells[cell, 2] += pay
    log.row[ROW.closing] = staff


def record_people(log: Log, year: int) -> None:
    """Write a row for each cell with somebody in it, in their order, and empty the cells."""
    n = log.counted[0]
    for word in range(len(log.touched_words)):
        if log.touched_words[word] == 0:
            continue
        for cell in range(CELLS_PER_WORD * word, CELLS_PER_WORD * (word + 1)):
            if log.touched[cell] == 0:
                continue
            row = log.people[n]
            row.year, row.cell = year, cell
            row.count = log.cells[cell, 0]
            row.ability, row.pay = log.cells[cell, 1], log.cells[cell, 2]
            log.cells[cell] = 0.0
            n += 1
        log.touched_words[word] = 0
    log.counted[0] = n
