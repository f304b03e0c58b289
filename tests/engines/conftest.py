"""Fixtures of the engine tests."""

import pytest

from community_sim.engines import Engine


@pytest.fixture(params=["agent", "compiled"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Return each engine's name in turn: what one does, the other does."""
    name: Engine = request.param
    return name
