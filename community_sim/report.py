"""The figures of the five survey reports, as printed."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from community_sim.errors import UnknownFigure, did_you_mean
from community_sim.reading import data_folder, number, read_table

__all__ = ["Figure", "figure", "load_figures"]

COLUMNS = (
    "id", "report", "section", "subject", "value", "unit", "year", "place", "kind", "bound", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A number printed in a report.

    Attributes
    ----------
    id : str
        As in `r1-058`.
    report : int
        1 to 5.
    section, subject : str
        Where it stands and what it counts.
    value : float, optional
        As printed; None where the report redacts it.
    unit, year, place, kind, bound, note : str
        See `data/report_figures.csv`.
    """

    id: str
    report: int
    section: str
    subject: str
    value: float | None
    unit: str
    year: str
    place: str
    kind: str
    bound: str
    note: str


@functools.cache
def load_figures() -> Mapping[str, Figure]:
    """Return all figures by id."""
    path = data_folder() / "report_figures.csv"
    figures = {}
    for row in read_table(path, COLUMNS):
        where = f"{path.name}, line {row['line']}"
        value = number(row["value"], where, "value") if row["value"] else None
        figures[row["id"]] = Figure(
            row["id"], int(row["report"]), row["section"], row["subject"], value, row["unit"],
            row["year"], row["place"], row["kind"], row["bound"], row["note"],
        )  # fmt: skip
    return figures


def figure(identity: str) -> Figure:
    """Return a figure by its id, or raise UnknownFigure."""
    figures = load_figures()
    if identity not in figures:
        raise UnknownFigure(f"'{identity}' is not a figure. {did_you_mean(identity, figures)}")
    return figures[identity]
