"""Stand before the page's server: who may ask, from where, and what a browser may do with it."""

import hmac
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from community_sim.explorer.caps import FULL, MOST_SOCKETS, MOST_TABS, MOST_VISITORS, TOO_MANY_TABS
from community_sim.explorer.listening import Tab

__all__ = ["Guard", "Rules"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Message = dict[str, Any]

COOKIE = "explorer_token"

_PAGES = frozenset({"/", "/live"})
_FILES = ("/static/", "/jupyter/nbextensions/", "/_solara/cdn/")
_ID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_SOCKET = re.compile(f"/jupyter/api/kernels/({_ID})/channels")
_CLOSE = re.compile(f"/_solara/api/close/{_ID}")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?")
# What a proxy would claim: nothing is asked of these, and they would be written into the page.
_CLAIMS = re.compile(rb"x-forwarded-.*|forwarded|x-real-ip|(?:x-)?script-name")
_SESSIONS = ("solara-session-id", "solara-session-id-lax")

_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    # Vue compiles templates in the browser, which is evaluation of text that the server sent.
    (
        b"content-security-policy",
        b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        b"style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        b"connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
        b"form-action 'self'; frame-ancestors 'none'",
    ),
)


@dataclass(frozen=True)
class Rules:
    """Who may ask.

    Attributes
    ----------
    hosts : frozenset of str
        Names, without port, by which the page may be called.
    token : str
        What a visitor has to bring; empty: nothing.
    most_sockets : int
        Open at once.
    most_visitors : int
        Sessions at once.
    most_tabs : int
        Sockets of one browser at once.
    """

    hosts: frozenset[str] = frozenset({"localhost", "127.0.0.1", "[::1]"})
    token: str = ""
    most_sockets: int = MOST_SOCKETS
    most_visitors: int = MOST_VISITORS
    most_tabs: int = MOST_TABS


@dataclass
class Guard:
    """An ASGI application that lets through what the rules allow.

    Attributes
    ----------
    app : callable
        What is guarded.
    rules : Rules
        Who may ask.
    visitors : callable
        Returns the ids of the sessions that there are.
    """

    app: App
    rules: Rules = field(default_factory=Rules)
    visitors: Callable[[], Collection[str]] = tuple
    _sockets: int = 0
    _tabs: Counter[str] = field(default_factory=Counter)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        scope = _without_claims(scope)
        status = self._refusal(scope)
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send, status)
        elif status:
            await _refuse(send, status)
        else:
            await self.app(scope, receive, self._with_headers(scope, send))

    def _refusal(self, scope: Scope) -> int:
        """Return the status a request is refused with, or 0."""
        headers = dict(_headers(scope))
        host = headers.get(b"host", "")
        if _name(host) not in self.rules.hosts or _has_several(scope, b"host", b"origin"):
            return 400
        if not _is_from_here(scope, headers, host):
            return 403
        if not self._is_known(scope, headers):
            return 401
        return _misplaced(scope) or self._lack_of_place(scope, headers)

    def _is_known(self, scope: Scope, headers: dict[bytes, str]) -> bool:
        if not self.rules.token:
            return True
        brought = (_asked(scope), _cookie(headers.get(b"cookie", ""), COOKIE))
        return any(
            hmac.compare_digest(each.encode(), self.rules.token.encode()) for each in brought
        )

    def _lack_of_place(self, scope: Scope, headers: dict[bytes, str]) -> int:
        """Return a status where a page or a socket finds no place, or 0."""
        found = _SOCKET.fullmatch(scope["path"])
        if found is None and scope["path"] not in _PAGES:
            return 0
        if found is not None and found[1] in self.visitors():
            return 0  # it comes back
        if self._tabs[_session(headers)] >= self.rules.most_tabs:
            return 429
        if found is not None and self._sockets >= self.rules.most_sockets:
            return 503
        return 503 if len(self.visitors()) >= self.rules.most_visitors else 0

    async def _socket(self, scope: Scope, receive: Receive, send: Send, status: int) -> None:
        if status:
            await receive()
            await _refuse_socket(scope, send, status)
            return
        kernel = _SOCKET.fullmatch(scope["path"])
        session = _session(dict(_headers(scope)))

        def may_enter() -> bool:
            there = self.visitors()
            return (kernel is not None and kernel[1] in there) or (
                len(there) < self.rules.most_visitors
            )

        self._sockets += 1
        self._tabs[session] += bool(session)
        try:
            await Tab(self.app, may_enter)(scope, receive, send)
        finally:
            self._sockets -= 1
            self._tabs[session] -= bool(session)
            if self._tabs[session] <= 0:
                del self._tabs[session]

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        own = list(_HEADERS)
        if self.rules.token and _asked(scope):
            crumb = f"{COOKIE}={self.rules.token}; HttpOnly; SameSite=Strict; Path=/"
            own.append((b"set-cookie", crumb.encode()))

        async def sending(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                names = {name for name, _ in own if name != b"set-cookie"}
                kept = [pair for pair in message.get("headers", ()) if pair[0].lower() not in names]
                message = {**message, "headers": [*kept, *own]}
            await send(message)

        return sending


def _headers(scope: Scope) -> list[tuple[bytes, str]]:
    return [(name.lower(), value.decode("latin-1")) for name, value in scope["headers"]]


def _without_claims(scope: Scope) -> Scope:
    """Return a request without what only a proxy may say of it."""
    kept = [pair for pair in scope["headers"] if not _CLAIMS.fullmatch(pair[0].lower())]
    return {**scope, "headers": kept}


def _has_several(scope: Scope, *names: bytes) -> bool:
    counts = Counter(name for name, _ in _headers(scope))
    return any(counts[name] > 1 for name in names)


def _name(host: str) -> str:
    """Return a Host header without its port; nothing where it is none."""
    found = _HOST.fullmatch(host)
    return found[1].lower() if found else ""


def _is_from_here(scope: Scope, headers: dict[bytes, str], host: str) -> bool:
    """Return whether a request comes from a page of this server, or from no page at all."""
    origin = headers.get(b"origin")
    if origin is not None and urlsplit(origin).netloc != host:
        return False
    is_reading = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}
    if not is_reading and origin is None:
        return False
    # An image or a script of another page names no origin; a browser says where it comes from.
    is_foreign = headers.get(b"sec-fetch-site") in {"cross-site", "same-site"}
    return not is_foreign or headers.get(b"sec-fetch-mode") == "navigate"


def _misplaced(scope: Scope) -> int:
    """Return the status for a path or a method that the page does not use, or 0."""
    path = scope["path"]
    if ".." in path or "\\" in path or "\0" in path or "//" in path:
        return 404
    if scope["type"] == "websocket":
        return 0 if _SOCKET.fullmatch(path) and _names_a_page(scope) else 404
    if _CLOSE.fullmatch(path):
        return (0 if _names_a_page(scope) else 404) if scope["method"] == "POST" else 405
    if path not in _PAGES and not path.startswith(_FILES):
        return 404
    return 0 if scope["method"] in {"GET", "HEAD"} else 405


def _names_a_page(scope: Scope) -> bool:
    return re.fullmatch(_ID, _query(scope, "session_id")) is not None


def _asked(scope: Scope) -> str:
    return _query(scope, "token")


def _query(scope: Scope, name: str) -> str:
    query = scope.get("query_string", b"").decode("latin-1")
    try:
        found: list[str] = parse_qs(query, max_num_fields=20).get(name, [""])
    except ValueError:  # more fields than any link of the page has
        return ""
    return found[0]


def _session(headers: dict[bytes, str]) -> str:
    """Return what tells a browser from others; nothing where it keeps no cookies."""
    return next(filter(None, (_cookie(headers.get(b"cookie", ""), name) for name in _SESSIONS)), "")


def _cookie(text: str, name: str) -> str:
    try:
        crumb = SimpleCookie(text).get(name)
    except CookieError:
        return ""
    return "" if crumb is None else str(crumb.value)


_WORDS = {
    400: "This name is not served.",
    401: "A token is needed.",
    403: "Another origin.",
    404: "There is nothing here.",
    405: "This is not asked that way.",
    429: TOO_MANY_TABS,
    503: FULL,
}


def _answer(status: int) -> tuple[Message, Message]:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_HEADERS]
    if status in {429, 503}:
        headers.append((b"retry-after", b"60"))
    body = _WORDS[status].encode()
    headers.append((b"content-length", str(len(body)).encode()))
    return (
        {"type": "http.response.start", "status": status, "headers": headers},
        {"type": "http.response.body", "body": body},
    )


async def _refuse(send: Send, status: int) -> None:
    for message in _answer(status):
        await send(message)


async def _refuse_socket(scope: Scope, send: Send, status: int) -> None:
    """Refuse a socket in the same words, where the server can say them."""
    if "websocket.http.response" in scope.get("extensions", {}):
        for message in _answer(status):
            await send({**message, "type": f"websocket.{message['type']}"})
    else:
        await send({"type": "websocket.close", "code": 4000 + status % 1000})
