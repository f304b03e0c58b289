"""Who takes the course: names, and the folder that each name stands for."""

import hashlib
import re

from community_sim.course.city import normalised

__all__ = ["folder_name"]

_SAFE = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,38}[a-z0-9])?")
_TAKEN = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|s-.*)")  # by Windows, and by hashes


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
