"""The virtual survey asks as the reports did, and counts leavers from events alone."""

import numpy as np
import pytest

from community_sim.calibration.moments import moments_of
from community_sim.calibration.virtual_survey import (
    DISSATISFIED,
    QUESTIONNAIRES,
    answer,
    dissatisfaction_intercept,
    printed,
    questionnaire,
)
from community_sim.plan import Plan
from community_sim.prospects import live_through, past_plan
from community_sim.scenario import Scenario
from community_sim.trajectory import Trajectory
from community_sim.vocabulary import Event

AGES = ("m3", "m4", "m5", "m6", "m7")


@pytest.fixture(scope="module")
def lived() -> tuple[Trajectory, Plan]:
    plan = past_plan(Scenario.load())
    return live_through(plan, 3)[0], plan


def test_a_share_is_printed_to_a_tenth_of_a_percent() -> None:
    assert printed(273 / 651) == 0.419
    found = answer(Scenario.load(), {}, 3)
    assert all(value == round(value, 3) for value in found.values())


def test_rounding_can_be_left_out() -> None:
    whole, rounded = (answer(Scenario.load(), {}, 3, rounded=each) for each in (False, True))
    assert rounded != whole
    assert rounded == pytest.approx(whole, abs=0.0005)


def test_the_age_bands_leave_nobody_out() -> None:
    found = answer(Scenario.load(), {}, 3, rounded=False)
    assert sum(found[name] for name in AGES) == pytest.approx(1.0)


def test_the_same_seed_gives_the_same_answers_and_another_gives_others() -> None:
    assert answer(Scenario.load(), {}, 3) == answer(Scenario.load(), {}, 3)
    assert answer(Scenario.load(), {}, 3) != answer(Scenario.load(), {}, 4)


def test_as_many_are_asked_as_filled_in_the_questionnaire(
    lived: tuple[Trajectory, Plan],
) -> None:
    asked = questionnaire(*lived, dissatisfaction_intercept("kaifu"), 1)
    assert asked.sample == QUESTIONNAIRES == 248
    assert asked.dissatisfied * QUESTIONNAIRES == pytest.approx(
        round(asked.dissatisfied * QUESTIONNAIRES), abs=0.0005 * QUESTIONNAIRES
    )


def test_a_small_place_is_asked_as_a_whole() -> None:
    plan = past_plan(Scenario.load(place="siyang"))
    run, _ = live_through(plan, 3)
    present = len(run.population_columns["person"])
    assert present < QUESTIONNAIRES
    assert questionnaire(run, plan, 0.0, 1).sample == present


def test_dissatisfaction_at_the_point_fit_is_the_reports(lived: tuple[Trajectory, Plan]) -> None:
    intercept = dissatisfaction_intercept("kaifu")
    shares = [questionnaire(*lived, intercept, key).dissatisfied for key in range(40)]
    error = (DISSATISFIED * (1 - DISSATISFIED) / QUESTIONNAIRES / 40) ** 0.5
    assert np.mean(shares) == pytest.approx(DISSATISFIED, abs=4 * error + 0.01)


def test_leavers_are_those_who_left_whatever_anybody_answers(
    lived: tuple[Trajectory, Plan],
) -> None:
    run, plan = lived
    events, stocks = run.event_columns, run.stock_columns
    last = int(stocks["year"][-1])
    left = int(((events["event"] == Event.EXIT) & (events["year"] > last - 5)).sum())
    years = float(stocks["person_years"][stocks["year"] > last - 5].sum())
    assert moments_of(run)["x2"] == pytest.approx(left / years)
    happy, unhappy = (questionnaire(run, plan, each, 1) for each in (-20.0, 20.0))
    assert (happy.dissatisfied, unhappy.dissatisfied) == (0.0, 1.0)
    assert moments_of(run)["x2"] == pytest.approx(left / years)
