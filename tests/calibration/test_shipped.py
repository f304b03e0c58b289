"""The shipped draws are what their manifests say, and the model of today still gives them."""

import hashlib
import json

import numpy as np
import pytest

from community_sim.calibration.blocks import key_of
from community_sim.calibration.free import load_prior
from community_sim.calibration.moments import MOMENTS, simulate_moments
from community_sim.calibration.storing import content_hash, shipped_moments
from community_sim.posterior import READINGS, load_posterior
from community_sim.reading import data_folder
from community_sim.scenario import Scenario

FOLDER = data_folder() / "calibration"


def manifest(reading):
    return json.loads((FOLDER / f"kaifu_{reading}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("reading", READINGS)
def test_files_and_evidence_are_those_of_the_manifest(reading):
    stated = manifest(reading)
    assert {name: content_hash(FOLDER / name) for name in stated["files"]} == stated["files"]
    data = {name: value for name, value in stated["inputs"].items() if name.endswith(".csv")}
    calibrated = {f"calibration/{name}.csv" for name in ("targets", "free")}
    assert set(data) == {"parameters.csv", "levers.csv", *calibrated}
    for name, value in data.items():
        assert hashlib.sha256((data_folder() / name).read_bytes()).hexdigest() == value


@pytest.mark.parametrize("reading", READINGS)
def test_a_thousand_draws_lie_inside_the_prior_and_none_outweighs_the_rest(reading):
    draws = load_posterior(reading)
    prior = load_prior()
    assert len(draws) >= 1000
    assert draws.names == prior.names
    assert (draws.values >= prior.low).all()
    assert (draws.values <= prior.high).all()
    assert draws.weights.sum() == pytest.approx(1.0)
    effective = 1.0 / (draws.weights**2).sum()
    assert effective > 200
    assert effective == pytest.approx(manifest(reading)["fit"]["effective_draws"], abs=0.05)


@pytest.mark.long
@pytest.mark.parametrize("reading", READINGS)
def test_runs_at_a_sample_of_the_draws_give_the_shipped_moments(reading):
    draws = load_posterior(reading)
    moments = shipped_moments(reading)
    seed = manifest(reading)["settings"]["seed"]
    for row in range(0, len(draws), 100):
        values = dict(zip(draws.names, draws.values[row].tolist(), strict=True))
        found = simulate_moments(
            Scenario.load(), values, key_of("run", seed, f"posterior_{reading}", row)
        )
        assert [found[name] for name in MOMENTS] == moments[row].tolist()


@pytest.mark.parametrize("reading", READINGS)
def test_the_prior_reaches_every_figure(reading):
    stated = manifest(reading)["prior_predictive"]
    below = {name: stated[name]["below"] for name in manifest(reading)["targets"]}
    assert all(0.01 < share < 0.99 for share in below.values()), below


def test_the_readings_share_their_history_matching():
    one, other = (manifest(reading) for reading in READINGS)
    assert one["left_by_waves"] == other["left_by_waves"]
    assert (np.diff(one["left_by_waves"]) < 0).all()
