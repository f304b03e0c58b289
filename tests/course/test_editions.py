"""One source, two languages: cells, numbers and code are held together."""

import copy
import json

import pytest

from community_sim.course.editions import (
    differences,
    edition,
    lesson_source,
    own_notebook,
    stripped,
)
from community_sim.course.lessons import exercises, lessons
from community_sim.errors import BadValue
from community_sim.publish.sources import source_of

NUMBERS = [each.number for each in lessons()]
EVERY = pytest.mark.parametrize("number", NUMBERS)
SECRETS = ("BEGIN", "END", "HIDDEN", "SOLUTION", "grade(", "text_zh", "course.exercises")


@EVERY
def test_both_languages_have_the_same_numbers_formulas_images_and_names(number):
    assert list(differences(lesson_source(number)[1])) == []


@EVERY
def test_both_editions_have_the_same_cells_and_the_same_code(number):
    _, source = lesson_source(number)
    english, chinese = (edition(source, lang, "王小明") for lang in ("en", "zh"))
    assert [c["id"] for c in english["cells"]] == [c["id"] for c in chinese["cells"]]
    for one, other in zip(english["cells"], chinese["cells"], strict=True):
        if one["cell_type"] == "code" and one["id"] != "parameters":
            assert one == other
        if one["cell_type"] == "markdown":
            assert source_of(one) != source_of(other)
            assert not any("\u4e00" <= c <= "\u9fff" for c in _beside_terms(source_of(one)))
            assert any("\u4e00" <= c <= "\u9fff" for c in source_of(other))


def _beside_terms(text):
    """Return English text without Chinese terms in brackets and quotation marks."""
    import re

    return re.sub(r"[(“\"][^()“”\"]*[)”\"]", "", text)


@EVERY
def test_a_notebook_and_its_key_name_the_same_exercises_and_points(number):
    _, source = lesson_source(number)
    marks = [cell["metadata"].get("nbgrader", {}) for cell in source["cells"]]
    graded = [(mark["grade_id"], mark["points"]) for mark in marks if mark.get("grade")]
    assert graded == [(each.key, each.points) for each in exercises(number)]
    solved = [mark["grade_id"] for mark in marks if mark.get("solution")]
    assert solved == [f"{each.key}_answer" for each in exercises(number)]
    assert all(mark["locked"] for mark in marks if mark.get("grade"))
    assert all(mark["schema_version"] == 3 for mark in marks if mark)


@EVERY
def test_every_exercise_is_graded_by_its_own_key(number):
    _, source = lesson_source(number)
    for cell in source["cells"]:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("grade"):
            key, text = mark["grade_id"], source_of(cell)
            assert "noted(" in text.split("### BEGIN HIDDEN TESTS")[0]
            assert f'grade("{number}.{key}", {key}, student, lang)' in text


@EVERY
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_students_get_holds_no_solution_hidden_test_or_key(number, lang):
    text = json.dumps(own_notebook(number, "王小明", lang), ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in text] == []
    for each in exercises(number):
        for hint in (hint for pair in each.hints.values() for hint in pair):
            assert hint not in text


@EVERY
def test_a_source_has_no_outputs_and_one_parameters_cell(number):
    _, source = lesson_source(number)
    code = [cell for cell in source["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert sum("parameters" in cell["metadata"].get("tags", []) for cell in code) == 1


def test_the_students_name_and_language_stand_in_the_parameters_cell():
    notebook = own_notebook(1, '  O\'Neil \\ "x"\n', "zh")
    (cell,) = (cell for cell in notebook["cells"] if cell["id"] == "parameters")
    values: dict[str, object] = {}
    exec(source_of(cell), values)
    assert (values["student"], values["lang"]) == ('O\'Neil \\ "x"', "zh")


def test_a_difference_between_the_languages_is_found():
    source = copy.deepcopy(lesson_source(1)[1])
    cells = {cell["id"]: cell for cell in source["cells"]}
    three = cells["three-years-question"]["metadata"]
    three["text_zh"] = three["text_zh"].replace("3年里", "4年里")
    cells["behind"]["metadata"]["text_zh"] += "$x$"
    del cells["luck"]["metadata"]["text_zh"]
    found = list(differences(source))
    assert len(found) == 3
    assert "the numbers differ" in found[2] and "the formulas differ" in found[0]
    with pytest.raises(BadValue, match="'luck' has no Chinese text"):
        edition(source, "zh", "x")


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("20,000 yuan", "2万元"),
        ("15 per cent of 3 million", "300万的15%"),
        ("from -1 to 1, or 10-20", "从−1到1，或10-20"),
        ("In 10 years two of 3 leave", "十年里，3人走2人"),
    ],
)
def test_a_number_is_the_same_in_other_words(english, chinese):
    cell = {"cell_type": "markdown", "id": "x", "metadata": {"text_zh": chinese}, "source": english}
    assert list(differences({"cells": [cell]})) == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("15 of 20", "20人中13人"), ("20,000 yuan", "20万元"), ("in 7 years", "在3年里"), ("-1", "1")],
)
def test_another_number_is_a_difference(english, chinese):
    cell = {"cell_type": "markdown", "id": "x", "metadata": {"text_zh": chinese}, "source": english}
    assert len(list(differences({"cells": [cell]}))) >= 1


def test_stripping_leaves_the_source_as_it_is():
    source = lesson_source(1)[1]
    before = json.dumps(source)
    stripped(edition(source, "zh", "x"))
    assert json.dumps(source) == before
