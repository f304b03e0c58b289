"""The wishes of the reports: each in the project's words, placed, and tried or said why not."""

import csv
import re
from pathlib import Path

import pytest

from community_sim.errors import BadValue, UnknownWish
from community_sim.evidence import (
    chosen_wishes,
    codes_of,
    coverage_words,
    tried_by,
    wish_words,
    wishes_table,
)
from community_sim.mechanism import load_mechanism, mechanism_names
from community_sim.parameters import parameter_info
from community_sim.policy import levers
from community_sim.policy_file import load_policy, policy_from_text, policy_names
from community_sim.reading import read_yaml
from community_sim.report import load_figures, load_sections
from community_sim.scenario import Scenario
from community_sim.wishes import COVERAGES, KINDS, Wish, load_wishes, wish

DATA = Path(__file__).resolve().parents[2] / "data"
TABLES = [DATA / "recommendations.csv", DATA / "report_sections.csv"]
WISHES = list(load_wishes().values())
BY = tried_by()
HAN = re.compile(r"[\u4e00-\u9fff]")
NOT_TRIED = (
    ("Cannot be tried, because ", "No shipped policy tries it. "),
    ("无法试行：", "现有政策未试行；"),
)


# --- the table


def test_wishes_count_up_through_the_reports():
    assert [each.id for each in WISHES] == [f"w-{n:03d}" for n in range(1, len(WISHES) + 1)]
    reports = [each.report for each in WISHES]
    assert reports == sorted(reports)
    assert set(reports) == {1, 2, 3, 4, 5}


def test_every_wish_is_said_in_both_languages_and_has_a_coverage():
    for each in WISHES:
        assert each.kind in KINDS and each.coverage in COVERAGES, each.id
        assert_in_both_languages(each.text("en"), each.text("zh"), each)


def test_what_is_not_tried_as_a_whole_has_its_reason_in_both_languages():
    for each in WISHES:
        english, chinese = each.reason("en"), each.reason("zh")
        if each.coverage == "whole":
            assert english == chinese == "", each.id
            continue
        assert_in_both_languages(english, chinese, each)
        is_none = each.coverage == "none"
        assert is_none == english.startswith(NOT_TRIED[0]), each.id
        assert is_none == chinese.startswith(NOT_TRIED[1]), each.id


def assert_in_both_languages(english: str, chinese: str, each: Wish) -> None:
    assert english.endswith(".") and not HAN.search(english), each.id
    assert chinese.endswith("。") and HAN.search(chinese), each.id


def test_recommendations_stand_where_a_report_recommends_and_complaints_where_it_does_not():
    """Report 1 recommends nothing; the others do in their last part."""
    last = {2: "四", 3: "三", 4: "三", 5: "三"}
    for each in WISHES:
        part = each.sections[0].split("/")[1]
        assert (each.kind == "recommendation") == (part == last.get(each.report)), each.id


def test_every_section_of_complaints_or_recommendations_has_a_wish():
    """Those of the parts on what is wrong and what to do, headings of parts aside."""
    asking = re.compile(r"(1/三|2/[三四]|3/[二三]|4/[二三]|5/[二三])/.+")
    wanted = {locator for locator in load_sections() if asking.fullmatch(locator)}
    assert len(wanted) == 40
    assert wanted <= {section for each in WISHES for section in each.sections}


def test_figures_of_a_wish_stand_in_its_sections_or_beside_them():
    """A wish may repeat a number of the report's description, but of no other report."""
    for each in WISHES:
        assert {load_figures()[one].report for one in each.figures} <= {each.report}, each.id


def test_no_wish_is_asked_twice_within_a_report():
    for lang in ("en", "zh"):
        asked = [(each.report, each.text(lang)) for each in WISHES]
        assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_tables_are_plain_utf8_with_unix_line_ends_and_no_stray_blanks(path):
    text = path.read_bytes().decode("utf-8")
    assert not text.startswith("\ufeff") and "\r" not in text and text.endswith("\n")
    rows = csv.DictReader(text.splitlines())
    assert all(field == field.strip() for row in rows for field in row.values())


# --- policies


def test_policies_name_exactly_what_is_tried_as_a_whole_or_in_part():
    for each in WISHES:
        assert bool(BY[each.id]) == (each.coverage != "none"), each.id


def test_every_policy_names_the_wishes_that_it_tries_or_says_why_there_is_none():
    for name in policy_names():
        file = load_policy(name)
        if name == "current_practice":
            assert file.wishes == () and file.no_wish == ""
        else:
            assert bool(file.wishes) != file.no_wish.endswith("."), name


def test_a_package_tries_what_its_parts_try():
    for name in policy_names():
        document = read_yaml(DATA / "policies" / f"{name}.yaml").values
        parts = [load_policy(part).wishes for part in document.get("combines", [])]
        own = document.get("wishes", [])
        assert set(load_policy(name).wishes) == {*own, *(each for part in parts for each in part)}


def test_codes_levers_and_parameters_named_in_a_reason_exist():
    codes = {load_policy(name).code for name in policy_names()}
    for each in WISHES:
        for lang in ("en", "zh"):
            reason = each.reason(lang)
            assert set(re.findall(r"\b[SP]\d+[a-z]?\b", reason, re.A)) <= codes, each.id
            names = set(re.findall(r"[a-z]+\.?[a-z]*_[a-z_]+", reason))
            assert names <= {*levers(), *parameter_info()}, each.id


def test_wishes_and_why_there_are_none_do_not_change_what_a_scenario_is():
    plain = "title: Mine\nlevers:\n  pay:\n    scale: 1.1\n"
    current = Scenario.load()
    scenarios = [
        current.with_policy(policy_from_text(text, "mine"))
        for text in (
            plain, f"wishes: [w-001]\n{plain}", f'no_wish: "From a paper."\n{plain}',
        )
    ]  # fmt: skip
    assert len({each.content_hash for each in scenarios}) == len(set(scenarios)) == 1


def test_a_policy_reads_back_with_its_wishes():
    for name in ("task_admission", "package_all", "reserve_pool"):
        file = load_policy(name)
        back = policy_from_text(file.as_text(), name)
        assert (back.wishes, back.no_wish) == (file.wishes, file.no_wish)


def test_policies_put_together_try_what_each_tries():
    file = Scenario.load().with_policy(["reserve_pool", "full_insurance"]).policy_file
    assert file is not None
    assert file.wishes == load_policy("full_insurance").wishes
    assert file.no_wish == ""


# --- sections


def test_figures_wishes_policies_levers_and_mechanisms_point_to_sections_that_exist():
    known = load_sections()
    pointing = {
        **{one.id: [one.section] for one in load_figures().values()},
        **{name: load_policy(name).report for name in policy_names()},
        **{name: lever.report.split() for name, lever in levers().items()},
        **{name: load_mechanism(name).report for name in mechanism_names()},
    }
    for what, locators in pointing.items():
        assert set(locators) <= set(known), what


def test_sections_of_a_report_follow_each_other_and_say_what_they_are_about():
    sections = list(load_sections().values())
    assert [each.report for each in sections] == sorted(each.report for each in sections)
    for each in sections:
        assert HAN.search(each.about("zh")) and not HAN.search(each.about("en")), each.section
        assert each.section.count("/") == 1 or each.section.rpartition("/")[0] in load_sections()


# --- reading and showing


def test_an_unknown_wish_is_refused_with_the_nearest_one():
    with pytest.raises(UnknownWish, match="Did you mean 'w-"):
        wish("w-01")
    assert wish("w-001").report == 1


def test_wishes_are_chosen_by_report_and_coverage():
    assert chosen_wishes() == WISHES
    assert {each.report for each in chosen_wishes(report=3)} == {3}
    assert {each.coverage for each in chosen_wishes(coverage="part")} == {"part"}
    assert len(chosen_wishes(3, "whole")) < len(chosen_wishes(3))
    with pytest.raises(BadValue, match="known are 1, 2, 3, 4, 5"):
        chosen_wishes(report=6)
    with pytest.raises(BadValue, match="Did you mean 'whole'"):
        chosen_wishes(coverage="hole")


def test_policies_are_listed_by_code_packages_last():
    hired = next(each for each in WISHES if "r2-063" in each.figures)
    assert codes_of(BY[hired.id]) == "S1 P1 P5 P7"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_holds_what_was_asked_for(lang):
    page = wishes_table(report=2, coverage="part", lang=lang).as_raw_html()
    for each in WISHES:
        assert (each.id in page) == (each.report == 2 and each.coverage == "part"), each.id
    assert wish_words("reason", lang) in page


def test_counts_are_told_in_both_languages():
    assert coverage_words(WISHES[:1]) == "1 wish: 0 tried as a whole, 0 in part, 1 not at all."
    assert coverage_words(WISHES[:2]).startswith("2 wishes: ")
    assert coverage_words(WISHES[:1], "zh").startswith("共1条诉求")
