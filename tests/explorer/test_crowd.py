"""A small run of scripts/show_explorer_reliability.py; RELIABILITY.md has the large one."""

import pytest

pytestmark = pytest.mark.long


def test_a_few_visitors_and_silent_sockets_are_all_answered():
    from reliability.crowd import Crowd, crowd

    trial = crowd(Crowd(users=4, sockets=20, seconds=30.0))
    lost = [each for each in trial.failures if "before" not in each]
    assert lost == []
    assert trial.tried > 10
