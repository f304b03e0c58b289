"""Export a sweep as one canonical file, whose bytes depend on its design alone."""

import csv
from pathlib import Path

from community_sim.design import Design
from community_sim.errors import BadValue, StoreBroken
from community_sim.sweep.files import replaced, storing
from community_sim.sweep.store import Store, record_of
from community_sim.sweep.tables import COLUMNS, cells, write_parquet

__all__ = ["export"]


def export(folder: Path, to: Path) -> int:
    """Write every outcome of every run of a sweep to a CSV or Parquet file.

    Rows stand in the order of the design; numbers are written so that they are read back bit for
    bit; there is no time, no machine and no order of work in the file.

    Parameters
    ----------
    folder : Path
        The sweep's folder.
    to : Path
        The file, `.csv` or `.parquet`.

    Returns
    -------
    int
        Failed runs: each has one row that says so, without an outcome.

    Raises
    ------
    StoreBroken
        There is no sweep that can be read, or runs are missing.
    BadValue
        The file's name ends otherwise.
    """
    if to.suffix not in (".csv", ".parquet"):
        raise BadValue(f"'{to}' must end in .csv or .parquet.")
    total = len(Design.from_record(record_of(folder)["design"]))
    with Store.reading(folder) as store:
        done, failed = store.counts()
        if done + failed < total:
            raise StoreBroken(
                f"{folder.name}: {total - done - failed:,} of {total:,} runs are missing; the "
                "sweep's command goes on where it was cut off."
            )
        with storing(f"{to.name}: cannot be written"):
            to.parent.mkdir(parents=True, exist_ok=True)
            with replaced(to) as temporary:
                (_write_csv if to.suffix == ".csv" else write_parquet)(store, temporary)
    return failed


def _write_csv(store: Store, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for *first, value in cells(store):
            texts = ["" if each is None else each for each in first]
            writer.writerow([*texts, "" if value is None else repr(value)])
