"""Regression adjustment: what the particles would have been, had their moments met the targets.

Local-linear regression on the moments (Beaumont et al. 2002), on the logit of each quantity's
share of its range, so that no adjusted value leaves it.
"""

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.free import Prior

__all__ = ["adjusted", "kernel_weights"]

Array = NDArray[np.float64]

_EDGE = 1e-4
"""Share of the range within which a value counts as this far from its end."""


def kernel_weights(distances: Array, weights: Array | None = None) -> Array:
    """Return Epanechnikov weights of distances, times weights, summing to one."""
    reach = float(distances.max()) * (1.0 + 1e-9)
    kernel = 1.0 - (distances / reach) ** 2
    product = kernel if weights is None else kernel * weights
    scaled: Array = product / product.sum()
    return scaled


def adjusted(values: Array, weights: Array, seen: Array, aim: Array, prior: Prior) -> Array:
    """Return values moved along the regression to where the moments meet the targets.

    Parameters
    ----------
    values : ndarray, shape (particles, quantities)
        Accepted points.
    weights : ndarray, shape (particles,)
        Of the regression.
    seen : ndarray, shape (particles, moments)
        What was seen at each point, in standard errors.
    aim : ndarray, shape (moments,)
        The targets, in standard errors.
    prior : Prior
        Ranges of the quantities.
    """
    shares = prior.scaled(values).clip(_EDGE, 1.0 - _EDGE)
    logits = np.log(shares / (1.0 - shares))
    gaps = seen - aim
    terms = np.hstack([np.ones((len(gaps), 1)), gaps])
    roots = np.sqrt(weights)[:, None]
    slopes = np.linalg.lstsq(roots * terms, roots * logits, rcond=None)[0][1:]
    moved = logits - gaps @ slopes
    return prior.unscaled(1.0 / (1.0 + np.exp(-moved)))
