"""Exercises of every kind: what counts, what does not, and which hint an error meets."""

import math
import statistics
from pathlib import Path

import pytest

import community_sim.course as course
from community_sim.course.exercise import (
    ByChoice,
    ByNumber,
    ByPolicy,
    ByRule,
    Claim,
    Exercise,
    Misreading,
)
from community_sim.course.forms import Choice, Number, PolicyAnswer, Rule, noted, policy_of
from community_sim.course.grading import check, grade
from community_sim.course.lessons import exercise
from community_sim.course.truth import City, Estimate, city
from community_sim.errors import AnswerNotAccepted, BadValue, UnknownLever

OWN = city("王小明", 20)
HINT = ("Look again.", "再看一次。")


def exercise_of(judge, *misreadings):
    return Exercise("made_up", 1, judge, lambda _: None, HINT, misreadings)


def test_a_number_may_miss_the_truth_by_the_error_of_both():
    judge = ByNumber(Number(-10, 10), lambda _: Estimate(1.0, spread=2.0, runs=100), runs=25)
    error = 2.0 * math.sqrt(1 / 100 + 1 / 25)
    assert judge.tolerance(OWN) == pytest.approx(4.05 * error, rel=0.01)
    one = exercise_of(judge)
    assert one.check(1.0 + 4.0 * error, OWN).right
    assert not one.check(1.0 + 4.2 * error, OWN).right


def test_without_luck_only_rounding_is_allowed():
    judge = ByNumber(Number(0, 10), lambda _: Estimate(1.0), rounding=0.05)
    assert exercise_of(judge).check(1.05, OWN).right
    assert not exercise_of(judge).check(1.06, OWN).right


def test_the_first_misreading_that_fits_gives_the_hint():
    judge = ByNumber(Number(0, 10), lambda _: Estimate(1.0), rounding=0.1)
    far, near = (
        Misreading(name, (f"{name}.", f"{name}。"), answer=lambda _, at=at: at)
        for name, at in (("far", 9.0), ("near", 2.0))
    )
    one = exercise_of(judge, far, near)
    assert one.check(2.05, OWN, "zh") == (False, "near。", "near")
    assert one.check(5.0, OWN) == (False, "Look again.", "general")


def test_a_choice_is_right_or_gets_the_hint_of_what_was_chosen():
    options = Choice({"pay": ("pay", "报酬"), "taste": ("taste", "偏好")})
    pays = Misreading("pay", ("Not pay.", "不是报酬。"), answer=lambda _: "pay")
    one = exercise_of(ByChoice(options, lambda _: "taste"), pays)
    assert one.check("taste", OWN).right
    assert one.check("pay", OWN).misreading == "pay"
    assert "报酬" in one.check("luck", OWN, "zh").hint
    assert one.check(["taste"], OWN).misreading == "form"


def test_a_policy_is_judged_by_running_it():
    keeps = Claim(
        "keeps_more",
        lambda policy, own: own.effect("quit_rate", policy, years=5).value < -0.01,
        ("It keeps nobody.", "它留不住人。"),
    )
    one = exercise_of(ByPolicy(PolicyAnswer(), (keeps,)))
    assert one.check({"pay.coefficient_general_worker": {"multiply_by": 1.5}}, OWN).right
    verdict = one.check({"pay.coefficient_general_worker": {"multiply_by": 0.8}}, OWN)
    assert (verdict.right, verdict.misreading) == (False, "keeps_more")


@pytest.mark.parametrize(
    ("strange", "sentence"),
    [
        ({"pay.coeficient_deputy": 1.0}, "Did you mean 'pay.coefficient_deputy'"),
        ({"pay.coefficient_deputy": 99}, "pay.coefficient_deputy"),
        ({"pay": 1.0}, "pay"),
        ({"pay.coefficient_deputy": object()}, "must be a number"),
        ([1, 2], "levers and values in braces"),
        ("levers: [", "my_policy"),
    ],
)
def test_what_is_no_policy_is_refused_in_a_sentence(strange, sentence):
    one = exercise_of(ByPolicy(PolicyAnswer(), ()))
    verdict = one.check(strange, OWN)
    assert verdict.misreading == "form"
    assert sentence in verdict.hint


def test_a_policy_reads_back_as_written():
    file = policy_of({"pay.coefficient_deputy": {"multiply_by": 1.2}, "workload.relief_share": 0.2})
    assert policy_of(file) is file
    assert policy_of(file.as_text()).changes[0].value == file.changes[0].value
    with pytest.raises(UnknownLever):
        policy_of({"nonsense.x": 1})
    with pytest.raises(BadValue):
        policy_of(3)


def test_a_rule_is_judged_by_its_properties():
    falls = Claim("falls", lambda rule, _: rule(1.0) > rule(2.0), ("It must fall.", "它应当下降。"))
    one = exercise_of(ByRule(Rule([(1.0,), (2.0,)]), (falls,)))
    assert one.check(lambda pay: 1.0 / pay, OWN).right
    assert one.check(lambda pay: pay, OWN).misreading == "falls"
    assert one.check(lambda: 1.0, OWN).misreading == "form"
    assert one.check(lambda pay: "much", OWN).misreading == "form"
    assert "ZeroDivisionError" in one.check(lambda pay: pay / 0, OWN, "zh").hint
    assert one.check(0.3, OWN).misreading == "form"


def test_a_visible_check_says_nothing_of_what_is_right(capsys):
    noted(Number(0, 100), 3, "zh")
    assert capsys.readouterr().out == "已记录：3\n"
    with pytest.raises(AnswerNotAccepted, match="should lie between 0 and 100"):
        noted(Number(0, 100), 101)


@pytest.mark.parametrize(
    ("form", "unanswered"),
    [(Number(0, 100), ...), (Rule([(1.0,)]), ...), (Rule([(1.0,)]), lambda _: ...)],
)
def test_three_dots_stop_no_notebook_and_are_no_answer(form, unanswered, capsys):
    noted(form, unanswered, "zh")
    assert capsys.readouterr().out.startswith("这里还没有答案")
    assert "no answer here yet" in form.problem(unanswered, "en")


def test_no_module_hides_a_public_name():
    modules = {path.stem for path in Path(course.__file__).parent.iterdir()}
    assert modules & set(course.__all__) == set()


def test_a_grade_is_silent_for_the_right_and_hints_for_the_wrong(tmp_path, monkeypatch):
    right = exercise("1.three_years").reference(city("王小明"))
    grade("1.three_years", right, "王小明", "zh")
    assert check("1.three_years", right, " 王小明 ").right
    with pytest.raises(AnswerNotAccepted, match="求平均"):
        grade("1.three_years", 2.0, "王小明", "zh")


def test_a_name_other_than_the_folders_gets_nothing(tmp_path, monkeypatch):
    right = exercise("1.three_years").reference(city("anna"))
    own, strange = (tmp_path / "autograded" / who / "lesson_1" for who in ("anna", "ben"))
    for folder in (own, strange):
        folder.mkdir(parents=True)
    monkeypatch.chdir(own)
    grade("1.three_years", right, "Anna")
    monkeypatch.chdir(strange)
    with pytest.raises(AnswerNotAccepted, match="another student than the 'Anna'"):
        grade("1.three_years", right, "Anna")


def test_truths_are_run_under_seeds_that_no_student_is_told():
    from community_sim.course.truth import STUDENT_SEEDS

    for number in range(200):
        assert City(f"student {number}").first_seed not in STUDENT_SEEDS


@pytest.mark.long
def test_the_error_that_is_allowed_is_the_error_that_is_made():
    """Answers of students, in standard errors from the truth, spread like one."""
    one = exercise("1.raise_and_luck")
    away = []
    for number in range(30):
        own = city(f"student {number}", 40)
        truth = one.judge.truth(own)
        away.append((one.reference(own) - truth.value) / truth.error(one.judge.runs))
    assert abs(statistics.mean(away)) < 0.7
    assert 0.65 < statistics.stdev(away) < 1.45
