"""Nothing that students get holds the key: neither solutions, nor hidden tests, nor hints."""

import json
import re

import pytest
from typer.testing import CliRunner

from community_sim.cli.course import course_app
from community_sim.course.classroom import Classroom
from community_sim.course.editions import lesson_source
from community_sim.course.lessons import exercises, lessons
from community_sim.course.roster import Enrolled
from community_sim.publish.sources import source_of

NUMBERS = [each.number for each in lessons()]
MARKS = ("BEGIN SOL", "END SOL", "HIDDEN", "grade(", "course.exercises", "text_zh")


def leaks(notebook_text: str, number: int) -> list[str]:
    """Return what of the key stands in a notebook that students get."""
    cells = json.loads(notebook_text)["cells"]
    code = {
        line.strip()
        for cell in cells
        if cell["metadata"].get("nbgrader")
        for line in source_of(cell).splitlines()
    }
    found = [mark for mark in MARKS if mark in notebook_text]
    found += [line for line in solution_lines(number) if line in code]
    text = json.dumps(cells, ensure_ascii=False)
    for each in exercises(number):
        found += [hint for pair in each.hints.values() for hint in pair if hint in text]
    return found


def solution_lines(number: int) -> list[str]:
    """Return the lines between the marks of solutions and of hidden tests."""
    marked = r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)### END"
    blocks = [
        block
        for cell in lesson_source(number)[1]["cells"]
        for block in re.findall(marked, source_of(cell), re.DOTALL)
    ]
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_key_would_be_seen_if_it_were_there(number):
    source = json.dumps(lesson_source(number)[1], ensure_ascii=False)
    assert len(leaks(source, number)) > 2 * len(exercises(number))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("number", NUMBERS)
def test_a_students_own_notebook_holds_nothing_of_the_key(number, lang, tmp_path):
    called = ["make", "--student", "王小明", "--lesson", str(number)]
    done = CliRunner().invoke(course_app, [*called, "--lang", lang, "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    (notebook,) = tmp_path.iterdir()
    assert leaks(notebook.read_text(encoding="utf-8"), number) == []


@pytest.mark.long
@pytest.mark.parametrize("number", NUMBERS)
def test_a_released_notebook_holds_nothing_of_the_key(number, tmp_path):
    room = Classroom(tmp_path, (Enrolled("王小明", "zh"), Enrolled("Anna", "en")))
    handed_out = room.release(number)
    released = list((tmp_path / "release").rglob("*.ipynb"))
    assert (len(handed_out), len(released)) == (2, 1)
    for notebook in (*handed_out, *released):
        assert leaks(notebook.read_text(encoding="utf-8"), number) == []
