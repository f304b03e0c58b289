"""What must change nothing: order, labels, units, other people, which engine."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from community_sim.engines import Engine, simulate
from community_sim.engines.agent import Cadre, CommunityModel
from community_sim.engines.compiled import columns
from community_sim.plan import Plan, Terms, YearPlan
from community_sim.population import Geography, Population
from community_sim.trajectory import Trajectory
from community_sim.vocabulary import Event, Step

POSTS = (40, 45, 19, 18)
COMMUNITIES = 12


@pytest.fixture(scope="module")
def plan(laboratory: Any, prospects: Any) -> Plan:
    """Return ten years of a small district under the shipped levers, everything happening."""
    lively = laboratory.with_levers(
        separation_dismissal_share=0.03,
        promotion_subdistrict_posts_per_year=1.5,
        promotion_civil_service_posts_per_year=2,
    )
    return lively.plan(
        posts=POSTS, communities=COMMUNITIES, years=10,
        prospects=prospects._replace(exam_pass_probability=0.3),
    )  # fmt: skip


@pytest.fixture(scope="module")
def staff(plan: Plan, laboratory: Any) -> Population:
    """Return the small district's founders, every post filled."""
    return laboratory.calm().founders(_always_open(plan), 9)


def _always_open(plan: Plan) -> Plan:
    opened = plan.geography._replace(open_from=np.full_like(plan.geography.open_from, -20))
    return replace(plan, geography=opened)


@pytest.fixture(scope="module")
def lived(plan: Plan, staff: Population) -> Trajectory:
    """Return what happens there."""
    return simulate(plan, staff, 9)[0]


def test_everything_that_can_happen_happens_in_the_small_district(lived: Trajectory) -> None:
    reasons = set(lived.events.reason)
    assert {0, 1, 2, 3, 7, 8} <= reasons
    assert set(lived.events.event) >= {
        Event.ENTRY,
        Event.EXIT,
        Event.PROMOTION,
        Event.MANDATE_CHANGE,
    }


# -- order --------------------------------------------------------------------------------------


class Shuffled(CommunityModel):
    """A district whose cadres take their turns in a random order, another at every step."""

    def cadres(self) -> Iterator[Cadre]:
        """Yield everyone in post, in no order."""
        everyone = list(super().cadres())
        random.Random(len(self.recorder._events)).shuffle(everyone)
        return iter(everyone)


def test_the_order_in_which_cadres_act_changes_nothing(
    plan: Plan, staff: Population, lived: Trajectory
) -> None:
    model = Shuffled(plan, staff, 9)
    for year_plan in plan.years:
        model.run_year(year_plan)
    shuffled = model.recorder.trajectory(model.population(), plan)
    assert shuffled.events.equals(lived.events)
    assert shuffled.population.equals(lived.population)
    # means over people are summed in the order of turns
    assert np.allclose(shuffled.stocks, lived.stocks, rtol=1e-12, atol=0.0)


def test_a_year_walks_through_the_steps_of_the_vocabulary_in_their_order(
    plan: Plan, staff: Population, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[Step] = []
    for step in Step:
        original = getattr(CommunityModel, step.name.lower())

        def note(self: Any, step: Step = step, original: Any = original) -> None:
            walked.append(step)
            original(self)

        monkeypatch.setattr(CommunityModel, step.name.lower(), note)
    CommunityModel(plan, staff, 9).run_year(plan.years[0])
    assert walked == list(Step)


def test_events_stand_in_the_order_of_year_step_post_and_event(lived: Trajectory) -> None:
    order = lived.events[["year", "step", "post", "event", "person"]]
    assert order.equals(order.sort_values(list(order.columns), ignore_index=True))


# -- labels and names ---------------------------------------------------------------------------


def relabelled(plan: Plan, staff: Population, where: np.ndarray) -> tuple[Plan, Population]:
    """Return the same district with its communities in another order; posts keep their names."""
    old = plan.geography
    blocks = [np.arange(old.first_post[c], old.first_post[c + 1]) for c in where]
    order = np.concatenate(blocks)
    label = np.argsort(where)
    geography = Geography(
        key=old.key[order],
        community=label[old.community[order]],
        level=old.level[order],
        open_from=old.open_from[order],
        first_post=np.concatenate([[0], np.cumsum([len(block) for block in blocks])]),
        households=old.households[where],
    )

    def terms(each: Terms) -> Terms:
        return replace(each, offsets=each.offsets[where], pay_factor=each.pay_factor[where])

    def year(each: YearPlan) -> YearPlan:
        return replace(each, incumbents=terms(each.incumbents), entrants=terms(each.entrants))

    years = tuple(year(each) for each in plan.years)
    moved = Population(*(column[order] for column in staff))
    return replace(plan, geography=geography, years=years), moved


@pytest.fixture(scope="module")
def uneven(laboratory: Any, prospects: Any) -> Plan:
    """Return a district whose communities differ in pay, comfort and size.

    Vacancies are filled from outside: which vacancy the best of the district gets is settled by
    the order of the posts, and that is the one thing in which the order of communities counts.
    """
    outside = laboratory.with_levers(
        promotion_internal_share_committee_member=0.0,
        promotion_internal_share_deputy=0.0,
        promotion_internal_share_principal=0.0,
        promotion_civil_service_posts_per_year=2,
        separation_dismissal_share=0.03,
    )
    plan = outside.plan(
        posts=POSTS, communities=COMMUNITIES, years=10,
        prospects=prospects._replace(exam_pass_probability=0.3),
    )  # fmt: skip
    luck = np.random.default_rng(0)
    offsets, factors = luck.normal(0.0, 0.2, (COMMUNITIES, 4)), luck.uniform(0.7, 1.3, COMMUNITIES)

    def terms(old: Terms) -> Terms:
        return replace(old, offsets=offsets, pay_factor=factors)

    years = tuple(
        replace(y, incumbents=terms(y.incumbents), entrants=terms(y.entrants)) for y in plan.years
    )
    return replace(plan, years=years)


def test_the_numbers_of_communities_change_nothing(
    uneven: Plan, staff: Population, engine: Engine
) -> None:
    where = np.random.default_rng(1).permutation(COMMUNITIES)
    before = simulate(uneven, staff, 9, engine=engine)[0]
    after = simulate(*relabelled(uneven, staff, where), 9, engine=engine)[0]
    label = np.argsort(where).astype("int32")
    assert len(before.events) > 200
    assert after.events.equals(before.events.assign(community=label[before.events.community]))
    assert np.allclose(after.stocks, before.stocks, rtol=1e-12, atol=1e-9)


def swapped(staff: Population, order: np.ndarray) -> Population:
    """Return the same people in other seats; what belongs to the seats stays."""
    moved = staff.copy()
    for name in staff._fields:
        if name not in ("vacancies", "attempts", "acting"):
            getattr(moved, name)[:] = getattr(staff, name)[order]
    return moved


def test_people_take_their_luck_with_them(laboratory: Any, prospects: Any, engine: Engine) -> None:
    """Case 19: permuting people among equal seats permutes the log of who leaves, and how.

    Until the first vacancy is filled: whom a vacancy meets is the luck of the seat.
    """
    district = laboratory.with_levers(separation_dismissal_share=0.03)
    plan = _always_open(
        district.plan(posts=POSTS, communities=COMMUNITIES, years=1, prospects=prospects)
    )
    staff = district.founders(plan, 9)
    order = np.arange(len(staff.age))
    shuffle = np.random.default_rng(2)
    for level in range(4):
        seats = np.flatnonzero(plan.geography.level == level)
        order[seats] = shuffle.permutation(seats)
    before = simulate(plan, staff, 9, engine=engine)[0]
    after = simulate(plan, swapped(staff, order), 9, engine=engine)[0]
    columns = [name for name in before.events.columns if name not in ("post", "community")]

    def by_person(trajectory: Trajectory) -> Any:
        events = trajectory.events
        early = events[events.step < Step.PROMOTE]
        return early[columns].sort_values(["person", "step", "event"], ignore_index=True)

    assert len(by_person(before)) > 10
    assert by_person(after).equals(by_person(before))


# -- units and unused things --------------------------------------------------------------------


def test_money_in_another_unit_moves_nobody(
    plan: Plan, staff: Population, lived: Trajectory, engine: Engine
) -> None:
    in_thousands = replace(plan, reference_wage=plan.reference_wage / 1000.0)
    other = simulate(in_thousands, staff, 9, engine=engine)[0]
    assert other.events.equals(lived.events)
    assert np.allclose(other.stocks.wages * 1000.0, lived.stocks.wages, rtol=1e-2)


@pytest.mark.parametrize(
    ("lever", "value"),
    [
        ("recruitment_reserve_pass_share", 0.9),  # without a reserve pool
        ("recruitment_reserve_placement_months", 9),
        ("budget_office_minimum", 1000),  # without the closure that needs it
        ("budget_attrition_years", 9),
        ("budget_county_share", 0.9),
        ("workload_fee_per_item", 5000),  # without a paid item
        ("workload_wasted_service_share", 0.9),  # after everybody has decided
    ],
)
def test_a_lever_that_nothing_uses_moves_nobody(
    lever: str, value: float, plan: Plan, staff: Population, lived: Trajectory
) -> None:
    def turned(old: YearPlan) -> YearPlan:
        levers = old.levers._replace(**{lever: value})
        return replace(old, levers=levers)

    other = replace(plan, years=tuple(turned(year) for year in plan.years))
    assert simulate(other, staff, 9)[0].events.equals(lived.events)


def test_an_empty_community_more_changes_nothing_elsewhere(laboratory: Any, engine: Engine) -> None:
    calm = laboratory.calm()
    plan = calm.plan(posts=(20, 12, 8, 4), communities=4, years=6, hazard=0.2)
    staff = calm.founders(plan, 9)
    year = plan.years[0]
    wider = replace(year.incumbents, offsets=np.zeros((5, 4)), pay_factor=np.ones(5))
    geography = plan.geography._replace(
        households=np.append(plan.geography.households, 1900.0),
        first_post=np.append(plan.geography.first_post, plan.geography.first_post[-1]),
    )
    years = tuple(
        replace(y, incumbents=wider, entrants=wider, next_incumbents=wider, next_entrants=wider)
        for y in plan.years
    )
    paid = plan.before._replace(pay_factor=np.ones(5))
    wide = replace(plan, geography=geography, years=years, before=paid)
    other = simulate(wide, staff, 9, engine=engine)[0]
    assert other.events.equals(simulate(plan, staff, 9, engine=engine)[0].events)


def test_running_leaves_the_opening_population_as_it_was(
    plan: Plan, staff: Population, engine: Engine
) -> None:
    before = staff.copy()
    simulate(plan, staff, 9, engine=engine)
    for name in staff._fields:
        assert np.array_equal(getattr(staff, name), getattr(before, name))


def test_running_again_gives_the_same_bits(
    plan: Plan, staff: Population, lived: Trajectory
) -> None:
    assert simulate(plan, staff, 9)[0].content_hash == lived.content_hash
    assert simulate(plan, staff, 10)[0].content_hash != lived.content_hash


def test_a_run_may_be_cut_in_two(
    plan: Plan, staff: Population, lived: Trajectory, engine: Engine
) -> None:
    first = replace(plan, years=plan.years[:6])
    second = replace(plan, years=plan.years[6:])
    early, between = simulate(first, staff, 9, engine=engine)
    late, _ = simulate(second, between, 9, engine=engine)
    events = lived.events
    assert early.events.equals(events[events.year <= 6])
    shifted = late.events.assign(year=late.events.year + 6)
    assert shifted.equals(events[events.year > 6].reset_index(drop=True))


def test_a_log_that_is_emptied_every_year_holds_the_same_events(
    plan: Plan, staff: Population, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, _ = simulate(plan, staff, 9)
    monkeypatch.setattr(columns, "_ROOM", 0)  # then a year's events are all that it has room for
    assert simulate(plan, staff, 9)[0] == whole
