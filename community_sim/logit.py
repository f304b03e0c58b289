"""Closed forms of the logit choice model, safe at both ends of the number line.

Scalar functions of plain floats: the same bits in Python and when compiled.
"""

import math

__all__ = ["log_sum_exp", "logistic", "softplus", "softplus_with_slope"]

_NEGLIGIBLE = -40.0  # exp(-40) is nothing beside one


def logistic(x: float) -> float:
    """Return 1 / (1 + exp(-x)), the probability of an option that is better by `x`."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    odds = math.exp(x)
    return odds / (1.0 + odds)


def softplus(x: float) -> float:
    """Return ln(1 + exp(x)), the value of having an option that is better by `x`."""
    if x > 0.0:
        return x + math.log1p(math.exp(-x))
    return math.log1p(math.exp(x))


def softplus_with_slope(x: float) -> tuple[float, float]:
    """Return ln(1 + exp(x)) and its slope, the probability of the option.

    Accurate to some 10**-14.  Written out in sums and products, so that a compiled loop works on
    several numbers at once: exp(-|x|) - 1 from its series at a 64th of it and six doublings, the
    logarithm from the series of the inverse hyperbolic tangent.
    """
    y = max(-abs(x), _NEGLIGIBLE) * (1.0 / 64.0)
    less = y * (1 / 3628800) + 1 / 362880
    less = ((less * y + 1 / 40320) * y + 1 / 5040) * y + 1 / 720
    less = (((less * y + 1 / 120) * y + 1 / 24) * y + 1 / 6) * y + 1 / 2
    less = (less * y + 1.0) * y
    for _ in range(6):
        less *= less + 2.0
    odds = 1.0 + less
    z = odds / (2.0 + odds)
    square = z * z
    series = (square * (1 / 27) + 1 / 25) * square + 1 / 23
    series = ((series * square + 1 / 21) * square + 1 / 19) * square + 1 / 17
    series = ((series * square + 1 / 15) * square + 1 / 13) * square + 1 / 11
    series = ((series * square + 1 / 9) * square + 1 / 7) * square + 1 / 5
    series = (series * square + 1 / 3) * square + 1.0
    worse = odds / (1.0 + odds)
    return max(x, 0.0) + 2.0 * z * series, 1.0 - worse if x > 0.0 else worse


def log_sum_exp(x: float, y: float) -> float:
    """Return ln(exp(x) + exp(y)), the expected best of two options under logit shocks."""
    return y + softplus(x - y)
