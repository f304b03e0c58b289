"""Fixtures of the tests of whole runs."""

import pytest

from community_sim.scenario import Scenario


@pytest.fixture(scope="session")
def short(current: Scenario) -> Scenario:
    """Return five years of current practice in kaifu."""
    return current.with_years(5)
