"""Claims about the cells in which people are counted, and the groups that are made of them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_sim.errors import BadValue
from community_sim.outcomes import OUTCOMES, Window
from community_sim.trajectory import STOCK_COLUMNS
from community_sim.trajectory.counting import HEADCOUNTS
from community_sim.trajectory.people import CELLS, TRAITS, band_codes, cell_of, members
from community_sim.vocabulary import Education, Mandate, Post, Sex

AGE_BANDS = ((0, 30), (31, 35), (36, 45), (46, 54), (55, 120))
TENURE_BANDS = ((0, 2), (3, 3), (4, 9), (10, 60))


def band(value, bands):
    return next(n for n, (first, last) in enumerate(bands) if first <= value <= last)


@given(
    codes=st.tuples(
        st.sampled_from(Post), st.sampled_from(Mandate), st.sampled_from(Education),
        st.sampled_from(Sex), st.integers(0, 1),
    ),
    age=st.integers(16, 80),
    tenure=st.integers(0, 45),
    pay=st.floats(0.0, 3.0),
)  # fmt: skip
def test_a_cell_tells_all_traits_of_those_in_it(codes, age, tenure, pay):
    cell = cell_of(*map(int, codes), age, tenure, pay)
    told = [int(band_codes()[trait.name][cell]) for trait in TRAITS]
    expected = [*codes, band(age, AGE_BANDS), band(tenure, TENURE_BANDS), int(pay >= 1.0)]
    assert told == expected


def test_every_cell_is_a_combination_of_its_own():
    combinations = list(zip(*(codes.tolist() for codes in band_codes().values()), strict=True))
    assert len(combinations) == CELLS == len(set(combinations))
    assert combinations == sorted(combinations)


@pytest.mark.parametrize("trait", TRAITS, ids=lambda trait: trait.name)
def test_the_bands_of_a_trait_are_told_apart_and_hold_everybody(trait):
    firsts = [None, *(each.last + 1 for each in trait.bands if each.last is not None)]
    spans = zip(firsts, (each.last for each in trait.bands), strict=False)
    wanted = spans if trait.is_span else range(len(trait.bands))
    groups = [members(((trait.name, each),)) for each in wanted]
    assert (sum(groups) == 1.0).all()
    for number, group in enumerate(groups):
        assert set(band_codes()[trait.name][group == 1.0].tolist()) == {number}


def test_a_group_of_several_traits_is_what_their_groups_have_in_common():
    both = members((("sex", Sex.FEMALE), ("age", (31, 45))))
    alone = [members(item) for item in ((("sex", Sex.FEMALE),), (("age", (31, 45)),))]
    assert (both == alone[0] * alone[1]).all()
    assert both.sum() == CELLS / 2 * 2 / 5


def test_people_are_counted_by_one_code_or_by_several(build):
    lives = [{"level": level} for level in (Post.DEPUTY, Post.DEPUTY, Post.PRINCIPAL)]
    window = Window(build(1, [*lives, {}]), 1)
    assert window.people(level=Post.DEPUTY) == 2
    assert window.people(level=(Post.DEPUTY, Post.PRINCIPAL)) == 3
    assert window.people() == 4


def test_means_are_those_of_the_group_only(build):
    woman = {"sex": Sex.FEMALE}
    lives = [
        woman | {"ability": 1.0, "pay": 0.5},
        woman | {"ability": 2.0, "pay": 1.5},
        {"pay": 9.0},
    ]
    window = Window(build(1, lives), 1)
    assert window.mean_of("ability", woman) == 1.5
    assert window.mean_of("pay", woman) == 1.0


def test_every_head_count_is_a_stock_and_each_partition_adds_up(build):
    assert set(HEADCOUNTS) < set(STOCK_COLUMNS)
    traits = itertools.product(Post, Education, (25, 33, 40, 50, 60), (0, 3, 5, 12))
    names = ("level", "education", "age", "tenure")
    stocks = build(1, [dict(zip(names, each, strict=True)) for each in traits]).stock_columns
    for part in ("age_", "tenure_"):
        counted = [stocks[name][1] for name in HEADCOUNTS if name.startswith(part)]
        assert sum(counted) == stocks["closing"][1] == 240
    assert stocks["tenure_0_3"][1] == 120
    assert stocks["principal"][1] == 60


@pytest.mark.parametrize(
    ("group", "message"),
    [
        ({"gender": 0}, "People are not counted by 'gender'"),
        ({"levels": 0}, "'level'"),
        ({"level": 4}, "level is 4; it must be from 0 to 3"),
        ({"sex": "female"}, "sex is female; it must be from 0 to 1"),
        ({"age": 30}, "age is 30; it must be a first and a last year"),
        ({"age": (None, 32)}, "age from None to 32 cannot be told.* 30, 35, 45, 54"),
        ({"tenure": (2, None)}, "tenure from 2 to None cannot be told.* 2, 3, 9"),
    ],
)
def test_a_group_that_cannot_be_told_is_refused_with_what_can(build, group, message):
    with pytest.raises(BadValue, match=message):
        Window(build(1, [{}]), 1).people(**group)


def test_experienced_years_count_those_with_three_years_in_every_year(build):
    lives = [{"tenure": 3}, {"tenure": 5, "left": 2}, {"tenure": 2}, {}]
    window = Window(build(2, lives, communities=2), 2)
    assert window.yearly_people(tenure=(3, None)).tolist() == [2, 1]
    assert window.yearly_people().tolist() == [4, 3]
    assert OUTCOMES["experienced_years_per_community"].measure(window) == (1.0 + 0.5) / 2
    assert OUTCOMES["exits_per_community"].measure(window) == 0.5 / 2
