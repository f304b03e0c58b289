"""What it costs to keep people: the extra wage bill, over the quits that a raise avoids."""

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from community_sim.course.city import normalised
from community_sim.course.forms import Words
from community_sim.course.pay_ladder import PAY_LEVERS
from community_sim.course.showing import drawn_by, slider
from community_sim.course.trying import tried
from community_sim.vocabulary import Post, label

if TYPE_CHECKING:
    from ipywidgets import Widget
    from matplotlib.figure import Figure

    from community_sim.comparison import Comparison

__all__ = [
    "LEVELS_TO_RAISE",
    "Keeping",
    "keeping_of",
    "raise_for",
    "three_raises",
]

LEVELS_TO_RAISE: Mapping[str, Words] = {
    post.name.lower(): (label(post), label(post, "zh"))
    for post in (Post.GENERAL_WORKER, Post.DEPUTY, Post.PRINCIPAL)
}
"""Levels whose raises the lesson compares."""


class Keeping(NamedTuple):
    """Hold what a policy costs and whom it keeps, against current practice.

    Attributes
    ----------
    extra_bill : float
        Extra wage bill [CNY a year per community].
    quits_avoided : float
        Quits that do not happen [people a year per community].
    """

    extra_bill: float
    quits_avoided: float

    @property
    def cost_per_quit(self) -> float:
        """Return what one avoided quit costs [CNY]."""
        return self.extra_bill / self.quits_avoided


def keeping_of(comparison: "Comparison") -> Keeping:
    """Return what the one policy of a comparison costs and whom it keeps."""
    (policy,) = comparison.policies
    rate = comparison.effect(policy, "quit_rate")
    years = comparison.effect(policy, "cadre_years_per_community")
    bill = comparison.effect(policy, "wage_bill_per_community")
    return Keeping(bill.effect, rate.current * years.current - rate.value * years.value)


def raise_for(level: str, per_cent: float) -> dict[str, dict[str, float]]:
    """Return a raise for one level, as changes.

    Parameters
    ----------
    level : str
        Such as "deputy".
    per_cent : float
        By how much [%].
    """
    lever = PAY_LEVERS[Post[level.upper()]]
    return {lever: {"multiply_by": 1.0 + per_cent / 100.0}}


def three_raises(student: str, lang: str = "en", *, runs: int = 20) -> "Widget":
    """Return a slider for a raise, what it costs and whom it keeps at each of three levels."""
    from community_sim.course.charts.raises import raises_chart

    size = slider(("Raise, %", "加薪幅度 %"), lang, ends=(10, 40), step=10, at=20)
    at = 1 if lang == "zh" else 0

    def draw() -> "Figure":
        rows = [
            (words[at], _tried(normalised(student), level, size.value, runs))
            for level, words in LEVELS_TO_RAISE.items()
        ]
        return raises_chart(rows, lang=lang)

    return drawn_by(draw, [size])


@functools.lru_cache(maxsize=64)
def _tried(student: str, level: str, per_cent: float, runs: int) -> Keeping:
    return keeping_of(tried(student, raise_for(level, per_cent), runs=runs))
