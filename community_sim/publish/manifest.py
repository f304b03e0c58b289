"""Say what a result was made from: versions, seeds, and hashes of data, policies and code."""

import hashlib
import json
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from community_sim.compilation import source_hash
from community_sim.reading import data_folder
from community_sim.scenario import Scenario

__all__ = ["file_hash", "manifest", "write_json"]

_LIBRARIES = ("mesa", "numba", "numpy", "pandas", "papermill", "scipy", "seaborn")


def manifest(scenarios: Sequence[Scenario], **settings: Any) -> dict[str, Any]:
    """Return the record of a run; it holds no path of this machine, no user and no time.

    Parameters
    ----------
    scenarios : sequence of Scenario
        What was run.
    settings : any
        Further entries, such as seeds.
    """
    data = data_folder()
    return {
        "made_with": {
            "community_sim": _own_version(),
            "python": platform.python_version(),
            **{name: version(name) for name in _LIBRARIES},
        },
        **settings,
        "scenarios": {
            one.name: {"content": one.content_hash, "policy": _policy_record(one)}
            for one in scenarios
        },
        "code": source_hash(),
        "data": {
            path.relative_to(data).as_posix(): file_hash(path)
            for path in sorted(data.rglob("*"))
            if path.is_file()
        },
    }


def _own_version() -> str:
    from community_sim import __version__

    return __version__


def _policy_record(scenario: Scenario) -> dict[str, Any]:
    file = scenario.policy_file
    differences = scenario.policy.differences(scenario.current)
    return {
        "code": file.code if file is not None else "S0",
        "levers": {name: values[0] for name, values in differences.items()},
        "starts": scenario.starts,
        "applies_to": scenario.applies_to,
    }


def file_hash(path: Path) -> str:
    """Return the SHA-256 [hex] of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_json(path: Path, content: Any) -> None:
    """Write JSON that is the same for the same content."""
    text = json.dumps(content, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
