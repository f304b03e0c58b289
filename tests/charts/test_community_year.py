"""A community's year is replayed from its events, and drawn post by post."""

import pandas as pd
import pytest

from community_sim.charts import Seated, community_year_chart
from community_sim.charts.replay import PostYear
from community_sim.publish import Walk
from community_sim.scenario import Scenario
from community_sim.vocabulary import EntryRoute, Event, SeparationReason, Step

OPENING = [Seated(10, 3, 1), Seated(11, 2, 2), Seated(12, 1), Seated(13, 0, 3), Seated(14, 0, 4)]


def event(step, kind, person, post, *, reason=-1, route=0):
    return {
        "step": step, "event": kind, "person": person, "post": post, "reason": reason,
        "route": route,
    }  # fmt: skip


YEAR = pd.DataFrame(
    [
        event(Step.RETIRE, Event.EXIT, 1, 10, reason=SeparationReason.RETIREMENT),
        event(Step.PROMOTE, Event.PROMOTION, 2, 10),  # deputy to principal, in one step with
        event(Step.PROMOTE, Event.PROMOTION, 3, 11),  # a general worker to deputy
        event(Step.PROMOTE, Event.PROMOTION, 4, 99),  # and one to another community
        event(Step.RECRUIT, Event.ENTRY, 5, 13, route=EntryRoute.OPEN_RECRUITMENT),
        event(Step.RECRUIT, Event.NO_APPLICANT, -1, 14),
        event(Step.RECRUIT, Event.ENTRY, 6, 98, route=EntryRoute.ELECTION),
    ]
)


def at_the_close(year):
    last = len(year.steps) + 1
    return {stay.row: stay.person for stay in year.stays if stay.end == last}


def test_whoever_is_promoted_leaves_one_post_and_holds_another_at_once():
    year = PostYear(OPENING, YEAR)
    assert at_the_close(year) == {0: 2, 1: 3, 3: 5}
    deputy = [(stay.row, stay.start, stay.end) for stay in year.stays if stay.person == 2]
    assert deputy == [(1, 0, 2), (0, 2, 4)]


def test_a_promotion_to_another_community_is_a_departure_and_one_within_is_not():
    by_person = {stay.person: stay for stay in PostYear(OPENING, YEAR).stays if stay.start == 0}
    assert by_person[2].is_to_here
    assert not by_person[4].is_to_here
    assert by_person[1].went is SeparationReason.RETIREMENT


def test_only_steps_in_which_something_happened_here_are_counted():
    assert PostYear(OPENING, YEAR).steps == [Step.RETIRE, Step.PROMOTE, Step.RECRUIT]
    assert PostYear(OPENING, YEAR[YEAR["post"] == 98]).steps == []


def test_a_vacancy_without_applicants_is_noted():
    assert PostYear(OPENING, YEAR).unfilled == [(4, 3)]


@pytest.fixture(scope="module")
def walk():
    """Return a community that has gone through its year, and its posts at the opening."""
    walk = Walk(Scenario.load(), community=5, seed=3)
    opening = [
        Seated(seat.key, seat.level, -1 if seat.holder is None else seat.holder.person)
        for seat in walk.community.seats
    ]
    walk.to(Step.AGE_AND_COUNT)
    return walk, opening


def test_the_replay_ends_with_those_who_are_in_post_in_the_model(walk):
    model, opening = walk
    events = model.model.recorder.trajectory(model.model.population(), model.model.plan).events
    in_post = {
        row: seat.holder.person
        for row, seat in enumerate(model.community.seats)
        if seat.holder is not None
    }
    assert at_the_close(PostYear(opening, events)) == in_post


@pytest.mark.parametrize(("lang", "left"), [("en", "2 left, 1 came, 2 rose"), ("zh", "2人离开")])
def test_the_chart_says_who_left_who_came_and_who_rose(lang, left, words_on):
    words = [text for text, _ in words_on(community_year_chart(OPENING, YEAR, lang=lang))]
    assert any(left in text for text in words)


def test_a_person_is_called_what_the_caller_says(words_on):
    figure = community_year_chart(OPENING, YEAR, name=lambda person: f"P{person}")
    assert {"P1", "P2", "P3", "P4", "P5"} <= {text for text, _ in words_on(figure)}


def test_a_year_in_which_nothing_happened_is_drawn(words_on):
    figure = community_year_chart(OPENING, YEAR.iloc[:0])
    assert any("0 left, 0 came, 0 rose" in text for text, _ in words_on(figure))
