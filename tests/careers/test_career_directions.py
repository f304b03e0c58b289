"""What must make quitting rarer or commoner in the solved table, in every cell."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from community_sim.career_grid import ABILITY_NODES, OFFSET_NODES
from community_sim.careers import Prospects, solve_careers
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.vocabulary import Education, Mandate, Post, Sex

Solve = Callable[..., np.ndarray]
PRESSURE = (0.8, 0.8, 0.85, 0.9)
NO_EXAM_YEARS = 55 - 20  # ages at which women, too, are still in post


@pytest.fixture(scope="module")
def stay(levers: PolicyNumbers, p: Parameters, prospects: Prospects, at_nodes: Any) -> Solve:
    """Return a function that solves with changes and gives the advantages of staying."""

    def solve(
        parameters: dict[str, float] | None = None,
        prospects: Prospects = prospects,
        **changes: float,
    ) -> np.ndarray:
        careers = solve_careers(
            levers._replace(**changes),
            p._replace(**(parameters or {})),
            prospects=prospects,
            mean_pressure=PRESSURE,
        )
        return at_nodes(careers)[:, :, :, :, :NO_EXAM_YEARS]

    return solve


@pytest.mark.parametrize("factor", [1.01, 1.5])
@pytest.mark.parametrize("level", ["general_worker", "committee_member", "deputy", "principal"])
def test_more_pay_at_any_level_makes_quitting_no_commoner_anywhere(
    level: str, factor: float, stay: Solve, levers: PolicyNumbers
) -> None:
    name = f"pay_coefficient_{level}"
    assert np.all(stay(**{name: getattr(levers, name) * factor}) >= stay())


def test_a_better_market_makes_quitting_commoner_everywhere(stay: Solve, p: Parameters) -> None:
    better = {"market_wage_level": p.market_wage_level * 1.05}
    assert np.all(stay(better) < stay())


def test_a_cost_of_moving_makes_quitting_rarer_everywhere(stay: Solve) -> None:
    assert np.all(stay({"moving_cost": 0.5}) > stay({"moving_cost": 0.0}))


def test_more_dismissals_make_quitting_commoner_everywhere(stay: Solve) -> None:
    safe, risky = (stay(separation_dismissal_share=share) for share in (0.0, 0.10))
    assert np.all(risky < safe)


def test_the_risk_of_dismissal_alone_does_so_except_in_the_year_before_the_pension(
    stay: Solve,
) -> None:
    alone = {"dismissal_morale_cost": 0.0}
    safe, risky = (stay(alone, separation_dismissal_share=share) for share in (0.0, 0.10))
    assert np.all(risky <= safe + 1e-12)
    assert np.all(risky[:, :, :, :, :-1] < safe[:, :, :, :, :-1])


@pytest.mark.parametrize("insurance", ["pension", "medical", "unemployment"])
def test_insurance_makes_quitting_rarer_everywhere(insurance: str, stay: Solve) -> None:
    insured, today = stay(**{f"pay_insurance_{insurance}": 1.0}), stay()
    seconded = Mandate.SECONDED  # the sub-district insures them
    assert np.all(insured[seconded] == today[seconded])
    assert np.all(np.delete(insured, seconded, axis=0) > np.delete(today, seconded, axis=0))


def test_an_insured_year_keeps_people_the_more_the_nearer_the_pension(stay: Solve) -> None:
    covered, bare = (stay(pay_insurance_pension=share) for share in (1.0, 0.0))
    gain = (covered - bare)[Mandate.HIRED, Education.COLLEGE, Sex.FEMALE, Post.GENERAL_WORKER]
    last = [float(gain[age].mean()) for age in (10, 20, 30)]
    assert last == sorted(last) and last[0] > 0.0


def test_pressure_and_unequal_pay_make_quitting_commoner(stay: Solve) -> None:
    assert np.all(stay({"pressure_disutility": 0.4}) < stay({"pressure_disutility": 0.0}))
    assert np.all(stay({"inequity_weight": 1.0}) <= stay({"inequity_weight": 0.0}))


def test_a_better_chance_of_a_better_career_keeps_the_admitted_from_the_market(
    stay: Solve, prospects: Prospects
) -> None:
    # A civil servant's life is made better than any post, so that all who pass gain.
    better = {"civil_service_amenity": 5.0}
    reserved = {
        "promotion_civil_service_posts_per_year": 10, "promotion_civil_service_min_tenure": 2,
    }  # fmt: skip
    rare, fair = (
        stay(better, prospects=prospects._replace(exam_pass_probability=x), **reserved)
        for x in (0.0, 0.3)
    )
    admitted = (slice(None), slice(Education.COLLEGE, None), Sex.MALE, slice(None), slice(0, 15))
    assert np.all(fair[admitted] >= rare[admitted])
    a_year_more = (*admitted, slice(1, None))
    assert np.all(fair[a_year_more] > rare[a_year_more])
    assert np.array_equal(fair[:, Education.HIGH_SCHOOL], rare[:, Education.HIGH_SCHOOL])


def test_taste_for_the_work_makes_quitting_rarer(stay: Solve) -> None:
    by_offset = stay().reshape(*stay().shape[:6], OFFSET_NODES, ABILITY_NODES)
    assert np.all(np.diff(by_offset, axis=6) > 0.0)
