"""Levers over time: read, combined, written back, announced and expected."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from community_sim.careers import Prospects
from community_sim.design.design import _policy_record, policy_of_record
from community_sim.errors import BadValue, ConflictingLevers
from community_sim.plan import policy_plan
from community_sim.policy_file import policy_from_text
from community_sim.scenario import Scenario

EXPECTED = Prospects(0.12, 0.05, 0.07, 0.007, 0.02, 0.0, 0.0, 0.3, 0.5)
PHASED = """
title: Phased
levers:
  pay:
    coefficient_deputy: {1: 0.62, 2: 0.65, 4: 0.70}
    coefficient_principal: {multiply_by: {2: 1.1, 3: 1.2}}
  promotion:
    civil_service_posts_per_year: {3: 5}
"""


def policy(text, name="tried"):
    return policy_from_text(text, name)


@pytest.fixture(scope="module")
def phased(current):
    return current.with_years(6).with_policy(policy(PHASED))


def value(scenario, lever, year):
    return getattr(scenario.levers_in_year(year), lever.replace(".", "_"))


def test_a_lever_takes_the_values_of_its_years(phased, current):
    deputies = [value(phased, "pay.coefficient_deputy", year) for year in range(1, 7)]
    assert deputies == [0.62, 0.65, 0.65, 0.70, 0.70, 0.70]
    today = current.current["pay.coefficient_principal"]
    principals = [value(phased, "pay.coefficient_principal", year) for year in range(1, 5)]
    assert principals == pytest.approx([today, 1.1 * today, 1.2 * today, 1.2 * today])


def test_a_lever_may_start_in_a_year_of_its_own(phased):
    posts = [value(phased, "promotion.civil_service_posts_per_year", year) for year in range(1, 5)]
    assert posts == [0.0, 0.0, 5.0, 5.0]
    assert phased.starts == 1
    assert phased.policy.promotion.civil_service_posts_per_year == 5


def test_the_text_of_a_policy_keeps_its_schedule():
    file = policy(PHASED)
    assert policy(file.as_text()).changes == tuple(
        replace(change, where=again.where)
        for change, again in zip(file.changes, policy(file.as_text()).changes, strict=True)
    )


def test_a_sweeps_record_keeps_the_schedule_and_reads_records_of_before():
    file = policy(PHASED)
    back = policy_of_record(_policy_record(file))
    assert [each.schedule for each in back.changes] == [each.schedule for each in file.changes]
    old = {**_policy_record(file), "changes": [["pay.scale", "set", 1.1]]}
    assert policy_of_record(old).changes[0].value == 1.1


def test_policies_that_start_in_different_years_combine(current, tmp_path):
    late = tmp_path / "late.yaml"
    late.write_text("starts: 3\nlevers: {pay: {scale: 1.2}}\n", encoding="utf-8")
    early = tmp_path / "early.yaml"
    early.write_text("levers: {workload: {relief_share: 0.3}}\n", encoding="utf-8")
    both = current.with_policy([early, late])
    assert [value(both, "pay.scale", year) for year in (1, 2, 3)] == [1.0, 1.0, 1.2]
    assert [value(both, "workload.relief_share", year) for year in (1, 2, 3)] == [0.3, 0.3, 0.3]
    with pytest.raises(ConflictingLevers, match=r"both change 'pay\.scale'"):
        current.with_policy([late, replace_name(tmp_path, "other", "levers: {pay: {scale: 2}}\n")])


def replace_name(folder, name, text):
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_shipped_package_may_start_part_by_part(tmp_path, current):
    text = "combines: [task_admission]\nstarts: 2\nlevers: {pay: {scale: {1: 1.1}}}\n"
    scenario = current.with_policy(replace_name(tmp_path, "parts", text))
    assert scenario.starts == 1
    items = [value(scenario, "workload.paid_item_share", year) for year in (1, 2)]
    relief = [value(scenario, "workload.relief_share", year) for year in (1, 2)]
    assert items + relief != [0.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{0: 0.6}", "years from 1 to 100"),
        ("{101: 0.6}", "years from 1 to 100"),
        ("{1: 0.6, 01: 0.7}", "names a year twice"),
        ("{1: 9}", "must be a number from 0.1 to 3"),
        ("{1: yes}", "must be a number"),
        ("{first: 0.6}", "values by year such as"),
        ("{multiply_by: {1: much}}", "give a number"),
        ("{multiply_by: {one: 1.1}}", "years before the colons"),
        ("{1: 0.6, second: 0.7}", "values by year such as"),
    ],
)
def test_a_schedule_that_is_wrong_says_where_and_what_is_right(entry, words):
    text = f"levers:\n  pay:\n    coefficient_deputy: {entry}\n"
    with pytest.raises(BadValue, match=rf"tried.yaml, line 3: .*{words}"):
        policy(text)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_sentence_tells_every_step_and_its_year(lang, phased, current):
    told = phased.policy_file.sentence(current.current, lang, phased.policy)
    assert ("0.65（第2年起）" if lang == "zh" else "0.65 from year 2") in told
    assert ("5（第3年起）" if lang == "zh" else "5 from year 3") in told
    assert ("分步实施" if lang == "zh" else "in steps from year 1 to 4") in told


def test_a_change_that_is_taken_back_is_told_and_is_no_null_policy(current):
    freeze = policy("levers: {pay: {scale: {1: 0.9, 4: 1.0}}}")
    scenario = current.with_years(6).with_policy(freeze)
    assert scenario.policy == current.current
    assert scenario != current.with_years(6)
    assert [value(scenario, "pay.scale", year) for year in (1, 3, 4, 6)] == [0.9, 0.9, 1.0, 1.0]
    assert "0.9 from year 1, 1 from year 4" in freeze.sentence(current.current)


def test_steps_that_change_nothing_are_no_steps(current):
    nothing = policy("levers: {pay: {scale: {1: 1.0, 4: 1.0}}}")
    assert current.with_policy(nothing) == current
    same = policy("levers: {pay: {scale: {1: 1.1, 4: 1.1}}}")
    assert current.with_policy(same) == current.with_policy(policy("levers: {pay: {scale: 1.1}}"))


# --- what is expected


def value_of_staying(plan, year):
    """Return what staying is worth in a policy year, to all who are not about to retire."""
    return plan.years[year - 1].incumbents.careers.serve[:, :, :, :, 2:20, :, 0]


def test_a_rise_that_is_announced_keeps_people_before_it_is_paid(current):
    later = current.with_policy(policy("levers: {pay: {scale: {1: 1.0001, 4: 1.5}}}"))
    now = current.with_policy(policy("levers: {pay: {scale: 1.0001}}"))
    full = current.with_policy(policy("levers: {pay: {scale: 1.5}}"))
    announced, never, paid = (
        policy_plan(each.with_years(5), EXPECTED, EXPECTED) for each in (later, now, full)
    )
    values = [value_of_staying(announced, year) for year in (1, 2, 3, 4)]
    for earlier, nearer in itertools.pairwise(values):
        assert np.all(earlier < nearer)
    assert np.all(values[0] > value_of_staying(never, 1))
    assert np.array_equal(values[3], value_of_staying(paid, 4))


def test_before_the_first_year_nobody_knows(current):
    late = current.with_years(4).with_policy(policy("starts: 3\nlevers: {pay: {scale: 1.5}}"))
    plan = policy_plan(late, EXPECTED, EXPECTED)
    today = policy_plan(current.with_years(4), EXPECTED, EXPECTED)
    for year in (1, 2):
        assert np.array_equal(value_of_staying(plan, year), value_of_staying(today, year))
    assert np.all(value_of_staying(plan, 3) > value_of_staying(today, 3))


def test_a_rise_for_a_few_years_is_worth_less_than_one_for_good(current):
    passing = current.with_policy(policy("levers: {pay: {scale: {1: 1.5, 3: 1.0}}}"))
    lasting = current.with_policy(policy("levers: {pay: {scale: 1.5}}"))
    plans = [policy_plan(each.with_years(3), EXPECTED, EXPECTED) for each in (passing, lasting)]
    today = policy_plan(current.with_years(3), EXPECTED, EXPECTED)
    assert np.all(value_of_staying(plans[0], 1) < value_of_staying(plans[1], 1))
    assert np.all(value_of_staying(plans[0], 1) > value_of_staying(today, 1))
    assert np.array_equal(value_of_staying(plans[0], 3), value_of_staying(today, 3))


def test_on_a_bridge_incumbents_come_to_the_new_terms_and_know_it(current):
    text = "applies_to: bridge\nbridge_years: 4\nlevers: {pay: {scale: 1.4}}\n"
    scenario = current.with_years(6).with_policy(policy(text))
    own = [scenario.terms_in_year(year, entered_before=True).pay_scale for year in range(1, 7)]
    assert own == pytest.approx([1.1, 1.2, 1.3, 1.4, 1.4, 1.4])
    new = [scenario.terms_in_year(year, entered_before=False).pay_scale for year in range(1, 7)]
    assert new == [1.4] * 6
    plan = policy_plan(scenario, EXPECTED, EXPECTED)
    incumbents = [value_of_staying(plan, year) for year in range(1, 7)]
    for earlier, later in itertools.pairwise(incumbents[:4]):
        assert np.all(earlier < later)
    entrants = plan.years[0].entrants.careers.serve[:, :, :, :, 2:20, :, 0]
    assert np.array_equal(incumbents[3], entrants)


def test_posts_are_added_in_the_years_of_a_schedule():
    text = "levers: {budget: {posts_change_share: {2: 0.1, 3: 0.2}}}"
    scenario = Scenario.load(years=4).with_policy(policy(text))
    plan = policy_plan(scenario, EXPECTED, EXPECTED)
    opened = plan.geography.open_from
    assert [int((opened == year).sum()) for year in (1, 2, 3)] == [0, 65, 66]


def test_what_is_shown_of_a_policy_tells_the_steps_of_a_schedule(current):
    file = policy(PHASED)
    shown = file.differences(current.current, file.apply(current.current))
    assert set(shown) == {change.lever for change in file.changes}
    deputies = file.by_year("pay.coefficient_deputy", current.current)
    assert deputies == "0.62 from year 1, 0.65 from year 2, 0.7 from year 4"
    assert (
        file.by_year("promotion.civil_service_posts_per_year", current.current) == "5 from year 3"
    )
