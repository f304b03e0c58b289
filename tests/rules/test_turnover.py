"""What replacing a cadre costs, at known points."""

import pytest

from community_sim.parameters import Parameters
from community_sim.rules.turnover import acting_allowance, entry_cost


def test_an_entry_costs_its_shares_of_the_reference_wage(p: Parameters) -> None:
    p = p._replace(turnover_hiring_cost=0.05, turnover_training_cost=0.10)
    # 0.15 * 28,000
    assert entry_cost(28000.0, p) == pytest.approx(4200.0, rel=1e-12)


def test_acting_cover_is_paid_a_share_of_the_posts_pay_as_long_as_it_acts(p: Parameters) -> None:
    p = p._replace(acting_allowance_share=0.2)
    assert acting_allowance(35000.0, 1.0, p) == pytest.approx(7000.0, rel=1e-12)
    assert acting_allowance(35000.0, 0.25, p) == pytest.approx(1750.0, rel=1e-12)
    assert acting_allowance(35000.0, 0.0, p) == 0.0
