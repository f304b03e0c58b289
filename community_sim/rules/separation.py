"""Who leaves, and how: the choice to stay, the exam, elections, retirement and death."""

import math

from community_sim.logit import logistic
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.vocabulary import Education, Mandate, Post, Sex

__all__ = [
    "NO_EXAM",
    "appraisal_score",
    "annual_election_risk",
    "death_probability",
    "dismissal_morale",
    "exam_log_odds",
    "exam_pass_probability",
    "exam_pass_slope",
    "exam_tenure",
    "has_exam_education",
    "is_election_year",
    "is_exam_age",
    "leave_probability",
    "option_value_of_exam",
    "renewal_loss_probability",
    "reserves_posts",
    "retirement_age",
    "separation_belief",
    "sure_pass_ability",
]

NO_EXAM = -1.0e6
"""Log odds of sitting where there is no exam: nobody sits, and the option is worth nothing."""

_COLLEGE = int(Education.COLLEGE)
_FEMALE = int(Sex.FEMALE)
_SECONDED = int(Mandate.SECONDED)
_ELECTED = int(Mandate.ELECTED)
_COMMITTEE_MEMBER = int(Post.COMMITTEE_MEMBER)
_HIGHEST_PASS_PROBABILITY = 0.9


def leave_probability(advantage: float) -> float:
    """Return the annual probability of quitting for a value advantage of staying.

    P(leave) = 1 / (1 + exp(IV - V_L + kappa)) (MODEL.md A2); `advantage` is that exponent.
    """
    return logistic(-advantage)


def exam_log_odds(gain: float, p: Parameters) -> float:
    """Return the log odds of sitting the exam for an expected gain in value.

    The private cost of sitting is logistic with mean `exam_cost_mean` and scale
    `exam_cost_scale`.
    """
    return (gain - p.exam_cost_mean) / p.exam_cost_scale


def option_value_of_exam(best: float, elsewhere: float, p: Parameters) -> float:
    """Return what better odds in the exam add to the value of staying.

    s_c [softplus((Delta - c) / s_c) - softplus((Delta_open - c) / s_c)] (MODEL.md 3.1): the open
    exam can be sat from outside as well as from within, so only what reserved posts add to its
    odds is a reason to stay.

    Parameters
    ----------
    best, elsewhere : float
        The softplus of `exam_log_odds` with reserved posts, and without.
    p : Parameters
        Facts about people.
    """
    return p.exam_cost_scale * (best - elsewhere)


def exam_pass_probability(base: float, ability: float, p: Parameters) -> float:
    """Return the probability of passing: base * exp(effect * ability), at most 0.9."""
    return min(_HIGHEST_PASS_PROBABILITY, base * math.exp(p.exam_ability_effect * ability))


def exam_pass_slope(passing: float, p: Parameters) -> float:
    """Return how fast the probability of passing rises with ability [per standard deviation]."""
    return p.exam_ability_effect * passing if passing < _HIGHEST_PASS_PROBABILITY else 0.0


def sure_pass_ability(base: float, p: Parameters) -> float:
    """Return the ability beyond which passing gets no likelier; infinite if there is none."""
    if base <= 0.0 or p.exam_ability_effect <= 0.0:
        return math.inf
    return math.log(_HIGHEST_PASS_PROBABILITY / base) / p.exam_ability_effect


def has_exam_education(education: int) -> bool:
    """Return whether the education admits to the civil-service exam (college or above)."""
    return education >= _COLLEGE


def is_exam_age(age: int, p: Parameters) -> bool:
    """Return whether the age admits to the civil-service exam."""
    return age <= p.exam_age_limit


def reserves_posts(levers: PolicyNumbers) -> bool:
    """Return whether civil-service posts are reserved for those who serve."""
    return levers.promotion_civil_service_posts_per_year > 0.0


def exam_tenure(levers: PolicyNumbers) -> int:
    """Return the service [years] that admits to reserved posts; 0 where none are reserved.

    The open exam asks for none.
    """
    if reserves_posts(levers):
        return int(levers.promotion_civil_service_min_tenure)
    return 0


def retirement_age(sex: int, levers: PolicyNumbers) -> int:
    """Return the age of compulsory retirement [years]."""
    if sex == _FEMALE:
        return int(levers.separation_retirement_age_women)
    return int(levers.separation_retirement_age_men)


def death_probability(age: int, p: Parameters) -> float:
    """Return the annual probability of death or ill health that ends service."""
    if age >= 50:
        return p.death_probability_50_plus
    if age >= 40:
        return p.death_probability_40_49
    return p.death_probability_to_39


def is_election_year(year: int, levers: PolicyNumbers) -> bool:
    """Return whether committees are elected in a policy year.

    The reports' elections were in 2003 and 2006, so the next is in policy year 1 (2009), and
    then once a term; history has them every term before.
    """
    return (year - 1) % int(levers.separation_term_years) == 0


def renewal_loss_probability(age: int, levers: PolicyNumbers) -> float:
    """Return the probability that an elected cadre is not returned at an election."""
    if age >= levers.separation_nomination_age_cap:
        return 1.0
    return levers.separation_election_loss_probability


def annual_election_risk(age: int, mandate: int, level: int, levers: PolicyNumbers) -> float:
    """Return the yearly risk of losing the mandate that a cadre reckons with.

    The loss at an election spread evenly over the term; none for those not elected.
    """
    if mandate != _ELECTED or level < _COMMITTEE_MEMBER:
        return 0.0
    if age >= levers.separation_nomination_age_cap:
        return 1.0 / levers.separation_term_years
    kept = 1.0 - levers.separation_election_loss_probability
    return 1.0 - math.exp(math.log(kept) / levers.separation_term_years)


def separation_belief(mandate: int, levers: PolicyNumbers, p: Parameters) -> float:
    """Return the yearly risk of an involuntary end that a cadre reckons with.

    Dismissal for everyone; for the seconded also being called back.
    """
    kept = 1.0 - levers.separation_dismissal_share
    if mandate == _SECONDED:
        kept *= 1.0 - p.secondment_return_probability
    return 1.0 - kept


def dismissal_morale(levers: PolicyNumbers, p: Parameters) -> float:
    """Return the yearly utility that dismissals by appraisal cost those who may be dismissed.

    cost * share dismissed a year (MODEL.md 3.1), beside the risk of `separation_belief`.
    Everybody is appraised, so everybody feels it.
    """
    return p.dismissal_morale_cost * levers.separation_dismissal_share


def appraisal_score(ability: float, noise: float, levers: PolicyNumbers) -> float:
    """Return a cadre's appraisal: ability seen with the validity of the appraisal."""
    validity = levers.separation_appraisal_validity
    return validity * ability + math.sqrt(1.0 - validity * validity) * noise
