"""Money in and out of a community, and what gives way, at known points."""

import pytest

from community_sim.policy import PolicyNumbers
from community_sim.rules.budget import (
    FEN_PER_YUAN,
    added_posts,
    affordable_share,
    authorised_posts,
    extra_grant,
    fee_income,
    fen,
    grant_income,
    is_laid_off,
    office_spending,
    wage_limit,
    wanted_posts,
)

FUNDED, OFFICE, HEADCOUNT = 0.0, 1.0, 2.0


@pytest.mark.parametrize(
    ("yuan", "amount"),
    [
        (0.0, 0),
        (1.0, 100),
        (0.00499, 0),
        (0.014, 1),
        (0.015625, 2),
        (0.125, 13),
        (-0.125, -12),
        (27968.0, 2796800),
    ],
)
def test_money_is_counted_in_whole_fen_halves_rounded_up(yuan: float, amount: int) -> None:
    assert FEN_PER_YUAN == 100
    assert fen(yuan) == amount


def test_forty_thousand_matched_two_and_a_half_times_is_one_hundred_and_forty_thousand(
    levers: PolicyNumbers,
) -> None:
    levers = levers._replace(
        budget_grant_base=40000, budget_match_ratio=2.5, budget_special_grant=0
    )
    assert grant_income(levers) == 140000 * FEN_PER_YUAN
    special = levers._replace(budget_special_grant=37000)
    assert grant_income(special) == 177000 * FEN_PER_YUAN


def test_the_shipped_levers_give_the_reports_grant(levers: PolicyNumbers) -> None:
    base = levers._replace(budget_special_grant=0)
    assert grant_income(base) == 140000 * FEN_PER_YUAN


def test_a_fee_follows_each_paid_item_that_is_left(levers: PolicyNumbers) -> None:
    levers = levers._replace(
        workload_administrative_items=90,
        workload_relief_share=0.5,
        workload_paid_item_share=0.4,
        workload_fee_per_item=1000,
    )
    # 90 * 0.5 * 0.4 = 18 items
    assert fee_income(levers) == 18000 * FEN_PER_YUAN
    assert fee_income(levers._replace(workload_paid_item_share=0.0)) == 0


@pytest.fixture
def office(levers: PolicyNumbers) -> PolicyNumbers:
    """Return levers under which the office gives way first."""
    return levers._replace(
        budget_office_need=15000, budget_office_minimum=8000, budget_closure=OFFICE
    )


@pytest.mark.parametrize("closure", [FUNDED, HEADCOUNT])
def test_the_office_gets_what_it_needs_unless_it_is_what_gives_way(
    closure: float, office: PolicyNumbers
) -> None:
    assert office_spending(0, office._replace(budget_closure=closure)) == 1500000


@pytest.mark.parametrize(
    ("left", "spent"),
    [(2000000, 1500000), (1500000, 1500000), (1000000, 1000000), (799999, 800000), (-5, 800000)],
)
def test_an_office_that_gives_way_keeps_its_minimum(
    left: int, spent: int, office: PolicyNumbers
) -> None:
    assert office_spending(left, office) == spent


def test_a_grant_closes_a_gap_and_never_takes_a_surplus_back() -> None:
    assert extra_grant(120, 100) == 20
    assert extra_grant(100, 100) == 0
    assert extra_grant(80, 100) == 0


@pytest.mark.parametrize(
    ("closure", "limit"), [(FUNDED, float("inf")), (HEADCOUNT, 500.0), (OFFICE, 500.0 + 16.5)]
)
def test_a_closure_says_what_staff_may_cost(
    closure: float, limit: float, office: PolicyNumbers
) -> None:
    # 66 offices that spare 7,000 yuan each are 16.5 wages of 28,000 yuan
    levers = office._replace(budget_closure=closure)
    assert wage_limit(500.0, 66, 28000.0, levers) == pytest.approx(limit)


def test_an_office_below_its_minimum_spares_nothing(office: PolicyNumbers) -> None:
    poor = office._replace(budget_office_need=5000)
    assert wage_limit(500.0, 66, 28000.0, poor) == 500.0


def test_posts_shrink_to_what_the_limit_pays_and_never_grow() -> None:
    assert affordable_share(100.0, 150.0) == pytest.approx(2.0 / 3.0)
    assert affordable_share(100.0, 100.0) == 1.0
    assert affordable_share(100.0, 80.0) == 1.0
    assert affordable_share(100.0, 0.0) == 1.0
    assert affordable_share(float("inf"), 80.0) == 1.0


def test_posts_of_a_level_are_rounded_to_the_nearest(levers: PolicyNumbers) -> None:
    assert authorised_posts(213, 2.0 / 3.0) == 142
    assert authorised_posts(95, 2.0 / 3.0) == 63
    trimmed = levers._replace(budget_posts_change_share=-0.05)
    assert [wanted_posts(n, trimmed) for n in (213, 243, 100, 95)] == [202, 231, 95, 90]
    assert added_posts(213, trimmed) == 0
    # 100 * 0.29 is 28.999999999999996 in binary
    assert wanted_posts(100, levers._replace(budget_posts_change_share=-0.71)) == 29


def test_a_larger_establishment_adds_posts_and_keeps_those_there_are(levers: PolicyNumbers) -> None:
    grown = levers._replace(budget_posts_change_share=0.1)
    assert [added_posts(n, grown) for n in (213, 243, 100, 95)] == [21, 24, 10, 10]
    assert [wanted_posts(n, grown) for n in (213, 243, 100, 95)] == [213, 243, 100, 95]


def test_who_is_beyond_what_a_policy_wants_is_laid_off_and_who_cannot_be_paid() -> None:
    assert is_laid_off(10, 9, 9, -1.0)
    assert is_laid_off(10, 12, 9, 0.5)
    assert not is_laid_off(10, 12, 9, 0.0)
    assert not is_laid_off(9, 12, 9, 0.5)


def test_wage_and_bonus_make_the_principals_pay_of_the_report(levers: PolicyNumbers) -> None:
    assert fen(17562.0) + fen(14925.0) == fen(32487.0)
    assert levers.pay_coefficient_principal == round(32487.0 / 27968.0, 2)
