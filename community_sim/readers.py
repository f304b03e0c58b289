"""Find in the model's own sources which functions read a lever or a parameter.

What a rule reads it reads as an attribute: `levers.pay_dispersion`, `p.pay_weight`.  The sources
are looked through and not run, so the answer cannot be out of date.
"""

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from community_sim.compilation import model_sources
from community_sim.parameters import Parameters
from community_sim.policy import GROUPS, PolicyNumbers

__all__ = ["Read", "read_by", "reads"]

_SOURCES = (
    "career_grid", "career_recursion", "careers", "engines", "founding", "plan", "population",
    "prospects", "rules", "scenario",
)  # fmt: skip
_RECORDS = frozenset({"levers", "p", "parameters"})  # what a record is called
_TYPES = frozenset({PolicyNumbers.__name__, Parameters.__name__})
_MAKERS = frozenset({"as_numbers", "levers_in_year", "terms_in_year"})  # what returns one
_OF_TUPLES = frozenset({"_asdict", "_fields", "_replace"})


@dataclass(frozen=True)
class Read:
    """One place in which a function reads a field of a record.

    Attributes
    ----------
    name : str
        The field: `pay_weight`, `pay_dispersion`.
    function : str
        Module and function: `rules/pay.pay_ratio`.
    line : int
        Line in the module.
    """

    name: str
    function: str
    line: int


@functools.cache
def reads() -> tuple[Read, ...]:
    """Return every read of a field in the model's sources, misspelt ones too."""
    package = Path(__file__).parent
    found: list[Read] = []
    for path in model_sources():
        module = path.relative_to(package).with_suffix("").as_posix()
        if module.split("/")[0] in _SOURCES:
            found += _reads_in(ast.parse(path.read_text(encoding="utf-8")), module)
    return tuple(found)


@functools.cache
def read_by(name: str) -> tuple[str, ...]:
    """Return the functions that read a parameter, or a lever by its full name."""
    field = name.replace(".", "_", 1)
    return tuple(dict.fromkeys(read.function for read in reads() if read.name == field))


def _reads_in(tree: ast.Module, module: str) -> Iterator[Read]:
    for function, owner in _functions(tree.body):
        names = _RECORDS | set(_record_names(function))
        for node in ast.walk(function):
            field = _field(node, names)
            if field is not None and field not in _OF_TUPLES:
                yield Read(field, f"{module}.{owner}{function.name}", node.lineno)  # type: ignore[attr-defined]


def _functions(body: list[ast.stmt], owner: str = "") -> Iterator[tuple[ast.FunctionDef, str]]:
    """Yield a module's functions and its classes' methods; inner ones are part of them."""
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield node, owner
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{node.name}.")


def _record_names(function: ast.FunctionDef) -> Iterator[str]:
    """Yield what records are called in a function: arguments by type, and what a maker returned."""
    for node in ast.walk(function):
        if isinstance(node, ast.arg) and node.annotation is not None:
            if _TYPES & {
                each.id for each in ast.walk(node.annotation) if isinstance(each, ast.Name)
            }:
                yield node.arg
        elif isinstance(node, ast.Assign) and _is_record(node.value):
            yield from (each.id for each in node.targets if isinstance(each, ast.Name))


def _is_record(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Attribute) and value.func.attr in _MAKERS
    return isinstance(value, ast.Attribute) and value.attr in _RECORDS


def _field(node: ast.AST, names: frozenset[str]) -> str | None:
    """Return the field of a record that an expression reads, if it reads one."""
    if not isinstance(node, ast.Attribute):
        return None
    whose = node.value
    if isinstance(whose, ast.Name) and whose.id in names:
        return node.attr
    if isinstance(whose, ast.Attribute):
        if whose.attr in _RECORDS:
            return node.attr
        of_group = f"{whose.attr}_{node.attr}"
        if whose.attr in GROUPS and of_group in PolicyNumbers._fields:
            return of_group  # a policy's own: policy.pay.hold_wage_bill
    return None
