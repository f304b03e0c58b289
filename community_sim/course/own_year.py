"""The numbers that the exercises on a community's year ask about, each student's own."""

from typing import NamedTuple

from community_sim.course.city import own_number

__all__ = ["YearNumbers", "year_numbers"]


class YearNumbers(NamedTuple):
    """Hold what a student is asked about.

    Attributes
    ----------
    exit_rate : float
        Share of those in post who leave in a year [per year].
    months : float
        Months until a vacancy is filled [months].
    likeliest : int
        How many of those likeliest to quit are looked at.
    vacant_months : float
        Months for which posts of the average community are vacant, all together.
    relief : float
        Share of administrative work that the council would take away.
    """

    exit_rate: float
    months: float
    likeliest: int
    vacant_months: float
    relief: float


def year_numbers(student: str) -> YearNumbers:
    """Return a student's own numbers, the same at every call."""
    return YearNumbers(
        exit_rate=own_number(student, "exit rate", range(20, 46)) / 100.0,
        months=own_number(student, "months to fill", range(5, 13)),
        likeliest=int(own_number(student, "likeliest", range(4, 9))),
        vacant_months=own_number(student, "vacant months", (3, 4, 5, 6, 7, 8)),
        relief=own_number(student, "relief", (6, 8, 10, 12, 14, 16, 18, 20, 22)) / 100.0,
    )
