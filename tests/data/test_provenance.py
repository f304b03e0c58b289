"""What numbers rest on is counted, and told: who says what is assumed, and where figures go."""

import re
from collections import Counter

import pytest

from community_sim.errors import BadValue
from community_sim.parameters import parameter_info
from community_sim.provenance import (
    REACHES,
    assumption_words,
    load_unused,
    reach,
    reach_table,
    reach_words,
    reason_words,
)
from community_sim.reading import data_folder
from community_sim.report import load_figures
from community_sim.words import JUDGEMENT, SOURCES_ZH

HAN = re.compile(r"[\u4e00-\u9fff]")
PAPER = re.compile(r"[A-Z][\w’-]+( et al\.|(, [A-Z][\w’-]+)* and [A-Z][\w’-]+)? [12]\d{3}")
ASSUMED = {name: info for name, info in parameter_info().items() if info.status == "assumed"}
HEADER = "kind,figures,reason_en,reason_zh"


# --- who says what is assumed


@pytest.mark.parametrize("name", ASSUMED)
def test_an_assumed_value_names_its_source_and_year_or_says_that_it_is_a_judgement(name):
    info = ASSUMED[name]
    assert info.basis
    assert info.is_judgement == (info.basis == JUDGEMENT) == (not info.basis_year)
    if not info.is_judgement:
        first, _, last = info.basis_year.partition("-")
        assert 1949 <= int(first) <= int(last or first) <= 2026


def test_what_is_not_assumed_rests_on_figures_or_the_fit_and_names_nobody():
    for name, info in parameter_info().items():
        if name not in ASSUMED:
            assert not info.basis and not info.basis_year and not info.is_judgement, name


def test_every_source_is_a_paper_or_has_a_name_in_chinese():
    bases = {info.basis for info in ASSUMED.values()}
    assert set(SOURCES_ZH) <= bases
    for basis in bases:
        assert HAN.search(SOURCES_ZH[basis]) if basis in SOURCES_ZH else PAPER.fullmatch(basis)


def test_a_paper_stands_with_its_year_once_and_a_rule_gets_its_year():
    shown = {name: (info.shown_basis(), info.shown_basis("zh")) for name, info in ASSUMED.items()}
    assert shown["pay_weight"] == ("Hendricks 2014", "Hendricks 2014")
    assert shown["severance_months"] == ("Labour Contract Law (2008)", "《劳动合同法》（2008年）")
    assert shown["moving_cost"] == ("judgement", "建模者判断")
    assert "（2009—2012年）" in shown["exam_pass_probability"][1]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_number_of_judgements_is_told(lang):
    guessed = sum(info.is_judgement for info in ASSUMED.values())
    told = [int(each) for each in re.findall(r"\d+", assumption_words(lang))]
    assert sorted(told) == sorted(
        [len(parameter_info()), len(ASSUMED), guessed, len(ASSUMED) - guessed]
    )


# --- where figures go


def test_a_figure_that_is_used_has_no_reason_why_not():
    used = [one for one, where in reach().items() if where != "unused" and one in load_unused()]
    assert not used, f"{', '.join(used)}: used now, so take them out of figures_unused.csv"


@pytest.mark.skipif(
    not (data_folder() / "recommendations.csv").is_file(),
    reason="without the table of wishes, the figures that only wishes name reach nothing",
)
def test_every_figure_reaches_the_model_the_audit_or_a_wish_or_a_reason():
    lost = [one for one, where in reach().items() if where == "nowhere"]
    assert not lost, f"{', '.join(lost)}: attach them, or say why not in figures_unused.csv"


def test_how_far_a_figure_goes_is_the_nearest_to_the_model():
    where = reach()
    assert list(where) == list(load_figures())
    assert where["r1-098"] == "model"  # a parameter, a target and an audit finding
    assert where["r1-072"] == "model"  # levers
    assert where["r1-001"] == "model"  # a place
    assert where["r1-003"] == "audit"
    assert where["r1-046"] == "unused"
    assert reason_words("r1-046") and not reason_words("r1-098")


def test_what_the_report_hides_and_nothing_else_is_called_redacted():
    hidden = {one for one, why in load_unused().items() if why.kind == "redacted"}
    without = {one for one in load_unused() if load_figures()[one].value is None}
    assert hidden == without


def test_reasons_are_few_and_sentences_in_both_languages():
    reasons = set(load_unused().values())
    assert len({each.kind for each in reasons}) == len(reasons) <= 10
    for each in reasons:
        assert each.reason("en").endswith(".") and not HAN.search(each.reason("en"))
        assert each.reason("zh").endswith("。") and HAN.search(each.reason("zh"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_counts_of_figures_are_told_and_add_up(lang):
    counts = Counter(reach().values())
    told = [int(each) for each in re.findall(r"\d+", reach_words(lang))]
    assert told == [len(load_figures()), *(counts[each] for each in REACHES if counts[each])]
    assert sum(told[1:]) == told[0]
    page = reach_table(lang).as_raw_html()
    shown = [int(each) for each in re.findall(r"<td[^>]*>(\d+)</td>", page)]
    assert sum(shown) == len(load_figures())
    for why in set(load_unused().values()):
        assert why.reason(lang) in page, why.kind


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (["date,r1-002,Why.,因。", "date,r1-013,Why.,因。"], "line 3: 'kind' is 'date'"),
        ([",r1-002,Why.,因。"], "line 2: 'kind' is ''"),
        (["date,,Why.,因。"], "line 2: 'figures' is empty"),
        (["date,r1-002,,因。"], "line 2: 'reason_en' is empty"),
        (["date,r1-002,Why., "], "line 2: 'reason_zh' is empty"),
        (["date,r1-0002,Why.,因。"], "line 2: 'r1-0002' is not a figure. Did you mean 'r1-002'"),
        (["date,r1-002 r1-002,Why.,因。"], "line 2: 'r1-002' is given twice"),
        (["date,r1-002,Why.,因。", "x,r1-002,Why.,因。"], "line 3: 'r1-002' is given twice"),
    ],
)
def test_a_malformed_table_of_reasons_is_refused(tmp_path, monkeypatch, rows, says):
    for name in ("report_figures.csv", "parameters.csv"):
        (tmp_path / name).symlink_to(data_folder() / name)
    (tmp_path / "figures_unused.csv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    monkeypatch.setenv("COMMUNITY_SIM_DATA", str(tmp_path))
    load_unused.cache_clear()
    with pytest.raises(BadValue, match=re.escape(f"figures_unused.csv, {says}")):
        load_unused()
    load_unused.cache_clear()
