"""Nbgrader's whole way: generate, release, collect, autograde and feedback."""

import getpass
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from community_sim.course.classroom import Classroom
from community_sim.course.lessons import exercises
from community_sim.course.roster import Enrolled
from community_sim.course.truth import city

pytestmark = pytest.mark.long

EXERCISES = exercises(1)
FULL = sum(each.points for each in EXERCISES)
WANG, ANNA, COPIES = Enrolled("王小明", "zh"), Enrolled("Anna Müller", "en"), Enrolled("Ben", "zh")
HERE = Enrolled(getpass.getuser(), "zh")  # nbgrader's exchange knows people by their login
SECRETS = ("BEGIN SOLUTION", "HIDDEN TESTS", "grade(", "chance_of_quitting(student", ".sum(), 1)")


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return Classroom(tmp_path_factory.mktemp("class"), (WANG, ANNA, COPIES, HERE))


@pytest.fixture(scope="module")
def handed_out(room):
    return dict(zip(room.students, room.release(1), strict=True))


def nbgrader(folder: Path, *arguments: str) -> str:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def feedback_of(room, student):
    page = room.feedback(1, student).read_text(encoding="utf-8")
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def test_a_class_is_released_collected_graded_and_told(room, handed_out, fill_in, tmp_path):
    # Released: no solution, hidden test or key, neither by nbgrader nor to each student.
    released = room.folder / "release" / "lesson_1" / "01_one_cadre.ipynb"
    for notebook in (released, *handed_out.values()):
        text = notebook.read_text(encoding="utf-8")
        assert [secret for secret in SECRETS if secret in text] == []
        cells = json.loads(text)["cells"]
        assert sum(c["metadata"].get("nbgrader", {}).get("grade", False) for c in cells) == 4

    # Handed in: references, planted wrong answers, and a copy of another's; one by the exchange.
    wang, anna = city(WANG.name), city(ANNA.name)
    right = {each.key: each.reference(wang) for each in EXERCISES}
    wrong = {each.key: each.wrong[0].answer(anna) for each in EXERCISES}
    inbox = tmp_path / "inbox"
    fill_in(handed_out[WANG], right, inbox / "王小明 提交.ipynb")
    fill_in(handed_out[ANNA], wrong, inbox / "Anna Müller" / "01_one_cadre.ipynb")
    fill_in(handed_out[WANG], right, inbox / "ben_01_one_cadre.ipynb")
    nbgrader(room.folder, "release_assignment", "lesson_1")
    desk = tmp_path / "desk"
    desk.mkdir()
    settings = (room.folder / "nbgrader_config.py").read_text(encoding="utf-8")
    exchange = f'c.Exchange.root = r"{room.folder / "exchange"}"\n'
    cache = f'c.Exchange.cache = r"{tmp_path / "cache"}"\n'
    desk_settings = re.sub(r"c\.(CourseDirectory\.root|Exchange\.root).*\n", "", settings)
    (desk / "nbgrader_config.py").write_text(desk_settings + exchange + cache, encoding="utf-8")
    nbgrader(desk, "fetch_assignment", "lesson_1")
    fetched = desk / "lesson_1" / "01_one_cadre.ipynb"
    assert "student: str = ''" in fetched.read_text(encoding="utf-8")
    here = city(HERE.name)
    fill_in(handed_out[HERE], {each.key: each.reference(here) for each in EXERCISES}, fetched)
    nbgrader(desk, "submit", "lesson_1")

    assert room.collect(1, inbox) == 3
    assert room.collect(1) == 4

    # Graded: full marks for the reference, none for the wrong and for the copy.
    marks = {each.student: each.points for each in room.grade(1)}
    assert sum(marks[WANG].values()) == FULL
    assert sum(marks[HERE].values()) == FULL
    assert sum(marks[ANNA].values()) == 0
    assert sum(marks[COPIES].values()) == 0
    table = (room.folder / "grades_lesson_1.csv").read_text(encoding="utf-8-sig")
    assert f"王小明,{WANG.folder},2,3,3,4,{FULL}" in table

    # Told: the hint of each wrong answer, in the student's language, without lines of code.
    told = feedback_of(room, ANNA)
    for each in EXERCISES:
        assert each.hints[each.wrong[0].misreading][0] in told
    assert "Traceback (most recent call last)" not in told
    assert "交作业的人与笔记中的姓名“王小明”不符" in feedback_of(room, COPIES)
    assert "答案" not in feedback_of(room, WANG).split("练习1")[1].split("练习2")[0]


def test_unanswered_and_deleted_tests_get_no_points(handed_out, tmp_path, fill_in):
    lazy = Classroom(tmp_path / "class", (WANG, ANNA))
    notebooks = lazy.release(1)
    inbox = tmp_path / "inbox"
    fill_in(notebooks[0], {}, inbox / "王小明.ipynb")
    own = city(ANNA.name)
    fill_in(notebooks[1], {each.key: 0.5 for each in EXERCISES}, inbox / "Anna Müller.ipynb")
    cheat = inbox / "Anna Müller.ipynb"
    content = json.loads(cheat.read_text(encoding="utf-8"))
    content["cells"] = [
        cell
        for cell in content["cells"]
        if not cell["metadata"].get("nbgrader", {}).get("grade")
        or cell["metadata"]["nbgrader"]["grade_id"] == "three_years"
    ]
    for cell in content["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = ["pass"]  # a test edited away
    cheat.write_text(json.dumps(content), encoding="utf-8")
    assert not EXERCISES[0].check(0.5, own).right
    lazy.collect(1, inbox)
    marks = {each.student: each.points for each in lazy.grade(1)}
    assert sum(marks[WANG].values()) == 0
    assert sum(marks[ANNA].values()) == 0
    assert "这里还没有答案" in feedback_of(lazy, WANG)
