"""Question the evidence: figures, contradictions, what rests on them, and what reports wish for."""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community_sim.errors import BadValue, did_you_mean
from community_sim.parameters import parameter_info
from community_sim.place import load_place, place_names
from community_sim.policy import levers
from community_sim.policy_file import PolicyFile, load_policy, policy_names
from community_sim.reading import data_folder, read_table
from community_sim.report import figure, load_figures
from community_sim.survey import load_targets
from community_sim.wishes import COVERAGES, Wish, load_wishes

if TYPE_CHECKING:
    from great_tables import GT

__all__ = [
    "AuditFinding",
    "audit_table",
    "chosen_wishes",
    "codes_of",
    "coverage_words",
    "depends_on",
    "figures_table",
    "load_audit",
    "tried_by",
    "wish_words",
    "wishes_table",
]

COLUMNS = (
    "id", "figures", "kind", "arithmetic", "finding", "readings", "adopted", "parameters",
)  # fmt: skip

_WORDS = {
    "en": {
        "figures": "Figures of the reports",
        "audit": "What does not add up, and what the model makes of it",
        "id": "Figure", "section": "Section", "subject": "What", "value": "Value", "unit": "Unit",
        "year": "Year", "place": "Place", "kind": "Kind", "finding": "Finding",
        "adopted": "Reading used", "redacted": "redacted",
    },
    "zh": {
        "figures": "报告中的数字",
        "audit": "不一致之处与模型的取法",
        "id": "编号", "section": "章节", "subject": "内容", "value": "数值", "unit": "单位",
        "year": "年份", "place": "地点", "kind": "类型", "finding": "发现",
        "adopted": "采用的读法", "redacted": "原文隐去",
    },
}  # fmt: skip


_WISH_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("What the reports wish for", "报告提出的诉求"),
    "id": ("Wish", "编号"),
    "sections": ("Section", "章节"),
    "kind": ("Kind", "类型"),
    "wish": ("What is asked", "诉求内容"),
    "coverage": ("Tried", "试行"),
    "policies": ("By", "政策"),
    "reason": ("What is missing, or why not", "所缺部分或未试行的原因"),
    "figures": ("Figures", "数字"),
    "recommendation": ("recommendation", "建议"),
    "complaint": ("complaint", "问题"),
    "whole": ("whole", "全部"),
    "part": ("part", "部分"),
    "none": ("none", "无"),
}
_JOINER = "\u2060"  # no line break here
_WISH_WIDTHS = {
    "id": 6, "sections": 7, "kind": 12, "wish": 30, "coverage": 6, "policies": 9, "reason": 30,
}  # fmt: skip
"""Widths of the columns of the table of wishes [percent]."""


@dataclass(frozen=True)
class AuditFinding:
    """A contradiction, an impossible share or an ambiguity among figures.

    Attributes
    ----------
    id, kind : str
        As in `a-01`, and what sort of finding it is.
    figures : tuple of str
        Ids of the figures concerned.
    arithmetic : str
        Expression over figures that is true and shows it; may be empty.
    finding, adopted : str
        What is wrong, and the reading that the model uses.
    readings : tuple of str
        The readings possible.
    parameters : tuple of str
        Parameters, levers, place fields or outcomes that it touches.
    """

    id: str
    figures: tuple[str, ...]
    kind: str
    arithmetic: str
    finding: str
    readings: tuple[str, ...]
    adopted: str
    parameters: tuple[str, ...]


@functools.cache
def load_audit() -> tuple[AuditFinding, ...]:
    """Return the findings of `data/report_audit.csv`, in their order."""
    return tuple(
        AuditFinding(
            row["id"],
            tuple(row["figures"].split()),
            row["kind"],
            row["arithmetic"],
            row["finding"],
            tuple(part.strip() for part in row["readings"].split("|") if part.strip()),
            row["adopted"],
            tuple(row["parameters"].split()),
        )
        for row in read_table(data_folder() / "report_audit.csv", COLUMNS)
    )


def depends_on(identity: str) -> dict[str, tuple[str, ...]]:
    """Return what rests on a figure: parameters, levers, survey moments and audit findings.

    Raises
    ------
    UnknownFigure
        No figure has the id.
    """
    one = figure(identity).id
    of_places = _stated_by_places(one)
    return {
        "parameters": tuple(
            name for name, info in parameter_info().items()
            if one in info.figures or name in of_places
        ),
        "levers": tuple(
            name for name, lever in levers().items()
            if one in lever.figures.split() or name in of_places
        ),
        "moments": tuple(m.id for m in load_targets() if one in m.figures.split()),
        "audit": tuple(found.id for found in load_audit() if one in found.figures),
    }  # fmt: skip


def _stated_by_places(figure_id: str) -> set[str]:
    """Return what some place states on the ground of a figure."""
    return {
        field
        for name in place_names()
        for field, ids in load_place(name).figures
        if figure_id in ids.split()
    }


def figures_table(report: int | None = None, place: str | None = None, lang: str = "en") -> "GT":
    """Return the figures of a report or a place as a table that people read."""
    import pandas as pd
    from great_tables import GT

    words = _WORDS["zh" if lang == "zh" else "en"]
    columns = ("id", "section", "subject", "value", "unit", "year", "place")
    rows = [
        {
            name: words["redacted"] if name == "value" and one.value is None
            else f"{one.value:g}" if name == "value"
            else str(getattr(one, name))
            for name in columns
        }
        for one in load_figures().values()
        if (report is None or one.report == report) and (place is None or one.place == place)
    ]  # fmt: skip
    if not rows:
        raise BadValue(f"No figure is of report {report} and place {place}.")
    return (
        GT(pd.DataFrame(rows), id="figures")
        .tab_header(words["figures"])
        .cols_label({name: words[name] for name in columns})
        .cols_align("right", ["value"])
        .opt_align_table_header("left")
    )


def audit_table(kind: str | None = None, lang: str = "en") -> "GT":
    """Return what does not add up in the reports as a table that people read.

    Raises
    ------
    BadValue
        No finding is of the kind.
    """
    import pandas as pd
    from great_tables import GT

    words = _WORDS["zh" if lang == "zh" else "en"]
    kinds = {found.kind for found in load_audit()}
    if kind is not None and kind not in kinds:
        raise BadValue(f"'{kind}' is not a kind of finding. {did_you_mean(kind, kinds)}")
    rows = [
        {"kind": found.kind, "finding": found.finding, "adopted": found.adopted}
        for found in load_audit()
        if kind is None or found.kind == kind
    ]
    return (
        GT(pd.DataFrame(rows), id="audit")
        .tab_header(words["audit"])
        .cols_label({name: words[name] for name in ("kind", "finding", "adopted")})
        .cols_width({"kind": "14%", "finding": "48%", "adopted": "38%"})
        .opt_align_table_header("left")
    )


def wish_words(name: str, lang: str = "en") -> str:
    """Return a heading of the table of wishes, a kind or a coverage in English or Chinese."""
    return _WISH_WORDS[name][lang == "zh"]


def coverage_words(wishes: Sequence[Wish], lang: str = "en") -> str:
    """Return how many wishes are tried as a whole, in part and not at all."""
    counts = [sum(one.coverage == each for one in wishes) for each in COVERAGES]
    if lang == "zh":
        return "共{}条诉求：全部试行{}条，部分试行{}条，未试行{}条。".format(len(wishes), *counts)
    noun = "wish" if len(wishes) == 1 else "wishes"
    told = "{} tried as a whole, {} in part, {} not at all.".format(*counts)
    return f"{len(wishes)} {noun}: {told}"


def tried_by() -> Mapping[str, tuple[PolicyFile, ...]]:
    """Return the shipped policies that try each wish, by its id: single policies, then packages."""
    files = sorted((load_policy(name) for name in policy_names()), key=_by_code)
    return {
        identity: tuple(file for file in files if identity in file.wishes)
        for identity in load_wishes()
    }


def codes_of(files: Sequence[PolicyFile]) -> str:
    """Return the codes of some policies, or the names of those without one."""
    return " ".join(file.code or file.name for file in files)


def _unbroken(locator: str) -> str:
    """Return a locator that stays on one line."""
    return locator.replace("/", f"/{_JOINER}")


def _by_code(file: PolicyFile) -> tuple[bool, int, str]:
    digits = re.sub(r"\D", "", file.code)
    return not file.code.startswith("S"), int(digits or 0), file.code


def chosen_wishes(report: int | None = None, coverage: str | None = None) -> list[Wish]:
    """Return the wishes of a report, or those that are tried so far; all without either.

    Raises
    ------
    BadValue
        There is no such report or coverage.
    """
    reports = {one.report for one in load_wishes().values()}
    if report is not None and report not in reports:
        known = ", ".join(str(each) for each in sorted(reports))
        raise BadValue(f"{report} is not a report with wishes; known are {known}.")
    if coverage is not None and coverage not in COVERAGES:
        raise BadValue(f"'{coverage}' is not a coverage. {did_you_mean(coverage, COVERAGES)}")
    return [
        one
        for one in load_wishes().values()
        if report in (None, one.report) and coverage in (None, one.coverage)
    ]


def wishes_table(report: int | None = None, coverage: str | None = None, lang: str = "en") -> "GT":
    """Return what the reports wish for, and which policies try it, as a table that people read.

    Raises
    ------
    BadValue
        As `chosen_wishes`.
    """
    import pandas as pd
    from great_tables import GT

    by = tried_by()
    rows = [
        {
            "id": one.id, "sections": " ".join(map(_unbroken, one.sections)),
            "kind": wish_words(one.kind, lang),
            "wish": one.text(lang), "coverage": wish_words(one.coverage, lang),
            "policies": codes_of(by[one.id]), "reason": one.reason(lang),
        }
        for one in chosen_wishes(report, coverage)
    ]  # fmt: skip
    return (
        GT(pd.DataFrame(rows, columns=list(_WISH_WIDTHS)), id="wishes")
        .tab_header(wish_words("title", lang))
        .cols_label({name: wish_words(name, lang) for name in _WISH_WIDTHS})
        .cols_width({name: f"{width}%" for name, width in _WISH_WIDTHS.items()})
        .cols_align("left", list(_WISH_WIDTHS))
        .opt_align_table_header("left")
    )
