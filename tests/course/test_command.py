"""The commands of the course: what they leave, and how they refuse."""

import subprocess
import sys
from pathlib import Path

import pytest

from community_sim.course.collecting import belongings
from community_sim.course.roster import Enrolled, read_roster
from community_sim.errors import BadValue, UnreadableFile


def course(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from community_sim.cli import main; main()", "course", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_make_leaves_one_notebook_named_for_the_student(tmp_path):
    done = course("make", "--student", "Anna", "--lesson", "1", "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    (path,) = tmp_path.iterdir()
    assert path.name == "anna_01_one_cadre.ipynb"
    assert "第1课" in path.read_text(encoding="utf-8")


def test_a_name_never_leads_out_of_the_folder(tmp_path):
    inside = tmp_path / "a" / "b"
    done = course("make", "--student", "../../x", "--lesson", "1", "--out", str(inside))
    assert done.returncode == 0, done.stderr
    assert len(list(inside.iterdir())) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("make", "--student", " ", "--lesson", "1", "--out", "x"), "name is blank"),
        (("make", "--student", "a", "--lesson", "99", "--out", "x"), "no lesson 99"),
        (("make", "--student", "a", "--lesson", "1", "--out", "/proc/x"), "cannot be written"),
        (
            ("grade", "--lesson", "1", "--roster", "none.csv", "--folder", "x"),
            "roster cannot be read",
        ),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(arguments, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = course(*arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_grading_before_releasing_is_refused(tmp_path):
    roster = written(tmp_path, "name\nAnna\n")
    done = course("grade", "--lesson", "1", "--roster", str(roster), "--folder", str(tmp_path))
    assert done.returncode == 2
    assert "was not released here" in done.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_roster_is_read_as_spreadsheets_write_it(tmp_path, encoding):
    roster = written(tmp_path, "name,lang\r\n王小明,zh\r\n Anna ,en\r\n李华,\r\n", encoding)
    assert read_roster(roster) == (
        Enrolled("王小明", "zh"),
        Enrolled("Anna", "en"),
        Enrolled("李华", "zh"),
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "first line must be"),
        ("student\nAnna\n", "first line must be"),
        ("name\n,\n", "line 2: The student's name is blank"),
        ("name\nAnna\nANNA \n", "line 3: 'ANNA' is there twice"),
        ("name,lang\nAnna,fr\n", "line 2: the language is 'fr'"),
    ],
)
def test_a_wrong_roster_is_refused_with_its_line(tmp_path, text, sentence):
    with pytest.raises(BadValue, match=sentence):
        read_roster(written(tmp_path, text))


def test_a_roster_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "roster.xlsx"
    path.write_bytes(b"PK\x03\x04\xff\xff\x00")
    with pytest.raises((UnreadableFile, BadValue)):
        read_roster(path)


def test_a_notebook_goes_to_the_longest_name_that_it_bears(tmp_path):
    li, li_na = Enrolled("Li"), Enrolled("Li Na")
    for name in ("Li Na_01.ipynb", "li.ipynb", "Liang.ipynb"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    found, problems = belongings(tmp_path, (li, li_na))
    assert {one.name: path.name for one, path in found.items()} == {
        "Li": "li.ipynb",
        "Li Na": "Li Na_01.ipynb",
    }
    assert problems == ["'Liang.ipynb' bears no name of the roster."]


def test_two_notebooks_of_one_student_are_not_chosen_between(tmp_path):
    for name in ("li.ipynb", "li (1).ipynb"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    found, (problem,) = belongings(tmp_path, (Enrolled("Li"),))
    assert found == {}
    assert "more than one" in problem
