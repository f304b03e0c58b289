"""The ladder of a city: what posts cost, and that moving a rung moves the picture."""

import math

import pytest

from community_sim.course import ladder_widget, pay_table
from community_sim.course.cadres import Profile, chance_of_quitting, chance_under
from community_sim.course.city import own_city
from community_sim.course.pay_ladder import PAY_LEVERS, cost_of_posts, pay_ladder
from community_sim.policy import levers
from community_sim.vocabulary import Post

STUDENT = "王小明"


def test_the_levers_of_the_ladder_are_levers():
    assert set(PAY_LEVERS.values()) <= set(levers())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_has_the_citys_posts_and_pay_under_the_same_names(lang):
    table = pay_table(STUDENT, lang)
    assert table["posts"].tolist() == list(own_city(STUDENT).posts)
    assert table["pay"].tolist() == list(pay_ladder(STUDENT).values())


def test_the_cost_of_all_posts_is_pay_times_posts():
    table, place = pay_table(STUDENT), own_city(STUDENT)
    heads = math.fsum(table["posts"] * table["pay"])
    expected = heads * place.reference_wage / place.communities
    assert cost_of_posts(STUDENT, pay_ladder(STUDENT)) == pytest.approx(expected)


def test_better_pay_of_a_level_lowers_the_chance_of_quitting_there_and_just_below():
    worker = Profile(Post.GENERAL_WORKER)
    now = chance_of_quitting(STUDENT, worker)
    ladder = pay_ladder(STUDENT)
    better = [
        chance_under(STUDENT, {PAY_LEVERS[post]: 1.2 * ladder[PAY_LEVERS[post]]}, worker)
        for post in Post
    ]
    assert better[0] < better[1] < now
    # Prospects are counted in a few runs, so what is far above moves a worker less than luck does.
    assert max(better[2:]) < now + 0.001
    assert chance_under(STUDENT, {}, worker) == now


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_slider_of_the_ladder_draws_anew(lang):
    widget = ladder_widget(STUDENT, lang)
    before = widget.children[1].value
    widget.children[0].children[0].children[0].value = 1.3
    assert widget.children[1].value != before
