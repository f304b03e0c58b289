"""Save a comparison's tables."""

import json
from pathlib import Path
from typing import Any

from community_sim.comparison import Comparison
from community_sim.errors import BadValue

__all__ = ["names_from", "save_tables"]


def save_tables(comparison: Comparison, folder: str | Path) -> None:
    """Write comparison.csv (effects) and outcomes.parquet (every run) into a folder.

    Both say what a number stands on: given, past, choice, and for a run the draw.
    """
    comparison.to_csv(Path(folder, "comparison.csv"))
    comparison.outcomes().to_parquet(Path(folder, "outcomes.parquet"), index=False)


def names_from(given: list[str] | str) -> list[str]:
    """Return a list of names; papermill's `-p` hands one over as text: '["S1", "S7"]'.

    Raises
    ------
    BadValue
        The text is not a list of names.
    """
    names: Any = given
    if isinstance(given, str):
        try:
            names = json.loads(given)
        except ValueError:
            names = [part.strip() for part in given.split(",")]
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise BadValue(f'{given!r} is not a list of names; write it as ["S1", "S7"].')
    return list(names)
