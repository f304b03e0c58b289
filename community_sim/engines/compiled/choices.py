"""Who leaves: dismissal, death, retirement, the choice to stay, the exam, elections."""

from community_sim.career_grid import (
    YOUNGEST,
    interpolate,
    passing_advantage,
    person_offset,
    with_exam,
)
from community_sim.engines.compiled.budgeting import authorise, committed, next_cost
from community_sim.engines.compiled.columns import ROW, Log, Now, Seat, Seats, World, terms_of
from community_sim.engines.compiled.moves import confirm, release
from community_sim.engines.compiled.ranking import lowest
from community_sim.logit import logistic
from community_sim.population import VACANT
from community_sim.randomness import normal_quantile, uniforms
from community_sim.rules.budget import is_laid_off, shortfall
from community_sim.rules.promotion import posts_this_year
from community_sim.rules.separation import (
    NO_EXAM,
    appraisal_score,
    death_probability,
    exam_pass_probability,
    exam_tenure,
    is_election_year,
    leave_probability,
    renewal_loss_probability,
    retirement_age,
)
from community_sim.vocabulary import Decision, Mandate, Post, SeparationReason, Step

__all__ = [
    "appraise_and_dismiss",
    "choose_to_stay_or_leave",
    "hold_elections",
    "offset_in",
    "lose_to_death",
    "release_exam_winners",
    "retire",
    "return_secondees",
]

DISTRICT = (1 << 32) - 1
"""Stands for the district itself in the key of a draw."""

_HAZARDS = int(Decision.HAZARDS)
_CAREER = int(Decision.CAREER)
_TERM = int(Decision.TERM)
_DISTRICT = int(Decision.DISTRICT)
_ELECTED = int(Mandate.ELECTED)
_SECONDED = int(Mandate.SECONDED)
_GENERAL_WORKER = int(Post.GENERAL_WORKER)
_APPRAISE = int(Step.APPRAISE_AND_DISMISS)
_DEATH_STEP = int(Step.LOSE_TO_DEATH)
_RETIRE = int(Step.RETIRE)
_CHOOSE = int(Step.CHOOSE_TO_STAY_OR_LEAVE)
_EXAM = int(Step.RELEASE_EXAM_WINNERS)
_RETURN = int(Step.RETURN_SECONDEES)
_ELECTIONS = int(Step.HOLD_ELECTIONS)
_DISMISSAL = int(SeparationReason.DISMISSAL)
_LAYOFF = int(SeparationReason.LAYOFF)
_DEATH = int(SeparationReason.DEATH)
_RETIREMENT = int(SeparationReason.RETIREMENT)
_QUIT = int(SeparationReason.QUIT)
_TRANSFER_OUT = int(SeparationReason.TRANSFER_OUT)
_END_OF_SECONDMENT = int(SeparationReason.END_OF_SECONDMENT)
_NOT_REELECTED = int(SeparationReason.NOT_REELECTED)


def _luck(seed: int, year: int, seat: Seat, decision: int) -> tuple[float, float, float, float]:
    """Draw a holder's four uniforms of the year for a decision."""
    return uniforms(seed, seat.entry_post, seat.ordinal, year, decision)


def offset_in(world: World, terms: int, seat: Seat, taste: float) -> float:
    """Return where somebody of a taste lies on the offset axis in a post [utility per year]."""
    return person_offset(taste, world.tables.offsets[terms, seat.community, seat.level], world.p)


def appraise_and_dismiss(world: World, now: Now, seats: Seats, log: Log) -> None:
    """Dismiss the lowest appraised; lay off, level by level, those whom the budget cannot pay."""
    authorise(world, now, seats, log)
    staff = int(log.row[ROW.opening])
    luck = uniforms(world.seed, DISTRICT, 0, now.year, _DISTRICT)[0]
    dismissals = posts_this_year(now.levers.separation_dismissal_share * staff, luck)
    lays_off = now.may_lay_off and _too_many(log)
    if dismissals == 0 and not lays_off:
        return
    n = 0
    for row in range(len(seats)):
        seat = seats[row]
        if seat.entry_post != VACANT:
            noise = normal_quantile(_luck(world.seed, now.year, seat, _HAZARDS)[1])
            log.rows[n] = row
            log.values[n] = appraisal_score(seat.ability, noise, now.levers)
            n += 1
    short = shortfall(committed(world, now, seats, log), log.left[0], log.limit[0])
    ranked = lowest(log.values[:staff], staff if lays_off else dismissals)
    for n, position in enumerate(ranked):
        row = log.rows[position]
        level, cost = seats[row].level, next_cost(world, now, seats[row])
        if n < dismissals:
            release(now.year, seats, log, row, (_DISMISSAL, _APPRAISE))
        elif is_laid_off(log.there[level], log.wanted[level], log.authorised[level], short):
            release(now.year, seats, log, row, (_LAYOFF, _APPRAISE))
        else:
            continue
        log.there[level] -= 1
        short -= cost


def _too_many(log: Log) -> bool:
    """Return whether some level has more people than posts that may be filled."""
    excess = 0
    for level in range(len(log.there)):
        excess += max(0, log.there[level] - log.authorised[level])
    return excess > 0


def lose_to_death(world: World, now: Now, seats: Seats, log: Log) -> None:
    """Lose cadres to death or ill health."""
    for row in range(len(seats)):
        if seats[row].entry_post == VACANT:
            continue
        probability = death_probability(seats[row].age, world.p)
        if _luck(world.seed, now.year, seats[row], _HAZARDS)[0] < probability:
            release(now.year, seats, log, row, (_DEATH, _DEATH_STEP))


def retire(world: World, now: Now, seats: Seats, log: Log) -> None:
    """Retire those who have reached the age of compulsory retirement."""
    for row in range(len(seats)):
        if seats[row].entry_post == VACANT:
            continue
        terms = terms_of(world, now.terms, seats[row].entry_year)
        if seats[row].age >= retirement_age(seats[row].sex, world.tables.levers[terms]):
            release(now.year, seats, log, row, (_RETIREMENT, _RETIRE))


def choose_to_stay_or_leave(world: World, now: Now, seats: Seats, log: Log) -> None:
    """Let every cadre stay, sit the exam or quit for the market."""
    tables = world.tables
    first_tenure = exam_tenure(now.levers)
    for row in range(len(seats)):
        seat = seats[row]
        log.sits[row] = False
        if seat.entry_post == VACANT:
            continue
        terms = terms_of(world, now.terms, seat.entry_year)
        axes, offset = tables.axes[terms], offset_in(world, terms, seat, seat.taste)
        cell = (
            terms, seat.mandate, seat.education, seat.sex, seat.level, seat.age - YOUNGEST,
            min(seat.tenure, tables.last_tenure[terms]),
        )  # fmt: skip
        is_young = seat.age - YOUNGEST < tables.passing.shape[5]
        passing, odds = tables.passing[cell] if is_young else NO_EXAM, NO_EXAM
        if passing <= NO_EXAM:
            advantage = interpolate(tables.serve[cell], offset, seat.ability, axes)
        else:
            advantage = interpolate(tables.stay[cell], offset, seat.ability, axes)
            gain = passing_advantage(passing, offset, seat.ability, axes) - advantage
            has_served = seat.tenure >= first_tenure
            chances = (axes.exam_pass if has_served else axes.open_pass, axes.open_pass)
            advantage, odds = with_exam(advantage, gain, chances, seat.ability, world.p)
        _, _, leave, sit = _luck(world.seed, now.year, seat, _HAZARDS)
        if leave < leave_probability(advantage):
            release(now.year, seats, log, row, (_QUIT, _CHOOSE))
        elif sit < logistic(odds):
            log.sits[row] = True
            log.row[ROW.sitters] += 1.0
            if seat.tenure >= first_tenure:
                log.row[ROW.reserved_sitters] += 1.0


def release_exam_winners(world: World, now: Now, seats: Seats, log: Log) -> None:
    """Release those who pass: by open competition, then by the reserved posts, ablest first."""
    quota = int(now.levers.promotion_civil_service_posts_per_year)
    first_tenure = exam_tenure(now.levers)
    reserved = 0
    for row in range(len(seats)):
        if not log.sits[row]:
            continue
        expected = world.tables.axes[terms_of(world, now.terms, seats[row].entry_year)].exam_pass
        luck = _luck(world.seed, now.year, seats[row], _CAREER)[0]
        ability = seats[row].ability
        if luck < exam_pass_probability(world.p.exam_pass_probability, ability, world.p):
            release(now.year, seats, log, row, (_TRANSFER_OUT, _EXAM))
        elif seats[row].tenure >= first_tenure and luck < exam_pass_probability(
            expected, ability, world.p
        ):
            log.rows[reserved] = row
            log.values[reserved] = -ability
            reserved += 1
    for position in lowest(log.values[:reserved], quota):
        release(now.year, seats, log, log.rows[position], (_TRANSFER_OUT, _EXAM))


def return_secondees(world: World, now: Now, seats: Seats, log: Log) -> None:
    """Call some of the seconded back to the sub-district office."""
    for row in range(len(seats)):
        if seats[row].entry_post == VACANT or seats[row].mandate != _SECONDED:
            continue
        if (
            _luck(world.seed, now.year, seats[row], _CAREER)[1]
            < world.p.secondment_return_probability
        ):
            release(now.year, seats, log, row, (_END_OF_SECONDMENT, _RETURN))


def hold_elections(world: World, now: Now, seats: Seats, log: Log) -> None:
    """In an election year, return or replace the elected and confirm the promoted."""
    if not is_election_year(now.year, now.levers):
        return
    for row in range(len(seats)):
        if seats[row].entry_post == VACANT:
            continue
        loss, flip, _, _ = _luck(world.seed, now.year, seats[row], _TERM)
        awaits = seats[row].awaiting
        seats[row].awaiting = 0
        if seats[row].mandate == _ELECTED and seats[row].level > _GENERAL_WORKER:
            if loss < renewal_loss_probability(seats[row].age, now.levers):
                release(now.year, seats, log, row, (_NOT_REELECTED, _ELECTIONS))
        elif awaits != 0 and flip < world.p.mandate_flip_probability:
            confirm(now.year, seats, log, row)
