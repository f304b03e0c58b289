"""Keep a sweep's runs in one SQLite file: one writer, readable meanwhile, every run whole.

A run and its outcomes are written in one transaction that is on disk before anybody hears that
the run is finished. An undefined outcome is NULL.
"""

import hashlib
import json
import math
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from community_sim.design import Design, RunPlace
from community_sim.errors import StoreBroken
from community_sim.sweep.files import storing
from community_sim.sweep.finished import Finished
from community_sim.sweep.identity import canonical
from community_sim.sweep.schema import APPLICATION_ID, DATABASE, FORMAT, TABLES

__all__ = ["Row", "Store", "content_hash", "database", "is_unborn", "record_of"]


class Row(NamedTuple):
    """A run as it is stored."""

    position: int
    key: str
    policy: str
    place: str
    draw: int
    seed: int
    years: int
    state: str
    stage: str
    message: str
    seconds: float
    values: tuple[float, ...]


def content_hash(row: Row) -> str:
    """Return the hash [hex] of a stored run and its outcomes, bit for bit."""
    exact = [float(value).hex() for value in row.values]
    content = [*row[:10], float(row.seconds).hex(), exact]
    return hashlib.sha256(canonical(content).encode()).hexdigest()


@contextmanager
def database(what: str) -> Iterator[None]:
    """Turn errors of SQLite into `StoreBroken`."""
    with storing(what):
        try:
            yield
        except sqlite3.Error as error:
            raise StoreBroken(f"{what}: {error}.") from error


def record_of(folder: Path) -> dict[str, Any]:
    """Return what a store says its design, code and environment are."""
    with database(f"{folder.name}: cannot be read"), closing(_read_only(folder)) as connection:
        (text,) = connection.execute("SELECT value FROM about WHERE name = 'record'").fetchone()
        record: dict[str, Any] = json.loads(text)
        return record


def is_unborn(folder: Path) -> bool:
    """Return whether a sweep was cut off before it had written its tables."""
    what = f"{folder.name}: cannot be read"
    with database(what), closing(sqlite3.connect(folder / DATABASE)) as connection:
        return bool(connection.execute("SELECT count(*) = 0 FROM sqlite_master").fetchone()[0])


def _read_only(folder: Path) -> sqlite3.Connection:
    path = folder / DATABASE
    if not path.is_file():
        raise StoreBroken(f"{folder.name}: there is no sweep in this folder.")
    uri = f"{path.resolve().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    _check_kind(connection, folder)
    return connection


def _check_kind(connection: sqlite3.Connection, folder: Path) -> None:
    (kind,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if (kind, version) != (APPLICATION_ID, FORMAT):
        raise StoreBroken(f"{folder.name}: '{DATABASE}' is not a sweep that this version reads.")


class Store:
    """The database of one sweep, open for its one writer or for readers.

    Parameters
    ----------
    folder : Path
        The sweep's folder.
    connection : sqlite3.Connection
        Its open database.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection

    @classmethod
    @contextmanager
    def writing(cls, folder: Path, design: Design, record: dict[str, Any]) -> Iterator["Store"]:
        """Open a store to write to it, and create it where there is none."""
        what = f"{folder.name}: the store cannot be written"
        with database(what):
            connection = sqlite3.connect(folder / DATABASE, isolation_level=None)
            store = cls(folder, connection)
        try:
            with database(what):
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
                    store._create(design, record)
                _check_kind(connection, folder)
            yield store
            with database(what):
                store._fold()
        finally:
            connection.close()

    @classmethod
    @contextmanager
    def reading(cls, folder: Path) -> Iterator["Store"]:
        """Open a store to read it, while a sweep writes to it or not."""
        what = f"{folder.name}: the store cannot be read"
        with database(what):
            connection = _read_only(folder)
        try:
            with database(what):
                connection.execute("BEGIN")  # one state of the store, whatever is written meanwhile
                yield cls(folder, connection)
        finally:
            connection.close()

    def _create(self, design: Design, record: dict[str, Any]) -> None:
        """Write the tables and the record, all or nothing."""
        outcomes = list(enumerate(design.outcomes))
        with self._transaction():
            for table in TABLES:
                self._connection.execute(table)
            self._connection.execute("INSERT INTO about VALUES ('record', ?)", (canonical(record),))
            self._connection.executemany("INSERT INTO outcome_names VALUES (?, ?)", outcomes)
            self._connection.executemany("INSERT INTO draws VALUES (?, ?, ?, ?)", _draws(design))
            self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self._connection.execute(f"PRAGMA user_version = {FORMAT}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise

    def _fold(self) -> None:
        """Bring everything into the one file; a reader may keep the side files a while longer."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with suppress(sqlite3.OperationalError):
            self._connection.execute("PRAGMA journal_mode = DELETE")

    def add(self, design: Design, runs: Iterable[tuple[RunPlace, str, Finished]]) -> None:
        """Write finished runs with their keys; they are on disk when this returns.

        A failed run may be written again, by a good or a failed one; a good one never is.
        """
        rows = [_row(design, run, key, finished) for run, key, finished in runs]
        with database(f"{self.folder.name}: the store cannot be written"), self._transaction():
            for row in rows:
                self._connection.execute(
                    "DELETE FROM runs WHERE position = ? AND state = 'failed'", (row.position,)
                )
                self._connection.execute(
                    "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (*row[:11], content_hash(row)),
                )
                self._connection.executemany(
                    "INSERT INTO outcomes VALUES (?, ?, ?, ?)", _cells(design, row)
                )

    def counts(self) -> tuple[int, int]:
        """Return how many runs are done and how many failed."""
        found = dict(
            self._connection.execute("SELECT state, count(*) FROM runs GROUP BY state").fetchall()
        )
        return found.get("done", 0), found.get("failed", 0)

    def stored(self, first: int, count: int, *, failed: bool = True) -> set[int]:
        """Return which of some positions are stored; failed ones count where `failed` is true."""
        rows = self._connection.execute(
            "SELECT position FROM runs WHERE position >= ? AND position < ? AND state != ?",
            (first, first + count, "" if failed else "failed"),
        )
        return {position for (position,) in rows}

    def failures(self) -> Iterator[tuple[int, str, str, str]]:
        """Yield position, key, stage and message of every failed run."""
        yield from self._connection.execute(
            "SELECT position, key, stage, message FROM runs WHERE state = 'failed'"
            " ORDER BY position"
        )

    def rows(self) -> Iterator[tuple[Row, str]]:
        """Yield every stored run with its outcomes and its stored hash, in order."""
        cells = self._cells()
        pending = next(cells, None)
        for run in self._connection.execute("SELECT * FROM runs ORDER BY position"):
            values = []
            while pending is not None and pending[0] <= run[0]:
                values.append(pending[1])
                pending = next(cells, None)
            yield Row._make((*run[:11], tuple(values))), run[11]

    def _cells(self) -> Iterator[tuple[int, float]]:
        cells = self._connection.execute(
            "SELECT position, value FROM outcomes ORDER BY position, horizon, outcome"
        )
        for position, value in cells:
            yield position, math.nan if value is None else value

    def select(self, query: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Return the rows of a query of ours."""
        return self._connection.execute(query, values)

    def damage(self) -> str:
        """Return what SQLite finds wrong with its file, empty where all is well."""
        lines = [line for (line,) in self._connection.execute("PRAGMA integrity_check")]
        return "" if lines == ["ok"] else "; ".join(map(str, lines))[:500]


def _draws(design: Design) -> Iterator[tuple[int, str, str, Any]]:
    for number, draw in enumerate(design.draws):
        for lever, value in draw.levers:
            yield number, "lever", lever, value
        for parameter, fact in draw.parameters:
            yield number, "parameter", parameter, fact


def _row(design: Design, run: RunPlace, key: str, finished: Finished) -> Row:
    state = "failed" if finished.stage else "done"
    return Row(
        run.position, key, run.policy, run.place, run.draw, run.seed, design.years,
        state, finished.stage, finished.message, finished.seconds, finished.values,
    )  # fmt: skip


def _cells(design: Design, row: Row) -> Iterator[tuple[int, int, int, float | None]]:
    if row.state == "done":
        values = iter(row.values)
        for horizon in design.horizons:
            for outcome in range(len(design.outcomes)):
                value = next(values)
                yield row.position, horizon, outcome, None if math.isnan(value) else value
