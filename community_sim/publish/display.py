"""Show words in a notebook: text from policy files is text, never markup."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING

from community_sim.policy import LeverValue, levers

if TYPE_CHECKING:
    import pandas as pd
    from great_tables import GT
    from IPython.display import HTML

    from community_sim.scenario import Scenario

__all__ = ["bullets", "lever_table", "lever_text", "survey_sentences", "titled"]

_LEVER_COLUMNS: Mapping[str, tuple[str, str]] = {
    "lever": ("Lever", "杠杆"),
    "now": ("Current practice", "现行做法"),
    "then": ("Policy", "政策"),
    "unit": ("Unit", "单位"),
    "report": ("Report", "报告"),
}


def bullets(items: Iterable[str]) -> "HTML":
    """Return sentences as a list."""
    return _list(escape(item) for item in items)


def titled(items: Mapping[str, str]) -> "HTML":
    """Return sentences as a list, each after its title in bold."""
    return _list(f"<b>{escape(title)}</b><br>{escape(text)}" for title, text in items.items())


def lever_table(scenario: "Scenario", lang: str = "en") -> "GT":
    """Return what a scenario's policy changes: each lever from which value to which."""
    import pandas as pd
    from great_tables import GT

    from community_sim.prospects import policy_as_run

    current, run, file = scenario.current, policy_as_run(scenario), scenario.policy_file
    changed = run.differences(current) if file is None else file.differences(current, run)
    rows = [
        (
            levers()[name].label(lang),
            lever_text(now, lang),
            ("" if file is None else file.by_year(name, current, lang)) or lever_text(then, lang),
            "" if lang == "zh" else levers()[name].unit,
            levers()[name].report,
        )
        for name, (then, now) in changed.items()
    ]
    labels = {name: pair[lang == "zh"] for name, pair in _LEVER_COLUMNS.items()}
    frame = pd.DataFrame(rows, columns=list(_LEVER_COLUMNS))
    table = GT(frame, id="levers").cols_label(dict(labels)).cols_align("right", ["now", "then"])
    return table.cols_hide("unit") if lang == "zh" else table


def lever_text(value: LeverValue, lang: str = "en") -> str:
    """Return a lever's value as people write it."""
    if isinstance(value, bool):
        return (("no", "yes"), ("否", "是"))[lang == "zh"][value]
    return value if isinstance(value, str) else f"{value:,.4g}" if value < 1000 else f"{value:,.0f}"


def survey_sentences(check: "pd.DataFrame", lang: str = "en") -> list[str]:
    """Return how many shares of the survey the model meets, and by how much it misses the others.

    Parameters
    ----------
    check : DataFrame
        What `survey_check` returns.
    lang : {'en', 'zh'}
        Language.
    """
    zh = lang == "zh"
    met = int(check["within"].sum())
    first = (
        f"{len(check)}项比例中，{met}项与调查相差不超过三个标准误。"
        if zh
        else f"{met} of {len(check)} shares lie within three standard errors of the survey."
    )
    pattern = (
        "{label}：模型{simulated:.1%}，调查{survey:.1%}，相差{deviation:+.1f}个标准误（{use}）。"
        if zh
        else "{label}: {simulated:.1%} in the model, {survey:.1%} in the survey, {deviation:+.1f} "
        "standard errors apart ({use})."
    )
    uses = ("留作检验", "用于拟合") if zh else ("held out", "fitted")
    return [first] + [
        pattern.format(
            label=row["label_zh" if zh else "label_en"],
            use=uses[bool(row["fitted"])],
            **{name: row[name] for name in ("simulated", "survey", "deviation")},
        )
        for row in check[~check["within"]].to_dict("records")
    ]


def _list(items: Iterable[str]) -> "HTML":
    from IPython.display import HTML

    return HTML(f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>")
