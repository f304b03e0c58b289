"""Widgets on figures in doubt: which base fits, which reading is meant."""

from typing import TYPE_CHECKING

from community_sim.course.showing import drawn_by, slider
from community_sim.report import figure

if TYPE_CHECKING:
    from ipywidgets import Widget
    from matplotlib.figure import Figure

__all__ = ["two_readings", "which_base"]


def which_base(lang: str = "en") -> "Widget":
    """Return a slider for the number of communities of report 1, and what figures then fit."""
    from community_sim.course.charts.base import base_chart

    most, first = (figure(identity).value or 0.0 for identity in ("r1-003", "r1-004"))
    count = slider(("Communities", "社区数"), lang, ends=(40, most), step=1, at=first)

    def draw() -> "Figure":
        return base_chart(int(count.value), lang=lang)

    return drawn_by(draw, [count])


def two_readings(lang: str = "en") -> "Widget":
    """Return sliders for two printed shares, and both readings of the second."""
    from community_sim.course.charts.tenure import tenure_chart

    printed = [figure(identity).value or 0.0 for identity in ("r1-041", "r1-042")]
    four = slider(("4+ years, %", "满4年 %"), lang, ends=(30, 70), step=0.1, at=printed[0])
    ten = slider(("10+ years, %", "满10年 %"), lang, ends=(5, 30), step=0.1, at=printed[1])

    def draw() -> "Figure":
        return tenure_chart(four.value, ten.value, lang=lang)

    return drawn_by(draw, [four, ten], across=2)
