"""Compare the numbers of two runs, and mark what is more than luck.

Where both runs have the same seeds and draws, each seed is compared with itself (Student's t of
the differences); otherwise two means are compared with the standard errors of both (Welch's t).
Luck is that of seeds: a sweep's draws are averaged seed by seed, for they share the seeds.  Of all
numbers together, Holm's correction lets less than one table in twenty have any mark by luck.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

__all__ = ["OUTCOMES_FILE", "Differences", "differences_between", "outcome_tables"]

OUTCOMES_FILE = "outcomes.parquet"
"""Table of every outcome of every run, which a notebook or a sweep leaves in its folder."""

_LEVEL = 0.05
_UNIT = "seed"
_COLUMNS = ("policy", "place", "years", "given", "past", "choice", "horizon", "outcome")


@dataclass(frozen=True)
class Differences:
    """The numbers of two runs side by side.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per number: page, policy, place, years, given, past, choice, horizon, outcome,
        before, after, difference, low, high (95 % interval), rule (paired, welch, one run),
        is_beyond_noise.
    numbers, identical, beyond, within : int
        How many numbers both runs have, and how many of them are identical, beyond noise, within.
    only_one : int
        Numbers that only one of the runs has, on pages that both have.
    """

    table: "pd.DataFrame"
    numbers: int
    identical: int
    beyond: int
    within: int
    only_one: int

    def counts(self) -> dict[str, int]:
        """Return the counts as plain values."""
        names = ("numbers", "identical", "beyond", "within", "only_one")
        return {name: int(getattr(self, name)) for name in names}


def outcome_tables(run: Path) -> "pd.DataFrame":
    """Return every outcome under every seed in a published run's folder, with its page's name."""
    import pandas as pd

    found = []
    for path in sorted(run.rglob(OUTCOMES_FILE)):
        table = pd.read_parquet(path)
        table["page"] = path.parent.relative_to(run).as_posix()
        for column in _COLUMNS:
            if column not in table:
                table[column] = 0 if column == "years" else ""
        for column in ("policy", "place", "outcome"):
            table[column] = table[column].astype(str)
        keys = ["page", *_COLUMNS, _UNIT]
        found.append(table.groupby(keys, sort=False)["value"].mean().reset_index())
    if not found:
        return pd.DataFrame(columns=["page", *_COLUMNS, _UNIT, "value"])
    return pd.concat(found, ignore_index=True)


def differences_between(
    before: "pd.DataFrame", after: "pd.DataFrame", unpaired: Collection[str] = ()
) -> Differences:
    """Compare two runs' outcome tables, number by number.

    Parameters
    ----------
    before, after : pandas.DataFrame
        What `outcome_tables` returns.
    unpaired : collection of str
        Pages whose draws are not the same, so that equal seeds are not alike.
    """
    keys = ["page", *_COLUMNS]
    stats = _one_side(before, keys).merge(
        _one_side(after, keys), on=keys, how="outer", suffixes=("_before", "_after"), sort=True
    )
    stats = stats.merge(
        _paired(before[~before["page"].isin(unpaired)], after, keys), on=keys, how="left"
    )
    in_both = stats["runs_before"].notna() & stats["runs_after"].notna()
    table = _tested(stats[in_both].reset_index(drop=True), keys)
    identical = int(table.pop("is_identical").sum())
    beyond = int(table["is_beyond_noise"].sum())
    shared = stats["page"].isin(set(before["page"]) & set(after["page"]))
    only_one = int((shared & ~in_both).sum())
    within = len(table) - identical - beyond
    return Differences(table, len(table), identical, beyond, within, only_one)


def _one_side(table: "pd.DataFrame", keys: list[str]) -> "pd.DataFrame":
    """Return number of runs, defined values, mean and variance of every number of one run."""
    grouped = table.groupby(keys, sort=False)["value"]
    return grouped.agg(runs="size", count="count", mean="mean", var="var").reset_index()


def _paired(before: "pd.DataFrame", after: "pd.DataFrame", keys: list[str]) -> "pd.DataFrame":
    """Return what the differences of the same seeds and draws come to."""
    both = before.merge(after, on=[*keys, _UNIT], suffixes=("_before", "_after"))
    both["difference"] = both["value_after"] - both["value_before"]
    is_same = both["value_after"] == both["value_before"]
    both["is_same"] = is_same | (both["value_after"].isna() & both["value_before"].isna())
    grouped = both.groupby(keys, sort=False)
    named = {"pairs": ("is_same", "size"), "same": ("is_same", "sum")}
    spread = {
        f"pair_{what}": ("difference", what) for what in ("count", "mean", "var")
    }  # of the pairs in which both values are defined
    return grouped.agg(**named, **spread).reset_index()


def _tested(stats: "pd.DataFrame", keys: list[str]) -> "pd.DataFrame":
    """Return the table of differences with intervals and marks."""
    import numpy as np

    paired = (stats["pairs"] == stats["runs_before"]) & (stats["pairs"] == stats["runs_after"])
    is_paired = paired.to_numpy(dtype=bool)
    column = {name: stats[name].to_numpy(dtype=float) for name in stats.columns if name not in keys}
    identical = is_paired & (column["same"] == column["pairs"])
    welch = _welch(column)
    difference = np.where(
        is_paired, column["pair_mean"], column["mean_after"] - column["mean_before"]
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        paired_error = np.sqrt(column["pair_var"] / column["pair_count"])
    error = np.where(is_paired, paired_error, welch[0])
    freedom = np.where(is_paired, column["pair_count"] - 1.0, welch[1])
    low, high, chance = _intervals(difference, error, freedom)
    table = stats[keys].copy()
    table["before"], table["after"] = column["mean_before"], column["mean_after"]
    table["difference"], table["low"], table["high"] = difference, low, high
    has_interval = np.isfinite(error) & (freedom >= 1.0)
    rule = np.where(is_paired, "paired", "welch").astype(object)
    rule[~has_interval] = "one run"
    table["rule"] = rule
    table["is_beyond_noise"] = _marks(np.where(has_interval & ~identical, chance, np.nan))
    table["is_identical"] = identical
    return table


def _welch(column: dict[str, Any]) -> tuple["np.ndarray", "np.ndarray"]:
    """Return the standard error and the degrees of freedom of a difference of two means."""
    import numpy as np

    with np.errstate(invalid="ignore", divide="ignore"):
        parts = [column[f"var_{side}"] / column[f"count_{side}"] for side in ("before", "after")]
        below = sum(
            part**2 / (column[f"count_{side}"] - 1.0)
            for part, side in zip(parts, ("before", "after"), strict=True)
        )
        together = parts[0] + parts[1]
        freedom = np.where(together > 0.0, together**2 / below, 1.0)
        return np.sqrt(together), freedom


def _intervals(
    difference: "np.ndarray", error: "np.ndarray", freedom: "np.ndarray"
) -> tuple["np.ndarray", "np.ndarray", "np.ndarray"]:
    """Return 95 % intervals, and the chance of a difference as large if there were none."""
    import numpy as np
    from scipy.stats import t

    with np.errstate(invalid="ignore", divide="ignore"):
        half = t.ppf(1.0 - _LEVEL / 2.0, freedom) * error
        size = np.where(difference == 0.0, 0.0, np.abs(difference) / error)
    chance = 2.0 * t.sf(size, freedom)
    return difference - half, difference + half, chance


def _marks(chance: "np.ndarray") -> "np.ndarray":
    """Return Holm's marks; a number that cannot be judged (NaN) gets none and costs none."""
    import numpy as np

    marks = np.zeros(len(chance), dtype=bool)
    (judged,) = np.nonzero(np.isfinite(chance))
    order = judged[np.argsort(chance[judged], kind="stable")]
    for done, index in enumerate(order):
        if chance[index] > _LEVEL / (len(order) - done):
            break
        marks[index] = True
    return marks
