"""Shares of variance: known ones come back, none is negative, and they sum to one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community_sim.errors import BadValue
from community_sim.uncertainty import variance_shares

READINGS, WAYS = 2, 3


def _linear(luck, parameters, form, interaction, draws=400, seeds=6):
    """Return effects made of known parts; every argument is a variance."""
    random = np.random.default_rng(1)
    forms = np.array([[-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0]])
    forms *= np.sqrt(form / forms.var())
    drawn = random.normal(0, 1, (READINGS, 1, draws)) * np.sqrt(parameters)
    crossed = random.normal(0, 1, (READINGS, WAYS, draws)) * np.sqrt(interaction)
    noise = random.normal(0, 1, (READINGS, WAYS, draws, seeds)) * np.sqrt(luck)
    return (forms[:, :, None] + drawn + crossed)[..., None] + noise


@pytest.mark.parametrize(
    "parts",
    [(1.0, 1.0, 1.0, 1.0), (4.0, 1.0, 0.0, 0.0), (0.5, 0.0, 2.0, 0.0), (1.0, 3.0, 0.0, 2.0)],
)
def test_known_shares_of_a_linear_case_come_back(parts):
    found = variance_shares(_linear(*parts))
    shares = (found.luck, found.parameters, found.form, found.interaction)
    assert shares == pytest.approx(np.array(parts) / sum(parts), abs=0.05)
    assert found.variance == pytest.approx(sum(parts), rel=0.12)


@given(
    st.tuples(*[st.integers(2, 4)] * 4),
    st.integers(0, 2**32 - 1),
    st.floats(0.0, 10.0),
)
@settings(max_examples=100, deadline=None)
def test_shares_are_never_negative_and_sum_to_one(shape, seed, scale):
    random = np.random.default_rng(seed)
    effects = random.normal(0, 1, shape) + scale * random.normal(0, 1, (*shape[:3], 1))
    found = variance_shares(effects)
    shares = (found.luck, found.parameters, found.form, found.interaction)
    assert min(shares) >= 0.0
    assert sum(shares) == pytest.approx(1.0)


def test_effects_that_never_vary_have_no_shares():
    found = variance_shares(np.ones((2, 3, 2, 2)))
    assert (found.luck, found.parameters, found.variance) == (0.0, 0.0, 0.0)


def test_too_few_of_a_kind_are_refused():
    with pytest.raises(BadValue, match="at least two of each"):
        variance_shares(np.ones((2, 1, 2, 2)))
