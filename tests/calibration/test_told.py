"""What MODEL.md section 4 tells of the posterior is what the shipped files hold."""

import json

import numpy as np
import pytest

from community_sim.calibration.calibrating import targets_of
from community_sim.calibration.conclusions import load_jackknife, rests_on
from community_sim.calibration.free import load_prior
from community_sim.calibration.moments import MOMENTS
from community_sim.calibration.scorecard import scorecard
from community_sim.calibration.storing import shipped_moments
from community_sim.posterior import READINGS, load_posterior, posterior_file
from community_sim.sensitivity import load_problem
from community_sim.sweep.executors import local_workers


def manifest(reading):
    return json.loads(posterior_file(reading).with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("reading", "growth", "leavers", "taste"), [("A", 0.02, 0.31, -0.27), ("B", 0.11, 0.17, 0.36)]
)
def test_the_readings_are_two_pasts(reading, growth, leavers, taste):
    posterior = load_posterior(reading)
    moments = shipped_moments(reading)
    mean = posterior.mean()
    assert round(mean["history_growth"], 2) == growth
    assert round(mean["taste_mean"], 2) == taste
    assert round(float(posterior.weights @ moments[:, MOMENTS.index("x2")]), 2) == leavers


def test_what_the_method_left_is_as_told():
    assert [round(100 * each, 2) for each in manifest("A")["left_by_waves"]] == [1.5, 0.07, 0.04]
    assert {each: round(manifest(each)["fit"]["effective_draws"]) for each in READINGS} == {
        "A": 337, "B": 296,
    }  # fmt: skip
    values = manifest("A")["singular_values"]
    assert (round(values[0]), round(values[-1], 1)) == (18, 0.2)
    for reading in READINGS:
        least = manifest(reading)["least_decided"]
        assert max(least, key=lambda name: abs(least[name])) == "mandate_flip_probability"


def test_the_counts_of_quantities_and_figures_are_as_told():
    roles = [each.role for each in load_prior().quantities]
    assert (len(roles), roles.count("fitted"), roles.count("nuisance")) == (14, 10, 3)
    assert {len(targets_of(reading).names) for reading in READINGS} == {11}
    assert len(load_problem()) == 94


@pytest.mark.long
@pytest.mark.parametrize(
    ("reading", "failing", "doubtful"),
    [("A", {"m2A", "m2B", "m22", "x2"}, {"x1"}), ("B", {"m2A", "m2B", "m22"}, {"m2B"})],
)
def test_what_fails_is_as_told(reading, failing, doubtful):
    with local_workers(2) as workers:
        scores = scorecard(reading, workers)
    assert set(scores.loc[scores["verdict"] == "fail", "id"]) == failing
    assert set(scores.loc[scores["verdict"] == "warn", "id"]) == doubtful
    assert "fail" not in set(scores.loc[scores["role"] == "fitted", "verdict"])
    held = scores[scores["role"] == "held out"].set_index("id")
    assert round(held.at["m2A", "model"], 3) == 0.136
    assert round(held.at["m22", "model"], 2) in (0.39, 0.40)
    told = scores.set_index("id").loc["m18"]
    assert 0.065 < told["model"] - told["report"] < 0.09


def test_what_rests_on_no_single_figure_is_as_told():
    found = rests_on(load_jackknife())
    exits = found[(found["outcome"] == "exit_rate") & (found["what"] == "sign")]
    firm = exits[(exits["without"] == "") & (exits["with_all"] != "")]
    lower = set(firm.loc[firm["with_all"] == "down", "policy"])
    assert len(lower) == 5
    assert "hired_pay_1200" in lower
    assert list(firm.loc[firm["with_all"] == "up", "policy"]) == ["appraisal_dismissal_5"]
    shaky = exits[(exits["with_all"] != "") & (exits["without"] != "")]
    assert len(shaky) == 3
    assert all("m1" in each.split() for each in shaky["without"])
    draws = 12 * load_jackknife()["share_up"]
    assert np.abs(draws - draws.round()).max() < 1e-4
