"""Work out, before a run, everything that a run needs to know about its years.

A plan is what both engines read: the posts of the district, and for each year the levers in
force and the terms that serving cadres and new entrants face, with their careers solved.
"""

import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from community_sim.careers import Careers, Prospects, solve_careers
from community_sim.compilation import as_records, compiled
from community_sim.parameters import Parameters
from community_sim.place import Place
from community_sim.policy import PolicyNumbers
from community_sim.population import Geography, lay_out, pay_factors
from community_sim.rules.budget import contribution_share
from community_sim.rules.pay import pay_coefficient
from community_sim.rules.workload import administrative_hours, demand_hours, load, pressure
from community_sim.scenario import Scenario
from community_sim.vocabulary import Post

__all__ = ["Plan", "Terms", "YearPlan", "history_plan", "policy_plan"]

_BISECTIONS = 80  # halve an interval of 40 down to what a float can tell apart


@dataclass(frozen=True, eq=False)
class Terms:
    """What a group of cadres faces: their levers, what their careers are worth, and where.

    Attributes
    ----------
    levers : PolicyNumbers
        Personal terms (pay, insurance, retirement) and the levers of the district.
    careers : Careers
        The careers table solved for them.
    offsets : ndarray of float, shape (communities, 4)
        Lasting difference of a community's yearly utility from the district mean, by level.
    pay_factor : ndarray of float, shape (communities,)
        Pay of each community's sub-district relative to the district mean.
    """

    levers: PolicyNumbers
    careers: Careers
    offsets: NDArray[np.float64]
    pay_factor: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class YearPlan:
    """What holds in one year.

    Attributes
    ----------
    year : int
        Policy year; history runs from negative years to year 0.
    levers : PolicyNumbers
        Levers of the district.
    incumbents, entrants : Terms
        Terms of those who entered before the policy started, and of those after.
    bill_incumbents, bill_entrants : float
        Wages and contributions of the full establishment under either group's terms
        [multiples of the reference wage].
    may_lay_off : bool
        Whether posts that the budget cannot pay are cut faster than by attrition.
    """

    year: int
    levers: PolicyNumbers
    incumbents: Terms
    entrants: Terms
    bill_incumbents: float
    bill_entrants: float
    may_lay_off: bool


@dataclass(frozen=True, eq=False)
class Plan:
    """A scenario made ready to run.

    Attributes
    ----------
    parameters : Parameters
        Facts about people, work and market.
    geography : Geography
        Communities and posts.
    years : tuple of YearPlan
        The years to run, in order.
    policy_starts : int
        Those who entered in or after this year have the entrants' terms.
    current_bill : float
        Wages and contributions of the full establishment under current practice
        [multiples of the reference wage].
    pressure_intercept : float
        Log odds of very high pressure at load one, set so that the survey's share is met.
    reference_wage : float
        The city's mean wage [CNY per year].
    """

    parameters: Parameters
    geography: Geography
    years: tuple[YearPlan, ...]
    policy_starts: int
    current_bill: float
    pressure_intercept: float
    reference_wage: float


class _Layout(NamedTuple):
    """What a geography is made from, and so what tells two apart."""

    place: Place
    parameters: Parameters
    current: PolicyNumbers
    grids: PolicyNumbers | None = None
    grids_from: int = 0

    def geography(self) -> Geography:
        place, p, current, grids, grids_from = self
        return lay_out(place, p, current, grids=grids, grids_from=grids_from)


def history_plan(scenario: Scenario, prospects: Prospects) -> Plan:
    """Return the plan of the years before the policy: current practice in a growing workforce."""
    p = scenario.parameters
    levers = scenario.current.as_numbers()
    laid = _Layout(scenario.place, p, levers)
    intercept = _pressure_intercept(scenario.place, levers, p)
    terms = _terms(levers, scenario, laid, intercept=intercept, prospects=prospects, year=0)
    bill = _full_bill(scenario.place, levers, p)
    years = tuple(
        YearPlan(year, levers, terms, terms, bill, bill, may_lay_off=False)
        for year in range(1 - int(p.history_years), 1)
    )
    return Plan(p, laid.geography(), years, 1, bill, intercept, scenario.place.reference_wage)


def policy_plan(scenario: Scenario, before: Prospects, after: Prospects) -> Plan:
    """Return the plan of a scenario's policy years.

    Parameters
    ----------
    scenario : Scenario
        Place, parameters, policy and horizon.
    before, after : Prospects
        What cadres expect until the policy starts, and from then on.
    """
    p = scenario.parameters
    current = scenario.current.as_numbers()
    start = scenario.starts
    last = scenario.levers_in_year(scenario.years)
    has_grids = last.workload_households_per_grid > 0
    laid = _Layout(scenario.place, p, current, *((last, start) if has_grids else ()))
    intercept = _pressure_intercept(scenario.place, current, p)
    solved: dict[tuple[PolicyNumbers, bool], Terms] = {}

    def terms(levers: PolicyNumbers, in_force: bool) -> Terms:
        key = (levers, in_force)
        if key not in solved:
            solved[key] = _terms(
                levers, scenario, laid,
                intercept=intercept, prospects=after if in_force else before,
                year=start if in_force else 0,
            )  # fmt: skip
        return solved[key]

    years = []
    for year in range(1, scenario.years + 1):
        in_force = year >= start
        district = scenario.levers_in_year(year)
        incumbents = scenario.terms_in_year(year, entered_before=True)
        entrants = scenario.terms_in_year(year, entered_before=False)
        years.append(
            YearPlan(
                year,
                district,
                terms(incumbents, in_force),
                terms(entrants, in_force),
                _full_bill(scenario.place, incumbents, p),
                _full_bill(scenario.place, entrants, p),
                may_lay_off=year >= start + district.budget_attrition_years,
            )
        )
    return Plan(
        p,
        laid.geography(),
        tuple(years),
        start,
        _full_bill(scenario.place, current, p),
        intercept,
        scenario.place.reference_wage,
    )


def _terms(
    levers: PolicyNumbers,
    scenario: Scenario,
    laid: _Layout,
    *,
    intercept: float,
    prospects: Prospects,
    year: int,
) -> Terms:
    """Return the terms under some levers, with the posts that exist in a year."""
    p = scenario.parameters
    here = _circumstances(levers, laid, intercept, year)
    careers = solve_careers(
        levers,
        p,
        prospects=prospects,
        mean_pressure=here.mean_pressure,
        constant_hazard=scenario.dynamics == "hazard",
    )
    return Terms(levers, careers, here.offsets, here.pay_factor)


class _Circumstances(NamedTuple):
    """What a group of cadres finds where it works, whatever it expects of the future."""

    mean_pressure: tuple[float, float, float, float]
    offsets: NDArray[np.float64]
    pay_factor: NDArray[np.float64]


@functools.lru_cache(maxsize=64)
def _circumstances(
    levers: PolicyNumbers, laid: _Layout, intercept: float, year: int
) -> _Circumstances:
    """Return pressure and pay by community; the rounds of finding prospects share them."""
    place, p, geography = laid.place, laid.parameters, laid.geography()
    is_open = geography.open_from <= year
    loads = _full_loads(geography, is_open, levers, p)
    by_community = _pressures(loads, intercept, p)
    mean = _mean_by_level(by_community, geography, is_open)
    factors = pay_factors(place.communities, levers.pay_dispersion)
    offsets = np.empty_like(by_community)
    for c in range(len(factors)):
        for level in Post:
            difference = by_community[c, level] - mean[level]
            offsets[c, level] = (
                p.pay_weight * math.log(factors[c]) - p.pressure_disutility * difference
            )
    return _Circumstances(mean, offsets, factors)


def _pressures(loads: list[float], intercept: float, p: Parameters) -> NDArray[np.float64]:
    """Return the pressure share of each community and level when every post is filled."""
    result = np.empty((len(loads), len(Post)))
    for c, ratio in enumerate(loads):
        for level in Post:
            result[c, level] = pressure(ratio, level, intercept, p)
    return result


def _full_loads(
    geography: Geography, is_open: NDArray[np.bool_], levers: PolicyNumbers, p: Parameters
) -> list[float]:
    """Return each community's load when every open post is filled."""
    posts = np.bincount(geography.community[is_open], minlength=len(geography.households))
    return [
        load(
            administrative_hours(households, levers, p),
            demand_hours(households, levers, p),
            p.hours_per_year * number,
        )
        for households, number in zip(geography.households.tolist(), posts.tolist(), strict=True)
    ]


def _mean_by_level(
    values: NDArray[np.float64], geography: Geography, is_open: NDArray[np.bool_]
) -> tuple[float, float, float, float]:
    """Return the mean of community values over the open posts of each level."""
    means = []
    for level in Post:
        where = geography.community[is_open & (geography.level == level)].tolist()
        means.append(_mean(values[c, level] for c in where) if where else 0.0)
    return means[0], means[1], means[2], means[3]


@functools.lru_cache(maxsize=64)
def _pressure_intercept(place: Place, levers: PolicyNumbers, p: Parameters) -> float:
    """Return the log odds at which mean pressure meets the survey's share (report 1/三/1)."""
    geography = lay_out(place, p, levers)
    loads = _full_loads(geography, np.ones(len(geography.key), dtype=np.bool_), levers, p)
    solve = compiled(_solve_intercept)
    records = as_records([p])[0]
    return float(solve(np.array(loads), geography.community, geography.level, records))


def _solve_intercept(
    loads: NDArray[np.float64],
    community: NDArray[np.int64],
    level: NDArray[np.int64],
    p: Parameters,
) -> float:
    """Find the intercept by bisection; mean pressure over the posts rises with it."""
    low, high = -20.0, 20.0
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        pressed = 0.0
        for post in range(len(level)):
            pressed += pressure(loads[community[post]], level[post], middle, p)
        if pressed < p.pressure_target * len(level):
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def _full_bill(place: Place, levers: PolicyNumbers, p: Parameters) -> float:
    """Return wages and contributions of the full establishment [reference wages per year]."""
    wages = math.fsum(place.posts[level] * pay_coefficient(level, levers) for level in Post)
    return wages * (1.0 + contribution_share(levers, p))


def _mean(values: Iterable[float]) -> float:
    collected = [float(value) for value in values]
    return math.fsum(collected) / len(collected)
