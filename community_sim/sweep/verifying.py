"""Verify a sweep's folder: every byte, every row, every key, and some runs done again."""

import hashlib
import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from community_sim.design import Design
from community_sim.errors import StoreBroken
from community_sim.locking import watched
from community_sim.sweep.changes import differences, record
from community_sim.sweep.identity import hash_of_code
from community_sim.sweep.keys import Keys
from community_sim.sweep.repeating import group_of
from community_sim.sweep.schema import DATABASE, TABLE
from community_sim.sweep.seal import SEAL, is_sealed, seal_problems, strangers
from community_sim.sweep.simulating import simulate_group
from community_sim.sweep.store import Row, Store, content_hash, database, record_of

__all__ = ["Verification", "verify"]

_MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Verification:
    """What was found.

    Attributes
    ----------
    rows : int
        Runs whose hashes were computed again.
    repeated : int
        Runs that were done again.
    problems : tuple of str
        What is wrong, a sentence each; empty where all is well.
    not_repeated : str
        Why no run was done again, if none could be.
    """

    rows: int
    repeated: int
    problems: tuple[str, ...]
    not_repeated: str = ""


def verify(folder: Path, *, sample: int = 5, seed: int = 1) -> Verification:
    """Return what is wrong with a sweep's folder.

    Parameters
    ----------
    folder : Path
        The folder.
    sample : int
        How many good runs are done again and compared bit for bit.
    seed : int
        Which ones.

    Raises
    ------
    InUse
        A sweep is writing to the folder.
    StoreBroken
        There is no sweep that can be read at all.
    """
    with watched(folder):
        if not is_sealed(folder):
            if not (folder / DATABASE).is_file():
                raise StoreBroken(f"{folder.name}: there is no sweep in this folder.")
            return Verification(0, 0, (_not_sealed(folder),))
        problems = [*seal_problems(folder), *strangers(folder)]
        if problems:
            return Verification(0, 0, tuple(problems))
        return _contents(folder, sample, seed)


def _not_sealed(folder: Path) -> str:
    return (
        f"'{SEAL}' is missing: the last sweep was cut off. The sweep's command goes on in "
        f"'{folder.name}' and seals it."
    )


def _contents(folder: Path, sample: int, seed: int) -> Verification:
    """Verify what the seal cannot: that the content is what the design and the code give."""
    kept = record_of(folder)
    design = Design.from_record(kept["design"])
    with database(f"{folder.name}: cannot be read"), Store.reading(folder) as store:
        problems = [f"'{DATABASE}' is damaged: {found}." for found in [store.damage()] if found]
        checked = _CheckedRows(store, Keys(design, hash_of_code(kept["code"])))
        # At least one is asked for, as it is the asking that goes through the rows.
        drawn = heapq.nsmallest(max(sample, 1), checked.good(), key=lambda row: _lot(row, seed))
        chosen = drawn[:sample]
        done, failed = store.counts()
    problems += checked.problems[:_MOST_PROBLEMS]
    if done + failed == len(design) and not (folder / TABLE).is_file():
        problems.append(f"'{TABLE}' is missing.")
    changed = differences(kept, record(design))
    if changed and sample:
        why = f"no run was done again, because the code is another: {'; '.join(changed)}"
        return Verification(checked.count, 0, tuple(problems), why)
    problems += _done_again(design, chosen)
    return Verification(checked.count, len(chosen), tuple(problems))


class _CheckedRows:
    """Stored runs whose hash and key are computed again, one after the other."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self._store = store
        self._keys = keys
        self.count = 0
        self.problems: list[str] = []

    def good(self) -> Iterator[Row]:
        """Yield the runs that are done and in order; note what is wrong with the others."""
        for row, stored in self._store.rows():
            self.count += 1
            if content_hash(row) != stored:
                self.problems.append(f"Run {row.key} is not as it was written.")
            elif self._keys.of(row.position) != row.key:
                self.problems.append(f"Run {row.key} does not belong to the design.")
            elif row.state == "done":
                yield row


def _lot(row: Row, seed: int) -> str:
    """Return what decides whether a run is in the sample: as good as drawn by lot."""
    return hashlib.sha256(f"{seed} {row.key}".encode()).hexdigest()


def _done_again(design: Design, rows: list[Row]) -> list[str]:
    problems = []
    for row in sorted(rows):
        (finished,) = simulate_group(group_of(design, row.position))
        if finished.stage:
            problems.append(f"Run {row.key} fails when it is done again: {finished.message}")
        elif [x.hex() for x in finished.values] != [x.hex() for x in row.values]:
            problems.append(f"Run {row.key} comes to other numbers when it is done again.")
    return problems
