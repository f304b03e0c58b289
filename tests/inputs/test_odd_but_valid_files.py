"""A file that is odd but valid is read as the plain file is: same content, same results."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from community_sim.parameters import ParameterInfo, load_parameters, parameter_info
from community_sim.policy_file import Change, PolicyFile, load_policy
from community_sim.reading import data_folder
from community_sim.report import Figure, load_figures
from community_sim.scenario import Scenario

Put = Callable[[str, str | bytes], Path]

POLICY = """\
code: X1
title: "Pay floor"
title_zh: "工资下限"
rationale: "Ordinary pay is low."
report: [1/三/2, 2/四/4]
starts: 2
applies_to: bridge
bridge_years: 5
expect:
  quit_rate: down
  wage_bill_per_community: up
levers:
  pay:
    coefficient_general_worker: 0.8
    coefficient_deputy: {multiply_by: 1.5}
    hold_wage_bill: true
  separation:
    term_years: 5
  budget:
    special_grant: 100000
    closure: funded
"""
PLACE = (data_folder() / "places/kaifu.yaml").read_text(encoding="utf-8").split("note:")[0]
PARAMETERS = (data_folder() / "parameters.csv").read_text(encoding="utf-8")
FIGURES = (data_folder() / "report_figures.csv").read_text(encoding="utf-8")


def replaced(*pairs: tuple[str, str]) -> Callable[[str], str]:
    """Return a function that rewrites passages of a text, which must stand there."""

    def rewrite(text: str) -> str:
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        return text

    return rewrite


def blocks_reversed(text: str) -> str:
    """Return a YAML text with its top-level fields in reverse order."""
    blocks: list[str] = []
    for line in text.splitlines(keepends=True):
        if line[0] in " \t":
            blocks[-1] += line
        else:
            blocks.append(line)
    return "".join(reversed(blocks))


BYTES = {
    "a byte-order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "line ends of old Macs": lambda text: text.replace("\n", "\r").encode(),
    "mixed line ends": lambda text: text.replace("\n", "\r\n", 3).encode(),
    "a mark and line ends of Windows": lambda text: (
        b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    ),
    "no line end at the end": lambda text: text.rstrip("\n").encode(),
    "many line ends at the end": lambda text: (text + "\n" * 500).encode(),
    "blank lines at the start": lambda text: ("\n\n\n" + text).encode(),
}

YAML = {
    "a comment before": lambda text: "# 说明 a note: with a colon\n" + text,
    "a comment after": lambda text: text + "# the end\n",
    "comments between the lines": lambda text: text.replace("\n", "\n# note\n"),
    "blank lines between": lambda text: text.replace("\n", "\n\n"),
    "trailing spaces": lambda text: text.replace("\n", "   \n"),
    "a document mark": lambda text: "---\n" + text,
    "a document mark and an end": lambda text: "---\n" + text + "...\n",
    "a version of YAML": lambda text: "%YAML 1.1\n---\n" + text,
    "fields in reverse order": blocks_reversed,
    "spaces after colons": lambda text: text.replace(": ", ":     "),
    "deeper indentation": lambda text: text.replace("  ", "      "),
}

POLICIES = {
    "comments after values": replaced(("term_years: 5", "term_years: 5  # was 3")),
    "single quotes": replaced(('"Pay floor"', "'Pay floor'")),
    "no quotes": replaced(('"Pay floor"', "Pay floor")),
    "quoted names": replaced(("code:", '"code":'), ("pay:", "'pay':")),
    "quoted words": replaced(("bridge\n", '"bridge"\n'), ("down", '"down"'), ("funded",
     "'funded'")),
    "escaped Chinese": replaced(("工资", "\\u5de5\\u8d44")),
    "text over lines": replaced(('"Ordinary pay is low."', ">\n  Ordinary pay\n  is low.")),
    "text in a block": replaced(('"Ordinary pay is low."', "|\n  Ordinary pay is low.")),
    "text in a stripped block": replaced(('"Ordinary pay is low."',
     ">-\n    Ordinary pay is low.")),
    "text that goes on": replaced(('"Ordinary pay is low."', "Ordinary\n  pay is\n  low.")),
    "a list in lines": replaced(("[1/三/2, 2/四/4]", "\n  - 1/三/2\n  - 2/四/4")),
    "a list without indentation": replaced(("[1/三/2, 2/四/4]", "\n- 1/三/2\n- 2/四/4")),
    "a list over lines": replaced(("[1/三/2, 2/四/4]", "[\n  1/三/2,\n  2/四/4,\n  ]")),
    "a list of quoted words": replaced(("[1/三/2, 2/四/4]", "['1/三/2', \"2/四/4\"]")),
    "flow for a group": replaced(("\n    term_years: 5", " {term_years: 5}")),
    "flow with a comma more": replaced(("{multiply_by: 1.5}", "{ multiply_by : 1.5, }")),
    "an operation in a block": replaced((" {multiply_by: 1.5}", "\n      multiply_by: 1.5")),
    "an explicit name": replaced(("code: X1", "? code\n: X1")),
    "zeros at the end": replaced(("0.8", "0.8000")),
    "no zero before the point": replaced(("0.8", ".8")),
    "a plus sign": replaced(("0.8", "+0.8")),
    "E notation": replaced(("0.8", "8e-1")),
    "upper-case E notation": replaced(("100000", "1E5")),
    "lower-case E notation": replaced(("100000", "1e5")),
    "E notation with a point": replaced(("100000", "1.0E+5")),
    "a float for a float": replaced(("100000", "100000.0")),
    "a point at the end": replaced(("100000", "100000.")),
    "a float for whole years": replaced(("term_years: 5", "term_years: 5.0")),
    "E notation for whole years": replaced(("term_years: 5", "term_years: 5e0")),
    "a float for the start": replaced(("starts: 2", "starts: 2.0")),
    "a float for the bridge": replaced(("bridge_years: 5", "bridge_years: 5.0")),
    "a plus sign for the start": replaced(("starts: 2", "starts: +2")),
    "nothing combined": lambda text: text + "combines: []\n",
    "combined with null": lambda text: text + "combines:\n",
    "all in one flow": lambda _: (
        '{code: X1, title: "Pay floor", title_zh: "工资下限", rationale: "Ordinary pay is low.",'
        " report: [1/三/2, 2/四/4], starts: 2, applies_to: bridge, bridge_years: 5,"
        " expect: {quit_rate: down, wage_bill_per_community: up},"
        " levers: {pay: {coefficient_general_worker: 0.8,"
        " coefficient_deputy: {multiply_by: 1.5}, hold_wage_bill: true},"
        " separation: {term_years: 5}, budget: {special_grant: 100000, closure: funded}}}\n"
    ),
    "JSON": lambda _: (
        '{"code": "X1", "title": "Pay floor", "title_zh": "工资下限",\n'
        ' "rationale": "Ordinary pay is low.", "report": ["1/三/2", "2/四/4"], "starts": 2,\n'
        ' "applies_to": "bridge", "bridge_years": 5,\n'
        ' "expect": {"quit_rate": "down", "wage_bill_per_community": "up"},\n'
        ' "levers": {"pay": {"coefficient_general_worker": 0.8,\n'
        ' "coefficient_deputy": {"multiply_by": 1.5}, "hold_wage_bill": true},\n'
        ' "separation": {"term_years": 5},\n'
        ' "budget": {"special_grant": 100000, "closure": "funded"}}}\n'
    ),
}  # fmt: skip


def content_of(file: PolicyFile) -> PolicyFile:
    """Return a policy without where it stands, and its changes and signs in one order."""
    changes = sorted(
        (Change(change.lever, change.operation, change.value) for change in file.changes),
        key=lambda change: change.lever,
    )
    return replace(file, path="", changes=tuple(changes), expected=tuple(sorted(file.expected)))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> PolicyFile:
    """Return the plain policy file, read."""
    path = tmp_path_factory.mktemp("plain") / "mine.yaml"
    path.write_text(POLICY, encoding="utf-8")
    return load_policy(path)


def assert_same_policy(path: Path, plain: PolicyFile) -> None:
    made = load_policy(path)
    assert content_of(made) == content_of(plain)
    ours, theirs = Scenario.load().with_policy(made), Scenario.load().with_policy(plain)
    assert ours == theirs
    assert ours.content_hash == theirs.content_hash


@pytest.mark.parametrize("odd", BYTES.values(), ids=BYTES)
def test_the_bytes_of_a_policy_do_not_matter(
    tmp_path: Path, plain: PolicyFile, odd: Callable[[str], bytes]
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(odd(POLICY))
    assert_same_policy(path, plain)


@pytest.mark.parametrize("odd", [*YAML.values(), *POLICIES.values()], ids=[*YAML, *POLICIES])
def test_the_style_of_a_policy_does_not_matter(
    tmp_path: Path, plain: PolicyFile, odd: Callable[[str], str]
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(odd(POLICY), encoding="utf-8")
    assert_same_policy(path, plain)


@pytest.mark.parametrize("name", ["工资下限", "Pay-floor_2", "2008", "_x"])
def test_a_policy_file_may_be_named_in_any_script(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.yaml"
    path.write_text(POLICY, encoding="utf-8")
    assert load_policy(path).name == Scenario.load(path).name == name


def test_an_ending_of_yml_and_a_path_in_text_are_read(tmp_path: Path, plain: PolicyFile) -> None:
    folder = tmp_path / "政策 文件"
    folder.mkdir()
    path = folder / "mine.yml"
    path.write_text(POLICY, encoding="utf-8")
    assert_same_policy(path, plain)
    assert load_policy(str(path)) == load_policy(path)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("Off", "Off"),
        ("2008-10-01", "2008-10-01"),
        ("12:30", "12:30"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        (".nan", ".nan"),
        ("1_000", "1_000"),
        ("８００元", "８００元"),
        ("开福区：提高工资（试行）", "开福区：提高工资（试行）"),
        ("'true'", "true"),
        ("'42'", "42"),
        ("'= 1 + 1'", "= 1 + 1"),
        ("'<script>alert(1)</script>'", "<script>alert(1)</script>"),
        ("'{{ 7 * 7 }}'", "{{ 7 * 7 }}"),
        ("'$(id) `id` %PATH%'", "$(id) `id` %PATH%"),
        ("'it''s'", "it's"),
        (r'"a \"b\" \\ c"', r'a "b" \ c'),
        ("''", "mine"),
        ("🏘️ 社区", "🏘️ 社区"),
        ("𠮷野", "𠮷野"),
        ("#", "mine"),
        ("a#b", "a#b"),
    ],
)
def test_a_title_is_text_as_written(tmp_path: Path, written: str, read: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(f"title: {written}\n", encoding="utf-8")
    assert load_policy(path).title == read


def test_a_long_rationale_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    words = "为什么 why " * 3_000
    path.write_text(f"title: Long\nrationale: >\n  {words}\n", encoding="utf-8")
    assert load_policy(path).rationale == words.strip()


def test_a_policy_with_nothing_but_a_title_is_current_practice(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("title: Nothing\nlevers:\nexpect:\nreport:\n", encoding="utf-8")
    scenario = Scenario.load(path)
    assert scenario == Scenario.load()
    assert scenario.content_hash == Scenario.load().content_hash


def test_a_policy_may_have_the_name_of_the_shipped_one_that_it_combines(tmp_path: Path) -> None:
    path = tmp_path / "pay_floor_080.yaml"
    path.write_text("title: Mine\ncombines: [pay_floor_080]\n", encoding="utf-8")
    assert Scenario.load(path) == Scenario.load("pay_floor_080")


def test_a_policy_combines_by_code_or_by_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("title: Mine\ncombines: [S3]\n", encoding="utf-8")
    assert Scenario.load(path) == Scenario.load("pay_floor_080")


PLACES = {
    "quotes": replaced(("Kaifu district, Changsha", '"Kaifu district, Changsha"')),
    "floats for whole numbers": replaced(
        ("communities: 66", "communities: 66.0"), ("deputy: 100", "deputy: 100.0"),
        ("year: 2008", "year: 2.008e3"),
    ),
    "E notation": replaced(("27968", "2.7968E4")),
    "flow": replaced(
        ("\n  general_worker: 213\n  committee_member: 243\n  deputy: 100\n  principal: 95",
         " {principal: 95, deputy: 100, committee_member: 243, general_worker: 213}"),
    ),
    "a zero after the point": replaced(("27968", "27968.0")),
    "empty fields": lambda text: text + "parameters:\n",
}  # fmt: skip


@pytest.mark.parametrize(
    "odd",
    [*BYTES.values(), *YAML.values(), *PLACES.values()],
    ids=[*BYTES, *YAML, *PLACES],
)
def test_the_style_of_a_place_does_not_matter(put: Put, odd: Callable[[str], str | bytes]) -> None:
    put("places/kaifu.yaml", PLACE)
    plain = Scenario.load()
    put("places/kaifu.yaml", odd(PLACE))
    assert Scenario.load() == plain
    assert Scenario.load().content_hash == plain.content_hash


def rewritten(text: str, **style: object) -> str:
    """Return a CSV text written again in another style."""
    rows = list(csv.reader(io.StringIO(text)))
    written = io.StringIO()
    csv.writer(written, **{"lineterminator": "\n", **style}).writerows(rows)  # type: ignore[arg-type]
    return written.getvalue()


TABLES = {
    **BYTES,
    "every field in quotes": lambda text: rewritten(text, quoting=csv.QUOTE_ALL),
    "blank lines between rows": lambda text: text.replace("\n", "\n\n"),
}


@pytest.mark.parametrize("odd", TABLES.values(), ids=TABLES)
def test_the_style_of_a_table_does_not_matter(put: Put, odd: Callable[[str], str | bytes]) -> None:
    parameters, figures = dict(parameter_info()), dict(load_figures())
    put("parameters.csv", odd(PARAMETERS))
    put("report_figures.csv", odd(FIGURES))
    parameter_info.cache_clear()
    load_figures.cache_clear()
    assert parameter_info() == parameters
    assert load_figures() == figures


def rows_reversed(text: str) -> str:
    header, *rows = text.splitlines(keepends=True)
    return header + "".join(reversed(rows))


def test_the_order_of_rows_does_not_matter(put: Put) -> None:
    plain = load_parameters()
    put("parameters.csv", rows_reversed(PARAMETERS))
    put("report_figures.csv", rows_reversed(FIGURES))
    parameter_info.cache_clear()
    assert load_parameters() == plain
    assert len(load_figures()) == len(FIGURES.splitlines()) - 1


@pytest.mark.parametrize(
    "written", ["0.750", ".75", "+0.75", "7.5e-1", "7.5E-1", " 0.75 ", '"0.75"']
)
def test_a_number_in_a_table_may_be_written_in_several_ways(put: Put, written: str) -> None:
    put("parameters.csv", replaced(("pay_weight,0.75,", f"pay_weight,{written},"))(PARAMETERS))
    assert load_parameters().pay_weight == 0.75


def info_with_note(put: Put, note: str) -> ParameterInfo:
    old = parameter_info()["pay_weight"].note
    put("parameters.csv", rewritten(PARAMETERS).replace(f'"{old}"', note).replace(old, note))
    parameter_info.cache_clear()
    return parameter_info()["pay_weight"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('"two\nlines"', "two\nlines"),
        ('"a, b"', "a, b"),
        ('"a ""b"""', 'a "b"'),
        ("没有依据；见报告", "没有依据；见报告"),
        ("=1+1", "=1+1"),
        ("", ""),
    ],
)
def test_a_note_is_text_as_written(put: Put, written: str, read: str) -> None:
    assert info_with_note(put, written).note == read


def test_a_figure_redacted_in_the_report_has_no_value(put: Put) -> None:
    put("report_figures.csv", replaced((",196,communities,2008", ",,communities,2008"))(FIGURES))
    figure: Figure = load_figures()["r1-003"]
    assert figure.value is None
