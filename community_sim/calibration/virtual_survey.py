"""Let simulated cadres answer what the reports asked, in the reports' bands, samples and rounding.

Report 1 counted all cadres (age, tenure, mandate, education, sex) and printed shares to a tenth of
a percent; 248 of them filled in a questionnaire on pay and pressure.  None of the reports asks
whether anybody intends to leave, and an intention would not be an exit: leavers are counted from
the events of a run alone.
"""

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.blocks import key_of
from community_sim.calibration.moments import moments_of
from community_sim.logit import logistic
from community_sim.plan import Plan
from community_sim.posterior import with_free_values
from community_sim.prospects import live_through, past_plan
from community_sim.rules.pay import pay_ratio
from community_sim.rules.workload import pressure
from community_sim.scenario import Scenario
from community_sim.trajectory import Trajectory

__all__ = ["QUESTIONNAIRES", "Questionnaire", "answer", "dissatisfaction_intercept", "printed"]

QUESTIONNAIRES = 248
"""Filled in (r1-097)."""

DISSATISFIED = 0.798
"""Share of them dissatisfied with their pay (r1-117)."""

PAY_SLOPE = 2.0
"""Fall of the log odds of dissatisfaction per log of relative pay: assumed, without effect."""

_PLACES = 3
_BISECTIONS = 60


def printed(share: float) -> float:
    """Return a share as the reports print it: to a tenth of a percent."""
    return round(share, _PLACES)


@dataclass(frozen=True)
class Questionnaire:
    """What a sample of cadres answered.

    Attributes
    ----------
    sample : int
        Questionnaires, at most as many as there are cadres.
    dissatisfied, pressed : float
        Shares, as printed.
    """

    sample: int
    dissatisfied: float
    pressed: float


def answer(
    current: Scenario, values: Mapping[str, float], seed: int, *, rounded: bool = True
) -> dict[str, float]:
    """Return one simulated survey: every share, from one history.

    Parameters
    ----------
    current : Scenario
        Current practice of a place.
    values : mapping
        Values of free quantities.
    seed : int
        Seed of the history and of the sample.
    rounded : bool
        Whether shares are rounded as they are printed.
    """
    scenario = with_free_values(current, values)
    plan = past_plan(scenario)
    run, _ = live_through(plan, seed)
    intercept = dissatisfaction_intercept(current.place.name)
    asked = questionnaire(run, plan, intercept, key_of("questionnaire", seed))
    shares = {**moments_of(run), "m17": asked.dissatisfied, "m18": asked.pressed}
    return {name: printed(share) for name, share in shares.items()} if rounded else shares


def questionnaire(run: Trajectory, plan: Plan, intercept: float, key: int) -> Questionnaire:
    """Ask a random sample of the cadres in post at the end of a history.

    Parameters
    ----------
    run : Trajectory
        The history.
    plan : Plan
        Its plan; holds the intercept of pressure.
    intercept : float
        Of dissatisfaction with pay, from `dissatisfaction_intercept`.
    key : int
        Seed of the sample and of the answers.
    """
    random = np.random.default_rng(key)
    present = len(run.population_columns["person"])
    sample = min(QUESTIONNAIRES, present)
    asked = np.sort(random.choice(present, sample, replace=False))
    luck = random.random((2, sample))
    unhappy = luck[0] < _dissatisfaction(run, plan, intercept)[asked]
    pressed = luck[1] < _pressure(run, plan)[asked]
    return Questionnaire(sample, printed(float(unhappy.mean())), printed(float(pressed.mean())))


@functools.cache
def dissatisfaction_intercept(place: str) -> float:
    """Return the intercept at which the point fit's mean dissatisfaction is the reports'.

    Just identified: it reproduces one share and says nothing about behaviour.
    """
    plan = past_plan(Scenario.load(place=place))
    run, _ = live_through(plan, 1)
    low, high = -20.0, 20.0
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        is_too_low = float(_dissatisfaction(run, plan, middle).mean()) < DISSATISFIED
        low, high = (middle, high) if is_too_low else (low, middle)
    return 0.5 * (low + high)


def _dissatisfaction(run: Trajectory, plan: Plan, intercept: float) -> NDArray[np.float64]:
    levers = plan.years[-1].levers
    people = run.population_columns
    rows = zip(
        people["level"].tolist(), people["mandate"].tolist(), people["tenure"].tolist(), strict=True
    )
    return np.array([
        logistic(intercept - PAY_SLOPE * math.log(pay_ratio(level, mandate, tenure, levers)))
        for level, mandate, tenure in rows
    ])  # fmt: skip


def _pressure(run: Trajectory, plan: Plan) -> NDArray[np.float64]:
    load = float(run.stock_columns["load_mean"][-1])
    levels = run.population_columns["level"].tolist()
    p = plan.parameters
    return np.array([pressure(load, level, plan.pressure_intercept, p) for level in levels])
