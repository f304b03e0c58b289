"""Those who staff a district when its history begins."""

import math
from typing import Any, NamedTuple

import numpy as np
import pytest

from community_sim.founding import found
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.population import VACANT, Geography, Population, lay_out
from community_sim.vocabulary import EntryRoute, Mandate, Post, Sex


class Site(NamedTuple):
    """What the lay-out of a place depends on."""

    communities: int
    posts: tuple[int, ...]


PLACE: Any = Site(communities=200, posts=(1600, 1200, 600, 600))


@pytest.fixture(scope="module")
def world(p: Parameters) -> Parameters:
    """Return parameters with a known beginning."""
    return p._replace(
        history_growth_early=0.08, history_growth_late=0.08, history_late_years=5,
        history_years=20, initial_tenure_mean=3.0,
        female_share_entrants=0.74, party_share_entrants=0.55,
    )  # fmt: skip


@pytest.fixture(scope="module")
def geography(world: Parameters, levers: PolicyNumbers) -> Geography:
    """Return a large district, so that shares are close to what they should be."""
    return lay_out(PLACE, world, levers)


@pytest.fixture(scope="module")
def staff(geography: Geography, levers: PolicyNumbers, world: Parameters) -> Population:
    """Return its first staff."""
    return found(geography, levers, world, 1)


@pytest.fixture(scope="module")
def filled(staff: Population) -> np.ndarray:
    """Return which posts have a holder."""
    return staff.entry_post != VACANT


def test_exactly_the_posts_open_at_the_beginning_are_filled(
    geography: Geography, filled: np.ndarray
) -> None:
    assert np.array_equal(filled, geography.open_from <= -20)
    assert 0 < filled.sum() < len(filled)


def test_everyone_comes_in_through_their_own_post(
    geography: Geography, staff: Population, filled: np.ndarray
) -> None:
    assert np.array_equal(staff.entry_post[filled], geography.key[filled])
    assert not staff.ordinal.any()
    assert set(staff.presence[filled].tolist()) == {1.0}


def test_years_served_are_exponential_with_the_given_mean(
    staff: Population, filled: np.ndarray
) -> None:
    served = staff.tenure[filled]
    # whole years of an exponential of mean 3 have mean 1 / (e^(1/3) - 1)
    mean = 1.0 / (math.exp(1.0 / 3.0) - 1.0)
    spread = math.sqrt(math.exp(1.0 / 3.0)) * mean
    assert served.mean() == pytest.approx(mean, abs=3.3 * spread / math.sqrt(filled.sum()))
    assert served.min() == 0


def test_they_came_as_many_years_ago_as_they_have_served(
    staff: Population, filled: np.ndarray
) -> None:
    assert np.array_equal(staff.entry_year[filled], -20 - staff.tenure[filled])


def test_founders_are_at_least_twenty_and_at_most_fifty(
    staff: Population, filled: np.ndarray
) -> None:
    ages = staff.age[filled]
    assert ages.min() >= 20
    assert ages.max() == 50


def test_routes_and_mandates_follow_current_practice(
    geography: Geography, staff: Population, filled: np.ndarray, levers: PolicyNumbers
) -> None:
    workers = filled & (geography.level == Post.GENERAL_WORKER)
    opened = np.mean(staff.route[workers] == EntryRoute.OPEN_RECRUITMENT)
    assert opened == pytest.approx(levers.recruitment_general_worker_open, abs=0.07)
    principals = filled & (geography.level == Post.PRINCIPAL)
    assert set(staff.mandate[principals].tolist()) == {Mandate.ELECTED, Mandate.SECONDED}
    elected = np.mean(staff.mandate[principals] == Mandate.ELECTED)
    assert elected == pytest.approx(levers.recruitment_principal_election, abs=0.14)


def test_every_principal_is_a_party_member_and_half_the_others(
    geography: Geography, staff: Population, filled: np.ndarray
) -> None:
    principals = geography.level == Post.PRINCIPAL
    assert set(staff.party[filled & principals].tolist()) == {1}
    assert staff.party[filled & ~principals].mean() == pytest.approx(0.55, abs=0.06)


def test_three_in_four_founders_are_women(staff: Population, filled: np.ndarray) -> None:
    assert np.mean(staff.sex[filled] == Sex.FEMALE) == pytest.approx(0.74, abs=0.05)


def test_taste_and_ability_are_standard_normal_and_unrelated(
    staff: Population, filled: np.ndarray
) -> None:
    n = filled.sum()
    for trait in (staff.taste[filled], staff.ability[filled]):
        assert abs(trait.mean()) < 3.3 / math.sqrt(n)
        assert trait.std() == pytest.approx(1.0, abs=3.3 / math.sqrt(2 * n))
    related = np.corrcoef(staff.taste[filled], staff.ability[filled])[0, 1]
    assert abs(related) < 3.3 / math.sqrt(n)


def test_another_seed_brings_other_people(
    geography: Geography, levers: PolicyNumbers, world: Parameters, staff: Population
) -> None:
    again = found(geography, levers, world, 1)
    other = found(geography, levers, world, 2)
    assert np.array_equal(again.ability, staff.ability)
    assert not np.array_equal(other.ability, staff.ability)
