"""`community-sim show` and `doctor` answer, and say what is wrong in a sentence."""

import re

import pytest
from rich.cells import cell_len

from community_sim.evidence import chosen_wishes
from community_sim.wishes import load_wishes


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["figure", "r1-098"], ["206", "1/三/1"]),
        (["parameter", "pay_weight"], ["0.75", "assumed", "do not inform"]),
        (["parameter", "severance_months"], ["who says so", "Labour Contract Law (2008)"]),
        (["parameter", "severance_months", "--lang", "zh"], ["《劳动合同法》（2008年）"]),
        (["parameters"], ["judgement", "parameters are assumed", "on a source"]),
        (["parameters", "--lang", "zh"], ["建模者判断", "个参数中"]),
        (["figure"], ["reach the model", "for a stated reason"]),
        (["figure", "r1-046"], ["not used", "Premises"]),
        (["policy", "S1"], ["0.63", "2/四/4"]),
        (["place", "kaifu"], ["27,968", "66"]),
        (["place", "rucheng"], ["from kaifu", "reference_wage", "from catalogue"]),
        (["lever", "pay.dispersion"], ["0.15", "kaifu", "r1-116", "plan._circumstances"]),
        (["lever", "pay.coefficient_deputy", "--place", "siyang"], ["0.514874", "r3-035"]),
        (["lever", "budget.closure"], ["funded office headcount", "catalogue"]),
        (["catalogue"], ["pay.dispersion", "pay_weight", "exit_rate"]),
        (["levers"], ["Range", "0.1 to 4"]),
        (["policies"], ["hired_pay_1200"]),
        (["wish", "w-002"], ["90 items", "1/三/1: Tasks and pressure", "r1-093", "S12", "halves"]),
        (["wish", "w-002", "--lang", "zh"], ["90项", "1/三/1: 任务与压力", "部分", "费随事转"]),
        (["wish"], ["w-001", "What is missing"]),
        (["policy", "S12"], ["w-002 part"]),
        (["policy", "S10"], ["asks nobody to extend it"]),
    ],
)
def test_a_thing_is_shown_with_its_source(call, arguments, words):
    code, out, errors = call("show", *arguments)
    assert code == 0, errors
    text = " ".join(out.split())
    assert all(word.replace("do not inform", "not inform") in text for word in words), out


@pytest.mark.parametrize(
    "arguments",
    [
        ["figure", "r9-001"],
        ["parameter", "pay_weigth"],
        ["policy", "nothing"],
        ["place", "nowhere"],
        ["wish", "w-1000"],
    ],
)
def test_an_unknown_name_exits_with_two(call, arguments):
    code, _, errors = call("show", *arguments)
    assert code == 2
    assert "Traceback" not in errors
    assert arguments[1] in errors


@pytest.mark.parametrize(("lang", "title"), [("en", "Levers"), ("zh", "政策杠杆")])
def test_the_catalogue_is_written_as_a_page(call, tmp_path, lang, title):
    code, out, errors = call("show", "catalogue", "--html", "page.html", "--lang", lang)
    assert code == 0, errors
    assert "page.html" in out
    assert f"<h2>{title}</h2>" in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("lang", "told"), [("en", "What is asked"), ("zh", "诉求内容")])
def test_wishes_are_listed_as_they_are_chosen_within_a_hundred_columns(
    call, monkeypatch, lang, told
):
    monkeypatch.setenv("COLUMNS", "100")
    code, out, errors = call(
        "show", "wishes", "--report", "3", "--coverage", "part", "--lang", lang
    )
    assert code == 0, errors
    lines = out.splitlines()
    assert any(told in line for line in lines)
    assert all(cell_len(line) <= 100 for line in lines)
    shown = [one.id for one in load_wishes().values() if any(one.id in line for line in lines)]
    assert shown == [one.id for one in chosen_wishes(3, "part")]


@pytest.mark.parametrize(
    ("chosen", "says"), [(["--report", "6"], "known are 1"), (["--coverage", "all"], "coverage")]
)
def test_wishes_that_nobody_has_exit_with_two(call, chosen, says):
    for more in ([], ["--html", "page.html"]):
        code, _, errors = call("show", "wishes", *chosen, *more)
        assert code == 2
        assert says in errors and "Traceback" not in errors


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_wishes_are_written_as_a_page_that_asks_for_nothing(call, tmp_path, lang):
    code, out, errors = call(
        "show", "wishes", "--html", "page.html", "--report", "1", "--lang", lang
    )
    assert code == 0, errors
    assert "page.html" in out
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    for one in load_wishes().values():
        assert (one.id in page) == (one.report == 1), one.id
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link|img|iframe)|@import|url\(|https?://", page)


@pytest.mark.parametrize("what", ["catalogue", "wishes"])
def test_a_page_into_a_folder_that_is_not_there_exits_with_two(call, what):
    code, _, errors = call("show", what, "--html", "nowhere/page.html")
    assert code == 2
    assert "Cannot write" in errors and "Traceback" not in errors


def test_the_doctor_finds_nothing_wrong(call):
    code, out, _ = call("doctor")
    assert code == 0, out
