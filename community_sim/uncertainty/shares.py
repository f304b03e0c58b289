"""Split the variance of an effect into luck, parameters, the forms of choice and past, and both.

Forms (a past, and how far cadres look ahead) are crossed with draws (those of a past are the same
under every way of looking ahead) and with seeds (the same everywhere).  Components are those of
the two-way layout with replications, by their expected mean squares; one below zero counts as zero
(Searle, Casella and McCulloch 1992).  What assumptions do is what changes if they alone are drawn
anew (Jansen 1999).
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
    informed : float
        Of what the evidence speaks of: draws that fit it under the same past.
    assumed : float
        Of assumptions, drawn from their stated ranges.
    choice : float
        Of ways of looking ahead.
    past : float
        Of forms of the past.
    interaction : float
        Of draws and forms, or of both forms, together.
    variance : float
        The sum of the components, in the effect's unit squared; zero makes every share zero.
    """

    luck: float
    informed: float
    assumed: float
    choice: float
    past: float
    interaction: float
    variance: float


def variance_shares(effects: NDArray[np.float64], anew: NDArray[np.float64]) -> Shares:
    """Return the shares of an effect's variance.

    Parameters
    ----------
    effects : ndarray, shape (pasts, ways, draws, seeds)
        Of one policy on one outcome; at least two of each.
    anew : ndarray, shape (pasts, draws, seeds)
        The same under the first way, with the assumptions of another draw.

    Raises
    ------
    BadValue
        A dimension is too short, or an effect is no number.
    """
    if effects.ndim != 4 or min(effects.shape) < 2:
        raise BadValue(f"effects have the shape {effects.shape}; give at least two of each.")
    if not (np.isfinite(effects).all() and np.isfinite(anew).all()):
        raise BadValue("An effect is no number; leave its outcome out.")
    pasts, ways, draws, seeds = effects.shape
    cells = effects.mean(axis=3)
    per_seed = effects.mean(axis=(0, 1, 2))
    left = effects - cells[..., None] - per_seed + effects.mean()
    spare = (cells.size - 1) * (seeds - 1)
    error = float((left**2).sum()) / spare
    common = max(0.0, float(per_seed.var(ddof=1)) - error / cells.size)

    by_form, by_draw = cells.mean(axis=2), cells.mean(axis=1)
    within = by_form.mean(axis=1)
    both = cells - by_form[:, :, None] - by_draw[:, None, :] + within[:, None, None]
    mean_square = float((both**2).sum()) / (pasts * (ways - 1) * (draws - 1))
    crossed = max(0.0, mean_square - error / seeds)
    drawn = max(0.0, float(by_draw.var(axis=1, ddof=1).mean()) - mean_square / ways)

    past, choice, together = _forms(by_form, drawn / draws, mean_square / draws)
    assumed = min(drawn, _assumed(effects[:, 0], anew))
    parts = np.array([error + common, drawn - assumed, assumed, choice, past, crossed + together])
    total = float(parts.sum())
    shares = parts / total if total > 0.0 else np.zeros(len(parts))
    luck, informed, guessed, choices, pasts_share, interaction = shares.tolist()
    return Shares(luck, informed, guessed, choices, pasts_share, interaction, total)


def _forms(
    by_form: NDArray[np.float64], drawn: float, crossed: float
) -> tuple[float, float, float]:
    """Return what past, choice and both together do to the mean effects, shape (pasts, ways).

    `drawn` and `crossed` are what draws leave in a mean: alike under every way, and not.
    """
    pasts, ways = by_form.shape
    noise_past = (1.0 - 1.0 / pasts) * (drawn + crossed / ways)
    noise_choice = (1.0 - 1.0 / ways) * crossed / pasts
    noise = (1.0 - 1.0 / pasts) * drawn + (1.0 - 1.0 / by_form.size) * crossed
    past, choice = float(by_form.mean(axis=1).var()), float(by_form.mean(axis=0).var())
    together = float(by_form.var()) - past - choice
    return (
        max(0.0, past - noise_past), max(0.0, choice - noise_choice),
        max(0.0, together - (noise - noise_past - noise_choice)),
    )  # fmt: skip


def _assumed(own: NDArray[np.float64], anew: NDArray[np.float64]) -> float:
    """Return half the mean square of what drawing assumptions anew changes, less its luck.

    Both have the shape (pasts, draws, seeds), and the same luck.
    """
    change = own - anew
    means = change.mean(axis=-1)
    luck = change.var(axis=-1, ddof=1).mean() / change.shape[-1]
    return max(0.0, 0.5 * float((means**2).mean() - luck))
