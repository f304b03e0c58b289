"""Effects over model forms, draws and seeds, and the bands that each of them makes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from community_sim.errors import BadValue
from community_sim.outcomes import MEASURED, measured, outcome
from community_sim.posterior import OUTSIDE, PASTS, ParameterDraw, load_posterior
from community_sim.prices import PRICES
from community_sim.runs import fork, prepare
from community_sim.scenario import Scenario
from community_sim.sweep.executors import Workers, local_workers
from community_sim.uncertainty.shares import variance_shares

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SHARES", "WAYS", "Bands", "bands", "bands_frame", "seeds_for_precision"]

Array = NDArray[np.float64]

WAYS: tuple[Literal["forward", "myopic", "hazard"], ...] = ("forward", "myopic", "hazard")
"""How far cadres look ahead: to retirement, not at all, or not even at pay (constant hazards)."""

SHARES = ("luck", "informed", "assumed", "choice", "past", "interaction")
"""Parts of the variance, in the order of a table."""

_PILOT_SEEDS = 2
_Z = 1.6449  # of the middle 90 % of a normal distribution


@dataclass(frozen=True, eq=False)
class Bands:
    """Effects in a nested and paired design.

    Attributes
    ----------
    policies, outcomes : tuple of str
        Names.
    effects : ndarray, shape (policies, outcomes, pasts, ways, draws, seeds)
        Against current practice with the same form, draw and seed.
    anew : ndarray, shape (policies, outcomes, pasts, draws, seeds)
        The same under the first way, with the assumptions of the draw after it.
    """

    policies: tuple[str, ...]
    outcomes: tuple[str, ...]
    effects: Array
    anew: Array


def bands(
    scenarios: Sequence[Scenario],
    outcomes: Sequence[str],
    *,
    draws: int = 8,
    seed: int = 1,
    precision: float | None = None,
    most_seeds: int = 16,
) -> Bands:
    """Run policies under every form and draw, given outside evidence.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Current practice, and policies.
    outcomes : sequence of str
        Names; each is looked at in the last year.
    draws : int
        Of each past, at least 2.
    seed : int
        First seed.
    precision : float, optional
        Wanted half width of the 90 % interval of luck around a mean effect, in the unit of the
        first outcome.  A pilot of two seeds says how many it takes; without, two are run.
    most_seeds : int
        Never more than these.
    """
    for name in outcomes:
        outcome(name)
    if draws < 2:
        raise BadValue(f"draws is {draws}; give at least 2 for each past.")
    chosen = [load_posterior(OUTSIDE, past).resampled(draws, seed) for past in PASTS]
    names = tuple(scenario.name for scenario in scenarios[1:])
    with local_workers(None) as workers:
        design = _Design(tuple(scenarios), tuple(outcomes), chosen, workers)
        found = design.effects(range(seed, seed + _PILOT_SEEDS))
        if precision is not None:
            wanted = seeds_for_precision(found[:, 0, :, :-1], precision, most_seeds)
            more = range(seed + _PILOT_SEEDS, seed + wanted)
            if more:
                found = np.concatenate([found, design.effects(more)], axis=-1)
    return Bands(names, tuple(outcomes), found[:, :, :, :-1], found[:, :, :, -1])


@dataclass(frozen=True, eq=False)
class _Design:
    scenarios: tuple[Scenario, ...]
    outcomes: tuple[str, ...]
    draws: list[tuple[ParameterDraw, ...]]
    workers: Workers

    def effects(self, seeds: Sequence[int]) -> Array:
        """Return effects, shape (policies, outcomes, pasts, ways + 1, draws, seeds).

        Behind the ways stands the first again, with the assumptions of the draw after it.
        """
        forms = [(way, False) for way in WAYS] + [(WAYS[0], True)]
        futures = [
            [[self.workers.submit(_at_form, self.scenarios, self.outcomes, draw, way, tuple(seeds))
              for draw in (_assumed_anew(draws) if is_anew else draws)] for way, is_anew in forms]
            for draws in self.draws
        ]  # fmt: skip
        cells = np.array([[[each.result() for each in row] for row in block] for block in futures])
        return np.moveaxis(cells, (3, 4, 5), (5, 0, 1))


def _assumed_anew(draws: tuple[ParameterDraw, ...]) -> list[ParameterDraw]:
    """Return draws with the assumptions of the next one each."""
    from community_sim.calibration.free import load_prior

    prior = load_prior(draws[0].ground.past)
    assumed = {each.name for each in prior.quantities if each.role == "assumed"} | set(PRICES)
    following = (*draws[1:], draws[0])
    return [
        replace(draw, values=tuple(
            (name, dict(other.values)[name] if name in assumed else value)
            for name, value in draw.values
        ))
        for draw, other in zip(draws, following, strict=True)
    ]  # fmt: skip


def _at_form(
    scenarios: tuple[Scenario, ...],
    outcomes: tuple[str, ...],
    draw: ParameterDraw,
    way: Literal["forward", "myopic", "hazard"],
    seeds: tuple[int, ...],
) -> Array:
    """Return effects at one form and draw, shape (seeds, policies, outcomes)."""
    current = draw.applied(scenarios[0]).with_dynamics(way)
    files = [scenario.policy_file for scenario in scenarios[1:]]
    made = [current, *(current if file is None else current.with_policy(file) for file in files)]
    prepared = [prepare(scenario) for scenario in made]
    names = [each.name for each in MEASURED]
    columns = [names.index(name) for name in outcomes]
    horizon = (current.years,)
    values = np.array([
        [measured(trajectory, horizon)[0, columns] for trajectory in fork(prepared, seed)]
        for seed in seeds
    ])  # fmt: skip
    effects: Array = values[:, 1:] - values[:, :1]
    return effects


def seeds_for_precision(effects: Array, precision: float, most: int) -> int:
    """Return how many seeds make luck's 90 % interval around every mean effect narrow enough.

    Parameters
    ----------
    effects : ndarray, shape (policies, pasts, ways, draws, seeds)
        Of a pilot.
    precision : float
        Wanted half width, above 0.
    most : int
        Never more than these.
    """
    if not precision > 0.0:
        raise BadValue(f"precision is {precision:g}; give a number above 0.")
    per_seed = effects.mean(axis=(1, 2, 3))
    variance = float(per_seed.var(axis=-1, ddof=1).max())
    return int(min(most, max(effects.shape[-1], math.ceil(variance * (_Z / precision) ** 2))))


def bands_frame(found: Bands) -> "pd.DataFrame":
    """Return one row per policy and outcome: the mean effect and its bands.

    Returns
    -------
    DataFrame
        policy, outcome, effect (mean over forms, draws and seeds), luck, informed, assumed,
        choice, past, interaction (shares of the variance, summing to one), half_luck,
        half_parameters, half_form (half widths of 90 % bands of luck alone, with parameters, with
        forms and interaction too), seeds.
    """
    import pandas as pd

    rows = []
    for at, policy in enumerate(found.policies):
        for column, name in enumerate(found.outcomes):
            effects = found.effects[at, column]
            shares = variance_shares(effects, found.anew[at, column])
            parts = np.array([
                shares.luck, shares.informed + shares.assumed,
                shares.choice + shares.past + shares.interaction,
            ])  # fmt: skip
            half = _Z * np.sqrt(shares.variance * np.cumsum(parts))
            rows.append(
                (policy, name, float(effects.mean()), shares.luck, shares.informed,
                 shares.assumed, shares.choice, shares.past, shares.interaction, *half.tolist(),
                 effects.shape[-1])
            )  # fmt: skip
    columns = (
        "policy", "outcome", "effect", *SHARES, "half_luck", "half_parameters", "half_form",
        "seeds",
    )  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns))
