"""Read what every catalogue has in common: one row a thing, with unit, source and both labels.

`data/levers.csv` and `data/parameters.csv` are read here, strictly, and the record of plain
numbers that rules read is made of their names: a new row is a new lever or parameter.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar

from community_sim.errors import BadValue, CommunitySimError
from community_sim.reading import data_folder, read_table, shipped_folder
from community_sim.words import STATUSES

if TYPE_CHECKING:
    from typing import Self

__all__ = ["COLUMNS", "Described", "in_shipped_order", "read_rows", "shipped_names"]

Row = TypeVar("Row")

COLUMNS = (
    "name", "value", "low", "high", "unit", "status", "figures", "note", "label_en", "label_zh",
)  # fmt: skip
"""What a row of levers and one of parameters say alike."""


class Described(Protocol):
    """What levers, parameters and outcomes say of themselves, each in the same words."""

    @property
    def name(self) -> str:
        """Its name in files and code."""

    @property
    def unit(self) -> str:
        """Its unit."""

    @property
    def label_en(self) -> str:
        """Its English name for people."""

    @property
    def label_zh(self) -> str:
        """Its Chinese name for people."""

    @property
    def about(self) -> str:
        """Where its number comes from, or the formula that makes it."""

    @property
    def source(self) -> str:
        """Section, figures or function it can be looked up in."""

    def label(self, lang: str = "en") -> str:
        """Return its name for people."""

    def shown_unit(self, lang: str = "en") -> str:
        """Return its unit for people."""


if TYPE_CHECKING:

    class Record(tuple[float, ...]):
        """A named tuple of plain numbers, one for each row of a catalogue."""

        _fields: ClassVar[tuple[str, ...]]

        def __new__(cls, *values: float, **named: float) -> Self: ...
        def __getattr__(self, name: str) -> float: ...
        def _replace(self, **changes: float) -> Self: ...
        def _asdict(self) -> dict[str, float]: ...


def shipped_names(file: str) -> tuple[str, ...]:
    """Return the names in a table that ships with the package: those that its rules can read."""
    return tuple(row["name"] for row in read_table(shipped_folder() / file))


def read_rows(file: str, columns: tuple[str, ...]) -> Iterator[tuple[Mapping[str, str], str]]:
    """Yield the rows of a table in the data folder, each with where it stands, for errors.

    Raises
    ------
    UnreadableFile, BadValue
        The table is malformed, names something twice or an unknown status.
    """
    path = data_folder() / file
    seen: set[str] = set()
    for row in read_table(path, columns):
        where = f"{path.name}, line {row['line']}"
        if row["status"] not in STATUSES:
            raise BadValue(
                f"{where}: the status of '{row['name']}' is {row['status']!r}; "
                f"it must be one of {', '.join(STATUSES)}."
            )
        if row["name"] in seen:
            raise BadValue(f"{where}: '{row['name']}' is given twice; keep one.")
        seen.add(row["name"])
        yield row, where


def in_shipped_order(
    found: Mapping[str, Row],
    file: str,
    kind: str,
    *,
    missing: type[CommunitySimError],
    unknown: Callable[[str, str], CommunitySimError],
) -> dict[str, Row]:
    """Return the rows of a table in the order of the shipped one, which has the same names.

    Parameters
    ----------
    found : mapping
        What was read, by name.
    file : str
        The table.
    kind : str
        What it lists: lever or parameter.
    missing : type of CommunitySimError
        Raised where a name that rules read is missing.
    unknown : callable
        Makes the error for a name that no rule can read, and for where it stands.
    """
    shipped = shipped_names(file)
    for name in shipped:
        if name not in found:
            raise missing(f"{file}: the {kind} '{name}' is missing.")
    for name in found:
        if name not in shipped:
            raise unknown(name, file)
    return {name: found[name] for name in shipped}
