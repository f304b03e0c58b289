"""Work, pressure, skill and service, at known points."""

import math

import pytest

from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.rules.workload import (
    administrative_hours,
    cadre_hours,
    demand_hours,
    effort,
    hours_for_residents,
    load,
    posts_for_grids,
    pressure,
    service_hours,
    skill,
)
from community_sim.vocabulary import Post


def test_ninety_items_cost_a_community_thirteen_thousand_hours(
    levers: PolicyNumbers, p: Parameters
) -> None:
    levers = levers._replace(workload_administrative_items=90, workload_relief_share=0.0)
    p = p._replace(item_hours_fixed=90.0, item_hours_per_household=0.03)
    # 90 * (90 + 0.03 * 1900) (MODEL.md F: "13.2k")
    assert administrative_hours(1900.0, levers, p) == pytest.approx(13230.0, rel=1e-12)


def test_relief_takes_its_share_of_the_items(levers: PolicyNumbers, p: Parameters) -> None:
    levers = levers._replace(workload_administrative_items=50, workload_relief_share=0.3)
    p = p._replace(item_hours_fixed=10.0, item_hours_per_household=0.02)
    # 50 * (10 + 20) * 0.7
    assert administrative_hours(1000.0, levers, p) == pytest.approx(1050.0, rel=1e-12)


def test_others_supply_their_share_of_the_service(levers: PolicyNumbers, p: Parameters) -> None:
    p = p._replace(service_hours_per_household=5.0)
    all_ours = levers._replace(workload_external_supply_share=0.0)
    assert demand_hours(1900.0, all_ours, p) == pytest.approx(9500.0, rel=1e-12)
    shared = levers._replace(workload_external_supply_share=0.2)
    assert demand_hours(1900.0, shared, p) == pytest.approx(7600.0, rel=1e-12)


def test_load_is_hours_asked_over_hours_there() -> None:
    assert load(13230.0, 9500.0, 18734.0) == pytest.approx(1.2133020177, rel=1e-9)
    assert load(1.0, 2.0, 0.5) == 6.0
    assert load(1.0, 2.0, 0.005) == 600.0  # few hours are not none


def test_a_community_without_staff_counts_as_double_load() -> None:
    assert load(13230.0, 9500.0, 0.0) == 2.0


def test_pressure_rises_with_load_and_for_principals(p: Parameters) -> None:
    p = p._replace(pressure_load_slope=3.0, pressure_principal=0.3)
    assert pressure(1.0, Post.DEPUTY, 0.0, p) == 0.5
    assert pressure(1.2, Post.GENERAL_WORKER, 0.5, p) == pytest.approx(
        1.0 / (1.0 + math.exp(-1.1)), rel=1e-12
    )
    assert pressure(1.2, Post.PRINCIPAL, 0.5, p) == pytest.approx(
        1.0 / (1.0 + math.exp(-1.4)), rel=1e-12
    )


@pytest.mark.parametrize(
    ("tenure", "maturity"), [(0, 0.65), (1, 0.8203040083), (2, 0.9077410017), (1000, 1.0)]
)
def test_a_novice_is_worth_two_thirds_and_catches_up(
    tenure: int, maturity: float, levers: PolicyNumbers, p: Parameters
) -> None:
    # 1 - 0.35 exp(-tenure / 1.5) (MODEL.md G: .65, .82 and .91)
    levers = levers._replace(workload_certified_share=0.0)
    p = p._replace(novice_skill_loss=0.35, experience_years=1.5, skill_ability=0.2)
    assert skill(0.0, tenure, levers, p) == pytest.approx(maturity, abs=1e-10)


def test_ability_and_certification_multiply_skill(levers: PolicyNumbers, p: Parameters) -> None:
    levers = levers._replace(workload_certified_share=0.3)
    p = p._replace(novice_skill_loss=0.35, skill_ability=0.2, skill_certified=0.1)
    assert skill(-1.5, 1000, levers, p) == pytest.approx(math.exp(-0.3 + 0.03), rel=1e-12)
    assert skill(1.5, 0, levers, p) == pytest.approx(0.65 * math.exp(0.33), rel=1e-12)


def test_pressure_costs_up_to_a_tenth_of_the_hours(p: Parameters) -> None:
    p = p._replace(hours_per_year=1900.0, pressure_time_loss=0.10)
    assert cadre_hours(1.0, 0.0, p) == 1900.0
    assert cadre_hours(1.0, 1.0, p) == pytest.approx(1710.0, rel=1e-12)
    assert cadre_hours(0.75, 0.5, p) == pytest.approx(1353.75, rel=1e-12)


@pytest.mark.parametrize(
    ("merit", "odds", "gain", "multiple"),
    [
        (1.0, 0.1, 4.0, 1.04),  # 1 + 0.2 * 0.1 * 4 / 2
        (0.0, 0.1, 4.0, 0.96),
        (0.75, 0.1, 4.0, 1.02),
        (0.5, 0.1, 4.0, 1.0),
        (1.0, 0.5, 40.0, 1.2),  # nobody is pulled more than in full
        (0.0, 0.5, 40.0, 0.8),
        (1.0, 0.1, -4.0, 1.0),  # nobody works for a loss
        (1.0, 0.0, 4.0, 1.0),
    ],
)
def test_a_promotion_in_sight_calls_effort_forth_by_merit_and_stifles_it_without(
    merit: float, odds: float, gain: float, multiple: float, levers: PolicyNumbers, p: Parameters
) -> None:
    levers = levers._replace(promotion_meritocracy_weight=merit)
    found = effort(odds, gain, levers, p._replace(effort_response=0.2))
    assert found == pytest.approx(multiple, rel=1e-14)
    assert effort(odds, gain, levers, p._replace(effort_response=0.0)) == 1.0


def test_administration_is_served_before_residents(levers: PolicyNumbers, p: Parameters) -> None:
    levers, p = levers._replace(workload_wasted_service_share=0.2), none_kept(p)
    assert service_hours(16000.0, 13230.0, levers, p) == pytest.approx(2216.0, rel=1e-12)
    assert service_hours(13230.5, 13230.0, levers, p) == pytest.approx(0.4, rel=1e-9)
    assert service_hours(10000.0, 13230.0, levers, p) == 0.0


def none_kept(p: Parameters) -> Parameters:
    """Return parameters under which administration may take all hours."""
    return p._replace(least_service_share=0.0)


@pytest.mark.parametrize(
    ("effective", "kept"),
    [(16000.0, 2770.0), (14700.0, 1470.0), (14000.0, 1400.0), (10000.0, 1000.0), (0.0, 0.0)],
)
def test_a_tenth_of_the_hours_reaches_residents_whatever_administration_asks(
    effective: float, kept: float, levers: PolicyNumbers, p: Parameters
) -> None:
    # The turn is at 13,230 / 0.9 = 14,700 hours; a fifth is wasted on either side of it.
    levers = levers._replace(workload_wasted_service_share=0.2)
    p = p._replace(least_service_share=0.1)
    assert hours_for_residents(effective, 13230.0, p) == pytest.approx(kept, rel=1e-12)
    assert service_hours(effective, 13230.0, levers, p) == pytest.approx(0.8 * kept, rel=1e-12)


@pytest.mark.parametrize(
    ("households", "grid", "posts"),
    [(1900.0, 400, 5), (1600.0, 400, 4), (1600.5, 400, 5), (1900.0, 1, 1900), (1900.0, 0, 0)],
)
def test_one_worker_a_grid_needs_whole_people(
    households: float, grid: float, posts: int, levers: PolicyNumbers
) -> None:
    grids = levers._replace(workload_households_per_grid=grid)
    assert posts_for_grids(households, grids) == posts
