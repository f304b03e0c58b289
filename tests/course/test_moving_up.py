"""The ladder and the ways out: chances are those of the model, people add up."""

import pytest

from community_sim.course.cadres import people
from community_sim.course.exits import reserved_posts, ways_out, ways_out_by_seed
from community_sim.course.ladder import doors_frame, rungs
from community_sim.course.moving_up import doors_out, the_ladder
from community_sim.course.truth import city
from community_sim.course.trying import tried

STUDENT = "example"


def test_quitting_on_the_ladder_is_the_mean_of_the_people_there():
    for rung in rungs(STUDENT):
        chances = [each.chance for each in people(STUDENT) if each.post == rung.post]
        assert rung.quits == pytest.approx(sum(chances) / len(chances), abs=1e-12)


def test_more_posts_above_raise_the_chance_of_principals():
    many = rungs(STUDENT, {"promotion.subdistrict_posts_per_year": 3.0})
    assert many[-1].step_up > 5 * rungs(STUDENT)[-1].step_up


def test_nobody_over_35_or_without_college_has_the_exam():
    everybody = doors_frame(STUDENT)
    admitted = everybody[everybody["exam"]]
    assert 0 < len(admitted) < len(everybody)
    assert admitted["age"].max() <= 35
    assert len(everybody) == len(people(STUDENT))


def test_the_table_of_doors_is_the_same_in_both_languages():
    english, chinese = doors_frame(STUDENT, "en"), doors_frame(STUDENT, "zh")
    for column in ("level", "step_up", "exam", "chance"):
        assert english[column].tolist() == chinese[column].tolist()


def test_ways_out_add_up_to_all_exits():
    runs = ways_out_by_seed(city(STUDENT).scenario(), 1, 4)
    for run in runs:
        parts = run.quit + run.civil_service + run.sub_district + run.other
        assert parts == pytest.approx(run.all, abs=1e-12)
        assert run.sat_exam >= run.civil_service


def test_nobody_is_sent_up_where_no_post_is():
    policy = {"promotion.subdistrict_posts_per_year": 0}
    table = ways_out(tried(STUDENT, policy, runs=4))
    assert table.loc["sub_district", "policy"] == 0.0


def test_reserved_posts_are_not_exceeded_but_by_the_open_exam():
    proposal = reserved_posts(STUDENT)
    table = ways_out(tried(STUDENT, proposal, runs=10))
    posts = proposal["promotion.civil_service_posts_per_year"]
    assert table.loc["civil_service", "now"] < table.loc["civil_service", "policy"] < posts + 1.0


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("widget", [the_ladder, doors_out])
def test_a_moved_slider_draws_another_picture_in_known_letters(widget, lang, recwarn):
    shown = widget(STUDENT, lang)
    controls, image = shown.children
    before = bytes(image.value)
    controls.children[0].children[0].value = 4
    after = bytes(image.value)
    assert after.startswith(b"\x89PNG")
    assert after != before
    assert not [each for each in recwarn if "Glyph" in str(each.message)]
