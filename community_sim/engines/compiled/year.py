"""One year over columns: the steps of `vocabulary.Step`, in their order."""

import math

import numpy as np

from community_sim.engines.compiled.choices import (
    appraise_and_dismiss,
    choose_to_stay_or_leave,
    hold_elections,
    lose_to_death,
    release_exam_winners,
    retire,
    return_secondees,
)
from community_sim.engines.compiled.columns import ROW, Floats, Log, Now, World
from community_sim.engines.compiled.staffing import promote, recruit
from community_sim.population import VACANT, Population
from community_sim.rules.budget import (
    FEN_PER_YUAN,
    contribution_share,
    extra_grant,
    fee_income,
    fen,
    grant_income,
    office_spending,
)
from community_sim.rules.pay import pay_ratio
from community_sim.rules.workload import (
    administrative_hours,
    cadre_hours,
    demand_hours,
    load,
    pressure,
    service_hours,
    skill,
)
from community_sim.vocabulary import Education, Mandate, Post, Sex

__all__ = ["count_people", "open_year", "run_year"]

_SECONDED = int(Mandate.SECONDED)
_PRINCIPAL = int(Post.PRINCIPAL)
_FEMALE = int(Sex.FEMALE)
_FIRST_LEVEL = ROW.general_worker
_FIRST_MANDATE = ROW.elected
_FIRST_EDUCATION = ROW.high_school
_AGES = (30, 35, 45, 54)
_TENURES = (3, 9)
_LEVELS, _MANDATES, _EDUCATIONS = len(Post), len(Mandate), len(Education)


def run_year(world: World, now: Now, state: Population, log: Log) -> None:
    """Walk through the steps of one year; the log holds its events and its row of stocks."""
    open_year(world, state, log)
    work_and_budget(world, now, state, log)
    appraise_and_dismiss(world, now, state, log)
    lose_to_death(world, now, state, log)
    retire(world, now, state, log)
    choose_to_stay_or_leave(world, now, state, log)
    release_exam_winners(world, now, state, log)
    return_secondees(world, now, state, log)
    hold_elections(world, now, state, log)
    promote(world, now, state, log)
    recruit(world, now, state, log)
    age_and_count(world, now, state, log)


def open_year(world: World, state: Population, log: Log) -> None:
    """Open a year's row: policy, pay and prospects are known (they are in the plan)."""
    staff = 0.0
    for holder in state.entry_post:
        staff += holder != VACANT
    log.row[:] = 0.0
    log.size[0] = 0
    log.row[ROW.communities] = len(world.geography.households)
    log.row[ROW.opening] = staff
    log.row[ROW.person_years] = staff


def work_and_budget(world: World, now: Now, state: Population, log: Log) -> None:
    """Do the year's work, pay for it, and balance each community's account."""
    communities = len(world.geography.households)
    row = log.row
    present = 0.0
    for community in range(communities):
        present += _community_year(world, now, state, log, community)
    posts = log.authorised[0]
    row[ROW.posts] = posts
    row[ROW.post_months] = 12.0 * posts
    row[ROW.vacant_months] = max(0.0, 12 * (posts - present))
    row[ROW.acting_months] = 12 * row[ROW.acting_months]
    for money in range(ROW.wages, ROW.surplus + 1):
        row[money] = row[money] / FEN_PER_YUAN
    row[ROW.county_share_of_extra] = row[ROW.extra_grant] * now.levers.budget_county_share
    row[ROW.load_mean] = row[ROW.load_mean] / communities
    row[ROW.coverage_mean] = row[ROW.coverage_mean] / communities
    ordered = np.sort(log.capacity)
    row[ROW.capacity_p10] = _percentile(ordered, 0.1)
    row[ROW.capacity_p90] = _percentile(ordered, 0.9)
    staff = max(1.0, row[ROW.opening])
    row[ROW.pressure_mean] = row[ROW.pressure_mean] / staff
    row[ROW.skill_mean] = row[ROW.skill_mean] / staff
    state.presence[:] = 1.0


def _community_year(world: World, now: Now, state: Population, log: Log, community: int) -> float:
    """Add a community's work and money [fen] to the year's row; return who was present."""
    p, levers, row = world.p, now.levers, log.row
    households = world.geography.households[community]
    first = world.geography.first_post[community]
    last = world.geography.first_post[community + 1]
    present, acting = 0.0, 0.0
    for post in range(first, last):
        if state.entry_post[post] != VACANT:
            present += state.presence[post]
        else:
            acting += state.acting[post]
    administrative = administrative_hours(households, levers, p)
    demand = demand_hours(households, levers, p)
    ratio = load(administrative, demand, p.hours_per_year * present)
    effective = p.hours_per_year * p.acting_service_share * acting
    pressed_sum, skill_sum = 0.0, 0.0
    wages, contributions = 0, 0
    for post in range(first, last):
        if state.entry_post[post] == VACANT:
            continue
        level = world.geography.level[post]
        pressed = pressure(ratio, level, world.pressure_intercept, p)
        skilled = skill(state.ability[post], state.tenure[post], levers, p)
        effective += cadre_hours(state.presence[post], pressed, p) * skilled
        pressed_sum += pressed
        skill_sum += skilled
        relative, share = _pay(world, now, state, post)
        yuan = relative * world.reference_wage * state.presence[post]
        if state.mandate[post] == _SECONDED:
            row[ROW.seconded_wages] += fen(yuan)
        else:
            wages += fen(yuan)
            contributions += fen(yuan * share)
    served = service_hours(effective, administrative, levers)
    log.capacity[community] = 1000.0 * served / households
    row[ROW.pressure_mean] += pressed_sum
    row[ROW.skill_mean] += skill_sum
    row[ROW.acting_months] += acting
    row[ROW.load_mean] += ratio
    row[ROW.coverage_mean] += min(1.0, served / demand)
    row[ROW.administrative_hours] += administrative
    row[ROW.demand_hours] += demand
    row[ROW.effective_hours] += effective
    row[ROW.service_hours] += served
    row[ROW.households] += households
    _balance(row, now, wages, contributions)
    return present


def _balance(row: Floats, now: Now, wages: int, contributions: int) -> None:
    """Close a community's account: grants + fees + extra = wages + contributions + office + rest."""
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


def _pay(world: World, now: Now, state: Population, post: int) -> tuple[float, float]:
    """Return a holder's relative pay, and the employer's contributions as a share of it."""
    level, factor = world.geography.level[post], now.pay_factor[world.geography.community[post]]
    if state.entry_year[post] < world.policy_starts:
        ratio = pay_ratio(level, state.mandate[post], state.tenure[post], now.incumbent_levers)
        return ratio * factor, contribution_share(now.incumbent_levers, world.p)
    ratio = pay_ratio(level, state.mandate[post], state.tenure[post], now.entrant_levers)
    return ratio * factor, contribution_share(now.entrant_levers, world.p)


def _percentile(ordered: Floats, share: float) -> float:
    """Return the value below which a share of ordered values lies, linear between neighbours."""
    place = share * (len(ordered) - 1)
    below = int(math.floor(place))
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (ordered[above] - ordered[below]) * (place - below))


def age_and_count(world: World, now: Now, state: Population, log: Log) -> None:
    """Make everyone a year older and record the year's stocks."""
    for post in range(len(state.entry_post)):
        if state.entry_post[post] != VACANT:
            state.age[post] += 1
            if state.entry_year[post] < now.year:
                state.tenure[post] += 1
    count_people(world, now, state, log)


def count_people(world: World, now: Now, state: Population, log: Log) -> None:
    """Count who is in post, by every trait the surveys count by."""
    row = log.row
    ability, paid, above = 0.0, 0.0, 0.0
    for post in range(len(state.entry_post)):
        if state.entry_post[post] == VACANT:
            continue
        level = world.geography.level[post]
        row[ROW.closing] += 1.0
        row[_FIRST_LEVEL + level] += 1.0
        row[_FIRST_MANDATE + state.mandate[post]] += 1.0
        row[_FIRST_EDUCATION + state.education[post]] += 1.0
        row[ROW.female] += state.sex[post] == _FEMALE
        row[ROW.party] += state.party[post]
        band = 0
        for top in _AGES:
            band += state.age[post] > top
        row[ROW.age_to_30 + band] += 1.0
        band = 0
        for top in _TENURES:
            band += state.tenure[post] > top
        row[ROW.tenure_0_3 + band] += 1.0
        ability += state.ability[post]
        relative, _ = _pay(world, now, state, post)
        paid += relative
        above += level == _PRINCIPAL and relative >= 1.0
    staff = max(1.0, row[ROW.closing])
    row[ROW.ability_mean] = ability / staff
    row[ROW.mean_pay_ratio] = paid / staff
    row[ROW.principals_at_reference_wage] = above / max(1.0, row[ROW.principal])
