"""What an answer looks like, whatever is right: a number, a choice, a policy or a rule.

A notebook shows students this check; it says nothing of what is right.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from community_sim.charts.style import chosen
from community_sim.errors import AnswerNotAccepted, CommunitySimError

if TYPE_CHECKING:
    from community_sim.policy_file import PolicyFile

__all__ = ["Choice", "Form", "Number", "PolicyAnswer", "Rule", "Words", "noted", "policy_of"]

Words = tuple[str, str]
"""A text in English and in Chinese."""

_EMPTY: Words = (
    "There is no answer here yet: write it in the cell above, then run both cells again.",
    "这里还没有答案：请在上面的单元格中作答，然后重新运行这两个单元格。",
)
_NOT_A_NUMBER: Words = ("The answer is {given}; give a number.", "答案是{given}；请填一个数字。")
_OUT_OF_RANGE: Words = (
    "The answer is {given}; it should lie between {low:g} and {high:g} {unit}.",
    "答案是{given}；应在{low:g}到{high:g}{unit}之间。",
)
_NOT_AN_OPTION: Words = (
    "The answer is {given}; choose one of: {options}.",
    "答案是{given}；请从以下选项中选一个：{options}。",
)
_NOT_A_POLICY: Words = (
    "This is not a policy that can be run. {why}",
    "这不是可以运行的政策。{why}",
)
_NOT_A_RULE: Words = (
    "The answer is {given}; define a function with 'def'.",
    "答案是{given}；请用def定义一个函数。",
)
_RULE_FAILS: Words = (
    "The function does not return a number for {case}: {why}",
    "以{case}代入时，函数没有返回数字：{why}",
)
_NOTED: Words = ("Noted: {given}", "已记录：{given}")


class Form(Protocol):
    """What an answer must look like before it can be right or wrong."""

    def problem(self, answer: Any, lang: str) -> str | None:
        """Return what is wrong with the look of an answer in a sentence, None if nothing is."""
        ...


@dataclass(frozen=True)
class Number:
    """A number in a range.

    Attributes
    ----------
    low, high : float
        Smallest and largest answer that can be meant.
    unit : (str, str)
        Unit in both languages.
    """

    low: float
    high: float
    unit: Words = ("", "")

    def problem(self, answer: Any, lang: str) -> str | None:
        """Return what is wrong with the look of an answer, None if nothing is."""
        if _is_empty(answer):
            return chosen(_EMPTY, lang)
        value = _as_number(answer)
        if value is None:
            return chosen(_NOT_A_NUMBER, lang).format(given=_shown(answer))
        if not self.low <= value <= self.high:
            words = chosen(_OUT_OF_RANGE, lang)
            return words.format(
                given=f"{value:g}", low=self.low, high=self.high, unit=chosen(self.unit, lang)
            ).replace(" .", ".")
        return None


@dataclass(frozen=True)
class Choice:
    """One of some options, each with its word for people.

    Attributes
    ----------
    options : mapping of str to (str, str)
        Key of an option, such as "taste", and its words in both languages.
    """

    options: Mapping[str, Words]

    def problem(self, answer: Any, lang: str) -> str | None:
        """Return what is wrong with the look of an answer, None if nothing is."""
        if _is_empty(answer):
            return chosen(_EMPTY, lang)
        if isinstance(answer, str) and answer in self.options:
            return None
        options = ", ".join(
            f'"{key}" ({chosen(words, lang)})' for key, words in self.options.items()
        )
        return chosen(_NOT_AN_OPTION, lang).format(given=_shown(answer), options=options)


@dataclass(frozen=True)
class PolicyAnswer:
    """A policy: a mapping of full lever names to values or operations, or a policy file."""

    def problem(self, answer: Any, lang: str) -> str | None:
        """Return what is wrong with the look of an answer, None if nothing is."""
        if _is_empty(answer):
            return chosen(_EMPTY, lang)
        try:
            policy_of(answer)
        except CommunitySimError as error:
            return chosen(_NOT_A_POLICY, lang).format(why=error)
        return None


@dataclass(frozen=True)
class Rule:
    """A function that a student wrote, which returns a number.

    Attributes
    ----------
    cases : sequence of tuple
        Arguments that it must take.
    """

    cases: Sequence[tuple[float, ...]]

    def problem(self, answer: Any, lang: str) -> str | None:
        """Return what is wrong with the look of an answer, None if nothing is."""
        if _is_unanswered(self, answer):
            return chosen(_EMPTY, lang)
        if not callable(answer):
            return chosen(_NOT_A_RULE, lang).format(given=_shown(answer))
        for case in self.cases:
            why = _failure(answer, case)
            if why is not None:
                return chosen(_RULE_FAILS, lang).format(case=case, why=why)
        return None


def noted(form: Form, answer: Any, lang: str = "en") -> None:
    """Say that an answer is noted, or not there; raise AnswerNotAccepted where it cannot be one.

    A notebook with an open exercise runs to its end; `grade` gives it no points.

    Parameters
    ----------
    form : Form
        What the answer must look like.
    answer : object
        What the student gave.
    lang : {'en', 'zh'}
        Language.
    """
    if _is_unanswered(form, answer):
        print(chosen(_EMPTY, lang))
        return
    problem = form.problem(answer, lang)
    if problem is not None:
        raise AnswerNotAccepted(problem)
    print(chosen(_NOTED, lang).format(given=_shown(answer)))


def policy_of(answer: Any) -> "PolicyFile":
    """Return the policy that an answer stands for.

    Parameters
    ----------
    answer : mapping, PolicyFile or str
        `{"pay.coefficient_deputy": {"multiply_by": 1.2}}`, a policy file, or its text in YAML.

    Raises
    ------
    BadValue, UnknownLever, UnreadableFile
        It is none.
    """
    import yaml

    from community_sim.errors import BadValue
    from community_sim.policy_file import PolicyFile, policy_from_text

    if isinstance(answer, PolicyFile):
        return answer
    if isinstance(answer, str):
        return policy_from_text(answer, "my_policy")
    if not isinstance(answer, Mapping):
        raise BadValue(f"A policy is levers and values in braces; this is {_shown(answer)}.")
    groups: dict[str, dict[str, Any]] = {}
    for lever, value in answer.items():
        group, _, name = str(lever).partition(".")
        groups.setdefault(group, {})[name] = value
    try:
        text = yaml.safe_dump({"levers": groups}, allow_unicode=True)
    except yaml.YAMLError as error:
        raise BadValue("A lever's value must be a number, a word, or True or False.") from error
    return policy_from_text(text, "my_policy")


def _is_empty(answer: Any) -> bool:
    return answer is None or answer is ...


def _is_unanswered(form: Form, answer: Any) -> bool:
    """Return whether the three dots are still there, also as what a function returns."""
    if isinstance(form, Rule) and callable(answer):
        try:
            return answer(*form.cases[0]) is ...
        except Exception:  # noqa: BLE001 - a student's function may raise anything
            return False
    return _is_empty(answer)


def _as_number(answer: Any) -> float | None:
    """Return an answer as a finite number, None if it is none; NumPy's numbers count."""
    if isinstance(answer, bool | str | bytes):
        return None
    try:
        value = float(answer)
    except (TypeError, ValueError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def _failure(rule: Callable[..., Any], case: tuple[float, ...]) -> str | None:
    try:
        value = rule(*case)
    except Exception as error:  # noqa: BLE001 - a student's function may raise anything
        return f"{type(error).__name__}: {error}"
    return None if _as_number(value) is not None else _shown(value)


def _shown(answer: Any) -> str:
    value = _as_number(answer)
    text = f"{value:g}" if value is not None else repr(answer)
    return text if len(text) <= 80 else f"{text[:77]}..."
