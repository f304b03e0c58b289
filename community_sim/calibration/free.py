"""The quantities that calibration leaves free, and what is thought of them beforehand."""

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from community_sim.errors import BadValue
from community_sim.posterior import PASTS
from community_sim.reading import data_folder, number, read_table

__all__ = ["Free", "Prior", "load_prior"]

ROLES = ("fitted", "literature", "nuisance", "assumed")
_FILE = "free.csv"


@dataclass(frozen=True)
class Free:
    """One free quantity and its prior.

    Attributes
    ----------
    name : str
        A parameter, or with a dot a lever of current practice.
    low, high : float
        Range; the prior ends there.
    mean, sd : float or None
        Of a normal prior; None where it is uniform.
    role : str
        `fitted` (the survey should inform it), `literature` (its prior comes from elsewhere),
        `nuisance` (unknown, and not asked for) or `assumed` (nobody states it; drawn from its range
        so that intervals hold it).
    note, label_en, label_zh : str
        For people.
    """

    name: str
    low: float
    high: float
    mean: float | None
    sd: float | None
    role: str
    note: str
    label_en: str
    label_zh: str

    def label(self, lang: str = "en") -> str:
        """Return the name for people."""
        return self.label_zh if lang == "zh" else self.label_en


@dataclass(frozen=True)
class Prior:
    """The priors of all free quantities, independent of each other."""

    quantities: tuple[Free, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names, in order."""
        return tuple(each.name for each in self.quantities)

    @property
    def low(self) -> NDArray[np.float64]:
        """Return the lower ends."""
        return np.array([each.low for each in self.quantities])

    @property
    def high(self) -> NDArray[np.float64]:
        """Return the upper ends."""
        return np.array([each.high for each in self.quantities])

    @property
    def sd(self) -> NDArray[np.float64]:
        """Return the standard deviations."""
        middles = (np.arange(1000) + 0.5) / 1000.0
        found: NDArray[np.float64] = self.at(np.repeat(middles[:, None], len(self.names), 1)).std(0)
        return found

    def at(self, unit: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the values at quantiles of the prior; shape (points, quantities) both."""
        from scipy.special import ndtr, ndtri

        values = self.low + unit * (self.high - self.low)
        for column, each in enumerate(self.quantities):
            if each.mean is not None and each.sd is not None:
                low, high = ndtr((np.array([each.low, each.high]) - each.mean) / each.sd)
                normal = ndtri(low + unit[:, column] * (high - low))
                values[:, column] = np.clip(each.mean + each.sd * normal, each.low, each.high)
        return values

    def density(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the density, up to a factor, of values of shape (points, quantities)."""
        is_inside = ((values >= self.low) & (values <= self.high)).all(axis=1)
        found = np.where(is_inside, 1.0, 0.0)
        for column, each in enumerate(self.quantities):
            if each.mean is not None and each.sd is not None:
                found *= np.exp(-0.5 * ((values[:, column] - each.mean) / each.sd) ** 2)
        return found

    def scaled(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return values as shares of their ranges."""
        scaled: NDArray[np.float64] = (values - self.low) / (self.high - self.low)
        return scaled

    def unscaled(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the values at shares of their ranges."""
        values: NDArray[np.float64] = self.low + shares * (self.high - self.low)
        return values


@functools.cache
def load_prior(past: str = PASTS[0]) -> Prior:
    """Return the free quantities in `data/calibration/free.csv` under a form of the past.

    Raises
    ------
    BadValue
        A row is malformed; the message says which.
    """
    rows = read_table(data_folder() / "calibration" / _FILE)
    return Prior(tuple(
        _free(row, f"{_FILE}, {row['name']}") for row in rows if row["past"] in ("", past)
    ))  # fmt: skip


def _free(row: dict[str, str], where: str) -> Free:
    if row["past"] not in ("", *PASTS):
        raise BadValue(f"{where}: the past is '{row['past']}'; known are {', '.join(PASTS)}.")
    if row["role"] not in ROLES:
        raise BadValue(f"{where}: the role is '{row['role']}'; known are {', '.join(ROLES)}.")
    is_normal = row["prior"] == "normal"
    if not is_normal and row["prior"] != "uniform":
        raise BadValue(f"{where}: the prior is '{row['prior']}'; known are uniform, normal.")
    low, high = number(row["low"], where, "low"), number(row["high"], where, "high")
    if not low < high:
        raise BadValue(f"{where}: 'low' must be less than 'high'.")
    return Free(
        row["name"],
        low,
        high,
        number(row["mean"], where, "mean") if is_normal else None,
        number(row["sd"], where, "sd") if is_normal else None,
        row["role"],
        row["note"],
        row["label_en"],
        row["label_zh"],
    )
