"""Serve the page's libraries from what is installed, and from nowhere else.

Solara's own route fetches what is missing from the network, writes it down, and deletes a folder
that is asked for as a file.  This one reads files, and that is all.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.applications import Starlette

__all__ = ["serve_only_what_is_shipped"]


def serve_only_what_is_shipped(app: "Starlette") -> None:
    """Put a plain folder of files in the place of Solara's proxy of libraries."""
    from solara.server import settings
    from solara.server.cdn_helper import cdn_url_path
    from solara.server.starlette import StaticCdn
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    class Shipped(StaticCdn):  # type: ignore[misc]
        """Files of the folder, with Solara's headers for caches."""

        def lookup_path(self, path: str) -> Any:
            return StaticFiles.lookup_path(self, path)

    for route in app.routes:
        if isinstance(route, Mount) and route.path == f"/{cdn_url_path}":
            route.app = Shipped(directory=settings.assets.proxy_cache_dir)
