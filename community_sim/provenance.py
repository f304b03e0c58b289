"""Count what the numbers rest on: where the reports' figures go, and who says what is assumed."""

import functools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community_sim.errors import BadValue, did_you_mean
from community_sim.evidence import load_audit
from community_sim.parameters import parameter_info
from community_sim.place import load_place, place_names
from community_sim.policy import levers
from community_sim.reading import data_folder, is_plain_name, read_table
from community_sim.report import load_figures
from community_sim.survey import load_targets

if TYPE_CHECKING:
    from great_tables import GT

__all__ = [
    "REACHES",
    "Unused",
    "assumption_words",
    "load_unused",
    "reach",
    "reach_table",
    "reach_words",
    "reason_words",
]

COLUMNS = ("kind", "figures", "reason_en", "reason_zh")

REACHES: Mapping[str, tuple[str, str]] = {
    "model": ("reach the model", "进入模型"),
    "audit": ("reach only the audit", "只用于核对矛盾"),
    "wish": ("reach only a wish", "只见于诉求"),
    "unused": ("are not used, for a stated reason", "未用，已注明原因"),
    "nowhere": ("are not used, and nothing says why", "未用，未注明原因"),
}
"""How far figures go, nearest to the model first."""

_WORDS = {
    "title": ("Where the figures go", "数字的去向"),
    "figures": ("Figures", "个数"),
    "reach": ("They", "去向"),
    "why": ("Why not used", "未用的原因"),
}


@dataclass(frozen=True)
class Unused:
    """Why some figures reach neither the model nor the audit nor a wish.

    Attributes
    ----------
    kind : str
        What they have in common, in a word.
    reason_en, reason_zh : str
        Why they are not used, in a sentence.
    """

    kind: str
    reason_en: str
    reason_zh: str

    def reason(self, lang: str = "en") -> str:
        """Return why they are not used, in English or Chinese."""
        return self.reason_zh if lang == "zh" else self.reason_en


@functools.cache
def load_unused() -> Mapping[str, Unused]:
    """Return the reason of every figure in `data/figures_unused.csv`, by the figure's id.

    Raises
    ------
    UnreadableFile, BadValue
        The table is malformed, names a figure that is unknown or named before, or gives no reason.
    """
    path = data_folder() / "figures_unused.csv"
    known, kinds = load_figures(), set[str]()
    found: dict[str, Unused] = {}
    for row in read_table(path, COLUMNS):
        where = f"{path.name}, line {row['line']}"
        if not is_plain_name(row["kind"]) or row["kind"] in kinds:
            raise BadValue(f"{where}: 'kind' is {row['kind']!r}; write a word of its own.")
        kinds.add(row["kind"])
        for name in ("figures", "reason_en", "reason_zh"):
            if not row[name].strip():
                raise BadValue(f"{where}: '{name}' is empty; say which figures, and why.")
        why = Unused(row["kind"], row["reason_en"], row["reason_zh"])
        for one in row["figures"].split():
            if one not in known:
                hint = did_you_mean(one, known)
                raise BadValue(f"{where}: '{one}' is not a figure. {hint}".rstrip())
            if one in found:
                raise BadValue(f"{where}: '{one}' is given twice; keep one reason.")
            found[one] = why
    return found


def reach() -> Mapping[str, str]:
    """Return how far each figure goes, by its id: a name of `REACHES`."""
    named = {
        "model": _of_the_model(),
        "audit": {one for finding in load_audit() for one in finding.figures},
        "wish": _of_the_wishes(),
        "unused": set(load_unused()),
        "nowhere": set(load_figures()),
    }
    return {
        identity: next(where for where in REACHES if identity in named[where])
        for identity in load_figures()
    }


def reach_words(lang: str = "en") -> str:
    """Return in one sentence how many figures reach the model, and how many do not."""
    counts = Counter(reach().values())
    told = [(REACHES[each][lang == "zh"], counts[each]) for each in REACHES if counts[each]]
    if lang == "zh":
        return f"{counts.total()}个数字：" + "；".join(f"{n}个{each}" for each, n in told) + "。"
    return f"{counts.total()} figures: " + "; ".join(f"{n} {each}" for each, n in told) + "."


def reason_words(identity: str, lang: str = "en") -> str:
    """Return why a figure is not used, in English or Chinese; nothing where it is."""
    why = load_unused().get(identity)
    return "" if why is None else why.reason(lang)


def reach_table(lang: str = "en") -> "GT":
    """Return how many figures go how far, and how many are left for which reason, as a table."""
    import pandas as pd
    from great_tables import GT

    unused, order = load_unused(), list(REACHES)
    counts = Counter(
        (order.index(where), unused[one].reason(lang) if where == "unused" else "")
        for one, where in reach().items()
    )
    rows = [
        {"figures": n, "reach": REACHES[order[at]][lang == "zh"], "why": why}
        for (at, why), n in sorted(counts.items(), key=lambda item: (item[0][0], -item[1]))
    ]
    heads = {name: _WORDS[name][lang == "zh"] for name in ("figures", "reach", "why")}
    return (
        GT(pd.DataFrame(rows), id="reach")
        .tab_header(_WORDS["title"][lang == "zh"])
        .cols_label(heads)
        .cols_align("left", ["reach", "why"])
        .opt_align_table_header("left")
    )


def assumption_words(lang: str = "en") -> str:
    """Return how many parameters are assumed, and how many of these somebody else says."""
    infos = parameter_info().values()
    assumed = [info for info in infos if info.status == "assumed"]
    guessed = sum(info.is_judgement for info in assumed)
    if lang == "zh":
        return (
            f"{len(infos)}个参数中{len(assumed)}个为假设：{guessed}个出自建模者判断，"
            f"{len(assumed) - guessed}个另有出处。"
        )
    return (
        f"{len(assumed)} of {len(infos)} parameters are assumed: {guessed} by the judgement of the "
        f"model’s makers, {len(assumed) - guessed} on a source."
    )


def _of_the_model() -> set[str]:
    """Return the figures that parameters, levers, places and targets name."""
    named = [
        *(" ".join(info.figures) for info in parameter_info().values()),
        *(lever.figures for lever in levers().values()),
        *(ids for name in place_names() for _, ids in load_place(name).figures),
        *(target.figures for target in load_targets()),
    ]
    return {one for ids in named for one in ids.split()}


def _of_the_wishes() -> set[str]:
    """Return the figures that wishes of the reports name; none where no table lists wishes."""
    path = data_folder() / "recommendations.csv"
    if not path.is_file():
        return set()
    return {one for row in read_table(path) for one in row["figures"].split()}
