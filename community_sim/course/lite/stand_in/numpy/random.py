"""The generator that Mesa makes for every model, and that community_sim never draws from."""

from typing import Any

from .missing import missing

__all__ = ["BitGenerator", "Generator", "SeedSequence", "default_rng"]

SeedSequence = missing("numpy.random.SeedSequence")


class BitGenerator:
    """What a generator would begin from."""

    def __init__(self, seed: Any):
        self.state = {"seed": seed}


class Generator:
    """A generator that knows its seed; a draw says that there are none here."""

    def __init__(self, seed: Any):
        self.bit_generator = BitGenerator(seed)

    def __getattr__(self, name: str) -> Any:
        """Return what says that it cannot draw."""
        return missing(f"numpy.random.Generator.{name}")


def default_rng(seed: Any = None) -> Generator:
    """Return a generator of this seed."""
    return Generator(seed)
