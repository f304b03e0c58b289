"""Draws are kept under a changed model only where it gives them the figures they were chosen by."""

import json
import shutil

import numpy as np
import pytest

from community_sim.calibration.blocks import Job
from community_sim.calibration.calibrating import inputs_of_calibration
from community_sim.calibration.confirming import confirm
from community_sim.calibration.free import load_prior
from community_sim.calibration.storing import (
    read_moments,
    shipped_moments,
    write_moments,
    write_points,
)
from community_sim.errors import DesignChanged
from community_sim.posterior import (
    CONDITIONINGS,
    PASTS,
    READINGS,
    WEIGHT,
    load_posterior,
    posterior_file,
    posterior_stem,
)
from community_sim.sweep.executors import local_workers

OLD = {"model": "of yesterday"}


@pytest.fixture
def few(tmp_path):
    """Return a folder with the first two shipped draws of each reading, made by another model."""
    for past in PASTS:
        for given in CONDITIONINGS:
            stem = tmp_path / posterior_stem("kaifu", given, past)
            shutil.copyfile(posterior_file(given, past).with_suffix(".json"), f"{stem}.json")
            manifest = json.loads(stem.with_suffix(".json").read_text())
            stem.with_suffix(".json").write_text(json.dumps({**manifest, "inputs": OLD}))
            if given in READINGS:
                shipped = load_posterior(given, past)
                write_points(
                    stem.with_suffix(".parquet"), shipped.names, shipped.values[:2],
                    {WEIGHT: np.array([0.5, 0.5])},
                )  # fmt: skip
                moments = shipped_moments(given, past)[:2]
                write_moments(tmp_path / f"{stem.name}_moments.parquet", moments)
    return tmp_path


def confirmed(folder, parts):
    with local_workers(1) as workers:
        return confirm(folder, Job("kaifu", 1, parts, workers, lambda *_: None))


def manifests(folder):
    return [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]


@pytest.mark.long
def test_draws_that_give_their_figures_are_written_down_with_the_model_of_today(few, tmp_path):
    assert confirmed(few, tmp_path / "parts") == 2 * len(READINGS) * len(PASTS)
    for manifest in manifests(few):
        assert manifest["confirmed"] == {"made_with": OLD}
        if manifest["what"] == "calibration":
            assert manifest["inputs"] == inputs_of_calibration()
    assert confirmed(few, tmp_path / "again") > 0
    assert all(each["confirmed"] == {"made_with": OLD} for each in manifests(few))


@pytest.mark.long
def test_one_figure_that_differs_in_its_last_digit_asks_for_a_calibration(few, tmp_path):
    path = few / "kaifu_B_moments.parquet"
    moments = read_moments(path)
    moments[1, 0] = np.nextafter(moments[1, 0], 1.0)
    write_moments(path, moments)
    with pytest.raises(DesignChanged, match="kaifu_B: 1 of 2 draws give other figures"):
        confirmed(few, tmp_path / "parts")
    assert all(each["inputs"] == OLD for each in manifests(few))


def test_draws_of_other_quantities_ask_for_a_calibration(few, tmp_path):
    names = load_prior().names
    renamed = ("something_else", *names[1:])
    values = load_posterior("A").values[:2]
    write_points(few / "kaifu_A.parquet", renamed, values, {WEIGHT: np.array([0.5, 0.5])})
    with pytest.raises(DesignChanged, match="kaifu_A: other quantities are free now"):
        confirmed(few, tmp_path / "parts")
