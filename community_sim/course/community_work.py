"""A community's work in a year: the hours there are, what administration takes, what is left."""

import functools
import math
from typing import TYPE_CHECKING, NamedTuple

from community_sim.course.cadres import people, plan_under
from community_sim.course.city import city_scenario, normalised, own_city
from community_sim.course.forms import policy_of
from community_sim.course.showing import drawn_by, slider
from community_sim.rules import workload
from community_sim.vocabulary import Post

if TYPE_CHECKING:
    from ipywidgets import Widget
    from matplotlib.figure import Figure

__all__ = ["Work", "work_of", "work_widget"]

_MONTHS = 12.0


class Work(NamedTuple):
    """Hold a year's work of the average community of a city.

    Attributes
    ----------
    load : float
        Hours of work asked for over hours that the staff have [ratio].
    pressure : float
        Share of cadres under very high pressure [share].
    effective : float
        Hours of work done, weighted by skill [hours].
    administrative : float
        Hours that administrative work asks for [hours].
    done : float
        Hours that it gets: it comes first, but for the least share of service [hours].
    demand : float
        Hours of service that residents ask for [hours].
    service : float
        Hours of service that reach residents [hours].
    """

    load: float
    pressure: float
    effective: float
    administrative: float
    done: float
    demand: float
    service: float


def work_of(student: str, *, vacant_months: float = 0.0, relief: float = 0.0) -> Work:
    """Return a year's work of the average community, with posts vacant for so many months.

    Households and posts are the city's means; everybody has the city's mean skill.

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    vacant_months : float
        Months for which posts are vacant, all posts of the community together.
    relief : float
        Share of administrative work that is taken away.
    """
    city = normalised(student)
    scenario = city_scenario(city, policy_of({"workload.relief_share": relief}), years=1)
    p, levers = scenario.parameters, scenario.policy.as_numbers()
    posts = own_city(city).posts
    present = sum(posts) / own_city(city).communities - vacant_months / _MONTHS
    administrative = workload.administrative_hours(p.households_mean, levers, p)
    demand = workload.demand_hours(p.households_mean, levers, p)
    load = workload.load(administrative, demand, p.hours_per_year * present)
    intercept = plan_under(city).pressure_intercept
    pressure = math.fsum(
        posts[post] * workload.pressure(load, post, intercept, p) for post in Post
    ) / sum(posts)
    effective = workload.cadre_hours(present, pressure, p) * _mean_skill(city)
    done = effective - workload.hours_for_residents(effective, administrative, p)
    service = workload.service_hours(effective, administrative, levers, p)
    return Work(load, pressure, effective, administrative, done, demand, service)


def work_widget(student: str, lang: str = "en") -> "Widget":
    """Return sliders for vacant months and relief, and what service is left."""
    from community_sim.course.charts.work import work_chart

    months = slider(("Vacant months", "空缺（岗·月）"), lang, ends=(0, 24), step=1, at=0)
    relief = slider(("Relief, %", "减负 %"), lang, ends=(0, 30), step=1, at=0)

    def draw() -> "Figure":
        now = work_of(student)
        other = work_of(student, vacant_months=months.value, relief=relief.value / 100.0)
        return work_chart(now, other, lang=lang)

    return drawn_by(draw, [months, relief], across=2)


@functools.lru_cache(maxsize=256)
def _mean_skill(student: str) -> float:
    """Return the mean skill of a city's people [hours of a mature average cadre per hour]."""
    scenario = city_scenario(student, years=1)
    p, levers = scenario.parameters, scenario.policy.as_numbers()
    everybody = people(student)
    skills = [workload.skill(each.ability, each.tenure, levers, p) for each in everybody]
    return math.fsum(skills) / len(skills)
