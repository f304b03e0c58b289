"""What each step of the year does, in a district in which nothing else happens."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from community_sim.engines import Engine, simulate
from community_sim.plan import Plan
from community_sim.randomness import normal_quantile, person_key, uniforms
from community_sim.rules.recruitment import month_filled
from community_sim.trajectory import Trajectory
from community_sim.vocabulary import (
    Decision,
    Education,
    EntryRoute,
    Event,
    Mandate,
    Post,
    SeparationReason,
    Sex,
    Step,
)

SEED = 5
STAYING = 1e-9  # a hazard of quitting that nobody meets


@pytest.fixture
def calm(laboratory: Any) -> Any:
    """Return a district in which nobody leaves unless a test says so."""
    return laboratory.calm()


def rows(trajectory: Trajectory, event: Event, **where: int) -> Any:
    """Return the events of a kind, in some year, with some reason and so on."""
    events = trajectory.events
    chosen = events[events.event == event]
    for name, value in where.items():
        chosen = chosen[chosen[name] == value]
    return chosen


def leavers(trajectory: Trajectory, **where: int) -> list[int]:
    """Return who left, by key, in ascending order."""
    return sorted(rows(trajectory, Event.EXIT, **where).person)


def founders_luck(plan: Plan, decision: Decision, which: int, year: int = 1) -> np.ndarray:
    """Return one of the founders' uniforms of a year, in the order of the posts."""
    return np.array(
        [uniforms(SEED, int(key), 0, year, int(decision))[which] for key in plan.geography.key]
    )


def people(plan: Plan, chosen: np.ndarray) -> list[int]:
    """Return the keys of the founders of chosen posts."""
    return sorted(person_key(int(key), 0) for key in plan.geography.key[chosen])


# -- leaving ------------------------------------------------------------------------------------


def test_in_a_calm_district_nothing_happens(calm: Any, engine: Engine) -> None:
    plan = calm.plan(posts=(8, 6, 4, 2), years=5, hazard=STAYING)
    trajectory = calm.run(plan, SEED, engine=engine, age=30)
    assert len(trajectory.events) == 0
    assert set(trajectory.stocks.closing) == {20}
    assert set(trajectory.stocks.vacant_months) == {0.0}


@pytest.mark.parametrize(
    ("age", "name"),
    [(39, "to_39"), (40, "40_49"), (49, "40_49"), (50, "50_plus")],
)
def test_death_takes_those_whose_luck_is_below_the_risk_of_their_age(
    age: int, name: str, calm: Any, engine: Engine
) -> None:
    risky = calm.with_parameters(**{f"death_probability_{name}": 0.3}).closed()
    plan = risky.plan(posts=(60, 0, 0, 0), hazard=STAYING)
    trajectory = risky.run(plan, SEED, engine=engine, age=age)
    expected = people(plan, founders_luck(plan, Decision.HAZARDS, 0) < 0.3)
    assert 5 < len(expected) < 40
    assert leavers(trajectory, reason=SeparationReason.DEATH) == expected
    assert set(rows(trajectory, Event.EXIT).step) == {Step.LOSE_TO_DEATH}


@pytest.mark.parametrize(("sex", "retires_at"), [(Sex.FEMALE, 55), (Sex.MALE, 60)])
def test_everyone_retires_in_the_year_they_reach_the_age(
    sex: Sex, retires_at: int, calm: Any, engine: Engine
) -> None:
    pensioned = calm.with_levers(
        separation_retirement_age_women=55, separation_retirement_age_men=60
    ).closed()
    plan = pensioned.plan(posts=(6, 0, 0, 0), years=3, hazard=STAYING)
    ages = retires_at - np.array([0, 0, 1, 1, 2, 3])
    trajectory = pensioned.run(plan, SEED, engine=engine, sex=sex, age=ages)
    retired = rows(trajectory, Event.EXIT, reason=SeparationReason.RETIREMENT)
    assert retired.year.tolist() == [1, 1, 2, 2, 3]
    assert set(retired.age) == {retires_at}
    assert set(retired.step) == {Step.RETIRE}
    assert len(rows(trajectory, Event.EXIT)) == 5


def test_dismissal_takes_its_share_from_the_lowest_appraised(calm: Any, engine: Engine) -> None:
    strict = calm.with_levers(
        separation_dismissal_share=0.25, separation_appraisal_validity=1.0
    ).closed()
    plan = strict.plan(posts=(40, 0, 0, 0), hazard=STAYING)
    staff = strict.founders(plan, SEED)
    trajectory = simulate(plan, staff, SEED, engine=engine)[0]
    lowest = np.argsort(staff.ability)[:10]
    assert leavers(trajectory, reason=SeparationReason.DISMISSAL) == people(plan, lowest)
    assert set(rows(trajectory, Event.EXIT).step) == {Step.APPRAISE_AND_DISMISS}


def test_a_blind_appraisal_dismisses_by_luck(calm: Any, engine: Engine) -> None:
    blind = calm.with_levers(
        separation_dismissal_share=0.25, separation_appraisal_validity=0.0
    ).closed()
    plan = blind.plan(posts=(40, 0, 0, 0), hazard=STAYING)
    trajectory = blind.run(plan, SEED, engine=engine)
    unlucky = np.argsort(founders_luck(plan, Decision.HAZARDS, 1))[:10]
    assert leavers(trajectory) == people(plan, unlucky)


def at_half_the_budget(plan: Plan, *, may_lay_off: bool) -> Plan:
    """Return a plan under which the same staff cost twice what they cost before."""
    before = plan.before.levers._replace(pay_scale=0.5 * plan.before.levers.pay_scale)
    years = tuple(replace(year, may_lay_off=may_lay_off) for year in plan.years)
    return replace(plan, years=years, before=plan.before._replace(levers=before))


def test_posts_that_the_budget_cannot_pay_are_cut_at_every_level_from_the_lowest_appraised(
    calm: Any, engine: Engine
) -> None:
    poor = calm.with_levers(budget_closure=2, separation_appraisal_validity=1.0)
    plan = at_half_the_budget(
        poor.plan(posts=(30, 10, 0, 0), years=2, hazard=STAYING), may_lay_off=True
    )
    staff = poor.founders(plan, SEED)
    trajectory = simulate(plan, staff, SEED, engine=engine)[0]
    lowest = []
    for level, cut in ((Post.GENERAL_WORKER, 15), (Post.COMMITTEE_MEMBER, 5)):
        there = np.flatnonzero(plan.geography.level == level)
        lowest += there[np.argsort(staff.ability[there])[:cut]].tolist()
    assert leavers(trajectory, reason=SeparationReason.LAYOFF) == people(plan, np.array(lowest))
    assert trajectory.stocks.closing.tolist() == [40, 20, 20]
    assert trajectory.stocks.posts.tolist() == [40, 40, 20]


def test_before_layoffs_are_allowed_the_unpaid_posts_fall_away_as_people_leave(
    calm: Any, engine: Engine
) -> None:
    poor = calm.with_levers(budget_closure=2)
    plan = at_half_the_budget(
        poor.plan(posts=(40, 0, 0, 0), years=8, hazard=0.2), may_lay_off=False
    )
    trajectory = poor.run(plan, SEED, engine=engine)
    stocks = trajectory.stocks
    assert leavers(trajectory, reason=SeparationReason.LAYOFF) == []
    assert 20 < stocks.closing[1] < 40
    bill = (stocks.wages + stocks.employer_contributions).to_numpy()
    half, one = bill[1] / 2.0, bill[1] / 40.0
    entries = set(rows(trajectory, Event.ENTRY).year)
    assert entries
    for year in sorted(entries - {8}):  # who came in counts in next year's bill
        assert half - one < bill[year + 1] <= half + 1e-6


def test_dismissals_count_towards_the_posts_to_be_cut(calm: Any, engine: Engine) -> None:
    poor = calm.with_levers(budget_closure=2, separation_dismissal_share=0.1)
    plan = at_half_the_budget(poor.plan(posts=(40, 0, 0, 0), hazard=STAYING), may_lay_off=True)
    trajectory = poor.run(plan, SEED, engine=engine)
    assert len(leavers(trajectory, reason=SeparationReason.DISMISSAL)) == 4
    assert len(leavers(trajectory, reason=SeparationReason.LAYOFF)) == 16


def test_quitting_takes_those_whose_luck_is_below_their_probability(
    calm: Any, engine: Engine
) -> None:
    closed = calm.closed()
    plan = closed.plan(posts=(60, 0, 0, 0), hazard=0.3)
    trajectory = closed.run(plan, SEED, engine=engine)
    expected = people(plan, founders_luck(plan, Decision.HAZARDS, 2) < 0.3)
    assert leavers(trajectory, reason=SeparationReason.QUIT) == expected
    assert set(rows(trajectory, Event.EXIT).step) == {Step.CHOOSE_TO_STAY_OR_LEAVE}


@pytest.mark.parametrize("education", Education)
def test_a_constant_hazard_is_the_same_for_those_whom_an_exam_would_admit(
    education: Education, calm: Any, engine: Engine
) -> None:
    closed = calm.closed().with_parameters(exam_age_limit=60)
    plan = closed.plan(posts=(4000, 0, 0, 0), hazard=0.3)
    trajectory = closed.run(plan, SEED, engine=engine, age=30, education=education)
    expected = people(plan, founders_luck(plan, Decision.HAZARDS, 2) < 0.3)
    assert leavers(trajectory) == expected
    assert trajectory.stocks.sitters.tolist() == [0, 0]


def coveted(calm: Any) -> Any:
    """Return a district in which everybody would rather be a civil servant than anything."""
    return (
        calm.closed()
        .with_parameters(exam_age_limit=35, civil_service_amenity=30.0, exam_ability_effect=0.5)
        .with_parameters(taste_mean=40.0)  # but nobody quits for the market
    )


def test_those_who_sit_the_open_exam_pass_with_their_own_probability(
    calm: Any, prospects: Any, engine: Engine
) -> None:
    open_exam = coveted(calm).with_parameters(civil_service_amenity=200.0)
    open_exam = open_exam.with_parameters(exam_pass_probability=0.3)
    plan = open_exam.plan(
        posts=(60, 0, 0, 0), prospects=prospects._replace(exam_pass_probability=0.3)
    )
    staff = open_exam.founders(plan, SEED, age=35, education=int(Education.COLLEGE))
    trajectory = simulate(plan, staff, SEED, engine=engine)[0]
    passing = np.minimum(0.9, 0.3 * np.exp(0.5 * staff.ability))
    expected = people(plan, founders_luck(plan, Decision.CAREER, 0) < passing)
    assert 5 < len(expected) < 55
    assert trajectory.stocks.sitters.tolist() == [0, 60]
    assert leavers(trajectory, reason=SeparationReason.TRANSFER_OUT) == expected
    assert set(rows(trajectory, Event.EXIT).step) == {Step.RELEASE_EXAM_WINNERS}


@pytest.mark.parametrize(
    ("age", "education", "sit"),
    [
        (35, Education.COLLEGE, True),
        (35, Education.BACHELOR, True),
        (36, Education.COLLEGE, False),
        (35, Education.HIGH_SCHOOL, False),
    ],
)
def test_the_exam_admits_by_age_and_schooling(
    age: int, education: Education, sit: bool, calm: Any, prospects: Any, engine: Engine
) -> None:
    open_exam = coveted(calm).with_parameters(civil_service_amenity=200.0)
    open_exam = open_exam.with_parameters(exam_pass_probability=0.3)
    plan = open_exam.plan(
        posts=(10, 0, 0, 0), prospects=prospects._replace(exam_pass_probability=0.3)
    )
    trajectory = open_exam.run(plan, SEED, engine=engine, age=age, education=int(education))
    assert trajectory.stocks.sitters.tolist() == [0, 10 if sit else 0]


@pytest.mark.parametrize(("tenure", "leave"), [(2, 0), (3, 3)])
def test_reserved_posts_go_to_the_ablest_who_have_served_long_enough(
    tenure: int, leave: int, calm: Any, prospects: Any, engine: Engine
) -> None:
    targeted = (
        coveted(calm)
        .with_parameters(civil_service_amenity=200.0)
        .with_levers(promotion_civil_service_posts_per_year=3, promotion_civil_service_min_tenure=3)
    )
    plan = targeted.plan(
        posts=(40, 0, 0, 0), prospects=prospects._replace(exam_pass_probability=0.5)
    )
    staff = targeted.founders(
        plan, SEED, age=30, education=int(Education.BACHELOR), tenure=tenure, entry_year=-tenure
    )
    trajectory = simulate(plan, staff, SEED, engine=engine)[0]
    passing = np.minimum(0.9, 0.5 * np.exp(0.5 * staff.ability))
    passed = np.flatnonzero(founders_luck(plan, Decision.CAREER, 0) < passing)
    ablest = passed[np.argsort(-staff.ability[passed])[:leave]]
    assert len(passed) > 3
    assert leavers(trajectory, reason=SeparationReason.TRANSFER_OUT) == people(plan, ablest)


def test_only_the_seconded_are_called_back(calm: Any, engine: Engine) -> None:
    recalled = calm.with_parameters(secondment_return_probability=0.4).closed()
    plan = recalled.plan(posts=(0, 0, 40, 0), hazard=STAYING)
    mandates = np.arange(40) % 4
    trajectory = recalled.run(plan, SEED, engine=engine, mandate=mandates)
    lucky = founders_luck(plan, Decision.CAREER, 1) < 0.4
    expected = people(plan, lucky & (mandates == Mandate.SECONDED))
    assert len(expected) >= 2
    assert leavers(trajectory, reason=SeparationReason.END_OF_SECONDMENT) == expected
    assert set(rows(trajectory, Event.EXIT).step) == {Step.RETURN_SECONDEES}


@pytest.fixture
def contested(calm: Any) -> Any:
    """Return a district with elections every three years, in year 1, that some lose."""
    return calm.closed().with_levers(
        separation_term_years=3,
        separation_election_loss_probability=0.3,
        separation_nomination_age_cap=53,
    )


@pytest.mark.parametrize("level", [Post.COMMITTEE_MEMBER, Post.DEPUTY, Post.PRINCIPAL])
def test_the_elected_lose_elections_and_nobody_else_does(
    level: Post, contested: Any, engine: Engine
) -> None:
    posts = tuple(40 if each == level else 0 for each in Post)
    plan = contested.plan(posts=posts, years=3, hazard=STAYING)
    mandates = np.arange(40) % 4
    trajectory = contested.run(plan, SEED, engine=engine, mandate=mandates, age=40)
    lost = founders_luck(plan, Decision.TERM, 0) < 0.3
    expected = people(plan, lost & (mandates == Mandate.ELECTED))
    assert len(expected) >= 2
    assert leavers(trajectory, year=1) == expected
    assert leavers(trajectory) == expected  # years 2 and 3 have no election
    exits = rows(trajectory, Event.EXIT)
    assert set(exits.reason) == {SeparationReason.NOT_REELECTED}
    assert set(exits.step) == {Step.HOLD_ELECTIONS}


def test_general_workers_do_not_stand_for_election(contested: Any, engine: Engine) -> None:
    plan = contested.plan(posts=(40, 0, 0, 0), hazard=STAYING)
    trajectory = contested.run(plan, SEED, engine=engine, mandate=int(Mandate.ELECTED), age=40)
    assert leavers(trajectory) == []


def test_nobody_at_the_age_cap_is_nominated_again(contested: Any, engine: Engine) -> None:
    sure = contested.with_levers(separation_election_loss_probability=0.0)
    plan = sure.plan(posts=(0, 6, 0, 0), hazard=STAYING)
    ages = np.array([51, 52, 53, 54, 40, 53])
    trajectory = sure.run(plan, SEED, engine=engine, mandate=int(Mandate.ELECTED), age=ages)
    assert leavers(trajectory) == people(plan, ages >= 53)


@pytest.mark.parametrize("waiting", [0, 1])
def test_the_promoted_may_be_confirmed_by_the_next_election(
    waiting: int, contested: Any, engine: Engine
) -> None:
    confirming = contested.with_parameters(mandate_flip_probability=0.6)
    plan = confirming.plan(posts=(0, 30, 0, 0), years=4, hazard=STAYING)
    staff = confirming.founders(plan, SEED, mandate=int(Mandate.HIRED), awaiting=waiting, age=30)
    trajectory, closing = simulate(plan, staff, SEED, engine=engine)
    confirmed = (founders_luck(plan, Decision.TERM, 1) < 0.6) & (waiting == 1)
    changes = rows(trajectory, Event.MANDATE_CHANGE)
    assert sorted(changes.person) == people(plan, confirmed)
    assert set(changes.year) <= {1}  # whom the first election passes over waits no longer
    assert set(changes.mandate) <= {Mandate.ELECTED}
    assert set(changes.step) <= {Step.HOLD_ELECTIONS}
    assert not closing.awaiting.any()
    hired = people(plan, closing.mandate == Mandate.HIRED)
    assert hired == people(plan, ~confirmed)


# -- moving up ----------------------------------------------------------------------------------


@pytest.fixture
def climbing(calm: Any) -> Any:
    """Return a district whose vacancies are filled from within, by merit, from all who serve."""
    return (
        calm.closed()
        .with_levers(
            promotion_internal_share_committee_member=1.0,
            promotion_internal_share_deputy=1.0,
            promotion_internal_share_principal=1.0,
            promotion_meritocracy_weight=1.0,
        )
        .with_parameters(promotion_min_tenure=2)
    )


def staffed_without_principals(climbing: Any, plan: Plan, **columns: Any) -> Any:
    """Return founders, elected Party members of two years' service, no principal among them."""
    defaults = {
        "tenure": 2,
        "entry_year": -2,
        "mandate": int(Mandate.ELECTED),
        "party": 1,
        "age": 30,
    }
    staff = climbing.founders(plan, SEED, **(defaults | columns))
    principals = plan.geography.level == Post.PRINCIPAL
    staff.entry_post[principals] = -1
    return staff


def test_one_vacancy_at_the_top_moves_one_person_at_each_level(
    climbing: Any, engine: Engine
) -> None:
    plan = climbing.plan(posts=(1, 1, 1, 1), hazard=STAYING)
    staff = staffed_without_principals(climbing, plan)
    trajectory, closing = simulate(plan, staff, SEED, engine=engine)
    moves = rows(trajectory, Event.PROMOTION)
    assert moves.level_to.tolist() == [3, 2, 1]
    assert moves.level_from.tolist() == [2, 1, 0]
    assert set(moves.step) == {Step.PROMOTE}
    # the posts stand principal first; each now holds the founder of the post below
    assert closing.entry_post.tolist() == [*plan.geography.key[1:].tolist(), -1]


def test_the_best_score_in_the_whole_district_is_promoted(climbing: Any, engine: Engine) -> None:
    plan = climbing.plan(posts=(0, 0, 9, 3), communities=3, hazard=STAYING)
    staff = staffed_without_principals(climbing, plan)
    closing = simulate(plan, staff, SEED, engine=engine)[1]
    deputies = np.flatnonzero(plan.geography.level == Post.DEPUTY)
    ablest = deputies[np.argsort(-staff.ability[deputies])[:3]]
    principals = np.flatnonzero(plan.geography.level == Post.PRINCIPAL)
    assert closing.entry_post[principals].tolist() == plan.geography.key[ablest].tolist()


@pytest.mark.parametrize(("party", "tenure", "moves"), [(1, 2, 1), (0, 2, 0), (1, 1, 0)])
def test_only_the_eligible_become_principal(
    party: int, tenure: int, moves: int, climbing: Any, engine: Engine
) -> None:
    plan = climbing.plan(posts=(0, 0, 3, 1), hazard=STAYING)
    staff = staffed_without_principals(climbing, plan, party=party, tenure=tenure)
    trajectory = simulate(plan, staff, SEED, engine=engine)[0]
    assert len(rows(trajectory, Event.PROMOTION)) == moves


def test_a_vacancy_is_offered_to_staff_by_its_own_luck(climbing: Any, engine: Engine) -> None:
    half = climbing.with_levers(promotion_internal_share_principal=0.5)
    plan = half.plan(posts=(0, 0, 40, 20), hazard=STAYING)
    staff = staffed_without_principals(half, plan)
    trajectory = simulate(plan, staff, SEED, engine=engine)[0]
    principals = plan.geography.key[plan.geography.level == Post.PRINCIPAL].tolist()
    luck = [uniforms(SEED, key, 0, 1, int(Decision.VACANCY))[0] for key in principals]
    offered = sorted(key for key, each in zip(principals, luck, strict=True) if each < 0.5)
    promoted = rows(trajectory, Event.PROMOTION, level_to=Post.PRINCIPAL)
    assert sorted(promoted.post) == offered
    assert 3 < len(offered) < 17


@pytest.mark.parametrize(
    ("mandate", "waits"),
    [(Mandate.HIRED, 1), (Mandate.OTHER, 1), (Mandate.ELECTED, 0), (Mandate.SECONDED, 0)],
)
def test_the_hired_and_others_who_move_up_await_an_election(
    mandate: Mandate, waits: int, climbing: Any, engine: Engine
) -> None:
    plan = climbing.plan(posts=(0, 0, 1, 1), hazard=STAYING)
    staff = staffed_without_principals(climbing, plan, mandate=int(mandate))
    closing = simulate(plan, staff, SEED, engine=engine)[1]
    assert closing.awaiting[0] == waits


def test_the_sub_district_takes_the_best_principals(calm: Any, engine: Engine) -> None:
    channel = calm.closed().with_levers(
        promotion_subdistrict_posts_per_year=2.0, promotion_meritocracy_weight=1.0
    )
    plan = channel.plan(posts=(0, 0, 10, 10), hazard=STAYING)
    staff = channel.founders(
        plan, SEED, tenure=2, entry_year=-2, mandate=int(Mandate.ELECTED), age=30
    )
    trajectory = simulate(plan, staff, SEED, engine=engine)[0]
    principals = np.flatnonzero(plan.geography.level == Post.PRINCIPAL)
    ablest = principals[np.argsort(-staff.ability[principals])[:2]]
    promoted = leavers(trajectory, reason=SeparationReason.SUBDISTRICT_PROMOTION)
    assert promoted == people(plan, ablest)
    assert set(rows(trajectory, Event.EXIT).step) == {Step.PROMOTE}


# -- coming in ----------------------------------------------------------------------------------


def emptied(district: Any, plan: Plan) -> Any:
    """Return founders of whom nobody is there."""
    staff = district.founders(plan, SEED)
    staff.entry_post[:] = -1
    return staff


def draws(key: int, ordinal: int, number: int) -> tuple[float, float, float, float]:
    """Return a candidate's uniforms: choice, taste, ability, noise."""
    return uniforms(SEED, key, ordinal, number, int(Decision.CANDIDATE))


def test_a_perfect_selection_hires_the_ablest_candidate(calm: Any, engine: Engine) -> None:
    perfect = calm.with_parameters(selection_validity_open=1.0).with_levers(
        recruitment_general_worker_open=1.0, recruitment_candidate_pool=7
    )
    plan = perfect.plan(posts=(12, 0, 0, 0), hazard=STAYING)
    trajectory = simulate(plan, emptied(perfect, plan), SEED, engine=engine)[0]
    entries = rows(trajectory, Event.ENTRY)
    for key, ability in zip(entries.post, entries.ability, strict=True):
        best = max(normal_quantile(draws(int(key), 0, number)[2]) for number in range(7))
        assert ability == best
    assert set(entries.applicants) == {7}
    assert set(entries.pool) == {7}
    assert set(entries.route) == {EntryRoute.OPEN_RECRUITMENT}


def test_a_blind_selection_hires_by_luck(calm: Any, engine: Engine) -> None:
    blind = calm.with_parameters(selection_validity_open=0.0).with_levers(
        recruitment_general_worker_open=1.0, recruitment_candidate_pool=7
    )
    plan = blind.plan(posts=(12, 0, 0, 0), hazard=STAYING)
    trajectory = simulate(plan, emptied(blind, plan), SEED, engine=engine)[0]
    for key, ability in rows(trajectory, Event.ENTRY)[["post", "ability"]].itertuples(index=False):
        luckiest = max((draws(int(key), 0, number) for number in range(7)), key=lambda d: d[3])
        assert ability == normal_quantile(luckiest[2])


def test_nobody_applies_where_applying_costs_too_much(calm: Any, engine: Engine) -> None:
    shunned = calm.with_parameters(application_cost=1.0e6).with_levers(
        recruitment_general_worker_open=1.0, recruitment_candidate_pool=7
    )
    plan = shunned.plan(posts=(12, 0, 0, 0), years=2, hazard=STAYING)
    trajectory, closing = simulate(plan, emptied(shunned, plan), SEED, engine=engine)
    attempts = rows(trajectory, Event.NO_APPLICANT)
    assert len(attempts) == 24
    assert set(attempts.person) == {-1}
    assert set(attempts.pool) == {7}
    assert set(closing.attempts) == {2}
    assert trajectory.stocks.vacant_months.tolist() == [0.0, 144.0, 144.0]


def test_a_second_round_meets_other_candidates(calm: Any, engine: Engine) -> None:
    plain = calm.with_levers(recruitment_general_worker_open=1.0, recruitment_candidate_pool=1)
    plan = plain.plan(posts=(5, 0, 0, 0), hazard=STAYING)
    staff = emptied(plain, plan)
    staff.attempts[:] = 3
    trajectory = simulate(plan, staff, SEED, engine=engine)[0]
    entries = rows(trajectory, Event.ENTRY)
    for key, ability in zip(entries.post, entries.ability, strict=True):
        assert ability == normal_quantile(draws(int(key), 0, 3 * 4096)[2])


def test_placement_asks_nobody(calm: Any, engine: Engine) -> None:
    assigned = calm.with_parameters(application_cost=1.0e6).with_levers(
        recruitment_general_worker_open=0.0
    )
    plan = assigned.plan(posts=(5, 0, 0, 0), hazard=STAYING)
    trajectory = simulate(plan, emptied(assigned, plan), SEED, engine=engine)[0]
    entries = rows(trajectory, Event.ENTRY)
    assert set(entries.route) == {EntryRoute.PLACEMENT}
    assert set(entries.mandate) == {Mandate.OTHER}
    assert len(entries) == 5


def test_a_vacancy_waits_the_months_that_its_luck_says(calm: Any, engine: Engine) -> None:
    slow = calm.with_parameters(fill_months_open=4.0).with_levers(
        recruitment_general_worker_open=1.0
    )
    plan = slow.plan(posts=(100, 0, 0, 0), years=2, hazard=STAYING)
    trajectory = simulate(plan, emptied(slow, plan), SEED, engine=engine)[0]
    keys = plan.geography.key.tolist()
    months = [
        month_filled(0.25, uniforms(SEED, key, 0, 1, int(Decision.VACANCY))[1]) for key in keys
    ]
    entries = rows(trajectory, Event.ENTRY, year=1)
    filled = {key: month for key, month in zip(keys, months, strict=True) if month <= 12}
    assert dict(zip(entries.post, entries.months, strict=True)) == filled
    # those who came in month m miss m months of the next year; the others' posts miss all 12
    waited = sum(min(month, 12) for month in months)
    assert trajectory.stocks.vacant_months[2] == pytest.approx(waited, rel=1e-12)


def test_an_election_route_waits_for_the_election_under_acting_cover(
    calm: Any, engine: Engine
) -> None:
    rare = calm.with_levers(separation_term_years=3, recruitment_committee_member_election=1.0)
    plan = rare.plan(posts=(0, 8, 0, 0), years=5, hazard=STAYING)
    years = tuple(replace(year, year=year.year + 1) for year in plan.years)  # starts in year 2
    trajectory = simulate(replace(plan, years=years), emptied(rare, plan), SEED, engine=engine)[0]
    entries = rows(trajectory, Event.ENTRY)
    assert set(entries.year) == {3}  # year 4 of the calendar, an election year
    assert set(entries.route) == {EntryRoute.ELECTION}
    assert len(entries) == 8
    assert trajectory.stocks.acting_months.tolist() == [0.0, 0.0, 96.0, 96.0, 0.0, 0.0]


def test_every_level_keeps_its_share_of_posts_and_workers_get_the_money_that_is_left(
    calm: Any, engine: Engine
) -> None:
    poor = calm.with_levers(budget_closure=2)
    plan = at_half_the_budget(
        poor.plan(posts=(24, 8, 4, 4), years=2, hazard=1.0 - 1e-9), may_lay_off=False
    )
    trajectory = poor.run(plan, SEED, engine=engine)
    first = rows(trajectory, Event.ENTRY, year=1)
    counts = [int((first.level_to == level).sum()) for level in Post]
    assert counts[1:] == [4, 2, 2]
    assert 12 <= counts[0] < 24
    stocks = trajectory.stocks
    bill = stocks.wages + stocks.employer_contributions + stocks.seconded_wages
    assert bill[2] <= 0.5 * bill[1] < 1.05 * bill[2]


def test_the_reserve_fills_lower_posts_at_once_while_it_lasts(calm: Any, engine: Engine) -> None:
    reserve = calm.with_levers(
        recruitment_reserve_pool_share=0.25,
        recruitment_reserve_placement_months=0,
        recruitment_committee_member_election=0.0,
        recruitment_committee_member_open=1.0,
    ).with_parameters(reserve_withdrawal=0.0, reserve_unconfirmed_share=1e-12)
    plan = reserve.plan(posts=(10, 4, 1, 1), hazard=STAYING)
    trajectory, closing = simulate(plan, emptied(reserve, plan), SEED, engine=engine)
    entries = rows(trajectory, Event.ENTRY)
    from_reserve = entries[entries.route == EntryRoute.RESERVE_POOL]
    assert sorted(from_reserve.level_to) == [1, 1, 1, 1]  # a quarter of sixteen, higher posts first
    assert set(from_reserve.months) == {0}
    assert set(closing.presence[closing.route == EntryRoute.RESERVE_POOL]) == {1.0}
    assert set(from_reserve.mandate) == {Mandate.HIRED}


def test_reserve_cadres_who_withdraw_are_not_there(calm: Any, engine: Engine) -> None:
    reserve = calm.with_levers(
        recruitment_reserve_pool_share=1.0, recruitment_reserve_placement_months=0
    ).with_parameters(reserve_withdrawal=1.0)
    plan = reserve.plan(posts=(10, 0, 0, 0), hazard=STAYING)
    trajectory = simulate(plan, emptied(reserve, plan), SEED, engine=engine)[0]
    assert len(rows(trajectory, Event.NO_APPLICANT)) == 10


# -- the year's end -----------------------------------------------------------------------------


def test_a_recruit_has_served_a_year_at_the_close_of_the_next(calm: Any, engine: Engine) -> None:
    plan = calm.plan(posts=(10, 0, 0, 0), years=3, hazard=STAYING)
    trajectory, closing = simulate(plan, emptied(calm, plan), SEED, engine=engine)
    assert trajectory.stocks.tenure_0_3.tolist() == [0, 10, 10, 10]
    assert set(closing.tenure) == {2}
    assert set(closing.entry_year) == {1}
    entries = rows(trajectory, Event.ENTRY)
    assert set(entries.tenure) == {0}
    assert np.array_equal(closing.age, entries.age.to_numpy() + 3)


def test_names_count_the_vacancies_of_a_post(calm: Any, engine: Engine) -> None:
    plan = calm.plan(posts=(4, 0, 0, 0), years=6, hazard=0.5)
    trajectory, closing = simulate(plan, calm.founders(plan, SEED), SEED, engine=engine)
    for key in plan.geography.key.tolist():
        entered = rows(trajectory, Event.ENTRY, post=key).person.tolist()
        assert entered == [person_key(key, n) for n in range(1, len(entered) + 1)]
    exits = rows(trajectory, Event.EXIT).groupby("post").size()
    assert closing.vacancies.tolist() == [int(exits.get(k, 0)) for k in plan.geography.key]
