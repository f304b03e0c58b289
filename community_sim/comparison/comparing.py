"""Compare policies with a baseline, replication by replication."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from community_sim.comparison.comparison import Comparison
from community_sim.comparison.effects import (
    Effect,
    cost_per_gain,
    drawn_effect,
    paired_effect,
)
from community_sim.comparison.ordering import draw_means, order_frame
from community_sim.errors import BadValue, did_you_mean
from community_sim.outcomes import MEASURED, OUTCOMES, measured, usual_horizons
from community_sim.results import Results, categorical

if TYPE_CHECKING:
    import pandas as pd

    from community_sim.posterior import ParameterDraw
    from community_sim.scenario import Scenario

__all__ = ["compare"]

# Outcome: what is spent and what is gained, both as differences from the baseline.
_COSTS = {
    "cost_per_retained_cadre_year": ("wage_bill_per_community", "cadre_years_per_community"),
    "cost_per_service_hour": ("wage_bill_per_community", "service_hours_per_community"),
}
_COLUMN = {each.name: column for column, each in enumerate(MEASURED)}


def compare(
    results: Results,
    baseline: "Scenario | str",
    *,
    confidence: float = 0.90,
    horizons: Sequence[int] | None = None,
    draws: "Mapping[int, ParameterDraw] | None" = None,
) -> Comparison:
    """Compare every scenario with a baseline by paired differences, seed by seed.

    The same seed brings the same people and the same luck to every scenario, so the differences
    vary far less than the outcomes themselves.

    Parameters
    ----------
    results : Results
        Runs of the baseline and of at least one other scenario, with the same seeds.
    baseline : Scenario or str
        What to compare with, usually current practice.
    confidence : float
        Coverage of the intervals [probability], between 0 and 1.
    horizons : sequence of int, optional
        Years up to which to look.  Default: 5, 10 and 20 as far as every run reaches, and the last.
    draws : mapping, optional
        The draw of the posterior that each seed was run at, from `run_over_draws`.  Intervals are
        then those that draws span (see `drawn_effect`); without, those of luck alone.

    Raises
    ------
    BadValue
        The baseline was not run or was run with other content, nothing else was run, seeds or
        places differ, a run does not reach a horizon, or the confidence is out of range.
    """
    name = _checked_baseline(results, baseline)
    if not 0.0 < confidence < 1.0:
        raise BadValue(
            f"The confidence must lie between 0 and 1, for example 0.9; not {confidence}."
        )
    if horizons is None:
        years = usual_horizons(min(run.trajectory.years for run in results))
    else:
        years = tuple(sorted(set(horizons)))
    values = {policy: _values(results, policy, years) for policy in results.policies}
    groups = _groups(results.seeds_of(name), draws)
    return Comparison(
        results=results,
        baseline=name,
        confidence=confidence,
        effects=_effects_frame(values, name, years, _Estimator(confidence, groups)),
        levels=_levels_frame(values, years),
        order=None if groups is None else order_frame(values, name, groups),
    )


def _groups(
    seeds: Sequence[int], draws: "Mapping[int, ParameterDraw] | None"
) -> tuple[tuple[str, int], ...] | None:
    """Return reading and place among the draws of each seed; the same draw may come twice."""
    if draws is None:
        return None
    missing = [seed for seed in seeds if seed not in draws]
    if missing:
        raise BadValue(f"No draw is given for seed {missing[0]}.")
    numbers: dict[int, int] = {}
    return tuple(
        (draws[seed].reading, numbers.setdefault(id(draws[seed]), len(numbers))) for seed in seeds
    )


@dataclass(frozen=True)
class _Estimator:
    """How effects are estimated: over replications alike, or over draws."""

    confidence: float
    groups: tuple[tuple[str, int], ...] | None

    def effect(self, name: str, before: NDArray[Any], after: NDArray[Any]) -> Effect:
        """Return the effect on one outcome; before and after have the shape of (runs, outcomes)."""
        if name not in _COSTS:
            columns = (before[:, _COLUMN[name]].tolist(), after[:, _COLUMN[name]].tolist())
            if self.groups is None:
                return paired_effect(*columns, self.confidence)
            return drawn_effect(*columns, self.groups, self.confidence)
        change = after - before
        if self.groups is not None:
            change = np.stack(list(draw_means(change, self.groups).values()))
        cost, gain = (change[:, _COLUMN[each]].tolist() for each in _COSTS[name])
        return cost_per_gain(cost, gain, self.confidence)


def _checked_baseline(results: Results, baseline: "Scenario | str") -> str:
    name = baseline if isinstance(baseline, str) else baseline.name
    if name not in results.policies:
        raise BadValue(f"The baseline '{name}' was not run. {did_you_mean(name, results.policies)}")
    if not isinstance(baseline, str) and results.scenario(name) != baseline:
        raise BadValue(f"'{name}' was run with another content than the baseline given.")
    if len(results.policies) < 2:
        raise BadValue(f"Only '{name}' was run; run at least one policy to compare with it.")
    seeds = results.seeds_of(name)
    if not seeds:
        raise BadValue(f"The baseline '{name}' has no runs.")
    place = results.scenario(name).place.name
    for scenario in results.scenarios:
        if results.seeds_of(scenario.name) != seeds:
            raise BadValue(
                f"'{scenario.name}' was run with the seeds {results.seeds_of(scenario.name)} but "
                f"'{name}' with {seeds}; a paired comparison needs the same seeds."
            )
        if scenario.place.name != place:
            raise BadValue(
                f"'{scenario.name}' is about {scenario.place.name} but '{name}' is about {place}; "
                f"places are never pooled or compared by seed."
            )
    return name


def _values(results: Results, policy: str, horizons: tuple[int, ...]) -> NDArray[Any]:
    """Return the outcomes of a scenario, shape (replications, horizons, outcomes)."""
    return np.stack(
        [measured(results.trajectory(policy, seed), horizons) for seed in results.seeds_of(policy)]
    )


def _effects_frame(
    values: dict[str, NDArray[Any]], baseline: str, horizons: tuple[int, ...], how: _Estimator
) -> "pd.DataFrame":
    rows = [
        how.effect(name, values[baseline][:, at], values[policy][:, at])
        for policy in values
        if policy != baseline
        for at in range(len(horizons))
        for name in OUTCOMES
    ]
    policies = [policy for policy in values if policy != baseline]
    return _framed(policies, horizons, tuple(OUTCOMES), Effect._fields, rows)


def _levels_frame(values: dict[str, NDArray[Any]], horizons: tuple[int, ...]) -> "pd.DataFrame":
    rows = []
    for runs in values.values():
        for at in range(len(horizons)):
            for column in range(len(MEASURED)):
                defined = [value for value in runs[:, at, column].tolist() if not math.isnan(value)]
                mean = math.fsum(defined) / len(defined) if defined else math.nan
                rows.append((mean, len(defined)))
    names = tuple(each.name for each in MEASURED)
    return _framed(list(values), horizons, names, ("value", "replications"), rows)


def _framed(
    policies: Sequence[str],
    horizons: tuple[int, ...],
    outcomes: tuple[str, ...],
    fields: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
) -> "pd.DataFrame":
    """Return one row per policy, horizon and outcome, in this order, with some fields each."""
    import pandas as pd

    block = len(horizons) * len(outcomes)
    leading = {
        "policy": categorical(np.repeat(np.arange(len(policies)), block), policies),
        "horizon": np.tile(np.repeat(np.array(horizons), len(outcomes)), len(policies)),
        "outcome": categorical(
            np.tile(np.arange(len(outcomes)), len(policies) * len(horizons)), outcomes
        ),
    }
    return pd.DataFrame(leading | dict(zip(fields, zip(*rows, strict=True), strict=True)))
