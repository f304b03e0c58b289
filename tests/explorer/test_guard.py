"""Who may ask: names, origins and tokens; and what a browser may do with the answer."""

import asyncio
import json

import pytest

from community_sim.explorer.guard import COOKIE, Guard, Rules
from community_sim.explorer.serving import Address

TOKEN = "a-long-secret"


OWN = {"host": "localhost:1", "origin": "http://localhost:1"}
ID = "6f1c1c0e-9d5b-4f0e-8a3e-1f2d3c4b5a69"
SOCKET = f"/jupyter/api/kernels/{ID}/channels"
HELLO = json.dumps(
    {"header": {"msg_type": "kernel_info_request"}, "channel": "shell", "content": {}}
)


async def _inner(scope, receive, send):
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] != "websocket.disconnect":
            await send({"type": "websocket.send", "text": message["text"]})
        return
    headers = [(b"content-type", b"text/html"), (b"X-Frame-Options", b"ALLOWALL")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": repr(scope["headers"]).encode()})


def ask(rules, *, kind="http", query=None, path=None, method="GET", says=(HELLO,), visitors=(),
        more=(), **headers):  # fmt: skip
    """Return the messages of an answer."""
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    is_socket = kind == "websocket"
    path = path or (SOCKET if is_socket else "/")
    query = query if query is not None else f"session_id={ID}" if is_socket else ""
    scope = {
        "type": kind, "headers": [*named, *more], "query_string": query.encode(), "path": path,
    }  # fmt: skip
    scope |= {"extensions": {"websocket.http.response": {}}} if is_socket else {"method": method}
    sent = []
    coming = [
        {"type": f"{kind}.connect"},
        *({"type": f"{kind}.receive", "text": text} for text in says),
    ]
    waiting = iter([*coming, {"type": f"{kind}.disconnect", "code": 1001}])

    async def receive():
        return next(waiting)

    async def send(message):
        sent.append(message)

    asyncio.run(Guard(_inner, rules, lambda: visitors)(scope, receive, send))
    return sent


def status(rules, **asked):
    return ask(rules, **asked)[0]["status"]


@pytest.mark.parametrize("host", ["localhost", "localhost:8765", "127.0.0.1:1", "[::1]:8765"])
def test_the_page_answers_to_its_own_names(host):
    assert status(Rules(), host=host) == 200


@pytest.mark.parametrize("host", ["", "evil.example", "localhost.evil.example:8765", "127.0.0.1.x"])
def test_another_name_is_refused(host):
    assert status(Rules(), host=host) == 400


@pytest.mark.parametrize(
    "host",
    ['localhost:1"><script>', "localhost:x", "localhost:8765/evil", "[::1", "a b", "@localhost"],
)
def test_a_host_is_a_name_and_a_port_and_nothing_more(host):
    assert status(Rules(), host=host) == 400


def test_a_request_names_one_host():
    assert status(Rules(), host="localhost", more=[(b"Host", b"localhost")]) == 400


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:9", "x"])
def test_another_origin_is_refused(origin):
    assert status(Rules(), host="localhost:8765", origin=origin) == 403
    assert status(Rules(), kind="websocket", host="localhost:8765", origin=origin) == 403


def test_a_name_that_leads_here_by_trickery_opens_no_socket():
    """Rebinding: the browser believes it talks to the other site."""
    evil = {"host": "evil.example:8765", "origin": "http://evil.example:8765"}
    assert status(Rules(), kind="websocket", **evil) == 400
    assert status(Rules(), **evil) == 400


def test_a_socket_names_its_origin():
    accepted = ask(Rules(), kind="websocket", **OWN)
    assert accepted[0]["type"] == "websocket.accept"
    assert status(Rules(), kind="websocket", host="localhost:1") == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_takes_no_image_or_script_from_here_but_may_link(site):
    assert status(Rules(), host="localhost", sec_fetch_site=site, sec_fetch_mode="no-cors") == 403
    assert status(Rules(), host="localhost", sec_fetch_site=site, sec_fetch_mode="navigate") == 200


def test_a_page_is_closed_only_from_here():
    asked = {"path": f"/_solara/api/close/{ID}", "method": "POST", "query": f"session_id={ID}"}
    assert status(Rules(), host="localhost:1", **asked) == 403
    assert status(Rules(), **OWN, **asked) == 200


@pytest.mark.parametrize(
    "path",
    ["/readyz", "/resourcez", "/jupyter/api/kernels/x", f"/_solara/api/evict/{ID}", "/_solara/api/",
     "/etc/passwd", "/page", "/static/../../etc/passwd", "/static/public/../guard.py",
     "/jupyter/nbextensions/..\\..\\x", "/_solara/cdn/../x", "/static//etc/passwd", "/static/\0",
     "/jupyter/api/kernels/../x", SOCKET, "/_solara/cdn", "/solara/static/x"],
)  # fmt: skip
def test_only_what_the_page_needs_is_served(path):
    assert status(Rules(), host="localhost", path=path) == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_is_sent_to_the_page_but_over_its_socket(method):
    assert status(Rules(), **OWN, method=method) == 405
    assert status(Rules(), **OWN, method=method, path="/static/assets/x") == 405


@pytest.mark.parametrize(
    ("path", "query"),
    [(SOCKET, ""), (SOCKET, "session_id=x"), (SOCKET, "session_id="), ("/", f"session_id={ID}"),
     ("/jupyter/api/kernels/x/channels", f"session_id={ID}"),
     (f"{SOCKET}/more", f"session_id={ID}"),
     (f"/jupyter/api/kernels/{ID}/stdin", f"session_id={ID}")],
)  # fmt: skip
def test_a_socket_is_a_tab_of_the_page(path, query):
    assert status(Rules(), kind="websocket", path=path, query=query, **OWN) == 404


def test_what_a_proxy_would_claim_is_not_passed_on():
    claims = {"x_script_name": "<script>", "script_name": "/x", "x_forwarded_host": "evil.example",
              "x_forwarded_proto": "https", "forwarded": "host=evil.example"}  # fmt: skip
    body = ask(Rules(), host="localhost", **claims)[1]["body"].decode()
    assert "localhost" in body
    assert "script" not in body and "evil" not in body and "forwarded" not in body


def test_where_a_token_is_asked_for_only_that_token_opens():
    rules = Rules(token=TOKEN)
    assert status(rules, host="localhost") == 401
    assert status(rules, host="localhost", query="token=a-long-secreT") == 401
    assert status(rules, host="localhost", cookie="explorer_token=x") == 401
    opened = ask(rules, host="localhost", query=f"token={TOKEN}")
    crumb = dict(opened[0]["headers"])[b"set-cookie"].decode()
    assert crumb == f"{COOKIE}={TOKEN}; HttpOnly; SameSite=Strict; Path=/"
    assert status(rules, kind="websocket", **OWN) == 401
    assert status(rules, kind="websocket", **OWN, cookie=f"{COOKIE}=x") == 401
    assert ask(rules, kind="websocket", **OWN, cookie=f"{COOKIE}={TOKEN}")[0]["type"] == (
        "websocket.accept"
    )
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
