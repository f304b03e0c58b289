"""The commands say in a line and an exit code how it went."""

import json

import pytest

from community_sim.locking import FolderLock


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.long
def test_a_sweep_ends_with_its_report_and_code_0(call, small_design, tmp_path):
    code, out, _ = call("sweep", small_design, "--out", "s", "--workers", 1, "--json")
    events = lines(out)
    assert code == 0
    assert events[-1] == {"event": "report", "total": 10, "done": 10, "failed": 0, "resumed": 0}
    progress = [event for event in events if event["event"] == "progress"]
    assert progress[-1]["stored"] == progress[-1]["total"] == 10


def test_quiet_says_nothing(call, small_design, swept):
    assert call("sweep", small_design, "--out", swept, "--quiet") == (0, "", "")


def test_a_dry_run_tells_runs_time_and_disk_and_writes_nothing(call, small_design, tmp_path):
    code, out, _ = call("sweep", small_design, "--out", "s", "--dry-run", "--json")
    (found,) = lines(out)
    assert code == 0
    assert (found["runs"], found["scenarios"]) == (10, 2)
    assert found["seconds"] > 0 and found["megabytes"] > 0
    assert not (tmp_path / "s").exists()


def test_a_run_with_failures_ends_with_code_3_and_the_command_that_repeats_it(
    call, small_design, tmp_path
):
    from community_sim.design import read_design
    from community_sim.sweep.running import Manner, sweep
    from reliability.tasks import Poison

    sweep(read_design(small_design), tmp_path / "s", Manner(1, run_task=Poison("raises", 4)))
    code, _, said = call("sweep", small_design, "--out", tmp_path / "s")
    assert code == 3
    assert "Failed in simulate: ZeroDivisionError: poison" in said
    command = next(line for line in said.splitlines() if "--only" in line).split()
    assert command[0] == "community-sim"
    code, out, _ = call(*command[1:])  # without the poison it is a good run
    assert code == 0 and "current_practice in rucheng, draw 0, seed 4" in out
    code, _, said = call("export", tmp_path / "s", "--to", "e.csv")
    assert code == 3 and "2 runs failed" in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["sweep", "nowhere.yaml", "--out", "s"], 2, "UnreadableFile: nowhere.yaml"),
        (["query", ".", "SELECT 1"], 4, "StoreBroken: "),
        (["verify", "."], 4, "StoreBroken: "),
        (["export", ".", "--to", "e.csv"], 4, "StoreBroken: "),
    ],
)
def test_an_error_is_a_sentence_and_a_code(call, arguments, code, said):
    found, out, errors = call(*arguments)
    assert (found, out) == (code, "")
    assert errors.startswith(said) and len(errors.splitlines()) == 1


def test_a_store_in_use_is_code_75(call, small_design, swept):
    with FolderLock(swept):
        code, _, said = call("sweep", small_design, "--out", swept)
    assert code == 75 and said.startswith("InUse: ") and "sweep' is in use by process " in said


def test_a_cluster_that_does_not_answer_is_code_3(call, small_design, monkeypatch):
    import distributed

    def nobody(*args, **options):
        raise OSError("timed out")

    monkeypatch.setattr(distributed, "Client", nobody)
    code, _, said = call("sweep", small_design, "--out", "s", "--cluster", "tcp://127.0.0.1:9")
    assert code == 3 and "No Dask scheduler answers at 'tcp://127.0.0.1:9'" in said


def test_a_query_prints_a_table_csv_or_json(call, swept):
    statement = "SELECT policy, count(*) AS n FROM runs GROUP BY policy ORDER BY policy"
    assert call("query", swept, statement, "--csv")[1].splitlines()[1:] == (
        ["current_practice,5", "hired_pay_1200,5"]
    )
    (first, _) = json.loads(call("query", swept, statement, "--json")[1])
    assert first == {"policy": "current_practice", "n": 5}
    assert "hired_pay_1200" in call("query", swept, statement)[1]


def test_verify_says_that_all_is_well(call, swept):
    code, out, _ = call("verify", swept, "--sample", 1)
    assert (code, out) == (0, "All is as it was written: 10 runs; 1 done again.\n")
