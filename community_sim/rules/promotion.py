"""Who is promoted when a post above falls vacant."""

import math

from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.vocabulary import Mandate, Post

__all__ = [
    "experience",
    "identity_score",
    "internal_share",
    "is_eligible",
    "posts_this_year",
    "promotion_score",
    "taste_when_passed_over",
]

_COMMITTEE_MEMBER = int(Post.COMMITTEE_MEMBER)
_DEPUTY = int(Post.DEPUTY)
_PRINCIPAL = int(Post.PRINCIPAL)
_HIRED = int(Mandate.HIRED)
_SECONDED = int(Mandate.SECONDED)
_OTHER = int(Mandate.OTHER)


def internal_share(level: int, levers: PolicyNumbers) -> float:
    """Return the share of vacancies at a level that are offered to serving cadres first."""
    if level == _PRINCIPAL:
        return levers.promotion_internal_share_principal
    if level == _DEPUTY:
        return levers.promotion_internal_share_deputy
    if level == _COMMITTEE_MEMBER:
        return levers.promotion_internal_share_committee_member
    return 0.0


def is_eligible(to_level: int, tenure: int, is_party_member: bool, p: Parameters) -> bool:
    """Return whether a cadre may be promoted to a level: years served, and Party for principal."""
    if tenure < p.promotion_min_tenure:
        return False
    return bool(is_party_member) or to_level < _PRINCIPAL


def experience(tenure: int, p: Parameters) -> float:
    """Return experience on a scale from 0 (new) towards 1 (mature)."""
    return 1.0 - math.exp(-tenure / p.experience_years)


def identity_score(mandate: int, p: Parameters) -> float:
    """Return the help or hindrance of a mandate: status limits of report 1/三/3."""
    if mandate == _SECONDED:
        return p.identity_score_seconded
    if mandate == _HIRED or mandate == _OTHER:
        return p.identity_score_hired
    return 0.0


def promotion_score(
    ability: float,
    tenure: int,
    mandate: int,
    connection: float,
    levers: PolicyNumbers,
    p: Parameters,
) -> float:
    """Return the score by which the best of the eligible is chosen (MODEL.md D).

    m * (0.5 ability + 0.3 experience) + (1 - m) * connection + 0.05 tenure + identity,
    with m the weight of merit and `connection` a standard normal draw of the year.
    """
    merit = p.score_ability * ability + p.score_experience * experience(tenure, p)
    weight = levers.promotion_meritocracy_weight
    return (
        weight * merit
        + (1.0 - weight) * connection
        + p.score_tenure * tenure
        + identity_score(mandate, p)
    )


def posts_this_year(posts_per_year: float, luck: float) -> int:
    """Return this year's whole number of posts for a mean that need not be whole.

    Parameters
    ----------
    posts_per_year : float
        Mean number of posts [posts per year].
    luck : float
        Uniform draw that settles the fraction.
    """
    whole = int(math.floor(posts_per_year))
    return whole + 1 if luck < posts_per_year - whole else whole


def taste_when_passed_over(taste: float, p: Parameters) -> float:
    """Return the taste of one who was passed over for a post [standard deviations].

    It falls for good by `frustration` [utility per year]; where nobody differs in taste, there is
    none that could fall.
    """
    if p.taste_sd <= 0.0:
        return taste
    return taste - p.frustration / p.taste_sd
