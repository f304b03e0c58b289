"""A schedule is checked whole before anything runs; a mistake gets one located sentence."""

from pathlib import Path

import pytest

from community_sim.errors import (
    BadValue,
    CommunitySimError,
    UnknownNotebookParameter,
    UnknownPlace,
    UnknownPolicy,
    UnreadableFile,
)
from community_sim.publish.schedule import read_schedule

ROOT = Path(__file__).parents[2]
GOOD = """\
title: Weekly
lang: zh
notebooks:
  comparison:
    notebook: 30_compare
    parameters:
      policies: [S1, mine.yaml]
      replications: 2
"""
POLICY = "title: Mine\nlevers:\n  pay:\n    coefficient_deputy: 1.2\n"


@pytest.fixture
def read(tmp_path):
    (tmp_path / "mine.yaml").write_text(POLICY, encoding="utf-8")

    def reading(text):
        path = tmp_path / "weekly.yaml"
        path.write_text(text, encoding="utf-8")
        return read_schedule(path)

    return reading


def test_the_shipped_schedule_is_good():
    for path in (ROOT / "data" / "schedules").glob("*.yaml"):
        assert read_schedule(path).notebooks


def test_a_notebook_gets_the_schedules_language_and_its_own_folder(read):
    (notebook,) = read(GOOD).notebooks
    assert notebook.parameters["lang"] == "zh"
    assert notebook.parameters["output_folder"] == "."


def test_a_users_own_policy_file_is_named_as_its_copy(read, tmp_path):
    (notebook,) = read(GOOD).notebooks
    assert notebook.parameters["policies"] == ["S1", "policies/mine.yaml"]
    assert notebook.policy_files == (tmp_path / "mine.yaml",)


@pytest.mark.parametrize(
    ("before", "after", "error", "words"),
    [
        ("title: Weekly", "titles: Weekly", BadValue, r"line 1: 'titles' is not a field .*'title'"),
        ("lang: zh", "lang: fr", BadValue, "line 2: 'lang' is 'fr'; it must be en or zh"),
        ("lang: zh", "lang: zh\nlang: en", UnreadableFile, "line 3: 'lang' is given twice"),
        ("lang: zh", "cell_seconds: 0", BadValue, "line 2: 'cell_seconds' is 0"),
        ("lang: zh", "cell_seconds: 1.5", BadValue, "line 2: 'cell_seconds' is 1.5"),
        ("lang: zh", "sweeps: [a]", BadValue, "line 2: 'sweeps' must hold"),
        ("lang: zh", "sweeps:\n  pay: 3", BadValue, "line 3: 'pay' is 3"),
        ("lang: zh", "sweeps:\n  pay: no_such_sweep", BadValue, "line 3: there is no sweep"),
        ("lang: zh", "sweeps:\n  pay: gone.yaml", UnreadableFile, "line 3: there is no file"),
        ("  comparison:", "  ../up:", BadValue, "line 4: '../up' names a folder"),
        ("  comparison:", "  sweeps:", BadValue, "line 4: 'sweeps' names a folder"),
        ("30_compare", "30_compar", UnreadableFile, r"line 5: .*Did you mean '30_compare'"),
        ("30_compare", "../mine.ipynb", BadValue, "line 5: '../mine.ipynb' lies outside"),
        ("30_compare", "/etc/mine.ipynb", BadValue, "line 5: '/etc/mine.ipynb' lies outside"),
        ("notebook: 30_compare", "note: 30_compare", BadValue, "line 5: 'note' is not a field"),
        ("notebook: 30_compare", "notebook: 30", BadValue, "line 5: say which one"),
        ("replications", "replication", UnknownNotebookParameter, "line 8: .*'replications'"),
        ("replications: 2", "replications: two", BadValue, "line 8: .*whole number"),
        ("replications: 2", "place: kaifo", UnknownPlace, "line 8: .*kaifu"),
        ("S1", "S99", UnknownPolicy, "line 7: 'S99' is not a policy"),
        ("mine.yaml", "other.yaml", UnreadableFile, "line 7: there is no file 'other.yaml'"),
        ("mine.yaml", "../mine.yaml", BadValue, "line 7: '../mine.yaml' lies outside"),
    ],
)  # fmt: skip
def test_a_mistake_is_located(read, before, after, error, words):
    assert before in GOOD
    with pytest.raises(error, match=words) as caught:
        read(GOOD.replace(before, after))
    assert "weekly.yaml" in str(caught.value)
    assert str(caught.value).count("weekly.yaml") == 1


@pytest.mark.parametrize("text", ["", "title: Weekly\n", "notebooks:\n", "- a\n", "\x00", "a: {"])
def test_an_empty_or_broken_schedule_is_refused(read, text):
    with pytest.raises(CommunitySimError, match=r"weekly\.yaml"):
        read(text)


def test_a_bad_policy_file_is_found_before_anything_runs(read, tmp_path):
    (tmp_path / "mine.yaml").write_text(POLICY.replace("deputy", "deputee"), encoding="utf-8")
    with pytest.raises(CommunitySimError, match=r"mine.yaml, line 4.*Did you mean"):
        read(GOOD)


@pytest.mark.parametrize(
    ("default", "error"),
    [
        ("policy: str = 'S99'", UnknownPolicy),
        ("place: str = 'nowhere'", UnknownPlace),
        ("policy: str = 'gone.yaml'", UnknownPolicy),
    ],
)
def test_what_a_notebook_falls_back_on_must_be_there(read, workshop, default, error):
    workshop.notebook("own.ipynb", "1", parameters=default)
    with pytest.raises(error, match=r"weekly\.yaml, line 5"):
        read(GOOD.replace("30_compare", "own.ipynb").partition("    parameters")[0])


def test_a_parameter_called_policies_may_be_something_else(read, workshop):
    workshop.notebook("own.ipynb", "1", parameters="policies: list = [1, 2]\nplace: float = 1.0")
    text = GOOD.replace("30_compare", "own.ipynb").replace("[S1, mine.yaml]", "[3]")
    (notebook,) = read(text.replace("      replications: 2\n", "")).notebooks
    assert notebook.parameters["policies"] == [3]
