"""What is called informed is recovered from made-up surveys, and intervals hold the truth."""

import numpy as np
import pytest

from community_sim.calibration.calibrating import targets_of
from community_sim.calibration.free import load_prior
from community_sim.calibration.identifiability import (
    INFORMED,
    Recovery,
    explained,
    recover,
    recovery_frame,
)
from community_sim.calibration.local import local_analysis
from community_sim.calibration.moments import MOMENTS
from community_sim.calibration.region import Targets
from community_sim.calibration.reweighing import Stored, infer, weighted_quantiles
from community_sim.calibration.storing import read_table
from community_sim.parameters import parameter_info
from community_sim.posterior import READINGS
from community_sim.reading import data_folder

TABLE = data_folder() / "calibration" / "kaifu_table.parquet"
SURVEYS = 200


@pytest.mark.long
@pytest.mark.parametrize("reading", READINGS)
def test_intervals_of_what_is_informed_hold_the_truth_in_80_to_98_of_100_surveys(reading):
    prior, targets = load_prior(), targets_of(reading)
    points, moments = read_table(TABLE, 1)
    region = Stored.of(prior, *read_table(TABLE, -1))
    chosen = np.random.default_rng(1).choice(len(region.points), SURVEYS, replace=False)
    found = recover(region, targets, chosen)
    frame = recovery_frame(
        found, prior, explained(points, moments[:, targets.columns]), infer(region, targets).sd()
    ).set_index("quantity")
    assert frame["informed"].sum() >= 8
    held = frame.loc[frame["informed"], "coverage_90"]
    assert held.between(0.80, 0.98).all(), held
    assert (frame.loc[frame["informed"], "explained"] >= INFORMED).all()
    assert not frame.loc[["pay_weight", "taste_sd", "initial_tenure_mean"], "informed"].any()
    said = {name: info.is_informed_by_reports for name, info in parameter_info().items()}
    for name in set(said) & set(frame.index):
        assert said[name] == frame.at[name, "informed"], name


def test_what_moments_hold_is_explained_and_what_they_do_not_is_not():
    random = np.random.default_rng(1)
    points = random.random((2000, 3))
    moments = np.column_stack([points[:, 0], points[:, 1] + random.normal(0, 0.3, 2000)])
    share = explained(points, moments)
    assert share[0] > 0.99
    assert 0.3 < share[1] < 0.7
    assert abs(share[2]) < 0.05


def test_coverage_counts_the_surveys_whose_interval_holds_the_truth():
    truths = np.array([[0.0], [1.0], [2.0], [3.0]])
    quantiles = np.array([[-2.0], [-0.5], [1.5], [2.0]])[None].repeat(4, axis=0)
    found = Recovery(truths, truths, quantiles, truths)
    assert found.coverage(50).tolist() == [0.5]
    assert found.coverage(90).tolist() == [0.75]


def test_inference_from_stored_runs_finds_the_truth_of_a_linear_model():
    prior, targets = load_prior(), targets_of("A")
    random = np.random.default_rng(1)
    points = prior.low + (prior.high - prior.low) * random.random((4000, len(prior.names)))
    moments = random.normal(0.0, 0.005, (4000, len(MOMENTS)))
    columns = targets.columns[:3]
    scaled = (points - prior.low) / (prior.high - prior.low)
    moments[:, columns] += scaled[:, :3]
    few = Targets(targets.names[:3], np.array([0.3, 0.5, 0.7]), np.full(3, 0.015), np.zeros(3))
    found = infer(Stored(prior, points, moments), few, kept=0.05)
    mean = (found.mean() - prior.low) / (prior.high - prior.low)
    assert mean[:3] == pytest.approx(few.values, abs=0.02)
    assert mean[3:] == pytest.approx(0.5, abs=0.12)


def test_quantiles_with_equal_weights_are_the_usual_ones():
    values = np.random.default_rng(1).normal(size=999)
    found = weighted_quantiles(values, np.full(999, 1 / 999), (0.05, 0.5, 0.95))
    assert found == pytest.approx(np.quantile(values, (0.05, 0.5, 0.95), method="hazen"))


def test_the_least_decided_direction_is_the_quantity_that_moves_no_figure():
    prior, targets = load_prior(), targets_of("A")
    fitted = [at for at, each in enumerate(prior.quantities) if each.role == "fitted"]
    slopes = np.zeros((len(MOMENTS), len(prior.names)))
    for row, at in zip(targets.columns, fitted[1:], strict=False):
        slopes[row, at] = 1.0
    local = local_analysis(slopes, targets, prior)
    assert local.singular_values[-1] == pytest.approx(0.0)
    assert np.abs(local.sloppy[0]) == pytest.approx(1.0)
    assert local.influence[0] == pytest.approx(0.0)
