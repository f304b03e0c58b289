"""Careers that look ahead: this year's terms now, announced terms from next calendar year on."""

from typing import Any

import numpy as np
import pytest

from community_sim.career_grid import NODES, YOUNGEST, look_up, node_ability, node_offset
from community_sim.careers import Careers, Prospects, solve_careers
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.vocabulary import Education, Mandate, Post, Sex

BEFORE = Prospects(0.12, 0.055, 0.08, 0.03, 0.06, 0.05, 0.10, 0.20, 0.50)
AFTER = Prospects(0.10, 0.06, 0.09, 0.02, 0.15, 0.0, 0.05, 0.30, 0.40)
QUIET, BUSY = (0.7, 0.7, 0.75, 0.8), (0.80, 0.75, 0.85, 0.95)
TABLES = ("serve", "stay", "passing", "leaving", "service", "retires_at")
SOME = [0, 4, NODES // 2, NODES - 1]


@pytest.fixture(scope="module")
def short(levers: PolicyNumbers) -> PolicyNumbers:
    """Return levers with short careers in which every term of the recursion is there."""
    return levers._replace(
        workload_certified_share=0.25, separation_dismissal_share=0.02, separation_term_years=3,
        separation_nomination_age_cap=30, separation_retirement_age_women=32,
        separation_retirement_age_men=34,
    )  # fmt: skip


def solved(
    levers: PolicyNumbers,
    p: Parameters,
    prospects: Prospects = BEFORE,
    pressure: tuple[float, float, float, float] = BUSY,
    ahead: Careers | None = None,
) -> Careers:
    return solve_careers(levers, p, prospects=prospects, mean_pressure=pressure, ahead=ahead)


def assert_equal(one: Careers, other: Careers) -> None:
    for name in TABLES:
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert one.axes == other.axes


@pytest.mark.parametrize("step", [0.0, 0.02])
def test_terms_that_last_are_the_same_seen_from_any_year(
    step: float, short: PolicyNumbers, p: Parameters
) -> None:
    levers = short._replace(pay_seniority_step=step)
    for_ever = solved(levers, p)
    this_year = solved(levers, p, ahead=for_ever)
    assert_equal(this_year, for_ever)
    assert_equal(solved(levers, p, ahead=this_year), for_ever)


@pytest.fixture(scope="module")
def announced(short: PolicyNumbers) -> tuple[PolicyNumbers, ...]:
    """Return four years of levers: pay, certification, retirement, dismissal all change."""
    return (
        short,
        short._replace(
            pay_coefficient_deputy=0.9, separation_retirement_age_women=30,
            promotion_civil_service_posts_per_year=5, promotion_civil_service_min_tenure=3,
        ),
        short._replace(
            pay_seniority_step=0.02, workload_certified_share=0.9,
            promotion_civil_service_posts_per_year=5, promotion_civil_service_min_tenure=1,
            separation_retirement_age_women=36, separation_retirement_age_men=31,
        ),
        short._replace(
            pay_coefficient_principal=1.5, pay_insurance_pension=1.0,
            separation_election_loss_probability=0.3, separation_dismissal_share=0.1,
            separation_retirement_age_women=35, separation_retirement_age_men=37,
        ),
    )  # fmt: skip


@pytest.mark.parametrize("sex", Sex)
@pytest.mark.parametrize("education", Education)
@pytest.mark.parametrize("mandate", Mandate)
def test_a_chain_of_years_is_the_recursion_in_calendar_time(
    mandate: Mandate,
    education: Education,
    sex: Sex,
    announced: tuple[PolicyNumbers, ...],
    p: Parameters,
    exactly: Any,
) -> None:
    p = p._replace(market_premium_certified=0.16, exam_age_limit=29, moving_cost=0.2)
    expected = (BEFORE, BEFORE, AFTER, AFTER)
    pressure = (QUIET, QUIET, QUIET, BUSY)
    years = [exactly.Year(*each) for each in zip(announced, expected, pressure, strict=True)]
    careers = None
    for year in reversed(years):
        careers = solved(*year[:1], p, *year[1:], ahead=careers)
    assert careers is not None
    for node in SOME:
        offset, ability = node_offset(node, careers.axes), node_ability(node)
        values = exactly.Values(exactly.Kind(mandate, education, sex, offset, ability), p, *years)
        for age in range(YOUNGEST, values.last_age(0)):
            for level in Post:
                for tenure in (0, 1, 3, 10):
                    planes = careers.planes((mandate, education, sex, level, age, tenure))
                    found = look_up(planes, offset, ability, careers.axes, p)
                    wanted = values.outlook(age, level, tenure)
                    assert found[0] == pytest.approx(wanted[0], abs=1e-12, rel=1e-12)
                    assert found[1] == pytest.approx(wanted[2], abs=1e-11, rel=1e-11)


def test_a_raise_announced_for_next_year_keeps_people_this_year(
    short: PolicyNumbers, p: Parameters
) -> None:
    raised = short._replace(pay_coefficient_general_worker=0.84)
    today = solved(short, p)
    told = solved(short, p, ahead=solved(raised, p))
    general_workers = (slice(None), slice(None), Sex.MALE, Post.GENERAL_WORKER)
    last_year_of_work = 33 - YOUNGEST
    gain = told.serve[general_workers][..., 0, :] - today.serve[general_workers][..., 0, :]
    assert np.all(gain[:, :, :last_year_of_work] > 0.0)
    assert np.all(gain[:, :, last_year_of_work] == 0.0)


def test_a_tenure_axis_announced_is_there_at_once(short: PolicyNumbers, p: Parameters) -> None:
    seniority = solved(short._replace(pay_seniority_step=0.02), p)
    assert solved(short, p, ahead=seniority).serve.shape[5] == seniority.serve.shape[5] == 11
    assert (
        solved(short._replace(pay_seniority_step=0.02), p, ahead=solved(short, p)).serve.shape[5]
        == 11
    )


def test_those_past_next_years_retirement_age_retire_then(
    short: PolicyNumbers, p: Parameters
) -> None:
    sooner = short._replace(separation_retirement_age_women=25, separation_retirement_age_men=25)
    careers = solved(short, p, ahead=solved(sooner, p))
    alone = solved(short._replace(
        separation_retirement_age_women=30, separation_retirement_age_men=30
    ), p)  # fmt: skip
    # One year before retirement at 30 is the same whether the year at 30 is the last for all.
    assert np.allclose(
        careers.serve[:, :, :, :, 29 - YOUNGEST], alone.serve[:, :, :, :, 29 - YOUNGEST]
    )


def test_a_constant_hazard_does_not_look_ahead(short: PolicyNumbers, p: Parameters) -> None:
    other = solved(short, p)
    careers = solve_careers(
        short, p, prospects=BEFORE, mean_pressure=BUSY, constant_hazard=True, ahead=other
    )
    assert len(np.unique(careers.serve[..., 0, :])) == 1
