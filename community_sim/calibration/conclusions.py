"""Say what the evidence decides about policies, and which figure a conclusion rests on.

A conclusion is decided where it holds in nine of ten draws under both readings of the tenure
share (MODEL.md H4).  It rests on a figure where it is decided with all evidence, and no longer
without that figure.
"""

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from community_sim.reading import data_folder

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "DECIDED",
    "conclusions",
    "effects_frame",
    "load_jackknife",
    "resting_sentences",
    "rests_on",
]

DECIDED = 0.9
"""Share of draws in which a conclusion must hold, under each reading."""

_FILE = "kaifu_jackknife.csv"


def effects_frame(
    effects: NDArray[np.float64], policies: Sequence[str], outcomes: Sequence[str]
) -> "pd.DataFrame":
    """Return one row per policy and outcome from effects at draws.

    Parameters
    ----------
    effects : ndarray, shape (draws, policies, outcomes)
        Against current practice.
    policies, outcomes : sequence of str
        Names.

    Returns
    -------
    DataFrame
        policy, outcome, effect (mean), low and high (5 and 95 % of the draws), share_up (of
        the draws), share_lowest and share_highest (of the draws in which no other policy's
        effect is lower, or higher).
    """
    import pandas as pd

    lowest, highest = effects.argmin(axis=1), effects.argmax(axis=1)
    rows = []
    for at, policy in enumerate(policies):
        for column, outcome in enumerate(outcomes):
            seen = effects[:, at, column]
            low, high = np.quantile(seen, (0.05, 0.95)).tolist()
            rows.append(
                (policy, outcome, seen.mean(), low, high, (seen > 0.0).mean(),
                 (lowest[:, column] == at).mean(), (highest[:, column] == at).mean())
            )  # fmt: skip
    columns = (
        "policy", "outcome", "effect", "low", "high", "share_up", "share_lowest",
        "share_highest",
    )  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns))


@functools.cache
def load_jackknife() -> "pd.DataFrame":
    """Return the shipped effects with evidence left out, made by `scripts/leave_out_evidence.py`.

    Returns
    -------
    DataFrame
        reading, left_out (empty: nothing; m2: the tenure share, under either reading), refitted,
        contradicted, at_edge (each as in `LeftOut`), and the columns of `effects_frame`.
    """
    import pandas as pd

    path = data_folder() / "calibration" / _FILE
    frame = pd.read_csv(path, keep_default_na=False)
    return frame.replace({"left_out": {"m2A": "m2", "m2B": "m2"}})


def conclusions(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return what is decided about each policy and outcome in each case of left-out evidence.

    Parameters
    ----------
    frame : DataFrame
        As `load_jackknife` returns it.

    Returns
    -------
    DataFrame
        left_out, policy, outcome, share_up_least, share_up_most (over the readings), decided
        (`up`, `down` or empty), first (`lowest`, `highest` or empty: whether the policy's effect
        is the lowest, or highest, of all in nine of ten draws under both readings).
    """
    keys = ["left_out", "policy", "outcome"]
    grouped = frame.groupby(keys, sort=False, observed=True)
    found = grouped.agg(
        share_up_least=("share_up", "min"),
        share_up_most=("share_up", "max"),
        lowest=("share_lowest", "min"),
        highest=("share_highest", "min"),
    ).reset_index()
    up = found["share_up_least"] >= DECIDED
    down = 1.0 - found["share_up_most"] >= DECIDED
    found["decided"] = np.select([up, down], ["up", "down"], "")
    first = [found.pop("lowest") >= DECIDED, found.pop("highest") >= DECIDED]
    found["first"] = np.select(first, ["lowest", "highest"], "")
    return found


def rests_on(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return which conclusions change where a figure or a report is left out.

    Parameters
    ----------
    frame : DataFrame
        As `load_jackknife` returns it.

    Returns
    -------
    DataFrame
        policy, outcome, what (`sign` or `rank`), with_all (what is decided with all evidence;
        empty: nothing), without (the figures and reports without which it is decided
        otherwise, or no longer, or only then; empty: none), one row a policy and outcome and
        what, those with neither left out.
    """
    import pandas as pd

    found = conclusions(frame)
    rows = []
    for (policy, outcome), cases in found.groupby(["policy", "outcome"], sort=False):
        for what, column in (("sign", "decided"), ("rank", "first")):
            whole = cases.loc[cases["left_out"] == "", column].item()
            other = cases.loc[(cases["left_out"] != "") & (cases[column] != whole), "left_out"]
            if whole or len(other):
                rows.append((policy, outcome, what, whole, " ".join(
                    name.replace(" ", "_") for name in other
                )))  # fmt: skip
    return pd.DataFrame(rows, columns=["policy", "outcome", "what", "with_all", "without"])


def resting_sentences(frame: "pd.DataFrame", *, lang: str = "en") -> list[str]:
    """Return a sentence for each outcome: what is decided about it, and on which figures it rests.

    Parameters
    ----------
    frame : DataFrame
        As `load_jackknife` returns it.
    lang : {'en', 'zh'}
        Language.
    """
    rests = rests_on(frame)
    signs = rests[rests["what"] == "sign"]
    return [
        _sentence(name, signs[signs["outcome"] == name], lang)
        for name in dict.fromkeys(rests["outcome"])
    ]


_WORDS = {
    "en": {
        "down": "falls under {}, whatever is left out or read otherwise",
        "up": "rises under {}, whatever is left out or read otherwise",
        "rests": "the direction under {} rests on {}",
        "nothing": "nothing is decided",
        "policy": "“{}”", "report 1": "report 1", "source as way in": "what source means",
        "comma": ", ", "part": "; ", "all": "{}: {}.",
    },
    "zh": {
        "down": "无论去掉或改读什么证据，{}均使其下降",
        "up": "无论去掉或改读什么证据，{}均使其上升",
        "rests": "{}的方向取决于{}",
        "nothing": "无从判定",
        "policy": "“{}”", "report 1": "报告一", "source as way in": "来源一词的含义",
        "comma": "、", "part": "；", "all": "{}：{}。",
    },
}  # fmt: skip


def _sentence(name: str, rows: "pd.DataFrame", lang: str) -> str:
    from community_sim.outcomes import outcome
    from community_sim.policy_file import load_policy

    words = _WORDS["zh" if lang == "zh" else "en"]

    def titled(policy: str) -> str:
        file = load_policy(policy)
        return words["policy"].format(file.title_zh if lang == "zh" else file.title)

    def evidence(names: str) -> str:
        each = (name.replace("_", " ") for name in names.split())
        return words["comma"].join(words.get(name, name) for name in each)

    parts = []
    for way in ("down", "up"):
        firm = rows[(rows["with_all"] == way) & (rows["without"] == "")]
        if len(firm):
            parts.append(words[way].format(words["comma"].join(map(titled, firm["policy"]))))
    resting = rows[(rows["with_all"] != "") & (rows["without"] != "")]
    for policy, without in zip(resting["policy"], resting["without"], strict=True):
        parts.append(words["rests"].format(titled(policy), evidence(without)))
    label = outcome(name).label(lang)
    return words["all"].format(label, words["part"].join(parts) or words["nothing"])
