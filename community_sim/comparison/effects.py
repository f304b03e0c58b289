"""Estimate effects from paired replications: means, intervals, what is decided.

Every mean and variance is an exactly rounded sum (`math.fsum`), so the order of the replications
changes no bit.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

__all__ = [
    "DECIDED",
    "FEWEST_DRAWS",
    "Agreement",
    "Effect",
    "cost_per_gain",
    "drawn_effect",
    "paired_effect",
]


DECIDED = 0.9
"""Share of the draws of a ground in which a sign or an order must hold."""

FEWEST_DRAWS = 20
"""Draws of a ground, at least, that must have observed an outcome before they decide anything."""


class Effect(NamedTuple):
    """Hold the effect of a policy on one outcome, against the baseline.

    Attributes
    ----------
    current, value : float
        Mean under the baseline and under the policy, over the replications used.
    effect : float
        Mean paired difference; NaN with fewer than two pairs.
    low, high : float
        Ends of the interval of the effect.
    decided : bool
        Whether the interval excludes zero.
    replications : int
        Pairs used: those in which the outcome is defined on both sides.
    """

    current: float
    value: float
    effect: float
    low: float
    high: float
    decided: bool
    replications: int


class Agreement(NamedTuple):
    """How far the draws of a ground agree on the sign of an effect.

    Attributes
    ----------
    up, down : float
        Shares of the draws in which the effect is above, and below, zero; NaN if there are fewer
        than two.
    draws : int
        Draws that observed the outcome on both sides.
    """

    up: float
    down: float
    draws: int

    @property
    def sign(self) -> int:
        """Return 1 or -1 if nine of ten draws, and enough of them, say so; else 0."""
        if self.draws < FEWEST_DRAWS:
            return 0
        return int(self.up >= DECIDED) - int(self.down >= DECIDED)


def paired_effect(current: Sequence[float], value: Sequence[float], confidence: float) -> Effect:
    """Return the mean paired difference and its Student-t interval.

    A replication in which either side is undefined is left out.  Where all differences are the
    same number, the interval is that number.

    Parameters
    ----------
    current, value : sequence of float
        The outcome under the baseline and under the policy, replication by replication.
    confidence : float
        Coverage of the interval [probability].
    """
    pairs = [
        (before, after)
        for before, after in zip(current, value, strict=True)
        if not (math.isnan(before) or math.isnan(after))
    ]
    mean_current = _mean([before for before, _ in pairs])
    mean_value = _mean([after for _, after in pairs])
    effect, low, high = _mean_with_interval([after - before for before, after in pairs], confidence)
    return Effect(
        mean_current, mean_value, effect, low, high, _excludes_zero(low, high), len(pairs)
    )


def drawn_effect(
    current: Sequence[float],
    value: Sequence[float],
    draws: Sequence[int],
    confidence: float,
) -> tuple[Effect, Agreement]:
    """Return the mean effect over draws of the posterior, the interval they span, and their signs.

    An effect at a draw is the mean paired difference over its seeds.  The interval holds the
    middle draws; it is decided if nine of ten draws, of at least `FEWEST_DRAWS`, have one sign.

    Parameters
    ----------
    current, value : sequence of float
        The outcome under the baseline and under the policy, replication by replication.
    draws : sequence of int
        The draw of each replication.
    confidence : float
        Share of the draws inside the interval.
    """
    known = [
        (before, after, draw)
        for before, after, draw in zip(current, value, draws, strict=True)
        if not (math.isnan(before) or math.isnan(after))
    ]
    found: dict[int, list[float]] = {}
    for before, after, draw in known:
        found.setdefault(draw, []).append(after - before)
    if len(found) < 2:
        undefined = Effect(math.nan, math.nan, math.nan, math.nan, math.nan, False, len(known))
        return undefined, Agreement(math.nan, math.nan, len(found))
    means = [_mean(differences) for differences in found.values()]
    low, high = _middle(means, confidence)
    agreement = Agreement(
        _mean([float(mean > 0.0) for mean in means]),
        _mean([float(mean < 0.0) for mean in means]),
        len(means),
    )
    effect = Effect(
        _mean([before for before, _, _ in known]), _mean([after for _, after, _ in known]),
        _mean(means), low, high, bool(agreement.sign), len(known),
    )  # fmt: skip
    return effect, agreement


def _middle(values: Sequence[float], confidence: float) -> tuple[float, float]:
    """Return the ends of the middle of some values, by linear interpolation."""
    ordered = sorted(values)
    ends = []
    for share in ((1.0 - confidence) / 2.0, (1.0 + confidence) / 2.0):
        place = share * (len(ordered) - 1)
        below = min(int(place), len(ordered) - 2)
        rest = place - below
        ends.append(ordered[below] + rest * (ordered[below + 1] - ordered[below]))
    return ends[0], ends[1]


def cost_per_gain(costs: Sequence[float], gains: Sequence[float], confidence: float) -> Effect:
    """Return sum of costs / sum of gains over replications, with a jackknife interval.

    Cost and gain are paired differences from the baseline.  The ratio is undefined (NaN) unless the
    interval of the mean gain lies above zero: a cost per gain means nothing where no gain is shown.
    The interval is ratio ± t(n - 1) x the delete-one jackknife standard error,
    sqrt((n - 1) / n x sum of (ratio without i - mean of these)^2).  The baseline has no such cost,
    so `current` is NaN and `value` equals `effect`.

    Parameters
    ----------
    costs, gains : sequence of float
        Paired differences, replication by replication.
    confidence : float
        Coverage of the interval [probability].
    """
    pairs = [
        (cost, gain)
        for cost, gain in zip(costs, gains, strict=True)
        if not (math.isnan(cost) or math.isnan(gain))
    ]
    undefined = Effect(math.nan, math.nan, math.nan, math.nan, math.nan, False, len(pairs))
    _, low, _ = _mean_with_interval([gain for _, gain in pairs], confidence)
    if not low > 0.0:
        return undefined
    cost, gain = math.fsum(each for each, _ in pairs), math.fsum(each for _, each in pairs)
    if any(gain - one <= 0.0 for _, one in pairs):
        return undefined
    without = [(cost - one_cost) / (gain - one_gain) for one_cost, one_gain in pairs]
    error = math.sqrt((len(pairs) - 1) / len(pairs) * _sum_of_squares(without))
    half, ratio = _t_quantile(confidence, len(pairs) - 1) * error, cost / gain
    low, high = ratio - half, ratio + half
    return Effect(math.nan, ratio, ratio, low, high, _excludes_zero(low, high), len(pairs))


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else math.nan


def _sum_of_squares(values: Sequence[float]) -> float:
    mean = _mean(values)
    return math.fsum((value - mean) ** 2 for value in values)


def _mean_with_interval(
    differences: Sequence[float], confidence: float
) -> tuple[float, float, float]:
    count = len(differences)
    if count < 2:
        return math.nan, math.nan, math.nan
    if min(differences) == max(differences):
        return differences[0], differences[0], differences[0]
    mean = _mean(differences)
    error = math.sqrt(_sum_of_squares(differences) / (count - 1) / count)
    half = _t_quantile(confidence, count - 1) * error
    return mean, mean - half, mean + half


def _excludes_zero(low: float, high: float) -> bool:
    return low > 0.0 or high < 0.0


@lru_cache(maxsize=256)
def _t_quantile(confidence: float, degrees_of_freedom: int) -> float:
    from scipy.stats import t

    return float(t.ppf((1.0 + confidence) / 2.0, degrees_of_freedom))
