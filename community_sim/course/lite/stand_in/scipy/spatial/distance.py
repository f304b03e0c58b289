"""Distances between points, which only Mesa's continuous space asks for."""

from typing import NoReturn

__all__ = ["cdist"]


def cdist(*_: object, **__: object) -> NoReturn:
    """Say that it is not here."""
    raise NotImplementedError(
        "scipy is not in the browser edition; run this on a computer with the whole package."
    )
