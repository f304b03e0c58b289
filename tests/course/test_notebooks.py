"""Every lesson runs to its end in both languages, and its widgets answer."""

import json

import nbformat
import papermill
import pytest

from community_sim.course.editions import edition, lesson_source, own_notebook, write_notebook
from community_sim.course.lessons import exercises, lessons

NUMBERS = [each.number for each in lessons()]


NO_KEY = "import sys; sys.modules['community_sim.course.exercises'] = None  # as if not there"


@pytest.mark.long
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("number", NUMBERS)
def test_a_lesson_runs_to_its_end_and_its_solutions_pass(number, lang, tmp_path):
    about, source = lesson_source(number)
    written, out = tmp_path / "in.ipynb", tmp_path / "out.ipynb"
    write_notebook(edition(source, lang, "王小明"), written)
    papermill.execute_notebook(
        str(written), str(out), kernel_name="python3", progress_bar=False, cwd=str(tmp_path)
    )
    cells = nbformat.read(out, as_version=4).cells
    assert all(cell.execution_count is not None for cell in cells if cell.cell_type == "code")
    seconds = sum(cell.metadata["papermill"]["duration"] or 0.0 for cell in cells)
    assert seconds < 300, f"{about.stem} takes {seconds:.0f} s"
    text = json.dumps(cells, ensure_ascii=False)
    assert "Glyph" not in text, "a character has no font"


@pytest.mark.long
@pytest.mark.parametrize("number", NUMBERS)
def test_what_students_get_runs_without_key_and_answers_and_says_so(number, tmp_path):
    from nbclient import NotebookClient

    notebook = nbformat.reads(json.dumps(own_notebook(number, "Anna", "en")), as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(NO_KEY))
    NotebookClient(notebook, timeout=300).execute(cwd=str(tmp_path))  # an error would raise
    tests = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade", False)]
    assert len(tests) == len(exercises(number))
    for cell in tests:
        assert ["There is no answer here yet" in out.text for out in cell.outputs] == [True]
