"""Hand out, collect and grade a class's lessons with nbgrader, in one folder.

The folder is a course of nbgrader's, so that its own commands and its formgrader work there too.
"""

import csv
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from community_sim.course.collecting import belongings
from community_sim.course.editions import edition, lesson_source, stripped, write_notebook
from community_sim.course.lessons import exercises, lesson
from community_sim.course.roster import Enrolled
from community_sim.errors import BadValue
from community_sim.publish.sources import read_notebook

__all__ = ["Classroom", "Marks"]

_CONFIG = '''"""Settings of nbgrader for this course."""

from pathlib import Path

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "community_sim"
c.CourseDirectory.root = str(Path(__file__).parent)
c.Exchange.root = str(Path(__file__).parent / "exchange")
c.ClearSolutions.code_stub = {"python": ""}
c.OverwriteCells.add_missing_cells = True  # a deleted test counts, as not passed
c.ExecutePreprocessor.timeout = 300  # seconds a cell may take
'''


@dataclass(frozen=True)
class Marks:
    """Hold what one student got for one lesson.

    Attributes
    ----------
    student : Enrolled
        Whose marks.
    points : mapping of str to float
        Points by exercise; empty where nothing was handed in.
    """

    student: Enrolled
    points: Mapping[str, float]


@dataclass(frozen=True)
class Classroom:
    """A class and its folder.

    Attributes
    ----------
    folder : Path
        Where everything lies; made where it is not there.
    students : sequence of Enrolled
        Who takes the course.
    """

    folder: Path
    students: Sequence[Enrolled]

    def release(self, number: int, lang: str = "zh") -> list[Path]:
        """Make a lesson's assignment, and every student's own notebook; return the notebooks.

        Parameters
        ----------
        number : int
            The lesson.
        lang : {'zh', 'en'}
            Language of the copy that nbgrader's exchange hands out.
        """
        about, source = lesson_source(number)
        self._prepare()
        file = f"{about.stem}.ipynb"
        write_notebook(edition(source, lang, ""), self.folder / "source" / about.assignment / file)
        self._nbgrader("generate_assignment", about.assignment, "--force")
        made = []
        for one in self.students:
            own = stripped(edition(source, one.lang, one.name))
            path = self.folder / "handed_out" / about.assignment / f"{one.folder}_{file}"
            write_notebook(own, path)
            made.append(path)
        return made

    def collect(self, number: int, inbox: Path | None = None) -> int:
        """Take in what was handed in, from a folder or from nbgrader's exchange; return how many.

        Parameters
        ----------
        number : int
            The lesson.
        inbox : Path, optional
            Folder of notebooks, each named for its student or in a folder so named.  Default:
            nbgrader's exchange.

        Raises
        ------
        BadValue
            Nothing was released, or some notebook is nobody's, unreadable, or one of two; the
            others are taken.
        """
        about = lesson(number)
        self._check_released(number)
        if inbox is None:
            self._nbgrader("collect", about.assignment, "--update")
            return sum(self._submission(number, one).is_file() for one in self.students)
        found, problems = belongings(inbox, self.students)
        taken = 0
        for one, path in found.items():
            try:
                read_notebook(path)
            except ValueError as error:
                problems.append(str(error))
                continue
            target = self._submission(number, one)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            taken += 1
        if problems:
            raise BadValue(f"{taken} notebooks were taken. {' '.join(problems)}")
        return taken

    def grade(self, number: int) -> list[Marks]:
        """Grade what was collected, write feedback and `grades_lesson_N.csv`; return the marks.

        Raises
        ------
        BadValue
            Nothing was released or collected, or nbgrader could not grade some notebook; the others
            are graded.
        """
        about = lesson(number)
        self._check_released(number)
        if not any(self._submission(number, one).is_file() for one in self.students):
            raise BadValue(
                f"Nobody in the roster has handed in lesson {number}; collect it first, with "
                f"'community-sim course collect'."
            )
        problem = None
        for command in ("autograde", "generate_feedback"):
            try:
                self._nbgrader(command, about.assignment, "--force")
            except BadValue as error:
                problem = problem or error
        marks = self._marks(number)
        self._write_grades(number, marks)
        if problem is not None:
            raise problem
        return marks

    def feedback(self, number: int, student: Enrolled) -> Path:
        """Return where a student's feedback is, or will be."""
        about = lesson(number)
        folder = self.folder / "feedback" / student.folder / about.assignment
        return folder / f"{about.stem}.html"

    def _submission(self, number: int, student: Enrolled) -> Path:
        about = lesson(number)
        folder = self.folder / "submitted" / student.folder / about.assignment
        return folder / f"{about.stem}.ipynb"

    def _prepare(self) -> None:
        """Make the folder a course of nbgrader's; settings that are there are left alone."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "exchange").mkdir(exist_ok=True)
        config = self.folder / "nbgrader_config.py"
        if not config.exists():
            config.write_text(_CONFIG, encoding="utf-8")

    def _check_released(self, number: int) -> None:
        if not (self.folder / "release" / lesson(number).assignment).is_dir():
            raise BadValue(
                f"{self.folder}: lesson {number} was not released here; run 'community-sim course "
                f"release' first."
            )

    def _nbgrader(self, *arguments: str) -> None:
        """Run a command of nbgrader's in the folder; what it says in the end becomes an error."""
        if importlib.util.find_spec("nbgrader") is None:
            raise BadValue("Grading needs nbgrader; install it with 'pip install nbgrader'.")
        done = subprocess.run(  # noqa: S603 - this Python, and names checked above
            [sys.executable, "-m", "nbgrader", *arguments],
            cwd=self.folder, capture_output=True, text=True, encoding="utf-8", errors="replace",
            check=False, env=_environment(),
        )  # fmt: skip
        if done.returncode != 0:
            command = " ".join(arguments[0].split("_"))
            raise BadValue(f"nbgrader could not {command}: {_reason(done.stderr)}")

    def _marks(self, number: int) -> list[Marks]:
        from nbgrader.api import Gradebook, MissingEntry

        about = lesson(number)
        found = []
        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}", "community_sim") as gradebook:
            for one in self.students:
                points: dict[str, float] = {}
                if self._submission(number, one).is_file():
                    try:
                        handed_in: Any = gradebook.find_submission(about.assignment, one.folder)
                    except MissingEntry:
                        handed_in = None
                    if handed_in is not None:
                        points = {
                            grade.name: float(grade.score)
                            for notebook in handed_in.notebooks
                            for grade in notebook.grades
                        }
                found.append(Marks(one, points))
        return found

    def _write_grades(self, number: int, marks: Sequence[Marks]) -> None:
        keys = [each.key for each in exercises(number)]
        path = self.folder / f"grades_{lesson(number).assignment}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:  # so that Excel reads it
            writer = csv.writer(file)
            writer.writerow(["name", "folder", *keys, "total"])
            for each in marks:
                points = [f"{each.points[key]:g}" if key in each.points else "" for key in keys]
                total = f"{sum(each.points.values()):g}" if each.points else ""
                writer.writerow([_plain(each.student.name), each.student.folder, *points, total])


def _environment() -> dict[str, str]:
    """Return an environment in which nbgrader finds the programs that it starts by name."""
    here = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": os.pathsep.join((here, os.environ.get("PATH", "")))}


def _reason(said: str) -> str:
    """Return the line of what a command said that tells most: an error's own, or the last."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    named = [line for line in lines if re.match(r"[\w.]*(Error|Exception): ", line)]
    errors = [line.split("] ", 1)[-1] for line in lines if "| ERROR]" in line]
    return (named or errors or lines or ["it gave no reason."])[-1]


def _plain(name: str) -> str:
    """Return a name that a spreadsheet takes for text, not for a formula."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name
