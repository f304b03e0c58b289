"""What must happen to every single person when one thing changes and luck does not.

In a closed cohort with frozen levels and beliefs the leavers under better terms are among
those who leave under worse terms (MODEL.md section I); nothing is claimed about open
populations, where better retention changes who is promoted and hired.
"""

from typing import Any

import pytest

from community_sim.careers import Prospects
from community_sim.engines import Engine, simulate
from community_sim.trajectory import Trajectory
from community_sim.vocabulary import Event, SeparationReason

FROZEN = Prospects(0.12, 0.055, 0.08, 0.0063, 0.0, 0.05, 0.1, 0.2, 0.5)
YEARS = 10


@pytest.fixture(scope="module")
def cohort(laboratory: Any) -> Any:
    """Return a closed cohort: risks of every kind, but nobody comes in or moves up."""
    shipped = laboratory
    calm = shipped.calm().closed()
    back = {
        name: getattr(shipped.p, name)
        for name in (
            "death_probability_to_39", "death_probability_40_49", "death_probability_50_plus",
            "secondment_return_probability",
        )
    }  # fmt: skip
    levers = {
        name: getattr(shipped.levers, name)
        for name in (
            "separation_election_loss_probability", "separation_nomination_age_cap",
            "separation_term_years", "separation_retirement_age_women",
            "separation_retirement_age_men",
        )
    }  # fmt: skip
    return calm.with_parameters(**back).with_levers(**levers)


def years_of_leaving(
    district: Any,
    prospects: Prospects = FROZEN,
    *,
    reason: SeparationReason | None = None,
    engine: Engine = "compiled",
) -> dict[int, int]:
    """Return the year in which each person leaves (for a reason), over three seeds."""
    plan = district.plan(
        posts=(320, 360, 150, 140), communities=30, years=YEARS, prospects=prospects
    )
    found: dict[int, int] = {}
    for seed in (1, 2, 3):
        trajectory = simulate(plan, district.founders(plan, seed), seed, engine=engine)[0]
        exits = _exits(trajectory, reason)
        found |= {int(p) * 10 + seed: int(y) for p, y in zip(exits.person, exits.year, strict=True)}
    return found


def _exits(trajectory: Trajectory, reason: SeparationReason | None) -> Any:
    events = trajectory.events
    exits = events[events.event == Event.EXIT]
    return exits if reason is None else exits[exits.reason == reason]


def assert_nested(fewer: dict[int, int], more: dict[int, int]) -> None:
    """Assert that who has left by any date in `fewer` has left by then in `more`, and some more."""
    late = {person: year for person, year in fewer.items() if more.get(person, YEARS + 1) > year}
    assert late == {}
    assert sum(more.values()) + (len(fewer) - len(more)) * (YEARS + 1) < sum(fewer.values())


@pytest.mark.parametrize("level", ["general_worker", "committee_member", "deputy", "principal"])
def test_with_more_pay_in_any_post_nobody_leaves_sooner(level: str, cohort: Any) -> None:
    lever = f"pay_coefficient_{level}"
    raised = cohort.with_levers(**{lever: getattr(cohort.levers, lever) * 1.2})
    assert_nested(years_of_leaving(raised), years_of_leaving(cohort))


def test_with_a_better_market_nobody_leaves_later(cohort: Any) -> None:
    better = cohort.with_parameters(market_wage_level=cohort.p.market_wage_level * 1.1)
    assert_nested(years_of_leaving(cohort), years_of_leaving(better))


def test_with_a_cost_of_moving_nobody_leaves_sooner(cohort: Any) -> None:
    rooted = cohort.with_parameters(moving_cost=0.5)
    assert_nested(years_of_leaving(rooted), years_of_leaving(cohort))


def test_with_full_insurance_nobody_leaves_sooner(cohort: Any) -> None:
    insured = cohort.with_levers(
        pay_insurance_pension=1.0, pay_insurance_medical=1.0, pay_insurance_unemployment=1.0
    )
    assert_nested(years_of_leaving(insured), years_of_leaving(cohort))


def test_where_an_exam_leads_to_a_better_life_it_keeps_people_from_the_market(
    cohort: Any,
) -> None:
    open_exam = cohort.with_parameters(exam_age_limit=35, civil_service_amenity=3.0)

    def market_leavers(passing: float) -> dict[int, int]:
        district = open_exam.with_parameters(exam_pass_probability=passing)
        expected = FROZEN._replace(exam_pass_probability=passing)
        return years_of_leaving(district, expected, reason=SeparationReason.QUIT)

    assert_nested(market_leavers(0.3), market_leavers(0.02))


def test_the_agent_engine_nests_the_same_leavers(cohort: Any) -> None:
    raised = cohort.with_levers(
        pay_coefficient_general_worker=cohort.levers.pay_coefficient_general_worker * 1.2
    )
    assert years_of_leaving(raised, engine="agent") == years_of_leaving(raised)
    assert_nested(
        years_of_leaving(raised, engine="agent"), years_of_leaving(cohort, engine="agent")
    )
