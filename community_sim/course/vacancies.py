"""Vacancy arithmetic: how many posts are empty if so many leave and filling takes so long."""

from typing import TYPE_CHECKING

from community_sim.course.showing import drawn_by, slider

if TYPE_CHECKING:
    from ipywidgets import Widget
    from matplotlib.figure import Figure

__all__ = ["vacancy_dial", "vacant_share"]

_MONTHS = 12.0


def vacant_share(exit_rate: float, months: float) -> float:
    """Return the share of posts that are vacant in the long run.

    A post is held for 1 / h years and then vacant for m / 12, so the share is h m / (12 + h m).

    Parameters
    ----------
    exit_rate : float
        Share of those in post who leave in a year (h) [per year].
    months : float
        Months until a vacancy is filled (m) [months].
    """
    return exit_rate * months / (_MONTHS + exit_rate * months)


def vacancy_dial(lang: str = "en") -> "Widget":
    """Return sliders for the exit rate and the wait, and a hundred posts."""
    from community_sim.course.charts.vacancy import vacancy_chart

    leave = slider(("Leave yearly, %", "年离职率 %"), lang, ends=(2, 60), step=1, at=15)
    wait = slider(("Months to fill", "补缺用时（月）"), lang, ends=(1, 18), step=1, at=4)

    def draw() -> "Figure":
        return vacancy_chart(leave.value / 100.0, wait.value, lang=lang)

    return drawn_by(draw, [leave, wait], across=2)
