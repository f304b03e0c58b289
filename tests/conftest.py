"""Shared fixtures: the shipped parameters and levers, and small districts to run."""

import ctypes
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pytest

from community_sim.careers import Careers, Prospects, solve_careers
from community_sim.engines import Engine, simulate
from community_sim.founding import found
from community_sim.parameters import Parameters
from community_sim.plan import PaidTerms, Plan, Terms, YearPlan
from community_sim.policy import PolicyNumbers
from community_sim.population import Population, lay_out
from community_sim.scenario import Scenario
from community_sim.trajectory import Trajectory


class Site(NamedTuple):
    """What the lay-out of a place depends on."""

    communities: int
    posts: tuple[int, ...]


KEEPING_PLANS = {
    "community_sim.prospects": ("_past_plan", "_prospect_opening"),
    "community_sim.explorer.ensemble": ("_one", "_prepared", "_survey"),
    "community_sim.course.cadres": ("plan_under",),
    "community_sim.course.city_runs": ("runs_of", "_survey"),
    "community_sim.course.own_rules": ("_prepared",),
}
"""What keeps plans for whoever asks again, by module."""


_LARGE_BLOCKS_FROM, _MEGABYTE = -3, 1 << 20  # M_MMAP_THRESHOLD of <malloc.h>


@pytest.fixture(scope="session", autouse=True)
def _large_blocks_are_given_back() -> None:
    """Have the C library map blocks of a megabyte and more, and give them back when they are freed.

    It would raise that limit by itself and keep freed tables: a worker came to 14 gigabytes.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).mallopt(_LARGE_BLOCKS_FROM, _MEGABYTE)


@pytest.fixture(scope="module", autouse=True)
def _plans_are_let_go() -> Iterator[None]:
    """Let go of a module's plans: those whose terms change every year hold half a gigabyte each."""
    yield
    columns = sys.modules.get("community_sim.engines.compiled.columns")
    if columns is not None:
        columns._STACKED.clear()
    for module, names in KEEPING_PLANS.items():
        if module in sys.modules:
            for name in names:
                getattr(sys.modules[module], name).cache_clear()


NO_PROMOTION = Prospects(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@pytest.fixture(scope="session")
def current() -> Scenario:
    """Return current practice in kaifu."""
    return Scenario.load("current_practice", place="kaifu")


@pytest.fixture(scope="session")
def p(current: Scenario) -> Parameters:
    """Return kaifu's parameters; a test sets those it speaks of."""
    return current.parameters


@pytest.fixture(scope="session")
def levers(current: Scenario) -> PolicyNumbers:
    """Return current practice's levers; a test sets those it speaks of."""
    return current.current.as_numbers()


@dataclass(frozen=True)
class Laboratory:
    """A made-up district in which everything is known, for claims that need a controlled run."""

    levers: PolicyNumbers
    p: Parameters

    def calm(self) -> "Laboratory":
        """Return the district without death, dismissal, elections lost, retirement or recall.

        Whoever leaves, quits.  Everybody applies, every vacancy is filled within a month, there
        is an election every year, nobody is promoted and nobody sits the exam.
        """
        p = self.p._replace(
            death_probability_to_39=0.0,
            death_probability_40_49=0.0,
            death_probability_50_plus=0.0,
            secondment_return_probability=0.0,
            mandate_flip_probability=0.0,
            application_cost=-1.0e6,
            exam_pass_probability=0.0,
            exam_age_limit=0,
            fill_months_open=1.0,
            fill_months_secondment=1.0,
            fill_months_placement=1.0,
            history_growth_early=0.0,
            history_growth_late=0.0,
        )
        levers = self.levers._replace(
            promotion_internal_share_committee_member=0.0,
            promotion_internal_share_deputy=0.0,
            promotion_internal_share_principal=0.0,
            promotion_subdistrict_posts_per_year=0.0,
            separation_dismissal_share=0.0,
            separation_election_loss_probability=0.0,
            separation_nomination_age_cap=1000,
            separation_term_years=1,
            separation_retirement_age_women=150,
            separation_retirement_age_men=150,
        )
        return Laboratory(levers, p)

    def with_levers(self, **changes: float) -> "Laboratory":
        """Return the district under other levers."""
        return replace(self, levers=self.levers._replace(**changes))

    def with_parameters(self, **changes: float) -> "Laboratory":
        """Return the district with other facts."""
        return replace(self, p=self.p._replace(**changes))

    def closed(self) -> "Laboratory":
        """Return the district with nobody outside who could come in."""
        return self.with_levers(
            recruitment_candidate_pool=0, recruitment_general_worker_open=1.0,
            recruitment_committee_member_election=1.0, recruitment_deputy_election=1.0,
            recruitment_principal_election=1.0,
        ).with_parameters(candidates_election=0)  # fmt: skip

    def careers(self, *, hazard: float | None = None, prospects: Prospects) -> Careers:
        """Return solved careers, or those of a constant hazard of quitting."""
        p = self.p if hazard is None else self.p._replace(hazard_quit=hazard)
        return solve_careers(
            self.levers, p,
            prospects=prospects, mean_pressure=(0.0, 0.0, 0.0, 0.0),
            constant_hazard=hazard is not None,
        )  # fmt: skip

    def plan(
        self,
        *,
        posts: tuple[int, int, int, int],
        communities: int = 1,
        years: int = 1,
        hazard: float | None = None,
        prospects: Prospects = NO_PROMOTION,
    ) -> Plan:
        """Return a plan of `years` equal years in communities that are all alike."""
        place = Site(communities, posts)
        geography = lay_out(place, self.p, self.levers)  # type: ignore[arg-type]
        careers = self.careers(hazard=hazard, prospects=prospects)
        terms = Terms(self.levers, careers, np.zeros((communities, 4)), np.ones(communities))
        year_plans = tuple(
            YearPlan(year, self.levers, terms, terms, terms, terms, may_lay_off=False)
            for year in range(1, years + 1)
        )
        paid = PaidTerms(self.levers, terms.pay_factor)
        return Plan(self.p, geography, year_plans, 1, paid, 0.0, 28000.0)

    def founders(self, plan: Plan, seed: int = 1, **columns: Any) -> Population:
        """Return the district's first staff, with some columns set to a value or to values."""
        staff = found(plan.geography, self.levers, self.p, seed)
        for name, value in columns.items():
            getattr(staff, name)[:] = value
        return staff

    def run(
        self, plan: Plan, seed: int = 1, *, engine: Engine = "compiled", **columns: Any
    ) -> Trajectory:
        """Run a plan from founders."""
        return simulate(plan, self.founders(plan, seed, **columns), seed, engine=engine)[0]


@pytest.fixture(scope="session")
def laboratory(levers: PolicyNumbers, p: Parameters) -> Laboratory:
    """Return a laboratory with the shipped levers and parameters."""
    return Laboratory(levers, p)


@pytest.fixture(scope="session")
def prospects() -> Prospects:
    """Return expectations of the size seen in kaifu."""
    return Prospects(0.12, 0.055, 0.08, 0.0063, 0.02, 0.0, 0.0, 0.2, 0.5)


@pytest.fixture(scope="session")
def bounds() -> Callable[[float, float], tuple[float, float]]:
    """Return a function from mean and variance of a count to its 99.9 % interval."""

    def interval(mean: float, variance: float) -> tuple[float, float]:
        half = 3.2905 * variance**0.5 + 0.5
        return mean - half, mean + half

    return interval
