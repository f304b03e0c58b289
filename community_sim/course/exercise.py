"""Exercises that are graded by what runs show in a student's own city, with hints.

What is right is never written down: it is found by paired runs under seeds that no student is
told, and an answer may miss it by the Monte Carlo error of both.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from community_sim.course.forms import Choice, Form, Number, Words, policy_of
from community_sim.course.truth import City, Estimate

__all__ = [
    "Exercise",
    "ByChoice",
    "ByClaims",
    "ByNumber",
    "ByPolicy",
    "ByRule",
    "Claim",
    "Judge",
    "Misreading",
    "REFUSED",
    "Verdict",
    "Wrong",
]

REFUSED = 1e-4
"""Chance that luck alone makes a right answer be refused [probability]."""


_FLOAT = 1e-9  # what writing a number in binary may add


class Verdict(NamedTuple):
    """Say whether an answer is right, and if not, what was probably misread.

    Attributes
    ----------
    right : bool
        Whether it counts.
    hint : str
        A sentence in the student's language; empty where the answer is right.
    misreading : str
        Name of the misreading, "general" where none fits, "form" where it is no answer.
    """

    right: bool
    hint: str = ""
    misreading: str = ""


class Claim(NamedTuple):
    """State one thing that must hold of a policy or of a rule.

    Attributes
    ----------
    name : str
        Name of the hint that is given where it does not hold.
    holds : callable
        Takes the answer and the city.
    hint : (str, str)
        What to say where it does not hold.
    """

    name: str
    holds: Callable[[Any, City], bool]
    hint: Words


class Judge(Protocol):
    """Tell right answers from wrong ones."""

    @property
    def form(self) -> Form:
        """What an answer must look like."""
        ...

    def accepts(self, answer: Any, city: City) -> bool:
        """Return whether an answer is right in a city."""
        ...

    def alike(self, answer: Any, other: Any, city: City) -> bool:
        """Return whether an answer is as near to another as it would have to be to the truth."""
        ...


@dataclass(frozen=True)
class ByNumber:
    """Judge a number by an estimate and its Monte Carlo error.

    Attributes
    ----------
    form : Number
        Range and unit.
    truth : callable
        Takes the city, returns the estimate in the unit of the answer.
    runs : int
        Paired runs that the student is told to make.
    rounding : float
        What rounding or reading off a chart may add, in the unit of the answer.
    """

    form: Number
    truth: Callable[[City], Estimate]
    runs: int = 1
    rounding: float = 0.0

    def tolerance(self, city: City) -> float:
        """Return by how much an answer may miss the truth, in its unit.

        Student-t by the runs that the spread is known from: about four standard errors.
        """
        truth = self.truth(city)
        return _deviations(truth.runs) * truth.error(city.told(self.runs)) + self.rounding

    def accepts(self, answer: Any, city: City) -> bool:
        """Return whether a number is right in a city."""
        return self.alike(answer, self.truth(city).value, city)

    def alike(self, answer: Any, other: Any, city: City) -> bool:
        """Return whether two numbers differ by no more than the tolerance."""
        return abs(float(answer) - float(other)) <= self.tolerance(city) + _FLOAT


@dataclass(frozen=True)
class ByChoice:
    """Judge a choice from a list.

    Attributes
    ----------
    form : Choice
        The options.
    truth : callable
        Takes the city, returns the key of the right option.
    """

    form: Choice
    truth: Callable[[City], str]

    def accepts(self, answer: Any, city: City) -> bool:
        """Return whether a choice is right in a city."""
        return bool(answer == self.truth(city))

    def alike(self, answer: Any, other: Any, city: City) -> bool:  # noqa: ARG002 - one protocol
        """Return whether two choices are the same."""
        return bool(answer == other)


@dataclass(frozen=True)
class ByClaims:
    """Judge an answer by claims that must all hold.

    Attributes
    ----------
    form : Form
        What the answer looks like.
    claims : tuple of Claim
        What must hold, in the order in which hints are wanted.
    """

    form: Form
    claims: tuple[Claim, ...]

    def broken(self, answer: Any, city: City) -> Claim | None:
        """Return the first claim that does not hold, None if all do."""
        answer = self.read(answer)
        return next((claim for claim in self.claims if not claim.holds(answer, city)), None)

    def accepts(self, answer: Any, city: City) -> bool:
        """Return whether every claim holds in a city."""
        return self.broken(answer, city) is None

    def alike(self, answer: Any, other: Any, city: City) -> bool:  # noqa: ARG002 - one protocol
        """Return whether two answers are equal."""
        return bool(self.read(answer) == self.read(other))

    def read(self, answer: Any) -> Any:
        """Return the answer as the claims take it."""
        return answer


@dataclass(frozen=True)
class ByPolicy(ByClaims):
    """Judge a policy by running it in the city; claims take a `PolicyFile`."""

    def read(self, answer: Any) -> Any:
        """Return the policy that the answer stands for."""
        return policy_of(answer)


@dataclass(frozen=True)
class ByRule(ByClaims):
    """Judge a function that a student wrote by its properties."""


@dataclass(frozen=True)
class Misreading:
    """Know one way to go wrong, and what to say to it.

    Attributes
    ----------
    name : str
        Such as "intention_for_exit".
    hint : (str, str)
        What to say, in both languages; it points the way and gives no number.
    answer : callable, optional
        Takes the city, returns what a student who errs this way would answer.
    shows : callable, optional
        Takes the answer and the city, and returns whether the answer errs this way; where no single
        answer can be named.
    """

    name: str
    hint: Words
    answer: Callable[[City], Any] | None = None
    shows: Callable[[Any, City], bool] | None = None

    def fits(self, answer: Any, city: City, judge: Judge) -> bool:
        """Return whether an answer errs this way."""
        if self.shows is not None:
            return self.shows(answer, city)
        return self.answer is not None and judge.alike(answer, self.answer(city), city)


class Wrong(NamedTuple):
    """Plant a wrong answer that a test hands in.

    Attributes
    ----------
    answer : callable
        Takes the city, returns the wrong answer.
    misreading : str
        Name of the hint that it must meet; "general" where no misreading fits, "form" where it is
        no answer at all.
    """

    answer: Callable[[City], Any]
    misreading: str


@dataclass(frozen=True)
class Exercise:
    """One exercise of a lesson, with its key.

    Attributes
    ----------
    key : str
        Name, such as "three_years"; the test cell of the notebook has it too.
    points : int
        Full marks.
    judge : Judge
        Tells right from wrong.
    reference : callable
        Takes the city, returns an answer found as the notebook tells students to, that is under
        seeds of students and not those of the truth.
    hint : (str, str)
        What to say to a wrong answer that fits no misreading.
    misreadings : tuple of Misreading
        The usual ways to go wrong, the likeliest first.
    wrong : tuple of Wrong
        Wrong answers that tests hand in.
    """

    key: str
    points: int
    judge: Judge
    reference: Callable[[City], Any]
    hint: Words
    misreadings: tuple[Misreading, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    lesson: int = field(default=0, compare=False)

    @property
    def hints(self) -> Mapping[str, Words]:
        """Return every hint that the exercise may give, by name."""
        named = {each.name: each.hint for each in self.misreadings}
        if isinstance(self.judge, ByClaims):
            named |= {each.name: each.hint for each in self.judge.claims}
        return {**named, "general": self.hint}

    def check(self, answer: Any, city: City, lang: str = "en") -> Verdict:
        """Return whether an answer is right in a city, and if not, a hint."""
        at = 1 if lang == "zh" else 0
        problem = self.judge.form.problem(answer, lang)
        if problem is not None:
            return Verdict(False, problem, "form")
        if self.judge.accepts(answer, city):
            return Verdict(True)
        for misreading in self.misreadings:
            if misreading.fits(answer, city, self.judge):
                return Verdict(False, misreading.hint[at], misreading.name)
        if isinstance(self.judge, ByClaims):
            broken = self.judge.broken(answer, city)
            if broken is not None:
                return Verdict(False, broken.hint[at], broken.name)
        return Verdict(False, self.hint[at], "general")


@functools.lru_cache(maxsize=64)
def _deviations(runs: int) -> float:
    """Return how many standard errors luck exceeds with the chance `REFUSED`."""
    from scipy.stats import t

    return float(t.isf(REFUSED / 2.0, max(1, runs - 1)))
