"""The commands that say how sure: calibrate, sensitivity, and compare over draws."""

import json

import pytest

from community_sim.posterior import GROUNDS


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("calibrate", "--out", "o", "--reading", "C"), "'C' is not a reading; known are A, B"),
        (("calibrate", "--out", "o", "--place", "nowhere"), "nowhere"),
        (("calibrate", "--out", "o", "--waves", "2000,x"), "--waves is '2000,x'"),
        (("calibrate", "--out", "o", "--waves", "0"), "--waves is '0'"),
        (("sensitivity", "--out", "o", "--points", "3"), "give a power of two"),
        (("sensitivity", "--out", "o", "--policy", "S99"), "S99"),
        (("compare", "--draws", "1", "--out", "o"), "at least 2 for each ground"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(call, tmp_path, arguments, said):
    code, out, error = call(*arguments)
    assert (code, out) == (2, "")
    assert said in error
    assert error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_too_few_points_for_an_emulator_are_refused_and_kept(call, tmp_path):
    code, _, error = call("calibrate", "--out", "o", "--waves", "40,40", "--quiet")
    assert code == 2
    assert "A wave has 40 runs with all moments" in error
    assert (tmp_path / "o" / "parts" / "wave_1").is_dir()


@pytest.mark.long
def test_sensitivity_leaves_tables_and_charts(call, tmp_path):
    few = ("--parameter", "taste_mean", "--parameter", "discount_factor")
    small = (*few, "--trajectories", "2", "--points", "0", "--years", "1", "--seeds", "1")
    code, out, error = call("sensitivity", "--out", "o", *small)
    assert code == 0, error
    assert "exit_rate: moved most by" in out
    files = {path.name for path in (tmp_path / "o").iterdir()}
    assert {"morris.csv", "sobol.csv", "morris_exit_rate.png"} <= files
    code, out, _ = call("sensitivity", "--out", "o", *small, "--json")
    assert code == 0
    assert json.loads(out.splitlines()[-1])["event"] == "screened"


@pytest.mark.long
def test_a_comparison_over_draws_says_what_the_reports_decide(call, tmp_path):
    code, _, error = call("compare", "S1", "S8", "--draws", "2", "--years", "2", "--out", "o")
    assert code == 0, error
    manifest = json.loads((tmp_path / "o" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["draws"].keys() == {" ".join(ground) for ground in GROUNDS}
    assert {len(draws) for draws in manifest["draws"].values()} == {2}
    page = (tmp_path / "o" / "comparison.html").read_text(encoding="utf-8")
    assert "evidence does not decide the order" in page
    assert "On what each conclusion stands" in page
