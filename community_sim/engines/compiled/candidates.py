"""Who stands for a vacancy: candidates drawn and judged a block at a time.

Each step walks over the whole block, so that the processor works on several candidates at once;
the numbers are those of one candidate after the other.
"""

from community_sim.career_grid import YOUNGEST, interpolate
from community_sim.engines.compiled.choices import offset_in
from community_sim.engines.compiled.columns import BLOCK, Candidates, Log, Now, Seat, World
from community_sim.population import CANDIDATES_PER_ATTEMPT
from community_sim.randomness import (
    normal_quantile,
    normal_quantiles,
    uniforms,
    uniforms_in_a_row,
)
from community_sim.rules.recruitment import (
    application_deterrence,
    application_probability,
    can_serve,
    entrant_age,
    entrant_education,
    entrant_mandate,
    entrant_sex,
    is_confirmed,
    selection_score,
    selection_validity,
)
from community_sim.rules.separation import retirement_age
from community_sim.vocabulary import Decision, EntryRoute

__all__ = ["select"]

_CANDIDATE = int(Decision.CANDIDATE)
_CANDIDATE_TRAITS = int(Decision.CANDIDATE_TRAITS)
_RESERVE = int(Decision.RESERVE)
_PLACEMENT = int(EntryRoute.PLACEMENT)
_RESERVE_POOL = int(EntryRoute.RESERVE_POOL)
_CERTAIN, _IMPOSSIBLE = 1.0, 0.0


def select(world: World, now: Now, seat: Seat, log: Log, route: int, pool: int) -> tuple[int, int]:
    """Return the number of the best of those who apply (-1: nobody), and how many applied."""
    block = log.candidates
    validity = selection_validity(route, world.p)
    best, best_score, applicants = -1, 0.0, 0
    first = seat.attempts * CANDIDATES_PER_ATTEMPT
    for begin in range(first, first + pool, BLOCK):
        size = min(BLOCK, first + pool - begin)
        _draw(world.seed, seat, begin, size, block)
        _judge(world, now, seat, route, size, block)
        for n in range(size):
            if block.choice[n] >= block.probability[n]:
                continue
            if route == _RESERVE_POOL and not _comes_through(
                world, seat, begin + n, block.taste[n]
            ):
                continue
            applicants += 1
            noise = normal_quantile(block.noise[n])
            score = selection_score(block.ability[n], noise, validity)
            if best < 0 or score > best_score:
                best, best_score = begin + n, score
    return best, applicants


def _draw(seed: int, seat: Seat, first: int, size: int, block: Candidates) -> None:
    """Draw a block of candidates: their luck, their taste and ability, their traits."""
    key, ordinal = seat.key, seat.vacancies
    people = (block.choice, block.taste_draw, block.ability_draw, block.noise)
    uniforms_in_a_row(seed, key, ordinal, first, _CANDIDATE, size, people)
    traits = (block.age_draw, block.school, block.sex, block.probability)
    uniforms_in_a_row(seed, key, ordinal, first, _CANDIDATE_TRAITS, size, traits)
    normal_quantiles(block.taste_draw, size, block.taste)
    normal_quantiles(block.ability_draw, size, block.ability)
    normal_quantiles(block.age_draw, size, block.age)


def _judge(world: World, now: Now, seat: Seat, route: int, size: int, block: Candidates) -> None:
    """Find the probability that each candidate of a block applies."""
    p, tables, terms = world.p, world.tables, now.terms.entrants
    mandate = entrant_mandate(route)
    deterrence = application_deterrence(p)
    for n in range(size):
        age = entrant_age(route, block.age[n], p)
        sex = entrant_sex(block.sex[n], p)
        if not can_serve(age, retirement_age(sex, tables.levers[terms])):
            block.probability[n] = _IMPOSSIBLE
        elif route == _PLACEMENT:
            block.probability[n] = _CERTAIN
        else:
            education = entrant_education(route, block.school[n], p)
            plane = tables.serve[terms, mandate, education, sex, seat.level, age - YOUNGEST, 0]
            offset = offset_in(world, terms, seat, block.taste[n])
            serve = interpolate(plane, offset, block.ability[n], tables.axes[terms])
            block.probability[n] = application_probability(serve, deterrence)


def _comes_through(world: World, seat: Seat, number: int, taste: float) -> bool:
    """Return whether a reserve cadre comes through the placement."""
    fit, stays, _, _ = uniforms(world.seed, seat.key, seat.vacancies, number, _RESERVE)
    return is_confirmed(taste, normal_quantile(fit), stays, world.p)
