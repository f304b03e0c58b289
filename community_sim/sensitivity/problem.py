"""The parameters that sensitivity analysis varies, and their ranges."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.free import load_prior
from community_sim.errors import UnknownParameter, did_you_mean
from community_sim.parameters import parameter_info

__all__ = ["Problem", "load_problem"]


@dataclass(frozen=True)
class Problem:
    """What is varied, each within its range and independent of the others.

    Attributes
    ----------
    names : tuple of str
        Parameters, and with a dot levers of current practice.
    low, high : tuple of float
        Ranges, of `data/parameters.csv` and `data/calibration/free.csv`.
    """

    names: tuple[str, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.names)

    def only(self, names: tuple[str, ...]) -> "Problem":
        """Return the problem of some of them; the others keep their defaults.

        Raises
        ------
        UnknownParameter
            One of them is unknown, or has no range.
        """
        for name in names:
            if name not in self.names:
                raise UnknownParameter(
                    f"'{name}' is not a parameter with a range. "
                    + (did_you_mean(name, self.names) or "data/parameters.csv lists them.")
                )
        at = [self.names.index(name) for name in names]
        return Problem(names, tuple(self.low[i] for i in at), tuple(self.high[i] for i in at))

    def for_salib(self) -> dict[str, Any]:
        """Return the problem as SALib takes it."""
        bounds = [list(pair) for pair in zip(self.low, self.high, strict=True)]
        return {"num_vars": len(self), "names": list(self.names), "bounds": bounds}

    def inside(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points of shape (points, names), without what rounding put outside the ranges."""
        kept: NDArray[np.float64] = np.clip(points, self.low, self.high)
        return kept


def load_problem() -> Problem:
    """Return every parameter with a range, and the free levers of current practice."""
    rows = [
        (name, info.low, info.high)
        for name, info in parameter_info().items()
        if info.low < info.high
    ]
    rows += [
        (each.name, each.low, each.high) for each in load_prior().quantities if "." in each.name
    ]
    names, low, high = zip(*rows, strict=True)
    return Problem(names, low, high)


def is_informed(name: str) -> bool:
    """Return whether the reports say anything of a parameter; of the free levers they do."""
    info = parameter_info().get(name)
    return info is None or info.is_informed_by_reports


def label_of(name: str, lang: str = "en") -> str:
    """Return the name of a parameter or of a free lever for people."""
    info = parameter_info().get(name)
    if info is not None:
        return info.label_zh if lang == "zh" else info.label_en
    return next(each for each in load_prior().quantities if each.name == name).label(lang)
