"""How a vacancy is filled from outside: by which route, when, and with whom."""

import math

from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.randomness import normal_quantile
from community_sim.vocabulary import Education, EntryRoute, Mandate, Post, Sex

__all__ = [
    "NOT_THIS_YEAR",
    "application_deterrence",
    "application_probability",
    "can_serve",
    "candidate_count",
    "entrant_age",
    "entrant_education",
    "entrant_mandate",
    "entrant_sex",
    "external_route",
    "is_confirmed",
    "is_in_party",
    "monthly_fill_probability",
    "month_filled",
    "reserve_members",
    "selection_score",
    "selection_validity",
]

NOT_THIS_YEAR = 13
"""Month returned for a vacancy that stays open all year."""

_MONTHS = 12
_HIGHEST_COST = 700.0  # beyond it exp overflows, and nobody applies already
_YOUNGEST = 20
_OLDEST = 52

_GENERAL_WORKER = int(Post.GENERAL_WORKER)
_COMMITTEE_MEMBER = int(Post.COMMITTEE_MEMBER)
_DEPUTY = int(Post.DEPUTY)
_PRINCIPAL = int(Post.PRINCIPAL)
_BY_ELECTION = int(EntryRoute.ELECTION)
_OPEN = int(EntryRoute.OPEN_RECRUITMENT)
_BY_SECONDMENT = int(EntryRoute.SECONDMENT)
_PLACEMENT = int(EntryRoute.PLACEMENT)
_RESERVE = int(EntryRoute.RESERVE_POOL)
_ELECTED = int(Mandate.ELECTED)
_HIRED = int(Mandate.HIRED)
_SECONDED = int(Mandate.SECONDED)
_OTHER = int(Mandate.OTHER)
_HIGH_SCHOOL = int(Education.HIGH_SCHOOL)
_COLLEGE = int(Education.COLLEGE)
_BACHELOR = int(Education.BACHELOR)
_FEMALE = int(Sex.FEMALE)
_MALE = int(Sex.MALE)


def external_route(level: int, luck: float, levers: PolicyNumbers) -> int:
    """Return the `EntryRoute` by which an external fill of a level is sought.

    The route mix of MODEL.md C: general workers by open recruitment or placement, committee
    members also by election, deputies and principals by election or secondment.
    """
    if level == _PRINCIPAL:
        return _BY_ELECTION if luck < levers.recruitment_principal_election else _BY_SECONDMENT
    if level == _DEPUTY:
        elected = levers.recruitment_deputy_election
        if luck < elected:
            return _BY_ELECTION
        return (
            _BY_SECONDMENT if luck < elected + levers.recruitment_deputy_secondment else _PLACEMENT
        )
    if level == _COMMITTEE_MEMBER:
        elected = levers.recruitment_committee_member_election
        if luck < elected:
            return _BY_ELECTION
        return _OPEN if luck < elected + levers.recruitment_committee_member_open else _PLACEMENT
    return _OPEN if luck < levers.recruitment_general_worker_open else _PLACEMENT


def entrant_mandate(route: int) -> int:
    """Return the `Mandate` that a recruit by a route serves under at first."""
    if route == _BY_ELECTION:
        return _ELECTED
    if route == _BY_SECONDMENT:
        return _SECONDED
    if route == _PLACEMENT:
        return _OTHER
    return _HIRED


def candidate_count(route: int, levers: PolicyNumbers, p: Parameters) -> int:
    """Return how many people could stand for a vacancy; each then decides whether to apply."""
    if route == _BY_ELECTION:
        return int(p.candidates_election)
    if route == _BY_SECONDMENT:
        return int(p.candidates_secondment)
    if route == _PLACEMENT:
        return 1
    if route == _RESERVE:
        return int(math.floor(1.0 / levers.recruitment_reserve_pass_share + 0.5))
    return int(levers.recruitment_candidate_pool)


def selection_validity(route: int, p: Parameters) -> float:
    """Return the correlation of the selection with ability; none in a placement."""
    if route == _BY_ELECTION:
        return p.selection_validity_election
    if route == _BY_SECONDMENT:
        return p.selection_validity_secondment
    if route == _PLACEMENT:
        return 0.0
    if route == _RESERVE:
        return p.selection_validity_reserve
    return p.selection_validity_open


def monthly_fill_probability(route: int, p: Parameters) -> float:
    """Return the chance that an open vacancy is filled in a month, one over the mean wait."""
    if route == _BY_ELECTION or route == _RESERVE:
        return 1.0
    if route == _BY_SECONDMENT:
        return 1.0 / p.fill_months_secondment
    if route == _PLACEMENT:
        return 1.0 / p.fill_months_placement
    return 1.0 / p.fill_months_open


def month_filled(probability: float, luck: float) -> int:
    """Return the month [1 to 12] in which a vacancy is filled, or `NOT_THIS_YEAR`.

    A constant monthly probability, so waiting has no memory from one year to the next.
    """
    still_open = 1.0
    for month in range(1, _MONTHS + 1):
        still_open *= 1.0 - probability
        if luck < 1.0 - still_open:
            return month
    return NOT_THIS_YEAR


def application_deterrence(p: Parameters) -> float:
    """Return exp(c_app + kappa), what keeps a candidate from applying, as odds."""
    return math.exp(min(_HIGHEST_COST, p.application_cost + p.moving_cost))


def application_probability(advantage: float, deterrence: float) -> float:
    """Return the probability that a candidate applies.

    P(apply) = 1 / (1 + exp(-(W - V_L - c_app))) (MODEL.md C).  The expected best of joining
    and of what lies outside is W = V_L - kappa + ln(1 + exp(advantage)), with `advantage` the
    same value difference that decides whether a serving cadre stays.

    Parameters
    ----------
    advantage : float
        Advantage of serving over what lies outside [utility].
    deterrence : float
        From `application_deterrence`.
    """
    worse = math.exp(-abs(advantage))
    deterred = deterrence * (worse if advantage > 0.0 else 1.0)
    return (1.0 + worse) / (1.0 + worse + deterred)


def selection_score(ability: float, noise: float, validity: float) -> float:
    """Return what the selection sees of a candidate: r * ability + sqrt(1 - r^2) * noise."""
    return validity * ability + math.sqrt(1.0 - validity * validity) * noise


def reserve_members(posts: int, levers: PolicyNumbers) -> int:
    """Return how many reserve cadres can take up a post in a year (report 3/一/(三): 39 of 126).

    The pool is a share of the establishment; those still in their placement are not available.
    """
    available = (_MONTHS - levers.recruitment_reserve_placement_months) / _MONTHS
    return int(math.floor(levers.recruitment_reserve_pool_share * posts * available))


def is_confirmed(taste: float, noise: float, luck: float, p: Parameters) -> bool:
    """Return whether a reserve cadre stays through the placement and is confirmed after it.

    The placement shows the fit with reliability `reserve_fit_reliability`; the lowest
    `reserve_unconfirmed_share` are not confirmed, and some withdraw.
    """
    reliability = p.reserve_fit_reliability
    fit = math.sqrt(reliability) * taste + math.sqrt(1.0 - reliability) * noise
    return luck >= p.reserve_withdrawal and fit >= normal_quantile(p.reserve_unconfirmed_share)


def entrant_age(route: int, normal: float, p: Parameters) -> int:
    """Return a candidate's age [years], whole and between 20 and 52."""
    if route == _BY_ELECTION:
        age = p.entry_age_mean_elected + p.entry_age_sd_elected * normal
    elif route == _BY_SECONDMENT:
        age = p.entry_age_mean_seconded + p.entry_age_sd_seconded * normal
    elif route == _PLACEMENT:
        age = p.entry_age_mean_placed + p.entry_age_sd_placed * normal
    else:
        age = p.entry_age_mean_hired + p.entry_age_sd_hired * normal
    return min(_OLDEST, max(_YOUNGEST, int(math.floor(age + 0.5))))


def can_serve(age: int, retires_at: int) -> bool:
    """Return whether a candidate is young enough to serve at least a year."""
    return age < retires_at


def entrant_education(route: int, luck: float, p: Parameters) -> int:
    """Return a candidate's `Education`."""
    if route == _BY_ELECTION:
        high_school, bachelor = p.high_school_share_elected, p.bachelor_share_elected
    elif route == _BY_SECONDMENT:
        high_school, bachelor = p.high_school_share_seconded, p.bachelor_share_seconded
    elif route == _PLACEMENT:
        high_school, bachelor = p.high_school_share_placed, p.bachelor_share_placed
    else:
        high_school, bachelor = p.high_school_share_hired, p.bachelor_share_hired
    if luck < high_school:
        return _HIGH_SCHOOL
    return _BACHELOR if luck >= 1.0 - bachelor else _COLLEGE


def entrant_sex(luck: float, p: Parameters) -> int:
    """Return a candidate's `Sex`."""
    return _FEMALE if luck < p.female_share_entrants else _MALE


def is_in_party(level: int, luck: float, p: Parameters) -> bool:
    """Return whether a candidate is a Party member; a principal must be."""
    return level == _PRINCIPAL or luck < p.party_share_entrants
