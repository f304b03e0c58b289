"""Listen to one tab: only to what the page sends, no faster than it sends it, no more than fits.

A socket costs nothing but itself until it has spoken: the session begins with its first message.
What a tab sends while it is being answered waits here, up to a number; then its socket is left
unread, which holds up that tab and nobody else.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from community_sim.explorer.caps import (
    FULL,
    LARGEST_MESSAGE,
    MESSAGES_A_SECOND,
    MESSAGES_AT_ONCE,
    MOST_WAITING,
    SECONDS_TO_SPEAK,
    STRANGE,
)

__all__ = ["Pace", "Tab", "is_of_the_page"]

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_KINDS = {"kernel_info_request", "comm_info_request", "comm_open", "comm_msg", "comm_close"}
# Widgets are made by the server only; a browser opens these two lines to it.
_TARGETS = {"solara.control", "jupyter.widget.control"}
_NOT_ALLOWED = 1008
_TRY_LATER = 1013


@dataclass
class Pace:
    """Allowance of messages: a burst, and what comes back with time."""

    a_second: float = MESSAGES_A_SECOND
    at_once: float = MESSAGES_AT_ONCE
    clock: Callable[[], float] = time.monotonic
    _left: float = field(init=False)
    _seen: float = field(init=False)

    def __post_init__(self) -> None:
        """Begin with a whole burst."""
        self._left, self._seen = self.at_once, self.clock()

    def wait(self) -> float:
        """Spend one message and return how long to wait before it is read [s]."""
        now = self.clock()
        self._left = min(self.at_once, self._left + (now - self._seen) * self.a_second) - 1.0
        self._seen = now
        return max(0.0, -self._left / self.a_second)


def is_of_the_page(message: Message) -> bool:
    """Return whether a message is one that the page's own script sends."""
    text = message.get("text")
    if text is None or len(text.encode("utf-8", "replace")) > LARGEST_MESSAGE:
        return False
    try:
        sent = json.loads(text)
    except (ValueError, RecursionError):
        return False
    match sent:
        case {
            "header": {"msg_type": "comm_open"},
            "channel": "shell",
            "content": {"comm_id": str(), "target_name": str(target), "data": dict()},
        }:
            return target in _TARGETS
        case {
            "header": {"msg_type": "comm_msg"},
            "channel": "shell",
            "content": {"comm_id": str(), "data": {"method": str()}},
        }:
            return True
        case {"header": {"msg_type": str(kind)}, "channel": "shell", "content": dict()}:
            return kind in _KINDS - {"comm_open", "comm_msg"}
        case _:
            return False


@dataclass
class Tab:
    """One socket, from its first word on.

    Attributes
    ----------
    app : callable
        What answers it.
    may_enter : callable
        Whether there is place for its session; asked when it speaks first.
    seconds_to_speak : float
        Within which it has to [s].
    """

    app: App
    may_enter: Callable[[], bool]
    seconds_to_speak: float = SECONDS_TO_SPEAK
    pace: Pace = field(default_factory=Pace)
    _inbox: asyncio.Queue[Message] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Accept the socket, and hand it on once it has spoken."""
        connected = await receive()
        await send({"type": "websocket.accept"})
        try:
            first = await asyncio.wait_for(receive(), self.seconds_to_speak)
        except TimeoutError:
            await _close(send, _NOT_ALLOWED, "Nothing was said. 未收到消息。")
            return
        if first["type"] == "websocket.disconnect":
            return
        if not is_of_the_page(first):
            await _close(send, _NOT_ALLOWED, STRANGE)
            return
        if not self.may_enter():
            await _close(send, _TRY_LATER, FULL)
            return
        for message in (connected, first):
            self._inbox.put_nowait(message)
        reading = asyncio.create_task(self._read(receive, send))
        try:
            await self.app(scope, self._inbox.get, _but_accept(send))
        finally:
            reading.cancel()
            with suppress(asyncio.CancelledError):
                await reading

    async def _read(self, receive: Receive, send: Send) -> None:
        """Put what comes into the inbox, at the tab's pace, until it ends."""
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                # Its work ends now; what waits before this will not be answered by anybody.
                while not self._inbox.empty():
                    self._inbox.get_nowait()
                self._inbox.put_nowait(message)
                return
            if not is_of_the_page(message):
                await _close(send, _NOT_ALLOWED, STRANGE)
                await self._inbox.put({"type": "websocket.disconnect", "code": _NOT_ALLOWED})
                return
            if pause := self.pace.wait():
                await asyncio.sleep(pause)
            await self._inbox.put(message)


def _but_accept(send: Send) -> Send:
    """Return a way to send for an application whose socket is accepted already."""

    async def sending(message: Message) -> None:
        if message["type"] != "websocket.accept":
            await send(message)

    return sending


async def _close(send: Send, code: int, reason: str) -> None:
    # It may be gone meanwhile, and a reason has 123 bytes at most.
    short = reason.encode()[:123].decode(errors="ignore")
    with suppress(RuntimeError, OSError):
        await send({"type": "websocket.close", "code": code, "reason": short})
