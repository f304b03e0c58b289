"""Read mechanisms: files of Python that put a rule of the researcher's own in place of the model's.

A mechanism is code that whoever loads it chooses to run; a name from a policy, a notebook's
parameters or a page never becomes one.
"""

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from community_sim.errors import BadValue, UnknownPolicy, did_you_mean
from community_sim.reading import data_folder, is_plain_name
from community_sim.rulebook import Rules, own_rules, rule_names

__all__ = ["Mechanism", "load_mechanism", "mechanism_names"]

_TEXTS = ("TITLE", "TITLE_ZH", "RATIONALE")
_FACTS = (*_TEXTS, "REPORT", "EXPECT")


@dataclass(frozen=True)
class Mechanism:
    """A mechanism as written.

    Attributes
    ----------
    name : str
        File stem.
    title, title_zh, rationale : str
        For people.
    report : tuple of str
        Report sections that speak of it.
    expected : tuple of (outcome, sign)
        Signs written down before any run: up or down.
    rules : Rules
        The rules it replaces.
    """

    name: str
    title: str
    title_zh: str
    rationale: str
    report: tuple[str, ...]
    expected: tuple[tuple[str, str], ...]
    rules: Rules


def mechanism_names() -> tuple[str, ...]:
    """Return the names of the shipped mechanisms."""
    return tuple(sorted(path.stem for path in (data_folder() / "mechanisms").glob("*.py")))


def load_mechanism(which: str | Path) -> Mechanism:
    """Return a shipped mechanism by its name, or one's own by the path of its file, which is run.

    Raises
    ------
    UnknownPolicy
        No shipped mechanism has the name, or there is no such file.
    UnknownRule
        A function is called like no rule.
    BadValue
        The file does not say what it is, or replaces no rule.
    """
    path = which if isinstance(which, Path) else _shipped(which)
    if not path.is_file():
        raise UnknownPolicy(f"There is no mechanism file '{path}'.")
    content = vars(_run(path))
    facts = {name: content[name] for name in _FACTS if name in content}
    for name in _TEXTS:
        if not isinstance(facts.get(name), str) or not facts[name].strip():
            raise BadValue(f"{path.name}: give {name}, a text in quotes.")
    functions = {
        name: value
        for name, value in content.items()
        if isinstance(value, FunctionType)
        and value.__module__ == content["__name__"]
        and not name.startswith("_")
    }
    if not functions:
        raise BadValue(
            f"{path.name}: replaces no rule; define a function called like one of "
            f"{', '.join(rule_names())}."
        )
    title, title_zh, rationale = (facts[name].strip() for name in _TEXTS)
    return Mechanism(
        path.stem, title, title_zh, rationale,
        _report(facts, path), _expected(facts, path), own_rules(functions),
    )  # fmt: skip


def _shipped(name: str) -> Path:
    names = mechanism_names()
    if not is_plain_name(name) or name not in names:
        raise UnknownPolicy(f"'{name}' is not a mechanism. {did_you_mean(name, names)}".rstrip())
    return data_folder() / "mechanisms" / f"{name}.py"


def _run(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"mechanism_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise BadValue(f"{path.name}: a mechanism is a file of Python, named with .py.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise BadValue(f"{path.name}, line {error.lineno}: not Python: {error.msg}.") from error
    return module


def _report(facts: Mapping[str, Any], path: Path) -> tuple[str, ...]:
    given = facts.get("REPORT", ())
    if not isinstance(given, list | tuple) or not all(isinstance(each, str) for each in given):
        raise BadValue(f"{path.name}: REPORT is a list of sections such as ['1/三/3'].")
    return tuple(given)


def _expected(facts: Mapping[str, Any], path: Path) -> tuple[tuple[str, str], ...]:
    given = facts.get("EXPECT", {})
    if not isinstance(given, dict) or not set(given.values()) <= {"up", "down"}:
        raise BadValue(f"{path.name}: EXPECT says 'up' or 'down' by the name of an outcome.")
    return tuple(given.items())
