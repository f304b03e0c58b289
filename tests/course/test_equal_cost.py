"""A policy is scaled until it costs the sum, and says so where it cannot."""

import pytest

from community_sim.course.equal_cost import (
    EVERYBODYS_PAY,
    TOLERANCE,
    at_equal_cost,
    hearing_sum,
    yearly_cost,
)
from community_sim.errors import BadValue

GENERAL, *_, PRINCIPAL = EVERYBODYS_PAY


@pytest.mark.long
@pytest.mark.parametrize("scale", [GENERAL, PRINCIPAL, EVERYBODYS_PAY])
def test_a_scaled_policy_costs_the_sum_within_the_tolerance(scale):
    found = at_equal_cost("example", scale=scale)
    wanted = hearing_sum("example")
    assert found.wanted == wanted
    assert abs(yearly_cost("example", found.changes) - wanted) <= TOLERANCE * wanted
    assert found.cost == pytest.approx(yearly_cost("example", found.changes))


@pytest.mark.long
def test_what_else_a_policy_changes_is_kept_and_paid_for():
    given = {PRINCIPAL: {"multiply_by": 1.05}, "workload.relief_share": 0.1}
    found = at_equal_cost("example", given, scale=GENERAL)
    assert found.changes | given == found.changes
    assert found.factor < at_equal_cost("example", scale=GENERAL).factor


@pytest.mark.long
def test_a_package_too_dear_makes_the_scaled_pay_fall():
    found = at_equal_cost("example", {PRINCIPAL: {"multiply_by": 1.6}}, scale=GENERAL)
    assert found.factor < 1.0


@pytest.mark.long
def test_a_sum_out_of_reach_is_refused_in_a_sentence():
    with pytest.raises(BadValue, match="yuan too cheap for the sum; raise something else too"):
        at_equal_cost("example", scale=PRINCIPAL, cost=1e6)
    with pytest.raises(BadValue, match="yuan too dear for the sum; lower something else too"):
        at_equal_cost("example", scale=PRINCIPAL, cost=-1e6)


def test_only_pay_gives_way():
    with pytest.raises(BadValue, match="cannot be scaled to a sum"):
        at_equal_cost("example", scale="workload.relief_share")
    with pytest.raises(BadValue, match="so it cannot give way"):
        at_equal_cost("example", {GENERAL: 0.5}, scale=GENERAL)
