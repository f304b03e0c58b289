"""Sensitivity indices of functions whose indices are known."""

import numpy as np
import pytest
from SALib.sample import morris, sobol

from community_sim.sensitivity import (
    IMPORTANT,
    Problem,
    Request,
    important,
    load_problem,
    morris_frame,
    sobol_frame,
)

# Names of parameters, so that the tables can say whether the reports inform them.
NAMES = ("pay_weight", "taste_mean", "novice_skill_loss")
ONE = Request(outcomes=("exit_rate",), trajectories=20)


def screened(function, low=(0.0, 0.0, 0.0), high=(1.0, 1.0, 1.0)):
    problem = Problem(NAMES, low, high)
    points = morris.sample(problem.for_salib(), ONE.trajectories, num_levels=4, seed=1)
    found = morris_frame(problem, ONE, points, function(points.T)[:, None])
    return found.set_index("parameter")


def test_of_a_linear_function_the_effect_is_slope_times_range_and_nothing_interacts():
    found = screened(lambda x: 3 * x[0] - 2 * x[1], low=(0, 0, 0), high=(1, 5, 9))
    assert found["mu"].tolist() == pytest.approx([3.0, -10.0, 0.0])
    assert found["mu_star"].tolist() == pytest.approx([3.0, 10.0, 0.0])
    assert found["sigma"].tolist() == pytest.approx([0.0, 0.0, 0.0], abs=1e-12)
    assert found["share"].tolist() == pytest.approx([0.3, 1.0, 0.0])


def test_what_acts_only_together_has_a_spread():
    found = screened(lambda x: x[0] * x[1])
    assert (found["sigma"][:2] > 0.1).all()
    assert found["sigma"].iloc[2] == 0.0


def test_shares_of_the_ishigami_function_come_back():
    a, b = 7.0, 0.1
    problem = Problem(NAMES, (-np.pi,) * 3, (np.pi,) * 3)
    points = sobol.sample(problem.for_salib(), 4096, calc_second_order=False, seed=1)
    x, y, z = points.T
    found = np.sin(x) + a * np.sin(y) ** 2 + b * z**4 * np.sin(x)
    frame = sobol_frame(problem, ONE, found[:, None])
    assert frame["first"].tolist() == pytest.approx([0.314, 0.442, 0.0], abs=0.02)
    assert frame["total"].tolist() == pytest.approx([0.558, 0.442, 0.244], abs=0.02)


def test_important_is_a_tenth_of_the_largest_and_the_most_important_come_first():
    frame = screened(lambda x: x[0] + 0.099 * x[1] + 0.5 * x[2]).reset_index()
    assert IMPORTANT == 0.1
    assert important(frame, 10) == ("pay_weight", "novice_skill_loss")
    assert important(frame, 1) == ("pay_weight",)


def test_an_outcome_that_nothing_moves_has_no_important_parameter():
    assert important(screened(lambda x: 0.0 * x[0]).reset_index(), 10) == ()


def test_without_an_important_parameter_there_are_no_shares():
    assert sobol_frame(load_problem().only(()), ONE, np.empty((0, 0))).empty


def test_every_parameter_with_a_range_is_varied_and_the_free_levers_too():
    problem = load_problem()
    assert len(set(problem.names)) == len(problem) > 80
    assert all(low < high for low, high in zip(problem.low, problem.high, strict=True))
    assert [name for name in problem.names if "." in name] == [
        "recruitment.general_worker_open",
        "recruitment.deputy_secondment",
        "separation.election_loss_probability",
        "workload.fee_per_item",
    ]
