"""What one visitor may ask for, and what they are told beyond it."""

import asyncio
import json
from dataclasses import replace

import pytest

from community_sim.errors import BadValue, UnreadableFile
from community_sim.explorer import caps
from community_sim.explorer.actions import after
from community_sim.explorer.guard import Guard, Rules
from community_sim.explorer.listening import Pace, Tab, is_of_the_page
from community_sim.explorer.state import MOST_POLICIES, MOST_YEARS, History, State
from community_sim.place import load_place, place_names

ID = "6f1c1c0e-9d5b-4f0e-8a3e-1f2d3c4b5a6"


def largest():
    """Return the most that can be chosen: the largest place, all posts, years and policies."""
    place = max(place_names(), key=lambda name: sum(load_place(name).posts))
    state = State(place, MOST_YEARS).with_lever("budget.posts_change_share", 0.5)
    while len(state.policies) < MOST_POLICIES:
        state = state.with_another()
    return state


def test_the_most_that_can_be_chosen_is_under_the_cap():
    assert len(largest().scenarios()) == 1 + MOST_POLICIES


def test_a_place_too_large_for_a_click_is_refused_in_a_sentence_of_both_languages():
    scenarios = largest().scenarios()
    huge = replace(scenarios[0].place, posts=(5000, 400, 200, 66))
    with pytest.raises(BadValue, match=r"at most 200,000 .*请减少年数或政策") as caught:
        caps.check_work([replace(each, place=huge) for each in scenarios])
    assert "\n" not in str(caught.value)


def said(kind="comm_msg", **content):
    content = content or {"comm_id": "a", "data": {"method": "custom", "content": {}}}
    text = json.dumps({"header": {"msg_type": kind}, "channel": "shell", "content": content})
    return {"type": "websocket.receive", "text": text}


def test_what_the_page_sends_is_heard():
    assert is_of_the_page(said())
    assert is_of_the_page(said("comm_open", comm_id="a", target_name="solara.control", data={}))
    assert is_of_the_page(said("kernel_info_request", x=1))
    policy = {"do": "upload", "with": {"name": "a.yaml", "text": "\x01" * 50_000}}
    assert is_of_the_page(said(comm_id="a", data={"method": "custom", "content": policy}))


@pytest.mark.parametrize(
    "message",
    [{"type": "websocket.receive", "bytes": b"\x00" * 8}, {"type": "websocket.receive", "text": ""},
     {"type": "websocket.receive", "text": "[" * 100_000}, said("execute_request", code="1"),
     {"type": "websocket.receive", "text": "null"}, said("shutdown_request", restart=False),
     said("comm_open", comm_id="a", target_name="jupyter.widget", data={"state": {}}),
     said("comm_msg", comm_id="a"), said("comm_msg", comm_id=1, data={"method": "x"}),
     said("comm_msg", comm_id="a", data={"method": "x" * caps.LARGEST_MESSAGE})],
)  # fmt: skip
def test_what_the_page_never_sends_is_not_heard(message):
    assert not is_of_the_page(message)


def test_a_tab_may_send_a_burst_and_then_at_a_pace():
    now = [0.0]
    pace = Pace(a_second=10.0, at_once=5.0, clock=lambda: now[0])
    assert [pace.wait() for _ in range(7)] == pytest.approx([0, 0, 0, 0, 0, 0.1, 0.2])
    now[0] += 0.7
    assert [pace.wait() for _ in range(6)] == pytest.approx([0, 0, 0, 0, 0, 0.1])


def talk(coming, app, **kept):
    """Return what a tab was sent that says something, then waits for ever."""
    sent = []
    waiting = iter([{"type": "websocket.connect"}, *coming])

    async def receive():
        for each in waiting:
            return each
        return await asyncio.sleep(3600)

    async def send(message):
        sent.append(message)

    async def run():
        await asyncio.wait_for(
            Tab(app, **{"may_enter": lambda: True, **kept})({}, receive, send), 5
        )

    asyncio.run(run())
    return sent


async def never(scope, receive, send):
    raise AssertionError("the session began")


def test_a_socket_that_says_nothing_begins_no_session_and_is_closed():
    sent = talk([], never, seconds_to_speak=0.05)
    assert [each["type"] for each in sent] == ["websocket.accept", "websocket.close"]


def test_without_place_the_tab_is_told_in_both_languages():
    *_, closed = talk([said()], never, may_enter=lambda: False)
    assert closed["code"] == 1013
    assert closed["reason"] == caps.FULL
    assert len(caps.FULL.encode()) <= 123


async def listener(heard, receive):
    while (message := await receive())["type"] != "websocket.disconnect":
        heard.append(message)


def test_a_strange_message_ends_the_session():
    heard = []
    sent = talk(
        [said(), said(), {"type": "websocket.receive", "text": "x"}, said()],
        lambda scope, receive, send: listener(heard, receive),
    )
    assert len(heard) == 3  # connect and two
    assert sent[-1]["code"] == 1008


def test_a_tab_that_leaves_ends_at_once_whatever_it_had_sent():
    heard = []

    async def slow(scope, receive, send):
        await asyncio.sleep(0.05)
        await listener(heard, receive)

    talk([said()] * 20 + [{"type": "websocket.disconnect", "code": 1006}], slow)
    assert heard == []


def guarded(rules, visitors, sockets, asked):
    """Return the status of a request while sockets of one browser are open."""
    found = []

    async def app(scope, receive, send):
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            return
        while (await receive())["type"] != "websocket.disconnect":
            pass

    async def run():
        guard = Guard(app, rules, lambda: visitors)
        gone = asyncio.Event()
        begun = [asyncio.create_task(one(guard, gone, at)) for at in range(sockets)]
        await asyncio.sleep(0.05)

        async def send(message):
            found.append(message)

        await guard(asked, None, send)
        gone.set()
        await asyncio.gather(*begun)

    async def one(guard, gone, at):
        coming = iter([{"type": "websocket.connect"}, said()])

        async def receive():
            for each in coming:
                return each
            await gone.wait()
            return {"type": "websocket.disconnect", "code": 1001}

        async def send(message):
            pass

        scope = {"type": "websocket", "path": f"/jupyter/api/kernels/{ID}{at}/channels",
                 "query_string": f"session_id={ID}0".encode(),
                 "headers": [*HEADERS, (b"origin", b"http://localhost:1")]}  # fmt: skip
        await guard(scope, receive, send)

    asyncio.run(run())
    return found


HEADERS = [(b"host", b"localhost:1"), (b"cookie", b"solara-session-id=me")]
PAGE = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": HEADERS}


def test_a_browser_has_so_many_tabs_and_is_told_beyond():
    rules = Rules(most_tabs=3)
    assert guarded(rules, (), 2, PAGE)[0]["status"] == 200
    refused = guarded(rules, (), 3, PAGE)
    assert refused[0]["status"] == 429
    assert refused[1]["body"].decode() == caps.TOO_MANY_TABS
    another = {**PAGE, "headers": [HEADERS[0], (b"cookie", b"solara-session-id=another")]}
    assert guarded(rules, (), 3, another)[0]["status"] == 200


def test_when_all_places_are_taken_the_page_says_so_and_its_files_are_still_served():
    rules = Rules(most_visitors=2)
    assert guarded(rules, ("a",), 0, PAGE)[0]["status"] == 200
    refused = guarded(rules, ("a", "b"), 0, PAGE)
    assert refused[0]["status"] == 503
    assert refused[1]["body"].decode() == caps.FULL
    file = {**PAGE, "path": "/static/assets/style.css"}
    assert guarded(rules, ("a", "b"), 0, file)[0]["status"] == 200


BOMB = "\n".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
)


@pytest.mark.parametrize(
    "text",
    [BOMB, "title: !!python/object/apply:os.system [ls]", "a" * 50_001, "[" * 20_000,
     "title: &a [*a]", "levers: {pay: {coefficient_deputy: 99}}", "\x00",
     "title: x\n---\ntitle: y"],
)  # fmt: skip
def test_an_upload_that_is_no_policy_file_is_refused_in_a_sentence(text):
    with pytest.raises((BadValue, UnreadableFile)) as caught:
        after(History(), {"do": "upload", "with": {"name": "mine.yaml", "text": text}})
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\x.yaml", "a/b.yaml", ""])
def test_the_name_of_an_upload_is_never_a_path(name):
    made = after(History(), {"do": "upload", "with": {"name": name, "text": "title: Mine"}})
    assert made.now.chosen.name == "policy"
