"""Calibration: the seed alone decides, what is finished is kept, other input is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from community_sim.calibration.calibrating import Settings, calibrate, files_of
from community_sim.calibration.particles import Stopping
from community_sim.calibration.storing import content_hash
from community_sim.errors import BadValue, DesignChanged
from community_sim.posterior import read_posterior

SMALL = Settings(
    waves=(520,),
    stopping=Stopping(population=16, least_acceptance=0.01, simulations=40, generations=2),
    local_seeds=1,
)


class _Cut(Exception):
    """Stands for a kill."""


def _cut_at(what: str, done: int) -> Callable[[str, int, int], None]:
    def tell(stage: str, number: int, _total: int) -> None:
        if stage.startswith(what) and number >= done:
            raise _Cut

    return tell


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    calibrate(SMALL, folder, workers=2)
    return folder


def _hashes(folder: Path) -> dict[str, str]:
    return {name: content_hash(folder / name) for name in files_of(SMALL)}


@pytest.mark.long
def test_a_calibration_leaves_draws_with_weights_that_sum_to_one(whole: Path) -> None:
    found = read_posterior(whole / "kaifu_A.parquet", "A")
    assert len(found) == 16
    assert found.weights.sum() == pytest.approx(1.0)
    assert np.isfinite(found.values).all()


@pytest.mark.long
def test_the_number_of_workers_changes_no_byte_and_a_cut_off_run_goes_on(
    whole: Path, tmp_path: Path
) -> None:
    for stage, done in (("wave 1", 80), ("generation 1", 1), ("posterior", 1)):
        with pytest.raises(_Cut):
            calibrate(SMALL, tmp_path, workers=1, tell=_cut_at(stage, done))
    calibrate(SMALL, tmp_path, workers=1)
    assert _hashes(tmp_path) == _hashes(whole)


@pytest.mark.long
def test_the_manifest_holds_the_hashes_of_what_lies_beside_it(whole: Path) -> None:
    manifest = json.loads((whole / "kaifu_A.json").read_text())
    assert manifest["files"]
    for name, stated in manifest["files"].items():
        assert content_hash(whole / name) == stated


@pytest.mark.long
def test_a_folder_of_another_calibration_is_refused(whole: Path) -> None:
    other = Settings(seed=2, waves=SMALL.waves, stopping=SMALL.stopping, local_seeds=1)
    with pytest.raises(DesignChanged, match="was begun with other seed"):
        calibrate(other, whole, workers=1)


def test_an_unknown_reading_is_refused() -> None:
    with pytest.raises(BadValue, match="'C' is not a reading; known are A, B"):
        Settings(reading="C")
