"""Documents tell what the shipped results say, and the model of today still gives these."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from anew.desk import DOCUMENTS, Sizes
from anew.documents import broken_claims, names_in, retold
from anew.results import sample_of
from anew.told import claims, frame_of, result, told_values
from community_sim.calibration.conclusions import load_jackknife
from community_sim.calibration.free import load_prior
from community_sim.calibration.identifiability import shipped_recovery
from community_sim.calibration.jackknife import leave_out
from community_sim.calibration.policy_effects import effects_at_draws
from community_sim.calibration.scorecard import scorecard
from community_sim.posterior import CONDITIONINGS, READINGS, Ground, Posterior
from community_sim.scenario import Scenario
from community_sim.sensitivity import load_problem
from community_sim.sweep.executors import local_workers
from community_sim.uncertainty import bands, bands_frame
from leave_out_evidence import Settings as JackknifeSettings
from leave_out_evidence import table_file

ROOT = Path(__file__).parents[2]
SIZES = Sizes()
ROUNDED = 1e-5  # results keep six digits


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_tells_what_results_say(name):
    text = text_of(name)
    assert retold(text, told_values(), name) == text, "run scripts/make_anew.py --only told"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_sentence_marked_as_a_claim_holds(name):
    assert [str(each) for each in broken_claims(text_of(name), claims(), name)] == []


def test_whatever_can_be_told_is_told_somewhere():
    marked = set().union(*(names_in(text_of(name)) for name in DOCUMENTS))
    assert marked == set(told_values()) | set(claims())


def test_results_were_made_at_full_size_with_the_parameters_of_today():
    settings = result("sensitivity")["settings"]
    assert settings["varied"] == len(load_problem())
    assert settings["trajectories"] == SIZES.sensitivity.trajectories
    assert result("scorecard")["settings"]["draws"] == SIZES.scorecard["draws"]
    assert result("bands")["settings"]["draws"] == SIZES.bands["draws"]
    draws = JackknifeSettings().draws * load_jackknife()["share_up"]
    assert np.abs(draws - draws.round()).max() < 1e-4


@pytest.mark.parametrize("reading", READINGS)
def test_the_recovery_comes_out_again(reading):
    settings = result("recovery")["settings"]
    _, found = shipped_recovery(reading, settings["surveys"], settings["seed"])
    kept = frame_of("recovery")
    assert_same(found, kept[kept["reading"] == reading])


@pytest.mark.long
@pytest.mark.parametrize("given", CONDITIONINGS)
def test_the_scorecard_comes_out_again(given):
    settings = result("scorecard")["settings"]
    with local_workers(2) as workers:
        found = scorecard(given, workers, draws=settings["draws"], seed=settings["seed"])
    kept = frame_of("scorecard")
    assert_same(found.drop(columns=["label_en", "label_zh"]), kept[kept["given"] == given])


@pytest.mark.long
def test_a_sample_of_the_sensitivity_comes_out_again():
    assert_same(sample_of(SIZES.sensitivity), pd.DataFrame(result("sensitivity")["sample"]))


@pytest.mark.long
def test_the_bands_of_one_policy_come_out_again():
    settings, kept = result("bands")["settings"], frame_of("bands")
    current = Scenario.load(place=settings["place"], years=settings["years"])
    reform = current.with_policy(settings["policies"][0])
    found = bands(
        [current, reform], settings["outcomes"], draws=settings["draws"], seed=settings["seed"],
        precision=1e-9, most_seeds=int(kept["seeds"].iloc[0]),
    )  # fmt: skip
    assert_same(bands_frame(found), kept[kept["policy"] == reform.name])


@pytest.mark.long
def test_the_effects_of_one_policy_with_all_evidence_come_out_again():
    settings = JackknifeSettings()
    trial = replace(settings.trial, policies=settings.trial.policies[:1])
    inferred = leave_out("", "A", table_file()).inferred
    posterior = Posterior(Ground("A"), load_prior().names, inferred.values, inferred.weights)
    draws = [dict(each.values) for each in posterior.resampled(settings.draws, settings.seed)]
    with local_workers(2) as workers:
        found = effects_at_draws(trial, draws, workers).mean(axis=0)[0]
    kept = load_jackknife().query("reading == 'A' and left_out == ''")
    kept = kept[kept["policy"] == trial.policies[0]].set_index("outcome")["effect"]
    assert found.tolist() == pytest.approx(kept.loc[list(trial.outcomes)].tolist(), abs=1e-6)


def assert_same(found, kept):
    kept = kept.drop(columns=["reading", "given"], errors="ignore").reset_index(drop=True)
    pd.testing.assert_frame_equal(
        found.reset_index(drop=True), kept[list(found.columns)], rtol=ROUNDED, atol=1e-9,
        check_dtype=False,
    )  # fmt: skip
