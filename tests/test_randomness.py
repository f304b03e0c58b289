"""The generator gives its authors' known answers, and its keys mean what they say."""

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community_sim.compilation import compiled
from community_sim.randomness import (
    ORDINALS_PER_POST,
    normal_quantile,
    normal_quantiles,
    person_key,
    philox4x32,
    uniforms,
    uniforms_in_a_row,
)
from community_sim.vocabulary import Decision

ALL_ONES = 0xFFFFFFFF

# Counter and key, and the words that Random123's authors publish for them.
KNOWN_ANSWERS = [
    ((0, 0, 0, 0, 0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ALL_ONES,) * 6, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter_and_key", "words"), KNOWN_ANSWERS)
def test_philox_gives_its_authors_known_answers(
    counter_and_key: tuple[int, ...], words: tuple[int, ...]
) -> None:
    assert philox4x32(*counter_and_key) == words
    assert compiled(philox4x32)(*counter_and_key) == words


def test_uniforms_are_the_words_of_their_key_at_the_middle_of_their_cells() -> None:
    seed = (0x299F31D0 << 32) | 0xA4093822
    drawn = uniforms(seed, 0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344)
    assert drawn == tuple((word + 0.5) / 2**32 for word in KNOWN_ANSWERS[2][1])


def test_years_of_history_are_keys_of_their_own() -> None:
    assert uniforms(1, 2, 3, -4, 5) == uniforms(1, 2, 3, 2**32 - 4, 5)
    assert uniforms(1, 2, 3, -4, 5) != uniforms(1, 2, 3, 4, 5)


def test_every_part_of_the_key_matters() -> None:
    key = (1, 2, 3, 4, 5)
    changed = [tuple(v + (i == j) for j, v in enumerate(key)) for i in range(5)]
    changed.append((1 + 2**32, 2, 3, 4, 5))
    drawn = {uniforms(*each) for each in [key, *changed]}
    assert len(drawn) == 7


def test_uniforms_never_touch_zero_or_one() -> None:
    smallest, largest = 0.5 / 2**32, (ALL_ONES + 0.5) / 2**32
    assert smallest > 0.0
    assert largest < 1.0
    assert math.isfinite(normal_quantile(smallest))
    assert math.isfinite(normal_quantile(largest))


@pytest.fixture(scope="module")
def sample() -> np.ndarray:
    """Return uniforms of many people, years and decisions, one row a key."""
    draw = compiled(uniforms)
    keys = itertools.product([7], range(50), range(4), range(10), [int(d) for d in Decision])
    return np.array([draw(*key) for key in keys])


def test_uniforms_are_uniform(sample: np.ndarray) -> None:
    for column in sample.T:
        counts = np.bincount((column * 20).astype(int), minlength=20)
        expected = len(column) / 20
        chi_square = float(((counts - expected) ** 2).sum() / expected)
        assert 5.4 < chi_square < 43.8  # 0.1 % of each tail at 19 degrees of freedom


def test_the_four_uniforms_of_a_key_are_unrelated(sample: np.ndarray) -> None:
    related = np.corrcoef(sample.T) - np.eye(4)
    assert np.abs(related).max() < 4.0 / math.sqrt(len(sample))


def test_no_key_repeats_anothers_draws(sample: np.ndarray) -> None:
    assert len(np.unique(sample, axis=0)) == len(sample)


def test_post_and_ordinal_together_name_a_person() -> None:
    assert ORDINALS_PER_POST == 2**20
    assert person_key(0, 5) == 5
    assert person_key(3, 7) == 3 * 2**20 + 7
    last = person_key(2, ORDINALS_PER_POST - 1)
    assert last + 1 == person_key(3, 0)


@given(st.floats(1e-300, 1.0 - 1e-16))
@settings(max_examples=2000, derandomize=True, database=None)
def test_the_normal_quantile_is_scipys(probability: float) -> None:
    ndtri = pytest.importorskip("scipy.special").ndtri
    assert normal_quantile(probability) == pytest.approx(
        float(ndtri(probability)), rel=4e-14, abs=1e-15
    )


@pytest.mark.parametrize(
    ("probability", "quantile"),
    [
        (0.5, 0.0),
        (0.25, -0.6744897501960817),
        (0.001, -3.090232306167814),
        (0.999, 3.090232306167814),
        (1e-20, -9.262340089798408),
    ],
)
def test_the_normal_quantile_gives_wichuras_published_values(
    probability: float, quantile: float
) -> None:
    # Wichura (1988) prints these for AS 241.
    assert normal_quantile(probability) == pytest.approx(quantile, rel=1e-14, abs=1e-16)


@pytest.mark.parametrize("edge", [0.075, 0.925, math.exp(-25.0)])
def test_the_three_pieces_of_the_normal_quantile_meet(edge: float) -> None:
    below, above = math.nextafter(edge, 0.0), math.nextafter(edge, 1.0)
    slope = math.sqrt(2.0 * math.pi) * math.exp(0.5 * normal_quantile(edge) ** 2)
    gap = normal_quantile(above) - normal_quantile(below)
    assert gap == pytest.approx(slope * (above - below), abs=4e-15)


def test_normal_quantiles_rise_and_mirror() -> None:
    probabilities = np.linspace(0.0005, 0.9995, 1999).tolist()
    quantiles = [normal_quantile(each) for each in probabilities]
    assert quantiles == sorted(quantiles)
    for probability, quantile in zip(probabilities, quantiles, strict=True):
        assert normal_quantile(1.0 - probability) == pytest.approx(-quantile, abs=1e-12)


@pytest.mark.parametrize("draw", [uniforms_in_a_row, compiled(uniforms_in_a_row)])
@pytest.mark.parametrize("size", [1, 25, 32])
def test_draws_in_a_row_are_those_one_by_one(draw: Callable[..., None], size: int) -> None:
    rows = tuple(np.full(32, -1.0) for _ in range(4))
    draw(2**63 - 1, 2**32 - 1, 3, 4096, Decision.CANDIDATE.value, size, rows)
    for n in range(size):
        one_by_one = uniforms(2**63 - 1, 2**32 - 1, 3, 4096 + n, Decision.CANDIDATE)
        assert tuple(row[n] for row in rows) == one_by_one
    assert all(np.all(row[size:] == -1.0) for row in rows)


@pytest.mark.parametrize("find", [normal_quantiles, compiled(normal_quantiles)])
def test_quantiles_together_are_those_one_by_one(find: Callable[..., None]) -> None:
    probabilities = np.concatenate(
        [np.random.default_rng(5).random(4000), [0.075, 0.925, 0.5, 2.0**-33, 1.0 - 2.0**-33]]
    )
    found = np.empty_like(probabilities)
    find(probabilities, len(probabilities), found)
    assert found.tolist() == [normal_quantile(float(each)) for each in probabilities]
