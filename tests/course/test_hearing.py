"""Four sides spend the same sum; the referee tells what the runs decide."""

import pytest

from community_sim.course.board import hearing_board
from community_sim.course.equal_cost import hearing_sum
from community_sim.course.hearing import (
    REFEREED,
    ROLES,
    minutes,
    opening_positions,
    own_role,
    referee,
    referee_chart,
    role,
    who_pays,
)
from community_sim.errors import BadValue
from community_sim.outcomes import outcome

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def ruling():
    return referee("example", opening_positions("example"), runs=10)


def test_every_side_is_judged_by_an_outcome_that_the_referee_shows():
    assert {each.outcome for each in ROLES} <= set(REFEREED)
    assert {own_role(f"student {n}").key for n in range(60)} == {each.key for each in ROLES}


def test_a_side_unknown_is_refused_with_the_nearest_name():
    with pytest.raises(BadValue, match="Did you mean 'residents'"):
        role("resident")


def test_the_sides_spend_the_same(ruling):
    wanted = hearing_sum("example")
    for policy in ruling.policies:
        found = ruling.effect(policy, "wage_bill_per_community")
        assert abs(found.effect - wanted) < 0.1 * wanted


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_minutes_name_every_side_and_the_sum(ruling, lang):
    written = minutes("example", ruling, lang)
    assert f"{hearing_sum('example'):,.0f}" in written
    assert all(each.title(lang) in written for each in ROLES)


def test_the_table_of_payers_adds_up(ruling):
    for row in who_pays(ruling).itertuples(index=False):
        bill, *parts = (int(each.replace(",", "").replace("−", "-")) for each in row)
        assert abs(bill - sum(parts)) <= 4  # each is rounded


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_chart_shows_the_refereed_outcomes(ruling, lang):
    words = " ".join(
        text.get_text().replace("\n", " " if lang == "en" else "")
        for text in referee_chart(ruling, lang=lang).texts
    )
    assert all(outcome(name).label(lang) in words for name in REFEREED)


def test_the_board_answers_a_push_of_its_button():
    board = hearing_board("example", "en")
    row, told, shown = board.children
    button = row.children[1].children[-1]
    button.click()
    assert "cadres" not in told.value
    assert "finance = {" in told.value
    assert bytes(shown.value[:4]) == b"\x89PNG"


def test_the_board_says_what_cannot_be_balanced():
    board = hearing_board("example", "en")
    row, told, _ = board.children
    left, right = row.children
    left.children[1].value = left.children[2].value = 1.6
    gives_way = next(each for each in right.children if each.description == "Gives way")
    gives_way.value = "pay.coefficient_deputy"
    right.children[-1].click()
    assert "too dear for the sum" in told.value
