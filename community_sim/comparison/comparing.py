"""Compare policies with a baseline, replication by replication."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from community_sim.comparison.comparison import Comparison
from community_sim.comparison.effects import Effect, cost_per_gain, paired_effect
from community_sim.errors import BadValue, did_you_mean
from community_sim.outcomes import MEASURED, OUTCOMES, measured, usual_horizons
from community_sim.results import Results, categorical

if TYPE_CHECKING:
    import pandas as pd

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
    return Comparison(
        results=results,
        baseline=name,
        confidence=confidence,
        effects=_effects_frame(values, name, years, confidence),
        levels=_levels_frame(values, years),
    )


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
    values: dict[str, NDArray[Any]], baseline: str, horizons: tuple[int, ...], confidence: float
) -> "pd.DataFrame":
    rows = [
        _effect(name, values[baseline][:, at], values[policy][:, at], confidence)
        for policy in values
        if policy != baseline
        for at in range(len(horizons))
        for name in OUTCOMES
    ]
    policies = [policy for policy in values if policy != baseline]
    return _framed(policies, horizons, tuple(OUTCOMES), Effect._fields, rows)


def _effect(name: str, before: NDArray[Any], after: NDArray[Any], confidence: float) -> Effect:
    if name not in _COSTS:
        column = _COLUMN[name]
        return paired_effect(before[:, column].tolist(), after[:, column].tolist(), confidence)
    cost, gain = (_COLUMN[each] for each in _COSTS[name])
    change = after - before
    return cost_per_gain(change[:, cost].tolist(), change[:, gain].tolist(), confidence)


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
