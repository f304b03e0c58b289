"""Closed forms of the logit choice model, safe at both ends of the number line.

Scalar functions of plain floats: the same bits in Python and when compiled.
"""

import math

__all__ = ["log_sum_exp", "logistic", "softplus"]


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


def log_sum_exp(x: float, y: float) -> float:
    """Return ln(exp(x) + exp(y)), the expected best of two options under logit shocks."""
    return y + softplus(x - y)
