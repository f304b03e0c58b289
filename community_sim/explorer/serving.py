"""Serve the page: loopback unless told otherwise, nothing fetched from elsewhere, no telemetry."""

import gc
import os
import secrets
import socket
import sys
import threading
import warnings
from dataclasses import dataclass

from community_sim.charts.style import FONT
from community_sim.errors import BadValue
from community_sim.explorer.caps import LARGEST_MESSAGE, MOST_CONNECTIONS
from community_sim.explorer.guard import Guard, Rules

__all__ = ["Address", "guarded_app", "serve"]

LOOPBACK = ("127.0.0.1", "localhost", "::1")

_SETTINGS = {
    "SOLARA_APP": "community_sim.explorer.app",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "false",
    # A tab that is gone keeps its session this long; its runs stop with it.
    "SOLARA_KERNEL_CULL_TIMEOUT": "3s",
    # A request's headers would name it else, and it stands in the page.
    "SOLARA_ROOT_PATH": "",
    "SOLARA_ASSETS_EXTRA_LOCATIONS": str(FONT.parent),
}
_SWITCH_SECONDS = 0.0005  # a lever does not wait long for Python behind better runs
# A tab that answers no ping is gone: with the timeout above, after nine seconds at the latest.
_SECONDS_BETWEEN_PINGS = 2.0
_SECONDS_TO_PONG = 4.0


@dataclass(frozen=True)
class Address:
    """Where the page is served.

    Attributes
    ----------
    host : str
        Address to listen on.
    port : int
        Port; 0 takes a free one.
    names : tuple of str
        More names by which the page may be called, where it is not on loopback.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    names: tuple[str, ...] = ()

    @property
    def is_loopback(self) -> bool:
        """Return whether only this machine can reach it."""
        return self.host in LOOPBACK

    def rules(self) -> Rules:
        """Return who may ask: beyond loopback, only who brings a new token."""
        hosts = Rules().hosts | {self.host} | set(self.names)
        return Rules(frozenset(hosts), "" if self.is_loopback else secrets.token_urlsafe(24))


def guarded_app(rules: Rules) -> Guard:
    """Return the page's application behind its guard."""
    os.environ.update(_SETTINGS)
    # Loaded before there are visitors: the first of them would ask for a half-loaded one at once.
    import pandas  # noqa: F401
    from solara.server.kernel_context import contexts
    from solara.server.starlette import app

    from community_sim.explorer.shipped import serve_only_what_is_shipped

    # Its cookie then is for this site only, which is what the page wants.
    warnings.filterwarnings("ignore", message="Cookies with samesite=none")
    serve_only_what_is_shipped(app)
    return Guard(app, rules, contexts.keys)


def serve(address: Address, draws: int | None = None) -> None:
    """Serve the page until interrupted.

    Parameters
    ----------
    address : Address
        Where to listen.
    draws : int, optional
        Draws of each ground at most; by default as many as a conclusion takes.


    Raises
    ------
    BadValue
        The port is taken, or the address is not this machine's.
    """
    import uvicorn

    from community_sim.explorer.ensemble import allow, forget
    from community_sim.explorer.patience import PatientRequests, PatientSocket
    from community_sim.explorer.reclaiming import reclaim_when_left

    try:
        family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
        listening = socket.create_server((address.host, address.port), family=family)
    except OSError as error:
        raise BadValue(
            f"{address.host}:{address.port} cannot be listened on ({error.strerror}); "
            "choose another --port."
        ) from error
    if draws is not None:
        allow(draws)
    rules = address.rules()
    port = listening.getsockname()[1]
    shown = address.names[0] if address.names else address.host
    tail = f"?token={rules.token}" if rules.token else ""
    print(f"Explorer: http://{shown}:{port}/{tail}", flush=True)
    print("Stop with Ctrl-C", flush=True)
    sys.setswitchinterval(_SWITCH_SECONDS)
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    guard = guarded_app(rules)
    reclaim_when_left(guard.visitors, forget)
    config = uvicorn.Config(
        guard, log_level="warning", http=PatientRequests, ws=PatientSocket,
        ws_max_size=LARGEST_MESSAGE, ws_ping_interval=_SECONDS_BETWEEN_PINGS,
        ws_ping_timeout=_SECONDS_TO_PONG, limit_concurrency=MOST_CONNECTIONS,
        server_header=False, proxy_headers=False,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])


def _warm_up() -> None:
    """Load, compile and find what every first look needs, before the first visitor asks.

    What is loaded stays; the collector of garbage then need not look through it again, which
    takes longer than a whole answer.
    """
    from community_sim.explorer.content import answer, drawings
    from community_sim.explorer.drawers import drawers
    from community_sim.explorer.ensemble import first_look
    from community_sim.explorer.state import State

    drawers()
    state = State().started_from("hired_pay_1200")
    look = first_look(state.scenarios())
    answer(look, state, "en")
    drawings(look, state, "en")
    gc.collect()
    gc.freeze()
