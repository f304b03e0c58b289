"""Where the posts of a district are, when they open, and what their communities are like."""

import math
from typing import Any, NamedTuple

import numpy as np
import pytest

from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.population import (
    KEYS_PER_COMMUNITY,
    VACANT,
    Geography,
    lay_out,
    pay_factors,
    unstaffed,
)
from community_sim.vocabulary import Post


class Site(NamedTuple):
    """What the lay-out of a place depends on."""

    communities: int
    posts: tuple[int, ...]


KAIFU: Any = Site(communities=66, posts=(213, 243, 100, 95))


@pytest.fixture(scope="module")
def world(p: Parameters) -> Parameters:
    """Return parameters with the communities and the growth of MODEL.md section L."""
    return p._replace(
        households_mean=1900.0,
        households_log_sd=0.21,
        history_growth_early=0.08,
        history_growth_late=0.08,
        history_late_years=5,
        history_years=20,
    )


@pytest.fixture(scope="module")
def three_year_terms(levers: PolicyNumbers) -> PolicyNumbers:
    """Return levers with elections in years 1, -2, -5 and so on."""
    return levers._replace(separation_term_years=3)


@pytest.fixture(scope="module")
def kaifu(world: Parameters, three_year_terms: PolicyNumbers) -> Geography:
    """Return the posts of kaifu."""
    return lay_out(KAIFU, world, three_year_terms)


@pytest.mark.parametrize("level", Post)
def test_every_level_has_its_posts_spread_as_evenly_as_whole_posts_allow(
    level: Post, kaifu: Geography
) -> None:
    counts = np.bincount(kaifu.community[kaifu.level == level], minlength=66)
    posts = KAIFU.posts[level]
    assert counts.sum() == posts
    assert set(counts.tolist()) <= {posts // 66, posts // 66 + 1}


def test_communities_are_of_the_same_size_as_nearly_as_whole_posts_allow(
    kaifu: Geography,
) -> None:
    sizes = np.diff(kaifu.first_post)
    assert sizes.sum() == 651
    assert set(sizes.tolist()) == {9, 10}


def test_one_community_has_every_post(world: Parameters, three_year_terms: PolicyNumbers) -> None:
    place: Any = Site(communities=1, posts=(4, 3, 2, 1))
    geography = lay_out(place, world, three_year_terms)
    assert geography.level.tolist() == [3, 2, 2, 1, 1, 1, 0, 0, 0, 0]
    assert geography.first_post.tolist() == [0, 10]


def test_posts_stand_in_the_order_of_communities_the_highest_first(kaifu: Geography) -> None:
    for c in range(66):
        posts = slice(int(kaifu.first_post[c]), int(kaifu.first_post[c + 1]))
        assert set(kaifu.community[posts].tolist()) == {c}
        levels = kaifu.level[posts].tolist()
        assert levels == sorted(levels, reverse=True)
        assert kaifu.key[posts].tolist() == [
            c * KEYS_PER_COMMUNITY + slot for slot in range(len(levels))
        ]


def test_general_workers_posts_open_as_the_workforce_grew(kaifu: Geography) -> None:
    opening = kaifu.open_from[kaifu.level == Post.GENERAL_WORKER]
    for year in range(-20, 1):
        share = 1.08**year
        assert np.sum(opening <= year) == pytest.approx(213 * share, abs=0.51)


@pytest.mark.parametrize("level", [Post.COMMITTEE_MEMBER, Post.DEPUTY, Post.PRINCIPAL])
def test_elected_posts_open_with_the_election_before(level: Post, kaifu: Geography) -> None:
    opening = set(kaifu.open_from[kaifu.level == level].tolist())
    assert opening == {-20, -17, -14, -11, -8, -5, -2}
    for year in (-17, -8, -2):
        next_before_election = year + 2
        share = 1.08 ** min(0, next_before_election)
        there = np.sum(kaifu.open_from[kaifu.level == level] <= year)
        assert there == pytest.approx(KAIFU.posts[level] * share, abs=0.51)


def test_history_before_its_first_year_is_not_told(kaifu: Geography) -> None:
    assert kaifu.open_from.min() == -20
    assert kaifu.open_from.max() == 0


def test_without_growth_every_post_is_open_from_the_first_year(
    world: Parameters, three_year_terms: PolicyNumbers
) -> None:
    steady = lay_out(
        KAIFU, world._replace(history_growth_early=0.0, history_growth_late=0.0), three_year_terms
    )
    assert set(steady.open_from.tolist()) == {-20}


def test_first_seats_open_everywhere_before_second_seats(kaifu: Geography) -> None:
    workers = kaifu.level == Post.GENERAL_WORKER
    for c in range(66):
        opening = kaifu.open_from[workers & (kaifu.community == c)].tolist()
        assert opening == sorted(opening)


def test_households_are_lognormal_with_the_given_mean_and_tail(kaifu: Geography) -> None:
    households = kaifu.households
    assert households.mean() == pytest.approx(1900.0, rel=1e-3)
    assert np.log(households).std() == pytest.approx(0.21, rel=0.03)
    # 84.8 % of communities have 1,500 households or more (report 1): 56 of 66
    assert int(np.sum(households >= 1500.0)) == 56
    assert sorted(households.tolist()) == households.tolist()


def test_the_middle_community_has_the_median_households(
    world: Parameters, three_year_terms: PolicyNumbers
) -> None:
    place: Any = Site(communities=3, posts=(3, 3, 3, 3))
    households = lay_out(place, world, three_year_terms).households
    median = 1900.0 * math.exp(-0.5 * 0.21**2)
    assert households[1] == pytest.approx(median, rel=1e-12)
    # the fifth sixth of a normal distribution lies 0.9674216 deviations up
    assert households[2] == pytest.approx(median * math.exp(0.21 * 0.9674215661), rel=1e-9)


def test_pay_factors_have_mean_one_and_the_given_spread() -> None:
    factors = pay_factors(66, 0.15)
    assert factors.mean() == pytest.approx(1.0, rel=1e-12)
    assert np.log(factors).std() == pytest.approx(0.15, rel=0.03)
    assert len(set(factors.tolist())) == 66


def test_without_dispersion_every_sub_district_pays_the_same() -> None:
    assert pay_factors(66, 0.0).tolist() == [1.0] * 66


@pytest.mark.parametrize("communities", [1, 2, 12, 50, 66])
def test_every_quantile_of_pay_is_given_once(communities: int) -> None:
    factors = sorted(np.log(pay_factors(communities, 0.15)).tolist())
    middle = [low + high for low, high in zip(factors, reversed(factors), strict=True)]
    assert middle == pytest.approx([middle[0]] * communities, abs=1e-12)


def test_pay_is_unrelated_to_the_size_of_a_community(kaifu: Geography) -> None:
    related = np.corrcoef(pay_factors(66, 0.15), kaifu.households)[0, 1]
    assert abs(related) < 0.1


@pytest.fixture(scope="module")
def gridded(world: Parameters, three_year_terms: PolicyNumbers) -> Geography:
    """Return the posts of kaifu with a worker for every 400 households from year 3."""
    grids = three_year_terms._replace(workload_households_per_grid=400)
    return lay_out(KAIFU, world, three_year_terms, reforms=((3, grids),))


def test_grids_add_general_workers_up_to_one_a_grid(gridded: Geography) -> None:
    for c, households in enumerate(gridded.households.tolist()):
        workers = (gridded.community == c) & (gridded.level == Post.GENERAL_WORKER)
        assert np.sum(workers) == max(
            math.ceil(households / 400), np.sum(workers & (gridded.open_from < 3))
        )
        assert np.sum(workers) >= math.ceil(households / 400)


def test_posts_that_grids_add_open_with_the_policy(kaifu: Geography, gridded: Geography) -> None:
    added = ~np.isin(gridded.key, kaifu.key)
    assert set(gridded.open_from[added].tolist()) == {3}
    assert set(gridded.level[added].tolist()) == {int(Post.GENERAL_WORKER)}


def test_posts_keep_their_names_when_a_policy_adds_others(
    kaifu: Geography, gridded: Geography
) -> None:
    kept = np.isin(gridded.key, kaifu.key)
    assert gridded.key[kept].tolist() == kaifu.key.tolist()
    assert gridded.open_from[kept].tolist() == kaifu.open_from.tolist()
    assert len(set(gridded.key.tolist())) == len(gridded.key)


def test_communities_with_workers_enough_get_none_for_their_grids(
    world: Parameters, three_year_terms: PolicyNumbers
) -> None:
    grids = three_year_terms._replace(workload_households_per_grid=100_000)
    same = lay_out(KAIFU, world, three_year_terms, reforms=((1, grids),))
    plain = lay_out(KAIFU, world, three_year_terms)
    assert same.key.tolist() == plain.key.tolist()


def test_a_post_that_nobody_has_held_is_vacant() -> None:
    staff = unstaffed(3)
    assert staff.entry_post.tolist() == [VACANT] * 3
    for name, column in zip(staff._fields, staff, strict=True):
        assert len(column) == 3
        if name != "entry_post":
            assert not column.any()


def test_a_copy_of_the_staff_is_its_own() -> None:
    staff = unstaffed(3)
    other = staff.copy()
    other.age[0] = 40
    assert staff.age[0] == 0


def test_staff_moves_to_wider_columns_row_by_row() -> None:
    staff = unstaffed(2)
    staff.entry_post[:] = [7, 9]
    staff.ability[:] = [0.5, -0.5]
    wide = staff.widened(np.array([1, 3]), 4)
    assert wide.entry_post.tolist() == [VACANT, 7, VACANT, 9]
    assert wide.ability.tolist() == [0.0, 0.5, 0.0, -0.5]
