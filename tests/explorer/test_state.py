"""What a visitor has chosen: changes, undo, links and files."""

import base64
import json
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community_sim.errors import CommunitySimError
from community_sim.explorer.state import LONGEST_LINK, History, State, state_from_link
from community_sim.policy import levers
from community_sim.policy_file import load_policy, policy_from_text, policy_names

DEPUTY = "pay.coefficient_deputy"


def content_of(policy):
    changes = sorted((each.lever, each.operation, each.value) for each in policy.changes)
    return (policy.name, policy.title, policy.title_zh, policy.code, policy.starts,
            policy.applies_to, policy.bridge_years, policy.expected, changes)  # fmt: skip


@pytest.mark.parametrize("name", policy_names())
def test_a_policy_written_as_text_reads_back_as_the_same(name):
    policy = load_policy(name)
    assert content_of(policy_from_text(policy.as_text(), name)) == content_of(policy)


@pytest.mark.parametrize("name", policy_names())
def test_a_link_brings_the_state_back(name):
    state = State().started_from(name).with_another().with_lever(DEPUTY, 0.9).with_years(7)
    back = state_from_link(state.as_link())
    assert list(map(content_of, back.policies)) == list(map(content_of, state.policies))
    assert (back.place, back.years, back.active) == (state.place, 7, 1)


def test_a_policy_whose_lever_is_pulled_no_longer_says_which_wishes_it_tries():
    started = State().started_from("task_admission")
    assert started.chosen.wishes
    assert started.with_lever("pay.scale", 1.1).chosen.wishes == ()
    reserve = State().started_from("reserve_pool")
    assert reserve.chosen.no_wish
    assert reserve.with_lever("pay.scale", 1.1).chosen.no_wish == ""


def test_a_lever_put_back_is_no_change():
    today = State().at(DEPUTY)
    state = State().with_lever(DEPUTY, 0.9)
    assert [each.lever for each in state.chosen.changes] == [DEPUTY]
    assert state.with_lever(DEPUTY, today) == State()
    assert len(State().scenarios()) == 1


def test_undo_takes_back_and_redo_makes_again():
    first = History().then(State().with_lever(DEPUTY, 0.9))
    second = first.then(first.now.with_lever(DEPUTY, 1.0))
    assert second.undone().now == first.now
    assert second.undone().undone().now == State()
    assert second.undone().redone().now == second.now
    assert History().undone() == History()
    assert second.undone().then(State().with_years(3)).redone().now.years == 3
    assert first.then(first.now) is first


def test_up_to_four_policies_each_with_a_name_of_its_own():
    state = State().started_from("S1")
    for _ in range(3):
        state = state.with_another()
    assert len({each.name for each in state.policies}) == 4
    with pytest.raises(CommunitySimError, match="up to 4"):
        state.with_another()
    for _ in range(6):
        state = state.without_chosen()
    assert len(state.policies) == 1


@pytest.mark.parametrize(
    "change",
    [lambda state: state.with_lever(DEPUTY, 99.0), lambda state: state.with_years(0),
     lambda state: state.with_place("nowhere"), lambda state: state.started_from("S99"),
     lambda state: state.with_lever("pay.nothing", 1.0), lambda state: state.choosing(3),
     lambda state: state.with_file("levers: {pay: {nothing: 1}}", "mine"),
     lambda state: state.with_file("combines: [../../etc/passwd]", "mine"),
     lambda state: state.with_file("a" * 60_000, "mine"),
     lambda state: state.with_file("", "mine"),
     lambda state: state.with_file("title: x", "../mine")],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence(change):
    with pytest.raises(CommunitySimError) as caught:
        change(State())
    assert "\n" not in str(caught.value)


def packed(content):
    raw = zlib.compress(json.dumps(content).encode())
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


GOOD = {"place": "kaifu", "years": 5, "active": 0, "policies": [["p", "title: x"]]}


@pytest.mark.parametrize(
    "link",
    ["", "x", "%%%", State().as_link()[:-9], "A" * (LONGEST_LINK + 1), packed([]), packed(None),
     packed({**GOOD, "place": "../kaifu"}), packed({**GOOD, "years": 400}),
     packed({**GOOD, "years": "5"}), packed({**GOOD, "active": 5}),
     packed({**GOOD, "policies": []}), packed({**GOOD, "policies": [["p", "title: x"]] * 5}),
     packed({**GOOD, "policies": [["p", 5]]}),
     packed({**GOOD, "policies": [["p", "levers: {pay: {coefficient_deputy: 99}}"]]}),
     packed({**GOOD, "policies": [["p", "title: x" + " " * 500_000]]})],
)  # fmt: skip
def test_a_link_that_is_not_one_is_refused(link):
    with pytest.raises(CommunitySimError):
        state_from_link(link)
    assert state_from_link(packed(GOOD)).years == 5


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_text_makes_a_link_do_anything_but_refuse(text):
    try:
        state_from_link(text)
    except CommunitySimError:
        return
    raise AssertionError(text)


@given(st.sampled_from([name for name, each in levers().items() if each.low is not None]),
       st.floats(0.0, 1.0))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_any_lever_can_be_pulled_within_its_range(name, share):
    lever = levers()[name]
    value = lever.low + share * (lever.high - lever.low)
    value = round(value) if lever.kind is int else value
    assert State().with_lever(name, value).at(name) == value
