"""One community of a student's city through its first year, step by step."""

import functools
from typing import TYPE_CHECKING, NamedTuple

from community_sim.charts import Seated
from community_sim.course.city import city_scenario, normalised, own_city
from community_sim.course.showing import drawn_by, slider
from community_sim.vocabulary import Step, label

if TYPE_CHECKING:
    import pandas as pd
    from ipywidgets import Widget
    from matplotlib.figure import Figure

__all__ = ["CityYear", "city_year", "one_year"]


class CityYear(NamedTuple):
    """Hold a community's posts at the opening of a year, and the year's events.

    Attributes
    ----------
    opening : tuple of Seated
        The posts, the highest level first, and who holds them.
    events : DataFrame
        Events of the whole city; one row each.
    """

    opening: tuple[Seated, ...]
    events: "pd.DataFrame"


def city_year(student: str, *, community: int = 1, seed: int = 1) -> CityYear:
    """Return the first policy year of a community, lived by the agents.

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    community : int
        Number of the community, from 1.
    seed : int
        Seed of the history and of the year's luck.
    """
    return _city_year(normalised(student), community, seed)


def one_year(student: str, lang: str = "en") -> "Widget":
    """Return a community that a slider walks through its year, step by step."""
    from ipywidgets import Dropdown, Layout

    from community_sim.charts import community_year_chart

    count = own_city(student).communities
    community = slider(("Community", "社区"), lang, ends=(1, count), step=1, at=1)
    seed = slider(("Luck no.", "第几种运气"), lang, ends=(1, 20), step=1, at=1)
    until = Dropdown(
        options=[(f"{int(step)} {label(step, lang)}", int(step)) for step in Step],
        value=int(Step.ANNOUNCE_POLICY),
        description={"zh": "走到第几步"}.get(lang, "Go as far as step"),
        style={"description_width": "9em"},
        layout=Layout(width="32em"),
    )

    def draw() -> "Figure":
        year = city_year(student, community=int(community.value), seed=int(seed.value))
        events = year.events[year.events["step"] <= until.value]
        return community_year_chart(year.opening, events, lang=lang)

    return drawn_by(draw, [community, seed, until], across=2)


@functools.lru_cache(maxsize=64)
def _city_year(student: str, community: int, seed: int) -> CityYear:
    from community_sim.publish import Walk

    walk = Walk(city_scenario(student), community=community - 1, seed=seed)
    seats = sorted(walk.community.seats, key=lambda seat: -seat.level)
    opening = tuple(
        Seated(seat.index, seat.level, -1 if seat.holder is None else seat.holder.person)
        for seat in seats
    )
    walk.to(Step.AGE_AND_COUNT)
    recorder, model = walk.model.recorder, walk.model
    return CityYear(opening, recorder.trajectory(model.population(), model.plan).events)
