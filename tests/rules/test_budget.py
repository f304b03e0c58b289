"""Money in and out of a community, and what gives way, at known points."""

import pytest

from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.rules.budget import (
    FEN_PER_YUAN,
    affordable_posts,
    contribution_share,
    extra_grant,
    fee_income,
    fen,
    grant_income,
    office_spending,
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


def test_contributions_follow_coverage(levers: PolicyNumbers, p: Parameters) -> None:
    p = p._replace(
        contribution_rate_pension=0.20,
        contribution_rate_medical=0.06,
        contribution_rate_unemployment=0.02,
    )
    none = levers._replace(
        pay_insurance_pension=0.0, pay_insurance_medical=0.0, pay_insurance_unemployment=0.0
    )
    assert contribution_share(none, p) == 0.0
    assert contribution_share(none._replace(pay_insurance_pension=0.5), p) == 0.10
    assert contribution_share(none._replace(pay_insurance_medical=0.5), p) == 0.03
    assert contribution_share(none._replace(pay_insurance_unemployment=0.5), p) == 0.01
    full = none._replace(
        pay_insurance_pension=1.0, pay_insurance_medical=1.0, pay_insurance_unemployment=1.0
    )
    assert contribution_share(full, p) == pytest.approx(0.28, rel=1e-12)


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


@pytest.fixture
def establishment(levers: PolicyNumbers) -> PolicyNumbers:
    """Return levers that keep the establishment, with an office that can spare 7,000."""
    return levers._replace(
        budget_posts_change_share=0.0, budget_office_need=15000, budget_office_minimum=8000
    )


def test_a_funded_reform_keeps_every_post(establishment: PolicyNumbers) -> None:
    funded = establishment._replace(budget_closure=FUNDED)
    assert affordable_posts(651, 100.0, 150.0, 66, funded) == 651


def test_headcount_shrinks_to_todays_wage_budget(establishment: PolicyNumbers) -> None:
    headcount = establishment._replace(budget_closure=HEADCOUNT)
    assert affordable_posts(651, 100.0, 150.0, 66, headcount) == 434
    assert affordable_posts(650, 100.0, 150.0, 66, headcount) == 433
    assert affordable_posts(651, 100.0, 100.0, 66, headcount) == 651
    assert affordable_posts(651, 100.0, 80.0, 66, headcount) == 651


def test_the_office_is_squeezed_before_posts_are_cut(establishment: PolicyNumbers) -> None:
    squeezed = establishment._replace(budget_closure=OFFICE)
    # ten offices spare 70,000: a bill of 1,070,000 is just paid, one of 1,337,500 for 4 in 5
    assert affordable_posts(100, 1.0e6, 1.07e6, 10, squeezed) == 100
    assert affordable_posts(100, 1.0e6, 1.3375e6, 10, squeezed) == 80


def test_posts_change_by_their_own_lever_too(establishment: PolicyNumbers) -> None:
    trimmed = establishment._replace(budget_posts_change_share=-0.05, budget_closure=FUNDED)
    assert affordable_posts(651, 100.0, 100.0, 66, trimmed) == 618
    grown = establishment._replace(budget_posts_change_share=0.1, budget_closure=HEADCOUNT)
    # 110 posts at a quarter more each
    assert affordable_posts(100, 100.0, 125.0, 66, grown) == 88


def test_a_whole_number_of_posts_is_not_lost_to_rounding(establishment: PolicyNumbers) -> None:
    # 100 * 1.1 is 110.00000000000001 and 100 * 0.29 is 28.999999999999996 in binary
    grown = establishment._replace(budget_posts_change_share=-0.71, budget_closure=FUNDED)
    assert affordable_posts(100, 100.0, 100.0, 66, grown) == 29


def test_wage_and_bonus_make_the_principals_pay_of_the_report(levers: PolicyNumbers) -> None:
    assert fen(17562.0) + fen(14925.0) == fen(32487.0)
    assert levers.pay_coefficient_principal == round(32487.0 / 27968.0, 2)
