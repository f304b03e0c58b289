"""Hold what runs on other grounds have shown: another conditioning, past or form of choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from community_sim.outcomes import MEASURED
from community_sim.posterior import OUTSIDE, Ground

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Beside", "Seen", "by_draw", "name_of_ground", "name_of_word"]

_NAMES: Mapping[str, tuple[str, str]] = {
    OUTSIDE: ("outside evidence", "结合外部证据"),
    "A": ("reading A", "口径甲（流动快）"),
    "B": ("reading B", "口径乙（扩编快）"),
    "two_stage": ("past in two stages", "两阶段扩编"),
    "constant": ("constant past", "匀速扩编"),
    "forward": ("forward-looking", "前瞻"),
    "adaptive": ("learning", "逐年学习"),
    "myopic": ("myopic", "短视"),
}


def name_of_ground(ground: Ground, lang: str = "en") -> str:
    """Return what a number stands on, as it stands inside a sentence."""
    words = [name_of_word(each, lang) for each in (ground.given, ground.past)]
    if ground.choice != "forward":
        words.append(name_of_word(ground.choice, lang))
    return ("、" if lang == "zh" else ", ").join(words)


def name_of_word(word: str, lang: str = "en") -> str:
    """Return the name for people of a conditioning, a form of the past or one of choice."""
    return _NAMES[word][lang == "zh"]


class Seen(NamedTuple):
    """Outcomes of some scenarios at draws of one ground.

    Attributes
    ----------
    values : dict of str to ndarray, shape (replications, horizons, outcomes)
        By scenario, in the order of `MEASURED`; NaN where an outcome is undefined.
    draws : tuple of int
        The draw of each replication; the same draw has several seeds.
    """

    values: Mapping[str, NDArray[Any]]
    draws: tuple[int, ...]

    def means(self, baseline: str, horizon: int) -> dict[str, NDArray[Any]]:
        """Return effects at each draw, shape (draws, outcomes), by scenario but the baseline.

        A mean over the seeds at which both sides are defined; NaN where there is none.

        Parameters
        ----------
        baseline : str
            What effects are differences from.
        horizon : int
            Place of the horizon.
        """
        before = self.values[baseline][:, horizon]
        return {
            policy: by_draw(runs[:, horizon] - before, self.draws)
            for policy, runs in self.values.items()
            if policy != baseline
        }

    def frame(self, seeds: Sequence[int], horizons: Sequence[int]) -> "pd.DataFrame":
        """Return draw, policy, seed, horizon, outcome, value: one row a number."""
        import pandas as pd

        names = [each.name for each in MEASURED]
        keys = pd.MultiIndex.from_product(
            [list(self.values), range(len(seeds)), horizons, names],
            names=["policy", "run", "horizon", "outcome"],
        )
        table = keys.to_frame(index=False)
        table.insert(0, "draw", np.array(self.draws)[table["run"]])
        table["run"] = np.array(seeds)[table["run"]]
        table["value"] = np.concatenate([runs.ravel() for runs in self.values.values()])
        return table.rename(columns={"run": "seed"})


@dataclass(frozen=True, eq=False)
class Beside:
    """What was seen on other grounds than the headline's.

    Attributes
    ----------
    horizons : tuple of int
        Years up to which was looked.
    seen : dict of Ground to Seen
        Grounds that were run.
    lacking : tuple of Ground
        Grounds whose posterior has too few effective draws to say anything.
    discount_rate : float
        At which money was averaged [share per year].
    """

    horizons: tuple[int, ...]
    seen: Mapping[Ground, Seen] = field(default_factory=dict)
    lacking: tuple[Ground, ...] = ()
    discount_rate: float = 0.0


def by_draw(change: NDArray[Any], draws: Sequence[int]) -> NDArray[Any]:
    """Return the mean of what is defined over the rows of each draw, shape (draws, outcomes)."""
    groups = np.array(draws)
    rows = []
    for draw in dict.fromkeys(draws):
        own = change[groups == draw]
        known = np.isfinite(own)
        counts = known.sum(axis=0)
        sums = np.where(known, own, 0.0).sum(axis=0)
        rows.append(np.where(counts > 0, sums / np.maximum(counts, 1), np.nan))
    return np.array(rows)
