"""Who takes the course: names, languages, and the folder that each name stands for."""

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path

from community_sim.course.city import normalised
from community_sim.errors import BadValue, UnreadableFile

__all__ = ["Enrolled", "folder_name", "read_roster"]

LARGEST = 1_000_000
"""Largest roster that is read [bytes]."""

_SAFE = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,38}[a-z0-9])?")
_TAKEN = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|s-.*)")  # by Windows, and by hashes
_ENCODINGS = ("utf-8-sig", "gb18030")  # the second is what Excel writes in China
_LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Enrolled:
    """Name one student of a class.

    Attributes
    ----------
    name : str
        As the roster has it.
    lang : {'zh', 'en'}
        Language of the student's notebooks.
    """

    name: str
    lang: str = "zh"

    @property
    def folder(self) -> str:
        """Return the folder of the student's work."""
        return folder_name(self.name)


def folder_name(student: str) -> str:
    """Return the folder of a student: the name where it is safe, else a part of its hash.

    Two names that are one for `normalised` have one folder, and two that are not have two.

    Raises
    ------
    BadValue
        The name is blank or too long.
    """
    name = normalised(student)
    if _SAFE.fullmatch(name) and not _TAKEN.fullmatch(name):
        return name
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"s-{digest[:16]}"


def read_roster(path: Path) -> tuple[Enrolled, ...]:
    """Return the students of a class from a CSV file with the columns `name` and perhaps `lang`.

    Raises
    ------
    UnreadableFile
        The file is not there, is too large, or is no text.
    BadValue
        There is no column `name`, nobody, a blank name, a name twice, or a strange language.
    """
    rows = list(csv.DictReader(io.StringIO(_text(path), newline="")))
    if not rows or "name" not in rows[0]:
        raise BadValue(f"{path}: the first line must be 'name' or 'name,lang', and names follow.")
    students: dict[str, Enrolled] = {}
    for line, row in enumerate(rows, start=2):
        lang = (row.get("lang") or _LANGUAGES[0]).strip().lower()
        if lang not in _LANGUAGES:
            raise BadValue(f"{path}, line {line}: the language is '{lang}'; give zh or en.")
        try:
            one = Enrolled(" ".join((row["name"] or "").split()), lang)
            folder = one.folder
        except BadValue as error:
            raise BadValue(f"{path}, line {line}: {error}") from error
        if folder in students:
            raise BadValue(
                f"{path}, line {line}: '{one.name}' is there twice; tell the two apart by a number."
            )
        students[folder] = one
    return tuple(students.values())


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path}: this roster cannot be read.") from error
    if len(content) > LARGEST:
        raise UnreadableFile(f"{path}: this is too large for a roster.")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(f"{path}: this is not a text file; save the roster as CSV (UTF-8).")
