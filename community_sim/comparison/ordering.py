"""Say in which order draws of the posterior put policies, and whether they agree."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from community_sim.comparison.effects import DECIDED, FEWEST_DRAWS
from community_sim.outcomes import MEASURED, Outcome
from community_sim.posterior import Ground

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["order_frame", "order_sentence"]


def order_frame(
    means: Mapping[Ground, Mapping[str, NDArray[Any]]], *, is_complete: bool
) -> "pd.DataFrame":
    """Return how often one policy's effect is greater than another's, at the last horizon.

    Parameters
    ----------
    means : dict of Ground to dict of str to ndarray, shape (draws, outcomes)
        Effects at the draws of every ground that counts, by policy.
    is_complete : bool
        Whether these are all grounds that count.

    Returns
    -------
    DataFrame
        outcome, policy, other, share (of the draws that observed both in which policy's effect is
        the greater; the least of the grounds' shares; NaN where a ground is missing or has too few
        such draws), for every ordered pair of policies.
    """
    import pandas as pd

    names = [each.name for each in MEASURED]
    policies = list(next(iter(means.values())))
    frames = [
        pd.DataFrame(
            {"outcome": names, "policy": policy, "other": other,
             "share": _least_share([(own[policy], own[other]) for own in means.values()])
             if is_complete else np.nan}
        )
        for policy in policies
        for other in policies
        if policy != other
    ]  # fmt: skip
    columns = ["outcome", "policy", "other", "share"]
    return pd.concat(frames) if frames else pd.DataFrame(columns=columns)


def _least_share(pairs: Sequence[tuple[NDArray[Any], NDArray[Any]]]) -> NDArray[Any]:
    """Return the least share of draws in which the first is greater, NaN where draws are few."""
    shares = []
    for one, other in pairs:
        counts = (np.isfinite(one) & np.isfinite(other)).sum(axis=0)
        share = (one > other).sum(axis=0) / np.maximum(counts, 1)
        shares.append(np.where(counts >= FEWEST_DRAWS, share, np.nan))
    least: NDArray[Any] = np.min(shares, axis=0)
    return least


def order_sentence(
    order: "pd.DataFrame", each: Outcome, titles: dict[str, str], *, lang: str = "en"
) -> str:
    """Return in one sentence whether the order of policies on an outcome is robust.

    Robust is an order in which each policy's effect is greater than the next one's in nine of ten
    draws under every conditioning and past (MODEL.md H4).  Fewer than two policies under which the
    outcome was observed have no order.

    Parameters
    ----------
    order : DataFrame
        From `order_frame`.
    each : Outcome
        The outcome.
    titles : dict
        Titles by name of the policies, in the order of their mean effects, greatest first.
    lang : {'en', 'zh'}
        Language.
    """
    rows = order[order["outcome"] == each.name]
    share = {
        (policy, other): value
        for policy, other, value in zip(
            rows["policy"].tolist(), rows["other"].tolist(), rows["share"].tolist(), strict=True
        )
    }
    steps = [share[pair] >= DECIDED for pair in pairwise(titles)]
    label, ranked = each.label(lang), [f"“{title}”" for title in titles.values()]
    if lang == "zh":
        if not steps:
            tail = "；观察到这一结果的政策不足两项"
        elif all(steps):
            return f"{label}：由高到低的次序稳健：{'、'.join(ranked)}。"
        else:
            tail = f"；能判定的只有：{_parts(ranked, steps, '、', '高于')}" if any(steps) else ""
        return f"{label}：现有证据尚不足以判定政策的次序{tail}。"
    if not steps:
        tail = "; it was observed under fewer than two"
    elif all(steps):
        return f"{label}: the order is robust, greatest first: {', '.join(ranked)}."
    else:
        tail = f"; decided is only {_parts(ranked, steps, ', ', ' above ')}" if any(steps) else ""
    return f"{label}: the evidence does not decide the order of the policies{tail}."


def _parts(ranked: Sequence[str], steps: Sequence[bool], comma: str, above: str) -> str:
    """Return the neighbours whose order is decided."""
    return comma.join(
        f"{one}{above}{other}"
        for (one, other), is_decided in zip(pairwise(ranked), steps, strict=True)
        if is_decided
    )
