"""Write everything that can be set, is assumed or is measured as one page, row by row."""

import html
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from community_sim.catalogue import Described
from community_sim.outcomes import OUTCOMES
from community_sim.parameters import ParameterInfo, parameter_info
from community_sim.place import CATALOGUE, HOME, Place, load_place
from community_sim.policy import Lever, LeverValue, levers
from community_sim.provenance import assumption_words
from community_sim.publish.table_page import page_of_tables, scrolling, write_page
from community_sim.readers import read_by
from community_sim.words import NOTES_ZH, status_words

if TYPE_CHECKING:
    from great_tables import GT

__all__ = ["catalogue_page", "write_catalogue"]

_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Levers, parameters and outcomes", "政策杠杆、参数与结果"),
    "lead": (
        "All that a policymaker can set, all that is taken as a fact about the world, and all that "
        "is measured: one row each. “Read by” names the functions of the model that read it.",
        "决策者能调的、模型当作事实的、以及所度量的，各占一行。“由谁读取”指模型中读取它的函数。"
        "参数的说明与结果的公式为英文原文。",
    ),
    "levers": ("Levers", "政策杠杆"),
    "levers_note": (
        "Value: current practice at {title}, as its file states it, or as the catalogue has it for "
        "every place that states nothing else.",
        "取值：{title}的现行做法，出自该地文件；未载明的取目录中各地通用的值。",
    ),
    "parameters": ("Parameters", "参数"),
    "parameters_note": (
        "Facts about the world, the same in every place that does not state its own. {assumed}",
        "关于现实的事实；各地除自有数据外皆同。{assumed}",
    ),
    "outcomes": ("Outcomes", "结果"),
    "outcomes_note": (
        "Measured on a run up to year h; shares and yearly rates are shown in percent.",
        "在一次模拟中度量至第h年；比例与年率以百分数显示。",
    ),
    "name": ("Name", "代码名"),
    "label": ("What it is", "名称"),
    "other": ("In Chinese", "英文名称"),
    "value": ("Value", "取值"),
    "range": ("Range", "范围"),
    "unit": ("Unit", "单位"),
    "status": ("Status", "来历"),
    "stated": ("Stated by", "载于"),
    "source": ("Source", "出处"),
    "basis": ("Who says so", "假设依据"),
    "about": ("Note", "说明"),
    "formula": ("Formula", "公式"),
    "measured": ("Measured by", "由谁度量"),
    "readers": ("Read by", "由谁读取"),
    "catalogue": ("catalogue", "目录"),
    "to": (" to ", "至"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
}
_WIDTHS = {
    "name": 15, "label": 12, "other": 11, "value": 6, "range": 9, "unit": 9, "status": 8,
    "stated": 8, "source": 8, "basis": 10, "about": 14, "formula": 28, "measured": 18,
    "readers": 16,
}  # fmt: skip
"""Widths of the columns, in parts of their sum."""

_Row = dict[str, str]


def write_catalogue(path: Path, lang: str = "en") -> None:
    """Write the page into a file: the whole page, or none.

    Raises
    ------
    BadValue
        The file cannot be written.
    """
    write_page(path, catalogue_page(lang))


def catalogue_page(lang: str = "en") -> str:
    """Return the page of all levers, parameters and outcomes, as HTML that needs no network."""
    home = load_place(HOME)
    told = {
        "title": home.title_zh if lang == "zh" else home.title,
        "assumed": assumption_words(lang),
    }
    tables = (
        ("levers", [_lever_row(each, home, lang) for each in levers().values()]),
        ("parameters", [_parameter_row(each, lang) for each in parameter_info().values()]),
        ("outcomes", [_formula_row(each, lang) for each in OUTCOMES.values()]),
    )
    return page_of_tables(
        _word("title", lang),
        _word("lead", lang),
        "\n".join(
            f"<h2>{_word(name, lang)}</h2>\n"
            f"<p>{html.escape(_word(f'{name}_note', lang).format(**told))}</p>\n"
            f"{scrolling(_table(name, rows, lang))}"
            for name, rows in tables
        ),
        lang,
    )


def _row(each: Described, lang: str) -> _Row:
    """Return what a thing of any catalogue says of itself."""
    return {
        "name": each.name,
        "label": each.label(lang),
        "other": each.label("en" if lang == "zh" else "zh"),
        "unit": each.shown_unit(lang),
        "source": each.source,
        "about": each.about,
    }


def _lever_row(lever: Lever, home: Place, lang: str) -> _Row:
    owner = home.borrowed.get(lever.name, home.name)
    figures = dict(home.figures).get(lever.name, "")
    row = _row(lever, lang)
    return row | {
        "value": _value(home.current_practice()[lever.name], lang),
        "range": " ".join(lever.choices) or _range(lever.low, lever.high, lang),
        "unit": row["unit"] if lever.low is not None else "",
        "status": status_words(lever.status, lang),
        "stated": _word(CATALOGUE, lang) if owner == CATALOGUE else owner,
        "source": f"{lever.source} {figures}".strip(),
        "about": NOTES_ZH[lever.note] if lang == "zh" else lever.note,
        "readers": " ".join(read_by(lever.name)),
    }


def _parameter_row(info: ParameterInfo, lang: str) -> _Row:
    return _row(info, lang) | {
        "value": f"{info.value:,.10g}",
        "range": _range(info.low, info.high, lang),
        "status": status_words(info.status, lang),
        "basis": info.shown_basis(lang),
        "readers": " ".join(read_by(info.name)),
    }


def _formula_row(each: Described, lang: str) -> _Row:
    row = _row(each, lang)
    return row | {"formula": row.pop("about"), "measured": row.pop("source")}


def _table(name: str, rows: list[_Row], lang: str) -> "GT":
    """Return rows as a table, without the columns that they do not have."""
    import pandas as pd
    from great_tables import GT

    columns = [column for column in _WIDTHS if column in rows[0]]
    parts = sum(_WIDTHS[column] for column in columns)
    numeric = [column for column in ("value", "range") if column in columns]
    return (
        GT(pd.DataFrame(rows, columns=columns), id=name)
        .cols_label({column: _word(column, lang) for column in columns})
        .cols_width({column: f"{100 * _WIDTHS[column] / parts:.1f}%" for column in columns})
        .fmt(_names, [each for each in ("name", "measured", "readers") if each in columns])
        .fmt(_sources, [each for each in ("source",) if each in columns])
        .cols_align("left", columns)
        .cols_align("right", numeric)
        .tab_options(table_width="100%")
        .opt_align_table_header("left")
    )


def _names(names: str) -> str:
    """Return names as HTML, one a line, that may break after a point, a stroke or a line."""
    broken = re.sub(r"([./_])(?=\w)", r"\1<wbr>", html.escape(names))
    return broken.replace(" ", "<br>")


def _sources(ids: str) -> str:
    """Return sections and figures as HTML in which each stays in one piece."""
    return " ".join(f'<span class="whole">{html.escape(each)}</span>' for each in ids.split())


def _value(value: LeverValue, lang: str) -> str:
    if isinstance(value, bool):
        return _word("yes" if value else "no", lang)
    return value if isinstance(value, str) else f"{value:,.10g}"


def _range(low: float | None, high: float | None, lang: str) -> str:
    return "" if low is None or high is None else f"{low:,.10g}{_word('to', lang)}{high:,.10g}"


def _word(name: str, lang: str) -> str:
    return _WORDS[name][lang == "zh"]
