"""The rules of the model, some of them replaced by a researcher's own.

A rule is a public function of `community_sim.rules`. A replacement is a frozen value: it is known
by its name and by a hash of what its function does, so that equal mechanisms are equal, and a
sealed result says which rule it was made under.
"""

import hashlib
import importlib
import inspect
import math
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import CodeType, FunctionType, ModuleType
from typing import Any

from community_sim.compilation import Replacements, relinked
from community_sim.errors import BadValue, UnknownRule, did_you_mean

__all__ = ["OWN_RULES_NONE", "OwnRule", "Rulebook", "Rules", "own_rules", "rule_names"]

_RULES = "community_sim.rules"


@cache
def _catalogue() -> Mapping[str, FunctionType]:
    """Return every rule by name."""
    found: dict[str, FunctionType] = {}
    folder = importlib.import_module(_RULES).__path__
    for module in sorted(each.name for each in pkgutil.iter_modules(folder)):
        content = importlib.import_module(f"{_RULES}.{module}")
        for name in content.__all__:
            value = getattr(content, name)
            if isinstance(value, FunctionType):
                found[name] = value
    return found


def rule_names() -> tuple[str, ...]:
    """Return the names of all rules."""
    return tuple(_catalogue())


@dataclass(frozen=True)
class OwnRule:
    """A function in place of a rule.

    Attributes
    ----------
    name : str
        Name of the rule it replaces.
    digest : str
        Hash [hex] of what the function does; empty where it uses what has no content to hash.
    function : callable
        Takes what the rule takes.
    identity : int
        Tells functions without a digest apart while they live; 0 for those that have one.
    """

    name: str
    digest: str
    function: FunctionType = field(compare=False)
    identity: int = 0


@dataclass(frozen=True)
class Rules:
    """The replaced rules of a scenario.

    Attributes
    ----------
    own : tuple of OwnRule
        In the order of their names.
    in_python : bool
        Whether they are run as they are, not compiled.
    """

    own: tuple[OwnRule, ...] = ()
    in_python: bool = False

    @cached_property
    def replacements(self) -> Replacements:
        """What `compiled` needs to know."""
        catalogue = _catalogue()
        pairs = tuple((catalogue[each.name], each.function) for each in self.own)
        digests = [f"{each.name}:{each.digest}" for each in self.own]
        is_known = all(each.digest for each in self.own)
        return Replacements(pairs, " ".join(digests) if is_known else None, self.in_python)

    @property
    def content(self) -> list[tuple[str, str]]:
        """Names and hashes of the replaced rules.

        Raises
        ------
        BadValue
            A rule has no content that could be hashed, so nothing can be sealed under it.
        """
        for each in self.own:
            if not each.digest:
                raise BadValue(
                    f"The rule '{each.name}' uses something that has no fixed content; a sealed "
                    "result needs rules of numbers, `math` and functions of the same kind."
                )
        return [(each.name, each.digest) for each in self.own]


OWN_RULES_NONE = Rules()


class Rulebook:
    """Every rule as an attribute, in plain Python, with the replaced ones in place.

    Parameters
    ----------
    chosen : Rules
        What is replaced; a rule that calls a replaced one calls the replacement.
    """

    def __init__(self, chosen: Rules = OWN_RULES_NONE):
        own = {each.name: each.function for each in chosen.own}
        for name, rule in _catalogue().items():
            if name in own:
                setattr(self, name, _checked(name, relinked(own[name], chosen.replacements)))
            else:
                setattr(self, name, relinked(rule, chosen.replacements))

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Refuse what is no rule."""
        raise AttributeError(f"'{name}' is not a rule")


def own_rules(replaced: Mapping[str, Callable[..., Any]]) -> Rules:
    """Return rules in which functions stand in for some.

    Raises
    ------
    UnknownRule
        No rule has the name.
    BadValue
        What is given is no function, or takes another number of arguments than the rule.
    """
    catalogue = _catalogue()
    own = []
    for name, function in sorted(replaced.items()):
        if name not in catalogue:
            raise UnknownRule(f"'{name}' is not a rule. {did_you_mean(name, catalogue)}".rstrip())
        if not isinstance(function, FunctionType):
            raise BadValue(f"The rule '{name}' is {function!r}; give a function (def or lambda).")
        _check_arguments(name, function, catalogue[name])
        digest = _digest(function)
        own.append(OwnRule(name, digest, function, 0 if digest else id(function)))
    return Rules(tuple(own))


def _check_arguments(name: str, function: FunctionType, rule: FunctionType) -> None:
    wanted = list(inspect.signature(rule).parameters)
    try:
        inspect.signature(function).bind(*wanted)
    except TypeError as error:
        raise BadValue(
            f"The rule '{name}' takes {', '.join(wanted)}; your function cannot be called so: "
            f"{error}."
        ) from error


def _checked(name: str, function: FunctionType) -> Callable[..., Any]:
    """Return a function that refuses what is no number."""

    def rule(*arguments: Any) -> Any:
        value = function(*arguments)
        for each in value if isinstance(value, tuple) else (value,):
            if not isinstance(each, int | float) or math.isnan(each):
                raise BadValue(f"Your rule '{name}' returned {value!r}; it has to return a number.")
        return value

    return rule


def _digest(function: FunctionType) -> str:
    """Return a hash of what a function does, or nothing where that cannot be told."""
    digest = hashlib.sha256()
    try:
        for part in _parts(function, set()):
            digest.update(part.encode())
            digest.update(b"\0")
    except _NoContent:
        return ""
    return digest.hexdigest()


class _NoContent(Exception):
    """Something whose content cannot be told."""


def _parts(value: Any, seen: set[int]) -> Iterator[str]:
    """Yield what decides a value: code, constants, and what it refers to."""
    if value is None or isinstance(value, bool | int | float | str | bytes):
        yield repr(value)
    elif isinstance(value, ModuleType) and value in (math,):
        yield "module math"
    elif isinstance(value, CodeType):
        yield value.co_code.hex()
        yield from _parts(value.co_names, seen)
        yield from _parts(value.co_consts, seen)
    elif isinstance(value, tuple | frozenset):
        yield "("
        for each in sorted(value, key=repr) if isinstance(value, frozenset) else value:
            yield from _parts(each, seen)
        yield ")"
    elif isinstance(value, FunctionType):
        yield from _function_parts(value, seen)
    elif isinstance(value, type) or callable(value):
        if getattr(value, "__module__", "") != "builtins":
            raise _NoContent
        yield f"builtin {value.__qualname__}"
    else:
        raise _NoContent


def _function_parts(function: FunctionType, seen: set[int]) -> Iterator[str]:
    if id(function) in seen:
        return
    seen.add(id(function))
    if function.__module__.startswith(f"{_RULES}."):
        yield f"rule {function.__qualname__}"  # the hash of the model's sources holds it
        return
    yield from _parts(function.__code__, seen)
    yield from _parts(function.__defaults__ or (), seen)
    for cell in function.__closure__ or ():
        yield from _parts(cell.cell_contents, seen)
    for name in sorted(_names(function.__code__)):
        if name in function.__globals__:
            yield name
            yield from _parts(function.__globals__[name], seen)


def _names(code: CodeType) -> set[str]:
    """Return the names that a code and the codes inside it refer to."""
    found = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found |= _names(constant)
    return found
