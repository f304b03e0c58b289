"""Visit the explorer's page as a browser's script does, without a browser."""

import asyncio
import http.client
import json
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from reliability.trial import environment

_STARTED = re.compile(r"http://\S+")
START = "from community_sim.cli import main; main()"
SOON = 120.0  # a busy machine [s]


@dataclass(frozen=True)
class Server:
    """A server of the page in a process of its own."""

    address: str
    process: "subprocess.Popen[str]"


@contextmanager
def explorer(*arguments: str, code: str = START) -> Iterator[Server]:
    """Start `community-sim explore` on a free port; `code` may wrap what starts it."""
    command = [sys.executable, "-c", code, "explore", "--port", "0", *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment()
    ) as process:  # fmt: skip
        try:
            found = _STARTED.search(process.stdout.readline() if process.stdout else "")
            if found is None:
                raise RuntimeError("the server did not start")
            yield Server(found.group(), process)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def ask(
    address: str, path: str = "/", method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Ask over HTTP; return status, headers and body."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=SOON)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def socket_address(address: str) -> str:
    """Return where a new tab opens its socket."""
    host = urlsplit(address).netloc
    return f"ws://{host}/jupyter/api/kernels/{uuid.uuid4()}/channels?session_id={uuid.uuid4()}"


def message(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """Return a message as the page's script makes it."""
    header = {
        "date": "2026-01-01T00:00:00.000Z", "msg_id": str(uuid.uuid4()), "msg_type": kind,
        "session": "visitor", "username": "", "version": "5.2",
    }  # fmt: skip
    return {"buffers": [], "channel": "shell", "content": content, "header": header,
            "metadata": {}, "parent_header": {}}  # fmt: skip


@dataclass
class Visitor:
    """One tab: opens the page, sends what a visitor does, keeps what it is shown."""

    address: str
    path: str = "/"
    search: str = ""
    shown: dict[str, Any] = field(default_factory=dict)
    history: list[dict[str, Any]] = field(default_factory=list)
    _socket: ClientConnection = field(init=False)
    _drawn: str = ""
    _idle: dict[str, asyncio.Event] = field(default_factory=dict)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _reading: "asyncio.Task[None]" = field(init=False)

    async def __aenter__(self) -> Self:
        """Load the page, open the socket, and have the page drawn."""
        host = urlsplit(self.address)
        status, headers, _ = await asyncio.to_thread(ask, self.address)
        if status != http.client.OK:
            raise ConnectionError(f"status {status}")
        self._socket = await connect(
            socket_address(self.address), origin=f"http://{host.netloc}",
            additional_headers={"Cookie": headers["set-cookie"].split(";")[0]},
            max_size=None, ping_interval=None, open_timeout=SOON,
        )  # fmt: skip
        self._reading = asyncio.create_task(self._read())
        control = uuid.uuid4().hex
        await self._send("kernel_info_request", {})
        await self._send(
            "comm_open", {"comm_id": control, "target_name": "solara.control", "data": {}}
        )
        args = {"path": self.path + self.search, "dark": False, "appName": None,
                "themes": {"light": {}, "dark": {}}}  # fmt: skip
        await self._send("comm_msg", {"comm_id": control, "data": {"method": "run", "args": args}})
        if "choices" not in self.shown:
            raise ConnectionError("the page was not drawn")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Leave without a word, as a tab that crashes."""
        self.vanish()
        await asyncio.gather(self._reading, return_exceptions=True)

    def vanish(self) -> None:
        """Cut the connection."""
        self._socket.transport.abort()

    def freeze(self) -> None:
        """Read nothing any more, answer no ping, and keep the connection."""
        self._socket.transport.pause_reading()

    async def act(self, sent: object) -> None:
        """Do something on the page and wait until it is answered."""
        data = {"method": "custom", "content": {"event": "act", "data": sent}}
        await self._send("comm_msg", {"comm_id": self._drawn, "data": data})

    def json(self, name: str) -> Any:
        """Return a part of what is shown."""
        return json.loads(self.shown[name])

    async def until_final(self) -> None:
        """Wait until all runs are in."""
        while not (self.json("answer") or {}).get("is_final"):
            self._changed.clear()
            await asyncio.wait_for(self._changed.wait(), SOON)

    async def _send(self, kind: str, content: dict[str, Any]) -> None:
        made = message(kind, content)
        number = made["header"]["msg_id"]
        idle = self._idle[number] = asyncio.Event()
        try:
            await self._socket.send(json.dumps(made))
            await asyncio.wait_for(idle.wait(), SOON)
        finally:
            del self._idle[number]
        if self._reading.done():
            raise ConnectionError("the socket is closed")

    async def _read(self) -> None:
        try:
            async for text in self._socket:
                self._take(json.loads(text))
        except (ConnectionClosed, OSError):
            pass
        finally:
            for each in self._idle.values():
                each.set()

    def _take(self, got: dict[str, Any]) -> None:
        content, kind = got["content"], got["header"]["msg_type"]
        if kind == "status" and content["execution_state"] == "idle":
            if idle := self._idle.get(got["parent_header"].get("msg_id", "")):
                idle.set()
        elif kind in {"comm_open", "comm_msg"}:
            state = content.get("data", {}).get("state", {})
            if {"choices", "answered"} <= state.keys():
                self._drawn = content["comm_id"]
            if content["comm_id"] == self._drawn and state:
                self.shown.update(state)
                self.history.append(state)
                self._changed.set()
