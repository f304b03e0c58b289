"""The command `explore`."""

from typing import Annotated

import typer

__all__ = ["explore"]


def explore(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8765,
    host: Annotated[
        str, typer.Option(help="Address to listen on. Beyond this machine a token is asked for.")
    ] = "127.0.0.1",
    name: Annotated[
        list[str] | None,
        typer.Option(help="A name by which the page is called from other machines; repeatable."),
    ] = None,
    draws: Annotated[
        int, typer.Option(min=2, max=200, help="Of each ground at most; conclusions take 20.")
    ] = 20,
) -> None:
    """Open the explorer: a page where levers are pulled and answered with paired runs.

    Exit codes: 0 stopped, 2 bad input or a port that is taken, 130 interrupted.
    """
    from community_sim.explorer.serving import Address, serve

    serve(Address(host, port, tuple(name or ())), draws)
