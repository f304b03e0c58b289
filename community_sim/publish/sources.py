"""Find notebooks, and check what is handed to their `parameters` cell.

Papermill pastes the name of a parameter into code and only warns about one that the notebook does
not have.  Here a name that the `parameters` cell does not assign is refused, and a value must have
the type of the default it replaces.
"""

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from community_sim.errors import (
    BadValue,
    UnknownNotebookParameter,
    UnreadableFile,
    did_you_mean,
)

__all__ = [
    "PARAMETERS_TAG",
    "NotebookParameter",
    "checked_parameters",
    "find_notebook",
    "notebook_folder",
    "notebook_names",
    "notebook_parameters",
    "read_notebook",
    "source_of",
    "tags_of",
    "value_from_text",
]

PARAMETERS_TAG = "parameters"

_TYPE_NAMES: Mapping[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    list: 'a list such as ["a", "b"]',
}


@dataclass(frozen=True)
class NotebookParameter:
    """One line of a `parameters` cell.

    Attributes
    ----------
    name : str
        Its name.
    default : bool, int, float, str or list
        Its value in the notebook, which also gives its type.
    about : str
        The comment behind it.
    """

    name: str
    default: Any
    about: str


def notebook_folder() -> Path:
    """Return the folder of the notebooks: beside the package, or inside an installed one."""
    package = Path(__file__).parents[1]
    beside = package.parent / "notebooks"
    return beside if beside.is_dir() else package / "_notebooks"


def notebook_names() -> tuple[str, ...]:
    """Return the names of the notebooks that come with the package, in order."""
    return tuple(sorted(path.stem for path in notebook_folder().glob("*.ipynb")))


def find_notebook(name: str | Path) -> Path:
    """Return the file of a notebook, given by its name or as a path.

    Raises
    ------
    UnreadableFile
        There is no such notebook.
    """
    if str(name) in notebook_names():
        return notebook_folder() / f"{name}.ipynb"
    path = Path(name)
    if path.suffix == ".ipynb" and path.is_file():
        return path
    raise UnreadableFile(
        f"There is no notebook '{name}'. {did_you_mean(path.stem, notebook_names())}".rstrip()
    )


def read_notebook(path: Path) -> dict[str, Any]:
    """Return the content of a notebook file.

    Raises
    ------
    UnreadableFile
        The file is not a notebook of format 4.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        is_notebook = content["nbformat"] == 4 and isinstance(content["cells"], list)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableFile(f"{path}: this is not a Jupyter notebook.") from error
    if not is_notebook:
        raise UnreadableFile(f"{path}: this is not a Jupyter notebook of format 4.")
    return dict(content)


def source_of(cell: Mapping[str, Any]) -> str:
    """Return the text of a cell, which a file may hold as a string or as lines."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def tags_of(cell: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the tags of a cell."""
    return tuple(cell.get("metadata", {}).get("tags", ()))


def notebook_parameters(path: Path) -> Mapping[str, NotebookParameter]:
    """Return what the `parameters` cell of a notebook assigns, by name.

    Raises
    ------
    UnreadableFile
        The notebook has not exactly one such cell, or the cell holds more than plain values.
    """
    cells = [cell for cell in read_notebook(path)["cells"] if PARAMETERS_TAG in tags_of(cell)]
    if len(cells) != 1:
        raise UnreadableFile(
            f"{path}: {len(cells)} cells carry the tag '{PARAMETERS_TAG}'; there must be one."
        )
    text = source_of(cells[0])
    try:
        found = [_parameter(line, text.splitlines()) for line in ast.parse(text).body]
    except (SyntaxError, ValueError) as error:
        raise UnreadableFile(
            f"{path}: the '{PARAMETERS_TAG}' cell may only hold lines such as 'years: int = 20'."
        ) from error
    return {each.name: each for each in found}


def checked_parameters(path: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters to hand to a notebook, checked by name and type.

    Raises
    ------
    UnknownNotebookParameter
        The notebook has no such parameter.
    BadValue
        A value is not of the type of the notebook's own.
    """
    known = notebook_parameters(path)
    for name in given:
        if name not in known:
            raise UnknownNotebookParameter(
                f"{path.name} has no parameter '{name}'. {did_you_mean(name, known)}".rstrip()
            )
    return {name: _checked(path, known[name], value) for name, value in given.items()}


def value_from_text(path: Path, name: str, text: str) -> Any:
    """Return a parameter's value from what was typed: JSON where it is a number, flag or list.

    Raises
    ------
    UnknownNotebookParameter, BadValue
        As `checked_parameters`.
    """
    known = notebook_parameters(path)
    value: Any = text
    if name in known and not isinstance(known[name].default, str):
        try:
            value = json.loads(text)
        except ValueError:
            value = text
    return checked_parameters(path, {name: value})[name]


def _parameter(line: ast.stmt, text: list[str]) -> NotebookParameter:
    """Return one assignment of a plain value; raise ValueError for anything else."""
    match line:
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            default = ast.literal_eval(value)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            default = ast.literal_eval(value)
        case _:
            raise ValueError("not an assignment to a name")
    if type(default) not in _TYPE_NAMES:
        raise ValueError("not a plain value")
    behind = text[(line.end_lineno or line.lineno) - 1].encode()[line.end_col_offset or 0 :]
    return NotebookParameter(name, default, behind.decode().strip(" #"))


def _checked(path: Path, parameter: NotebookParameter, value: Any) -> Any:
    wanted = type(parameter.default)
    if wanted is float and type(value) is int:
        return float(value)
    fits = type(value) is wanted
    if wanted is list and fits:
        kinds = {type(item) for item in parameter.default} or {str}
        fits = all(type(item) in kinds for item in value)
    if not fits:
        raise BadValue(
            f"{path.name}: the parameter '{parameter.name}' is {value!r}; "
            f"it must be {_TYPE_NAMES[wanted]}."
        )
    return value
