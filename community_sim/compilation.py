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
from typing import Any, NamedTuple, TypeVar, cast

from community_sim.errors import BadValue

__all__ = [
    "NOTHING_REPLACED",
    "Replacements",
    "as_records",
    "compiled",
    "has_cache",
    "model_hash",
    "model_sources",
    "relinked",
    "source_hash",
]

F = TypeVar("F", bound=Callable[..., Any])

_PACKAGE = __name__.partition(".")[0]
# Modules and packages that decide a run's numbers; the rest reads, shows and asks.
_MODEL = (
    "career_grid", "career_recursion", "careers", "catalogue", "compilation", "engines",
    "founding", "levers", "logit", "parameters", "plan", "policy", "population", "prospects",
    "randomness", "rulebook", "rules", "scenario", "trajectory", "vocabulary",
)  # fmt: skip

_entries: dict[tuple[FunctionType, "Replacements"], Callable[..., Any]] = {}
_callees: dict[tuple[FunctionType, "Replacements"], Callable[..., Any]] = {}
_relinked: dict[tuple[FunctionType, "Replacements"], FunctionType] = {}


class Replacements(NamedTuple):
    """Functions that stand in for others wherever compiled code calls these.

    Attributes
    ----------
    pairs : tuple of (function, function)
        What is replaced, and by what.
    digest : str, optional
        Hash of what the replacements do; None where it cannot be told, and then no machine code
        is kept on disk.
    in_python : bool
        Whether what calls a replacement is to stay plain Python.
    """

    pairs: tuple[tuple[FunctionType, FunctionType], ...] = ()
    digest: str | None = ""
    in_python: bool = False

    def reached_from(self, function: FunctionType) -> "Replacements":
        """Return those that a function calls, itself or through others of the package."""
        called = set(_called(function))
        pairs: tuple[tuple[FunctionType, FunctionType], ...] = ()
        while len(found := tuple(pair for pair in self.pairs if pair[0] in called)) > len(pairs):
            pairs = found
            for _, own in pairs:
                called |= _called(own)
        return self._replace(pairs=pairs) if pairs else NOTHING_REPLACED


NOTHING_REPLACED = Replacements()


def compiled(function: F, replaced: Replacements = NOTHING_REPLACED) -> F:
    """Return `function` compiled by Numba, or itself where Numba is not installed.

    Functions of this package that it refers to by name are compiled with it; other globals
    (numbers, `math`) are taken as constants.  A function is compiled once per process, and
    its machine code is kept on disk for the next one where a folder can be written.

    Parameters
    ----------
    function : callable
        A rule, or a kernel that calls rules.
    replaced : Replacements
        Functions that are called in place of others.

    Raises
    ------
    BadValue
        On the first call: a replacement that Numba cannot compile.
    """
    numba = _numba()
    plain = cast("FunctionType", function)
    here = replaced.reached_from(plain) if replaced.pairs else replaced
    if numba is None or (here.pairs and here.in_python):
        return cast("F", relinked(plain, here))
    key = (plain, here)
    if key not in _entries:
        made = _with_cache(numba, _linked(plain, here, numba), here)
        _entries[key] = _saying_why(made, here, numba) if here.pairs else made
    return cast("F", _entries[key])


def relinked(function: FunctionType, replaced: Replacements) -> FunctionType:
    """Return a function of plain Python in which replacements are called in place of others."""
    here = replaced.reached_from(function) if replaced.pairs else replaced
    if not here.pairs:
        return function
    key = (function, here)
    if key not in _relinked:
        _relinked[key] = _linked(function, here, None)
    return _relinked[key]


def _saying_why(
    made: Callable[..., Any], replaced: Replacements, numba: ModuleType
) -> Callable[..., Any]:
    """Return a compiled function that says in one sentence which rules cannot be compiled."""

    @functools.wraps(made)
    def call(*arguments: Any) -> Any:
        errors = numba.core.errors
        try:
            return made(*arguments)
        except (errors.NumbaError, errors.UnsupportedBytecodeError) as error:
            names = ", ".join(f"'{rule.__name__}'" for rule, _ in replaced.pairs)
            raise BadValue(
                f"Your rule for {names} cannot be compiled: write it with numbers and `math` only, "
                "or run it in plain Python with engine='agent'."
            ) from error

    return call


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


def _called(function: FunctionType) -> frozenset[FunctionType]:
    """Return the functions of this package that a function calls, itself or through others."""
    found: set[FunctionType] = set()
    waiting = [function]
    while waiting:
        for value in _callees_of(waiting.pop()).values():
            if value not in found:
                found.add(value)
                waiting.append(value)
    return frozenset(found)


def _callees_of(function: FunctionType) -> dict[str, FunctionType]:
    """Return the functions that a function calls by name, of this package or of its own module."""
    names = function.__globals__
    return {
        name: value
        for name in function.__code__.co_names
        if isinstance(value := names.get(name), FunctionType)
        and (value.__module__.startswith(_PACKAGE) or value.__module__ == function.__module__)
    }


def _linked(
    function: FunctionType, replaced: Replacements, numba: ModuleType | None
) -> FunctionType:
    """Return a copy of a function whose calls go to compiled or replaced versions of callees."""
    names = dict(function.__globals__)
    stood_for = [rule for rule, own in replaced.pairs if own is function]
    for name, value in _callees_of(function).items():
        is_model = value in stood_for  # a replacement may build on what it replaces
        names[name] = _callee(value, NOTHING_REPLACED if is_model else replaced, numba)
    copy = FunctionType(
        function.__code__, names, function.__name__, function.__defaults__, function.__closure__
    )
    # Machine code on disk imports the module of each function, and a mechanism's own has no name.
    copy.__module__ = function.__module__ if function.__module__ in sys.modules else __name__
    copy.__qualname__ = function.__qualname__
    copy.__doc__ = function.__doc__
    return copy


def _callee(
    function: FunctionType, replaced: Replacements, numba: ModuleType | None
) -> Callable[..., Any]:
    """Return a function as it is called from linked code: its replacement, linked in its turn.

    Compiled, it can be called from compiled code only, which is quicker to make.
    """
    function = dict(replaced.pairs).get(function, function)
    if numba is None:
        return relinked(function, replaced)
    key = (function, replaced)
    if key not in _callees:
        options = {
            "error_model": "numpy",
            "no_cpython_wrapper": True,
            "no_cfunc_wrapper": True,
            "forceinline": True,
        }
        _callees[key] = numba.njit(**options)(_linked(function, replaced, numba))
    return _callees[key]


def _with_cache(
    numba: ModuleType, function: FunctionType, replaced: Replacements
) -> Callable[..., Any]:
    folder = None if replaced.digest is None else _cache_folder(replaced.digest)
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
def _cache_folder(own: str = "") -> Path | None:
    """Return a writable folder for machine code, or None where there is none.

    Parameters
    ----------
    own : str
        Hash of replaced functions, which have a folder of their own.
    """
    import numba

    parts = (model_hash(), sys.version, numba.__version__, *([own] if own else []))
    key = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]
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
