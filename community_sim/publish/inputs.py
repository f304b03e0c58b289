"""List everything a scheduled run is made from, so that the next one can say what changed.

One flat mapping per kind, from what it is to its value or content hash; nothing in it is a time
or a name of the machine.
"""

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from community_sim import __version__
from community_sim.design import policy_of_record
from community_sim.policy import levers
from community_sim.policy_file import PolicyFile, load_policy
from community_sim.publish.folder import content_hash
from community_sim.publish.manifest import data_hashes, library_versions
from community_sim.publish.schedule import Schedule, ScheduledNotebook
from community_sim.publish.sources import notebook_parameters
from community_sim.scenario import Scenario

__all__ = ["CONTENT_KINDS", "KINDS", "Inputs", "inputs_of", "settings_of", "sources_now"]

Inputs = Mapping[str, Mapping[str, Any]]
"""What a run is made from: kind, then what, then its value or content hash."""

KINDS = (
    "code", "data", "policies", "places", "parameters", "seeds", "settings", "sweeps",
    "notebooks", "versions",
)  # fmt: skip
"""Kinds of inputs, in the order in which their changes are told."""

CONTENT_KINDS = ("code", "data", "notebooks")
"""Kinds whose values are hashes, which tell a reader nothing but that they differ."""

_SEEDS = ("seed", "seeds", "replications")


def inputs_of(schedule: Schedule, designs: Mapping[str, Mapping[str, Any]]) -> Inputs:
    """Return what a run of a schedule is made from.

    Parameters
    ----------
    schedule : Schedule
        The schedule.
    designs : mapping
        Each sweep's design, as its store holds it, by the sweep's name: policies, places, draws,
        seeds, years, horizons and outcomes.
    """
    kinds: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS} | sources_now()
    kinds["versions"] = {
        "community_sim": __version__,
        "python": platform.python_version(),
        **library_versions(),
    }
    kinds["settings"]["cell_seconds"] = schedule.cell_seconds
    for notebook in schedule.notebooks:
        _add_notebook(kinds, notebook)
    for sweep in schedule.sweeps:
        _add_sweep(kinds, sweep.name, designs[sweep.name])
    return kinds


def sources_now() -> dict[str, dict[str, Any]]:
    """Return the hashes of code and data as they are on disk at this moment."""
    return {"code": dict(_code_hashes()), "data": dict(data_hashes())}


def settings_of(notebook: ScheduledNotebook) -> dict[str, Any]:
    """Return all parameters of a scheduled notebook: its own defaults, and what is given."""
    known = notebook_parameters(notebook.source)
    return {name: each.default for name, each in known.items()} | dict(notebook.parameters)


def _add_notebook(kinds: dict[str, dict[str, Any]], notebook: ScheduledNotebook) -> None:
    kinds["notebooks"][f"{notebook.page}: {notebook.source.name}"] = content_hash(notebook.source)
    settings = settings_of(notebook)
    for name, value in settings.items():
        kind = "seeds" if name in _SEEDS else "settings"
        kinds[kind][f"{notebook.page}: {name}"] = value
    own = {f"policies/{path.name}": path for path in notebook.policy_files}
    for name in _names(settings, "policy", "policies"):
        _add_policy(kinds, load_policy(own.get(name, name)))
    for place in _names(settings, "place", "places"):
        _add_place(kinds, place)


def _add_sweep(kinds: dict[str, dict[str, Any]], name: str, design: Mapping[str, Any]) -> None:
    """Add a sweep's design, which holds its policies and places whole."""
    for policy in design["policies"]:
        _add_policy(kinds, policy_of_record(policy))
    for place in design["places"]:
        _add_place(kinds, place["name"])
    kinds["seeds"] |= {f"{name}: {key}": value for key, value in design["seeds"].items()}
    for key in ("years", "horizons", "outcomes"):
        kinds["sweeps"][f"{name}: {key}"] = design[key]
    draws = json.dumps(design["draws"], sort_keys=True)
    content = hashlib.sha256(draws.encode()).hexdigest()[:12]
    kinds["sweeps"][f"{name}: draws"] = f"{len(design['draws'])} ({content})"


def _add_policy(kinds: dict[str, dict[str, Any]], file: PolicyFile) -> None:
    rows: dict[str, Any] = {"starts": file.starts, "applies_to": file.applies_to}
    if file.bridge_years:
        rows["bridge_years"] = file.bridge_years
    for change in file.changes:
        is_set, value = change.operation == "set", change.value
        rows[change.lever] = value if is_set else f"{change.operation} {value}"
        if change.schedule:
            steps = ", ".join(f"{each} from year {year}" for year, each in change.schedule)
            rows[change.lever] = steps if is_set else f"{change.operation} {steps}"
    kinds["policies"] |= {f"{file.name}: {what}": value for what, value in rows.items()}


def _add_place(kinds: dict[str, dict[str, Any]], name: str) -> None:
    """Add a place's facts, its current practice and all parameters as they hold there."""
    scenario = Scenario.load(place=name)
    facts = {
        "communities": scenario.place.communities,
        "posts": list(scenario.place.posts),
        "reference_wage": scenario.place.reference_wage,
    }
    practice = {lever: scenario.current[lever] for lever in levers()}
    rows = facts | practice
    kinds["places"] |= {f"{name}: {what}": value for what, value in rows.items()}
    values = scenario.parameters._asdict().items()
    kinds["parameters"] |= {f"{name}: {what}": value for what, value in values}


def _names(values: Mapping[str, Any], one: str, several: str) -> Iterator[str]:
    """Yield the names under two keys, one holding a name and the other a list of them."""
    if isinstance(values.get(one), str):
        yield values[one]
    found = values.get(several)
    if isinstance(found, list | tuple):
        yield from (name for name in found if isinstance(name, str))


def _code_hashes() -> Iterator[tuple[str, str]]:
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*.py")):
        yield path.relative_to(package).as_posix(), content_hash(path)
