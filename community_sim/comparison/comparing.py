"""Compare policies with a baseline, replication by replication."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from community_sim.comparison.comparison import Comparison
from community_sim.comparison.effects import (
    DECIDED,
    FEWEST_DRAWS,
    Agreement,
    Effect,
    cost_per_gain,
    drawn_effect,
    paired_effect,
)
from community_sim.comparison.grounds import Beside, Seen, by_draw
from community_sim.comparison.ordering import order_frame
from community_sim.errors import BadValue, did_you_mean
from community_sim.outcomes import (
    COST,
    MEASURED,
    OUTCOMES,
    checked_discount_rate,
    measured,
    usual_horizons,
)
from community_sim.posterior import GROUNDS, HEADLINE, Ground
from community_sim.results import Results, categorical

if TYPE_CHECKING:
    import pandas as pd

    from community_sim.posterior import ParameterDraw
    from community_sim.scenario import Scenario

__all__ = ["compare"]

# Outcome: what is spent and what is gained, as differences from the baseline, and the way of gain.
_COSTS = {
    "cost_per_exit_avoided": (COST, "exits_per_community", -1.0),
    "cost_per_experienced_year": (COST, "experienced_years_per_community", 1.0),
    "cost_per_service_hour": (COST, "service_hours_per_community", 1.0),
}
_COLUMN = {each.name: column for column, each in enumerate(MEASURED)}


def compare(  # noqa: PLR0913 - options, by name alone
    results: Results,
    baseline: "Scenario | str",
    *,
    confidence: float = 0.90,
    horizons: Sequence[int] | None = None,
    draws: "Mapping[int, ParameterDraw] | None" = None,
    beside: Beside | None = None,
    discount_rate: float = 0.0,
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
        The draw of the posterior that each seed was run at, from `run_on_grounds`.  Intervals are
        then those that draws span (see `drawn_effect`); without, those of luck alone.
    beside : Beside, optional
        What the same scenarios did on other grounds, from `run_on_grounds`.  Only with it can an
        effect be decided: its sign must hold under every conditioning and past.
    discount_rate : float
        How much less a yuan counts a year later [share per year], from 0 to 0.2: yearly money is
        averaged with weights (1 + rate)^-(year - 1).  Nothing but money is discounted.

    Raises
    ------
    BadValue
        The baseline was not run or was run with other content, nothing else was run, seeds or
        places differ, a run does not reach a horizon, the confidence or the discount rate is out of
        range, or draws stand on several grounds or were measured at another discount rate.
    """
    rate = checked_discount_rate(discount_rate)
    name = _checked_baseline(results, baseline)
    if not 0.0 < confidence < 1.0:
        raise BadValue(
            f"The confidence must lie between 0 and 1, for example 0.9; not {confidence}."
        )
    if horizons is None:
        years = usual_horizons(min(run.trajectory.years for run in results))
    else:
        years = tuple(sorted(set(horizons)))
    values = {policy: _values(results, policy, years, rate) for policy in results.policies}
    levels = _levels_frame(values, years)
    if draws is None:
        effects = _luck_frame(values, name, years, confidence)
        return Comparison(results, name, confidence, effects, levels, discount_rate=rate)
    ground, numbers = _ground_of(results.seeds_of(name), draws)
    seen = {ground: Seen(values, numbers), **_seen_beside(beside, years, rate)}
    grounds = _stacked(
        [_ground_frame(each, name, years, confidence, one) for one, each in seen.items()]
    )
    lacking = () if beside is None else beside.lacking
    is_complete = {one for one in GROUNDS if one.counts} <= set(seen)
    grounds = _with_robust(grounds, is_complete=is_complete)
    counting = {one: each.means(name, len(years) - 1) for one, each in seen.items() if one.counts}
    return Comparison(
        results, name, confidence, _headline(grounds, ground), levels,
        order=order_frame(counting, is_complete=is_complete), grounds=grounds,
        ground=ground, lacking=lacking, seen=seen, discount_rate=rate,
    )  # fmt: skip


def _stacked(frames: "list[pd.DataFrame]") -> "pd.DataFrame":
    import pandas as pd

    return pd.concat(frames, ignore_index=True)


def _ground_of(
    seeds: Sequence[int], draws: "Mapping[int, ParameterDraw]"
) -> tuple[Ground, tuple[int, ...]]:
    """Return what draws stand on, and the place among them of the draw of each seed.

    The same draw may come twice.
    """
    missing = [seed for seed in seeds if seed not in draws]
    if missing:
        raise BadValue(f"No draw is given for seed {missing[0]}.")
    grounds = {draws[seed].ground for seed in seeds}
    if len(grounds) > 1:
        raise BadValue("Draws on several grounds are never pooled; give those of others beside.")
    numbers: dict[int, int] = {}
    return grounds.pop(), tuple(numbers.setdefault(id(draws[seed]), len(numbers)) for seed in seeds)


def _seen_beside(
    beside: Beside | None, years: tuple[int, ...], rate: float
) -> Mapping[Ground, Seen]:
    if beside is None:
        return {}
    if beside.discount_rate != rate:
        raise BadValue(
            f"The other grounds were measured at a discount rate of {beside.discount_rate:g}, not "
            f"{rate:g}; give `run_on_grounds` and `compare` the same."
        )
    missing = [year for year in years if year not in beside.horizons]
    if missing:
        raise BadValue(f"The other grounds were not looked at up to year {missing[0]}.")
    kept = [beside.horizons.index(year) for year in years]
    return {
        ground: Seen({name: runs[:, kept] for name, runs in seen.values.items()}, seen.draws)
        for ground, seen in beside.seen.items()
    }


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


def _values(results: Results, policy: str, horizons: tuple[int, ...], rate: float) -> NDArray[Any]:
    """Return the outcomes of a scenario, shape (replications, horizons, outcomes)."""
    runs = [results.trajectory(policy, seed) for seed in results.seeds_of(policy)]
    return np.stack([measured(run, horizons, rate) for run in runs])


def _luck_frame(
    values: Mapping[str, NDArray[Any]], baseline: str, horizons: tuple[int, ...], confidence: float
) -> "pd.DataFrame":
    """Return effects from replications alike: their intervals are of luck alone."""

    def effect(name: str, before: NDArray[Any], after: NDArray[Any]) -> Effect:
        if name in _COSTS:
            return _cost(name, after - before, confidence)
        column = _COLUMN[name]
        return paired_effect(before[:, column].tolist(), after[:, column].tolist(), confidence)

    rows = _for_each(values, baseline, horizons, effect)
    return _framed(_policies(values, baseline), horizons, tuple(OUTCOMES), Effect._fields, rows)


def _ground_frame(
    seen: Seen, baseline: str, horizons: tuple[int, ...], confidence: float, ground: Ground
) -> "pd.DataFrame":
    """Return effects over the draws of one ground, and how far they agree."""

    def row(name: str, before: NDArray[Any], after: NDArray[Any]) -> tuple[Any, ...]:
        if name in _COSTS:
            change = after - before
            cost = _cost(name, np.stack(list(by_draw(change, seen.draws))), confidence)
            known = cost.replications
            signs = (float(cost.low > 0.0), float(cost.high < 0.0))
            agreement = Agreement(
                *(signs if cost.effect == cost.effect else (math.nan,) * 2), known
            )
            return (*cost, *agreement)
        column = _COLUMN[name]
        effect, agreement = drawn_effect(
            before[:, column].tolist(), after[:, column].tolist(), seen.draws, confidence
        )
        return (*effect, *agreement)

    rows = _for_each(seen.values, baseline, horizons, row)
    fields = (*Effect._fields, *Agreement._fields)
    frame = _framed(_policies(seen.values, baseline), horizons, tuple(OUTCOMES), fields, rows)
    for at, name in enumerate(Ground._fields):
        frame.insert(at, name, ground[at])
    return frame


def _with_robust(grounds: "pd.DataFrame", *, is_complete: bool) -> "pd.DataFrame":
    """Return effects with a column robust: whether their sign holds on all grounds that count."""
    keys = ["policy", "horizon", "outcome"]
    signs = (grounds["up"] >= DECIDED).astype(int) - (grounds["down"] >= DECIDED).astype(int)
    signs = signs.where(grounds["draws"] >= FEWEST_DRAWS, 0)
    counting = grounds[keys].assign(sign=signs)[grounds["choice"] == HEADLINE.choice]
    by = counting.groupby(keys, sort=False, observed=True)["sign"]
    is_one = (by.min() == by.max()) & (by.min() != 0) & is_complete
    robust = is_one.rename("robust").reset_index()
    return grounds.merge(robust, on=keys, how="left", sort=False)


def _headline(grounds: "pd.DataFrame", ground: Ground) -> "pd.DataFrame":
    """Return the effects on one ground; decided are the robust ones."""
    own = grounds[(grounds[list(Ground._fields)] == list(ground)).all(axis=1)]
    found = own[["policy", "horizon", "outcome", *Effect._fields]].reset_index(drop=True)
    return found.assign(decided=own["robust"].to_numpy())


def _cost(name: str, change: NDArray[Any], confidence: float) -> Effect:
    cost, gain, sign = _COSTS[name]
    gained = sign * change[:, _COLUMN[gain]]
    return cost_per_gain(change[:, _COLUMN[cost]].tolist(), gained.tolist(), confidence)


def _policies(values: Mapping[str, NDArray[Any]], baseline: str) -> list[str]:
    return [policy for policy in values if policy != baseline]


def _for_each(
    values: Mapping[str, NDArray[Any]],
    baseline: str,
    horizons: tuple[int, ...],
    estimate: Callable[[str, NDArray[Any], NDArray[Any]], tuple[Any, ...]],
) -> list[tuple[Any, ...]]:
    """Return what is estimated for every policy, horizon and outcome, in this order.

    `estimate` takes the name of the outcome, and all outcomes before and after, shape (runs,
    outcomes).
    """
    return [
        estimate(name, values[baseline][:, at], values[policy][:, at])
        for policy in _policies(values, baseline)
        for at in range(len(horizons))
        for name in OUTCOMES
    ]


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
