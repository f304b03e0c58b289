"""The figures of the reports and the audit of them: complete, consistent, and true where said."""

import ast
import csv
import functools
import operator
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from community_sim.outcomes import OUTCOMES
from community_sim.policy import levers

DATA = Path(__file__).resolve().parents[2] / "data"
FIGURES, AUDIT = DATA / "report_figures.csv", DATA / "report_audit.csv"
FIGURE_COLUMNS = "id,report,section,subject,value,unit,year,place,kind,bound,note"
AUDIT_COLUMNS = "id,figures,kind,arithmetic,finding,readings,adopted,parameters"
REDACTED = "redacted in the report"
KINDS = {
    "area", "artefact", "count", "date", "duration", "limit", "money", "ordinal", "ratio", "share",
    "slogan",
}  # fmt: skip
BOUNDS = {
    "exact", "at least", "about", "at most", "more than", "less than", "range low", "range high",
}  # fmt: skip
AUDIT_KINDS = {
    "contradiction", "impossible share", "rounding", "ambiguous denominator", "ambiguous wording",
    "repeated number", "implied total",
}  # fmt: skip
PLACE_FIELDS = {"communities", "posts", "reference_wage", "year"}
# Every share that the reports print with its count and its base: share, count, base.
SHARES = [
    *((f"r1-{n + 1:03d}", f"r1-{n:03d}", "r1-008") for n in range(13, 40, 2)),
    ("r1-099", "r1-098", "r1-097"),
    ("r4-036", "r4-035", "r4-034"),
    ("r4-038", "r4-037", "r4-034"),
    ("r4-041", "r4-040", "r4-039"),
    ("r4-043", "r4-042", "r4-039"),
]
MISPRINTED = {"r1-022", "r1-030", "r1-040", "r4-038"}

ARITHMETIC: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
COMPARISONS: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@functools.cache
def rows(path: Path) -> tuple[dict[str, str], ...]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@functools.cache
def values() -> dict[str, float]:
    """Return the printed value of every figure that is not redacted."""
    return {row["id"]: float(row["value"]) for row in rows(FIGURES) if row["value"]}


def evaluate(node: ast.AST) -> float:
    """Work out an expression of figures, numbers, + - * /, round, comparisons, and, or."""
    match node:
        case ast.Expression(body=body):
            return evaluate(body)
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.Name(id=name):
            return values()[name.replace("_", "-")]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            return ARITHMETIC[type(op)](evaluate(left), evaluate(right))
        case ast.Call(func=ast.Name(id="round"), args=[number]):
            return round(evaluate(number))
        case ast.Call(func=ast.Name(id="round"), args=[number, ast.Constant(value=int() as n)]):
            return round(evaluate(number), n)
        case ast.BoolOp(op=op, values=parts):
            return (all if isinstance(op, ast.And) else any)([evaluate(part) for part in parts])
        case ast.Compare(left=left, ops=ops, comparators=others):
            terms = [evaluate(term) for term in (left, *others)]
            pairs = zip(ops, terms, terms[1:], strict=False)
            return all(COMPARISONS[type(op)](one, other) for op, one, other in pairs)
    raise ValueError(f"{ast.dump(node)} has no place in the arithmetic of the audit")


def figures_of(row: dict[str, str]) -> list[str]:
    """Return the figure ids that a row of the audit names."""
    return row["figures"].split()


def named_in(expression: str) -> set[str]:
    """Return the figure ids in an expression."""
    return set(re.findall(r"r\d-\d{3}", expression.replace("_", "-")))


def with_arithmetic() -> list[object]:
    """Return the rows of the audit that calculate, each under its id."""
    return [pytest.param(row, id=row["id"]) for row in rows(AUDIT) if row["arithmetic"]]


@pytest.mark.parametrize("row", with_arithmetic())
def test_arithmetic_of_the_audit_is_true(row: dict[str, str]) -> None:
    assert evaluate(ast.parse(row["arithmetic"], mode="eval")) is True


@pytest.mark.parametrize("row", with_arithmetic())
def test_arithmetic_uses_exactly_the_figures_that_the_row_names(row: dict[str, str]) -> None:
    assert named_in(row["arithmetic"]) == set(figures_of(row))


@pytest.mark.parametrize(
    "expression",
    ["__import__('os')", "abs(1)", "'a' == 'a'", "r1_008.real", "[1]", "2 ** 9", "r9_001"],
)
def test_evaluation_refuses_everything_but_arithmetic(expression: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        evaluate(ast.parse(expression, mode="eval"))


def test_only_redacted_figures_are_audited_without_arithmetic() -> None:
    for row in rows(AUDIT):
        assert bool(row["arithmetic"]) == bool(set(figures_of(row)) & values().keys()), row["id"]


@pytest.mark.parametrize(("path", "columns"), [(FIGURES, FIGURE_COLUMNS), (AUDIT, AUDIT_COLUMNS)])
def test_every_row_has_the_fields_of_the_header(path: Path, columns: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        header, *body = csv.reader(file)
    assert ",".join(header) == columns
    assert {len(row) for row in body} == {len(header)}


@pytest.mark.parametrize("path", [FIGURES, AUDIT])
def test_tables_are_plain_utf8_with_unix_line_ends_and_no_stray_blanks(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert not text.startswith("\ufeff") and "\r" not in text and text.endswith("\n")
    assert all(field == field.strip() for row in rows(path) for field in row.values())


def test_figure_ids_count_up_within_each_report_in_order() -> None:
    seen: dict[str, int] = {}
    for row in rows(FIGURES):
        seen[row["report"]] = seen.get(row["report"], 0) + 1
        assert row["id"] == f"r{row['report']}-{seen[row['report']]:03d}"
    assert list(seen) == list("12345")


def test_audit_ids_count_up_in_order() -> None:
    for number, row in enumerate(rows(AUDIT), 1):
        assert row["id"] == f"a-{number:02d}"


def test_sections_belong_to_their_report() -> None:
    part = re.compile(r"[1-5]/(title|intro|end|[一二三四](/(\d|\([一二三四五六]\)))?)")
    for row in rows(FIGURES):
        assert part.fullmatch(row["section"]) and row["section"][0] == row["report"], row["id"]


def test_figures_can_be_told_apart_by_subject_and_bound() -> None:
    subjects = [(row["subject"], row["bound"]) for row in rows(FIGURES)]
    assert len(set(subjects)) == len(subjects)


def test_kinds_bounds_and_units_are_of_the_closed_sets() -> None:
    for row in rows(FIGURES):
        assert row["kind"] in KINDS and row["bound"] in BOUNDS and row["unit"], row["id"]
        assert re.fullmatch(r"(19|20)\d\d|", row["year"]), row["id"]
    assert {row["kind"] for row in rows(AUDIT)} == AUDIT_KINDS


def test_values_are_plain_non_negative_numbers() -> None:
    for row in rows(FIGURES):
        assert re.fullmatch(r"\d+(\.\d+)?|", row["value"]), row["id"]


def test_a_figure_lacks_a_value_exactly_where_the_report_redacts_it() -> None:
    for row in rows(FIGURES):
        assert (not row["value"]) == (row["note"] == REDACTED), row["id"]
    assert {row["report"] for row in rows(FIGURES) if not row["value"]} == {"4", "5"}


def test_more_than_200_figures_have_a_value_and_every_report_has_some() -> None:
    assert len(values()) > 200
    assert {figure[1] for figure in values()} == set("12345")


def test_ranges_come_in_pairs_of_a_lower_and_a_higher_end() -> None:
    ranges = [row for row in rows(FIGURES) if row["bound"].startswith("range")]
    for low, high in zip(ranges[::2], ranges[1::2], strict=True):
        assert (low["bound"], high["bound"]) == ("range low", "range high")
        assert low["subject"] == high["subject"]
        assert not low["value"] or float(low["value"]) < float(high["value"])


def test_no_row_copies_a_sentence_of_a_report() -> None:
    for path in (FIGURES, AUDIT):
        for row in rows(path):
            assert not re.search(r"[\u4e00-\u9fff]{10}", " ".join(row.values())), row["id"]


def test_counts_of_each_breakdown_of_the_cadres_sum_to_all_651() -> None:
    v = values()
    for first, last in ((13, 15), (17, 25), (27, 31), (33, 39)):
        assert sum(v[f"r1-{n:03d}"] for n in range(first, last + 1, 2)) == v["r1-008"] == 651


@pytest.mark.parametrize(("share", "count", "base"), SHARES)
def test_shares_agree_with_their_counts_but_for_four_misprints(
    share: str, count: str, base: str
) -> None:
    printed = next(row["value"] for row in rows(FIGURES) if row["id"] == share)
    digits = len(printed.partition(".")[2])
    true = round(100 * values()[count] / values()[base], digits)
    assert (true != float(printed)) == (share in MISPRINTED)


@pytest.mark.parametrize("share", sorted(MISPRINTED))
def test_each_misprinted_share_is_audited_as_rounding(share: str) -> None:
    assert any(share in figures_of(row) for row in rows(AUDIT) if row["kind"] == "rounding")


def test_figures_named_in_the_audit_exist() -> None:
    known = {row["id"] for row in rows(FIGURES)}
    for row in rows(AUDIT):
        assert figures_of(row) and set(figures_of(row)) <= known, row["id"]


def test_every_finding_is_a_sentence_with_readings_and_an_adopted_one() -> None:
    for row in rows(AUDIT):
        assert row["finding"].endswith(".") and row["adopted"].endswith("."), row["id"]
        assert all(row["readings"].split(" | ")), row["id"]


def test_parameters_levers_fields_and_outcomes_named_in_the_audit_exist() -> None:
    parameters = {row["name"] for row in rows(DATA / "parameters.csv")}
    known = parameters | set(levers()) | PLACE_FIELDS | set(OUTCOMES)
    for row in rows(AUDIT):
        assert set(row["parameters"].split()) <= known, row["id"]
