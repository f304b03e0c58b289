"""The scorecard keeps every figure, and its verdict is the rule of the targets file."""

import math

import pytest

from community_sim.calibration.scorecard import (
    BY_CONSTRUCTION,
    graduates_lost,
    scorecard,
    scorecard_table,
    verdict,
)
from community_sim.posterior import OUTSIDE
from community_sim.survey import load_targets
from community_sim.sweep.executors import local_workers

TARGET = load_targets()[0]


@pytest.fixture(scope="module")
def scores():
    with local_workers(2) as workers:
        return scorecard("A", workers, draws=4)


@pytest.mark.parametrize(
    ("error", "said"),
    [(0.0, "pass"), (2.0, "pass"), (-2.0, "pass"), (2.001, "warn"), (-3.0, "warn"),
     (3.001, "fail"), (-9.0, "fail"), (math.nan, "fail")],
)  # fmt: skip
def test_the_verdict_is_the_rule_that_was_fixed_beforehand(error, said):
    assert (TARGET.warn_beyond, TARGET.fail_beyond) == (2.0, 3.0)
    assert verdict(error, TARGET) == said


@pytest.mark.long
def test_every_figure_has_a_row_also_those_that_fail(scores):
    assert set(scores["id"]) == {target.id for target in load_targets()}
    assert (scores["verdict"] == "fail").any()


@pytest.mark.long
def test_held_out_figures_were_not_aimed_at(scores):
    held = set(scores.loc[scores["role"] == "held out", "id"])
    assert held == {"m2A", "m2B", "m6", "m7", "m21", "m22", "x1", "x2", "x3"}


@pytest.mark.long
def test_a_figure_that_weighs_draws_is_held_out_no_longer():
    with local_workers(2) as workers:
        given_outside = scorecard(OUTSIDE, workers, draws=2)
    weighed = set(given_outside.loc[given_outside["role"] == "weighed by", "id"])
    assert weighed == {target.id for target in load_targets() if target.indirectness}
    held = set(given_outside.loc[given_outside["role"] == "held out", "id"])
    assert held == {"m2A", "m2B", "m6", "m7", "m21", "m22"}


@pytest.mark.long
def test_what_holds_by_construction_never_passes(scores):
    told = scores["role"].isin(["input", "just identified"])
    assert (scores["verdict"] == BY_CONSTRUCTION).equals(told)


@pytest.mark.long
def test_the_error_is_in_the_reports_standard_errors(scores):
    row = scores[scores["id"] == "m22"].iloc[0]
    assert row["low"] <= row["model"] <= row["high"]
    share = 23 / 126  # of Zhongxing (report 3)
    assert row["report"] == pytest.approx(share, abs=5e-4)
    assert row["standard_error"] == pytest.approx(
        math.sqrt(share * (1 - share) / 126 + 0.01**2), abs=5e-4
    )


@pytest.mark.long
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_prints_what_fails_in_bold(scores, lang):
    page = scorecard_table(scores, lang).as_raw_html()
    assert page.count("font-weight: bold") >= (scores["verdict"] == "fail").sum()


def test_few_graduates_are_lost_where_no_exam_is_meant_for_cadres():
    assert graduates_lost({}, 0.0, 1) < 0.02  # the odds of the open exam
    assert graduates_lost({}, 0.4, 1) > 0.4
