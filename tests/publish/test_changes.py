"""What changed is told once, by kind; what came of it is judged by one rule."""

import numpy as np
import pandas as pd
import pytest

from community_sim.publish.changes import Change, changes_between
from community_sim.publish.differences import differences_between, outcome_tables
from community_sim.publish.manifest import data_hashes
from community_sim.publish.site_words import headline, numbers_sentence

COUNTS = {"numbers": 10, "identical": 4, "beyond": 1, "within": 5, "only_one": 0}


def outcomes(seeds, shift=0.0, policies="abcdefghij", page="page", luck=1.0):
    """Return a table in which ten policies differ by luck and by a shift of the first."""
    rows = [
        (page, policy, "", 0, "A", "constant", "forward", 5, "x", seed, value)
        for number, policy in enumerate(policies)
        for seed in seeds
        for value in [
            luck * np.random.default_rng([number, seed]).normal() + shift * (number == 0)
        ]
    ]  # fmt: skip
    names = [
        "page", "policy", "place", "years", "given", "past", "choice", "horizon", "outcome",
        "seed", "value",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def test_changes_are_told_with_values_or_as_changed_content():
    before = {"data": {"a.csv": "1", "b.csv": "1"}, "policies": {"p: pay.x": 1.0, "p: pay.y": 2}}
    after = {"data": {"a.csv": "2", "c.csv": "1"}, "policies": {"p: pay.x": 1.5}}
    assert changes_between(before, after) == (
        Change("data", "a.csv", "changed"),
        Change("data", "c.csv", "new"),
        Change("data", "b.csv", "gone"),
        Change("policies", "p: pay.x", "changed", 1.0, 1.5),
        Change("policies", "p: pay.y", "gone", 2, None),
    )
    assert changes_between(before, before) == ()


def test_zero_is_a_value_and_differs_from_nothing():
    before, after = {"settings": {"a": 0}}, {"settings": {"a": None}}
    assert [change.how for change in changes_between(before, after)] == ["changed"]


def test_equal_tables_are_identical():
    found = differences_between(outcomes(range(5)), outcomes(range(5)))
    assert found.counts() == {
        "numbers": 10, "identical": 10, "beyond": 0, "within": 0, "only_one": 0,
    }  # fmt: skip


def test_a_shift_the_same_for_every_seed_is_beyond_noise_however_small():
    found = differences_between(outcomes(range(5)), outcomes(range(5), shift=1e-6))
    assert found.counts()["beyond"] == 1
    assert found.counts()["identical"] == 9
    assert found.table["rule"].unique().tolist() == ["paired"]


def test_other_seeds_alone_are_marked_in_fewer_than_one_table_in_twenty():
    marked = sum(
        differences_between(
            outcomes(range(start, start + 10)), outcomes(range(start + 10, start + 20))
        ).beyond
        > 0
        for start in range(0, 4000, 20)
    )
    assert marked <= 18, "of 200 tables 10 are expected at most; 19 or more have a chance of 0.7 %"


def test_a_large_shift_is_found_with_other_seeds_too():
    found = differences_between(outcomes(range(20)), outcomes(range(100, 120), shift=5.0))
    assert found.counts()["beyond"] == 1
    row = found.table[found.table["is_beyond_noise"]].iloc[0]
    assert row["rule"] == "welch"
    assert row["low"] < 5.0 < row["high"]


def test_equal_seeds_are_not_paired_where_the_draws_are_others():
    before, after = outcomes(range(5)), outcomes(range(5), shift=1e-6)
    found = differences_between(before, after, ["page"])
    assert found.table["rule"].unique().tolist() == ["welch"]
    assert (found.beyond, found.identical) == (0, 0)


def test_draws_that_share_their_seeds_are_averaged_seed_by_seed(tmp_path):
    draws = [outcomes(range(3), policies="a").assign(draw=draw) for draw in range(100)]
    draws = [draw.assign(value=draw["value"] + number) for number, draw in enumerate(draws)]
    (tmp_path / "sweeps" / "pay").mkdir(parents=True)
    pd.concat(draws).to_parquet(tmp_path / "sweeps" / "pay" / "outcomes.parquet", index=False)
    table = outcome_tables(tmp_path)
    assert table["page"].unique().tolist() == ["sweeps/pay"]
    expected = outcomes(range(3), policies="a")["value"] + 49.5
    assert table["value"].tolist() == pytest.approx(expected.tolist())


def test_welch_is_the_textbooks():
    from scipy.stats import ttest_ind

    before, after = outcomes(range(7), policies="a"), outcomes(range(50, 62), policies="a", luck=3)
    row = differences_between(before, after).table.iloc[0]
    interval = ttest_ind(after["value"], before["value"], equal_var=False).confidence_interval(0.95)
    assert (row["low"], row["high"]) == pytest.approx((interval.low, interval.high))


def test_one_run_alone_is_never_marked_and_undefined_values_are_left_out():
    found = differences_between(outcomes([1]), outcomes([2], shift=100.0))
    assert (found.beyond, found.within) == (0, 10)
    assert found.table["rule"].unique().tolist() == ["one run"]
    before, after = outcomes(range(6)), outcomes(range(6), shift=2.0)
    before.loc[0, "value"] = after.loc[0, "value"] = np.nan
    found = differences_between(before, after)
    assert (found.beyond, found.identical) == (1, 9)


def test_a_new_page_is_not_counted_but_a_new_policy_is():
    before = outcomes(range(3))
    after = pd.concat([outcomes(range(3), policies="abcdefghijk"), outcomes([1], page="new")])
    assert differences_between(before, after).only_one == 1


@pytest.mark.parametrize(
    ("changes", "files", "words"),
    [
        ([], [], "Nothing changed: identical numbers."),
        ([], ["page/page.ipynb"], "Nothing that goes in changed, yet files differ."),
        ([("policies", "S1: pay.x")], [], "Changed: 1 policy (S1). Of 10 numbers, 1 differ"),
        ([("policies", "S1: pay.x"), ("policies", "S1: pay.y")], [], "1 policy (S1)."),
        ([("code", "cli/main.py")], [], "as it was."),
        ([("data", "a"), ("data", "b"), ("data", "c")], [], "Changed: 3 data files."),
    ],
)
def test_the_headline_says_what_changed(changes, files, words):
    since = {
        "run": "2026-11-16T081500Z",
        "changes": [{"kind": kind, "what": what} for kind, what in changes],
        "model_changed": False,
        "files_that_differ": files,
        "numbers": COUNTS,
    }
    assert words in headline(since, "en")
    assert headline(since, "zh")


def test_numbers_add_up_in_both_languages():
    assert numbers_sentence(COUNTS, "zh") == (
        "10个数字中，1个的差异超出随机波动，5个在波动之内，4个完全相同。"
    )


def test_a_schedule_is_no_data_that_decides_a_number():
    names = data_hashes()
    assert "parameters.csv" in names
    assert not [name for name in names if name.startswith(("schedules", "sweeps"))]
