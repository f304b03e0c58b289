"""Sentences on what calibration found follow the results, in both languages."""

import pandas as pd
import pytest

from community_sim.calibration.telling import (
    informed_sentences,
    past_sentences,
    scorecard_sentences,
    tenure_share_lies,
)
from community_sim.comparison.grounds import name_of_ground
from community_sim.posterior import GROUNDS


def made_up(tenure, leavers_verdict):
    rows = [
        ("m1", "fitted", 0.419, 0.42, 0.1, "pass"),
        ("m2B", "fitted", 0.086, 0.12, 2.1, "warn"),
        ("m2A", "held out", 0.205, tenure, -3.4, "fail"),
        ("x2", "held out", 0.13, 0.31, 3.6, leavers_verdict),
        ("m13", "input", 0.739, 0.75, 0.9, "by construction"),
    ]
    return pd.DataFrame(rows, columns=["id", "role", "report", "model", "error", "verdict"])


def test_a_figure_moves_to_the_sentence_of_its_verdict_and_what_is_given_is_never_told():
    failing = scorecard_sentences(made_up(0.136, "fail"))
    assert failing[0].startswith("Fitted: 1 of 2 figures pass; doubtful: Tenure of 10 years")
    (failed,) = (each for each in failing if each.startswith("Held out and failed"))
    assert "Leavers a year (x2) with 31.0 % against 13.0 % (+3.6 standard errors)" in failed
    passing = scorecard_sentences(made_up(0.136, "pass"))
    assert "Held out and passed: Leavers a year (x2)." in passing
    assert not any("m13" in each for each in failing + passing)


@pytest.mark.parametrize(
    ("share", "lies", "said"),
    [(0.136, "between", "sides with neither"), (0.05, "below", "below both"),
     (0.3, "above", "above both")],
)  # fmt: skip
def test_the_tenure_share_is_told_where_it_lies(share, lies, said):
    scores = made_up(share, "fail")
    assert tenure_share_lies(scores) == lies
    assert said in scorecard_sentences(scores)[-1]
    assert scorecard_sentences(scores, lang="zh")[-1].startswith("若不以")


def test_only_what_is_aimed_at_is_called_informed_whatever_figures_explain():
    frame = pd.DataFrame({
        "quantity": ["taste_mean", "history_growth_late", "pay_weight", "initial_tenure_mean"],
        "explained": [0.8, 0.1, 0.4, 0.0], "shrinkage": [0.5, 0.1, 0.21, 0.0],
        "informed": [True, False, False, False],
    })  # fmt: skip
    informed, aimed, form, nothing = informed_sentences(frame)
    assert informed.endswith("Mean taste for community work (0.80).")
    assert aimed.startswith("Aimed at, but not informed") and "Growth" in aimed
    assert "Weight of pay (0.40)" in form and form.endswith("than their prior by 21 %.")
    assert "Mean tenure of the founders" in nothing
    assert len(informed_sentences(frame, lang="zh")) == 4


def test_each_conditioning_has_a_past_of_either_form_in_both_languages():
    counting = [ground for ground in GROUNDS if ground.counts]
    for lang, said in (("en", "Given {}: "), ("zh", "{}：")):
        for sentence, ground in zip(past_sentences(lang=lang), counting, strict=True):
            assert sentence.startswith(said.format(name_of_ground(ground, lang)))


def test_a_figure_that_weighs_draws_is_not_called_held_out():
    scores = made_up(0.136, "pass")
    scores.loc[scores["id"] == "x2", "role"] = "weighed by"
    said = scorecard_sentences(scores)
    assert said[1] == "Weighed by, so not held out: all 1 figures pass."
    assert not any("(x2)" in each for each in said if each.startswith("Held out"))
