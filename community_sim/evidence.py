"""Question the evidence: figures, what contradicts what, and what rests on which figure."""

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community_sim.errors import BadValue, did_you_mean
from community_sim.parameters import parameter_info
from community_sim.place import load_place, place_names
from community_sim.policy import levers
from community_sim.reading import data_folder, read_table
from community_sim.report import figure, load_figures
from community_sim.survey import load_targets

if TYPE_CHECKING:
    from great_tables import GT

__all__ = ["AuditFinding", "audit_table", "depends_on", "figures_table", "load_audit"]

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
