"""The report on a student's city: consistent with the city, with traps that can be seen through."""

import pytest

from community_sim.course.city import own_city
from community_sim.course.local_report import (
    INSURANCES,
    city_report,
    city_report_table,
    possible_shares,
)

STUDENTS = [f"student {number}" for number in range(100)]


@pytest.mark.parametrize("student", STUDENTS[:20])
def test_cadres_and_funds_agree_on_the_number_of_communities(student):
    report, place = city_report(student), own_city(student)
    assert round(report.cadres / report.per_community) == place.communities
    assert round(report.transfers / report.transfers_per_community) == place.communities
    assert report.all_kinds > report.urban > place.communities


@pytest.mark.parametrize("student", STUDENTS[:20])
def test_wage_and_bonus_give_the_pay_of_the_city(student):
    report = city_report(student)
    pay = own_city(student).current_practice().pay.coefficient_general_worker
    assert (12 * report.monthly_wage + report.bonus) / report.city_wage == pytest.approx(
        pay, abs=1e-3
    )
    assert report.income_low < pay * report.city_wage < report.income_high


def test_exactly_one_insurance_share_cannot_be_in_every_city():
    wrong = set()
    for student in STUDENTS:
        report = city_report(student)
        possible = possible_shares(report.cadres)
        missing = [name for name in INSURANCES if getattr(report, name) not in possible]
        assert len(missing) == 1, student
        assert report.four_years in possible
        wrong.update(missing)
    assert wrong == set(INSURANCES)


def test_possible_shares_run_from_none_to_all():
    assert possible_shares(4) == [0.0, 25.0, 50.0, 75.0, 100.0]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_shows_every_number_and_that_one_is_hidden(lang):
    table = city_report_table("王小明", lang)
    assert list(table.index) == list(city_report("王小明")._fields)
    hidden = {"en": "redacted", "zh": "原文隐去"}[lang]
    assert table.iloc[-1, 1] == hidden
    assert (table.iloc[:-1, 1] != hidden).all()
