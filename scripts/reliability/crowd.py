"""Many visitors at once, and many sockets that say nothing."""

import asyncio
import os
import random
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import psutil
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus, WebSocketException

from reliability.trial import Trial
from reliability.visitor import Server, Visitor, ask, explorer, socket_address

MOST_GROWTH = 1.1
SECONDS_TO_RETURN = 60.0
PAUSE = (5.0, 15.0)  # of a person between two levers [s]
LEVERS = (
    "pay.coefficient_deputy", "pay.coefficient_general_worker",
    "pay.coefficient_committee_member", "pay.coefficient_principal",
)  # fmt: skip


@dataclass(frozen=True)
class Crowd:
    """How many come, and for how long [s]."""

    users: int = 50
    sockets: int = 300
    seconds: float = 120.0


@dataclass
class Found:
    """What a crowd met."""

    levers: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    entries: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    opened: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)


def crowd(asked: Crowd = Crowd()) -> Trial:
    """Let people pull levers while bare sockets stand open; measure answers and memory."""
    trial = Trial(f"{asked.users} visitors and {asked.sockets} bare sockets at once")
    with explorer("--draws", "2") as server:
        asyncio.run(_try(trial, server, asked))
    return trial


async def _try(trial: Trial, server: Server, asked: Crowd) -> None:
    # As many as later: what is remembered of runs, and bounded, is then as full as it gets.
    await _visit(server, Crowd(asked.users, 0, asked.seconds), Found(), first=1000)
    await asyncio.sleep(SECONDS_TO_RETURN / 3)
    before = _memory(server)
    found = Found()
    await _visit(server, asked, found, first=0)
    after = await _returned(server, before)
    trial.tried = len(found.levers) + len(found.pages)
    trial.failures += found.wrong
    trial.check(bool(found.levers and found.pages), "nobody was answered")
    trial.check(after <= MOST_GROWTH * before, f"{before:.0f} MB before, {after:.0f} MB after")
    trial.notes += [
        f"lever to answer: {_spread(found.levers)}",
        f"`GET /`: {_spread(found.pages)}",
        f"page entered and drawn: {_spread(found.entries)}",
        f"bare sockets: {found.opened} opened in turn, {found.refused} refused",
        f"memory {before:.0f} MB before, {max(found.memory):.0f} MB at the peak, "
        f"{after:.0f} MB after",
        f"load of the machine {os.getloadavg()[0]:.0f} on {os.cpu_count()} processors",
    ]


async def _visit(server: Server, asked: Crowd, found: Found, first: int) -> None:
    end = time.monotonic() + asked.seconds
    async with asyncio.TaskGroup() as group:
        for number in range(asked.users):
            group.create_task(_person(server.address, found, end, first + number))
        for number in range(asked.sockets):
            what = _silent_socket if number % 3 else _silent_connection
            group.create_task(what(server.address, found, end))
        group.create_task(_reader(server.address, found, end))
        group.create_task(_scale(server, found, end))


async def _person(address: str, found: Found, end: float, number: int) -> None:
    """Enter within some seconds, then pull a lever, look, and pull the next."""
    lot = random.Random(number)
    await asyncio.sleep(lot.uniform(0.0, PAUSE[1]))
    try:
        with _timed(found.entries):
            person = await Visitor(address).__aenter__()
    except (OSError, WebSocketException, TimeoutError) as error:
        found.wrong.append(f"a visitor did not get in: {error!r}")
        return
    try:
        gesture = 0
        while time.monotonic() < end:
            gesture += 1
            pull = {"do": "pull", "lever": lot.choice(LEVERS), "gesture": gesture,
                    "value": round(lot.uniform(0.5, 1.4), 2)}  # fmt: skip
            with _timed(found.levers):
                await person.act(pull)
            if person.shown["error"]:
                found.wrong.append(f"a lever was refused: {person.shown['error']}")
            await asyncio.sleep(min(lot.uniform(*PAUSE), max(0.0, end - time.monotonic())))
    except (OSError, WebSocketException, TimeoutError) as error:
        found.wrong.append(f"a visitor was lost: {error!r}")
    finally:
        await person.__aexit__(None, None, None)


async def _silent_socket(address: str, found: Found, end: float) -> None:
    """Open a socket of the page and say nothing; when it is closed, open the next."""
    host = urlsplit(address).netloc
    while time.monotonic() < end:
        try:
            async with connect(
                socket_address(address), origin=f"http://{host}", open_timeout=60
            ) as socket:  # fmt: skip
                found.opened += 1
                with suppress(TimeoutError):
                    await asyncio.wait_for(socket.wait_closed(), end - time.monotonic())
        except InvalidStatus:
            found.refused += 1
            await asyncio.sleep(1.0)
        except (OSError, WebSocketException, TimeoutError):
            await asyncio.sleep(1.0)


async def _silent_connection(address: str, found: Found, end: float) -> None:
    """Connect and send half a request; when it is closed, connect again."""
    place = urlsplit(address)
    while time.monotonic() < end:
        with suppress(OSError, TimeoutError):
            reader, writer = await asyncio.open_connection(place.hostname, place.port)
            found.opened += 1
            writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-")
            with suppress(TimeoutError):
                await asyncio.wait_for(reader.read(), max(0.1, end - time.monotonic()))
            writer.close()


async def _reader(address: str, found: Found, end: float) -> None:
    """Load the page once a second."""
    while time.monotonic() < end:
        with _timed(found.pages):
            status = (await asyncio.to_thread(ask, address))[0]
        if status != 200:
            found.wrong.append(f"GET / answered {status}")
        await asyncio.sleep(1.0)


async def _scale(server: Server, found: Found, end: float) -> None:
    while time.monotonic() < end:
        found.memory.append(_memory(server))
        await asyncio.sleep(0.5)


async def _returned(server: Server, before: float) -> float:
    """Return the memory after everybody has left, when it is back or the time is up."""
    end = time.monotonic() + SECONDS_TO_RETURN
    await asyncio.sleep(10.0)
    while _memory(server) > MOST_GROWTH * before and time.monotonic() < end:
        await asyncio.sleep(1.0)
    return _memory(server)


def _memory(server: Server) -> float:
    """Return the resident memory of the server and of the processes that it started [MB]."""
    server_process = psutil.Process(server.process.pid)
    total = 0.0
    for process in (server_process, *server_process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # it has just been replaced
            total += process.memory_info().rss
    return total / 1e6


@contextmanager
def _timed(into: list[float]) -> Iterator[None]:
    start = time.monotonic()
    yield
    into.append(time.monotonic() - start)


def _spread(seconds: list[float]) -> str:
    if len(seconds) < 2:
        return f"{len(seconds)} times"
    cuts = statistics.quantiles(seconds, n=20, method="inclusive")
    return (
        f"{len(seconds)} times, median {1000 * cuts[9]:.0f} ms, p95 {1000 * cuts[18]:.0f} ms, "
        f"longest {1000 * max(seconds):.0f} ms"
    )
