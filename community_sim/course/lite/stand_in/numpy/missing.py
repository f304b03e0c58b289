"""Say of what is not here that it is not."""

import functools
from typing import NoReturn

__all__ = ["missing"]


@functools.cache
def missing(name: str) -> type:
    """Return a class that stands for something of a library and cannot be made."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise NotImplementedError(
            f"{name} is not in the browser edition; run this on a computer with the whole package."
        )

    return type(name.rpartition(".")[2], (), {"__new__": refuse})
