"""Say in which order draws of the posterior put policies, and whether they agree."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from community_sim.comparison.effects import DECIDED
from community_sim.outcomes import MEASURED, Outcome

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["draw_means", "order_frame", "order_sentence"]

Group = tuple[str, int]


def draw_means(change: NDArray[Any], groups: Sequence[Group]) -> dict[Group, NDArray[Any]]:
    """Return the mean over the seeds of every draw; `change` has a row for each replication."""
    rows: dict[Group, list[int]] = {}
    for row, group in enumerate(groups):
        rows.setdefault(group, []).append(row)
    return {group: change[own].mean(axis=0) for group, own in rows.items()}


def order_frame(
    values: dict[str, NDArray[Any]], baseline: str, groups: Sequence[Group]
) -> "pd.DataFrame":
    """Return how often one policy's effect is greater than another's, at the last horizon.

    Parameters
    ----------
    values : dict of str to ndarray, shape (replications, horizons, outcomes)
        By scenario.
    baseline : str
        The scenario that effects are differences from.
    groups : sequence of (reading, draw)
        Of each replication.

    Returns
    -------
    DataFrame
        outcome, policy, other, share (of the draws in which policy's effect is the greater; the
        lesser of the two readings' shares), for every ordered pair of policies.
    """
    import pandas as pd

    names = [each.name for each in MEASURED]
    means = {
        policy: draw_means(runs[:, -1] - values[baseline][:, -1], groups)
        for policy, runs in values.items()
        if policy != baseline
    }
    frames = [
        pd.DataFrame(
            {"outcome": names, "policy": policy, "other": other,
             "share": _least_share(means[policy], means[other])}
        )
        for policy in means
        for other in means
        if policy != other
    ]  # fmt: skip
    columns = ["outcome", "policy", "other", "share"]
    return pd.concat(frames) if frames else pd.DataFrame(columns=columns)


def _least_share(one: dict[Group, NDArray[Any]], other: dict[Group, NDArray[Any]]) -> NDArray[Any]:
    shares = [
        np.mean([one[group] > other[group] for group in one if group[0] == reading], axis=0)
        for reading in sorted({reading for reading, _ in one})
    ]
    least: NDArray[Any] = np.min(shares, axis=0)
    return least


def order_sentence(
    order: "pd.DataFrame", each: Outcome, titles: dict[str, str], *, lang: str = "en"
) -> str:
    """Return in one sentence whether the order of policies on an outcome is robust.

    Robust is an order in which each policy's effect is greater than the next one's in nine of ten
    draws under each reading (MODEL.md H4).

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
        if all(steps):
            return f"{label}：由高到低的次序稳健：{'、'.join(ranked)}。"
        tail = f"；能判定的只有：{_parts(ranked, steps, '、', '高于')}" if any(steps) else ""
        return f"{label}：报告不能判定政策的次序{tail}。"
    if all(steps):
        return f"{label}: the order is robust, greatest first: {', '.join(ranked)}."
    tail = f"; decided is only {_parts(ranked, steps, ', ', ' above ')}" if any(steps) else ""
    return f"{label}: the reports do not decide the order of the policies{tail}."


def _parts(ranked: Sequence[str], steps: Sequence[bool], comma: str, above: str) -> str:
    """Return the neighbours whose order is decided."""
    return comma.join(
        f"{one}{above}{other}"
        for (one, other), is_decided in zip(pairwise(ranked), steps, strict=True)
        if is_decided
    )
