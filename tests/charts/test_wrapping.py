"""Lines break at spaces and between Chinese characters, and are about equally long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_sim.charts.wrapping import width_of, wrapped

ENGLISH = "Raise ordinary pay by half, paid by fewer posts"
CHINESE = "普通人员不低于社平工资八成，正职不低于社平工资"


def test_a_number_stays_whole_in_chinese():
    assert wrapped("每年定向招录公务员100名", 10) == "每年定向招录\n公务员100名"


def test_chinese_breaks_after_a_comma_rather_than_inside_a_word():
    assert wrapped(CHINESE, 15) == "普通人员不低于社平工资八成，\n正职不低于社平工资"


def test_no_line_begins_with_a_closing_sign_or_ends_with_an_opening_one():
    for ems in range(5, 20):
        for line in wrapped("薪酬阶梯100/80/70/60（总额不变），新人新办法", ems).split("\n"):
            assert line[0] not in "，）"
            assert line[-1] != "（"


def test_no_word_is_left_alone_in_the_last_line():
    assert wrapped(ENGLISH, 22).split("\n")[-1].count(" ") >= 2


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
def test_a_text_that_fits_is_left_alone(text):
    assert wrapped(text, 100) == text


def test_what_does_not_fit_is_cut_with_an_ellipsis():
    cut = wrapped(ENGLISH * 5, 15, 2)
    assert cut.count("\n") == 1
    assert cut.endswith("…")


def test_nothing_wraps_to_nothing():
    assert wrapped("", 10) == ""


@given(st.text(alphabet="ab c，（）薪酬10/.", max_size=60), st.integers(6, 30))
def test_wrapping_loses_nothing_but_spaces_and_keeps_to_the_width(text, ems):
    lines = wrapped(text, ems).split("\n")
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line) <= ems + 5 for line in lines)  # closing signs may hang


def test_a_word_longer_than_a_line_is_cut():
    assert max(width_of(line) for line in wrapped("x" * 100, 12).split("\n")) <= 12
