"""Grade answers: the verdict on one, and the assertion that a test cell makes."""

from pathlib import Path
from typing import Any

from community_sim.charts.style import chosen
from community_sim.course.exercise import Verdict
from community_sim.course.forms import Words
from community_sim.course.lessons import exercise
from community_sim.course.roster import folder_name
from community_sim.course.truth import city
from community_sim.errors import AnswerNotAccepted

__all__ = ["check", "grade"]

_OTHER_NAME: Words = (
    "This notebook was handed in by another student than the '{student}' whose city it holds: "
    "everybody works in a city of their own.",
    "交作业的人与笔记中的姓名“{student}”不符：每人都要用自己的城市作答。",
)


def check(key: str, answer: Any, student: str, lang: str = "en") -> Verdict:
    """Return whether an answer is right in a student's own city, and if not, a hint.

    Parameters
    ----------
    key : str
        Full name of the exercise, such as "1.three_years".
    answer : object
        What the student gave.
    student : str
        Name of the student.
    lang : {'en', 'zh'}
        Language of the hint.

    Raises
    ------
    BadValue
        There is no such exercise, or the name is blank.
    """
    return exercise(key).check(answer, city(student), lang)


def grade(key: str, answer: Any, student: str, lang: str = "en") -> None:
    """Raise AnswerNotAccepted with a hint unless an answer is right; for test cells of nbgrader.

    Where nbgrader grades, the folder that it works in is named for who handed in, and the name in
    the notebook must be the same.
    """
    handed_in = _handed_in_by()
    if handed_in is not None and folder_name(student) != handed_in:
        raise AnswerNotAccepted(chosen(_OTHER_NAME, lang).format(student=student))
    verdict = check(key, answer, student, lang)
    if not verdict.right:
        raise AnswerNotAccepted(verdict.hint)


def _handed_in_by() -> str | None:
    """Return the folder of the student whose work is being graded, None where nobody grades."""
    parts = Path.cwd().parts
    return parts[-2] if len(parts) > 2 and parts[-3] == "autograded" else None
