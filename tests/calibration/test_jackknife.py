"""Evidence left out: what is weighed anew, what is run again, and what rests on which figure."""

import json

import numpy as np
import pandas as pd
import pytest

from community_sim.calibration.blocks import Job
from community_sim.calibration.conclusions import (
    conclusions,
    effects_frame,
    load_jackknife,
    resting_sentences,
    rests_on,
)
from community_sim.calibration.jackknife import MOST_AT_EDGE, WAY_IN, cases, leave_out, targets_in
from community_sim.calibration.region import Contradiction, Region
from community_sim.posterior import READINGS, posterior_file
from community_sim.reading import data_folder
from community_sim.sweep.executors import local_workers

TABLE = data_folder() / "calibration" / "kaifu_table.parquet"


def test_every_fitted_figure_is_left_out_once_and_report_1_as_a_whole():
    found = cases("A")
    stated = json.loads(posterior_file("A").with_suffix(".json").read_text(encoding="utf-8"))
    assert [name for name in found if name not in ("", "report 1", WAY_IN)] == stated["targets"]
    assert set(found["report 1"]) == set(stated["targets"]) - {"a1"}


def test_source_can_be_read_as_the_way_in():
    usual, other = targets_in("", "A"), targets_in(WAY_IN, "A")
    assert (other.values == usual.values).all()
    changed = {one: two for one, two in zip(usual.names, other.names, strict=True) if one != two}
    assert changed == {"m8": "m8w", "m9": "m9w", "m10": "m10w"}
    assert np.isfinite(leave_out(WAY_IN, "A", TABLE).inferred.mean()).all()


def test_with_nothing_left_out_all_targets_remain_and_no_run_was_cut_off():
    found = leave_out("", "B", TABLE)
    assert found.at_edge == 0.0
    assert not found.is_refitted
    assert len(found.targets.names) == 12


def test_the_tenure_share_cut_no_run_off():
    assert leave_out("m2A", "A", TABLE).at_edge == 0.0


@pytest.mark.parametrize("name", [each for each in cases("A") if each])
def test_a_figure_left_out_widens_what_it_decided(name):
    whole, without = leave_out("", "A", TABLE), leave_out(name, "A", TABLE)
    # the share who apply (a1) is assumed, and decides least
    most = 0.95 if name == "a1" else 0.9
    assert (whole.inferred.sd() / without.inferred.sd()).min() < most


@pytest.mark.long
def test_where_stored_runs_were_cut_off_new_ones_are_run(tmp_path):
    before = leave_out("m1", "A", TABLE)
    assert before.at_edge > MOST_AT_EDGE
    assert not before.is_refitted
    with local_workers(2) as workers:
        job = Job("kaifu", 1, tmp_path, workers, lambda *_: None)
        found = leave_out("m1", "A", TABLE, job=job, waves=(520, 80))
    assert found.is_refitted
    assert "m1" not in found.targets.names
    assert np.isfinite(found.inferred.mean()).all()
    stages = ("without_m1_1", "without_m1_2")
    kept = {name for stage in stages for name in (stage, f"{stage}.npz")}
    assert {each.name for each in tmp_path.iterdir()} == kept


def test_the_shipped_cases_are_weighed_anew_only_where_that_is_accurate():
    frame = load_jackknife().drop_duplicates(["reading", "left_out"])
    assert len(frame) == sum(len(cases(reading)) for reading in READINGS)
    stayed = ~frame["refitted"] & ~frame["contradicted"]
    anew = frame[stayed & (frame["left_out"] != "report 1")]
    assert (anew["at_edge"] <= MOST_AT_EDGE).all()
    assert (frame.loc[~stayed, "at_edge"] > MOST_AT_EDGE).all()


def test_figures_that_contradict_each_other_leave_the_stored_runs_and_are_told(
    monkeypatch, tmp_path
):
    def nowhere(*_):
        raise Contradiction("History matching left nothing of the prior.")

    monkeypatch.setattr(Region, "design", nowhere)
    with local_workers(1) as workers:
        found = leave_out("m3", "A", TABLE, job=Job("kaifu", 1, tmp_path, workers, print))
    assert found.is_contradicted and not found.is_refitted
    assert (found.inferred.values == leave_out("m3", "A", TABLE).inferred.values).all()


def made_up(shares):
    """Return effects on one outcome by (reading, left out, policy) with shares of draws upwards."""
    return pd.DataFrame([
        {"reading": reading, "left_out": left_out, "policy": policy, "outcome": "exit_rate",
         "share_up": share, "share_lowest": 0.0, "share_highest": 0.0}
        for (reading, left_out, policy), share in shares.items()
    ])  # fmt: skip


def test_a_conclusion_needs_nine_of_ten_draws_under_both_readings():
    frame = made_up({
        ("A", "", "S1"): 0.05, ("B", "", "S1"): 0.10,
        ("A", "", "S5"): 0.00, ("B", "", "S5"): 0.11,
        ("A", "", "S8"): 0.90, ("B", "", "S8"): 1.00,
    })  # fmt: skip
    assert conclusions(frame).set_index("policy")["decided"].to_dict() == {
        "S1": "down", "S5": "", "S8": "up",
    }  # fmt: skip


def test_a_conclusion_rests_on_the_figures_without_which_it_is_not_decided():
    frame = made_up({
        (reading, left_out, "hired_pay_1200"): share
        for reading in READINGS
        for left_out, share in (("", 0.0), ("m1", 0.5), ("m3", 0.0), ("report 1", 1.0))
    })  # fmt: skip
    (row,) = rests_on(frame).to_dict("records")
    assert (row["with_all"], row["without"]) == ("down", "m1 report_1")
    (said,) = resting_sentences(frame)
    assert said.endswith("rests on m1, report 1.")
    assert resting_sentences(frame, lang="zh")[0].endswith("取决于m1、报告一。")


def test_what_no_draw_decides_is_said_to_be_undecided():
    frame = made_up({
        (reading, left_out, "hired_pay_1200"): share
        for reading in READINGS
        for left_out, share in (("", 0.5), ("m1", 1.0))
    })  # fmt: skip
    assert resting_sentences(frame)[0].endswith("nothing is decided.")


def test_shares_of_draws_come_from_the_effects():
    effects = np.array([[[-1.0], [2.0]], [[1.0], [3.0]], [[-2.0], [-3.0]], [[-1.0], [1.0]]])
    frame = effects_frame(effects, ("S1", "S5"), ("exit_rate",)).set_index("policy")
    assert frame.at["S1", "share_up"] == 0.25
    assert frame.at["S5", "share_up"] == 0.75
    assert frame.at["S1", "share_lowest"] == 0.75
    assert frame.at["S1", "effect"] == -0.75
