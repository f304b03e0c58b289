"""Find out whose a notebook is that was handed in as a file."""

from collections.abc import Sequence
from pathlib import Path

from community_sim.course.city import normalised
from community_sim.course.roster import Enrolled
from community_sim.errors import BadValue

__all__ = ["belongings"]

_BREAKS = " _-.(（"
_LARGEST = 20_000_000  # of a notebook [bytes]


def belongings(inbox: Path, students: Sequence[Enrolled]) -> tuple[dict[Enrolled, Path], list[str]]:
    """Return each student's notebook in a folder, and a sentence for every file that is not taken.

    A file is a student's if its name, or that of a folder around it, is or begins with the
    student's name or folder name.

    Parameters
    ----------
    inbox : Path
        Folder with notebooks, as a learning platform or a memory stick brings them.
    students : sequence of Enrolled
        Who takes the course.

    Raises
    ------
    BadValue
        There is no such folder.
    """
    if not inbox.is_dir():
        raise BadValue(f"{inbox}: there is no such folder of handed-in notebooks.")
    found: dict[Enrolled, list[Path]] = {}
    problems = []
    for path in sorted(inbox.rglob("*.ipynb")):
        if ".ipynb_checkpoints" in path.parts or path.is_symlink():
            continue
        shown = path.relative_to(inbox)
        owner = _owner(shown, students)
        if owner is None:
            problems.append(f"'{shown}' bears no name of the roster.")
        elif path.stat().st_size > _LARGEST:
            problems.append(f"'{shown}' is too large for a notebook.")
        else:
            found.setdefault(owner, []).append(path)
    for owner, paths in found.items():
        if len(paths) > 1:
            names = ", ".join(f"'{path.relative_to(inbox)}'" for path in paths)
            problems.append(f"'{owner.name}' handed in more than one ({names}); leave one.")
    return {owner: paths[0] for owner, paths in found.items() if len(paths) == 1}, problems


def _owner(shown: Path, students: Sequence[Enrolled]) -> Enrolled | None:
    """Return whose a file is: the longest name that a part of its path bears."""
    matches: list[tuple[int, Enrolled]] = []
    for label in (*shown.parts[:-1], shown.stem):
        try:
            text = normalised(label)
        except BadValue:
            continue
        for one in students:
            matches.extend(
                (len(key), one)
                for key in (normalised(one.name), one.folder)
                if text == key or (text.startswith(key) and text[len(key)] in _BREAKS)
            )
    return max(matches, key=lambda match: match[0])[1] if matches else None
