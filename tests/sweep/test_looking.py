"""A sweep is queried, exported and verified without being changed."""

import os
import shutil
import sqlite3

import pandas as pd
import pytest

from community_sim.errors import BadValue, StoreBroken
from community_sim.locking import LOCK
from community_sim.sweep import read_sweep
from community_sim.sweep.exporting import export
from community_sim.sweep.querying import query
from community_sim.sweep.schema import DATABASE
from community_sim.sweep.seal import seal
from community_sim.sweep.verifying import verify


@pytest.fixture
def copied(swept, tmp_path):
    """Return a copy of a finished sweep, to be spoilt."""
    return shutil.copytree(swept, tmp_path / "copied")


def test_a_query_gives_what_pandas_gives(swept):
    columns, rows = query(
        swept, "SELECT policy, outcome, avg(value) AS mean FROM outcomes GROUP BY ALL ORDER BY ALL"
    )
    frame = read_sweep(swept).outcomes()
    means = frame.groupby(["policy", "outcome"])["value"].mean().sort_index()
    assert columns == ["policy", "outcome", "mean"]
    assert [row[:2] for row in rows] == list(means.index)
    assert [row[2] for row in rows] == pytest.approx(means.to_list(), rel=1e-12)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM '/etc/hostname'",
        "COPY runs TO '/tmp/stolen.csv'",
        "INSERT INTO runs SELECT * FROM runs",
        "DROP VIEW runs",
        "ATTACH 'x.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SELECT 1; SELECT 2",
        "PICK 1",
        "",
    ],
)
def test_a_query_can_only_select_and_only_from_the_sweep(swept, statement, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadValue):
        query(swept, statement)
    assert list(tmp_path.iterdir()) == []


def test_both_exports_hold_every_outcome_bit_for_bit(swept, tmp_path):
    export(swept, tmp_path / "e.csv")
    export(swept, tmp_path / "e.parquet")
    text = pd.read_csv(tmp_path / "e.csv")
    binary = pd.read_parquet(tmp_path / "e.parquet")
    stored = read_sweep(swept).outcomes()
    for read in (text, binary):
        assert read["outcome"].to_list() == stored["outcome"].to_list()
        pd.testing.assert_series_equal(read["value"], stored["value"], check_exact=True)


def test_an_export_of_a_sweep_with_missing_runs_is_refused(copied, tmp_path):
    with sqlite3.connect(copied / DATABASE) as stored:
        stored.execute("DELETE FROM runs WHERE position = 3")
    stored.close()
    with pytest.raises(StoreBroken, match="1 of 10 runs are missing"):
        export(copied, tmp_path / "e.csv")
    assert not (tmp_path / "e.csv").exists()


def test_an_export_has_a_known_ending(swept, tmp_path):
    with pytest.raises(BadValue, match="must end in"):
        export(swept, tmp_path / "e.xlsx")


def test_a_whole_sweep_is_verified_and_runs_are_done_again(swept):
    found = verify(swept, sample=3)
    assert (found.rows, found.repeated, found.problems, found.not_repeated) == (10, 3, (), "")


def changed(folder, statement):
    """Change the database and seal it again, as a careful forger would."""
    with sqlite3.connect(folder / DATABASE) as stored:
        stored.execute(statement)
    stored.close()
    seal(folder)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE outcomes SET value = value + 1e-9 WHERE position = 2", "not as it was written"),
        ("UPDATE runs SET seed = 99 WHERE position = 2", "not as it was written"),
        ("DELETE FROM outcomes WHERE position = 2 AND outcome = 0", "not as it was written"),
        ("UPDATE runs SET stage = 'x' WHERE position = 2", "not as it was written"),
    ],
)
def test_a_forged_row_is_found_although_the_seal_fits(copied, statement, said):
    changed(copied, statement)
    assert [said in problem for problem in verify(copied, sample=0).problems] == [True]


def test_a_forged_row_with_a_fitting_hash_is_found_by_doing_it_again(copied):
    from community_sim.sweep.store import Store, content_hash

    changed(copied, "UPDATE outcomes SET value = value * 2 WHERE position = 2")
    with Store.reading(copied) as store:
        forged = content_hash(next(row for row, _ in store.rows() if row.position == 2))
    changed(copied, f"UPDATE runs SET content = '{forged}' WHERE position = 2")
    assert verify(copied, sample=0).problems == ()
    assert "comes to other numbers" in verify(copied, sample=10).problems[0]


@pytest.mark.parametrize("name", [DATABASE, "outcomes.parquet"])
def test_a_missing_file_is_found(copied, name):
    (copied / name).unlink()
    assert verify(copied).problems == (f"'{name}' is missing.",)


@pytest.mark.parametrize("name", ["notes.txt", f"{DATABASE}-wal", LOCK])
def test_stray_bytes_are_found(copied, name):
    (copied / name).write_text("x")
    assert f"'{name}'" in verify(copied).problems[0]


def test_a_sweep_that_was_cut_off_is_not_vouched_for(copied):
    os.remove(copied / "seal.json")
    assert "cut off" in verify(copied).problems[0]


def test_other_code_repeats_nothing_and_says_so(swept, monkeypatch):
    from community_sim.sweep import changes

    files = changes.code_files()
    monkeypatch.setattr(changes, "code_files", lambda: {**files, "careers.py": "0"})
    found = verify(swept)
    assert (found.problems, found.repeated) == ((), 0)
    assert "code 'careers.py' changed" in found.not_repeated


def test_where_there_is_no_sweep_every_look_says_so(tmp_path):
    for look in (read_sweep, verify, lambda folder: query(folder, "SELECT 1")):
        with pytest.raises(StoreBroken, match="no sweep in this folder"):
            look(tmp_path)
