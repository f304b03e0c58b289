"""A sweep does every run once, goes on where it was cut off, and never mixes designs."""

import json

import numpy as np
import pytest

from community_sim.design import read_design
from community_sim.errors import ClusterLost, DesignChanged, StoreBroken, SweepInterrupted
from community_sim.outcomes import measure
from community_sim.runs import run_one
from community_sim.sweep import read_sweep, run_sweep
from community_sim.sweep.running import Manner, sweep
from community_sim.sweep.schema import DATABASE


def task(log, **fields):
    from reliability.tasks import Counted

    return Counted(log, **fields)


def executed(log):
    return sorted(map(int, log.read_text().split())) if log.exists() else []


def test_every_run_is_stored_with_the_outcomes_of_a_run_of_its_own(small_design, swept):
    design = read_design(small_design)
    found = read_sweep(swept).outcomes()
    assert list(found.columns) == (
        ["policy", "place", "draw", "seed", "years", "horizon", "outcome", "value"]
    )
    for number in range(design.scenario_count):
        for run in design.runs(number):
            own = measure(run_one(design.scenario(number), run.seed), design.horizons)
            own = own[own["outcome"].isin(design.outcomes)]
            stored = found[(found["policy"] == run.policy) & (found["seed"] == run.seed)]
            assert stored["outcome"].to_list() == own["outcome"].to_list()
            np.testing.assert_array_equal(stored["value"], own["value"])


def test_the_runs_of_a_sweep_say_what_was_run(swept):
    runs = read_sweep(swept).runs()
    assert set(runs["state"]) == {"done"}
    assert runs["key"].is_unique and runs["key"].str.fullmatch("[0-9a-f]{64}").all()
    assert read_sweep(swept).design["seeds"] == {"first": 3, "count": 5}


def test_a_finished_sweep_is_left_alone(small_design, swept):
    before = {path.name: path.stat().st_mtime_ns for path in swept.iterdir() if path.name[0] != "."}
    report = run_sweep(small_design, swept)
    after = {path.name: path.stat().st_mtime_ns for path in swept.iterdir() if path.name[0] != "."}
    assert (report.done, report.resumed, after) == (10, 10, before)


def test_the_same_start_does_only_what_is_missing(design, tmp_path):
    log, stop = tmp_path / "log", []

    def interrupt(done, total, what):
        import os
        import signal

        stop.append(done)
        os.kill(os.getpid(), signal.SIGTERM)

    with pytest.raises(SweepInterrupted) as caught:
        sweep(design, tmp_path / "s", Manner(1, run_task=task(log), progress=interrupt))
    assert 0 < stop[0] < len(design) and f"of {len(design)} runs are stored" in str(caught.value)
    first = len(read_sweep(tmp_path / "s").runs())
    log.unlink()
    report = sweep(design, tmp_path / "s", Manner(2, run_task=task(log)))
    assert (report.resumed, report.done) == (first, len(design))
    assert len(executed(log)) == len(design) - first


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"seeds": {"first": 3, "count": 6}}, "seeds {'count': 5, 'first': 3} became"),
        ({"years": 3}, "years 2 became 3"),
        ({"policies": ["current_practice"]}, "policy 'hired_pay_1200' is gone"),
        ({"places": ["siyang"]}, "place 'siyang' is new"),
        ({"outcomes": ["quit_rate"]}, "outcomes (3 of them) became ['quit_rate']"),
        ({"grid": {"parameters": {"taste_sd": [0.5]}}}, "1 of 1 draws changed, the first from {"),
    ],
)
def test_another_design_is_refused_with_what_changed(write, swept, fields, said):
    with pytest.raises(DesignChanged) as caught:
        run_sweep(write(**fields), swept)
    assert said in str(caught.value)


def test_a_changed_policy_is_refused_by_name(write, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text("levers: {pay: {dispersion: 0.1}}\n")
    file = write(policies=["mine.yaml"], seeds={"count": 1})
    run_sweep(file, tmp_path / "s")
    mine.write_text("title: Only words\nlevers: {pay: {dispersion: 0.1}}\n")
    assert run_sweep(file, tmp_path / "s").resumed == 1
    mine.write_text("levers: {pay: {dispersion: 0.2}}\n")
    with pytest.raises(DesignChanged, match="policy 'mine' changed"):
        run_sweep(file, tmp_path / "s")


@pytest.mark.parametrize(
    ("name", "found", "said"),
    [
        ("code_files", {"rules/pay.py": "0" * 64}, "code 'rules/pay.py' changed"),
        ("environment", {"numpy": "1.0"}, "version of 'numpy' changed from"),
    ],
)
def test_changed_code_or_libraries_are_refused_by_name(
    small_design, swept, monkeypatch, name, found, said
):
    from community_sim.sweep import changes

    before = getattr(changes, name)()
    monkeypatch.setattr(changes, name, lambda: {**before, **found})
    with pytest.raises(DesignChanged, match=said):
        run_sweep(small_design, swept)


def test_a_worker_with_other_code_is_refused(design, tmp_path, monkeypatch):
    from community_sim.sweep import simulating

    groups = []
    original = simulating.Group.__init__

    def other_code(self, *args, **fields):
        original(self, *args, **fields)
        object.__setattr__(self, "code", "0" * 64)
        groups.append(self)

    monkeypatch.setattr(simulating.Group, "__init__", other_code)
    with pytest.raises(ClusterLost, match="other code"):
        sweep(design, tmp_path / "s", Manner(1))
    assert groups


def test_a_folder_of_something_else_is_refused(small_design, tmp_path):
    (tmp_path / DATABASE).write_bytes(b"not a database, but somebody's file" * 100)
    with pytest.raises(StoreBroken):
        run_sweep(small_design, tmp_path)


def test_a_foreign_database_is_refused_untouched(small_design, tmp_path):
    import sqlite3

    with sqlite3.connect(tmp_path / DATABASE) as theirs:
        theirs.execute("CREATE TABLE precious (x)")
    theirs.close()
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(StoreBroken, match="not a sweep"):
        run_sweep(small_design, tmp_path)
    assert (tmp_path / DATABASE).read_bytes() == before


def test_failed_runs_stay_until_they_are_asked_to_be_run_again(design, tmp_path):
    from reliability.tasks import Poison

    folder = tmp_path / "s"
    report = sweep(design, folder, Manner(1, run_task=Poison("raises", 4)))
    assert (report.done, report.failed) == (8, 2)
    runs = read_sweep(folder).runs()
    assert set(runs[runs["state"] == "failed"]["message"]) == {"ZeroDivisionError: poison"}
    assert sweep(design, folder, Manner(1)).failed == 2
    again = sweep(design, folder, Manner(1, retry_failed=True))
    assert (again.done, again.failed, again.resumed) == (10, 0, 8)


def test_a_failed_run_has_no_outcomes(design, tmp_path):
    from reliability.tasks import Poison

    sweep(design, tmp_path / "s", Manner(1, run_task=Poison("raises", 4)))
    assert set(read_sweep(tmp_path / "s").outcomes()["seed"]) == {3, 5, 6, 7}


def test_a_run_is_repeated_by_its_key(design):
    from community_sim.sweep.keys import Keys
    from community_sim.sweep.repeating import repeat
    from reliability.tasks import Poison

    key = Keys(design).of(6)
    assert repeat(design, key).position == 6
    assert repeat(design, key, Poison("raises", 4)).stage == "simulate"


def test_nothing_stored_tells_of_the_machine(swept):
    import getpass
    import socket

    text = b"".join(path.read_bytes() for path in swept.iterdir())
    for word in (str(swept.parent), socket.gethostname(), f"/home/{getpass.getuser()}"):
        assert word.encode() not in text
    assert json.loads((swept / "seal.json").read_text()).keys() == {DATABASE, "outcomes.parquet"}
