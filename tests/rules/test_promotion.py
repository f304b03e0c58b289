"""Who may be promoted and who is chosen, at known points."""

import math

import pytest

from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.rules.promotion import (
    experience,
    identity_score,
    internal_share,
    is_eligible,
    posts_this_year,
    promotion_score,
    taste_when_passed_over,
)
from community_sim.vocabulary import Mandate, Post


def test_each_level_offers_its_own_share_to_serving_cadres(levers: PolicyNumbers) -> None:
    levers = levers._replace(
        promotion_internal_share_committee_member=0.4,
        promotion_internal_share_deputy=0.5,
        promotion_internal_share_principal=0.6,
    )
    shares = [internal_share(level, levers) for level in Post]
    assert shares == [0.0, 0.4, 0.5, 0.6]


@pytest.mark.parametrize("to_level", [Post.COMMITTEE_MEMBER, Post.DEPUTY])
def test_below_principal_only_years_of_service_count(to_level: Post, p: Parameters) -> None:
    p = p._replace(promotion_min_tenure=2)
    assert not is_eligible(to_level, 1, True, p)
    assert is_eligible(to_level, 2, False, p)
    assert is_eligible(to_level, 3, True, p)


def test_a_principal_must_also_be_a_party_member(p: Parameters) -> None:
    p = p._replace(promotion_min_tenure=2)
    assert is_eligible(Post.PRINCIPAL, 2, True, p)
    assert not is_eligible(Post.PRINCIPAL, 2, False, p)
    assert not is_eligible(Post.PRINCIPAL, 1, True, p)


@pytest.mark.parametrize(
    ("tenure", "value"), [(0, 0.0), (3, 0.8646647167633873), (6, 0.9816843611112658)]
)
def test_experience_grows_towards_one(tenure: int, value: float, p: Parameters) -> None:
    # 1 - exp(-tenure / 1.5)
    assert experience(tenure, p._replace(experience_years=1.5)) == pytest.approx(value, rel=1e-14)


def test_status_helps_the_seconded_and_hinders_hired_and_other(p: Parameters) -> None:
    p = p._replace(identity_score_seconded=0.5, identity_score_hired=-0.3)
    scores = {mandate: identity_score(mandate, p) for mandate in Mandate}
    assert scores == {
        Mandate.ELECTED: 0.0,
        Mandate.HIRED: -0.3,
        Mandate.SECONDED: 0.5,
        Mandate.OTHER: -0.3,
    }


@pytest.fixture
def scoring(p: Parameters) -> Parameters:
    """Return parameters with the score of MODEL.md section D."""
    return p._replace(
        score_ability=0.5,
        score_experience=0.3,
        score_tenure=0.05,
        identity_score_hired=-0.3,
        identity_score_seconded=0.5,
        experience_years=1.5,
    )


def test_pure_merit_ignores_connections(levers: PolicyNumbers, scoring: Parameters) -> None:
    merit = levers._replace(promotion_meritocracy_weight=1.0)
    score = promotion_score(2.0, 0, Mandate.ELECTED, 5.0, merit, scoring)
    assert score == pytest.approx(1.0, rel=1e-14)


def test_without_merit_connections_decide(levers: PolicyNumbers, scoring: Parameters) -> None:
    connected = levers._replace(promotion_meritocracy_weight=0.0)
    score = promotion_score(2.0, 0, Mandate.ELECTED, 5.0, connected, scoring)
    assert score == pytest.approx(5.0, rel=1e-14)


def test_the_parts_of_the_score_add_up(levers: PolicyNumbers, scoring: Parameters) -> None:
    levers = levers._replace(promotion_meritocracy_weight=0.25)
    score = promotion_score(2.0, 3, Mandate.SECONDED, -1.0, levers, scoring)
    merit = 0.5 * 2.0 + 0.3 * (1.0 - math.exp(-2.0))
    assert score == pytest.approx(0.25 * merit - 0.75 + 0.15 + 0.5, rel=1e-14)
    hired = promotion_score(2.0, 3, Mandate.HIRED, -1.0, levers, scoring)
    assert hired - score == pytest.approx(-0.8, rel=1e-12)


@pytest.mark.parametrize(
    ("mean", "luck", "posts"),
    [
        (0.6, 0.59, 1),
        (0.6, 0.61, 0),
        (0.0, 0.0, 0),
        (3.0, 0.0, 3),
        (2.25, 0.2, 3),
        (2.25, 0.25, 2),
        (2.25, 0.3, 2),
    ],
)
def test_luck_settles_the_fraction_of_a_post(mean: float, luck: float, posts: int) -> None:
    assert posts_this_year(mean, luck) == posts


@pytest.mark.parametrize(("frustration", "taste"), [(0.0, 1.0), (0.05, 0.9), (0.1, 0.8)])
def test_whoever_is_passed_over_loses_the_frustration_in_yearly_utility(
    frustration: float, taste: float, p: Parameters
) -> None:
    p = p._replace(frustration=frustration, taste_sd=0.5)
    assert taste_when_passed_over(1.0, p) == pytest.approx(taste, rel=1e-14)


def test_where_nobody_differs_in_taste_there_is_none_to_lose(p: Parameters) -> None:
    assert taste_when_passed_over(1.0, p._replace(frustration=0.1, taste_sd=0.0)) == 1.0
