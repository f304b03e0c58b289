"""Where a district ends up when something is nothing, or without limit."""

from typing import Any

import numpy as np
import pytest

from community_sim.careers import Prospects
from community_sim.engines import Engine, simulate
from community_sim.vocabulary import SeparationReason

FROZEN = Prospects(0.12, 0.055, 0.08, 0.0063, 0.0, 0.05, 0.1, 0.2, 0.5)


@pytest.fixture
def calm(laboratory: Any) -> Any:
    """Return a district in which nobody leaves unless a test says so."""
    return laboratory.calm()


def test_people_who_cannot_leave_and_do_not_die_stay_for_ever(calm: Any, engine: Engine) -> None:
    plan = calm.plan(posts=(50, 40, 20, 10), communities=5, years=30, hazard=1e-12)
    trajectory, closing = simulate(plan, calm.founders(plan, 1, age=20, tenure=0), 1, engine=engine)
    assert len(trajectory.events) == 0
    assert set(closing.age) == {50}
    assert set(closing.tenure) == {30}


def test_where_everybody_leaves_every_year_everybody_is_new(calm: Any, engine: Engine) -> None:
    plan = calm.plan(posts=(50, 40, 20, 10), communities=5, years=5, hazard=1.0 - 1e-12)
    trajectory, closing = simulate(plan, calm.founders(plan, 1), 1, engine=engine)
    assert trajectory.stocks.exits.tolist() == [0, 120, 120, 120, 120, 120]
    assert trajectory.stocks.entries.tolist() == [0, 120, 120, 120, 120, 120]
    assert set(closing.tenure) == {0}


def test_a_closed_district_empties_and_stays_empty(calm: Any, engine: Engine) -> None:
    closed = calm.closed()
    plan = closed.plan(posts=(20, 10, 5, 5), communities=4, years=8, hazard=0.9)
    trajectory = closed.run(plan, 1, engine=engine)
    assert trajectory.stocks.closing.tolist()[-1] == 0
    assert len(trajectory.population) == 0
    trajectory.check_conservation()
    numbers = trajectory.stocks.to_numpy(dtype=float)
    assert np.all(np.isfinite(numbers))


def test_a_pay_rise_without_limit_ends_quitting(laboratory: Any) -> None:
    rich = laboratory.with_levers(
        pay_coefficient_general_worker=1e30, pay_coefficient_committee_member=1e30,
        pay_coefficient_deputy=1e30, pay_coefficient_principal=1e30,
    )  # fmt: skip
    plan = rich.plan(posts=(50, 40, 20, 10), communities=5, years=10, prospects=FROZEN)
    events = rich.run(plan, 1).events
    assert SeparationReason.QUIT not in set(events.reason)


def test_pay_of_nearly_nothing_empties_the_posts(laboratory: Any) -> None:
    poor = laboratory.calm().closed().with_levers(
        pay_coefficient_general_worker=1e-30, pay_coefficient_committee_member=1e-30,
        pay_coefficient_deputy=1e-30, pay_coefficient_principal=1e-30,
        separation_retirement_age_women=55, separation_retirement_age_men=60,
    )  # fmt: skip
    plan = poor.plan(posts=(50, 40, 20, 10), communities=5, years=1)
    assert poor.run(plan, 1).stocks.closing.tolist() == [120, 0]
