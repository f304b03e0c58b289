"""Lay effects out in a table for readers."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from community_sim.comparison.effects import FEWEST_DRAWS
from community_sim.comparison.grounds import name_of_ground, name_of_word
from community_sim.comparison.regret import least_regret
from community_sim.comparison.wording import with_interval
from community_sim.errors import BadValue
from community_sim.outcomes import COST, UNDEFINED, Outcome, outcome
from community_sim.posterior import FEWEST_EFFECTIVE, GROUNDS, Ground, posterior_of

if TYPE_CHECKING:
    from great_tables import GT

    from community_sim.comparison.comparison import Comparison

__all__ = ["effect_table", "expectation_table", "ground_table", "regret_table"]

_GREY = "#6b6b6b"
_TEXT: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Effect of each policy against the baseline",
        "subtitle": "Years 1 to {horizon}; {replications} paired replications",
        "policy": "Policy",
        "level": "{baseline} (level)",
        "note": (
            "Mean paired difference [{confidence:g}% interval, Student's t]; shares and yearly "
            "rates differ in percentage points. Yearly flows are means of years 1 to {horizon}, "
            "stocks are those of year {horizon}."
        ),
        "note_drawn": (
            "Given {ground}: mean over draws of the parameters [{confidence:g}% interval]; shares "
            "and yearly rates differ in percentage points. Yearly flows are means of years 1 to "
            "{horizon}, stocks are those of year {horizon}."
        ),
        "undecided_drawn": (
            "Grey italics: the evidence does not decide the sign; it is not the same in nine of "
            "ten draws, twenty at least, under every conditioning and both pasts."
        ),
        "undecided": (
            "Grey italics: the interval contains zero, so the runs do not decide. Of outcomes that "
            "a policy leaves alone on average, about {chance:g} in 100 would look decided by luck."
        ),
        "discounted": (
            "Money: a yuan counts {rate:g}% less a year later; the weights add up to one. Nothing "
            "else is discounted."
        ),
        "unit": "{label} ({unit})",
    },
    "zh": {
        "title": "各项政策相对基准的效应",
        "subtitle": "第1至{horizon}年；{replications}次成对模拟",
        "policy": "政策",
        "level": "{baseline}（水平）",
        "note": (
            "成对差异的均值[{confidence:g}%区间，学生t分布]；比例与年率之差以百分点计。"
            "流量为第1至{horizon}年的年均值，存量为第{horizon}年的值。"
        ),
        "note_drawn": (
            "{ground}：各参数组下的均值[{confidence:g}%区间]；比例与年率之差以百分点计。"
            "流量为第1至{horizon}年的年均值，存量为第{horizon}年的值。"
        ),
        "undecided_drawn": (
            "灰色斜体：现有证据尚不足以判断增减，即并非在每种口径与两种过去之下（各至少20个参数组）"
            "都有十分之九同向。"
        ),
        "undecided": (
            "灰色斜体：区间包含零，模拟不能判定。若某政策对某项结果平均并无影响，"
            "每100项中约有{chance:g}项会因偶然而看似判定。"
        ),
        "discounted": "金额按每年{rate:g}%贴现后取加权年均值，权重之和为一；其余结果不贴现。",
        "unit": "{label}（{unit}）",
    },
}


def effect_table(
    comparison: "Comparison", outcomes: Sequence[Outcome], *, horizon: int, lang: str
) -> "GT":
    """Return a row per policy and a column per outcome: effect with interval.

    The first row gives the level under the baseline.  Effects that the runs do not decide stand in
    grey italics.
    """
    import pandas as pd
    from great_tables import GT, loc, style

    text = _TEXT["zh" if lang == "zh" else "en"]
    filled = {
        "horizon": horizon,
        "replications": len(comparison.results.seeds),
        "confidence": 100.0 * comparison.confidence,
        "chance": round(100.0 * (1.0 - comparison.confidence), 6),
        "ground": "" if comparison.ground is None else name_of_ground(comparison.ground, lang),
        "rate": round(100.0 * comparison.discount_rate, 6),
    }
    drawn = "_drawn" if comparison.is_drawn else ""
    cells, undecided = _cells(comparison, outcomes, horizon)
    level = text["level"].format(baseline=comparison.title(comparison.baseline, lang))
    stub = [level, *(comparison.title(policy, lang) for policy in comparison.policies)]
    table = (
        GT(pd.DataFrame({"policy": stub, **cells}), rowname_col="policy", id="comparison")
        .tab_header(title=text["title"], subtitle=text["subtitle"].format(**filled))
        .tab_stubhead(label=text["policy"])
        .cols_label({each.name: _heading(each, text["unit"], lang) for each in outcomes})
        .cols_align("right", columns=list(cells))
        .tab_source_note(text[f"note{drawn}"].format(**filled))
        .tab_source_note(text[f"undecided{drawn}"].format(**filled))
    )
    if comparison.discount_rate:
        table = table.tab_source_note(text["discounted"].format(**filled))
    for name, rows in undecided.items():
        table = table.tab_style(
            style=style.text(color=_GREY, style="italic"),
            locations=loc.body(columns=[name], rows=rows),
        )
    return table


def _cells(
    comparison: "Comparison", outcomes: Sequence[Outcome], horizon: int
) -> tuple[dict[str, list[str]], dict[str, list[int]]]:
    """Return the text of each column, and the rows of each that are not decided."""
    cells: dict[str, list[str]] = {}
    undecided: dict[str, list[int]] = {}
    for each in outcomes:
        effects = [comparison.effect(policy, each.name, horizon) for policy in comparison.policies]
        level = each.show(comparison.level(comparison.baseline, each.name, horizon))
        # An interval stays on one line.
        shown = (with_interval(each, effect).replace(", ", ",\u00a0") for effect in effects)
        cells[each.name] = [level, *shown]
        undecided[each.name] = [
            row for row, effect in enumerate(effects, start=1) if not effect.decided
        ]
    return cells, undecided


def _heading(each: Outcome, pattern: str, lang: str) -> str:
    return pattern.format(label=each.label(lang), unit=each.shown_unit(lang))


_VERDICTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Signs written down before any run",
        "policy": "Policy",
        "outcome": "Outcome",
        "expected": "Expected",
        "found": "Found",
        "why": "{policy}: all exits {all} points, of which quits {quit}, to the civil service "
        "{moved}, others {rest}. A way up keeps people who hope for it.",
    },
    "zh": {
        "title": "模拟之前写下的方向",
        "policy": "政策",
        "outcome": "结果",
        "expected": "预期",
        "found": "模拟",
        "why": "{policy}：离任合计{all}个百分点，其中辞职{quit}，转入公务员{moved}，其他{rest}。"
        "上升通道留住了心怀期待的人。",
        "up": "上升",
        "down": "下降",
        "as expected": "与预期一致",
        "contrary": "与预期相反",
        "not decided": "不能判定",
    },
}


def expectation_table(comparison: "Comparison", *, lang: str = "en") -> "GT":
    """Return the signs that policy files expected beside what the runs found."""
    from great_tables import GT, loc, style

    words = _VERDICTS["zh" if lang == "zh" else "en"]
    frame = comparison.expectations()
    contrary = [row for row, found in enumerate(frame["found"]) if found == "contrary"]
    why = [
        _why_exits(comparison, str(frame.at[row, "policy"]), words["why"], lang)
        for row in contrary
        if frame.at[row, "outcome"] == "exit_rate"
    ]
    frame["policy"] = [comparison.title(policy, lang) for policy in frame["policy"]]
    frame["outcome"] = [outcome(name).label(lang) for name in frame["outcome"]]
    for column in ("expected", "found"):
        frame[column] = [words.get(value, value) for value in frame[column]]
    table = (
        GT(frame, id="expectations")
        .tab_header(words["title"])
        .cols_label({name: words[name] for name in ("policy", "outcome", "expected", "found")})
        .tab_style(style.text(weight="bold"), loc.body(rows=contrary))
        .opt_align_table_header("left")
    )
    for sentence in why:
        table = table.tab_source_note(sentence)
    return table


def _why_exits(comparison: "Comparison", policy: str, pattern: str, lang: str) -> str:
    """Return by which ways out a policy moves exits: they may pull against each other."""
    exits, quits, moved = (
        comparison.effect(policy, name).effect
        for name in ("exit_rate", "quit_rate", "transfer_out_rate")
    )
    shown = {
        name: outcome("exit_rate").show(value, signed=True)
        for name, value in (
            ("all", exits), ("quit", quits), ("moved", moved), ("rest", exits - quits - moved)
        )
    }  # fmt: skip
    return pattern.format(policy=comparison.title(policy, lang), **shown)


_GROUND_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "On what each conclusion stands",
        "subtitle": "Effect up to year {horizon}, and the share of draws on its side of zero",
        "policy": "Policy",
        "outcome": "Outcome",
        "robust": "Robust",
        "yes": "yes",
        "no": "no",
        "missing": "not enough draws",
        "effective": "Effective draws behind each: {listed}; below {fewest} no number is shown.",
        "few": "{effect} ({draws} draws)",
        "cell": "{effect} ({share:.0f}%)",
        "note": (
            "Robust: the same sign in nine of ten draws, twenty at least, under every conditioning "
            "and both pasts. Myopic cadres are shown beside and do not count. A and B are two "
            "readings of one number of the survey; outside evidence weighs both."
        ),
    },
    "zh": {
        "title": "各项结论立足于什么",
        "subtitle": "截至第{horizon}年的效应，及同向参数组所占比例",
        "policy": "政策",
        "outcome": "结果",
        "robust": "稳健",
        "yes": "是",
        "no": "否",
        "missing": "参数组不足",
        "effective": "各立足点的有效参数组数：{listed}；不足{fewest}者不显示数字。",
        "few": "{effect}（{draws}组）",
        "cell": "{effect}（{share:.0f}%）",
        "note": (
            "稳健：每种口径与两种过去之下（各至少20个参数组）都有十分之九同向。短视一列仅供对照。"
            "甲、乙为同一调查数字的两种口径；结合外部证据时两者加权。"
        ),
    },
}


def ground_table(
    comparison: "Comparison", outcomes: Sequence[Outcome], *, horizon: int, lang: str
) -> "GT":
    """Return a row per outcome and policy and a column per ground: effect and agreement."""
    import pandas as pd
    from great_tables import GT, loc, style

    words = _GROUND_WORDS["zh" if lang == "zh" else "en"]
    frame = comparison.grounds
    if frame is None:
        raise BadValue("There is one ground alone: the runs are at the point fit.")
    at = {
        (*row[:3], row.policy, row.outcome): row
        for row in frame[frame["horizon"] == horizon].itertuples(index=False)
    }
    shown, rows = [each for each in GROUNDS if each in comparison.at_draws], []
    for each in outcomes:
        for policy in comparison.policies:
            cells = {
                _key(ground): _ground_cell(at[(*ground, policy, each.name)], each, words)
                for ground in shown
            }
            cells |= {_key(ground): words["missing"] for ground in comparison.lacking}
            robust = comparison.effect(policy, each.name, horizon).decided
            rows.append(
                {"outcome": each.label(lang), "policy": comparison.title(policy, lang), **cells,
                 "robust": words["yes" if robust else "no"]}
            )  # fmt: skip
    columns = [each for each in GROUNDS if each in (*shown, *comparison.lacking)]
    labels = {_key(ground): name_of_word(ground.given, lang) for ground in columns}
    spans = dict.fromkeys(_span(ground, lang) for ground in columns)
    is_robust = [row for row, each in enumerate(rows) if each["robust"] == words["yes"]]
    table = (
        GT(pd.DataFrame(rows), rowname_col="policy", groupname_col="outcome", id="grounds")
        .tab_header(words["title"], words["subtitle"].format(horizon=horizon))
        .tab_stubhead(label=words["policy"])
        .cols_label({**labels, "robust": words["robust"]})
        .cols_align("right", columns=list(labels))
        .tab_style(style.text(weight="bold"), loc.body(columns=["robust"], rows=is_robust))
        .cols_width({"policy": "190px"})
        .tab_source_note(words["note"])
        .tab_source_note(words["effective"].format(
            listed=_effective(columns, lang), fewest=FEWEST_EFFECTIVE
        ))
        .opt_align_table_header("left")
    )  # fmt: skip
    for name in spans:
        keys = [_key(ground) for ground in columns if _span(ground, lang) == name]
        table = table.tab_spanner(name, columns=keys)
    return table


def _effective(grounds: Sequence[Ground], lang: str) -> str:
    """Return how many effective draws the shipped posteriors of grounds have."""
    return ("；" if lang == "zh" else "; ").join(
        f"{name_of_ground(each, lang)} {posterior_of(each).effective_draws:.0f}"
        for each in grounds
        if each.counts
    )


def _span(ground: Ground, lang: str) -> str:
    """Return under what a column stands beside its conditioning: a past, or a form of choice."""
    return name_of_word(ground.past if ground.counts else ground.choice, lang)


def _key(ground: Ground) -> str:
    return " ".join(ground)


def _ground_cell(row: Any, each: Outcome, words: Mapping[str, str]) -> str:
    if math.isnan(row.effect):
        return UNDEFINED
    shown = each.show(row.effect, signed=True)
    if row.draws < FEWEST_DRAWS:
        return words["few"].format(effect=shown, draws=row.draws)
    return words["cell"].format(effect=shown, share=100.0 * max(row.up, row.down))


_REGRET_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Which policy is best, and how far it may disappoint: {outcome}",
        "subtitle": "Over conditionings, pasts and forms of choice{budget}",
        "budget": "; at most {budget} a community and year more in wages",
        "policy": "Policy",
        "regret": "Largest expected regret",
        "best": "Best in so many draws of 100",
        "range": "{least:.0f} to {most:.0f}",
        "unknown": "not enough draws",
        "note": (
            "Regret: how much more the best of these would have brought ({unit}), as mean over the "
            "draws of a ground; the largest of the grounds is shown. Draws that did not observe an "
            "outcome under every policy are left out."
        ),
    },
    "zh": {
        "title": "哪项政策最好，最多可能差多少：{outcome}",
        "subtitle": "覆盖各口径、两种过去与抉择形式{budget}",
        "budget": "；每社区每年工资支出至多增加{budget}",
        "policy": "政策",
        "regret": "最大期望遗憾值",
        "best": "每100个参数组中为最优",
        "range": "{least:.0f}至{most:.0f}",
        "unknown": "参数组不足",
        "note": (
            "遗憾值：这些政策中最优者本可多带来的量（{unit}），取一种立足点下各参数组的均值，"
            "表中为各立足点中最大者。未能在每项政策下都观测到结果的参数组不计。"
        ),
    },
}


def regret_table(
    comparison: "Comparison", each: Outcome, *, budget: float | None, lang: str
) -> "GT":
    """Return the largest expected regret of every affordable scenario, the smallest first."""
    import pandas as pd
    from great_tables import GT, loc, style

    words = _REGRET_WORDS["zh" if lang == "zh" else "en"]
    ranked = least_regret(comparison.regret(each.name, budget=budget))
    known = ranked["regret"].notna()
    shown = pd.DataFrame(
        {
            "policy": [comparison.title(policy, lang) for policy in ranked["policy"]],
            "regret": [
                each.show(regret) if fine else words["unknown"]
                for regret, fine in zip(ranked["regret"], known, strict=True)
            ],
            "best": [
                words["range"].format(least=100.0 * least, most=100.0 * most)
                if fine else words["unknown"]
                for least, most, fine in zip(
                    ranked["best_least"].tolist(), ranked["best_most"].tolist(), known, strict=True
                )
            ],
        }
    )  # fmt: skip
    first = [0] if known.any() else []
    limit = "" if budget is None else words["budget"].format(budget=outcome(COST).show(budget))
    return (
        GT(shown, id="regret")
        .tab_header(
            words["title"].format(outcome=each.label(lang)), words["subtitle"].format(budget=limit)
        )
        .cols_label({name: words[name] for name in ("policy", "regret", "best")})
        .cols_align("right", columns=["regret", "best"])
        .tab_style(style.text(weight="bold"), loc.body(rows=first))
        .tab_source_note(words["note"].format(unit=each.shown_unit(lang)))
        .opt_align_table_header("left")
    )
