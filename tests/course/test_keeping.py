"""What it costs to keep people: the extra wage bill over the quits avoided."""

import pytest

from community_sim.course import keeping_of, raise_for, three_raises, tried
from community_sim.course.keeping import LEVELS_TO_RAISE, Keeping

STUDENT = "王小明"


def test_a_raise_multiplies_the_pay_of_its_level():
    assert raise_for("deputy", 20) == {"pay.coefficient_deputy": {"multiply_by": 1.2}}


def test_the_cost_of_a_quit_is_the_bill_over_the_quits():
    assert Keeping(9_000.0, 0.1).cost_per_quit == pytest.approx(90_000.0)


@pytest.mark.long
def test_a_raise_for_those_who_leave_most_costs_money_and_avoids_quits():
    comparison = tried(STUDENT, raise_for("general_worker", 20), runs=10)
    kept = keeping_of(comparison)
    assert kept.extra_bill == comparison.effect("my_policy", "wage_bill_per_community").effect
    assert kept.extra_bill > 0.0
    assert kept.quits_avoided > 0.0


@pytest.mark.long
def test_the_same_seeds_without_a_change_keep_nobody_and_cost_nothing():
    assert keeping_of(tried(STUDENT, raise_for("deputy", 0), runs=3)) == (0.0, 0.0)


@pytest.mark.long
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_another_raise_is_another_picture(lang):
    widget = three_raises(STUDENT, lang, runs=3)
    before = widget.children[1].value
    widget.children[0].children[0].children[0].value = 40
    assert widget.children[1].value != before
    assert set(LEVELS_TO_RAISE) == {"general_worker", "deputy", "principal"}
