"""What the next level is worth beyond the own one, against the recursion itself."""

from typing import Any

import pytest

from community_sim.career_grid import leadership_worth, node_ability, node_offset, worth
from community_sim.careers import Prospects, solve_careers
from community_sim.parameters import Parameters
from community_sim.policy import PolicyNumbers
from community_sim.vocabulary import Education, Mandate, Post, Sex

PRESSURE = (0.8, 0.8, 0.85, 0.9)


@pytest.mark.parametrize("moving_cost", [0.0, 0.3])
@pytest.mark.parametrize("level", Post)
@pytest.mark.parametrize(
    ("mandate", "education", "sex", "age", "tenure", "node"),
    [
        (Mandate.HIRED, Education.HIGH_SCHOOL, Sex.FEMALE, 27, 1, 20),
        (Mandate.ELECTED, Education.COLLEGE, Sex.MALE, 41, 6, 33),
        (Mandate.SECONDED, Education.BACHELOR, Sex.FEMALE, 54, 12, 46),
    ],
)
def test_a_step_up_is_worth_what_the_recursion_says(
    mandate: int, education: int, sex: int, age: int, tenure: int, node: int, level: Post,
    moving_cost: float, levers: PolicyNumbers, p: Parameters, prospects: Prospects, exactly: Any,
) -> None:  # fmt: skip
    levers = levers._replace(pay_seniority_step=0.02)
    p = p._replace(moving_cost=moving_cost)
    careers = solve_careers(levers, p, prospects=prospects, mean_pressure=PRESSURE)
    axes, ability = careers.axes, node_ability(node)
    offset = node_offset(node, axes)
    kind = exactly.Kind(mandate, education, sex, offset, ability)
    values = exactly.Values(kind, p, exactly.Year(levers, prospects, PRESSURE))
    served = min(tenure, 10)

    def in_post(at: int) -> float:
        planes = careers.planes((mandate, education, sex, at, age, tenure))
        return worth(planes.serve, offset, ability, axes)

    if level == Post.PRINCIPAL:
        above = leadership_worth(
            careers.service[sex, age - 20], careers.leaving[education, sex, age - 20],
            ability, axes, p,
        )  # fmt: skip
        expected = values.serving(0, age)
    else:
        above = in_post(level + 1)
        expected = values.joining(0, age, Post(level + 1), served)
    expected -= values.joining(0, age, level, served)
    assert above - in_post(level) == pytest.approx(expected, abs=1e-10)
