"""Say which policy is best on each ground, and by how much the others may disappoint.

The regret of a policy at a draw is what the best affordable policy would bring more there.  A
policy of least largest regret is the one whose mean regret is smallest on the ground that is worst
for it (minimax regret: Savage 1951; over pasts and readings, because no weight between forms of
the past is defended).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from community_sim.comparison.effects import FEWEST_DRAWS
from community_sim.outcomes import COST, MEASURED, Outcome
from community_sim.posterior import Ground

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["least_regret", "regret_frame"]

_COLUMN = {each.name: column for column, each in enumerate(MEASURED)}


def regret_frame(
    at_draws: Mapping[Ground, Mapping[str, NDArray[Any]]],
    baseline: str,
    each: Outcome,
    budget: float | None = None,
) -> "pd.DataFrame":
    """Return how often every affordable scenario is best, and its mean regret, ground by ground.

    Parameters
    ----------
    at_draws : dict of Ground to dict of str to ndarray, shape (draws, outcomes)
        Effects against the baseline, by policy.
    baseline : str
        Name of the scenario that effects are differences from; it is an alternative too.
    each : Outcome
        One with a better side.
    budget : float, optional
        Most that a policy may cost more than the baseline, as mean of a ground [the unit of
        `COST`]; what costs more on any ground is left out.

    Returns
    -------
    DataFrame
        given, past, choice, policy, best (share of the draws; a tie is shared), regret (mean, in
        the outcome's unit), draws (that observed every alternative).  Best and regret are NaN with
        fewer than `FEWEST_DRAWS` such draws: what was not observed is no vote.

    Raises
    ------
    ValueError
        More of the outcome is neither better nor worse.
    """
    import pandas as pd

    if each.higher_is == "neutral":
        raise ValueError(f"more or less of '{each.name}' is neither better nor worse")
    sign = 1.0 if each.higher_is == "better" else -1.0
    allowed = _affordable(at_draws, budget)
    rows = []
    for ground, effects in at_draws.items():
        gains = np.column_stack(
            [
                np.zeros(_draws(effects)),
                *(sign * effects[name][:, _COLUMN[each.name]] for name in allowed),
            ]
        )
        seen = gains[np.isfinite(gains).all(axis=1)]
        for at, name in enumerate((baseline, *allowed)):
            best, regret = np.nan, np.nan
            if len(seen) >= FEWEST_DRAWS:
                top = seen.max(axis=1, keepdims=True)
                is_best = seen == top
                best = float((is_best[:, at] / is_best.sum(axis=1)).mean())
                regret = float((top[:, 0] - seen[:, at]).mean())
            rows.append((*ground, name, best, regret, len(seen)))
    return pd.DataFrame(rows, columns=[*Ground._fields, "policy", "best", "regret", "draws"])


def _draws(effects: Mapping[str, NDArray[Any]]) -> int:
    return len(next(iter(effects.values())))


def _affordable(
    at_draws: Mapping[Ground, Mapping[str, NDArray[Any]]], budget: float | None
) -> list[str]:
    """Return the policies whose mean cost is within the budget on every ground."""
    policies = list(next(iter(at_draws.values())))
    if budget is None:
        return policies
    column = _COLUMN[COST]
    return [
        name
        for name in policies
        if all(effects[name][:, column].mean() <= budget for effects in at_draws.values())
    ]


def least_regret(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return the largest regret of each scenario over grounds, the smallest first.

    Returns
    -------
    DataFrame
        policy, regret (largest of the grounds; NaN if it is not known on one of them), best_least
        and best_most (shares of draws in which it is best, over the grounds), is_robust (best in
        nine of ten draws on every ground that counts).
    """
    import pandas as pd

    from community_sim.comparison.effects import DECIDED

    rows = []
    for policy, own in frame.groupby("policy", sort=False):
        counting = own.loc[own["choice"] == "forward", "best"]
        rows.append(
            (policy, own["regret"].max(skipna=False), own["best"].min(skipna=False),
             own["best"].max(skipna=False), bool((counting >= DECIDED).all()))
        )  # fmt: skip
    columns = ["policy", "regret", "best_least", "best_most", "is_robust"]
    return pd.DataFrame(rows, columns=columns).sort_values("regret", ignore_index=True)
