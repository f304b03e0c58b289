"""The live view shows what the compiled engine logs: events, headcounts, lives."""

import string

import pytest

from community_sim.charts.style import FONT
from community_sim.errors import BadValue
from community_sim.explorer.live_content import picture
from community_sim.explorer.live_story import story
from community_sim.explorer.live_watch import Choice, Happening, Watch
from community_sim.explorer.live_words import DESTINATIONS, WORDS
from community_sim.explorer.state import MOST_YEARS
from community_sim.runs import run_one
from community_sim.vocabulary import Event, SeparationReason

YEARS = 6
CHOICE = Choice("kaifu", "civil_service_quota_10", 7)


def watched(choice, years):
    watch = Watch(choice)
    for _ in range(years):
        watch.step()
    return watch


@pytest.fixture(scope="module")
def watch():
    return watched(CHOICE, YEARS)


@pytest.fixture(scope="module")
def logged():
    return run_one(CHOICE.scenario().with_years(YEARS), CHOICE.seed)


def test_the_events_are_those_that_the_compiled_engine_logs(watch, logged):
    wanted = logged.events[list(Happening._fields)].itertuples(index=False, name=None)
    assert [tuple(each) for each in watch.happenings] == list(wanted)
    assert len(watch.happenings) > 100


def test_every_event_of_a_community_is_told_in_its_year(logged):
    watch = Watch(CHOICE)
    told = 0
    for year in range(1, YEARS + 1):
        watch.step()
        of_year = logged.events[logged.events["year"] == year]
        for community in range(len(watch.model.communities)):
            shown = picture(watch, community, 0, "en")
            here = of_year[of_year["community"] == community]
            away = [each for each in shown["events"] if "in community" in each["text"]
                    and " here to " in each["text"]]  # fmt: skip
            assert len(shown["events"]) - len(away) == len(here)
            told += len(here)
            exits = int((here["event"] == Event.EXIT).sum())
            assert len(shown["left"]) == exits + len(away)
    assert told == len(logged.events)


def test_headcounts_are_those_of_the_log(watch, logged):
    closing = logged.stocks["closing"].tolist()
    assert [sum(c.headcount for c in counts) for counts in watch.counts] == closing
    held = logged.population.groupby("community").size()
    for community, count in enumerate(watch.counts[-1]):
        assert count.headcount == held[community]
        shown = picture(watch, community, 0, "en")
        cards = [post for level in shown["levels"] for post in level["posts"]]
        assert sum(card["number"] > 0 for card in cards) == count.headcount
        assert sum(card["number"] == 0 for card in cards) == count.vacant


def test_every_life_agrees_with_the_log(watch, logged):
    kinds = {int(event): event.name.lower() for event in Event}
    for key, events in logged.events.groupby("person"):
        if key < 0:
            continue
        lines = story(watch, watch.person(watch.number(key)), "en")["lines"]
        told = [(line["year"], line["kind"]) for line in lines
                if line["kind"] != "now" and not line["year"].startswith("−")
                and line["year"] != "0"]  # fmt: skip
        assert told == [
            (str(y), kinds[e]) for y, e in zip(events["year"], events["event"], strict=True)
        ]
        has_left = (events["event"] == Event.EXIT).any()
        assert (lines[-1]["kind"] == "exit") == has_left
        assert (lines[-1]["kind"] == "now") != has_left


def test_who_draws_less_than_the_chance_quits_and_nobody_else(watch, logged):
    quits = logged.events[logged.events["reason"] == SeparationReason.QUIT]
    wanted = set(zip(quits["person"], quits["year"], strict=True))
    found = {(each.person, each.year) for each in watch.model.outlooks if each.luck < each.chance}
    assert found == wanted
    assert len(found) > 5
    for person, year in found:
        rows = story(watch, watch.person(watch.number(person)), "en")["outlooks"]
        assert [row["year"] for row in rows if row["quits"]] == [year]


def test_a_promotion_begins_where_the_last_one_ended(watch):
    for happening in watch.happenings:
        if happening.event == Event.PROMOTION:
            assert watch.origin(happening)[1] == happening.level_from


def test_two_visitors_models_do_not_mix(watch):
    one, other = Watch(CHOICE), Watch(Choice("kaifu", "current_practice", 8))
    for _ in range(YEARS):
        one.step()
        other.step()
    assert one.happenings == watch.happenings
    assert one.happenings != other.happenings


def test_after_the_last_year_nothing_happens():
    watch = watched(Choice("rucheng"), MOST_YEARS)
    before = list(watch.happenings)
    assert not watch.model.running
    watch.step()
    assert (watch.year, watch.happenings) == (MOST_YEARS, before)
    assert picture(watch, 0, 0, "en")["is_over"]


@pytest.mark.parametrize(
    "choice",
    [
        Choice(place="../places/kaifu"),
        Choice(place="nowhere"),
        Choice(policy="/etc/passwd"),
        Choice(seed=-1),
        Choice(seed=10**9),
    ],
)
def test_what_the_page_does_not_offer_is_refused(choice):
    with pytest.raises(BadValue):
        choice.scenario()


def test_nobody_has_a_number_that_was_not_given(watch):
    with pytest.raises(BadValue, match="no such person"):
        watch.person(0)
    with pytest.raises(BadValue, match="no such person"):
        watch.person(10**6)


def test_both_languages_take_the_same_values():
    for name, (english, chinese) in WORDS.items():
        fields = [{field for _, field, _, _ in string.Formatter().parse(words) if field}
                  for words in (english, chinese)]  # fmt: skip
        assert fields[0] == fields[1], name
    assert set(DESTINATIONS) == set(SeparationReason)


def test_the_shipped_font_has_every_character():
    from fontTools.ttLib import TTFont

    known = set(TTFont(str(FONT)).getBestCmap())
    words = "".join("".join(each) for each in (*WORDS.values(), *DESTINATIONS.values()))
    assert {each for each in words if ord(each) not in known} == set()
