"""Pictures of the lessons: the right number of dots, and a font for every character."""

import re
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
from fontTools.ttLib import TTFont

import community_sim.course as course
from community_sim.charts.style import BOLD_FONT
from community_sim.course.cadres import Profile, chance_of_quitting, people
from community_sim.course.charts.hundred import hundred_chart
from community_sim.course.charts.luck import luck_chart

SOURCES = sorted(Path(course.__file__).parent.glob("*.py"))


def test_the_bold_face_has_every_chinese_character_of_the_lessons_pictures():
    drawn = set("".join(path.read_text(encoding="utf-8") for path in SOURCES))
    chinese = {sign for sign in drawn if "\u4e00" <= sign <= "\u9fff"}
    assert chinese - {chr(code) for code in TTFont(BOLD_FONT).getBestCmap()} == set()


@pytest.mark.parametrize(("chance", "leavers"), [(0.0, 0), (0.126, 13), (1.0, 100)])
def test_a_chance_is_that_many_dots_of_a_hundred(chance, leavers):
    figure = hundred_chart([("A", chance)])
    axes = next(axes for axes in figure.axes if axes.collections)
    coloured, rest = (len(each.get_offsets()) for each in axes.collections)
    assert (coloured, rest) == (leavers, 100 - leavers)
    plt.close(figure)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_title_counts_those_whose_luck_is_below_their_chance(lang):
    figure = luck_chart([("a", 0.5, 0.4), ("b", 0.5, 0.6), ("c", 0.1, 0.0)], lang=lang)
    texts = " ".join(text.get_text() for text in figure.texts)
    assert re.search(r"2 of 3 quit|3人中2人离职", texts)


def test_a_slider_moves_the_picture():
    box = course.two_cadres("王小明", "zh")
    controls, shown = box.children
    before = shown.value
    taste = controls.children[0].children[3]
    assert taste.description == "工作偏好"
    taste.value = 2.0
    assert shown.value != before
    taste.value = -1.0
    assert shown.value == before


def test_the_sliders_chance_is_that_of_the_people_of_the_city():
    """Someone in a community like the mean one has the chance of the profile they fit."""
    away = []
    for each in people("王小明"):
        profile = Profile(
            each.post, each.mandate, each.education, each.sex, each.age, each.taste, each.ability
        )
        away.append(abs(chance_of_quitting("王小明", profile) - each.chance))
    assert sum(away) / len(away) < 0.03  # what a community's pay and pressure make


def test_pay_and_liking_keep_people_and_a_closed_ladder_does_not():
    at_ease = chance_of_quitting("王小明", Profile())
    assert chance_of_quitting("王小明", Profile(pay=1.3)) < at_ease
    assert chance_of_quitting("王小明", Profile(taste=1.0)) < at_ease
    assert chance_of_quitting("王小明", Profile(), closed_ladder=True) > at_ease
