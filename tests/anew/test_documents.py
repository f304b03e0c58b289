"""Marks in documents: what they name is put in, and a sentence that broke is named."""

import pytest

from anew.documents import broken_claims, names_in, retold
from community_sim.errors import BadValue

TEXT = """\
One past in which 31<!-- told: leavers --> per cent leave. It has less growth than the
other.<!-- holds: two_pasts --> Figures:
<!-- tell: list -->
- old
<!-- told -->
"""
VALUES = {"leavers": "1,234.5", "list": "\n- new\n- newer\n"}


def test_numbers_and_what_stands_between_two_marks_are_put_in():
    assert retold(TEXT, VALUES, "page.md") == TEXT.replace("31", "1,234.5").replace(
        "- old", "- new\n- newer"
    )


def test_what_is_told_already_stays_as_it_is():
    once = retold(TEXT, VALUES, "page.md")
    assert retold(once, VALUES, "page.md") == once


@pytest.mark.parametrize("number", ["-0.27", "1,000", "0", "12.50"])
def test_the_whole_number_before_a_mark_is_replaced(number):
    text = f"taste of {number}<!-- told: taste -->."
    assert retold(text, {"taste": "0.1"}, "page.md") == "taste of 0.1<!-- told: taste -->."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3<!-- told: leaver -->", "page.md: the mark 'leaver' names nothing .* 'leavers'"),
        ("many<!-- told: leavers -->", "page.md: a mark does not read as one"),
        ("3 <!-- told: leavers -->", "page.md: a mark does not read as one"),
        ("<!-- tell: list --> - old", "page.md: a mark does not read as one"),
        ("So.<!-- holds two_pasts -->", "page.md: a mark does not read as one"),
    ],
)
def test_a_mark_that_names_or_marks_nothing_is_refused(text, said):
    with pytest.raises(BadValue, match=said):
        retold(text, VALUES, "page.md")


def test_a_claim_that_broke_is_told_with_its_sentence_and_its_document():
    assert broken_claims(TEXT, {"two_pasts": True}, "page.md") == []
    (broken,) = broken_claims(TEXT, {"two_pasts": False}, "page.md")
    assert str(broken) == (
        "page.md says what results no longer say (two_pasts): It has less growth than the other."
    )
    with pytest.raises(BadValue, match="two_pasts"):
        broken_claims(TEXT, {}, "page.md")


def test_all_marks_are_found():
    assert names_in(TEXT) == {"leavers", "two_pasts", "list"}
