"""Serve the page: loopback unless told otherwise, nothing fetched from elsewhere, no telemetry."""

import os
import secrets
import socket
import warnings
from dataclasses import dataclass

from community_sim.charts.style import FONT
from community_sim.errors import BadValue
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
    "SOLARA_KERNEL_CULL_TIMEOUT": "5s",
    "SOLARA_KERNEL_MAX_PER_SESSION": "20",
    "SOLARA_ASSETS_EXTRA_LOCATIONS": str(FONT.parent),
}
_LARGEST_MESSAGE = 1_000_000  # from a browser [bytes]


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
    from solara.server.starlette import app

    # Its cookie then is for this site only, which is what the page wants.
    warnings.filterwarnings("ignore", message="Cookies with samesite=none")
    return Guard(app, rules)


def serve(address: Address) -> None:
    """Serve the page until interrupted.

    Raises
    ------
    BadValue
        The port is taken, or the address is not this machine's.
    """
    import uvicorn

    try:
        family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
        listening = socket.create_server((address.host, address.port), family=family)
    except OSError as error:
        raise BadValue(
            f"{address.host}:{address.port} cannot be listened on ({error.strerror}); "
            "choose another --port."
        ) from error
    rules = address.rules()
    port = listening.getsockname()[1]
    shown = address.names[0] if address.names else address.host
    tail = f"?token={rules.token}" if rules.token else ""
    print(f"Explorer: http://{shown}:{port}/{tail}", flush=True)
    print("Stop with Ctrl-C", flush=True)
    config = uvicorn.Config(
        guarded_app(rules), log_level="warning", ws_max_size=_LARGEST_MESSAGE,
        server_header=False, proxy_headers=False,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])
