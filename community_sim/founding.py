"""Staff a district at the beginning of its history, before anything is known of it."""

import math

from community_sim.compilation import as_records, compiled
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.population import Geography, Population, unstaffed
from community_sim.randomness import normal_quantile, uniforms
from community_sim.rules.recruitment import (
    entrant_age,
    entrant_education,
    entrant_mandate,
    entrant_sex,
    external_route,
    is_in_party,
)
from community_sim.vocabulary import Decision

__all__ = ["found"]

_OLDEST_FOUNDER = 50
_ROUTE = int(Decision.ROUTE)
_CANDIDATE = int(Decision.CANDIDATE)
_CANDIDATE_TRAITS = int(Decision.CANDIDATE_TRAITS)
_INITIAL = int(Decision.INITIAL)


def found(geography: Geography, levers: PolicyNumbers, p: Parameters, seed: int) -> Population:
    """Return the staff of the posts that are open when the history begins.

    Everyone is an ordinary candidate of their route, chosen by nobody, who has already served
    an exponential number of years with mean `initial_tenure_mean`.  Twenty years of history
    leave little of this beginning.

    Parameters
    ----------
    geography : Geography
        Posts of the district.
    levers : PolicyNumbers
        Current practice; its route mix decides who came how.
    p : Parameters
        Traits of entrants and the length of the history.
    seed : int
        Seed of the replication.
    """
    staff = unstaffed(len(geography.key))
    numbers, facts = as_records([levers])[0], as_records([p])[0]
    compiled(_settle)(staff, geography, numbers, facts, int(seed))
    return staff


def _settle(
    staff: Population, geography: Geography, levers: PolicyNumbers, p: Parameters, seed: int
) -> None:
    """Put a founder into every post that is open when the history begins."""
    start = -int(p.history_years)
    for row in range(len(geography.key)):
        if geography.open_from[row] > start:
            continue
        key, level = int(geography.key[row]), int(geography.level[row])
        route = external_route(level, uniforms(seed, key, 0, 0, _ROUTE)[0], levers)
        _, taste, ability, _ = uniforms(seed, key, 0, 0, _CANDIDATE)
        age, school, sex, party = uniforms(seed, key, 0, 0, _CANDIDATE_TRAITS)
        served = -p.initial_tenure_mean * math.log(uniforms(seed, key, 0, 0, _INITIAL)[0])
        tenure = int(served)
        staff.entry_post[row] = key
        staff.age[row] = min(_OLDEST_FOUNDER, entrant_age(route, normal_quantile(age), p) + tenure)
        staff.sex[row] = entrant_sex(sex, p)
        staff.education[row] = entrant_education(route, school, p)
        staff.party[row] = is_in_party(level, party, p)
        staff.mandate[row] = entrant_mandate(route)
        staff.route[row] = route
        staff.tenure[row] = tenure
        staff.entry_year[row] = start - tenure
        staff.taste[row] = normal_quantile(taste)
        staff.ability[row] = normal_quantile(ability)
        staff.presence[row] = 1.0
