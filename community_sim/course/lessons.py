"""The lessons, in order; one that is not written yet is simply not listed."""

import functools
import importlib
import importlib.util
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from community_sim.errors import BadValue, did_you_mean

if TYPE_CHECKING:
    from community_sim.course.exercise import Exercise

__all__ = ["LESSONS", "Lesson", "exercise", "exercises", "lesson", "lessons"]

_KEYS = "community_sim.course.exercises"


@dataclass(frozen=True)
class Lesson:
    """Describe one lesson.

    Attributes
    ----------
    number : int
        Place in the course, from 1.
    stem : str
        Name of its notebook without the ending.
    title, title_zh : str
        Names for people.
    minutes : int
        How long it takes in class.
    question, question_zh : str
        The question it begins with.
    is_optional : bool
        Whether a course may leave it out.
    """

    number: int
    stem: str
    title: str
    title_zh: str
    minutes: int
    question: str
    question_zh: str
    is_optional: bool = False

    @property
    def module(self) -> str:
        """Return the module that holds its exercises and their key."""
        return f"{_KEYS}.lesson_{self.number}"

    @property
    def assignment(self) -> str:
        """Return its name as an assignment."""
        return f"lesson_{self.number}"


LESSONS = (
    Lesson(
        1, "01_one_cadre", "One cadre’s choice", "一名干部的去与留", 60,
        "Two cadres hold the same post at the same pay. Why does one stay and the other leave?",
        "两名干部岗位相同、报酬相同，为什么一个留下，一个离开？",
    ),
    Lesson(
        2, "02_figure_to_parameter",
        "From a report’s figure to a parameter", "从报告数字到模型参数", 75,
        "The reports contradict each other. Which number goes into a model?",
        "报告里的数字互相打架，模型该用哪一个？",
    ),
    Lesson(
        3, "03_a_communitys_year", "A community’s year", "一个社区的一年", 60,
        "Who will leave next, and what happens to those who stay?",
        "下一个离开的会是谁？留下的人又会怎样？",
    ),
    Lesson(
        4, "04_pay", "Pay: level, ladder, relative pay, cost", "薪酬：水平、阶梯、比较与成本", 90,
        "Where does a yuan of pay keep the most people?",
        "同样一元钱，加在哪里最能留人？",
    ),
    Lesson(
        5, "05_promotion_and_exit", "Promotion and the way out", "晋升与出口", 75,
        "Is every exit a loss?",
        "凡是离开都是损失吗？",
    ),
    Lesson(
        6, "06_two_policies", "Comparing two policies", "比较两项政策", 75,
        "Is the difference the policy’s, or luck?",
        "差别是政策带来的，还是碰巧？",
    ),
    Lesson(
        7, "07_budget_hearing", "A budget hearing", "预算听证会", 90,
        "Four groups, one budget: whose policy does the model bear out?",
        "四方代表、一份预算：模型支持谁的方案？",
    ),
    Lesson(
        8, "08_your_own_rule", "Build your own rule", "写一条自己的规则", 90,
        "What would you change in how cadres decide?",
        "如果由你来写，干部会怎样做决定？",
        is_optional=True,
    ),
)  # fmt: skip


@functools.cache
def lessons() -> tuple[Lesson, ...]:
    """Return the lessons that are written: those whose exercises are there."""
    return tuple(each for each in LESSONS if _is_there(each.module))


def _is_there(module: str) -> bool:
    """Return whether a module can be imported; students may have none of the exercises' package."""
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def lesson(number: int) -> Lesson:
    """Return a lesson by its number.

    Raises
    ------
    BadValue
        There is no such lesson.
    """
    for each in lessons():
        if each.number == number:
            return each
    known = ", ".join(str(each.number) for each in lessons())
    raise BadValue(f"There is no lesson {number}. The lessons are: {known}.")


@functools.cache
def exercises(number: int) -> "tuple[Exercise, ...]":
    """Return the exercises of a lesson, in the order of its notebook."""
    declared = importlib.import_module(lesson(number).module).EXERCISES
    return tuple(replace(each, lesson=number) for each in declared)


def exercise(name: str) -> "Exercise":
    """Return an exercise by its full name, such as "1.three_years".

    Raises
    ------
    BadValue
        There is no such exercise.
    """
    known = {
        f"{each.number}.{one.key}": one for each in lessons() for one in exercises(each.number)
    }
    if name not in known:
        raise BadValue(f"'{name}' is not an exercise. {did_you_mean(name, known)}".rstrip())
    return known[name]
