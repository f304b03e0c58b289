"""Who may ask: names, origins and tokens; and what a browser may do with the answer."""

import asyncio

import pytest

from community_sim.explorer.guard import COOKIE, Guard, Rules
from community_sim.explorer.serving import Address

TOKEN = "a-long-secret"


async def _inner(scope, _receive, send):
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    headers = [(b"content-type", b"text/html"), (b"X-Frame-Options", b"ALLOWALL")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"page"})


def ask(rules, *, kind="http", query="", **headers):
    """Return the messages of an answer."""
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "headers": named, "query_string": query.encode(), "path": "/"}
    sent = []

    async def receive():
        return {"type": f"{kind}.connect"}

    async def send(message):
        sent.append(message)

    asyncio.run(Guard(_inner, rules)(scope, receive, send))
    return sent


def status(rules, **asked):
    return ask(rules, **asked)[0]["status"]


@pytest.mark.parametrize("host", ["localhost", "localhost:8765", "127.0.0.1:1", "[::1]:8765"])
def test_the_page_answers_to_its_own_names(host):
    assert status(Rules(), host=host) == 200


@pytest.mark.parametrize("host", ["", "evil.example", "localhost.evil.example:8765", "127.0.0.1.x"])
def test_another_name_is_refused(host):
    assert status(Rules(), host=host) == 400


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:9", "x"])
def test_another_origin_is_refused(origin):
    assert status(Rules(), host="localhost:8765", origin=origin) == 403
    refused = ask(Rules(), kind="websocket", host="localhost:8765", origin=origin)
    assert [each["type"] for each in refused] == ["websocket.close"]


def test_a_socket_names_its_origin():
    accepted = ask(Rules(), kind="websocket", host="localhost:1", origin="http://localhost:1")
    assert accepted[0]["type"] == "websocket.accept"
    refused = ask(Rules(), kind="websocket", host="localhost:1")
    assert refused[0]["type"] == "websocket.close"


def test_no_more_sockets_than_allowed():
    none = Rules(most_sockets=0)
    refused = ask(none, kind="websocket", host="localhost:1", origin="http://localhost:1")
    assert refused[0]["type"] == "websocket.close"


def test_where_a_token_is_asked_for_only_that_token_opens():
    rules = Rules(token=TOKEN)
    assert status(rules, host="localhost") == 401
    assert status(rules, host="localhost", query="token=a-long-secreT") == 401
    assert status(rules, host="localhost", cookie="explorer_token=x") == 401
    opened = ask(rules, host="localhost", query=f"token={TOKEN}")
    crumb = dict(opened[0]["headers"])[b"set-cookie"].decode()
    assert crumb.startswith(f"{COOKIE}={TOKEN}; HttpOnly; SameSite=Strict")
    assert status(rules, host="localhost", cookie=f"{COOKIE}={TOKEN}") == 200


def test_every_answer_says_what_a_browser_may_do():
    for rules, host in ((Rules(), "localhost"), (Rules(), "evil.example")):
        headers = {name.lower(): value for name, value in ask(rules, host=host)[0]["headers"]}
        assert headers[b"x-frame-options"] == b"DENY"
        assert headers[b"x-content-type-options"] == b"nosniff"
        policy = headers[b"content-security-policy"].decode()
        assert "default-src 'self'" in policy
        assert "http" not in policy


def test_beyond_this_machine_a_token_is_made_and_it_is_always_another():
    assert Address().rules().token == ""
    beyond = Address("0.0.0.0", names=("lab.example",)).rules()
    assert len(beyond.token) >= 30
    assert beyond.token != Address("0.0.0.0").rules().token
    assert "lab.example" in beyond.hosts
