"""Tell how moments answer to each free quantity near the best point.

This is the Jacobian of the simulated method of moments, by central differences with common
random numbers: the same seeds at both sides of every difference.  Its singular values say how
many directions the survey decides, and the last direction is the one that it decides least
(MODEL.md H3; Andrews, Gentzkow and Shapiro 2017 for the influence of each moment).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.blocks import Job, key_of
from community_sim.calibration.free import Prior
from community_sim.calibration.region import Targets
from community_sim.calibration.waves import simulate_points

__all__ = ["Local", "jacobian", "local_analysis"]

Array = NDArray[np.float64]

STEP = 0.1
"""To either side, as a share of the range."""


@dataclass(frozen=True, eq=False)
class Local:
    """What a Jacobian says.

    Attributes
    ----------
    names : tuple of str
        The quantities that the survey is fitted by.
    singular_values : ndarray, shape (quantities,)
        Of the Jacobian in standard errors of the targets per standard deviation of the prior.
        Below one, the prior says more about a direction than the survey does.
    sloppy : ndarray, shape (quantities,)
        The direction of length one that the targets decide least.
    influence : ndarray, shape (quantities, targets)
        Change of the estimate [prior standard deviations] per standard error of a target.
    """

    names: tuple[str, ...]
    singular_values: Array
    sloppy: Array
    influence: Array


def jacobian(job: Job, name: str, prior: Prior, centre: Array, seeds: int) -> Array:
    """Return the change of every moment per unit of every quantity; (moments, quantities).

    Parameters
    ----------
    job : Job
        Place, seed, folder, workers.
    name : str
        Of the stage.
    prior : Prior
        Ranges; no step leaves them.
    centre : ndarray, shape (quantities,)
        Around which.
    seeds : int
        Runs at either side of each difference.
    """
    reach = STEP * (prior.high - prior.low)
    sides = np.stack([
        np.clip(centre + side * np.diag(reach), prior.low, prior.high) for side in (-1.0, 1.0)
    ])  # fmt: skip
    steps = np.diagonal(sides[1] - sides[0])
    points = np.repeat(sides.reshape(-1, len(centre)), seeds, axis=0)
    common = [key_of("common", job.seed, number) for number in range(seeds)]
    found = simulate_points(job, name, points, common * (2 * len(centre)))
    low, high = found.reshape(2, len(centre), seeds, -1)
    answers: Array = np.nanmean(high - low, axis=1) / steps[:, None]
    return answers.T


def local_analysis(found: Array, targets: Targets, prior: Prior) -> Local:
    """Return singular values, the sloppy direction and influences of a Jacobian.

    Parameters
    ----------
    found : ndarray, shape (moments, quantities)
        Jacobian of all moments.
    targets : Targets
        Those that are aimed at.
    prior : Prior
        Its standard deviations are the quantities' units.
    """
    fitted = [at for at, each in enumerate(prior.quantities) if each.role == "fitted"]
    scaled = (found[targets.columns] / targets.errors[:, None] * prior.sd)[:, fitted]
    _, values, directions = np.linalg.svd(scaled)
    certainty = scaled.T @ scaled + np.eye(len(fitted))
    names = tuple(prior.names[at] for at in fitted)
    influence = np.linalg.solve(certainty, scaled.T).astype(np.float64)
    return Local(names, values, directions[-1], influence)
