"""Who leaves: dismissal, death, retirement, the choice to stay, the exam, elections."""

import numpy as np

from community_sim.careers import YOUNGEST, interpolate, person_offset
from community_sim.engines.compiled.columns import ROW, Log, Now, World
from community_sim.engines.compiled.moves import confirm, release
from community_sim.logit import logistic
from community_sim.population import VACANT, Population
from community_sim.randomness import normal_quantile, uniforms
from community_sim.rules.budget import affordable_posts
from community_sim.rules.promotion import posts_this_year
from community_sim.rules.separation import (
    appraisal_score,
    death_probability,
    exam_pass_probability,
    has_exam_education,
    is_election_year,
    is_exam_age,
    leave_probability,
    option_value_of_exam,
    renewal_loss_probability,
    retirement_age,
)
from community_sim.vocabulary import Decision, Mandate, Post, SeparationReason, Step

__all__ = [
    "appraise_and_dismiss",
    "career_value",
    "choose_to_stay_or_leave",
    "hold_elections",
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


def _luck(
    world: World, now: Now, state: Population, row: int, decision: int
) -> tuple[float, float, float, float]:
    """Draw a holder's four uniforms of the year for a decision."""
    return uniforms(world.seed, state.entry_post[row], state.ordinal[row], now.year, decision)


def career_value(
    world: World,
    terms: int,
    community: int,
    kind: tuple[int, int, int, int, int, int],
    taste: float,
    ability: float,
) -> tuple[float, float]:
    """Look up the advantage of staying and the log odds of sitting the exam.

    `kind` is mandate, education, sex, level, age and tenure.
    """
    mandate, education, sex, level, age, tenure = kind
    tables = world.tables
    t = min(tenure, tables.last_tenure[terms])
    offset = person_offset(taste, tables.offsets[terms, community, level], world.p)
    spread = tables.spread[terms]
    stay = tables.stay[terms, mandate, education, sex, level, age - YOUNGEST, :, :, t]
    exam = tables.exam[terms, mandate, education, sex, level, age - YOUNGEST, :, :, t]
    return (
        interpolate(stay, offset, ability, spread),
        interpolate(exam, offset, ability, spread),
    )


def appraise_and_dismiss(world: World, now: Now, state: Population, log: Log) -> None:
    """Dismiss the lowest appraised; lay off general workers whom the budget cannot pay."""
    staff = 0
    before = 0
    for row in range(len(state.entry_post)):
        if state.entry_post[row] != VACANT:
            log.rows[staff] = row
            staff += 1
            before += state.entry_year[row] < world.policy_starts
    log.authorised[0] = _authorised_posts(world, now, staff, before)
    excess = staff - log.authorised[0] if now.may_lay_off else 0
    luck = uniforms(world.seed, DISTRICT, 0, now.year, _DISTRICT)[0]
    dismissals = posts_this_year(now.levers.separation_dismissal_share * staff, luck)
    if excess <= 0 and dismissals == 0:
        return
    for n in range(staff):
        row = log.rows[n]
        noise = normal_quantile(_luck(world, now, state, row, _HAZARDS)[1])
        log.values[n] = appraisal_score(state.ability[row], noise, now.levers)
    ranked = log.rows[:staff][np.argsort(log.values[:staff], kind="mergesort")]
    for row in ranked[:dismissals]:
        release(world, now.year, state, log, row, _DISMISSAL, _APPRAISE)
    to_lay_off = excess - dismissals
    for row in ranked[dismissals:]:
        if to_lay_off > 0 and world.geography.level[row] == _GENERAL_WORKER:
            release(world, now.year, state, log, row, _LAYOFF, _APPRAISE)
            to_lay_off -= 1


def _authorised_posts(world: World, now: Now, staff: int, before: int) -> int:
    """Return how many posts may be filled this year, as budget and closure allow."""
    posts = 0
    for opening in world.geography.open_from:
        posts += opening <= now.year
    share = before / staff if staff > 0 else 0.0
    bill = share * now.bill_incumbents + (1.0 - share) * now.bill_entrants
    return affordable_posts(
        posts,
        world.current_bill * world.reference_wage,
        bill * world.reference_wage,
        len(world.geography.households),
        now.levers,
    )


def lose_to_death(world: World, now: Now, state: Population, log: Log) -> None:
    """Lose cadres to death or ill health."""
    for row in range(len(state.entry_post)):
        if state.entry_post[row] == VACANT:
            continue
        probability = death_probability(state.age[row], world.p)
        if _luck(world, now, state, row, _HAZARDS)[0] < probability:
            release(world, now.year, state, log, row, _DEATH, _DEATH_STEP)


def retire(world: World, now: Now, state: Population, log: Log) -> None:
    """Retire those who have reached the age of compulsory retirement."""
    for row in range(len(state.entry_post)):
        if state.entry_post[row] == VACANT:
            continue
        if state.entry_year[row] < world.policy_starts:
            retires_at = retirement_age(state.sex[row], now.incumbent_levers)
        else:
            retires_at = retirement_age(state.sex[row], now.entrant_levers)
        if state.age[row] >= retires_at:
            release(world, now.year, state, log, row, _RETIREMENT, _RETIRE)


def _may_sit_exam(world: World, now: Now, state: Population, row: int) -> bool:
    """Return whether education, age and, under a reserved quota, service admit."""
    if not has_exam_education(state.education[row]) or not is_exam_age(state.age[row], world.p):
        return False
    if now.levers.promotion_civil_service_posts_per_year > 0.0:
        return bool(state.tenure[row] >= now.levers.promotion_civil_service_min_tenure)
    return True


def choose_to_stay_or_leave(world: World, now: Now, state: Population, log: Log) -> None:
    """Let every cadre stay, sit the exam or quit for the market."""
    for row in range(len(state.entry_post)):
        log.sits[row] = False
        if state.entry_post[row] == VACANT:
            continue
        incumbent = state.entry_year[row] < world.policy_starts
        kind = (
            state.mandate[row], state.education[row], state.sex[row],
            world.geography.level[row], state.age[row], state.tenure[row],
        )  # fmt: skip
        advantage, exam = career_value(
            world,
            now.incumbents if incumbent else now.entrants,
            world.geography.community[row],
            kind,
            state.taste[row],
            state.ability[row],
        )
        may_sit = _may_sit_exam(world, now, state, row)
        if may_sit:
            advantage += option_value_of_exam(exam, world.p)
        _, _, leave, sit = _luck(world, now, state, row, _HAZARDS)
        if leave < leave_probability(advantage):
            release(world, now.year, state, log, row, _QUIT, _CHOOSE)
        elif may_sit and sit < logistic(exam):
            log.sits[row] = True
            log.row[ROW.sitters] += 1.0


def release_exam_winners(world: World, now: Now, state: Population, log: Log) -> None:
    """Release those who pass: by open competition, then by the reserved posts, ablest first."""
    quota = int(now.levers.promotion_civil_service_posts_per_year)
    reserved = 0
    for row in range(len(state.entry_post)):
        if not log.sits[row]:
            continue
        incumbent = state.entry_year[row] < world.policy_starts
        expected = world.tables.exam_pass[now.incumbents if incumbent else now.entrants]
        luck = _luck(world, now, state, row, _CAREER)[0]
        ability = state.ability[row]
        if luck < exam_pass_probability(world.p.exam_pass_probability, ability, world.p):
            release(world, now.year, state, log, row, _TRANSFER_OUT, _EXAM)
        elif luck < exam_pass_probability(expected, ability, world.p):
            log.rows[reserved] = row
            log.values[reserved] = -ability
            reserved += 1
    ranked = log.rows[:reserved][np.argsort(log.values[:reserved], kind="mergesort")]
    for row in ranked[:quota]:
        release(world, now.year, state, log, row, _TRANSFER_OUT, _EXAM)


def return_secondees(world: World, now: Now, state: Population, log: Log) -> None:
    """Call some of the seconded back to the sub-district office."""
    for row in range(len(state.entry_post)):
        if state.entry_post[row] == VACANT or state.mandate[row] != _SECONDED:
            continue
        if _luck(world, now, state, row, _CAREER)[1] < world.p.secondment_return_probability:
            release(world, now.year, state, log, row, _END_OF_SECONDMENT, _RETURN)


def hold_elections(world: World, now: Now, state: Population, log: Log) -> None:
    """In an election year, return or replace the elected and confirm the promoted."""
    if not is_election_year(now.year, now.levers):
        return
    for row in range(len(state.entry_post)):
        if state.entry_post[row] == VACANT:
            continue
        loss, flip, _, _ = _luck(world, now, state, row, _TERM)
        awaits = state.awaiting[row]
        state.awaiting[row] = 0
        if state.mandate[row] == _ELECTED and world.geography.level[row] > _GENERAL_WORKER:
            if loss < renewal_loss_probability(state.age[row], now.levers):
                release(world, now.year, state, log, row, _NOT_REELECTED, _ELECTIONS)
        elif awaits != 0 and flip < world.p.mandate_flip_probability:
            confirm(world, now.year, state, log, row)
