"""Read a schedule: which sweeps and notebooks to run, with which parameters.

Everything is checked before anything runs: names, files, notebook parameters and their types,
policies and places.  A file that a schedule names lies in the schedule's own folder or below it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from community_sim.errors import BadValue, CommunitySimError, UnreadableFile, did_you_mean
from community_sim.place import load_place
from community_sim.policy_file import load_policy
from community_sim.publish.sources import checked_parameters, find_notebook, notebook_parameters
from community_sim.reading import Document, data_folder, is_plain_name, read_yaml

__all__ = ["Schedule", "ScheduledNotebook", "ScheduledSweep", "is_schedule", "read_schedule"]

LONGEST_CELL = 604_800
"""Longest time a cell may be given [s]: a week."""

_USUAL_CELL = 3_600
_FIELDS = ("title", "title_zh", "lang", "cell_seconds", "sweeps", "notebooks")
_NOTEBOOK_FIELDS = ("notebook", "parameters")
_LANGUAGES = ("en", "zh")
_TAKEN = ("sweeps",)


@dataclass(frozen=True)
class ScheduledNotebook:
    """A notebook to run.

    Attributes
    ----------
    page : str
        Name of its folder and page.
    source : Path
        The notebook.
    parameters : mapping
        Values for its `parameters` cell, checked; policy files by name.
    policy_files : tuple of Path
        The user's own policy files, to be copied beside the executed notebook.
    """

    page: str
    source: Path
    parameters: Mapping[str, Any]
    policy_files: tuple[Path, ...] = ()


@dataclass(frozen=True)
class ScheduledSweep:
    """A sweep to run: its name and its design file."""

    name: str
    design: Path


@dataclass(frozen=True)
class Schedule:
    """What to run, in order: sweeps first, then notebooks.

    Attributes
    ----------
    path : Path
        The schedule file.
    title, title_zh : str
        Heading of the site.
    lang : {'en', 'zh'}
        Language of pages and notebooks.
    cell_seconds : int
        Longest time a notebook's cell may take [s].
    sweeps : tuple of ScheduledSweep
        Sweeps.
    notebooks : tuple of ScheduledNotebook
        Notebooks.
    """

    path: Path
    title: str
    title_zh: str
    lang: str
    cell_seconds: int
    sweeps: tuple[ScheduledSweep, ...]
    notebooks: tuple[ScheduledNotebook, ...]

    @property
    def heading(self) -> str:
        """Return the title in the schedule's language."""
        return self.title_zh if self.lang == "zh" else self.title


def is_schedule(name: str) -> bool:
    """Return whether a name is a schedule's rather than a notebook's, by its ending."""
    return name.endswith((".yaml", ".yml"))


def read_schedule(path: Path) -> Schedule:
    """Read a schedule and check everything it names.

    Raises
    ------
    CommunitySimError
        The file is malformed, or names a notebook, parameter, policy, place or sweep that is
        not there; the message says where and what would be right.
    """
    document = read_yaml(path)
    _only(document, _FIELDS, "a schedule")
    title = _text(document, "title") or path.stem
    lang = _language(document)
    sweeps = tuple(_sweeps(document, path.parent))
    notebooks = tuple(_notebooks(document, path.parent, lang))
    if not notebooks:
        raise BadValue(f"{document.where('notebooks')}: a schedule runs at least one notebook.")
    return Schedule(
        path,
        title,
        _text(document, "title_zh") or title,
        lang,
        _cell_seconds(document),
        sweeps,
        notebooks,
    )


def _sweeps(document: Document, folder: Path) -> Iterator[ScheduledSweep]:
    for name, design in _mapping(document, "sweeps").items():
        where = document.where("sweeps", name)
        _check_name(name, where)
        if not isinstance(design, str):
            raise BadValue(f"{where}: '{name}' is {design!r}; name a file such as pay.yaml.")
        yield ScheduledSweep(name, _design(design, folder, where))


def _design(design: str, folder: Path, where: str) -> Path:
    """Return a design file: one that is shipped, by its name, or one beside the schedule."""
    if not design.endswith((".yaml", ".yml")):
        shipped = data_folder() / "sweeps"
        names = sorted(path.stem for path in shipped.glob("*.yaml"))
        if design not in names:
            advice = did_you_mean(design, names) or "Name a file such as pay.yaml."
            raise BadValue(f"{where}: there is no sweep '{design}'. {advice}")
        return shipped / f"{design}.yaml"
    return _beside(design, folder, where)


def _notebooks(document: Document, folder: Path, lang: str) -> Iterator[ScheduledNotebook]:
    for page, entry in _mapping(document, "notebooks").items():
        where = document.where("notebooks", page)
        _check_name(page, where)
        if not isinstance(entry, dict):
            raise BadValue(f"{where}: '{page}' must hold 'notebook' and 'parameters' lines.")
        _only(document, _NOTEBOOK_FIELDS, "a scheduled notebook", "notebooks", page)
        yield _notebook(document, page, folder, lang)


def _notebook(document: Document, page: str, folder: Path, lang: str) -> ScheduledNotebook:
    keys = ("notebooks", page)
    name = document.values["notebooks"][page].get("notebook")
    where = document.where(*keys, "notebook") if name else document.where(*keys)
    if not isinstance(name, str) or not name:
        raise BadValue(f"{where}: say which one: 'notebook: 30_compare', or a file.")
    given = _mapping(document, *keys, "parameters")
    with _located(where):
        path = _beside(name, folder, where) if name.endswith(".ipynb") else name
        source = find_notebook(path)
        known = notebook_parameters(source)
        for key, parameter in known.items():  # what it falls back on must be there, too
            if key not in given:
                _check_named(key, parameter.default)
    parameters: dict[str, Any] = {}
    files: list[Path] = []
    for key, value in given.items():
        at = document.where(*keys, "parameters", key)
        with _located(at):
            parameters |= checked_parameters(source, {key: value})
            if key in ("policy", "policies"):
                parameters[key] = _policies(value, folder, at, files)
            else:
                _check_named(key, value)
    usual = {"lang": lang, "output_folder": "."}
    parameters = {key: usual[key] for key in usual if key in known} | parameters
    return ScheduledNotebook(page, source, parameters, tuple(files))


def _check_named(key: str, value: Any) -> None:
    """Raise where a value names a policy or a place that is not there."""
    for name in value if isinstance(value, list) else [value]:
        if isinstance(name, str) and key in ("policy", "policies"):
            load_policy(name)
        if isinstance(name, str) and key in ("place", "places"):
            load_place(name)


def _policies(value: Any, folder: Path, where: str, files: list[Path]) -> Any:
    """Check policies; a user's own file is noted, and named as its copy will be."""
    if isinstance(value, list):
        return [_policies(one, folder, where, files) for one in value]
    if not isinstance(value, str) or not value.endswith((".yaml", ".yml")):
        _check_named("policy", value)
        return value
    path = _beside(value, folder, where)
    load_policy(path)
    if path not in files:
        if path.name in {other.name for other in files}:
            raise BadValue(f"{where}: two policy files are called '{path.name}'; rename one.")
        files.append(path)
    return f"policies/{path.name}"


def _beside(name: str, folder: Path, where: str) -> Path:
    """Return a file in the schedule's folder or below it."""
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in name:
        raise BadValue(
            f"{where}: '{name}' lies outside the schedule's folder; put the file beside the "
            "schedule or below it."
        )
    path = folder / parts
    if not path.is_file():
        raise UnreadableFile(f"{where}: there is no file '{name}' beside the schedule.")
    return path


@contextmanager
def _located(where: str) -> Iterator[None]:
    """Put file and line before the text of an error that does not know them."""
    try:
        yield
    except CommunitySimError as error:
        if str(error).startswith(where):
            raise
        raise type(error)(f"{where}: {error}") from error


def _only(document: Document, fields: tuple[str, ...], what: str, *keys: str) -> None:
    values: Any = document.values
    for key in keys:
        values = values[key]
    for key in values:
        if key not in fields:
            raise BadValue(
                f"{document.where(*keys, key)}: '{key}' is not a field of {what}. "
                f"{did_you_mean(key, fields)}"
            )


def _mapping(document: Document, *keys: str) -> Mapping[str, Any]:
    values: Any = document.values
    for key in keys:
        values = values.get(key)
        if values is None:
            return {}
    if not isinstance(values, dict):
        raise BadValue(f"{document.where(*keys)}: '{keys[-1]}' must hold 'name: value' lines.")
    return values


def _check_name(name: str, where: str) -> None:
    """Refuse a name that cannot be a folder's on every system, or that is taken."""
    if not is_plain_name(name) or not name.isascii() or name.lower() in _TAKEN:
        raise BadValue(
            f"{where}: '{name}' names a folder of the site; use other letters (a to z), digits, "
            "'_' and '-'."
        )


def _text(document: Document, key: str) -> str:
    value = document.values.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadValue(f"{document.where(key)}: '{key}' is {value!r}; write text, in quotes.")
    return value


def _language(document: Document) -> str:
    lang = document.values.get("lang", "en")
    if lang not in _LANGUAGES:
        raise BadValue(f"{document.where('lang')}: 'lang' is {lang!r}; it must be en or zh.")
    return str(lang)


def _cell_seconds(document: Document) -> int:
    value = document.values.get("cell_seconds", _USUAL_CELL)
    if type(value) is not int or not 1 <= value <= LONGEST_CELL:
        raise BadValue(
            f"{document.where('cell_seconds')}: 'cell_seconds' is {value!r}; it must be a whole "
            f"number from 1 to {LONGEST_CELL}."
        )
    return value
