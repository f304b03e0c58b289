"""Routes, waiting, applying and being chosen, at known points."""

import math

import pytest

from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.randomness import normal_quantile
from community_sim.rules.recruitment import (
    NOT_THIS_YEAR,
    application_deterrence,
    application_probability,
    can_serve,
    candidate_count,
    entrant_age,
    entrant_education,
    entrant_mandate,
    entrant_sex,
    external_route,
    is_confirmed,
    is_in_party,
    month_filled,
    monthly_fill_probability,
    reserve_members,
    selection_score,
    selection_validity,
)
from community_sim.vocabulary import Education, EntryRoute, Mandate, Post, Sex

ELECTION = EntryRoute.ELECTION
OPEN = EntryRoute.OPEN_RECRUITMENT
SECONDMENT = EntryRoute.SECONDMENT
PLACEMENT = EntryRoute.PLACEMENT
RESERVE = EntryRoute.RESERVE_POOL


@pytest.fixture
def mix(levers: PolicyNumbers) -> PolicyNumbers:
    """Return levers with a route mix of round numbers, other at every level."""
    return levers._replace(
        recruitment_general_worker_open=0.75,
        recruitment_general_worker_placement=0.25,
        recruitment_committee_member_election=0.5,
        recruitment_committee_member_open=0.25,
        recruitment_committee_member_placement=0.25,
        recruitment_deputy_election=0.25,
        recruitment_deputy_secondment=0.5,
        recruitment_deputy_placement=0.25,
        recruitment_principal_election=0.375,
        recruitment_principal_secondment=0.625,
    )


@pytest.mark.parametrize(
    ("level", "luck", "route"),
    [
        (Post.GENERAL_WORKER, 0.74, OPEN),
        (Post.GENERAL_WORKER, 0.75, PLACEMENT),
        (Post.COMMITTEE_MEMBER, 0.49, ELECTION),
        (Post.COMMITTEE_MEMBER, 0.50, OPEN),
        (Post.COMMITTEE_MEMBER, 0.74, OPEN),
        (Post.COMMITTEE_MEMBER, 0.75, PLACEMENT),
        (Post.DEPUTY, 0.24, ELECTION),
        (Post.DEPUTY, 0.25, SECONDMENT),
        (Post.DEPUTY, 0.74, SECONDMENT),
        (Post.DEPUTY, 0.75, PLACEMENT),
        (Post.PRINCIPAL, 0.374, ELECTION),
        (Post.PRINCIPAL, 0.375, SECONDMENT),
    ],
)
def test_each_level_seeks_its_people_by_its_own_mix_of_routes(
    level: Post, luck: float, route: EntryRoute, mix: PolicyNumbers
) -> None:
    assert external_route(level, luck, mix) == route


@pytest.mark.parametrize(
    ("route", "mandate"),
    [
        (ELECTION, Mandate.ELECTED),
        (OPEN, Mandate.HIRED),
        (SECONDMENT, Mandate.SECONDED),
        (PLACEMENT, Mandate.OTHER),
        (RESERVE, Mandate.HIRED),
    ],
)
def test_the_route_in_sets_the_first_mandate(route: EntryRoute, mandate: Mandate) -> None:
    assert entrant_mandate(route) == mandate


@pytest.mark.parametrize(
    ("route", "count"), [(ELECTION, 8), (OPEN, 25), (SECONDMENT, 5), (PLACEMENT, 1), (RESERVE, 6)]
)
def test_each_route_has_its_own_number_of_candidates(
    route: EntryRoute, count: int, levers: PolicyNumbers, p: Parameters
) -> None:
    levers = levers._replace(recruitment_candidate_pool=25, recruitment_reserve_pass_share=0.175)
    p = p._replace(candidates_election=8, candidates_secondment=5)
    assert candidate_count(route, levers, p) == count


@pytest.mark.parametrize(("share", "count"), [(1.0, 1), (0.5, 2), (0.4, 3), (0.40048, 2)])
def test_so_many_stand_for_the_reserve_that_one_passes(
    share: float, count: int, levers: PolicyNumbers, p: Parameters
) -> None:
    levers = levers._replace(recruitment_reserve_pass_share=share)
    assert candidate_count(RESERVE, levers, p) == count


@pytest.mark.parametrize(
    ("posts", "share", "months", "members"),
    [
        (126, 0.3125, 0, 39),
        (128, 0.25, 3, 24),
        (128, 0.25, 6, 16),
        (127, 0.25, 6, 15),
        (9, 0.0, 0, 0),
    ],
)
def test_the_reserve_is_a_share_of_the_posts_less_those_still_in_placement(
    posts: int, share: float, months: float, members: int, levers: PolicyNumbers
) -> None:
    levers = levers._replace(
        recruitment_reserve_pool_share=share, recruitment_reserve_placement_months=months
    )
    assert reserve_members(posts, levers) == members


@pytest.fixture
def placement(p: Parameters) -> Parameters:
    """Return parameters of a placement that shows a third of the fit."""
    return p._replace(
        reserve_fit_reliability=0.36, reserve_unconfirmed_share=0.2, reserve_withdrawal=0.05
    )


LOWEST_FIFTH = -0.8416212335729143


@pytest.mark.parametrize("shift", [-1e-6, 1e-6])
def test_the_least_fitting_fifth_of_the_reserve_is_not_confirmed(
    shift: float, placement: Parameters
) -> None:
    # fit = 0.6 taste + 0.8 noise
    enough = (LOWEST_FIFTH + shift - 0.8 * 0.5) / 0.6
    assert is_confirmed(enough, 0.5, 0.5, placement) == (shift > 0.0)
    noisy = (LOWEST_FIFTH + shift - 0.6 * 0.5) / 0.8
    assert is_confirmed(0.5, noisy, 0.5, placement) == (shift > 0.0)


def test_where_the_placement_shows_all_of_the_fit_the_limit_itself_is_enough(
    placement: Parameters,
) -> None:
    plain = placement._replace(reserve_fit_reliability=1.0)
    assert is_confirmed(normal_quantile(0.2), -9.0, 0.5, plain)


def test_some_of_the_reserve_withdraw_however_well_they_fit(placement: Parameters) -> None:
    assert not is_confirmed(3.0, 3.0, 0.049, placement)
    assert is_confirmed(3.0, 3.0, 0.05, placement)
    assert is_confirmed(3.0, 3.0, 0.051, placement)


@pytest.mark.parametrize(
    ("route", "validity"),
    [(ELECTION, 0.2), (OPEN, 0.5), (SECONDMENT, 0.3), (PLACEMENT, 0.0), (RESERVE, 0.6)],
)
def test_each_route_sees_ability_with_its_own_validity(
    route: EntryRoute, validity: float, p: Parameters
) -> None:
    p = p._replace(
        selection_validity_election=0.2,
        selection_validity_open=0.5,
        selection_validity_secondment=0.3,
        selection_validity_reserve=0.6,
    )
    assert selection_validity(route, p) == validity


@pytest.mark.parametrize(
    ("route", "probability"),
    [(ELECTION, 1.0), (RESERVE, 1.0), (SECONDMENT, 0.5), (PLACEMENT, 0.2), (OPEN, 0.25)],
)
def test_the_monthly_chance_is_one_over_the_mean_wait(
    route: EntryRoute, probability: float, p: Parameters
) -> None:
    p = p._replace(fill_months_open=4.0, fill_months_secondment=2.0, fill_months_placement=5.0)
    assert monthly_fill_probability(route, p) == probability


@pytest.mark.parametrize(
    ("luck", "month"),
    [
        (0.0, 1),
        (0.49, 1),
        (0.5, 2),
        (0.74, 2),
        (0.75, 3),
        (1.0 - 2.0**-11 - 1e-9, 11),
        (1.0 - 2.0**-11, 12),
        (1.0 - 2.0**-12 - 1e-9, 12),
        (1.0 - 2.0**-12, 13),
    ],
)
def test_at_even_chances_half_of_what_is_left_is_filled_each_month(luck: float, month: int) -> None:
    assert NOT_THIS_YEAR == 13
    assert month_filled(0.5, luck) == month


def test_a_sure_fill_takes_one_month_and_an_impossible_one_the_whole_year() -> None:
    assert month_filled(1.0, 0.999999) == 1
    assert month_filled(0.0, 0.0) == NOT_THIS_YEAR


def test_an_application_weighs_the_best_of_joining_and_not_against_its_cost(
    p: Parameters,
) -> None:
    deterrence = application_deterrence(p._replace(application_cost=0.5, moving_cost=0.25))
    # ln(1 + e^0) - 0.75 = -0.0568528
    assert application_probability(0.0, deterrence) == pytest.approx(
        1.0 / (1.0 + math.exp(0.75 - math.log(2.0))), rel=1e-12
    )
    # a post far better than anything else: 10 - 0.75, but for the chance of e^-10
    assert application_probability(10.0, deterrence) == pytest.approx(
        1.0 / (1.0 + math.exp(0.75 - 10.0 - math.log1p(math.exp(-10.0)))), rel=1e-12
    )
    assert application_probability(-50.0, deterrence) == pytest.approx(
        1.0 / (1.0 + math.exp(0.75)), rel=1e-12
    )


def test_selection_sees_ability_through_noise() -> None:
    # 0.6 * 2 + 0.8 * 0.5
    assert selection_score(2.0, 0.5, 0.6) == pytest.approx(1.6, rel=1e-12)
    assert selection_score(2.0, 0.5, 0.0) == 0.5
    assert selection_score(2.0, 0.5, 1.0) == 2.0


@pytest.fixture
def ages(p: Parameters) -> Parameters:
    """Return parameters with a different age distribution for each route."""
    return p._replace(
        entry_age_mean_hired=30.0,
        entry_age_sd_hired=5.0,
        entry_age_mean_elected=36.0,
        entry_age_sd_elected=7.0,
        entry_age_mean_seconded=34.0,
        entry_age_sd_seconded=4.0,
        entry_age_mean_placed=40.0,
        entry_age_sd_placed=6.0,
    )


@pytest.mark.parametrize(
    ("route", "middle", "one_up"),
    [
        (OPEN, 30, 35),
        (RESERVE, 30, 35),
        (ELECTION, 36, 43),
        (SECONDMENT, 34, 38),
        (PLACEMENT, 40, 46),
    ],
)
def test_each_route_brings_people_of_its_own_age(
    route: EntryRoute, middle: int, one_up: int, ages: Parameters
) -> None:
    assert entrant_age(route, 0.0, ages) == middle
    assert entrant_age(route, 1.0, ages) == one_up
    assert entrant_age(route, -1.0, ages) == 2 * middle - one_up


@pytest.mark.parametrize(
    ("normal", "age"),
    [
        (0.09, 30),
        (0.0994, 30),
        (0.1, 31),
        (-0.1, 30),
        (-0.11, 29),
        (-2.0, 20),
        (-2.2, 20),
        (4.4, 52),
        (9.0, 52),
    ],
)
def test_ages_are_whole_and_between_20_and_52(normal: float, age: int, ages: Parameters) -> None:
    assert entrant_age(OPEN, normal, ages) == age


def test_a_candidate_must_be_able_to_serve_a_year_before_retirement() -> None:
    assert can_serve(49, 50)
    assert not can_serve(50, 50)
    assert not can_serve(51, 50)


def test_20_and_52_themselves_are_possible_ages(ages: Parameters) -> None:
    assert entrant_age(OPEN, (21.0 - 30.0) / 5.0, ages) == 21
    assert entrant_age(OPEN, (51.0 - 30.0) / 5.0, ages) == 51


@pytest.fixture
def schools(p: Parameters) -> Parameters:
    """Return parameters with a different education mix for each route."""
    return p._replace(
        high_school_share_hired=0.0625,
        bachelor_share_hired=0.25,
        high_school_share_elected=0.5,
        bachelor_share_elected=0.125,
        high_school_share_seconded=0.1875,
        bachelor_share_seconded=0.3125,
        high_school_share_placed=0.625,
        bachelor_share_placed=0.0,
    )


@pytest.mark.parametrize(
    ("route", "up_to", "from_here"),
    [
        (OPEN, 0.0625, 0.75),
        (RESERVE, 0.0625, 0.75),
        (ELECTION, 0.5, 0.875),
        (SECONDMENT, 0.1875, 0.6875),
        (PLACEMENT, 0.625, 1.0),
    ],
)
def test_each_route_brings_its_own_mix_of_schooling(
    route: EntryRoute, up_to: float, from_here: float, schools: Parameters
) -> None:
    assert entrant_education(route, up_to - 1e-9, schools) == Education.HIGH_SCHOOL
    assert entrant_education(route, up_to, schools) == Education.COLLEGE
    assert entrant_education(route, from_here - 1e-9, schools) == Education.COLLEGE
    assert entrant_education(route, from_here, schools) == Education.BACHELOR


def test_luck_below_the_share_of_women_makes_a_woman(p: Parameters) -> None:
    p = p._replace(female_share_entrants=0.75)
    assert entrant_sex(0.74, p) == Sex.FEMALE
    assert entrant_sex(0.75, p) == Sex.MALE


def test_a_principal_is_always_a_party_member(p: Parameters) -> None:
    p = p._replace(party_share_entrants=0.5)
    assert is_in_party(Post.PRINCIPAL, 0.99, p)
    for level in (Post.GENERAL_WORKER, Post.COMMITTEE_MEMBER, Post.DEPUTY):
        assert is_in_party(level, 0.49, p)
        assert not is_in_party(level, 0.50, p)
