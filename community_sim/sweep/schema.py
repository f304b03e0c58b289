"""The files of a sweep's folder, and the tables of its database."""

__all__ = ["APPLICATION_ID", "DATABASE", "FORMAT", "TABLE", "TABLES"]

DATABASE = "sweep.sqlite"

TABLE = "outcomes.parquet"
"""All outcomes, written when every run is stored."""

APPLICATION_ID = 0x436F6D53
"""Written into the file's head: "ComS"."""

FORMAT = 1

TABLES = (
    "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE outcome_names (outcome INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE draws (draw INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, value,"
    " PRIMARY KEY (draw, name)) WITHOUT ROWID",
    "CREATE TABLE runs (position INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
    " policy TEXT NOT NULL, place TEXT NOT NULL, draw INTEGER NOT NULL, seed INTEGER NOT NULL,"
    " years INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('done', 'failed')),"
    " stage TEXT NOT NULL, message TEXT NOT NULL, seconds REAL NOT NULL, content TEXT NOT NULL)",
    "CREATE TABLE outcomes (position INTEGER NOT NULL, horizon INTEGER NOT NULL,"
    " outcome INTEGER NOT NULL, value REAL, PRIMARY KEY (position, horizon, outcome))"
    " WITHOUT ROWID",
)
