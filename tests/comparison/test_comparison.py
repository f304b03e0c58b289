"""Claims about comparisons: what is refused, the frame, the file, the words, the table."""

import math

import numpy as np
import pandas as pd
import pytest

from community_sim.calibration.storing import past_of
from community_sim.comparison import compare, undecided_by_reports
from community_sim.comparison.grounds import Beside
from community_sim.errors import BadValue, UnknownOutcome
from community_sim.outcomes import HEADLINE_OUTCOMES, OUTCOMES
from community_sim.posterior import HEADLINE, READINGS, ParameterDraw
from community_sim.results import Results, Run

CURRENT = [
    {"closing": 100, "service_hours": 40, "households": 1000, "wages": 500, "post_months": 1200},
    {"closing": 110, "service_hours": 50, "households": 1000, "wages": 520, "post_months": 1200},
    {"closing": 120, "service_hours": 60, "households": 1000, "wages": 540, "post_months": 1200},
]
# Costs 100, 110 and 120 more; gains 10, 10, 13 hours; pressure undecided.
REFORM = [
    CURRENT[0] | {"wages": 600, "service_hours": 50, "pressure_mean": 0.01},
    CURRENT[1] | {"wages": 630, "service_hours": 60, "pressure_mean": -0.01},
    CURRENT[2] | {"wages": 660, "service_hours": 73, "pressure_mean": 0.005},
]


@pytest.fixture
def compared(results_of):
    return compare(results_of({"current": CURRENT, "reform": REFORM}), "current")


@pytest.fixture
def with_files(results_of, scenario, fakes):
    policy_file = fakes["policy_file"]
    scenarios = [
        scenario("current", policy_file=policy_file("Current practice", "现行做法")),
        scenario(
            "reform",
            policy_file=policy_file(
                expect={
                    "wage_bill_per_community": "up",
                    "service_capacity": "down",
                    "pressure_share": "down",
                    "headcount": "up",
                }
            ),
        ),
    ]
    return compare(results_of({"current": CURRENT, "reform": REFORM}, scenarios), scenarios[0])


def test_effects_are_paired_differences_to_the_baseline(compared):
    bill = compared.effect("reform", "wage_bill_per_community")
    assert (bill.current, bill.value, bill.effect) == (520.0, 630.0, 110.0)
    assert bill.decided and bill.replications == 3
    assert compared.effect("reform", "headcount").effect == 0.0
    assert not compared.effect("reform", "pressure_share").decided


def test_effects_stand_in_the_order_of_policies_horizons_and_outcomes(results_of):
    results = results_of({"b": CURRENT, "base": CURRENT, "a": REFORM})
    effects = compare(results, "base", horizons=[2, 1]).effects
    keys = list(zip(effects["policy"], effects["horizon"], effects["outcome"], strict=True))
    assert keys == [(p, h, o) for p in ("b", "a") for h in (1, 2) for o in OUTCOMES]
    assert list(effects.columns[3:]) == [
        "current",
        "value",
        "effect",
        "low",
        "high",
        "decided",
        "replications",
    ]


def test_a_policy_that_changes_nothing_differs_by_exactly_zero(results_of):
    compared = compare(results_of({"current": REFORM, "same": REFORM}), "current")
    defined = compared.effects.dropna(subset="effect")
    assert set(defined["outcome"]) >= {"headcount", "wage_bill_per_community", "coverage"}
    assert (defined[["effect", "low", "high"]] == 0.0).all(axis=None)
    assert not compared.effects["decided"].any()
    assert (defined["current"] == defined["value"]).all()


def test_the_order_of_runs_changes_no_byte(results_of, tmp_path):
    results = results_of({"current": CURRENT, "reform": REFORM})
    shuffled = Results(results.scenarios, [list(results)[at] for at in (4, 0, 5, 2, 1, 3)])
    for name, each in (("one", results), ("two", shuffled)):
        compare(each, "current").to_csv(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_costs_are_per_gain_and_undefined_without_one(compared):
    hour = compared.effect("reform", "cost_per_service_hour")
    assert hour.effect == pytest.approx(330 / 33)
    assert hour.low < 10.0 < hour.high
    assert hour.decided
    for name in ("cost_per_exit_avoided", "cost_per_experienced_year"):
        assert math.isnan(compared.effect("reform", name).effect)


def test_an_exit_that_is_avoided_has_a_cost(results_of):
    left = [{"exits": exits} for exits in (20, 24, 22)]
    before = [row | more for row, more in zip(CURRENT, left, strict=True)]
    after = [row | {"exits": exits} for row, exits in zip(REFORM, (18, 21, 20), strict=True)]
    compared = compare(results_of({"current": before, "reform": after}), "current")
    assert compared.effect("reform", "cost_per_exit_avoided").effect == pytest.approx(330 / 7)
    worse = compare(results_of({"current": after, "reform": before}), "current")
    assert math.isnan(worse.effect("reform", "cost_per_exit_avoided").effect)


def test_exits_that_are_avoided_save_what_they_would_have_cost(results_of):
    exits = ((20, 24, 22), (18, 21, 20))
    before, after = (
        [
            row | {"exits": left, "turnover_cost": 9 * left}
            for row, left in zip(rows, leave, strict=True)
        ]
        for rows, leave in zip((CURRENT, REFORM), exits, strict=True)
    )
    compared = compare(results_of({"current": before, "reform": after}), "current")
    assert compared.effect("reform", "cost_per_exit_avoided").effect == pytest.approx(330 / 7 - 9)


# Wages of two years: 300 and 800 today, 400 and 1,020 after the reform; luck adds some to both.
RISING = {
    "current": [{"wages": [0, 300 + luck, 800 + luck]} for luck in (0, 2, 4)],
    "reform": [{"wages": [0, 400 + luck, 1020 + luck]} for luck in (0, 3, 5)],
}


def test_money_is_compared_at_the_discount_rate(results_of, tmp_path):
    plain, discounted = (
        compare(results_of(RISING), "current", horizons=[2], discount_rate=rate)
        for rate in (0.0, 0.2)
    )
    bill = "wage_bill_per_community"
    assert plain.effect("reform", bill).effect == pytest.approx(160.0 + 2.0 / 3.0)
    # Differences of 100 and 220, with weights 1 and 1 / 1.2, and 2/3 of luck in both years.
    expected = (1.2 * 100.0 + 220.0) / 2.2 + 2.0 / 3.0
    assert discounted.effect("reform", bill).effect == pytest.approx(expected)
    assert discounted.level("current", bill) == pytest.approx((1.2 * 300.0 + 800.0) / 2.2 + 2.0)
    runs = discounted.outcomes().query("outcome == @bill and policy == 'current'")
    assert runs["value"].mean() == pytest.approx(discounted.level("current", bill))


def test_a_discount_rate_is_said_wherever_its_numbers_go(results_of, tmp_path):
    compared = compare(results_of(RISING), "current", discount_rate=0.03)
    page, page_zh = (compared.table(lang=lang).as_raw_html() for lang in ("en", "zh"))
    assert "3% less a year later" in page
    assert "每年3%贴现" in page_zh
    compared.to_csv(tmp_path / "comparison.csv")
    assert (pd.read_csv(tmp_path / "comparison.csv")["discount_rate"] == 0.03).all()
    compared.outcomes().to_parquet(tmp_path / "outcomes.parquet", index=False)
    assert pd.read_parquet(tmp_path / "outcomes.parquet").attrs == {"discount_rate": 0.03}


def test_without_a_discount_rate_none_is_said(results_of, tmp_path):
    compared = compare(results_of(RISING), "current")
    assert "less a year later" not in compared.table().as_raw_html()
    compared.to_csv(tmp_path / "comparison.csv")
    assert "discount_rate" not in pd.read_csv(tmp_path / "comparison.csv")
    assert compared.outcomes().attrs == {}


def test_grounds_measured_at_another_discount_rate_are_refused(results_of):
    draws = {seed: ParameterDraw(HEADLINE, seed, ()) for seed in (1, 2, 3)}
    with pytest.raises(BadValue, match=r"discount rate of 0, not 0\.03"):
        compare(results_of(RISING), "current", draws=draws, beside=Beside((2,)), discount_rate=0.03)


def test_what_is_undefined_stays_undefined(compared):
    retention = compared.effect("reform", "recruit_retention_3y")
    assert math.isnan(retention.effect) and math.isnan(retention.value)
    assert retention.replications == 0


def test_levels_hold_the_mean_of_every_scenario(compared):
    assert compared.level("current", "wage_bill_per_community") == 520.0
    assert compared.level("reform", "wage_bill_per_community") == 630.0
    assert math.isnan(compared.level("current", "recruit_retention_3y"))
    assert math.isnan(compared.level("current", "cost_per_service_hour"))


def test_a_frame_keeps_only_the_outcomes_and_the_horizon_asked_for(results_of):
    compared = compare(results_of({"current": CURRENT, "reform": REFORM}, years=6), "current")
    assert compared.horizons == (5, 6)
    frame = compared.frame(["headcount", "coverage"], horizon=5)
    assert list(frame["outcome"]) == ["coverage", "headcount"]
    assert list(frame.index) == [0, 1]
    assert len(compared.frame()) == 2 * len(OUTCOMES)


def test_unknown_outcomes_horizons_and_policies_are_refused(compared):
    with pytest.raises(UnknownOutcome, match="'headcount'"):
        compared.frame(["headcuont"])
    with pytest.raises(UnknownOutcome):
        compared.table(["headcuont"])
    with pytest.raises(BadValue, match=r"no horizon 5; it has the years 2\."):
        compared.frame(horizon=5)
    with pytest.raises(BadValue, match=r"'refrom'.*'reform'"):
        compared.effect("refrom", "headcount")


def test_a_missing_baseline_is_refused_with_the_nearest_name(results_of):
    with pytest.raises(BadValue, match=r"'curent' was not run.*'current'"):
        compare(results_of({"current": CURRENT, "reform": REFORM}), "curent")


def test_a_baseline_of_another_content_is_refused(results_of, scenario, fakes):
    other = scenario("current", policy=fakes["policy"](fakes["levers"](pay=9.0)))
    with pytest.raises(BadValue, match="another content"):
        compare(results_of({"current": CURRENT, "reform": REFORM}), other)


def test_nothing_to_compare_with_is_refused(results_of):
    with pytest.raises(BadValue, match="Only 'current' was run"):
        compare(results_of({"current": CURRENT}), "current")


def test_a_baseline_without_runs_is_refused(results_of):
    with pytest.raises(BadValue, match="no runs"):
        compare(results_of({"current": [], "reform": []}), "current")


def test_different_seeds_are_refused_and_named(results_of):
    with pytest.raises(BadValue, match=r"'reform' .* \(1, 2\) but 'current' with \(1, 2, 3\)"):
        compare(results_of({"current": CURRENT, "reform": REFORM[:2]}), "current")


def test_another_place_is_refused(results_of, scenario, fakes):
    scenarios = [scenario("current"), scenario("reform", place=fakes["place"]("siyang"))]
    with pytest.raises(BadValue, match=r"siyang.*kaifu"):
        compare(results_of({"current": CURRENT, "reform": REFORM}, scenarios), "current")


@pytest.mark.parametrize("confidence", [0.0, 1.0, 90, -0.5, math.nan])
def test_a_confidence_out_of_range_is_refused(results_of, confidence):
    with pytest.raises(BadValue, match="between 0 and 1"):
        compare(
            results_of({"current": CURRENT, "reform": REFORM}), "current", confidence=confidence
        )


def test_a_horizon_that_a_run_does_not_reach_is_refused(results_of):
    with pytest.raises(BadValue, match="from 1 to 2"):
        compare(results_of({"current": CURRENT, "reform": REFORM}), "current", horizons=[3])


def test_the_file_holds_the_effects_with_ten_significant_digits(compared, tmp_path):
    path = tmp_path / "comparison.csv"
    compared.to_csv(path)
    raw = path.read_bytes()
    assert raw.startswith(b"given,past,choice,policy,horizon,outcome,current,value,effect,low,high")
    assert raw.endswith(b"\n") and b"\r" not in raw
    fit = "point fit,constant,forward,"
    rows = [line.removeprefix(fit) for line in raw.decode().splitlines() if line.startswith(fit)]
    lines = {line.split(",")[2]: line for line in rows}
    assert lines["headcount"] == "reform,2,headcount,110,110,0,0,0,false,3"
    assert lines["recruit_retention_3y"] == "reform,2,recruit_retention_3y,,,,,,false,0"
    # differences 100, 110, 120; with 2 degrees of freedom t = 0.9 / sqrt(2 x 0.95 x 0.05)
    assert lines["wage_bill_per_community"] == (
        "reform,2,wage_bill_per_community,520,630,110,93.14145539,126.8585446,true,3"
    )
    read = pd.read_csv(path)
    np.testing.assert_allclose(read["effect"], compared.effects["effect"], rtol=1e-9)


def test_no_number_in_the_file_is_a_negative_zero(results_of, tmp_path):
    below = [row | {"load_mean": -0.0} for row in CURRENT]
    compare(results_of({"current": CURRENT, "reform": below}), "current").to_csv(tmp_path / "c")
    assert b"-0," not in (tmp_path / "c").read_bytes()


def test_sentences_say_what_changes_what_was_found_and_what_is_not_decided(with_files):
    sentence = with_files.sentences()["reform"]
    assert sentence.startswith(
        "Raises pay from 1. Over 2 years, against the baseline (Current practice): wage bill per "
        "community 630 instead of 520 (+110 CNY a year per community; 90% interval +93 to +127)"
    )
    assert "; service capacity 61 instead of 50" in sentence
    assert "Not observed often enough to compare: recruits retained after 3 years" in sentence
    assert sentence.endswith(".") and ".." not in sentence


def test_sentences_in_chinese_hold_no_english_words(with_files):
    sentence = with_files.sentences("zh")["reform"]
    assert sentence.startswith(
        "提高薪酬。2年内，与基准（现行做法）相比：每社区人员经费由520变为630"
    )
    assert not any(word in sentence for word in ("interval", "instead", "year", "baseline"))


def test_an_undecided_effect_is_said_to_be_undecided(results_of):
    shifts = (5, -6, 4)
    wavering = [
        row | {"service_hours": row["service_hours"] + shift}
        for row, shift in zip(CURRENT, shifts, strict=True)
    ]
    compared = compare(results_of({"current": CURRENT, "reform": wavering}), "current")
    sentence = compared.sentences()["reform"]
    assert "the runs do not decide: service capacity (+1 hours a year" in sentence
    assert "service capacity 5" not in sentence
    assert "模拟结果不能判定变化方向：服务能力（+1小时" in compared.sentences("zh")["reform"]


def test_what_is_the_same_in_every_run_is_said_to_be_unchanged(results_of):
    compared = compare(results_of({"current": CURRENT, "same": CURRENT}), "current")
    sentence = compared.sentences()["same"]
    assert "unchanged in every run: wage bill per community; service capacity" in sentence
    assert sentence.startswith("Changes no lever.")


def test_a_policy_without_a_file_is_described_by_its_levers(results_of, scenario, fakes):
    changed = fakes["policy"](fakes["levers"](pay=1.5))
    scenarios = [scenario("current"), scenario("reform", policy=changed)]
    compared = compare(results_of({"current": CURRENT, "reform": REFORM}, scenarios), "current")
    assert compared.sentences()["reform"].startswith("Changes pay from 1 to 1.5. Over 2 years")
    assert compared.title("reform") == "reform"


def test_expected_signs_are_held_against_the_runs(with_files):
    found = with_files.expectations().set_index("outcome")["found"].to_dict()
    assert found == {
        "wage_bill_per_community": "as expected",
        "service_capacity": "contrary",
        "pressure_share": "not decided",
        "headcount": "not decided",
    }


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "all exits \u22120.40 points, of which quits \u22121.00, "
            "to the civil service +0.50, others +0.10.",
        ),
        ("zh", "离任合计\u22120.40个百分点，其中辞职\u22121.00，转入公务员+0.50，其他+0.10。"),
    ],
)
def test_a_contrary_sign_of_exits_says_by_which_ways_out(with_files, monkeypatch, lang, said):
    moved = {"exit_rate": -0.004, "quit_rate": -0.010, "transfer_out_rate": 0.005}
    found = [("reform", "exit_rate", "up", "contrary"), ("reform", "headcount", "up", "contrary")]
    columns = ["policy", "outcome", "expected", "found"]
    monkeypatch.setattr(
        type(with_files), "expectations", lambda _: pd.DataFrame(found, columns=columns)
    )
    effects = {
        name: with_files.effect("reform", name)._replace(effect=e) for name, e in moved.items()
    }
    monkeypatch.setattr(type(with_files), "effect", lambda _, policy, name: effects[name])
    page = with_files.expectation_table(lang=lang).as_raw_html()
    assert page.count(said) == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_the_reports_cannot_decide_is_said_in_both_languages(compared, lang):
    said = compared.undecided_by_reports(lang)
    assert said == undecided_by_reports(lang)
    assert len(said) == len(set(said)) == len(undecided_by_reports("en"))
    pasts = [f"{past_of(reading)[1]:.0%}" for reading in READINGS]  # leavers, of shipped draws
    assert len(set(pasts)) == len(READINGS)
    for number in (*pasts, "26", "248", "20.5%", "\u22121.4"):
        assert any(number in statement for statement in said), number


def test_the_table_shows_effects_with_intervals_and_greys_what_is_not_decided(with_files):
    page = with_files.table(["wage_bill_per_community", "pressure_share"]).as_raw_html()
    assert "+110 [+93,\u00a0+127]" in page
    assert "Current practice (level)" in page and ">520<" in page
    grey = [line for line in page.splitlines() if "font-style: italic" in line and "<td" in line]
    assert len(grey) == 1
    assert "[" in grey[0] and "+110" not in grey[0]


def test_the_table_has_a_column_for_each_outcome_and_the_headline_ones_by_default(with_files):
    page = with_files.table(lang="zh").as_raw_html()
    for name in HEADLINE_OUTCOMES:
        assert OUTCOMES[name].label_zh in page
    assert "现行做法（水平）" in page and "提高薪酬" in page


def test_a_title_cannot_bring_markup_into_the_table(results_of, scenario, fakes):
    evil = fakes["policy_file"]("<script>alert(1)</script>", "<b>")
    scenarios = [scenario("current", policy_file=evil), scenario("reform", policy_file=evil)]
    compared = compare(results_of({"current": CURRENT, "reform": REFORM}, scenarios), "current")
    page = compared.table().as_raw_html()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_same_comparison_gives_the_same_table(compared):
    assert compared.table().as_raw_html() == compared.table().as_raw_html()


def test_one_replication_decides_nothing(results_of):
    compared = compare(results_of({"current": CURRENT[:1], "reform": REFORM[:1]}), "current")
    assert compared.effects["effect"].isna().all()
    assert not compared.effects["decided"].any()
    assert compared.level("reform", "headcount") == 100.0


def test_a_run_is_a_value(results_of):
    runs = list(results_of({"current": CURRENT}))
    assert runs[0] == Run("current", 1, runs[0].trajectory)
    assert runs[0] != runs[1]
