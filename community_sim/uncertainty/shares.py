"""Split the variance of an effect into luck, parameters, model form, and their interaction.

Forms (a reading of the tenure share, and how far cadres look ahead) are crossed with draws (those
of a reading are the same under every way of looking ahead) and with seeds (the same everywhere).
Components are those of the two-way layout with replications, by their expected mean squares; one
below zero counts as zero (Searle, Casella and McCulloch 1992).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from community_sim.errors import BadValue

__all__ = ["Shares", "variance_shares"]


@dataclass(frozen=True)
class Shares:
    """Where the variance of one effect comes from; the shares sum to one.

    Attributes
    ----------
    luck : float
        Of seeds: what one district sees by chance in one history.
    parameters : float
        Of draws that fit the survey under the same reading.
    form : float
        Of readings and of ways of looking ahead.
    interaction : float
        Of draws and ways of looking ahead together.
    variance : float
        The sum of the components, in the effect's unit squared; zero makes every share zero.
    """

    luck: float
    parameters: float
    form: float
    interaction: float
    variance: float


def variance_shares(effects: NDArray[np.float64]) -> Shares:
    """Return the shares of an effect's variance.

    Parameters
    ----------
    effects : ndarray, shape (readings, ways, draws, seeds)
        Of one policy on one outcome; at least two of each.

    Raises
    ------
    BadValue
        A dimension is too short, or an effect is no number.
    """
    if effects.ndim != 4 or min(effects.shape) < 2:
        raise BadValue(f"effects have the shape {effects.shape}; give at least two of each.")
    if not np.isfinite(effects).all():
        raise BadValue("An effect is no number; leave its outcome out.")
    readings, ways, draws, seeds = effects.shape
    cells = effects.mean(axis=3)
    per_seed = effects.mean(axis=(0, 1, 2))
    left = effects - cells[..., None] - per_seed + effects.mean()
    spare = (cells.size - 1) * (seeds - 1)
    error = float((left**2).sum()) / spare
    common = max(0.0, float(per_seed.var(ddof=1)) - error / cells.size)

    by_form, by_draw = cells.mean(axis=2), cells.mean(axis=1)
    within = by_form.mean(axis=1)
    both = cells - by_form[:, :, None] - by_draw[:, None, :] + within[:, None, None]
    mean_square = float((both**2).sum()) / (readings * (ways - 1) * (draws - 1))
    crossed = max(0.0, mean_square - error / seeds)
    drawn = max(0.0, float(by_draw.var(axis=1, ddof=1).mean()) - mean_square / ways)

    expected = (1.0 - 1.0 / readings) * drawn / draws
    expected += (1.0 - 1.0 / (readings * ways)) * mean_square / draws
    form = max(0.0, float(by_form.var()) - expected)
    parts = np.array([error + common, drawn, form, crossed])
    total = float(parts.sum())
    shares = parts / total if total > 0.0 else np.zeros(4)
    luck, parameters, forms, interaction = shares.tolist()
    return Shares(luck, parameters, forms, interaction, total)
