"""The commands `course ...`: make, hand out, collect and grade the lessons."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from community_sim.cli.options import Lang, Language

if TYPE_CHECKING:
    from community_sim.course.classroom import Classroom

__all__ = ["course_app"]

course_app = typer.Typer(
    help="Make, hand out, collect and grade the lessons of the course.", no_args_is_help=True
)

LessonNumber = Annotated[int, typer.Option("--lesson", help="Number of the lesson, from 1.")]
Roster = Annotated[
    Path,
    typer.Option(help="CSV file of the class: a column 'name', and perhaps 'lang' (zh or en)."),
]
Folder = Annotated[
    Path, typer.Option(file_okay=False, help="Folder of the class; everything is kept there.")
]


@course_app.command("list")
def list_lessons(lang: Lang = Language.ZH) -> None:
    """List the lessons with their questions."""
    from community_sim.course.lessons import lessons

    for each in lessons():
        is_chinese = lang is Language.ZH
        title, question = (
            (each.title_zh, each.question_zh) if is_chinese else (each.title, each.question)
        )
        print(f"{each.number}  {title} ({each.minutes} min)\n   {question}")


@course_app.command()
def make(
    student: Annotated[str, typer.Option(help="Name of the student; it decides the city.")],
    lesson: LessonNumber,
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder for the notebook.")],
    lang: Lang = Language.ZH,
) -> None:
    """Make a student's own notebook of a lesson, without solutions and tests.

    Exit codes: 0 done, 2 bad input.
    """
    from community_sim.course.editions import own_notebook, write_notebook
    from community_sim.course.lessons import lesson as one_lesson
    from community_sim.course.roster import folder_name

    notebook = own_notebook(lesson, student, lang.value)
    path = out / f"{folder_name(student)}_{one_lesson(lesson).stem}.ipynb"
    write_notebook(notebook, path)
    print(path)


@course_app.command()
def release(lesson: LessonNumber, roster: Roster, folder: Folder, lang: Lang = Language.ZH) -> None:
    """Make a lesson's assignment, and the own notebook of everybody in the roster.

    Exit codes: 0 done, 2 bad input.
    """
    room = _room(folder, roster)
    made = room.release(lesson, lang.value)
    print(f"{len(made)} notebooks are in {made[0].parent}; hand each to the student it names:")
    for one, path in zip(room.students, made, strict=True):
        print(f"  {one.name}: {path.name}")


@course_app.command()
def collect(
    lesson: LessonNumber,
    roster: Roster,
    folder: Folder,
    inbox: Annotated[
        Path | None,
        typer.Option(help="Folder of the notebooks handed in. Default: nbgrader's exchange."),
    ] = None,
) -> None:
    """Take in the notebooks that were handed in.

    Exit codes: 0 done, 2 bad input or some notebook that is nobody's.
    """
    room = _room(folder, roster)
    taken = room.collect(lesson, inbox)
    print(f"{taken} of {len(room.students)} students have handed in lesson {lesson}.")


@course_app.command()
def grade(lesson: LessonNumber, roster: Roster, folder: Folder) -> None:
    """Grade what was collected; write feedback for each student and a table of marks.

    The code that students handed in runs on this machine.

    Exit codes: 0 done, 2 bad input or some notebook that could not be graded.
    """
    from community_sim.course.lessons import exercises

    full = sum(each.points for each in exercises(lesson))
    room = _room(folder, roster)
    for marks in room.grade(lesson):
        got = f"{sum(marks.points.values()):g} of {full}" if marks.points else "not handed in"
        print(f"{marks.student.name}: {got}")
    table = folder / f"grades_lesson_{lesson}.csv"
    print(f"Marks are in {table}, feedback in {folder / 'feedback'}.")


def _room(folder: Path, roster: Path) -> "Classroom":
    from community_sim.course.classroom import Classroom
    from community_sim.course.roster import read_roster

    return Classroom(folder.resolve(), read_roster(roster))


@course_app.command()
def site(
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder of the site.")],
) -> None:
    """Build a site on which a lesson runs in the browser, with nothing to install.

    Any web server that serves files can show it. Needs npm, or what it fetched before.

    Exit codes: 0 done, 2 bad input, or something could not be fetched.
    """
    from community_sim.course.lite import build_site

    page = build_site(out)
    print(f"{page}\nShow it with: python -m http.server --directory {page.parent}")
