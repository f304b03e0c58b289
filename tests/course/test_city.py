"""Every student has a city of their own: plausible, seeded by the name, and quick to run."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community_sim.course.city import city_scenario, normalised, own_city, own_number
from community_sim.course.roster import folder_name
from community_sim.errors import BadValue
from community_sim.policy import check_route_shares
from community_sim.report import load_figures

NAMES = ("王小明", "Anna Müller", "Ольга", "O'Neil", "名" * 200, "../../etc", "👩‍🎓", "con")


def test_the_same_name_gives_the_same_city_however_it_is_written():
    written = ["Anna Müller", "  anna  müller ", "ANNA MÜLLER"]
    decomposed = unicodedata.normalize("NFD", "Anna Müller")
    assert len({own_city(name) for name in (*written, decomposed)}) == 1


def test_other_names_give_other_cities():
    cities = [own_city(f"student {number}") for number in range(200)]
    assert len({(each.reference_wage, each.posts, each.practice) for each in cities}) == 200


@pytest.mark.parametrize("blank", ["", "   ", "\n\t", "\u3000"])
def test_a_blank_name_is_refused_in_a_sentence(blank):
    with pytest.raises(BadValue, match="name is blank"):
        own_city(blank)


def test_a_name_that_is_no_text_is_refused():
    with pytest.raises(BadValue, match="write a name in quotes"):
        own_city(7)  # type: ignore[arg-type]


def test_a_name_too_long_is_refused():
    with pytest.raises(BadValue, match="at most 200"):
        own_city("x" * 201)


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=200))
def test_a_city_is_plausible_for_any_name(name):
    try:
        normalised(name)
    except BadValue:
        return
    place = own_city(name)
    practice = place.current_practice()
    check_route_shares(practice, place.name)
    pay = practice.pay
    ladder = (
        pay.coefficient_general_worker,
        pay.coefficient_committee_member,
        pay.coefficient_deputy,
        pay.coefficient_principal,
    )
    assert list(ladder) == sorted(ladder)
    assert 0.36 <= ladder[0] <= 0.54  # r1-113, r1-114 over r1-107
    assert 0.64 <= ladder[3] <= 1.162  # r3-034, r1-064 over r1-107
    assert 8.0 <= sum(place.posts) / place.communities <= 10.6  # r3-050, r3-022 over r3-005
    wages = sum(p * c for p, c in zip(place.posts, ladder, strict=True)) * place.reference_wage
    budget = practice.budget
    funds = budget.grant_base * (1.0 + budget.match_ratio) + budget.special_grant
    assert 0.8 <= wages / place.communities / funds <= 1.0


def test_the_figures_behind_a_city_are_figures_of_the_reports():
    known = set(load_figures())
    cited = {one for _, ids in own_city("example").figures for one in ids.split()}
    assert cited
    assert cited <= known


def test_a_policy_changes_the_city_as_it_changes_any_place():
    scenario = city_scenario("王小明", "pay_floor_080", years=3)
    assert scenario.policy.pay.coefficient_general_worker == 0.8
    assert scenario.current == own_city("王小明").current_practice()


def test_own_numbers_differ_by_student_and_by_purpose():
    choices = list(range(1000))
    numbers = {own_number(f"s{n}", purpose, choices) for n in range(50) for purpose in "ab"}
    assert len(numbers) > 80
    assert own_number("Anna", "a", choices) == own_number(" anna", "a", choices)


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_name_is_safe_and_stays(name):
    folder = folder_name(name)
    assert folder == folder_name(f" {name.upper()} ")
    assert folder.replace("-", "").replace("_", "").isalnum()
    assert folder.isascii()
    assert folder not in {"con", ".", ".."}
    assert len(folder) <= 40


def test_two_students_never_share_a_folder():
    names = [*NAMES, "s-abc", "anna muller", "anna-muller", "anna_muller", "Anna Muller "]
    assert len({folder_name(name) for name in names}) == len({normalised(name) for name in names})
