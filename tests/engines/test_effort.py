"""A promotion in sight changes how much people work, by how it is given."""

import math
from typing import Any

import pytest

from community_sim.careers import Prospects
from community_sim.engines import Engine
from community_sim.logit import softplus
from community_sim.rules.pay import market_log_wage, pay_coefficient
from community_sim.vocabulary import Education, Mandate, Post, Sex

SEED = 5
STAYING = 1e-9  # a hazard of quitting that nobody meets
BELIEVED = Prospects(0.5, 0.4, 0.3, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0)
PERSON = {
    "age": 30, "tenure": 3, "entry_year": -3, "mandate": int(Mandate.HIRED), "taste": 0.7,
    "ability": -0.4, "sex": int(Sex.MALE), "education": int(Education.COLLEGE),
}  # fmt: skip


def worked(district: Any, level: int, engine: Engine, **given: Any) -> float:
    """Return the hours weighted by skill of a community of one [hours]."""
    posts = [0, 0, 0, 0]
    posts[level] = 1
    terms = {"hazard": given.pop("hazard", None), "prospects": BELIEVED}
    plan = district.plan(posts=tuple(posts), **terms)
    run = district.run(plan, SEED, engine=engine, **(PERSON | given))
    return float(run.stocks.effective_hours[1])


def effort(district: Any, level: int, engine: Engine, **given: Any) -> float:
    """Return what a response of a fifth multiplies the hours of a community of one by."""
    responding = district.with_parameters(effort_response=0.2)
    return worked(responding, level, engine, **given) / worked(district, level, engine, **given)


@pytest.fixture
def myopic(laboratory: Any) -> Any:
    """Return a calm district of people who look at this year alone, under promotion by merit."""
    return (
        laboratory.calm()
        .with_parameters(
            discount_factor=0.0, taste_mean=0.1, taste_shift_hired=-0.3, taste_sd=0.5,
            pressure_disutility=0.2, moving_cost=0.2, civil_service_amenity=0.9,
        )
        .with_levers(
            promotion_meritocracy_weight=1.0, separation_retirement_age_men=60,
            separation_retirement_age_women=55,
        )
    )  # fmt: skip


@pytest.mark.parametrize("merit", [1.0, 0.0])
@pytest.mark.parametrize("level", Post)
def test_hours_follow_what_the_next_level_is_worth(
    level: Post, merit: float, myopic: Any, engine: Engine
) -> None:
    district = myopic.with_levers(promotion_meritocracy_weight=merit)
    p, levers = district.p, district.levers
    wage = market_log_wage(PERSON["age"], PERSON["education"], PERSON["sex"], -0.4, p)
    outside = p.pay_weight * wage - p.moving_cost
    missing = p.insurance_value_medical * (1 - levers.pay_insurance_medical)
    missing += p.insurance_value_unemployment * (1 - levers.pay_insurance_unemployment)

    def beyond(at: int) -> float:  # W less the value of leaving: what looks ahead is nothing
        taste = p.taste_mean + p.taste_shift_hired + p.taste_sd * PERSON["taste"]
        inside = p.pay_weight * math.log(pay_coefficient(at, levers)) + taste - missing
        return softplus(inside - outside)

    if level == Post.PRINCIPAL:
        above = p.pay_weight * math.log(p.civil_service_wage) + p.civil_service_amenity - outside
    else:
        above = beyond(level + 1)
    gain = max(0.0, above - beyond(level))
    assert 0.0 < gain * BELIEVED.promotion[level] < 2.0
    pull = 0.2 * BELIEVED.promotion[level] * gain / 2.0
    expected = 1.0 + pull if merit == 1.0 else 1.0 - pull
    assert effort(district, level, engine) == pytest.approx(expected, rel=1e-12)


def test_whoever_retires_this_year_has_no_next_level(myopic: Any, engine: Engine) -> None:
    for level in Post:
        assert effort(myopic, level, engine, age=60) == 1.0
        assert effort(myopic, level, engine, age=59) != 1.0
        assert effort(myopic, level, engine, age=55, sex=int(Sex.FEMALE)) == 1.0


def test_whoever_does_not_look_ahead_works_as_ever(myopic: Any, engine: Engine) -> None:
    for level in Post:
        for ability in (-3.0, 3.0):
            assert effort(myopic, level, engine, hazard=STAYING, ability=ability) == 1.0


def test_half_merit_leaves_effort_as_it_is(myopic: Any, engine: Engine) -> None:
    half = myopic.with_levers(promotion_meritocracy_weight=0.5)
    assert {effort(half, level, engine) for level in Post} == {1.0}
