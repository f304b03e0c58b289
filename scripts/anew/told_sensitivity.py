"""What docs/sensitivity.md and MODEL.md tell of the sensitivity analysis."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from anew.words import counted, joined, table, wrapped
from community_sim.sensitivity import IMPORTANT, label_of

MOST_TOLD = 8
"""Parameters of each outcome in docs/sensitivity.md."""

_NAMED = 3
_SHOWN = {
    "exit_rate": ("exit", 100.0, 1),
    "service_capacity": ("service", 1.0, 0),
    "wage_bill_per_community": ("cost", 1e-3, 1),
}
"""Name of the table, factor to its unit, decimals."""

_HEAD = ("parameter", "effect", "sigma", "alone", "in total", "informed by the reports")
_RULE = "| --- | --: | --: | --: | --: | --- |"


def sensitivity_values(found: Mapping[str, Any]) -> dict[str, str]:
    """Return every value by name.

    Parameters
    ----------
    found : mapping
        The content of data/results/sensitivity.json.
    """
    settings = found["settings"]
    morris, sobol = pd.DataFrame(found["morris"]), pd.DataFrame(found["sobol"])
    counts = ("varied", "trajectories", "points", "years", "seeds", "morris_points",
              "sobol_points", "most")  # fmt: skip
    said = {f"sensitivity_{name}": counted(settings[name]) for name in counts}
    for outcome, (name, factor, digits) in _SHOWN.items():
        rows = morris[morris["outcome"] == outcome].nlargest(MOST_TOLD, "mu_star")
        shares = sobol[sobol["outcome"] == outcome].set_index("parameter")
        said[f"sensitivity_{name}"] = table(_HEAD, _RULE, [
            _row(row, shares, factor, digits) for row in rows.to_dict("records")
        ])  # fmt: skip
    return {**said, "exit_moved_by": _exit_moved_by(morris), "to_measure": _to_measure(morris)}


def _row(row: Mapping[Any, Any], shares: pd.DataFrame, factor: float, digits: int) -> list[str]:
    def shown(name: str) -> str:
        return f"{factor * row[name]:.{digits}f}"

    parameter = row["parameter"]
    parts = ["", ""]
    if parameter in shares.index:
        parts = [
            f"{shares.at[parameter, name]:.2f} ± {shares.at[parameter, f'{name}_confidence']:.2f}"
            for name in ("first", "total")
        ]
    effect = f"{shown('mu_star')} ± {shown('confidence')}"
    return [label_of(parameter), effect, shown("sigma"), *parts,
            "yes" if row["informed"] else "no"]  # fmt: skip


def _exit_moved_by(morris: pd.DataFrame) -> str:
    rows = morris[morris["outcome"] == "exit_rate"].nlargest(_NAMED, "mu_star")
    named = [
        _small(label_of(row["parameter"])) + ("" if row["informed"] else " (not informed)")
        for row in rows.to_dict("records")
    ]
    return wrapped(f"Exit is moved most by, in this order, {joined(named)}.")


def _to_measure(morris: pd.DataFrame) -> str:
    matters = morris[(morris["share"] >= IMPORTANT) & ~morris["informed"].astype(bool)]
    ordered = matters.groupby("parameter")["share"].max().sort_values(ascending=False)
    return wrapped(f"{', '.join(_small(label_of(name)) for name in ordered.index)}.")


def _small(label: str) -> str:
    return label[0].lower() + label[1:]
