"""Bend the rule for leaving with sliders, before anybody writes one."""

from typing import TYPE_CHECKING

from community_sim.course.charts.rule import rule_chart
from community_sim.course.own_rules import advantages, chance_of_leaving
from community_sim.course.showing import drawn_by, slider

if TYPE_CHECKING:
    from ipywidgets import Widget
    from matplotlib.figure import Figure

__all__ = ["bent_rule"]


def bent_rule(student: str, lang: str = "en") -> "Widget":
    """Return the rule for leaving with sliders for steepness, shift and a cap.

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    lang : {'en', 'zh'}
        Language.
    """
    cadres = advantages(student)
    steepness = slider(("Steepness ×", "陡度 ×"), lang, ends=(0.0, 4.0), step=0.1, at=1.0)
    shift = slider(("Shift", "平移"), lang, ends=(-3.0, 3.0), step=0.1, at=0.0)
    cap = slider(("At most", "概率上限"), lang, ends=(0.05, 1.0), step=0.05, at=1.0)

    def leaving(advantage: float) -> float:
        chance = chance_of_leaving(steepness.value * (advantage - shift.value))
        return min(float(cap.value), chance)

    def draw() -> "Figure":
        return rule_chart(leaving, chance_of_leaving, cadres, lang=lang)

    return drawn_by(draw, [steepness, shift, cap], across=3)
