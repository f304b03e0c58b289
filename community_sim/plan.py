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
from community_sim.population import Geography, adds_posts, lay_out, pay_factors
from community_sim.rulebook import OWN_RULES_NONE, Rulebook, Rules
from community_sim.rules.workload import pressure
from community_sim.scenario import Scenario
from community_sim.vocabulary import Post

__all__ = ["PaidTerms", "Plan", "Terms", "YearPlan", "history_plan", "policy_plan"]

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


class PaidTerms(NamedTuple):
    """What decides pay and nothing else: see `Terms`."""

    levers: PolicyNumbers
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
    next_incumbents, next_entrants : Terms
        Terms that both will have next year, as far as they are announced.
    may_lay_off : bool
        Whether posts that the budget cannot pay are cut faster than by attrition.
    """

    year: int
    levers: PolicyNumbers
    incumbents: Terms
    entrants: Terms
    next_incumbents: Terms
    next_entrants: Terms
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
    before : PaidTerms
        What current practice pays.
    pressure_intercept : float
        Log odds of very high pressure at load one, set so that the survey's share is met.
    reference_wage : float
        The city's mean wage [CNY per year].
    rules : Rules
        Rules that are replaced from the policy's start on.
    """

    parameters: Parameters
    geography: Geography
    years: tuple[YearPlan, ...]
    policy_starts: int
    before: PaidTerms
    pressure_intercept: float
    reference_wage: float
    rules: Rules = OWN_RULES_NONE


class _Layout(NamedTuple):
    """What a geography is made from, and so what tells two apart."""

    place: Place
    parameters: Parameters
    current: PolicyNumbers
    reforms: tuple[tuple[int, PolicyNumbers], ...] = ()
    rules: Rules = OWN_RULES_NONE

    def geography(self) -> Geography:
        if not self.reforms:  # the same posts, so the same object, for every policy
            return lay_out(self.place, self.parameters, self.current)
        return lay_out(
            self.place, self.parameters, self.current, reforms=self.reforms, rules=self.rules
        )


def history_plan(scenario: Scenario, prospects: Prospects) -> Plan:
    """Return the plan of the years before the policy: current practice in a growing workforce."""
    levers = scenario.current.as_numbers()
    laid = _Layout(scenario.place, scenario.parameters, levers)
    terms = _Solver(scenario.baseline(), laid, prospects).settled(levers, year=0)
    years = tuple(
        YearPlan(year, levers, terms, terms, terms, terms, may_lay_off=False)
        for year in range(1 - int(scenario.parameters.history_years), 1)
    )
    return _plan(scenario.baseline(), laid, years, starts=1)


def policy_plan(
    scenario: Scenario, before: Prospects, *after: Prospects, is_believed: bool = False
) -> Plan:
    """Return the plan of a scenario's policy years.

    Everybody knows the policy as a whole from its first year on, and expects what it will be, or,
    where it is not believed, that current practice may come back; until then they take current
    practice to last.

    Parameters
    ----------
    scenario : Scenario
        Place, parameters, policy and horizon.
    before : Prospects
        What cadres expect until the policy starts.
    *after : Prospects
        What they expect in its first year, and in each that follows; the last of them from then
        on. In each year they take what they expect to last.
    is_believed : bool
        Whether everybody is sure that the policy lasts, whatever `policy_credibility`.
    """
    current, start = scenario.current.as_numbers(), scenario.starts
    is_doubted = not is_believed and scenario.parameters.policy_credibility < 1.0
    additions = tuple(step for step in scenario.timeline if adds_posts(step[1]))
    laid = _Layout(scenario.place, scenario.parameters, current, additions, scenario.rules)
    today = None  # where the policy is in force, and believed, from year 1 on, nobody asks for it
    if start > 1 or is_doubted:
        today = _Solver(scenario.baseline(), laid, before).settled(current, year=0)
    returned = today.careers if today is not None and is_doubted else None
    solvers = [_Solver(scenario, laid, each, returned) for each in after]
    incumbents = [each.announced(entered_before=True) for each in solvers]
    entrants = incumbents
    if scenario.applies_to != "everyone":
        entrants = [each.announced(entered_before=False) for each in solvers]

    def terms(group: list[dict[int, Terms]], year: int, seen_in: int) -> Terms:
        if today is not None and year < start:
            return today
        expected = group[min(max(seen_in - start, 0), len(group) - 1)]
        return expected[min(year, max(expected))]

    years = []
    for year in range(1, scenario.years + 1):
        district = scenario.levers_in_year(year)
        # what is not announced is not reckoned with
        following = year + 1 if year >= start else year
        years.append(
            YearPlan(
                year,
                district,
                terms(incumbents, year, year),
                terms(entrants, year, year),
                terms(incumbents, following, year),
                terms(entrants, following, year),
                may_lay_off=year >= start + district.budget_attrition_years,
            )
        )
    return _plan(scenario, laid, tuple(years), starts=start)


def _plan(scenario: Scenario, laid: _Layout, years: tuple[YearPlan, ...], *, starts: int) -> Plan:
    place, current = scenario.place, laid.current
    return Plan(
        scenario.parameters,
        laid.geography(),
        years,
        starts,
        PaidTerms(current, pay_factors(place.communities, current.pay_dispersion)),
        _pressure_intercept(place, current, scenario.parameters),
        place.reference_wage,
        scenario.rules,
    )


class _Solver(NamedTuple):
    """Solves what careers are worth to those who expect the same."""

    scenario: Scenario
    laid: _Layout
    prospects: Prospects
    returned: Careers | None = None

    def settled(self, levers: PolicyNumbers, year: int) -> Terms:
        """Return the terms of levers that are taken to last, with the posts of a year."""
        return self._solved(levers, year, None)

    def announced(self, *, entered_before: bool) -> dict[int, Terms]:
        """Return the terms of a group by year, from the policy's start until all is settled."""
        scenario = self.scenario
        start, last = scenario.starts, scenario.settled_from
        opened = {start, *(year for year, _ in self.laid.reforms)}

        def facing(year: int) -> tuple[PolicyNumbers, int]:
            scale = self.prospects.pay_scale
            levers = scenario.terms_in_year(year, entered_before=entered_before, scale=scale)
            return levers, max(each for each in opened if each <= year)

        faced = {year: facing(year) for year in range(start, last + 1)}
        settled = self._solved(*faced[last], None)
        made = {last: settled}
        for year in range(last - 1, start - 1, -1):
            if made[year + 1] is settled and faced[year] == faced[last]:
                made[year] = settled
            else:
                made[year] = self._solved(*faced[year], made[year + 1])
        return made

    def _solved(self, levers: PolicyNumbers, year: int, ahead: Terms | None) -> Terms:
        scenario, p = self.scenario, self.scenario.parameters
        intercept = _pressure_intercept(scenario.place, self.laid.current, p)
        here = _circumstances(levers, self.laid, scenario.rules, intercept, year)
        careers = solve_careers(
            levers,
            p,
            prospects=self.prospects,
            mean_pressure=here.mean_pressure,
            constant_hazard=scenario.dynamics == "hazard",
            ahead=None if ahead is None else ahead.careers,
            returned=self.returned,
            chosen=scenario.rules,
        )
        return Terms(levers, careers, here.offsets, here.pay_factor)


class _Circumstances(NamedTuple):
    """What a group of cadres finds where it works, whatever it expects of the future."""

    mean_pressure: tuple[float, float, float, float]
    offsets: NDArray[np.float64]
    pay_factor: NDArray[np.float64]


@functools.lru_cache(maxsize=64)
def _circumstances(
    levers: PolicyNumbers, laid: _Layout, chosen: Rules, intercept: float, year: int
) -> _Circumstances:
    """Return pressure and pay by community; the rounds of finding prospects share them."""
    place, p, geography = laid.place, laid.parameters, laid.geography()
    is_open = geography.open_from <= year
    rules = Rulebook(chosen)
    loads = _full_loads(geography, is_open, levers, p, rules)
    by_community = _pressures(loads, intercept, p, rules)
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


def _pressures(
    loads: list[float], intercept: float, p: Parameters, rules: Rulebook
) -> NDArray[np.float64]:
    """Return the pressure share of each community and level when every post is filled."""
    result = np.empty((len(loads), len(Post)))
    for c, ratio in enumerate(loads):
        for level in Post:
            result[c, level] = rules.pressure(ratio, level, intercept, p)
    return result


def _full_loads(
    geography: Geography,
    is_open: NDArray[np.bool_],
    levers: PolicyNumbers,
    p: Parameters,
    rules: Rulebook,
) -> list[float]:
    """Return each community's load when every open post is filled."""
    posts = np.bincount(geography.community[is_open], minlength=len(geography.households))
    return [
        rules.load(
            rules.administrative_hours(households, levers, p),
            rules.demand_hours(households, levers, p),
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
    everything = np.ones(len(geography.key), dtype=np.bool_)
    loads = _full_loads(geography, everything, levers, p, Rulebook())
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


def _mean(values: Iterable[float]) -> float:
    collected = [float(value) for value in values]
    return math.fsum(collected) / len(collected)
