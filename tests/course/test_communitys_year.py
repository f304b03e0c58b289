"""A community's year: step by step, the arithmetic of vacancies, and what is left for service."""

import pytest

from community_sim.course import (
    one_year,
    vacancy_dial,
    vacant_share,
    work_of,
    work_widget,
    year_numbers,
)
from community_sim.course.city import own_city
from community_sim.course.city_year import city_year
from community_sim.vocabulary import Event

STUDENT = "王小明"


def test_a_year_opens_with_the_posts_of_the_community_the_highest_first():
    levels = [seat.level for seat in city_year(STUDENT, community=2).opening]
    assert levels == sorted(levels, reverse=True)
    assert len(levels) >= sum(own_city(STUDENT).posts) // own_city(STUDENT).communities - 1


def test_all_communities_together_open_with_the_posts_of_the_city():
    place = own_city(STUDENT)
    years = [city_year(STUDENT, community=number + 1) for number in range(place.communities)]
    assert sum(len(year.opening) for year in years) == sum(place.posts)
    assert (years[0].events["event"] == Event.EXIT).any()


def test_the_year_is_the_same_however_the_name_is_written():
    assert city_year("Anna", seed=3) is city_year("  anna ", seed=3)


@pytest.mark.parametrize(
    ("rate", "months", "share"), [(0.0, 6.0, 0.0), (1.0, 12.0, 0.5), (0.2, 6.0, 1.0 / 11.0)]
)
def test_the_share_of_vacant_posts_is_known_in_simple_cases(rate, months, share):
    assert vacant_share(rate, months) == pytest.approx(share)


def test_service_falls_by_more_than_the_staff_in_every_city():
    for number in range(20):
        student = f"student {number}"
        place = own_city(student)
        full, short = work_of(student), work_of(student, vacant_months=6)
        staff = 6.0 / 12.0 / (sum(place.posts) / place.communities)
        assert 1.0 - short.service / full.service > 2.0 * staff
        assert short.administrative == full.administrative
        assert short.load > full.load
        assert short.pressure > full.pressure


def test_relief_adds_the_hours_that_it_takes_from_administration_and_eases_pressure():
    full, eased = work_of(STUDENT), work_of(STUDENT, relief=0.2)
    assert eased.administrative == pytest.approx(0.8 * full.administrative)
    assert eased.service > full.service
    assert eased.pressure < full.pressure


def test_own_numbers_differ_between_students_and_stay():
    numbers = {year_numbers(f"student {number}") for number in range(30)}
    assert len(numbers) == 30
    assert year_numbers(STUDENT) == year_numbers(f" {STUDENT}")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("make", "value"),
    [
        (lambda lang: one_year(STUDENT, lang), 4),
        (lambda lang: work_widget(STUDENT, lang), 12),
        (vacancy_dial, 40),
    ],
    ids=["one_year", "work_widget", "vacancy_dial"],
)
def test_a_slider_of_the_year_draws_anew(make, value, lang):
    widget = make(lang)
    before = widget.children[1].value
    widget.children[0].children[0].children[0].value = value
    assert widget.children[1].value != before
