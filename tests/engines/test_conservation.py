"""Nobody and no money appears or vanishes, and every career makes sense, under every policy."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from community_sim.engines import Engine, simulate
from community_sim.outcomes import Window, measured_alone
from community_sim.policy_file import policy_names
from community_sim.population import VACANT, Population
from community_sim.prospects import live_through, open_policy_years
from community_sim.randomness import person_key
from community_sim.runs import prepare
from community_sim.scenario import Scenario
from community_sim.trajectory import Trajectory
from community_sim.vocabulary import Education, Event, Mandate, Post, Sex, Step

SEEDS = (1, 2)
YEARS = 7


class Lived:
    """One run of a policy: who was there before, what happened, who was there after."""

    def __init__(self, scenario: Scenario, seed: int, engine: Engine = "compiled"):
        prepared = prepare(scenario)
        at_survey = live_through(prepared.history, seed)[1]
        self.plan = prepared.plan
        self.opening = open_policy_years(prepared.history, prepared.plan, at_survey)
        self.trajectory, self.closing = simulate(self.plan, self.opening, seed, engine=engine)

    def people(self, staff: Population) -> dict[int, dict[str, Any]]:
        """Return the state of everyone in post, by key."""
        keys = person_key(staff.entry_post, staff.ordinal)  # type: ignore[arg-type]
        held = np.flatnonzero(staff.entry_post != VACANT)
        columns = {name: getattr(staff, name).tolist() for name in staff._fields}
        columns |= {
            "post": self.plan.geography.key.tolist(),
            "level": self.plan.geography.level.tolist(),
        }
        return {
            int(keys[row]): {name: values[row] for name, values in columns.items()} for row in held
        }


@pytest.fixture(scope="module", params=policy_names())
def lives(request: pytest.FixtureRequest, current: Scenario) -> list[Lived]:
    """Return runs of every shipped policy in turn, one for each seed."""
    scenario = current.with_years(YEARS).with_policy(request.param)
    return [Lived(scenario, seed) for seed in SEEDS]


def test_people_and_money_are_conserved(lives: list[Lived]) -> None:
    for life in lives:
        life.trajectory.check_conservation()


def test_nobody_is_in_two_posts(lives: list[Lived]) -> None:
    for life in lives:
        for staff in (life.opening, life.closing):
            held = staff.entry_post != VACANT
            keys = person_key(staff.entry_post[held], staff.ordinal[held])  # type: ignore[arg-type]
            assert len(np.unique(keys)) == held.sum()
        population = life.trajectory.population
        assert population.person.is_unique
        assert population.post.is_unique


def test_the_log_leads_from_the_opening_to_the_closing_population(lives: list[Lived]) -> None:
    """Replay the events: who leaves was there, who enters finds the post vacant."""
    for life in lives:
        holder = {each["post"]: who for who, each in life.people(life.opening).items()}
        for _, step in life.trajectory.events.groupby(["year", "step"], sort=True):
            _replay(step, holder)
        population = life.trajectory.population
        assert holder == dict(zip(population.post, population.person, strict=True))


def _replay(step: Any, holder: dict[int, int]) -> None:
    """Move people as the events of one step say; departures first, then from the top down."""
    for row in step[step.event == Event.EXIT].itertuples():
        assert holder.pop(row.post) == row.person
    place = {who: post for post, who in holder.items()}
    promotions = step[step.event == Event.PROMOTION]
    for row in promotions.sort_values("level_to", ascending=False).itertuples():
        assert row.post not in holder
        del holder[place[row.person]]
        holder[row.post] = row.person
    for row in step[step.event == Event.MANDATE_CHANGE].itertuples():
        assert holder[row.post] == row.person
    for row in step[step.event == Event.ENTRY].itertuples():
        assert row.post not in holder
        holder[row.post] = row.person


def test_every_career_is_told_without_gaps_or_leaps(lives: list[Lived]) -> None:
    for life in lives:
        known = life.people(life.opening)
        for row in life.trajectory.events.itertuples():
            if row.event == Event.NO_APPLICANT:
                continue
            if row.event == Event.ENTRY:
                assert row.person not in known
                known[row.person] = _entered(row)
                continue
            _continue(known[row.person], row)
        population = life.trajectory.population.set_index("person")
        assert {who for who, state in known.items() if "left" not in state} == set(population.index)


TRAITS = ("sex", "education", "party", "ability", "taste", "route")


def _entered(row: Any) -> dict[str, Any]:
    assert row.tenure == 0
    assert row.level_from == -1
    assert 20 <= row.age <= 52
    state = {name: getattr(row, name) for name in TRAITS}
    # the year of entry adds a year of age, but none of service
    return state | {
        "level": row.level_to, "mandate": row.mandate, "born": row.year - row.age,
        "served_since": row.year + 1,
    }  # fmt: skip


def _continue(state: dict[str, Any], row: Any) -> None:
    assert "left" not in state
    assert row.level_from == state["level"]
    assert row.age == row.year - state.setdefault("born", 1 - state.get("age", 0))
    assert row.tenure == row.year - state.setdefault("served_since", 1 - state.get("tenure", 0))
    for name in TRAITS:
        assert getattr(row, name) == state[name]
    if row.event == Event.EXIT:
        assert row.level_to == -1
        assert row.mandate == state["mandate"]
        state["left"] = row.year
    elif row.event == Event.PROMOTION:
        assert row.level_to == row.level_from + 1
        assert row.mandate == state["mandate"]
        state["level"] = row.level_to
    else:
        assert row.event == Event.MANDATE_CHANGE
        assert state["mandate"] in (Mandate.HIRED, Mandate.OTHER)
        assert row.mandate == Mandate.ELECTED
        state["mandate"] = row.mandate


REASON_STEPS = {
    0: Step.CHOOSE_TO_STAY_OR_LEAVE,
    1: Step.RELEASE_EXAM_WINNERS,
    2: Step.HOLD_ELECTIONS,
    3: Step.APPRAISE_AND_DISMISS,
    4: Step.APPRAISE_AND_DISMISS,
    5: Step.RETIRE,
    6: Step.LOSE_TO_DEATH,
    7: Step.RETURN_SECONDEES,
    8: Step.PROMOTE,
}


def test_every_event_stands_in_the_step_of_the_year_that_causes_it(lives: list[Lived]) -> None:
    for life in lives:
        events = life.trajectory.events
        exits = events[events.event == Event.EXIT]
        assert set(zip(exits.reason, exits.step, strict=True)) <= set(REASON_STEPS.items())
        for event, step in (
            (Event.ENTRY, Step.RECRUIT), (Event.NO_APPLICANT, Step.RECRUIT),
            (Event.PROMOTION, Step.PROMOTE), (Event.MANDATE_CHANGE, Step.HOLD_ELECTIONS),
        ):  # fmt: skip
            assert set(events[events.event == event].step) <= {step}


def test_posts_hold_as_many_people_as_they_may(lives: list[Lived]) -> None:
    for life in lives:
        stocks = life.trajectory.stocks
        assert np.all(stocks.vacant_months >= 0.0)
        assert np.all(stocks.acting_months <= stocks.vacant_months + 1e-9)
        assert np.all(stocks.closing <= len(life.plan.geography.key))


def test_stocks_are_the_counts_of_the_last_population(lives: list[Lived]) -> None:
    for life in lives:
        last, population = life.trajectory.stocks.iloc[-1], life.trajectory.population
        assert last.female == (population.sex == 0).sum()
        assert last.party == population.party.sum()
        assert last.seconded == (population.mandate == Mandate.SECONDED).sum()
        assert last.principal == (population.level == 3).sum()
        assert last.age_31_35 == population.age.between(31, 35).sum()
        assert last.age_55_plus == (population.age >= 55).sum()
        assert last.tenure_4_9 == population.tenure.between(4, 9).sum()
        assert last.tenure_10_plus == (population.tenure >= 10).sum()
        assert last.bachelor == (population.education == 2).sum()
        assert last.ability_mean == pytest.approx(population.ability.mean(), rel=1e-12, abs=1e-12)


TRAITS_IN_BANDS = ["level", "mandate", "education", "sex", "party", "age", "tenure"]


def test_the_people_of_the_last_year_are_its_population_crossed_by_traits(
    lives: list[Lived],
) -> None:
    for life in lives:
        population = life.trajectory.population.copy()
        population["age"] = pd.cut(population.age, [0, 30, 35, 45, 54, 200], labels=False)
        population["tenure"] = pd.cut(population.tenure, [-1, 2, 3, 9, 200], labels=False)
        crossed = population.groupby(TRAITS_IN_BANDS).ability.agg(["size", "sum"])
        people = life.trajectory.people
        last = people[people.year == YEARS].groupby(TRAITS_IN_BANDS)[["count", "ability"]].sum()
        assert last.index.tolist() == crossed.index.tolist()
        assert last["count"].tolist() == crossed["size"].tolist()
        assert np.allclose(last["ability"], crossed["sum"], rtol=1e-12, atol=1e-12)


def test_the_people_of_every_year_are_as_many_as_close_it(lives: list[Lived]) -> None:
    for life in lives:
        people = life.trajectory.people
        assert np.all(people["count"] > 0)
        by_year = people.groupby("year")["count"].sum().tolist()
        assert by_year == life.trajectory.stocks.closing.tolist()


def test_those_at_the_reference_wage_are_those_paid_it(lives: list[Lived]) -> None:
    for life in lives:
        people = life.trajectory.people
        well_paid = people.at_reference_wage == 1
        assert np.all(people.pay[well_paid] >= people["count"][well_paid])
        assert np.all(people.pay[~well_paid] < people["count"][~well_paid])
        mean = people.groupby("year").pay.sum() / life.trajectory.stocks.closing
        assert np.allclose(life.trajectory.stocks.mean_pay_ratio, mean, rtol=1e-12, atol=0.0)


def test_outcomes_that_cross_traits_are_those_of_the_last_population(lives: list[Lived]) -> None:
    for life in lives:
        everyone, window = life.trajectory.population, Window(life.trajectory, YEARS)
        principals = everyone[everyone.level == Post.PRINCIPAL]
        young = everyone[everyone.age <= 30]
        for name, expected in {
            "share_female_principals": (principals.sex == Sex.FEMALE).mean(),
            "share_bachelor_to_30": (young.education == Education.BACHELOR).mean(),
            "share_tenure_3_plus": (everyone.tenure >= 3).mean(),
        }.items():
            found = measured_alone(life.trajectory, name, YEARS)
            assert found == pytest.approx(expected, rel=1e-12, nan_ok=True), name
        elected = everyone[(everyone.mandate == Mandate.ELECTED) & (everyone.level == Post.DEPUTY)]
        assert window.people(mandate=Mandate.ELECTED, level=Post.DEPUTY) == len(elected)


def test_work_and_money_stay_within_their_bounds(lives: list[Lived]) -> None:
    for life in lives:
        stocks = life.trajectory.stocks[1:]
        for share in ("pressure_mean", "coverage_mean", "principals_at_reference_wage"):
            assert stocks[share].between(0.0, 1.0).all()
        assert np.all(stocks.service_hours >= 0.0)
        assert np.all(stocks.service_hours <= stocks.effective_hours)
        assert np.all(stocks.capacity_p10 <= stocks.capacity_p90)
        assert np.all(stocks.extra_grant >= 0.0)
        money = stocks[["wages", "employer_contributions", "seconded_wages", "office_spending"]]
        assert np.all(money.to_numpy() > 0.0)
        assert np.all(np.isfinite(life.trajectory.stocks.to_numpy(dtype=float)))


def test_the_check_finds_a_person_who_vanished(current: Scenario) -> None:
    life = Lived(current.with_years(2), 1)
    whole = life.trajectory
    stocks = {name: column.copy() for name, column in whole.recorded_columns.items()}
    stocks["closing"][1] -= 1
    broken = Trajectory.from_columns(
        whole.event_columns, stocks, whole.people_columns, whole.population_columns
    )
    with pytest.raises(AssertionError, match="Year 1"):
        broken.check_conservation()
