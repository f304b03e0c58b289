"""Lay effects out in a table for readers."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from community_sim.comparison.wording import with_interval
from community_sim.outcomes import Outcome, outcome

if TYPE_CHECKING:
    from great_tables import GT

    from community_sim.comparison.comparison import Comparison

__all__ = ["effect_table", "expectation_table"]

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
            "Mean over draws of the parameters that fit the survey [middle {confidence:g}% of the "
            "draws]; shares and yearly rates differ in percentage points. Yearly flows are means "
            "of years 1 to {horizon}, stocks are those of year {horizon}."
        ),
        "undecided_drawn": (
            "Grey italics: the reports do not decide the sign; it is not the same in nine of ten "
            "draws under each reading of the survey."
        ),
        "undecided": (
            "Grey italics: the interval contains zero, so the runs do not decide. Of outcomes that "
            "a policy leaves alone on average, about {chance:g} in 100 would look decided by luck."
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
            "符合调查的各组参数下的均值[居中{confidence:g}%的抽样]；比例与年率之差以百分点计。"
            "流量为第1至{horizon}年的年均值，存量为第{horizon}年的值。"
        ),
        "undecided_drawn": ("灰色斜体：报告不能判定方向，即两种口径下并非各有十分之九的抽样同向。"),
        "undecided": (
            "灰色斜体：区间包含零，模拟不能判定。若某政策对某项结果平均并无影响，"
            "每100项中约有{chance:g}项会因偶然而看似判定。"
        ),
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
    },
    "zh": {
        "title": "模拟之前写下的方向",
        "policy": "政策",
        "outcome": "结果",
        "expected": "预期",
        "found": "模拟",
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
    frame["policy"] = [comparison.title(policy, lang) for policy in frame["policy"]]
    frame["outcome"] = [outcome(name).label(lang) for name in frame["outcome"]]
    for column in ("expected", "found"):
        frame[column] = [words.get(value, value) for value in frame[column]]
    return (
        GT(frame, id="expectations")
        .tab_header(words["title"])
        .cols_label({name: words[name] for name in ("policy", "outcome", "expected", "found")})
        .tab_style(style.text(weight="bold"), loc.body(rows=contrary))
        .opt_align_table_header("left")
    )
