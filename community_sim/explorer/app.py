"""The explorer’s pages, the comparison and the live view, drawn without Solara's frame."""

from typing import Any

import solara

from community_sim.explorer.live import Live
from community_sim.explorer.page import ComparisonPage

__all__ = ["routes"]


@solara.component  # type: ignore[untyped-decorator]
def _Bare(children: Any = ()) -> None:  # noqa: N802 - a component
    """Show a page as it is."""
    solara.Column(children=list(children), gap="0px")


routes = [
    solara.Route("/", component=ComparisonPage, layout=_Bare),
    solara.Route("live", component=Live, layout=_Bare),
]
