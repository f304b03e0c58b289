"""Read the text files that people write: YAML and CSV, distrustfully.

A file is data from a stranger.  It is limited in size and depth, duplicate keys and aliases are
refused, nothing in it is evaluated, and every value keeps the line it stands on, so that an
error can say where.
"""

import csv
import io
import math
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from community_sim.errors import BadValue, UnreadableFile

__all__ = [
    "Document",
    "data_folder",
    "is_plain_name",
    "number",
    "parse_yaml",
    "read_table",
    "read_table_by",
    "read_yaml",
    "shipped_folder",
]

LARGEST_TABLE = 1_000_000
"""Largest CSV file that is read [bytes]."""

LARGEST_YAML = 50_000
"""Largest YAML file that is read [bytes]; PyYAML takes up to 20 s for a megabyte."""

DEEPEST = 12
"""Deepest nesting that is read [levels]."""

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
"""Characters that no text has: controls other than tab and line end, and half characters."""

_NAME = re.compile(r"\w[\w\-]{0,99}")
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)([eE][-+]?[0-9]+)?")


@dataclass(frozen=True)
class Document:
    """A YAML mapping with the line of every key.

    Attributes
    ----------
    path : str
        The file as the user named it.
    values : mapping
        Nested dicts, lists, strings, numbers and booleans.
    lines : mapping
        Line of each key, by its path of keys.
    """

    path: str
    values: Mapping[str, Any]
    lines: Mapping[tuple[str, ...], int]

    def where(self, *keys: str) -> str:
        """Return "file, line n" of a key, for the beginning of an error."""
        line = self.lines.get(keys)
        return self.path if line is None else f"{self.path}, line {line}"


def data_folder() -> Path:
    """Return the folder of the data files: that of COMMUNITY_SIM_DATA, else the shipped one."""
    chosen = os.environ.get("COMMUNITY_SIM_DATA")
    return Path(chosen) if chosen else shipped_folder()


def shipped_folder() -> Path:
    """Return `data/` beside the package, else the copy inside an installed package."""
    package = Path(__file__).parent
    beside = package.parent / "data"
    return beside if (beside / "parameters.csv").is_file() else package / "_data"


def is_plain_name(name: str) -> bool:
    """Return whether a name is a word of letters (of any script), digits, `_` and `-`."""
    return _NAME.fullmatch(name) is not None


def read_yaml(path: Path | str) -> Document:
    """Read a file that holds one YAML mapping.

    Numbers are written plainly (`1200`, `0.8`, `1e5`); what YAML would read as a date, an
    octal or a sexagesimal number, or `no` for false, is refused or kept as text.

    Raises
    ------
    UnreadableFile
        Not UTF-8, too large or too deep, not one mapping, an alias, a tag or a duplicate key.
    """
    return parse_yaml(_text(path, LARGEST_YAML), str(path))


def parse_yaml(text: str, shown: str) -> Document:
    """Read a text that holds one YAML mapping; `shown` is what errors call it.

    Raises
    ------
    UnreadableFile
        As `read_yaml` does.
    """
    if len(text.encode("utf-8", "replace")) > LARGEST_YAML:
        raise UnreadableFile(f"{shown}: longer than {LARGEST_YAML:,} bytes.")
    _refuse_early(text, shown)
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if node is None:
        raise UnreadableFile(f"{shown}: the file is empty; write at least a title.")
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1
        raise UnreadableFile(f"{shown}, line {line}: expected 'name: value' lines.")
    lines: dict[tuple[str, ...], int] = {}
    values = _mapping(node, (), lines, shown)
    return Document(shown, values, lines)


def _refuse_early(text: str, shown: str) -> None:
    """Refuse aliases, tags, a second document and deep nesting while events stream by."""
    depth = documents = 0
    for event in _events(text, shown):
        mark = event.start_mark
        line = 1 if mark is None else mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise UnreadableFile(
                f"{shown}, line {line}: anchors and aliases (& and *) are not read; "
                "write the value out."
            )
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            raise UnreadableFile(f"{shown}, line {line}: the tag '{tag}' is not read; remove it.")
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise UnreadableFile(
                    f"{shown}, line {line}: a second document begins here; a file holds one."
                )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise UnreadableFile(
                    f"{shown}, line {line}: nested more than {DEEPEST} levels deep."
                )
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _events(text: str, shown: str) -> Iterator[yaml.Event]:
    """Yield the events of a YAML text.

    PyYAML raises ValueError or OverflowError for an escape beyond Unicode, and for a version
    number of thousands of digits.
    """
    try:
        loader = yaml.SafeLoader(text)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise UnreadableFile(
            f"{shown}, line {line}: this is not YAML: the character U+{error.character:04X}."
        ) from error
    try:
        while loader.check_event():
            yield loader.get_event()  # type: ignore[no-untyped-call]
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None) or loader.get_mark()
        problem = getattr(error, "problem", None) or error
        raise UnreadableFile(
            f"{shown}, line {mark.line + 1}: this is not YAML: {problem}."
        ) from error
    finally:
        loader.dispose()


def _mapping(
    node: yaml.MappingNode, keys: tuple[str, ...], lines: dict[tuple[str, ...], int], shown: str
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise UnreadableFile(f"{shown}, line {line}: a name must be a plain word.")
        key = _plain(str(key_node.value), line, shown)
        if key in values:
            raise UnreadableFile(
                f"{shown}, line {line}: '{key}' is given twice (first on line "
                f"{lines[(*keys, key)]}); keep one."
            )
        lines[(*keys, key)] = line
        values[key] = _value(value_node, (*keys, key), lines, shown)
    return values


def _value(
    node: yaml.Node, keys: tuple[str, ...], lines: dict[tuple[str, ...], int], shown: str
) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, keys, lines, shown)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, keys, lines, shown) for item in node.value]
    style = getattr(node, "style", None)
    text = _plain(str(node.value), node.start_mark.line + 1, shown)
    return _scalar(text, is_quoted=style in ("'", '"', "|", ">"))


def _scalar(text: str, *, is_quoted: bool) -> str | int | float | bool | None:
    """Return a scalar as written: numbers and true/false only where they are plainly so."""
    if is_quoted:
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text) and len(text) < 30:
        return int(text)
    if _FLOAT.fullmatch(text) and not re.match(r"[-+]?0[0-9]", text):
        return float(text)
    return text


def _plain(text: str, line: int, shown: str) -> str:
    """Return a text unless it holds a character that no text has."""
    found = _UNPRINTABLE.search(text)
    if found is not None:
        raise UnreadableFile(
            f"{shown}, line {line}: the character {found.group()!a} cannot be in a text; remove it."
        )
    return text


def _text(path: Path | str, largest: int) -> str:
    """Return a file's text: UTF-8, with or without a byte-order mark, any line ends."""
    file = Path(path)
    try:
        if file.is_dir():
            raise UnreadableFile(f"{path}: this is a folder, not a file.")
        if file.exists() and not file.is_file():
            raise UnreadableFile(f"{path}: this is a device or a pipe, not a file.")
        if file.stat().st_size > largest:
            raise UnreadableFile(
                f"{path}: the file has {file.stat().st_size:,} bytes; at most {largest:,} are read."
            )
        content = file.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read: {error.strerror}.") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableFile(
            f"{path}, line {line}: not UTF-8 text (is it GBK or a spreadsheet?); save it as UTF-8."
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _UNPRINTABLE.search(text)
    return text if found is None else _plain(text, text[: found.start()].count("\n") + 1, str(path))


def read_table(path: Path | str, columns: tuple[str, ...] | None = None) -> list[dict[str, str]]:
    """Read a CSV file with a header; every row must have as many fields as the header.

    Parameters
    ----------
    path : Path or str
        The file.
    columns : tuple of str, optional
        The header it must have.

    Returns
    -------
    list of dict
        One per row; the key `line` holds the row's line in the file.
    """
    text = _text(path, LARGEST_TABLE)
    reader = csv.reader(io.StringIO(text), strict=True)
    rows = list(_rows(reader, str(path)))
    if not rows:
        raise UnreadableFile(f"{path}: the table is empty.")
    _, header = rows[0]
    if columns is not None and tuple(header) != columns:
        raise UnreadableFile(
            f"{path}, line 1: the header is {','.join(header)}; it must be {','.join(columns)}."
        )
    table = []
    for line, fields in rows[1:]:
        if len(fields) != len(header):
            raise UnreadableFile(
                f"{path}, line {line}: {len(fields)} fields, but the header has {len(header)}; "
                "put text with commas in double quotes."
            )
        table.append({**dict(zip(header, fields, strict=True)), "line": str(line)})
    return table


def read_table_by(
    key: str, path: Path, columns: tuple[str, ...]
) -> Iterator[tuple[dict[str, str], str]]:
    """Yield the rows of a CSV file in which a column names each row once, with where each stands.

    Raises
    ------
    UnreadableFile, BadValue
        The table is malformed, or a name is given twice.
    """
    seen: set[str] = set()
    for row in read_table(path, columns):
        where = f"{path.name}, line {row['line']}"
        if row[key] in seen:
            raise BadValue(f"{where}: '{row[key]}' is given twice; keep one.")
        seen.add(row[key])
        yield row, where


def _rows(reader: Any, shown: str) -> Iterator[tuple[int, list[str]]]:
    try:
        for fields in reader:
            if fields:
                yield reader.line_num, fields
    except csv.Error as error:
        raise UnreadableFile(f"{shown}, line {reader.line_num}: {error}.") from error


def number(text: str, where: str, name: str) -> float:
    """Return a finite number from a table's field, or raise BadValue saying where."""
    if not _FLOAT.fullmatch(text.strip()) or not math.isfinite(value := float(text)):
        raise BadValue(f"{where}: '{name}' is {text!r}; write a plain number such as 0.42.")
    return value
