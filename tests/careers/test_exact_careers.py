"""The exact cases 1 to 7 of MODEL.md section I."""

import math
from typing import Any

import numpy as np
import pytest

from community_sim.career_grid import ABILITY_NODES, OFFSET_NODES, look_up
from community_sim.careers import Careers, Prospects, solve_careers
from community_sim.logit import log_sum_exp, logistic, softplus
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.rules.separation import NO_EXAM, leave_probability
from community_sim.vocabulary import Education, Mandate, Post, Sex

ALONE = Prospects(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
PLAIN = (Mandate.ELECTED, Education.HIGH_SCHOOL, Sex.MALE, Post.GENERAL_WORKER)
# no tenure axis, the value, mean taste; the market of the plain world pays no ability
MIDDLE = (0, 0, OFFSET_NODES // 2 * ABILITY_NODES)
ENDLESS = 150  # retirement so late that its effect is below the last digit


@pytest.fixture(scope="module")
def plain(p: Parameters) -> Parameters:
    """Return a world of pay alone: the market pays the reference wage, and so does the pension."""
    return p._replace(
        pay_weight=0.75, discount_factor=0.9, taste_mean=0.0, taste_shift_hired=0.0, taste_sd=0.5,
        moving_cost=0.0, pressure_disutility=0.0, inequity_weight=0.0, pension_floor=1.0,
        insurance_value_medical=0.0, insurance_value_unemployment=0.0, market_wage_level=1.0,
        market_premium_high_school=0.0, market_premium_bachelor=0.0, market_age_slope=0.0,
        market_sex_gap=0.0, market_ability_return=0.0, pension_replacement=1.0,
    )  # fmt: skip


def solve(
    levers: PolicyNumbers,
    p: Parameters,
    *,
    utility: float,
    retires_at: int = ENDLESS,
    prospects: Prospects = ALONE,
    returned: Careers | None = None,
) -> Careers:
    """Return the careers of people whose post is worth `utility` a year more than the market."""
    pay = math.exp(utility / p.pay_weight)
    levers = levers._replace(
        pay_coefficient_general_worker=pay, pay_coefficient_committee_member=pay,
        pay_coefficient_deputy=pay, pay_coefficient_principal=pay, pay_multiplier_seconded=1.0,
        pay_seniority_step=0.0, separation_dismissal_share=0.0,
        separation_election_loss_probability=0.0, separation_nomination_age_cap=1000,
        separation_retirement_age_women=retires_at, separation_retirement_age_men=retires_at,
    )  # fmt: skip
    return solve_careers(
        levers, p, prospects=prospects, mean_pressure=(0.0, 0.0, 0.0, 0.0), returned=returned
    )


def advantage(careers: Careers, *, years_left: int | None = None) -> float:
    """Return the advantage of staying, at the first age or with some years to retirement."""
    age = 0 if years_left is None else careers.serve.shape[4] - years_left
    return float(careers.serve[(*PLAIN, age, *MIDDLE)])


def test_case_1_a_post_no_better_than_the_market_is_left_by_16_percent(
    levers: PolicyNumbers, plain: Parameters
) -> None:
    stay = advantage(solve(levers, plain, utility=0.0))
    assert stay == pytest.approx(1.62206007, abs=5e-9)
    assert leave_probability(stay) == pytest.approx(0.16492096, abs=5e-9)


def test_case_2_a_post_better_by_a_fifth_is_left_by_7_percent(
    levers: PolicyNumbers, plain: Parameters
) -> None:
    stay = advantage(solve(levers, plain, utility=0.2))
    assert stay == pytest.approx(2.62775383, abs=5e-9)
    assert leave_probability(stay) == pytest.approx(0.06737345, abs=5e-9)


def elasticity(levers: PolicyNumbers, p: Parameters, utility: float) -> float:
    """Return the elasticity of quits to pay by two-sided finite differences."""
    step = 1e-5
    low = leave_probability(advantage(solve(levers, p, utility=utility - p.pay_weight * step)))
    high = leave_probability(advantage(solve(levers, p, utility=utility + p.pay_weight * step)))
    return (math.log(high) - math.log(low)) / (2.0 * step)


def test_case_2_the_elasticity_of_quits_to_pay_has_its_closed_form(
    levers: PolicyNumbers, plain: Parameters
) -> None:
    found = elasticity(levers, plain, 0.2)
    q = 0.06737345
    assert found == pytest.approx(-4.35437546, abs=2e-6)
    assert found == pytest.approx(-0.75 * (1.0 - q) / (1.0 - 0.9 * (1.0 - q)), abs=2e-6)


def test_case_3_the_last_years_before_retirement_are_exact(
    levers: PolicyNumbers, plain: Parameters
) -> None:
    careers = solve(levers, plain, utility=0.2, retires_at=60)
    expected = [(0.45016600, 0.79813887), (0.28529931, 1.25421643), (0.20935879, 1.56370579)]
    for years_left, (quits, value) in enumerate(expected, start=1):
        stay = advantage(careers, years_left=years_left)
        assert leave_probability(stay) == pytest.approx(quits, abs=5e-9)
        assert softplus(stay) == pytest.approx(value, abs=5e-9)


@pytest.mark.parametrize("utility", [-1.0, 0.0, 0.3])
def test_case_4_those_who_do_not_look_ahead_compare_this_year_only(
    utility: float, levers: PolicyNumbers, plain: Parameters
) -> None:
    myopic = plain._replace(discount_factor=0.0)
    quits = leave_probability(advantage(solve(levers, myopic, utility=utility)))
    assert quits == pytest.approx(1.0 / (1.0 + math.exp(utility)), rel=1e-9)
    assert elasticity(levers, myopic, utility) == pytest.approx(-0.75 * (1.0 - quits), abs=1e-6)


def test_case_5_an_exam_that_nobody_passes_changes_no_decision(
    levers: PolicyNumbers, plain: Parameters
) -> None:
    hopeless = plain._replace(exam_pass_probability=0.0)
    careers = solve(levers, hopeless, utility=0.2, retires_at=60)
    assert np.array_equal(
        careers.serve[:, Education.HIGH_SCHOOL], careers.serve[:, Education.COLLEGE]
    )
    assert np.all(careers.passing[:, Education.COLLEGE, :, :, :16] > NO_EXAM)
    planes = careers.planes((Mandate.ELECTED, Education.COLLEGE, Sex.MALE, 0, 20, 0))
    _, odds = look_up(planes, 0.0, 0.0, careers.axes, hopeless)
    assert odds == -plain.exam_cost_mean / plain.exam_cost_scale


def test_case_5_posts_reserved_for_those_in_service_make_staying_worth_more(
    levers: PolicyNumbers, plain: Parameters, at_nodes: Any
) -> None:
    hopeful = ALONE._replace(exam_pass_probability=0.2)
    coveted = plain._replace(civil_service_amenity=5.0)
    reserving = levers._replace(
        promotion_civil_service_posts_per_year=10, promotion_civil_service_min_tenure=0
    )
    careers = solve(reserving, coveted, utility=0.0, retires_at=60, prospects=hopeful)
    stay = at_nodes(careers)
    excluded = stay[:, Education.HIGH_SCHOOL, :, :, :15]
    admitted = stay[:, Education.COLLEGE, :, :, :15]
    assert np.all(admitted > excluded)
    past_the_limit = slice(16, None)
    assert np.array_equal(
        stay[:, Education.HIGH_SCHOOL, :, :, past_the_limit],
        stay[:, Education.COLLEGE, :, :, past_the_limit],
    )


@pytest.mark.parametrize("options", [2, 3, 5])
def test_case_6_equal_options_are_chosen_equally(options: int) -> None:
    others = 0.0
    for _ in range(options - 2):
        others = log_sum_exp(others, 0.0)
    assert logistic(-others) == pytest.approx(1.0 / options, rel=1e-12)


def test_case_6_a_plain_logit_would_reward_a_mere_second_option() -> None:
    inside = log_sum_exp(0.2, 0.2)
    assert leave_probability(inside) == pytest.approx(0.29046, abs=5e-6)
    half_nested = 0.2 + 0.5 * math.log(2.0)
    assert leave_probability(half_nested) == pytest.approx(0.36666, abs=5e-6)
    assert leave_probability(0.2) == pytest.approx(0.45017, abs=5e-6)


@pytest.fixture(scope="module")
def ladder(levers: PolicyNumbers) -> PolicyNumbers:
    """Return levers with current practice's ladder and elections."""
    return levers._replace(pay_seniority_step=0.0, pay_multiplier_seconded=1.0)


CLIMBING = Prospects(0.12, 0.055, 0.08, 0.0063, 0.0, 0.0, 0.0, 0.0, 0.0)


def test_case_7_a_little_more_utility_is_worth_the_expected_years_in_post(
    levers: PolicyNumbers, p: Parameters
) -> None:
    step = 1e-4
    quiet = levers._replace(separation_dismissal_share=0.0)

    def stay(shift: float) -> np.ndarray:
        changed = p._replace(taste_mean=p.taste_mean + shift)
        careers = solve_careers(quiet, changed, prospects=ALONE, mean_pressure=(0.8, 0.8, 0.8, 0.8))
        return careers.serve[(*PLAIN, slice(None), *MIDDLE)]

    slope = (stay(step) - stay(-step)) / (2.0 * step)
    staying = np.array([1.0 - leave_probability(float(each)) for each in stay(0.0)])
    years = 0.0
    for age in reversed(range(len(staying))):
        years = 1.0 + p.discount_factor * years  # this year, and those after while one stays
        assert slope[age] == pytest.approx(years, rel=1e-5)
        years *= staying[age]


@pytest.mark.parametrize(
    "lever",
    [
        "pay_coefficient_general_worker",
        "pay_coefficient_committee_member",
        "pay_coefficient_deputy",
        "pay_coefficient_principal",
    ],
)
def test_case_7_more_pay_at_any_level_makes_no_post_worth_less(
    lever: str, ladder: PolicyNumbers, p: Parameters
) -> None:
    pressure = (0.8, 0.8, 0.8, 0.8)
    before = solve_careers(ladder, p, prospects=CLIMBING, mean_pressure=pressure)
    raised = ladder._replace(**{lever: getattr(ladder, lever) * 1.01})
    after = solve_careers(raised, p, prospects=CLIMBING, mean_pressure=pressure)
    assert np.all(after.serve[..., 0, :] >= before.serve[..., 0, :])
    assert np.any(after.serve[..., 0, :] > before.serve[..., 0, :])


@pytest.mark.parametrize("credibility", [0.0, 0.4, 0.9, 1.0])
def test_a_policy_that_may_not_last_is_worth_what_its_two_futures_are(
    credibility: float, levers: PolicyNumbers, plain: Parameters
) -> None:
    doubted = plain._replace(policy_credibility=credibility)
    today = solve(levers, plain, utility=0.0)
    stay = advantage(solve(levers, doubted, utility=0.2, returned=today))
    # x = u + beta (c softplus(x) + (1 - c) softplus(y)), y today's
    y, x = advantage(today), 0.0
    for _ in range(2000):
        x = 0.2 + 0.9 * (credibility * softplus(x) + (1.0 - credibility) * softplus(y))
    assert stay == pytest.approx(x, abs=5e-9)


def test_a_policy_that_nobody_believes_is_one_that_is_known_to_end_next_year(
    levers: PolicyNumbers, p: Parameters
) -> None:
    hope = Prospects(0.12, 0.055, 0.08, 0.03, 0.06, 0.05, 0.10, 0.20, 0.50)
    pressure = (0.80, 0.75, 0.85, 0.95)
    reform = levers._replace(
        pay_scale=1.3, pay_seniority_step=0.02, separation_retirement_age_women=58,
        promotion_civil_service_posts_per_year=10, promotion_civil_service_min_tenure=4,
    )  # fmt: skip
    today = solve_careers(levers, p, prospects=hope, mean_pressure=pressure)
    ends = solve_careers(reform, p, prospects=hope, mean_pressure=pressure, ahead=today)
    nobody = p._replace(policy_credibility=0.0)
    doubted = solve_careers(reform, nobody, prospects=hope, mean_pressure=pressure, returned=today)
    for name in ("serve", "stay", "passing", "leaving", "service"):
        np.testing.assert_allclose(getattr(doubted, name), getattr(ends, name), atol=1e-12)


def test_doubting_what_does_not_change_changes_nothing(levers: PolicyNumbers, p: Parameters):
    doubting = p._replace(policy_credibility=0.3)
    given = {"prospects": ALONE, "mean_pressure": (0.8, 0.8, 0.8, 0.8)}
    today = solve_careers(levers, doubting, **given)
    again = solve_careers(levers, doubting, **given, returned=today)
    assert np.array_equal(again.serve, today.serve)


def test_only_insured_years_tell_posts_apart_where_old_age_is_all_that_differs(
    levers: PolicyNumbers, plain: Parameters
) -> None:
    p = plain._replace(
        pension_floor=0.5, pension_replacement=1.0, pension_full_years=30.0,
        market_pension_coverage=0.25,
    )  # fmt: skip
    covered = solve(levers._replace(pay_insurance_pension=1.0), p, utility=0.0, retires_at=60)
    # in the last year of work: beta (1 - .25) alpha ln 2 / 30 / (1 - beta)
    worth = 0.9 * 0.75 * 0.75 * math.log(2.0) / 30.0 / 0.1
    assert advantage(covered, years_left=1) == pytest.approx(worth, rel=1e-12)
    alike = solve(levers._replace(pay_insurance_pension=0.25), p, utility=0.0, retires_at=60)
    plainly = solve(levers, plain, utility=0.0, retires_at=60)
    assert advantage(alike) == pytest.approx(advantage(plainly), rel=1e-12)
