"""Stand before the page's server: who may ask, from where, and what a browser may do with it."""

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

__all__ = ["Guard", "Rules"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "explorer_token"

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
    """

    hosts: frozenset[str] = frozenset({"localhost", "127.0.0.1", "[::1]"})
    token: str = ""
    most_sockets: int = 400


@dataclass
class Guard:
    """An ASGI application that lets through what the rules allow."""

    app: App
    rules: Rules = field(default_factory=Rules)
    _sockets: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        status = self._refusal(scope)
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send, status)
        elif status:
            await _refuse(send, status)
        else:
            await self.app(scope, receive, self._with_headers(scope, send))

    def _refusal(self, scope: Scope) -> int:
        """Return the status a request is refused with, or 0."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        if _name(host) not in self.rules.hosts:
            return 400
        origin = headers.get(b"origin")
        if scope["type"] == "websocket" and origin is None:
            return 403
        if origin is not None and urlsplit(origin).netloc != host:
            return 403
        return 0 if self._is_known(scope, headers) else 401

    def _is_known(self, scope: Scope, headers: dict[bytes, str]) -> bool:
        if not self.rules.token:
            return True
        brought = (_asked(scope), _cookie(headers.get(b"cookie", "")))
        return any(
            hmac.compare_digest(each.encode(), self.rules.token.encode()) for each in brought
        )

    async def _socket(self, scope: Scope, receive: Receive, send: Send, status: int) -> None:
        if status or self._sockets >= self.rules.most_sockets:
            await receive()
            await send({"type": "websocket.close", "code": 4000 + (status or 503) % 1000})
            return
        self._sockets += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._sockets -= 1

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


def _name(host: str) -> str:
    """Return a Host header without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


def _asked(scope: Scope) -> str:
    query = scope.get("query_string", b"").decode("latin-1")
    try:
        found: list[str] = parse_qs(query, max_num_fields=20).get("token", [""])
    except ValueError:  # more fields than any link of the page has
        return ""
    return found[0]


def _cookie(text: str) -> str:
    try:
        crumb = SimpleCookie(text).get(COOKIE)
    except CookieError:
        return ""
    return "" if crumb is None else str(crumb.value)


async def _refuse(send: Send, status: int) -> None:
    words = {400: b"This name is not served.", 401: b"A token is needed.", 403: b"Another origin."}
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words[status]})
