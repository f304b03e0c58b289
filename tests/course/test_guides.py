"""The teacher's guide speaks of every lesson, in both languages, and of commands that exist."""

import re
from pathlib import Path

import pytest

from community_sim.course.lessons import exercises, lessons

DOCS = Path(__file__).parents[2] / "docs" / "course"


@pytest.mark.parametrize("suffix", ["", "_zh"])
@pytest.mark.parametrize("about", lessons(), ids=lambda about: about.assignment)
def test_every_lesson_has_a_page_that_the_guide_leads_to(about, suffix):
    page = (DOCS / f"lesson_{about.number}{suffix}.md").read_text(encoding="utf-8")
    guide = (DOCS / f"teachers_guide{suffix}.md").read_text(encoding="utf-8")
    assert f"(lesson_{about.number}{suffix}.md)" in guide
    assert str(about.minutes) in page
    assert (about.title_zh if suffix else about.title.replace("\u2019", "'")) in page.replace(
        "\u2019", "'"
    )
    for each in exercises(about.number):
        assert f"`{each.key}`" in page


def test_both_guides_give_the_same_commands():
    guides = [DOCS / f"teachers_guide{suffix}.md" for suffix in ("", "_zh")]
    commands = [
        [
            re.sub(r'--student "[^"]+"|--lang \w+', "", line).split()
            for line in guide.read_text(encoding="utf-8").splitlines()
            if line.startswith("    ") and "course " in line
        ]
        for guide in guides
    ]
    assert commands[0] == commands[1]
    assert len(commands[0]) == 4
