"""Do not wait for ever: connections that ask for nothing whole, and sockets that read nothing."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from community_sim.explorer.caps import SECONDS_TO_SPEAK

__all__ = ["PatientRequests", "PatientSocket"]

_SECONDS_TO_LEAVE = 1.0


class PatientRequests(H11Protocol):
    """HTTP in which a request has to be whole some seconds after the connection or its first byte.

    uvicorn itself limits only the time between an answer and the next request.
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Start the clock."""
        super().connection_made(transport)
        self._start_clock()

    def data_received(self, data: bytes) -> None:
        """Stop the clock when a request is under way; start it where one is only begun."""
        super().data_received(data)
        if self._is_answering():
            self._stop_clock()
        else:
            self._start_clock()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop_clock()
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        under_way: Any = self.cycle  # None before the first request
        return under_way is not None and not under_way.response_complete

    def _start_clock(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(SECONDS_TO_SPEAK, self._give_up)

    def _stop_clock(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        # A socket has taken the connection over where it is no longer ours.
        if self.transport.get_protocol() is self and not self._is_answering():
            self.transport.abort()


class PatientSocket(WebSocketsSansIOProtocol):
    """A socket that is cut where its tab answers no ping, whatever still waits to be sent."""

    def keepalive_timeout(self) -> None:
        """Say so, wait a moment, and leave."""
        super().keepalive_timeout()
        self.loop.call_later(_SECONDS_TO_LEAVE, self.transport.abort)
