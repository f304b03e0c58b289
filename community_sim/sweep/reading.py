"""Look at a sweep's runs, finished or not."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from community_sim.sweep.store import Store, record_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["StoredSweep", "read_sweep"]


@dataclass(frozen=True)
class StoredSweep:
    """The runs of a folder, read anew at every call.

    Attributes
    ----------
    folder : Path
        The sweep's folder.
    record : dict
        Design, hashes of the code and versions of the libraries, as recorded when it began.
    """

    folder: Path
    record: dict[str, Any]

    @property
    def design(self) -> dict[str, Any]:
        """Return what is run: policies, places, draws, seeds, years, horizons, outcomes."""
        design: dict[str, Any] = self.record["design"]
        return design

    def outcomes(self) -> "pd.DataFrame":
        """Return the outcomes of all good runs.

        Returns
        -------
        pandas.DataFrame
            Columns policy, place, draw, seed, years, horizon, outcome, value; NaN where an outcome
            is undefined. Rows in the order of the design.
        """
        return self._frame(
            "SELECT policy, place, draw, seed, years, horizon, name AS outcome, value"
            " FROM runs JOIN outcomes USING (position) JOIN outcome_names USING (outcome)"
            " ORDER BY position, horizon, outcomes.outcome"
        ).astype({"value": float})

    def runs(self) -> "pd.DataFrame":
        """Return all stored runs.

        Returns
        -------
        pandas.DataFrame
            Columns key, position, policy, place, draw, seed, years, state (done, failed), stage,
            message, seconds.
        """
        return self._frame(
            "SELECT key, position, policy, place, draw, seed, years, state, stage, message, seconds"
            " FROM runs ORDER BY position"
        )

    def draws(self) -> "pd.DataFrame":
        """Return what each draw sets: columns draw, kind (lever, parameter), name, value."""
        return self._frame("SELECT draw, kind, name, value FROM draws ORDER BY draw, kind, name")

    def _frame(self, query: str) -> "pd.DataFrame":
        import pandas as pd

        with Store.reading(self.folder) as store:
            cursor = store.select(query)
            names = [column[0] for column in cursor.description]
            return pd.DataFrame.from_records(cursor.fetchall(), columns=names)


def read_sweep(folder: Path | str) -> StoredSweep:
    """Return the sweep in a folder.

    Raises
    ------
    StoreBroken
        There is none, or it cannot be read.
    """
    return StoredSweep(Path(folder), record_of(Path(folder)))
