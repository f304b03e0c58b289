"""Say in sentences what calibration found, so that no text has to be rewritten after a remake."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from community_sim.calibration.free import load_prior
from community_sim.calibration.identifiability import INFORMED
from community_sim.calibration.storing import past_of
from community_sim.comparison.grounds import name_of_ground
from community_sim.posterior import GROUNDS
from community_sim.survey import load_targets

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "informed_sentences",
    "past_sentences",
    "scorecard_sentences",
    "tenure_share_lies",
]

_WORDS = {
    "en": {
        "fitted": "Fitted: {}.", "weighed": "Weighed by, so not held out: {}.",
        "all": "all {} figures pass", "some": "{} of {} figures pass; {}",
        "pass": "Held out and passed: {}.", "warn": "Held out and doubtful: {}.",
        "fail": "Held out and failed: {}.",
        "warned": "doubtful: {}", "failed": "failed: {}",
        "missed": "{} with {:.1f} % against {:.1f} % ({:+.1f} standard errors)",
        "between": "Without aiming at it, the model puts the share with ten years or more between "
        "the two readings: one constant set of behaviours sides with neither.",
        "below": "Without aiming at it, the model puts the share with ten years or more below both "
        "readings.",
        "above": "Without aiming at it, the model puts the share with ten years or more above both "
        "readings.",
        "past": "Given {}: posts grew by {:.0f} % a year before the survey, and {:.0f} % leave a "
        "year (seen elsewhere: {:.0f} %).",
        "informed": "Informed by the reports, with the share of the prior variation that the "
        "figures explain: {}.",
        "uninformed": "Aimed at, but not informed by the reports: {}.",
        "form": "Not informed by the reports, although figures explain at least {}: {}. The "
        "reports hold no pay that varies over time, so this is the form of the model. Their "
        "posterior is narrower than their prior by {}.",
        "nothing": "Not informed by the reports, and hardly explained by any figure: {}.",
        "share": "{:.0f} %", "named": "{} ({})", "comma": ", ", "semicolon": "; ",
    },
    "zh": {
        "fitted": "拟合：{}。", "weighed": "用于加权，不算留出：{}。",
        "all": "{}个数字全部通过", "some": "{}个通过，共{}个；{}",
        "pass": "留出且通过：{}。", "warn": "留出而存疑：{}。", "fail": "留出而不符：{}。",
        "warned": "存疑：{}", "failed": "不符：{}",
        "missed": "{}，{:.1f}%对{:.1f}%（{:+.1f}个标准误）",
        "between": "若不以十年以上任期比例为目标，模型给出的值处于两种口径之间："
        "一套不变的行为不偏向任何一种。",
        "below": "若不以十年以上任期比例为目标，模型给出的值低于两种口径。",
        "above": "若不以十年以上任期比例为目标，模型给出的值高于两种口径。",
        "past": "{}：调查前岗位每年增长{:.0f}%，每年离职{:.0f}%（他处所见：{:.0f}%）。",
        "informed": "报告说明了以下各量，括号内为数字所解释的先验变异份额：{}。",
        "uninformed": "拟合所指，但报告未能说明：{}。",
        "form": "数字的解释份额不低于{}，但报告并未说明：{}。报告中没有随时间变动的薪酬，"
        "这只是模型形式使然；后验比先验窄{}。",
        "nothing": "报告未能说明，数字也几乎不能解释：{}。",
        "share": "{:.0f}%", "named": "{}（{}）", "comma": "、", "semicolon": "；",
    },
}  # fmt: skip


def scorecard_sentences(scores: "pd.DataFrame", *, lang: str = "en") -> list[str]:
    """Return which figures the draws meet, fitted, weighed by and held out, and which they miss.

    Parameters
    ----------
    scores : DataFrame
        As `scorecard` returns it, for one conditioning.
    lang : {'en', 'zh'}
        Language.
    """
    words = _words(lang)
    fitted = scores[scores["role"] == "fitted"]
    weighed = scores[scores["role"] == "weighed by"]
    held = scores[scores["role"] == "held out"]
    said = [words["fitted"].format(_fitted(fitted, lang))]
    if len(weighed):
        said.append(words["weighed"].format(_fitted(weighed, lang)))
    for verdict in ("pass", "warn", "fail"):
        rows = held[held["verdict"] == verdict]
        if len(rows):
            said.append(words[verdict].format(_figures(rows, lang, is_met=verdict == "pass")))
    return [*said, words[tenure_share_lies(scores)]]


def tenure_share_lies(scores: "pd.DataFrame") -> str:
    """Return where the share of ten years lies if not aimed at: `between`, `below` or `above`."""
    aims = sorted(each.value for each in load_targets() if each.id in ("m2A", "m2B"))
    model = scores[(scores["role"] == "held out") & scores["id"].isin(["m2A", "m2B"])]["model"]
    seen = float(model.iloc[0])
    if aims[0] < seen < aims[1]:
        return "between"
    return "below" if seen <= aims[0] else "above"


def past_sentences(*, lang: str = "en") -> list[str]:
    """Return what past each conditioning makes, under either form of the past."""
    elsewhere = next(each.value for each in load_targets() if each.id == "x2")
    said = _words(lang)["past"]
    return [
        said.format(
            name_of_ground(ground, lang),
            *(100.0 * each for each in (*past_of(ground.given, ground.past), elsewhere)),
        )
        for ground in GROUNDS
        if ground.counts
    ]


def informed_sentences(frame: "pd.DataFrame", *, lang: str = "en") -> list[str]:
    """Return which quantities the reports inform, and why not the others.

    Parameters
    ----------
    frame : DataFrame
        As `recovery_frame` returns it.
    lang : {'en', 'zh'}
        Language.
    """
    words = _words(lang)
    role = {each.name: each.role for each in load_prior().quantities}
    fitted = frame["quantity"].map(role) == "fitted"
    explained = frame["explained"] >= INFORMED
    said = []
    for name, rows in (
        ("informed", frame[frame["informed"]]),
        ("uninformed", frame[fitted & ~frame["informed"]]),
    ):
        if len(rows):
            said.append(words[name].format(_quantities(rows, lang)))
    form, rest = frame[~fitted & explained], frame[~fitted & ~explained]
    if len(form):
        narrower = [words["share"].format(100.0 * each) for each in form["shrinkage"]]
        said.append(words["form"].format(
            INFORMED, _quantities(form, lang), words["comma"].join(narrower)
        ))  # fmt: skip
    if len(rest):
        said.append(words["nothing"].format(_quantities(rest, lang)))
    return said


def _words(lang: str) -> dict[str, str]:
    return _WORDS["zh" if lang == "zh" else "en"]


def _fitted(rows: "pd.DataFrame", lang: str) -> str:
    words = _words(lang)
    passed = int((rows["verdict"] == "pass").sum())
    if passed == len(rows):
        return words["all"].format(passed)
    missed = [
        words[word].format(_figures(rows[rows["verdict"] == verdict], lang, is_met=False))
        for word, verdict in (("warned", "warn"), ("failed", "fail"))
        if (rows["verdict"] == verdict).any()
    ]
    return words["some"].format(passed, len(rows), words["semicolon"].join(missed))


def _figures(rows: "pd.DataFrame", lang: str, *, is_met: bool) -> str:
    """Return figures by name, those that are missed with both values."""
    words = _words(lang)
    labels = {each.id: words["named"].format(each.label(lang), each.id) for each in load_targets()}
    return words["comma" if is_met else "semicolon"].join(
        labels[row["id"]] if is_met else words["missed"].format(
            labels[row["id"]], 100.0 * row["model"], 100.0 * row["report"], row["error"]
        )
        for row in rows.to_dict("records")
    )  # fmt: skip


def _quantities(rows: "pd.DataFrame", lang: str) -> str:
    words = _words(lang)
    labels = {each.name: each.label(lang) for each in load_prior().quantities}
    named: Sequence[str] = [
        words["named"].format(labels[name], f"{share:.2f}")
        for name, share in zip(rows["quantity"], rows["explained"], strict=True)
    ]
    return words["comma"].join(named)
