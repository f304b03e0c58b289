"""The wishes of the five survey reports: what they recommend, and what their complaints ask for."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from community_sim.errors import BadValue, UnknownWish, did_you_mean
from community_sim.reading import data_folder, is_plain_name, read_table_by
from community_sim.report import load_figures, load_sections

__all__ = ["COVERAGES", "KINDS", "Wish", "load_wishes", "wish"]

COLUMNS = (
    "id", "kind", "sections", "figures", "coverage", "wish_en", "wish_zh", "reason_en", "reason_zh",
)  # fmt: skip

KINDS = ("recommendation", "complaint")
COVERAGES = ("whole", "part", "none")


@dataclass(frozen=True)
class Wish:
    """What a report recommends, or what a complaint of it asks for.

    Attributes
    ----------
    id : str
        As in `w-001`.
    kind : str
        recommendation, or complaint where the report only says what is wrong.
    sections : tuple of str
        Where it stands, the chief place first; all of one report.
    figures : tuple of str
        Ids of the figures that give its numbers.
    coverage : str
        How far the shipped policies try it: whole, part or none.
    wish_en, wish_zh : str
        What is asked, in the project's words.
    reason_en, reason_zh : str
        What is missing, or why nothing tries it; empty where all of it is tried.
    """

    id: str
    kind: str
    sections: tuple[str, ...]
    figures: tuple[str, ...]
    coverage: str
    wish_en: str
    wish_zh: str
    reason_en: str
    reason_zh: str

    @property
    def report(self) -> int:
        """The report that asks for it, 1 to 5."""
        return int(self.sections[0][0])

    def text(self, lang: str = "en") -> str:
        """Return what is asked, in English or Chinese."""
        return self.wish_zh if lang == "zh" else self.wish_en

    def reason(self, lang: str = "en") -> str:
        """Return what is missing, in English or Chinese; nothing where all of it is tried."""
        return self.reason_zh if lang == "zh" else self.reason_en


@functools.cache
def load_wishes() -> Mapping[str, Wish]:
    """Return all wishes of `data/recommendations.csv` by id, in their order.

    Raises
    ------
    UnreadableFile, BadValue
        The table is malformed: the message says in which line, and what would be right.
    """
    path = data_folder() / "recommendations.csv"
    wishes: dict[str, Wish] = {}
    for row, where in read_table_by("id", path, COLUMNS):
        if not is_plain_name(row["id"]):
            raise BadValue(f"{where}: 'id' is {row['id']!r}; write one such as w-001.")
        wishes[row["id"]] = _wish(row, where)
    return wishes


def wish(identity: str) -> Wish:
    """Return a wish by its id, or raise UnknownWish."""
    wishes = load_wishes()
    if identity not in wishes:
        raise UnknownWish(f"'{identity}' is not a wish. {did_you_mean(identity, wishes)}".rstrip())
    return wishes[identity]


def _wish(row: Mapping[str, str], where: str) -> Wish:
    """Return a row as a wish, or say what is wrong with it."""
    sections = _known(row, "sections", load_sections(), "section of a report", where)
    if not sections:
        raise BadValue(f"{where}: 'sections' is empty; name one such as 2/四/4.")
    if len({each[0] for each in sections}) > 1:
        raise BadValue(f"{where}: 'sections' are of several reports; give each report a row.")
    for name, closed in (("kind", KINDS), ("coverage", COVERAGES)):
        if row[name] not in closed:
            raise BadValue(
                f"{where}: '{name}' is {row[name]!r}; it must be one of {', '.join(closed)}."
            )
    for name in ("wish_en", "wish_zh"):
        if not row[name]:
            raise BadValue(f"{where}: '{name}' is empty; say what is asked.")
    for name in ("reason_en", "reason_zh"):
        if row["coverage"] == "whole" and row[name]:
            raise BadValue(f"{where}: all of it is tried, so leave '{name}' empty.")
        if row["coverage"] != "whole" and not row[name]:
            raise BadValue(
                f"{where}: '{name}' is empty; say what is missing, or why nothing tries it."
            )
    return Wish(
        row["id"], row["kind"], sections,
        _known(row, "figures", load_figures(), "figure", where), row["coverage"],
        row["wish_en"], row["wish_zh"], row["reason_en"], row["reason_zh"],
    )  # fmt: skip


def _known(
    row: Mapping[str, str], column: str, known: Mapping[str, object], what: str, where: str
) -> tuple[str, ...]:
    """Return the words of a field, each of which has to be known."""
    words = tuple(row[column].split())
    for word in words:
        if word not in known:
            hint = did_you_mean(word, known)
            raise BadValue(f"{where}: '{word}' is not a {what}. {hint}".rstrip())
    return words
