"""Compile rules with Numba, on demand, and never from a stale cache.

A rule is an ordinary Python function of plain numbers.  `compiled(rule)` returns the same
function compiled, together with every function of this package that it calls.  Where Numba
is not installed (a browser, a classroom tablet) the rule itself is returned: the same
numbers, more slowly.

Numba's own file cache checks only the file of the function that was compiled, not the files
of the rules it calls, and would go on using an old rule.  The cache folder is therefore
named by a hash of the model's sources and of the versions that compile them.
"""

import functools
import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, TypeVar, cast

__all__ = ["as_records", "compiled", "has_cache", "model_hash", "model_sources", "source_hash"]

F = TypeVar("F", bound=Callable[..., Any])

_PACKAGE = __name__.partition(".")[0]
# Modules and packages that decide a run's numbers; the rest reads, shows and asks.
_MODEL = (
    "career_grid", "career_recursion", "careers", "compilation", "engines", "founding", "levers", "logit", "parameters", "plan",
    "policy", "population", "prospects", "randomness", "rules", "scenario", "trajectory",
    "vocabulary",
)  # fmt: skip

_entries: dict[FunctionType, Callable[..., Any]] = {}
_callees: dict[FunctionType, Callable[..., Any]] = {}


def compiled(function: F) -> F:
    """Return `function` compiled by Numba, or itself where Numba is not installed.

    Functions of this package that it refers to by name are compiled with it; other globals
    (numbers, `math`) are taken as constants.  A function is compiled once per process, and
    its machine code is kept on disk for the next one where a folder can be written.
    """
    numba = _numba()
    if numba is None:
        return function
    plain = cast("FunctionType", function)
    if plain not in _entries:
        _entries[plain] = _with_cache(numba, _linked(plain, numba))
    return cast("F", _entries[plain])


def as_records(rows: Sequence[tuple[float, ...]]) -> Any:
    """Return named tuples of floats as NumPy records, which compiled code takes by reference.

    A rule reads `p.pay_weight` from a record as from a tuple.  Where Numba is not installed the
    tuples themselves are returned, which plain Python reads faster.
    """
    if _numba() is None:
        return list(rows)
    import numpy as np

    names = cast("Any", rows[0])._fields
    return np.array([tuple(row) for row in rows], dtype=[(n, np.float64) for n in names])


def _linked(function: FunctionType, numba: ModuleType) -> FunctionType:
    """Return a copy of a function whose calls go to compiled versions of its callees."""
    names = dict(function.__globals__)
    for name in function.__code__.co_names:
        value = names.get(name)
        if isinstance(value, FunctionType) and value.__module__.startswith(_PACKAGE):
            names[name] = _callee(value, numba)
    copy = FunctionType(
        function.__code__, names, function.__name__, function.__defaults__, function.__closure__
    )
    copy.__module__ = function.__module__
    copy.__qualname__ = function.__qualname__
    copy.__doc__ = function.__doc__
    return copy


def _callee(function: FunctionType, numba: ModuleType) -> Callable[..., Any]:
    """Return a function compiled for calls from compiled code only, which is quicker to make."""
    if function not in _callees:
        options = {
            "error_model": "numpy",
            "no_cpython_wrapper": True,
            "no_cfunc_wrapper": True,
            "forceinline": True,
        }
        _callees[function] = numba.njit(**options)(_linked(function, numba))
    return _callees[function]


def _with_cache(numba: ModuleType, function: FunctionType) -> Callable[..., Any]:
    folder = _cache_folder()
    if folder is None:
        return cast("Callable[..., Any]", numba.njit(function, error_model="numpy", nogil=True))
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(folder)
    try:
        return cast(
            "Callable[..., Any]", numba.njit(function, cache=True, error_model="numpy", nogil=True)
        )
    finally:
        numba.config.CACHE_DIR = before


@functools.cache
def _numba() -> ModuleType | None:
    try:
        import numba
    except ImportError:
        return None
    return numba


@functools.cache
def source_hash() -> str:
    """Return a hash [hex] of every Python source of the package."""
    package = Path(__file__).parent
    return _hash_of(sorted(package.rglob("*.py")))


@functools.cache
def model_hash() -> str:
    """Return a hash [hex] of the sources that decide a run's numbers."""
    return _hash_of(list(model_sources()))


def model_sources() -> tuple[Path, ...]:
    """Return the sources that decide a run's numbers, in the order of their names."""
    package = Path(__file__).parent
    return tuple(sorted(p for p in package.rglob("*.py") if _decides(p.relative_to(package))))


def _decides(path: Path) -> bool:
    return path.parts[0].removesuffix(".py") in _MODEL


def _hash_of(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for path in paths:
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(b"\0")
        digest.update(path.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()


def has_cache() -> bool:
    """Return whether machine code is kept on disk."""
    return _numba() is not None and _cache_folder() is not None


@functools.cache
def _cache_folder() -> Path | None:
    """Return a writable folder for machine code, or None where there is none."""
    import numba

    key = hashlib.sha256(
        "\0".join((model_hash(), sys.version, numba.__version__)).encode()
    ).hexdigest()[:20]
    for base in _cache_bases():
        folder = base / "community_sim" / key
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            continue  # not writable: try the next place, or work without a cache
    return None


def _cache_bases() -> list[Path]:
    chosen = os.environ.get("COMMUNITY_SIM_CACHE")
    if chosen:
        return [Path(chosen)]
    bases = []
    if os.environ.get("XDG_CACHE_HOME"):
        bases.append(Path(os.environ["XDG_CACHE_HOME"]))
    home = os.environ.get("HOME") or os.environ.get("LOCALAPPDATA")
    if home:
        bases.append(Path(home) / ".cache")
    return bases
