"""Figures in doubt: which number of communities fits, and what two readings imply."""

import pytest

from community_sim.course import parameter_cards, report_cards, two_readings, which_base
from community_sim.course.charts.base import base_checks
from community_sim.course.charts.tenure import readings_of
from community_sim.report import figure, load_figures


def test_only_sixty_six_communities_fit_all_four_figures():
    whole = range(40, round(figure("r1-003").value) + 1)
    assert [n for n in whole if all(check.fits for check in base_checks(n))] == [66]


@pytest.mark.parametrize("printed", ["r1-003", "r1-004"])
def test_no_printed_count_fits_the_cadres_per_community(printed):
    assert not base_checks(round(figure(printed).value))[0].fits


def test_the_two_readings_are_those_of_the_audit():
    a, b = readings_of(figure("r1-041").value, figure("r1-042").value)
    assert (a, round(b, 1)) == (20.5, 8.6)


@pytest.mark.parametrize("make", [which_base, two_readings])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_slider_draws_anew(make, lang):
    widget = make(lang)
    slider = widget.children[0].children[0].children[0]
    before = widget.children[1].value
    slider.value += 7
    assert widget.children[1].value != before


def test_cards_name_a_hidden_figure_and_never_show_zero_for_it():
    hidden = [each.id for each in load_figures().values() if each.value is None]
    assert set(report_cards(hidden).iloc[:, 1]) == {"redacted"}
    assert set(report_cards(hidden, "zh").iloc[:, 1]) == {"原文隐去"}


def test_cards_of_parameters_show_status_and_source():
    (row,) = parameter_cards(["pressure_target"]).to_numpy().tolist()
    assert row[2:] == ["reported", "r1-097 r1-098 r1-099"]
    (row,) = parameter_cards(["pay_weight"], "zh").to_numpy().tolist()
    assert row[2:] == ["假设", "无"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_card_of_a_lesson_is_cut_off(lang):
    from community_sim.course.cards import _WHAT

    cards = report_cards(list(_WHAT), lang)
    assert cards.iloc[:, 0].str.len().max() < 50
    assert "…" not in cards.to_html() and "..." not in cards.to_html()
