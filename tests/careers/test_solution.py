"""The careers table is the recursion of MODEL.md section A2, written down once more."""

from typing import Any

import pytest

from community_sim.career_grid import (
    ABILITY_NODES,
    NODES,
    OFFSET_NODES,
    YOUNGEST,
    look_up,
    node_ability,
    node_offset,
)
from community_sim.careers import Careers, Prospects, solve_careers
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.vocabulary import Education, Mandate, Post, Sex

PRESSURE = (0.80, 0.75, 0.85, 0.95)
PROSPECTS = Prospects(0.12, 0.055, 0.08, 0.03, 0.06, 0.05, 0.10, 0.20, 0.50)
WOMEN_RETIRE, MEN_RETIRE = 41, 43
LONGEST_TENURE = 10


@pytest.fixture(scope="module")
def world(p: Parameters) -> Parameters:
    """Return parameters in which everything that can matter does."""
    return p._replace(
        pay_weight=0.75, discount_factor=0.90, taste_mean=0.07, taste_shift_hired=-0.20,
        taste_sd=0.5, moving_cost=0.3, pressure_disutility=0.2, inequity_weight=0.5,
        insurance_value_medical=0.04, insurance_value_unemployment=0.02, pension_floor=0.2,
        pension_full_years=30.0, market_pension_coverage=0.55, civil_service_wage=1.1,
        civil_service_amenity=0.4, pension_replacement=0.5, exam_cost_mean=0.3, exam_cost_scale=0.1,
        exam_ability_effect=0.5, exam_age_limit=35, secondment_return_probability=0.1,
        market_premium_certified=0.16,
    )  # fmt: skip


@pytest.fixture(scope="module")
def reform(levers: PolicyNumbers) -> PolicyNumbers:
    """Return levers under which every term of the recursion is there, in short careers."""
    return levers._replace(
        pay_coefficient_general_worker=0.42, pay_coefficient_committee_member=0.47,
        pay_coefficient_deputy=0.60, pay_coefficient_principal=1.16, pay_multiplier_seconded=1.6,
        pay_seniority_step=0.015, pay_insurance_pension=0.909, pay_insurance_medical=0.778,
        pay_insurance_unemployment=0.53, workload_certified_share=0.25,
        separation_dismissal_share=0.02, separation_term_years=3,
        separation_election_loss_probability=0.12, separation_nomination_age_cap=38,
        separation_retirement_age_women=WOMEN_RETIRE, separation_retirement_age_men=MEN_RETIRE,
        promotion_civil_service_posts_per_year=10, promotion_civil_service_min_tenure=2,
    )  # fmt: skip


@pytest.fixture(scope="module")
def careers(world: Parameters, reform: PolicyNumbers) -> Careers:
    """Return the table of that world."""
    return solve_careers(reform, world, prospects=PROSPECTS, mean_pressure=PRESSURE)


CHOSEN = [0, ABILITY_NODES - 1, NODES // 2, NODES - ABILITY_NODES, NODES - 1]


@pytest.mark.parametrize("mandate", Mandate)
@pytest.mark.parametrize("education", Education)
@pytest.mark.parametrize("sex", Sex)
def test_the_table_is_the_recursion_at_every_age_level_and_tenure(
    mandate: Mandate,
    education: Education,
    sex: Sex,
    careers: Careers,
    reform: PolicyNumbers,
    world: Parameters,
    exactly: Any,
) -> None:
    for node in CHOSEN:
        offset, ability = node_offset(node, careers.axes), node_ability(node)
        kind = exactly.Kind(mandate, education, sex, offset, ability)
        values = exactly.Values(kind, world, exactly.Year(reform, PROSPECTS, PRESSURE))
        for age in range(YOUNGEST, values.last_age(0)):
            for level in Post:
                for tenure in (0, 1, 2, 9, 10):
                    kind_now = (mandate, education, sex, level, age, tenure)
                    planes = careers.planes(kind_now)
                    found = look_up(planes, offset, ability, careers.axes, world)
                    expected = values.outlook(age, level, tenure)
                    assert planes.stay[0, node] == pytest.approx(expected[1], abs=1e-11)
                    assert planes.serve[0, node] == pytest.approx(expected[0], abs=1e-11)
                    assert found[0] == pytest.approx(expected[0], abs=1e-11)
                    assert found[1] == pytest.approx(expected[2], abs=1e-9)


def test_the_table_has_a_row_for_every_kind_age_and_tenure(careers: Careers) -> None:
    ages, tenures = MEN_RETIRE - YOUNGEST, LONGEST_TENURE + 1
    nodes = (3, OFFSET_NODES * ABILITY_NODES)
    assert careers.serve.shape == (4, 3, 2, 4, ages, tenures, *nodes)
    # those admitted to the exam are 20 to 35
    assert careers.passing.shape == (4, 3, 2, 4, 16, tenures)
    assert careers.stay.shape == (4, 3, 2, 4, 16, tenures, *nodes)
    assert (YOUNGEST, OFFSET_NODES, ABILITY_NODES) == (20, 10, 6)


@pytest.mark.parametrize(
    ("step", "reserved", "tenures"),
    [(0.0, 0, 1), (0.0, 10, 3), (0.001, 0, 11), (0.015, 10, 11)],
)
def test_tenure_is_a_state_where_pay_grows_with_it_and_until_posts_are_reserved(
    step: float, reserved: int, tenures: int, reform: PolicyNumbers, world: Parameters
) -> None:
    flat = reform._replace(pay_seniority_step=step, promotion_civil_service_posts_per_year=reserved)
    careers = solve_careers(flat, world, prospects=PROSPECTS, mean_pressure=PRESSURE)
    assert careers.serve.shape[5] == careers.stay.shape[5] == tenures


def test_the_spread_of_the_nodes_is_that_of_tastes_but_never_too_small(
    reform: PolicyNumbers, world: Parameters
) -> None:
    short = reform._replace(separation_retirement_age_women=22, separation_retirement_age_men=22)
    for taste_sd, spread in ((0.5, 0.5), (0.11, 0.11), (0.0, 0.1)):
        careers = solve_careers(
            short, world._replace(taste_sd=taste_sd), prospects=PROSPECTS, mean_pressure=PRESSURE
        )
        assert careers.axes.offset_step == pytest.approx(0.6 * spread, rel=1e-12)
        # one more node to the right is one more step of yearly utility
        last = careers.serve[0, 0, 0, 0, 1, 0, 0, ::ABILITY_NODES]
        assert last[4] - last[3] == pytest.approx(0.6 * spread, rel=1e-9)


def test_a_table_remembers_what_was_expected(careers: Careers) -> None:
    assert careers.prospects == PROSPECTS
    assert careers.prospects.promotion == (0.12, 0.055, 0.08, 0.03)
    assert careers.prospects.seconded_share == (0.05, 0.10, 0.20, 0.50)


def test_old_age_decides_nothing_where_every_job_earns_the_same_for_it(
    reform: PolicyNumbers, world: Parameters
) -> None:
    alike = reform._replace(pay_insurance_pension=1.0)
    world = world._replace(market_pension_coverage=1.0)
    careers = solve_careers(alike, world, prospects=PROSPECTS, mean_pressure=PRESSURE)
    frugal = world._replace(pension_replacement=0.25)
    poorer = solve_careers(alike, frugal, prospects=PROSPECTS, mean_pressure=PRESSURE)
    assert poorer.serve == pytest.approx(careers.serve, abs=1e-9)
    assert poorer.stay == pytest.approx(careers.stay, abs=1e-9)
