"""What the key takes for a student's number is what the student reads, to the last digit shown."""

import pytest

from community_sim.course import keeping_of, pay_raise, reserved_posts, tried, ways_out
from community_sim.course.city_runs import outcome_by_seed, runs_of
from community_sim.course.exercises import lesson_1, lesson_4, lesson_5
from community_sim.course.own_rules import outcome_under
from community_sim.course.truth import city
from community_sim.outcomes import measured_alone
from community_sim.runs import run_one

WANG = "王小明"


def test_a_kept_history_changes_no_run():
    scenario = city(WANG).scenario(years=3)
    kept = runs_of(scenario, 5, 2)
    for seed, trajectory in zip((5, 6), kept, strict=True):
        alone = run_one(scenario, seed)
        for name in ("quit_rate", "wage_bill_per_community", "service_capacity"):
            assert measured_alone(trajectory, name, 3) == measured_alone(alone, name, 3)


@pytest.mark.long
def test_a_reference_is_the_number_that_a_trial_shows():
    own, trial = city(WANG), tried(WANG, pay_raise(WANG), runs=60, years=10)
    effect = trial.effect("my_policy", "quit_rate").effect
    assert lesson_1._tried_raise(own) == pytest.approx(100.0 * effect, rel=1e-12)
    assert lesson_4._tried_cost(own) == pytest.approx(keeping_of(trial).cost_per_quit, rel=1e-9)


@pytest.mark.long
def test_a_reference_is_the_number_that_the_table_of_ways_out_shows():
    table = ways_out(tried(WANG, reserved_posts(WANG), runs=40, years=10))
    for way, column in (("civil_service", "policy"), ("all", "change"), ("sat_exam", "policy")):
        assert lesson_5._tried(city(WANG), way, column) == table.loc[way, column]


def test_by_the_models_rules_the_readable_engine_comes_to_the_same():
    scenario = city(WANG).scenario(years=5)
    agents = outcome_under(WANG, ["quit_rate"], runs=2, years=5, seed=7)["quit_rate"]
    assert agents == outcome_by_seed(scenario, "quit_rate", 7, 2)
