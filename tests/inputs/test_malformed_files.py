"""A malformed file is refused in one sentence: the file, the line, what is wrong, what is right.

Every file is a shipped one, spoilt in one place.  A `§` stands where the error is: the message
must name that line.  A case without `§` has no line to name.
"""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from community_sim.errors import CommunitySimError
from community_sim.policy import levers
from community_sim.policy_file import load_policy
from community_sim.reading import data_folder
from community_sim.report import load_figures, load_sections
from community_sim.scenario import Scenario
from community_sim.wishes import load_wishes

MOST_WORK = 10.0
"""Most work that a refusal may cost [s of processor]: no file may keep the reader busy."""

LONGEST_MESSAGE = 2_600
"""Longest message [characters]; the longest one lists all levers of a group."""

MINE = "mine.yaml"
Put = Callable[[str, str | bytes], Path]


def shipped(name: str) -> str:
    return (data_folder() / name).read_text(encoding="utf-8")


POLICY = shipped("policies/hired_pay_1200.yaml")
PLACE = shipped("places/kaifu.yaml")
LEVERS_TABLE = shipped("levers.csv")
SIYANG, RUCHENG = shipped("places/siyang.yaml"), shipped("places/rucheng.yaml")
PARAMETERS = shipped("parameters.csv")
FIGURES = shipped("report_figures.csv")
SECTIONS, WISHES = shipped("report_sections.csv"), shipped("recommendations.csv")


def passage(text: str, start: str, end: str) -> str:
    """Return a text from a passage up to another one."""
    return text[text.index(start) : text.index(end)]


def spoilt(text: str, old: str, new: str) -> str:
    """Return a text with one passage replaced; it must stand there."""
    assert old in text, f"the shipped file no longer holds {old!r}"
    return text.replace(old, new, 1)


def refused(read: Callable[[], object], name: str, content: str, says: str) -> str:
    """Return the message of a refusal, judged: one line, quick, with file, line and reason."""
    line = content[: content.index("§")].count("\n") + 1 if "§" in content else None
    return judged(read, name, line, says)


def judged(read: Callable[[], object], name: str, line: int | None, says: str) -> str:
    started = time.process_time()  # of this process alone: another one's work is not ours
    with pytest.raises(CommunitySimError) as caught:
        read()
    assert time.process_time() - started < MOST_WORK
    message = str(caught.value)
    assert message.isprintable(), f"one line, nothing that moves the cursor: {message!r}"
    assert len(message) <= LONGEST_MESSAGE
    assert name in message
    assert says in message
    if line is not None:
        assert f"{name}, line {line}:" in message
    return message


LEVERS = "levers:\n  pay:\n"
GENERAL = "coefficient_general_worker: {multiply_by: 1.5}"
NAMED = next(line for line in POLICY.splitlines() if line.startswith("wishes: "))
TITLE = 'title: "Raise ordinary pay by half (800 to 1,200 a month)"'

EXPECT = POLICY[POLICY.index("expect:") : POLICY.index("levers:") + len("levers:")]
ALL_LEVERS = POLICY[POLICY.index("levers:") :]

# (what is wrong, old passage, new passage, what the message says)
POLICIES = [
    # names
    ("a field given twice", "report:", "§code: S2\nreport:", "'code' is given twice"),
    ("a field given twice, quoted", "report:", '§"code": S2\nreport:', "'code' is given twice"),
    ("a group given twice", LEVERS, "levers:\n  pay:\n    dispersion: 0.1\n  §pay:\n",
     "'pay' is given twice"),
    ("a lever given twice", "    coefficient_deputy",
     "    §" + GENERAL + "\n    coefficient_deputy",
     "'coefficient_general_worker' is given twice"),
    ("an operation given twice", GENERAL,
     "§coefficient_general_worker: {multiply_by: 1.5, multiply_by: 2}",
     "'multiply_by' is given twice"),
    ("an outcome given twice", "  quit_rate: down", "  quit_rate: down\n  §quit_rate: up",
     "'quit_rate' is given twice"),
    ("an unknown field", "report:", "§raport:", "Did you mean 'report'?"),
    ("a field in capitals", "report:", "§Report:", "Did you mean 'report'?"),
    ("a field in Chinese", "report:", "§报告:", "'报告' is not a field of a policy"),
    ("a field with a space", "report:", '§"report ":', "Did you mean 'report'?"),
    ("an empty name", "report:", '§"":', "'' is not a field of a policy"),
    ("a name over two lines", "report:", '§"re\\nport":', "is not a field of a policy"),
    ("a name that moves the cursor", "report:", '§"re\\x1b[2Jport":', "cannot be in a text"),
    ("a name of forty thousand letters", "report:", "§? " + "r" * 40_000 + "\n:",
     "field of a policy"),
    ("a list for a name", "report:", "§[report]:", "a name must be a plain word"),
    ("a mapping for a name", "report:", "§{report: 1}:", "a name must be a plain word"),
    ("a merge key", "report:", "§<<: {code: S2}\nreport:", "'<<' is not a field"),
    ("levers at the top", LEVERS, "§pay:\n", "'pay' is not a field of a policy"),
    ("the other file's field", "report:", "§reference_wage: 27968\nreport:", "'reference_wage'"),
    ("an unknown group", "  pay:\n", "  salary:\n    §dispersion: 0.1\n  pay:\n",
     "The groups are: pay, promotion"),
    ("a misspelt group", "  pay:\n", "  pya:\n    §dispersion: 0.1\n  pay:\n",
     "Did you mean 'pay."),
    ("an unknown lever", GENERAL, "§bonus: 1.5", "'pay.bonus' is not a lever"),
    ("a misspelt lever", GENERAL, "§coeficient_principal: 1.5",
     "Did you mean 'pay.coefficient_principal'?"),
    ("a lever of another group", GENERAL, "§term_years: 5",
     "Did you mean 'separation.term_years'?"),
    ("a lever with its group", GENERAL, "§pay.dispersion: 0.1", "Did you mean 'pay.dispersion'?"),
    ("a dunder for a lever", GENERAL, "§__class__: 0.1", "'pay.__class__' is not a lever"),
    ("a dunder for a group", "  pay:\n", "  __init__:\n    §dispersion: 0.1\n  pay:\n",
     "is not a lever"),
    # values
    ("a dotted NaN", "{multiply_by: 1.5}", "§.nan", "from 0.1 to 3"),
    ("a NaN", "{multiply_by: 1.5}", "§nan", "from 0.1 to 3"),
    ("an infinity", "{multiply_by: 1.5}", "§.inf", "from 0.1 to 3"),
    ("a negative infinity", "{multiply_by: 1.5}", "§-.inf", "from 0.1 to 3"),
    ("a number too large for a float", "{multiply_by: 1.5}", "§1e999", "from 0.1 to 3"),
    ("an operand too large for a float", "{multiply_by: 1.5}", "§{multiply_by: 1e999}", "number"),
    ("a bound too large for a float", "{multiply_by: 1.5}", "§{at_most: 1e999}", "number"),
    ("a bound too small for a float", "{multiply_by: 1.5}", "§{at_least: -1e999}", "number"),
    ("a NaN for an operand", "{multiply_by: 1.5}", "§{multiply_by: .nan}", "number"),
    ("a percentage", "{multiply_by: 1.5}", "§50%", "from 0.1 to 3"),
    ("a percentage for an operand", "{multiply_by: 1.5}", "§{add: 10%}", "give a number"),
    ("full-width digits", "{multiply_by: 1.5}", "§０．８", "from 0.1 to 3"),
    ("Chinese numerals", "{multiply_by: 1.5}", "§八成", "from 0.1 to 3"),
    ("a decimal comma", "{multiply_by: 1.5}", "§'0,8'", "from 0.1 to 3"),
    ("a quoted number", "{multiply_by: 1.5}", "§'0.8'", "from 0.1 to 3"),
    ("a quoted operand", "{multiply_by: 1.5}", "§{multiply_by: '1.5'}", "give a number"),
    ("yuan a month for a ratio", "{multiply_by: 1.5}", "§1200", "from 0.1 to 3"),
    ("a negative ratio", "{multiply_by: 1.5}", "§-0.8", "from 0.1 to 3"),
    ("an octal number", "{multiply_by: 1.5}", "§010", "from 0.1 to 3"),
    ("a hexadecimal number", "{multiply_by: 1.5}", "§0x1", "from 0.1 to 3"),
    ("a sexagesimal number", "{multiply_by: 1.5}", "§1:30", "from 0.1 to 3"),
    ("a number with underscores", "{multiply_by: 1.5}", "§1_0", "from 0.1 to 3"),
    ("an expression", "{multiply_by: 1.5}", "§1/2", "from 0.1 to 3"),
    ("code", "{multiply_by: 1.5}", "§__import__('os').getpid()", "from 0.1 to 3"),
    ("a date", "{multiply_by: 1.5}", "§2008-10-01", "from 0.1 to 3"),
    ("yes", "{multiply_by: 1.5}", "§yes", "from 0.1 to 3"),
    ("true for a number", "{multiply_by: 1.5}", "§true", "from 0.1 to 3"),
    ("true for an operand", "{multiply_by: 1.5}", "§{multiply_by: true}", "give a number"),
    ("nothing", "{multiply_by: 1.5}", "§", "from 0.1 to 3"),
    ("a null", "{multiply_by: 1.5}", "§null", "from 0.1 to 3"),
    ("a list", "{multiply_by: 1.5}", "§[0.8, 0.9]", "from 0.1 to 3"),
    ("an operand that is a list", "{multiply_by: 1.5}", "§{multiply_by: [1.5]}", "give a number"),
    ("an operand that is a mapping", "{multiply_by: 1.5}", "§{add: {add: 1}}", "by year is"),
    ("an unknown operation", "{multiply_by: 1.5}", "§{times: 1.5}", "multiply_by, add, at_least"),
    ("two operations", "{multiply_by: 1.5}", "§{multiply_by: 1.5, add: 0.1}",
     "or one of multiply_by"),
    ("no operation", "{multiply_by: 1.5}", "§{}", "takes a value, values by year"),
    ("a product out of range", "{multiply_by: 1.5}", "§{multiply_by: 100}", "is 42.0"),
    ("a sum out of range", "{multiply_by: 1.5}", "§{add: -1}", "from 0.1 to 3"),
    ("a floor out of range", "{multiply_by: 1.5}", "§{at_least: 27968}", "is 27968.0"),
    ("yes for a switch", GENERAL, "§hold_wage_bill: yes", "must be true or false"),
    ("one for a switch", GENERAL, "§hold_wage_bill: 1", "must be true or false"),
    ("no for a switch", GENERAL, "§hold_wage_bill: no", "must be true or false"),
    ("a switch multiplied", GENERAL, "§hold_wage_bill: {multiply_by: 2}", "give a number"),
    ("a switch that is a list", GENERAL, "§hold_wage_bill: [true]", "must be true or false"),
    ("an unknown choice", "  pay:\n", "  budget:\n    §closure: loan\n  pay:\n",
     "funded, office, headcount"),
    ("a choice in capitals", "  pay:\n", "  budget:\n    §closure: FUNDED\n  pay:\n",
     "funded, office, headcount"),
    ("a choice by number", "  pay:\n", "  budget:\n    §closure: 1\n  pay:\n",
     "funded, office, headcount"),
    ("a choice added to", "  pay:\n", "  budget:\n    §closure: {add: 1}\n  pay:\n",
     "give a number"),
    ("half a year for whole years", "  pay:\n", "  separation:\n    §term_years: 3.5\n  pay:\n",
     "a whole number from"),
    ("a product that is no whole number", "  pay:\n",
     "  separation:\n    §term_years: {multiply_by: 1.1}\n  pay:\n", "a whole number from"),
    ("shares that sum to 101 %", "  pay:\n",
     "  recruitment:\n    general_worker_open: 0.8\n    general_worker_placement: 0.21\n  pay:\n",
     "is 1.01; the shares must sum to 1"),
    ("shares that sum to 90 %", "  pay:\n",
     "  recruitment:\n    principal_election: 0.3\n    principal_secondment: 0.6\n  pay:\n",
     "is 0.9; the shares must sum to 1"),
    ("a share of 40 for 40 %", "  pay:\n", "  recruitment:\n    §principal_election: 40\n  pay:\n",
     "from 0 to 1 (share of"),
    # shape
    ("levers in a list", ALL_LEVERS, "§levers: [pay]\n", "must hold groups of levers"),
    ("levers in text", ALL_LEVERS, "§levers: pay\n", "must hold groups of levers"),
    ("levers that are a number", ALL_LEVERS, "§levers: 0\n", "must hold groups of levers"),
    ("levers that are false", ALL_LEVERS, "§levers: false\n", "must hold groups of levers"),
    ("levers in an empty list", ALL_LEVERS, "§levers: []\n", "must hold groups of levers"),
    ("a group that is a number", "  pay:\n", "  §workload: 1\n  pay:\n", "one a line"),
    ("a group that is empty", "  pay:\n", "  §workload:\n  pay:\n", "one a line"),
    ("a group in a list", "  pay:\n", "  §workload: [relief_share]\n  pay:\n", "one a line"),
    ("a code that is a number", "code: S1", "§code: 1", "write text, in quotes"),
    ("a title that is a number", TITLE, "§title: 2008", "write text, in quotes"),
    ("a title that is true", TITLE, "§title: true", "write text, in quotes"),
    ("a title in a list", TITLE, "§title: [Raise]", "write text, in quotes"),
    ("a title in a mapping", TITLE, "§title: {en: Raise}", "write text, in quotes"),
    ("a report in text", "report: [2/四/4]", "§report: 2/四/4", "must be a list"),
    ("a report in a mapping", "report: [2/四/4]", "§report: {a: 1}", "must be a list"),
    ("a report in nested lists", "report: [2/四/4]", "§report: [[2/四/4]]", "must be a list"),
    ("a report that is false", "report: [2/四/4]", "§report: false", "must be a list"),
    ("a report of nothing", "report: [2/四/4]", "§report: [~]", "must be a list"),
    ("an unknown wish", NAMED, "§wishes: [w-001, w-00x]",
     "'w-00x' is not a wish. Did you mean 'w-"),
    ("a wish by its words", NAMED, "§wishes: [higher pay]",
     "'higher pay' is not a wish. 'community-sim show wishes' lists them."),
    ("a wish twice", NAMED, "§wishes: [w-001, w-001]", "names a wish twice"),
    ("wishes in text", NAMED, "§wishes: w-001", "must be a list"),
    ("a wish, and why there is none", NAMED, f"{NAMED}\n§no_wish: Of a paper.", "not both"),
    ("a number for why there is no wish", NAMED, "§no_wish: 1", "write text, in quotes"),
    ("expectations in a list", EXPECT, "§expect: [quit_rate]\nlevers:", "one a line"),
    ("expectations that are false", EXPECT, "§expect: false\nlevers:", "one a line"),
    ("an expected sign of minus", "quit_rate: down", "§quit_rate: -1", "expect up or down"),
    ("an expected sign in a list", "quit_rate: down", "§quit_rate: [down]", "expect up or down"),
    ("no expected sign", "quit_rate: down", "§quit_rate:", "expect up or down"),
    ("an expected sign in capitals", "quit_rate: down", "§quit_rate: DOWN", "expect up or down"),
    # when and for whom
    ("a start in year 0", "report:", "§starts: 0\nreport:", "a whole number from 1 to 100"),
    ("a start before year 0", "report:", "§starts: -3\nreport:", "a whole number from 1 to 100"),
    ("a start in a calendar year", "report:", "§starts: 2010\nreport:", "a whole number from 1 to"),
    ("a start within a year", "report:", "§starts: 1.5\nreport:", "a whole number from 1 to 100"),
    ("a start in 1e5", "report:", "§starts: 1e5\nreport:", "a whole number from 1 to 100"),
    ("a start in text", "report:", "§starts: '2'\nreport:", "a whole number from 1 to 100"),
    ("a start at true", "report:", "§starts: true\nreport:", "a whole number from 1 to 100"),
    ("a start on a date", "report:", "§starts: 2010-01-01\nreport:",
     "a whole number from 1 to 100"),
    ("a start at nothing", "report:", "§starts:\nreport:", "a whole number from 1 to 100"),
    ("unknown people", "report:", "§applies_to: nobody\nreport:", "everyone, entrants, bridge"),
    ("people in a list", "report:", "§applies_to: [entrants]\nreport:",
     "everyone, entrants, bridge"),
    ("people in a mapping", "report:", "§applies_to: {a: 1}\nreport:",
     "everyone, entrants, bridge"),
    ("a bridge without years", "report:", "§applies_to: bridge\nreport:", "'bridge_years'"),
    ("years without a bridge", "report:", "§bridge_years: 5\nreport:", "'applies_to: bridge'"),
    ("a bridge of 31 years", "report:", "applies_to: bridge\n§bridge_years: 31\nreport:", "to 30"),
    ("a bridge of half a year", "report:", "applies_to: bridge\n§bridge_years: 0.5\nreport:",
     "whole"),
    # combining
    ("a combination with nobody", "report:", "§combines: [pay_flor]\nreport:",
     "Did you mean 'pay_fl"),
    ("a combination with a path", "report:", "§combines: [../policies/pay_floor_080]\nreport:",
     "is not a policy"),
    ("a combination with a file", "report:", "§combines: [/etc/passwd]\nreport:",
     "is not a policy"),
    ("a combination with true", "report:", "§combines: [true]\nreport:", "must be a list"),
    ("a combination in text", "report:", "§combines: pay_floor_080\nreport:", "must be a list"),
    ("a combination that conflicts", "report:", "§combines: [pay_floor_080]\nreport:",
     "both change 'pay.coefficient_general_worker'"),
    ("a combination of other people", "report:",
     "applies_to: entrants\n§combines: [full_insurance]\nreport:", "apply to different people"),
    ("a combination of one twice", "report:",
     "§combines: [full_insurance, full_insurance]\nreport:", "names a policy twice"),
    # YAML
    ("a tab", "    " + GENERAL, "§\t" + GENERAL, "not YAML"),
    ("an unclosed bracket", "report: [2/四/4]", "report: [2/四/4\n", "not YAML"),
    ("an unclosed quote", 'title: "Raise', "title: \"'Raise\n§\"x", "not YAML"),
    ("a line without a colon", "report:", "report\n§report:", "not YAML"),
    ("bad indentation", "  quit_rate: down", "   quit_rate: down", "not YAML"),
    ("a reserved sign", GENERAL, "§coefficient_general_worker: @1", "not YAML"),
    ("an unknown escape", TITLE, '§title: "\\q"', "not YAML"),
    ("a character that does not exist", TITLE, '§title: "\\UFFFFFFFF"', "not YAML"),
    ("half a character", TITLE, '§title: "\\ud800"', "character"),
    ("an escaped NUL", TITLE, '§title: "a\\0b"', "character"),
    ("an escaped escape", TITLE, '§title: "a\\e[2Jb"', "character"),
    ("an unknown version of YAML", "code: S1", "§%YAML 9.0\n---\ncode: S1", "not YAML"),
    ("a version of five thousand digits", "code: S1", f"§%YAML 1.{'1' * 5000}\n---\ncode: S1",
     "not"),
    ("a second document", "report:", "§---\nreport:", "a second document begins here"),
    ("an anchor", GENERAL, "§coefficient_general_worker: &a 1", "anchors and aliases"),
    ("an alias", GENERAL, "§coefficient_general_worker: *a", "anchors and aliases"),
    ("an anchor on a list", "report: [2/四/4]", "§report: &a [*a]", "anchors and aliases"),
    ("a tag that runs code", TITLE, "§title: !!python/object/apply:os.system [id]", "the tag"),
    ("a tag that makes an object", TITLE, "§title: !!python/object:pathlib.Path {}", "the tag"),
    ("a tag for text", TITLE, "§title: !!str 2008", "the tag"),
    ("a tag for a number", GENERAL, '§coefficient_general_worker: !!float "1"', "the tag"),
    ("a tag of one's own", TITLE, "§title: !mine x", "the tag"),
    ("bytes in text", TITLE, "§title: !!binary aGVsbG8=", "the tag"),
    ("a set", TITLE, "§title: !!set {a}", "the tag"),
    ("5,000 nested lists", TITLE, "§title: " + "[" * 5000, "levels deep"),
    ("5,000 nested mappings", TITLE, "§title: " + "{a: " * 5000, "levels deep"),
    ("5,000 nested dashes", TITLE, "title:\n  §" + "- " * 5000, "levels deep"),
    ("a NUL", TITLE, "§title: a\0b", "character"),
    ("a bell", TITLE, "§title: a\x07b", "character"),
    ("a control sequence", TITLE, "§title: a\x9b2Jb", "character"),
    ("a character that is none", TITLE, "§title: a\uffffb", "character"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "says"), [case[1:] for case in POLICIES], ids=[case[0] for case in POLICIES]
)
def test_a_malformed_policy_file_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    content = spoilt(POLICY, old, new)
    path = tmp_path / MINE
    path.write_text(content.replace("§", ""), encoding="utf-8")
    refused(lambda: Scenario.load(path), str(path), content, says)


WHOLE_POLICIES = {
    "empty": (b"", "the file is empty"),
    "only blank lines": (b"\n\n  \n", "the file is empty"),
    "only comments": (b"# code: S1\n# title: Raise\n", "the file is empty"),
    "only a document mark": (b"---\n", ""),
    "only a null": (b"~\n", "expected 'name: value' lines"),
    "a list at the top": (b"- code: S1\n", "expected 'name: value' lines"),
    "text at the top": (b"Raise pay\n", "expected 'name: value' lines"),
    "a number at the top": (b"0.8\n", "expected 'name: value' lines"),
    "JSON's list at the top": (b'[{"code": "S1"}]\n', "expected 'name: value' lines"),
    "two whole documents": (f"{POLICY}---\n{POLICY}".encode(), "a second document"),
    "GBK": (POLICY.encode("gbk"), "line 3: not UTF-8 text"),
    "GB18030": (POLICY.encode("gb18030"), "line 3: not UTF-8 text"),
    "UTF-16": (POLICY.encode("utf-16"), "line 1: not UTF-8 text"),
    "UTF-16 without a mark": ("code: S1\n".encode("utf-16-le"), "line 1"),
    "Latin 1": ("code: S1\ntitle: Café\n".encode("latin-1"), "line 2: not UTF-8 text"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "line 1: not UTF-8 text"),
    "a spreadsheet": (b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0", "line 1"),
    "zeros": (bytes(10_000), "line 1"),
    "an alias bomb": (
        b"a: &a [x, x, x, x, x, x, x, x, x]\n"
        + b"".join(
            f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n".encode()
            for i in range(20)
        ),
        "line 1: anchors and aliases",
    ),
    "brackets only": (b"[" * 40_000, "line 1: nested more than"),
    "question marks only": (b"? " * 20_000, "line 1"),
    "as many names as fit": ("".join(f"n{i}: 1\n" for i in range(5_000)).encode(), "'n0' is not"),
    "as many items as fit": (b"report: [" + b"1," * 22_000 + b"1]\nlevers: 1\n", "line 2"),
    "900,000 bytes of names": ("".join(f"n{i}: 1\n" for i in range(90_000)).encode(), "bytes; at"),
    "50 MB of spaces": (b" " * 50_000_000, "50,000,000 bytes; at most"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "says"), WHOLE_POLICIES.values(), ids=WHOLE_POLICIES)
def test_a_file_that_is_no_policy_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / MINE
    path.write_bytes(content)
    judged(lambda: Scenario.load(path), str(path), None, says)


WRONG = {float: "much", int: 2.5, bool: "yes", "choice": "loan"}


@pytest.mark.parametrize("lever", levers())
def test_a_lever_of_the_wrong_type_or_out_of_range_is_refused(tmp_path: Path, lever: str) -> None:
    about = levers()[lever]
    group, name = lever.split(".")
    values = [WRONG.get(about.kind, "loan"), "[]", "{}", ".nan", "50%"]
    if about.low is not None and about.high is not None:
        values += [about.low - 1, about.high + 1, -1e30, 1e30, "1e400", "true"]
    path = tmp_path / MINE
    for value in values:
        path.write_text(f"levers:\n  {group}:\n    {name}: {value}\n", encoding="utf-8")
        message = judged(lambda: Scenario.load(path), str(path), 3, f"'{lever}'")
        assert "it must be" in message or "takes a value" in message


YEAR, WAGE, COMMUNITIES = "year: 2008", "reference_wage: 27968", "communities: 66"
SPREAD = "dispersion: 0.15"

PLACES = [
    ("a field given twice", YEAR, "year: 2008\n§year: 2009", "'year' is given twice"),
    ("an unknown field", WAGE, "§reference_wages: 27968", "Did you mean 'reference_wage'?"),
    ("no reference wage", WAGE + "\n", "", "'reference_wage' is missing"),
    ("no communities", COMMUNITIES + "\n", "", "'communities' is missing"),
    ("a wage in text", WAGE, "§reference_wage: '27968'", "give a number from"),
    ("a wage with a comma", WAGE, "§reference_wage: 27,968", "give a number from"),
    ("a wage in full-width digits", WAGE, "§reference_wage: ２７９６８", "give a number from"),
    ("a wage of NaN", WAGE, "§reference_wage: .nan", "give a number from"),
    ("a wage too large for a float", WAGE, "§reference_wage: 1e999", "give a number from"),
    ("a wage of nothing", WAGE, "§reference_wage: 0", "give a number from"),
    ("a wage of true", WAGE, "§reference_wage: true", "give a number from"),
    ("a year on a date", YEAR, "§year: 2008-10-01", "give a"),
    ("half a year", YEAR, "§year: 2008.5", "whole number"),
    ("a year long past", YEAR, "§year: 208", "from 1949"),
    ("two thirds of a community", COMMUNITIES, "§communities: 66.7", "whole number"),
    ("no community at all", COMMUNITIES, "§communities: 0", "from 1 to"),
    ("too many communities", COMMUNITIES, "§communities: 1e9", "from 1 to"),
    ("minus one community", COMMUNITIES, "§communities: -1", "from 1 to"),
    ("a level without posts", "  deputy: 100\n", "", "each once"),
    ("an unknown level", "  deputy: 100", "  vice: 100", "each once"),
    ("a level more", "  deputy: 100", "  deputy: 100\n  vice: 3", "each once"),
    ("a level given twice", "  deputy: 100", "  deputy: 100\n  §deputy: 10", "given twice"),
    ("posts in a list", passage(PLACE, "posts:", "current_practice:"),
     "§posts: [213, 243, 100, 95]\n", "'name: value' lines"),
    ("posts in text", "  deputy: 100", "  §deputy: many", "a whole number of posts"),
    ("half a post", "  deputy: 100", "  §deputy: 99.5", "a whole number of posts"),
    ("fewer posts than none", "  deputy: 100", "  §deputy: -1", "a whole number of posts"),
    ("too many posts", "  deputy: 100", "  §deputy: 99999999999", "a whole number of posts"),
    ("posts of true", "  deputy: 100", "  §deputy: true", "a whole number of posts"),
    ("a title of a number", "title: Kaifu district, Changsha", "§title: 5", "in quotes"),
    ("parameters in a list", YEAR, "year: 2008\n§parameters: [1]", "'name: value' lines"),
    ("parameters that are false", YEAR, "year: 2008\n§parameters: false", "'name: value' lines"),
    ("an unknown parameter", YEAR, "year: 2008\nparameters:\n  §taste_man: 0.1",
     "Did you mean 'taste_mean'?"),
    ("a parameter in text", YEAR, "year: 2008\nparameters:\n  §taste_mean: high", "give a number"),
    ("a parameter in a list", YEAR, "year: 2008\nparameters:\n  §taste_mean: [1]", "give a number"),
    ("a parameter of nothing", YEAR, "year: 2008\nparameters:\n  §taste_mean:", "give a number"),
    ("a parameter of true", YEAR, "year: 2008\nparameters:\n  §taste_mean: true", "give a number"),
    ("a parameter out of range", YEAR, "year: 2008\nparameters:\n  §taste_mean: 5", "between"),
    ("a parameter of NaN", YEAR, "year: 2008\nparameters:\n  §taste_mean: .nan", "give a number"),
    ("a parameter given twice", YEAR,
     "year: 2008\nparameters:\n  taste_mean: 0\n  §taste_mean: 0.1", "given twice"),
    ("practice in text", passage(PLACE, "current_practice:", "figures:"),
     "§current_practice: usual\n", "'name: value' lines"),
    ("an unknown group in practice", "  pay:\n", "  paid:\n    §x: 1\n  pay:\n",
     "is not a lever"),
    ("a group of nothing in practice", passage(PLACE, "  pay:", "  promotion:"), "  §pay:\n",
     "one a line"),
    ("an unknown lever in practice", SPREAD, "§bonus: 1", "'pay.bonus' is not a lever"),
    ("a lever out of range in practice", SPREAD, "§dispersion: 15", "from 0 to 0.5"),
    ("an operation in practice", SPREAD, "§dispersion: {add: 0.1}", "from 0 to 0.5"),
    ("a lever that nobody states", f"    {SPREAD}\n", "", "'pay.dispersion' has no value"),
    ("shares that sum to 102 % in practice", "principal_secondment: 0.6",
     "principal_secondment: 0.62", "is 1.02"),
    ("figures in a list", passage(PLACE, "figures:", "note:"), "§figures: [r1-001]\n",
     "'name: value' lines"),
    ("a figure in a mapping", "figures:\n", "figures:\n  §year: {a: 1}\n", "'year'"),
    ("what is borrowed, by hand", YEAR, "year: 2008\n§taken_from_kaifu: [posts]",
     "is computed now"),
    ("a home that is like another", YEAR, "year: 2008\n§like: siyang", "like no other place"),
    ("a likeness that is a number", YEAR, "year: 2008\n§like: 3", "in quotes"),
    ("a tab", "  deputy: 100", "§\tdeputy: 100", "not YAML"),
    ("a second document", YEAR, "§---\nyear: 2008", "a second document"),
    ("a tag", WAGE, "§reference_wage: !!python/name:os.getcwd", "the tag"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "says"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES]
)
def test_a_malformed_place_file_is_refused(put: Put, old: str, new: str, says: str) -> None:
    content = spoilt(PLACE, old, new)
    put("places/kaifu.yaml", content.replace("§", ""))
    refused(Scenario.load, "kaifu.yaml", content, says)


@pytest.mark.parametrize(
    ("like", "says"),
    [("rucheng", "'rucheng' is like itself; name"), ("kaifo", "Did you mean 'kaifu'"),
     ("../kaifu", "is not a place"), ("siyang", "like itself, by way of siyang")],
)  # fmt: skip
def test_a_place_that_is_like_none_is_refused(put: Put, like: str, says: str) -> None:
    put("places/siyang.yaml", spoilt(SIYANG, "like: kaifu", "like: rucheng"))
    content = spoilt(RUCHENG, "like: kaifu", f"§like: {like}")
    put("places/rucheng.yaml", content.replace("§", ""))
    with pytest.raises(CommunitySimError) as caught:
        Scenario.load(place="rucheng")
    assert says in str(caught.value)
    assert ".yaml, line 3:" in str(caught.value)


def test_places_that_are_like_others_without_end_are_refused(put: Put) -> None:
    for number in range(20):
        put(f"places/n{number}.yaml", spoilt(RUCHENG, "like: kaifu", f"like: n{number + 1}"))
    put("places/n20.yaml", RUCHENG)
    judged(lambda: Scenario.load(place="n0"), ".yaml, line 3", None, "deep at most")


PAY = "pay.multiplier_seconded,1.6,0.5,3,"
CLOSURE = "budget.closure,funded,,,"
TERM = "promotion.civil_service_min_tenure,3,0,10,"

TABLES_OF_LEVERS = [
    ("a field too few", PAY, "§pay.multiplier_seconded,1.6,0.5,", "11 fields, but the header"),
    ("another header", ",report,kind", ",kind,report", "it must be name,value"),
    ("a value above the range", PAY, "§pay.multiplier_seconded,4,0.5,3,", "from 0.5 to 3"),
    ("a value in words", PAY, "§pay.multiplier_seconded,much,0.5,3,", "write a plain number"),
    ("no range", PAY, "§pay.multiplier_seconded,1.6,,3,", "write a plain number"),
    ("half a year", TERM, "§promotion.civil_service_min_tenure,3.5,0,10,", "a whole number from"),
    ("a range of a choice", CLOSURE, "§budget.closure,funded,0,2,", "leave 'low' and 'high'"),
    ("an unknown choice", CLOSURE, "§budget.closure,loan,,,", "funded, office, headcount"),
    ("one choice", "funded|office|headcount", "funded", "or names such as"),
    ("true for yes", "pay.hold_wage_bill,no,", "§pay.hold_wage_bill,true,", "true or false"),
    ("an unknown status", "x pay of the post,assumed", "x pay of the post,guessed", "must be one"),
    ("a lever given twice", PAY, f"{PAY}x,assumed,,n,a,b,r,number\n§{PAY}", "given twice"),
    ("a lever that no rule reads", PAY, f"pay.bonus,1,0,2,x,assumed,,n,a,b,r,number\n{PAY}",
     "'pay.bonus' is a lever that no rule reads"),
    ("a lever that is missing", PAY, PAY.replace("multiplier", "factor"), "is missing"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [case[1:] for case in TABLES_OF_LEVERS],
    ids=[case[0] for case in TABLES_OF_LEVERS],
)
def test_a_malformed_table_of_levers_is_refused(put: Put, old: str, new: str, says: str) -> None:
    content = spoilt(LEVERS_TABLE, old, new)
    put("levers.csv", content.replace("§", ""))
    levers.cache_clear()
    refused(levers, "levers.csv", content, says)


FIRST = "pay_weight,0.75,0.2,1.4,"
HEADER = "name,value,low,high,unit,status,figures,note,label_en,label_zh,source,year"
END = "Weight of pay,薪酬权重,Hendricks 2014,2014\n"

TABLES_OF_PARAMETERS = [
    ("a field too many", FIRST, "§pay_weight,0.75,0.75,0.2,1.4,",
     "13 fields, but the header has 12"),
    ("a field too few", FIRST, "§pay_weight,0.75,0.2,", "11 fields, but the header has 12"),
    ("a comma in a note", "Weight of pay,", "Weight, of pay,", "put text with commas in double"),
    ("another header", HEADER, "§" + HEADER.replace("low", "min"),
     "it must be name,value"),
    ("columns in another order", HEADER, "§" + HEADER.replace("low,high", "high,low"),
     "it must be"),
    ("a header with a column less", HEADER, "§" + HEADER.replace(",note", ""), "it must be"),
    ("a header with a space", HEADER, "§" + HEADER.replace("name", "name "), "it must be"),
    ("no header", HEADER + "\n", "§", "it must be name,value"),
    ("semicolons", HEADER, "§" + HEADER.replace(",", ";"), "it must be name,value"),
    ("low above value", FIRST, "§pay_weight,0.75,0.8,1.4,", "lies outside 0.8 to 1.4"),
    ("value above high", FIRST, "§pay_weight,75,0.2,1.4,", "lies outside 0.2 to 1.4"),
    ("low above high", FIRST, "§pay_weight,0.75,1.4,0.2,", "lies outside 1.4 to 0.2"),
    ("a value in words", FIRST, "§pay_weight,high,0.2,1.4,", "write a plain number"),
    ("a value of nothing", FIRST, "§pay_weight,,0.2,1.4,", "write a plain number"),
    ("a percentage", FIRST, "§pay_weight,75%,0.2,1.4,", "write a plain number"),
    ("a NaN", FIRST, "§pay_weight,nan,0.2,1.4,", "write a plain number"),
    ("an infinity", FIRST, "§pay_weight,0.75,0.2,inf,", "write a plain number"),
    ("a number too large for a float", FIRST, "§pay_weight,0.75,0.2,1e999,",
     "write a plain number"),
    ("full-width digits", FIRST, "§pay_weight,０．７５,0.2,1.4,", "write a plain number"),
    ("an underscore", FIRST, "§pay_weight,0.7_5,0.2,1.4,", "write a plain number"),
    ("a decimal comma", FIRST, '§pay_weight,"0,75",0.2,1.4,', "write a plain number"),
    ("a formula", FIRST, "§pay_weight,=1+1,0.2,1.4,", "write a plain number"),
    ("an unknown status", "per log pay,assumed", "per log pay,guessed", "must be one of reported"),
    ("a parameter given twice", "discount_factor,",
     "§pay_weight,1,0,2,x,assumed,,n,a,b,judgement,\ndiscount_factor,",
     "'pay_weight' is given twice"),
    ("an unknown parameter", "discount_factor,",
     "bonus,1,0,2,x,assumed,,n,a,b,judgement,\ndiscount_factor,", "'bonus' is not a parameter"),
    ("an assumption without a source", END, "§" + END.replace("Hendricks 2014,2014", ","),
     "'pay_weight' is assumed, and 'source' is empty; name who says so, or write judgement"),
    ("a source of blanks", END, "§" + END.replace("Hendricks 2014,2014", "  ,"),
     "'source' is empty"),
    ("a source without a year", END, "§" + END.replace(",2014\n", ",\n"),
     "'year' of 'pay_weight' is ''; write the year of its source, such as 2014"),
    ("a year in words", END, "§" + END.replace(",2014\n", ",last year\n"), "is 'last year'"),
    ("a year of two digits", END, "§" + END.replace(",2014\n", ",14\n"), "is '14'"),
    ("a year in full-width digits", END, "§" + END.replace(",2014\n", ",２０１４\n"),
     "is '２０１４'"),
    ("years that run on", END, "§" + END.replace(",2014\n", ",2009-\n"), "is '2009-'"),
    ("another spelling of judgement", END, "§" + END.replace("Hendricks 2014,2014", "judgment,"),
     "or write judgement as the source"),
    ("a judgement with a year", END, "§" + END.replace("Hendricks 2014,", "judgement,"),
     "'pay_weight' is a judgement; leave 'year' empty"),
    ("a source of what is not assumed", "社区工作偏好均值,,", "§社区工作偏好均值,judgement,",
     "'taste_mean' is calibrated, not assumed; leave 'source' and 'year' empty"),
    ("a misspelt parameter", "pay_weight,", "pay_wieght,", "'pay_weight' is missing"),
    ("a name over two lines", "pay_weight,", '"pay\nweight",', "missing"),
    ("an unclosed quote", "Weight of pay", '"Weight of pay', ""),
    ("text after a quote", "Weight of pay", '§"Weight" of pay', "line"),
    ("a NUL", "pay_weight,", "§pay\0weight,", "character"),
    ("a NUL in a note", "Weight of pay", "§Weight\0 of pay", "character"),
    ("tabs for commas", FIRST, "§" + FIRST.replace(",", "\t"), "fields, but the header has 12"),
    ("a line of spaces", "discount_factor,", "§   \ndiscount_factor,", "1 fields"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [case[1:] for case in TABLES_OF_PARAMETERS],
    ids=[case[0] for case in TABLES_OF_PARAMETERS],
)
def test_a_malformed_table_of_parameters_is_refused(
    put: Put, old: str, new: str, says: str
) -> None:
    content = spoilt(PARAMETERS, old, new)
    put("parameters.csv", content.replace("§", ""))
    refused(Scenario.load, "parameters.csv", content, says)


FIGURE = "r1-003,1,1/一,"

TABLES_OF_FIGURES = [
    ("a field too many", FIGURE, "§r1-003,1,,1/一,", "12 fields, but the header has 11"),
    ("a field too few", FIGURE, "§r1-003,1,", "10 fields, but the header has 11"),
    ("an unquoted comma", '"Communities of the district, all kinds"',
     "Communities of the district, all kinds", "12 fields"),
    ("another header", "id,report,", "§number,report,", "it must be id,report"),
    ("a value in words", ",196,", ",many,", "write a plain number"),
    ("a percentage", ",196,", ",19.6%,", "write a plain number"),
    ("a thousands comma", ",196,", ',"1,196",', "write a plain number"),
    ("Chinese numerals", ",196,", ",一百九十六,", "write a plain number"),
    ("full-width digits", ",196,", ",１９６,", "write a plain number"),
    ("a NaN", ",196,", ",nan,", "write a plain number"),
    ("a report in words", FIGURE, "§r1-003,one,1/一,", "'report' is 'one'"),
    ("a report of nothing", FIGURE, "§r1-003,,1/一,", "'report' is ''"),
    ("a report in full-width digits", FIGURE, "§r1-003,１,1/一,", "'report' is '１'"),
    ("report 6", FIGURE, "§r1-003,6,1/一,", "'report' is '6'"),
    ("half a report", FIGURE, "§r1-003,1.5,1/一,", "'report' is '1.5'"),
    ("a report of five thousand digits", FIGURE, f"§r1-003,{'1' * 5000},1/一,", "'report' is"),
    ("an id given twice", FIGURE, "§r1-002,1,1/一,", "'r1-002' is given twice"),
    ("no id", FIGURE, "§,1,1/一,", "'id' is ''"),
    ("an id that is a path", FIGURE, "§../r1-003,1,1/一,", "'id' is '../r1-003'"),
    ("an id with markup", FIGURE, "§<b>r1</b>,1,1/一,", "'id' is '<b>r1</b>'"),
    ("an unclosed quote", FIGURE, '§"r1-003,1,1/一,', ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [case[1:] for case in TABLES_OF_FIGURES],
    ids=[case[0] for case in TABLES_OF_FIGURES],
)
def test_a_malformed_table_of_figures_is_refused(put: Put, old: str, new: str, says: str) -> None:
    content = spoilt(FIGURES, old, new)
    put("report_figures.csv", content.replace("§", ""))
    refused(load_figures, "report_figures.csv", content, says)


WISH = "w-002,complaint,1/三/1,r1-092 r1-093,part,"
TABLES_OF_WISHES = [
    ("another header", "id,kind,", "§number,kind,", "it must be id,kind"),
    ("no id", WISH, f"§{WISH.removeprefix('w-002')}", "'id' is ''"),
    ("an id given twice", WISH, f"§{WISH.replace('w-002', 'w-001')}", "'w-001' is given twice"),
    ("an unknown kind", WISH, f"§{WISH.replace('complaint', 'plea')}", "recommendation, complaint"),
    ("no section", WISH, f"§{WISH.replace('1/三/1', '')}", "'sections' is empty"),
    ("an unknown section", WISH, f"§{WISH.replace('1/三/1', '1/三/9')}",
     "'1/三/9' is not a section of a report. Did you mean"),
    ("sections of two reports", WISH, f"§{WISH.replace('1/三/1', '1/三/1 2/三/3')}",
     "give each report a row"),
    ("an unknown figure", WISH, f"§{WISH.replace('r1-092', 'r9-092')}",
     "'r9-092' is not a figure. Did you mean"),
    ("an unknown coverage", WISH, f"§{WISH.replace('part', 'half')}", "whole, part, none"),
    ("a reason for a whole", WISH, f"§{WISH.replace('part', 'whole')}", "leave 'reason_en' empty"),
    ("a part without a reason", "S12 halves the items. Who does the other half, and what that "
     "costs departments, is not counted.", "", "'reason_en' is empty"),
    ("no words", "Say that communities are there to serve residents, and do not use them as a "
     "lowest level of government.", "", "'wish_en' is empty"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [case[1:] for case in TABLES_OF_WISHES],
    ids=[case[0] for case in TABLES_OF_WISHES],
)
def test_a_malformed_table_of_wishes_is_refused(put: Put, old: str, new: str, says: str) -> None:
    content = spoilt(WISHES, old, new)
    put("recommendations.csv", content.replace("§", ""))
    refused(load_wishes, "recommendations.csv", content, says)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("1/三/1,Tasks", "§6/三/1,Tasks", "write one such as 2/四/4"),
        ("1/三/1,Tasks", "§1/三/,Tasks", "write one such as 2/四/4"),
        ("1/三/1,Tasks", "§1/二/5,Tasks", "'1/二/5' is given twice"),
        ("1/三/1,Tasks and pressure", "§1/三/1,", "'about_en' is empty"),
    ],
)
def test_a_malformed_table_of_sections_is_refused(put: Put, old: str, new: str, says: str) -> None:
    content = spoilt(SECTIONS, old, new)
    put("report_sections.csv", content.replace("§", ""))
    refused(load_sections, "report_sections.csv", content, says)


WHOLE_TABLES = {
    "empty": (b"", "the table is empty"),
    "only blank lines": (b"\n\n\n", "the table is empty"),
    "GBK": (PARAMETERS.encode("gbk", "replace"), "line 2: not UTF-8 text"),
    "UTF-16": (PARAMETERS.encode("utf-16"), "line 1: not UTF-8 text"),
    "a spreadsheet": (b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0", "line 1"),
    "only a header": (f"{HEADER}\n".encode(), "is missing"),
    "a field of half a megabyte": (f"{HEADER}\n{'x' * 500_000}".encode(), "line 2"),
    "YAML": (POLICY.encode(), "the header is code: S1"),
    "50 MB": (b"x," * 25_000_000, "50,000,000 bytes; at most"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "says"), WHOLE_TABLES.values(), ids=WHOLE_TABLES)
def test_a_file_that_is_no_table_is_refused(put: Put, content: bytes, says: str) -> None:
    put("parameters.csv", content)
    judged(Scenario.load, "parameters.csv", None, says)


@pytest.mark.parametrize("name", ["parameters.csv", "places/kaifu.yaml"])
def test_a_folder_in_place_of_a_file_is_refused(data: Path, name: str) -> None:
    (data / name).unlink()
    (data / name).mkdir()
    judged(Scenario.load, name.split("/")[-1], None, "a folder, not a file")


def test_a_folder_in_place_of_a_policy_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / MINE
    folder.mkdir()
    judged(lambda: load_policy(folder), str(folder), None, "a folder, not a file")
    judged(lambda: load_policy(tmp_path), str(tmp_path), None, "a folder, not a file")


@pytest.mark.parametrize("name", ["parameters.csv", "places/kaifu.yaml"])
def test_a_missing_file_is_named(data: Path, name: str) -> None:
    (data / name).unlink()
    judged(Scenario.load, name.split("/")[-1].removesuffix(".yaml"), None, "")


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    path = tmp_path / MINE
    path.symlink_to(path)
    judged(lambda: load_policy(path), str(path), None, "")


@pytest.mark.parametrize(
    "name",
    [
        "nobody", "../kaifu", "/etc/passwd", "C:\\policies\\x", "", ".", "..", "a\0b", "pay floor",
        "nowhere.yaml", "a/b/c.yaml", "a\0b.yaml", "x" * 5000, "x" * 5000 + ".yaml", "\x1b[2J",
        "policies/\n/x.yaml", "～", "💥", "*", "[a-z]*", "pay_*", "S99", "None",
    ],
)  # fmt: skip
def test_a_name_that_no_policy_has_is_refused(name: str) -> None:
    judged(lambda: load_policy(name), "", None, "policy")


@pytest.mark.parametrize(
    "name", ["nowhere", "../places/kaifu", "/etc/passwd", "", ".", "kaifu.yaml", "a\0b", "开福"]
)
def test_a_name_that_no_place_has_is_refused(name: str) -> None:
    judged(lambda: Scenario.load(place=name), "", None, "is not a place")


@pytest.mark.parametrize("name", ["pay floor.yaml", "工资·二.yaml", "pay.floor.yaml", "-x.yaml"])
def test_a_policy_file_with_an_unsuitable_name_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(POLICY, encoding="utf-8")
    judged(lambda: load_policy(path), str(path), None, "name the file with letters")


def test_policies_that_combine_each_other_are_refused(put: Put) -> None:
    put("policies/one.yaml", "code: A1\ncombines: [two]\n")
    put("policies/two.yaml", "code: A2\n\ncombines: [three]\n")
    put("policies/three.yaml", "code: A3\ncombines: [A1]\n")
    judged(lambda: load_policy("one"), "three.yaml", 2, "combines itself")


def test_a_policy_that_combines_itself_is_refused(put: Put) -> None:
    put("policies/one.yaml", "code: A1\ncombines: [one]\n")
    judged(lambda: load_policy("A1"), "one.yaml", 2, "combines itself")


def test_combinations_of_combinations_without_end_are_refused(put: Put) -> None:
    for number in range(40):
        following = f"n{number + 1}"
        put(f"policies/n{number}.yaml", f"combines: [{following}, {following}]\n")
    put("policies/n40.yaml", "title: The last\n")
    judged(lambda: load_policy("n0"), ".yaml", None, "combine")


def test_two_shipped_policies_that_conflict_are_both_named() -> None:
    message = judged(
        lambda: Scenario.load().with_policy(["hired_pay_1200", "pay_floor_080"]),
        "hired_pay_1200", None, "both change 'pay.coefficient_general_worker'",
    )  # fmt: skip
    assert "pay_floor_080" in message
