"""Ask the model what happened elsewhere when pay changed, and hold the answer against it.

Same rules, other places: a pay freeze of federal staff, bonus and premium for teachers.  Nothing
is fitted to these.  A back-cast hits if it lies within a tolerance that is written down beside the
figure, half of it or one point; what misses stays in the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from community_sim.comparison.grounds import name_of_ground
from community_sim.errors import BadValue
from community_sim.outcomes import MEASURED
from community_sim.policy_file import PolicyFile, policy_from_text
from community_sim.posterior import HEADLINE
from community_sim.reading import data_folder, number, read_table
from community_sim.scenario import Scenario
from community_sim.sweep.executors import Workers
from community_sim.uncertainty.drawing import draws_on, measured_at_draw, seeds_of_draw

if TYPE_CHECKING:
    import pandas as pd
    from great_tables import GT
    from numpy.typing import NDArray

__all__ = ["BackCast", "backcast_table", "backcasts", "load_backcasts"]

MEASURES = ("stock", "quits", "quit points")
_FILE = "backcasts.csv"
_SEEDS = 4
_INTERVAL = (0.05, 0.95)


@dataclass(frozen=True)
class BackCast:
    """What happened elsewhere.

    Attributes
    ----------
    id, label_en, label_zh : str
        Name in tables, and for people.
    policy : PolicyFile
        All pay at multiples of current practice, by year.
    horizon : int
        Years up to which the model is looked at.
    measure : str
        `stock` (change of the staff that a constant inflow keeps, that is of 1 / exit rate),
        `quits` (change of the quit rate), both relative, or `quit points` (difference of quit
        rates).
    value, tolerance : float
        What was found, and how far off a hit may lie.
    pay_is : str
        Whether the change of pay is stated or assumed.
    source : str
        Paper.
    """

    id: str
    label_en: str
    label_zh: str
    policy: PolicyFile
    horizon: int
    measure: str
    value: float
    tolerance: float
    pay_is: str
    source: str

    def label(self, lang: str = "en") -> str:
        """Return the name for people."""
        return self.label_zh if lang == "zh" else self.label_en


def load_backcasts() -> tuple[BackCast, ...]:
    """Return what happened elsewhere, from `data/backcasts.csv`.

    Raises
    ------
    BadValue
        A row is malformed; the message says which.
    """
    return tuple(_backcast(row) for row in read_table(data_folder() / _FILE))


def _backcast(row: dict[str, str]) -> BackCast:
    where = f"{_FILE}, {row['id']}"
    if row["measure"] not in MEASURES:
        raise BadValue(
            f"{where}: the measure is '{row['measure']}'; known are {', '.join(MEASURES)}."
        )
    text = f"title: {row['id']}\nlevers:\n  pay:\n    scale: {row['pay_scale']}\n"
    return BackCast(
        row["id"],
        row["label_en"],
        row["label_zh"],
        policy_from_text(text, f"backcast_{row['id']}"),
        int(number(row["horizon"], where, "horizon")),
        row["measure"],
        number(row["value"], where, "value"),
        number(row["tolerance"], where, "tolerance"),
        row["pay_is"],
        row["source"],
    )


def backcasts(workers: Workers, *, draws: int = 40, seed: int = 1) -> "pd.DataFrame":
    """Return one row for each back-cast, over draws of the headline's ground.

    Parameters
    ----------
    workers : Workers
        Where the runs are done.
    draws : int
        Draws, each with four seeds.
    seed : int
        First seed, and seed of the choice of draws.

    Returns
    -------
    DataFrame
        id, label_en, label_zh, found (elsewhere), tolerance, model (mean over draws), low, high
        (90 % of the draws), verdict (hit, miss), pay_is, source.
    """
    import pandas as pd

    known = load_backcasts()
    chosen = draws_on(HEADLINE, draws, seed)
    rows = []
    for each in known:
        current = Scenario.load(years=each.horizon)
        scenarios = (current, current.with_policy(each.policy))
        futures = [
            workers.submit(
                measured_at_draw, scenarios, draw, seeds_of_draw(at, _SEEDS, seed), (each.horizon,)
            )
            for at, draw in enumerate(chosen)
        ]
        changes = np.array([_change(each.measure, future.result()[:, :, 0]) for future in futures])
        mean = float(changes.mean())
        low, high = np.quantile(changes, _INTERVAL).tolist()
        verdict = "hit" if abs(mean - each.value) <= each.tolerance else "miss"
        rows.append(
            (each.id, each.label_en, each.label_zh, each.value, each.tolerance, mean, low, high,
             verdict, each.pay_is, each.source)
        )  # fmt: skip
    columns = (
        "id", "label_en", "label_zh", "found", "tolerance", "model", "low", "high", "verdict",
        "pay_is", "source",
    )  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns))


def _change(measure: str, outcomes: "NDArray[np.float64]") -> float:
    """Return a change at a draw; outcomes have the shape (scenarios, seeds, outcomes)."""
    names: Sequence[str] = [each.name for each in MEASURED]
    rate = "exit_rate" if measure == "stock" else "quit_rate"
    before, after = outcomes[:, :, names.index(rate)].mean(axis=1).tolist()
    if measure == "stock":
        return float(before / after - 1.0)
    return float(after / before - 1.0 if measure == "quits" else after - before)


_WORDS = {
    "en": {
        "title": "What happened elsewhere when pay changed",
        "subtitle": "Nothing is fitted to this. The model: {ground}",
        "label": "Change of pay", "found": "Found there", "model": "Model [90% interval]",
        "verdict": "Verdict", "source": "Source", "hit": "hit", "miss": "MISS",
        "note": "A hit lies within the tolerance in data/backcasts.csv: half of what was found, or "
        "one point.",
    },
    "zh": {
        "title": "别处薪酬变动时发生了什么",
        "subtitle": "均未用于拟合。模型：{ground}",
        "label": "薪酬变动", "found": "当地所见", "model": "模型[90%区间]", "verdict": "判定",
        "source": "来源", "hit": "命中", "miss": "未中",
        "note": "容许误差写在data/backcasts.csv：所见之值的一半，或一个百分点。",
    },
}  # fmt: skip


def backcast_table(frame: "pd.DataFrame", lang: str = "en") -> "GT":
    """Return the back-casts as a table that people read; what misses stands in bold."""
    import pandas as pd
    from great_tables import GT, loc, style

    words = _WORDS["zh" if lang == "zh" else "en"]
    shown = pd.DataFrame({
        "label": frame[f"label_{'zh' if lang == 'zh' else 'en'}"],
        "found": [_percent(value) for value in frame["found"]],
        "model": [
            f"{_percent(mean)} [{_percent(low)}, {_percent(high)}]"
            for mean, low, high in zip(frame["model"], frame["low"], frame["high"], strict=True)
        ],
        "verdict": [words[each] for each in frame["verdict"]],
        "source": frame["source"],
    })  # fmt: skip
    missed = [row for row, each in enumerate(frame["verdict"]) if each == "miss"]
    return (
        GT(shown, rowname_col="label", id="backcasts")
        .tab_header(words["title"], words["subtitle"].format(ground=name_of_ground(HEADLINE, lang)))
        .tab_stubhead(words["label"])
        .cols_label({name: words[name] for name in ("found", "model", "verdict", "source")})
        .cols_align("right", ["found", "model"])
        .tab_style(style.text(weight="bold"), loc.body(rows=missed))
        .tab_source_note(words["note"])
        .opt_align_table_header("left")
    )


def _percent(share: float) -> str:
    return f"{100.0 * share:+.1f}%".replace("-", "\u2212")
