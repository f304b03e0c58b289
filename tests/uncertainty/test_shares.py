"""Shares of variance: known ones come back, none is negative, and they sum to one."""

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community_sim.errors import BadValue
from community_sim.uncertainty import variance_shares

PASTS, WAYS = 2, 3


def _linear(luck, informed, assumed, choice, past, interaction, draws=1200, seeds=6):
    """Return effects made of known parts; every argument is a variance."""
    random = np.random.default_rng(1)

    def normal(variance, *shape):
        return random.normal(0, 1, shape) * np.sqrt(variance)

    ways = np.array([-1.0, 0.0, 1.0]) * np.sqrt(1.5 * choice)
    pasts = np.array([-1.0, 1.0]) * np.sqrt(past)
    known = normal(informed, PASTS, 1, draws)
    guessed = normal(assumed, PASTS, 1, draws)
    crossed = normal(interaction, PASTS, WAYS, draws)
    noise = normal(luck, PASTS, WAYS, draws, seeds)
    whole = pasts[:, None, None] + ways[:, None] + known + guessed + crossed
    first = (whole - guessed + np.roll(guessed, -1, axis=-1))[:, 0]
    return whole[..., None] + noise, first[..., None] + noise[:, 0]


@pytest.mark.parametrize(
    "parts",
    [
        (1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
        (4.0, 1.0, 0.5, 0.0, 0.0, 0.0),
        (0.5, 0.0, 0.0, 2.0, 1.0, 0.0),
        (1.0, 0.5, 3.0, 0.0, 0.5, 2.0),
    ],
)
def test_known_shares_of_a_linear_case_come_back(parts):
    found = variance_shares(*_linear(*parts))
    *shares, variance = astuple(found)
    assert shares == pytest.approx(np.array(parts) / sum(parts), abs=0.05)
    assert variance == pytest.approx(sum(parts), rel=0.12)


@given(
    st.tuples(*[st.integers(2, 4)] * 4),
    st.integers(0, 2**32 - 1),
    st.floats(0.0, 10.0),
)
@settings(max_examples=100, deadline=None)
def test_shares_are_never_negative_and_sum_to_one(shape, seed, scale):
    random = np.random.default_rng(seed)
    effects = random.normal(0, 1, shape) + scale * random.normal(0, 1, (*shape[:3], 1))
    *shares, _ = astuple(variance_shares(effects, random.normal(0, 1, effects[:, 0].shape)))
    assert min(shares) >= 0.0
    assert sum(shares) == pytest.approx(1.0)


def test_effects_that_never_vary_have_no_shares():
    assert set(astuple(variance_shares(np.ones((2, 3, 2, 2)), np.ones((2, 2, 2))))) == {0.0}


def test_too_few_of_a_kind_are_refused():
    with pytest.raises(BadValue, match="at least two of each"):
        variance_shares(np.ones((2, 1, 2, 2)), np.ones((2, 2, 2)))
