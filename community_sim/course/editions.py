"""Make the English and the Chinese edition of a lesson from one source, and a student's own.

A source notebook holds English text in its cells and Chinese in their metadata (`text_zh`); code is
the same in both languages.
"""

import copy
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from community_sim.course.city import normalised
from community_sim.course.lessons import Lesson, lesson
from community_sim.errors import BadValue
from community_sim.publish.sources import (
    PARAMETERS_TAG,
    notebook_folder,
    read_notebook,
    source_of,
    tags_of,
)

__all__ = ["differences", "edition", "lesson_source", "own_notebook", "stripped", "write_notebook"]

Notebook = Mapping[str, Any]

_TEXT_ZH = "text_zh"
_SOLUTION = ("### BEGIN SOLUTION", "### END SOLUTION")
_HIDDEN = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")

_NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?(?:\s*(?:万|亿|thousand|million|per cent|%))?")
_SCALES = {"万": 1e4, "亿": 1e8, "thousand": 1e3, "million": 1e6}
# Numbers that a text may spell out where the other has digits: English (whole words), Chinese.
_SPELT = {
    0.0: ("zero", ""),
    0.5: ("half", "半"), 1.0: ("one first once a an", "一 首"), 2.0: ("two second twice", "二 两"),
    3.0: ("three third", "三"), 4.0: ("four fourth quarter", "四"), 5.0: ("five fifth", "五"),
    6.0: ("six sixth", "六"), 7.0: ("seven seventh", "七"), 8.0: ("eight eighth", "八"),
    9.0: ("nine ninth", "九"), 10.0: ("ten tenth", "十"), 12.0: ("twelve", "十二"),
    20.0: ("twenty", "二十"), 50.0: ("fifty", "五十"), 100.0: ("hundred", "百"),
    1000.0: ("thousand", "千"), 10000.0: ("", "万"),
}  # fmt: skip
_LATEX = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)|<img[^>]*src=[\"']([^\"']+)")
_CODE = re.compile(r"`([^`]+)`")


def lesson_source(number: int) -> tuple[Lesson, Notebook]:
    """Return a lesson and its source notebook.

    Raises
    ------
    BadValue
        There is no such lesson.
    UnreadableFile
        Its notebook cannot be read.
    """
    about = lesson(number)
    return about, read_notebook(notebook_folder() / "course" / f"{about.stem}.ipynb")


def edition(source: Notebook, lang: str, student: str) -> dict[str, Any]:
    """Return a lesson in one language for one student, with solutions and tests still in it.

    Parameters
    ----------
    source : mapping
        The source notebook; it is left as it is.
    lang : {'en', 'zh'}
        Language of the text; also set in the parameters cell.
    student : str
        Name of the student, set in the parameters cell; "" for one that the student fills in.

    Raises
    ------
    BadValue
        The name is blank or too long, or a cell has no Chinese text.
    """
    if student:
        normalised(student)
    made: dict[str, Any] = copy.deepcopy(dict(source))
    for cell in made["cells"]:
        if cell["cell_type"] == "markdown":
            chinese = cell["metadata"].pop(_TEXT_ZH, None)
            if chinese is None:
                raise BadValue(f"The cell '{cell.get('id')}' has no Chinese text.")
            _set(cell, chinese if lang == "zh" else source_of(cell))
        elif PARAMETERS_TAG in tags_of(cell):
            values = {"student": " ".join(student.split()), "lang": lang}
            _set(cell, _with_values(source_of(cell), values))
    return made


def stripped(notebook: Notebook) -> dict[str, Any]:
    """Return a notebook without solutions, hidden tests and outputs: what students get."""
    made: dict[str, Any] = copy.deepcopy(dict(notebook))
    for cell in made["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
            without = _without(_without(source_of(cell), _SOLUTION), _HIDDEN)
            _set(cell, without.strip("\n"))
            if cell["metadata"].get("nbgrader", {}).get("locked"):
                cell["metadata"] |= {"deletable": False, "editable": False}
    return made


def own_notebook(number: int, student: str, lang: str = "zh") -> dict[str, Any]:
    """Return a student's own notebook of a lesson, as it is handed out."""
    _, source = lesson_source(number)
    return stripped(edition(source, lang, student))


def write_notebook(notebook: Notebook, path: Path) -> None:
    """Write a notebook, with its folder.

    Raises
    ------
    BadValue
        It cannot be written there.
    """
    text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadValue(f"{path}: the notebook cannot be written: {error.strerror}.") from error


def differences(source: Notebook) -> Iterator[str]:
    """Yield a sentence for whatever the two languages of a source do not have in common.

    Numbers, formulas, images and names in code have to be the same in both texts of a cell, in any
    order; 2万 and 20,000 are one number, and so are 15% and 15 per cent. A small number may be
    spelt out in one text and stand in digits in the other.
    """
    for cell in source["cells"]:
        name = cell.get("id", "?")
        if cell["cell_type"] != "markdown":
            if _TEXT_ZH in cell["metadata"]:
                yield f"{name}: code is the same in both languages and has no Chinese text."
            continue
        chinese = cell["metadata"].get(_TEXT_ZH, "")
        if not source_of(cell).strip() or not chinese.strip():
            yield f"{name}: one of the two texts is missing."
            continue
        apart = _numbers_apart(source_of(cell), chinese)
        yield from (f"{name}: {sentence}" for sentence in apart)
        for what, found in (
            ("formulas", _formulas), ("images", _images), ("code", _names),
            ("headings", _headings), ("items of lists", _items),
        ):  # fmt: skip
            english, other = sorted(found(source_of(cell))), sorted(found(chinese))
            if english != other:
                yield f"{name}: the {what} differ: {english} in English, {other} in Chinese."


def _numbers_apart(english: str, chinese: str) -> Iterator[str]:
    """Yield a sentence for the numbers of one text that the other neither has nor spells out."""
    numbers = Counter(_numbers(english)), Counter(_numbers(chinese))
    words = set(re.findall(r"[a-z]+", english.lower()))
    only_english = [
        number
        for number in (numbers[0] - numbers[1])
        if not any(sign in chinese for sign in _SPELT.get(number, ("", ""))[1].split())
    ]
    only_chinese = [
        number
        for number in (numbers[1] - numbers[0])
        if words.isdisjoint(_SPELT.get(number, ("", ""))[0].split())
    ]
    for where, missing in (("English", only_english), ("Chinese", only_chinese)):
        if missing:
            yield f"the numbers differ: only the {where} text has {sorted(missing)}."


def _numbers(text: str) -> list[float]:
    """Return the numbers of a text, outside of formulas and code, scaled by their words."""
    plain = _CODE.sub(" ", _LATEX.sub(" ", text))
    found = []
    for match in _NUMBER.finditer(plain):
        written = match.group().replace("−", "-")
        scale = next((factor for word, factor in _SCALES.items() if written.endswith(word)), 1.0)
        digits = re.sub(r"[^\d.]", "", written)
        sign = -1.0 if written.startswith("-") and not _is_range(plain, match.start()) else 1.0
        found.append(round(sign * scale * float(digits.rstrip(".")), 9))
    return found


def _is_range(text: str, at: int) -> bool:
    """Return whether a dash stands between two numbers or words, as in 10-20."""
    return at > 0 and text[at - 1].isascii() and text[at - 1].isalnum()


def _formulas(text: str) -> list[str]:
    return [re.sub(r"\s+", "", match) for match in _LATEX.findall(text)]


def _images(text: str) -> list[str]:
    return [one or other for one, other in _IMAGE.findall(text)]


def _names(text: str) -> list[str]:
    return sorted(set(_CODE.findall(text)))


def _headings(text: str) -> list[str]:
    return re.findall(r"^#+(?= )", text, re.MULTILINE)


def _items(text: str) -> list[str]:
    return [mark[-1] for mark in re.findall(r"^\s*(?:\d+\.|[*-])(?= )", text, re.MULTILINE)]


def _set(cell: dict[str, Any], text: str) -> None:
    cell["source"] = text.splitlines(keepends=True)


def _with_values(source: str, values: Mapping[str, str]) -> str:
    """Return the text of a parameters cell with some values in place of its own."""
    lines = []
    for line in source.splitlines():
        found = re.match(r"(\w+)(: \w+)? = ", line)
        is_ours = found is not None and found.group(1) in values
        lines.append(f"{found.group()}{values[found.group(1)]!r}" if found and is_ours else line)
    return "\n".join(lines)


def _without(text: str, marks: tuple[str, str]) -> str:
    """Return a text without what stands between two marks, the lines with the marks included."""
    kept, inside = [], False
    for line in text.splitlines():
        if marks[0] in line:
            inside = True
        elif marks[1] in line:
            inside = False
        elif not inside:
            kept.append(line)
    return "\n".join(kept)
