"""The five survey reports: their sections, and their figures as printed."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from community_sim.errors import BadValue, UnknownFigure, did_you_mean
from community_sim.reading import data_folder, is_plain_name, number, read_table_by

__all__ = ["Figure", "Section", "figure", "load_figures", "load_sections"]

COLUMNS = (
    "id", "report", "section", "subject", "value", "unit", "year", "place", "kind", "bound", "note",
)  # fmt: skip

REPORTS = ("1", "2", "3", "4", "5")

SECTION_COLUMNS = ("section", "about_en", "about_zh")


@dataclass(frozen=True)
class Section:
    """A part of a report, or a section of it, to which locators point.

    Attributes
    ----------
    section : str
        Locator, as in `2/四/4`: report, part, section.
    about_en, about_zh : str
        What it is about.
    """

    section: str
    about_en: str
    about_zh: str

    @property
    def report(self) -> int:
        """The report that it belongs to, 1 to 5."""
        return int(self.section[0])

    def about(self, lang: str = "en") -> str:
        """Return what it is about, in English or Chinese."""
        return self.about_zh if lang == "zh" else self.about_en


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
    """Return all figures by id.

    Raises
    ------
    UnreadableFile, BadValue
        The table is malformed, or an id is given twice.
    """
    path = data_folder() / "report_figures.csv"
    figures: dict[str, Figure] = {}
    for row, where in read_table_by("id", path, COLUMNS):
        if not is_plain_name(row["id"]):
            raise BadValue(f"{where}: 'id' is {row['id']!r}; write one such as r1-058.")
        if row["report"] not in REPORTS:
            raise BadValue(
                f"{where}: 'report' is {row['report']!r}; it must be one of {', '.join(REPORTS)}."
            )
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


@functools.cache
def load_sections() -> Mapping[str, Section]:
    """Return all sections of the reports by locator, in the order of the text.

    Raises
    ------
    UnreadableFile, BadValue
        The table is malformed, or a locator is given twice.
    """
    path = data_folder() / "report_sections.csv"
    sections: dict[str, Section] = {}
    for row, where in read_table_by("section", path, SECTION_COLUMNS):
        locator = row["section"]
        if locator.partition("/")[0] not in REPORTS or locator.endswith("/"):
            raise BadValue(f"{where}: 'section' is {locator!r}; write one such as 2/四/4.")
        for name in ("about_en", "about_zh"):
            if not row[name]:
                raise BadValue(f"{where}: '{name}' is empty; say what the section is about.")
        sections[locator] = Section(locator, row["about_en"], row["about_zh"])
    return sections
