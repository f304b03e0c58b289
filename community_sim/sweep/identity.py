"""Say what decides a sweep's numbers besides its design: the code and what compiles it."""

import functools
import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from community_sim.compilation import model_sources

__all__ = ["canonical", "code_files", "code_hash", "environment", "hash_of_code", "run_key"]

_PACKAGE = Path(__file__).parents[1]
_LIBRARIES = ("numba", "numpy", "scipy")


def canonical(value: Any) -> str:
    """Return the one JSON text of a value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@functools.cache
def code_files() -> Mapping[str, str]:
    """Return the SHA-256 [hex] of every source that decides a run's outcomes, by its name."""
    paths = [*model_sources(), *_PACKAGE.glob("outcomes/*.py")]
    paths += [_PACKAGE / "runs.py", _PACKAGE / "place.py", _PACKAGE / "policy_file.py"]
    paths += [_PACKAGE / "design" / "design.py", _PACKAGE / "sweep" / "simulating.py"]
    return {
        path.relative_to(_PACKAGE).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(set(paths))
    }


@functools.cache
def code_hash() -> str:
    """Return one hash [hex] of `code_files`."""
    return hash_of_code(code_files())


def hash_of_code(files: Mapping[str, str]) -> str:
    """Return one hash [hex] of the hashes of sources."""
    return hashlib.sha256(canonical(dict(files)).encode()).hexdigest()


@functools.cache
def environment() -> Mapping[str, str]:
    """Return the versions on which the last digits of numbers may depend."""
    known = {"python": platform.python_version(), "machine": platform.machine()}
    for name in _LIBRARIES:
        try:
            known[name] = version(name)
        except PackageNotFoundError:
            known[name] = "absent"
    return known


def run_key(
    names: tuple[str, str, int],
    seed: int,
    *,
    scenario: str,
    horizons: Sequence[int],
    outcomes: Sequence[str],
    code: str,
) -> str:
    """Return the key of a run: a hash [hex] of everything that decides its row.

    Parameters
    ----------
    names : tuple
        Policy, place and number of the draw.
    seed : int
        Seed.
    scenario : str
        The scenario's content hash: levers, parameters, place, years.
    horizons, outcomes : sequence
        What is measured.
    code : str
        `code_hash()`.
    """
    policy, place, draw = names
    content = {
        "policy": policy,
        "place": place,
        "draw": draw,
        "seed": seed,
        "scenario": scenario,
        "horizons": list(horizons),
        "outcomes": list(outcomes),
        "code": code,
    }
    return hashlib.sha256(canonical(content).encode()).hexdigest()
