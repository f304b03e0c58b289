"""The commands `show ...`: what a number is, and where it comes from."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from community_sim.cli.options import Lang, Language
from community_sim.errors import UnknownParameter, did_you_mean

if TYPE_CHECKING:
    from rich.table import Table

    from community_sim.place import Place
    from community_sim.policy import LeverValue
    from community_sim.policy_file import PolicyFile

__all__ = ["show_app"]

show_app = typer.Typer(
    help="Show a figure, parameter, lever, policy, place or wish, and where it comes from.",
    no_args_is_help=True,
)

Name = Annotated[str, typer.Argument(help="Which one; all of them without.", show_default=False)]
At = Annotated[str, typer.Option(help="Place whose current practice is shown.")]


@show_app.command()
def figure(name: Name = "", lang: Lang = Language.EN) -> None:
    """Show a number printed in a report (r1-058), and what is built on it."""
    from community_sim.evidence import depends_on
    from community_sim.provenance import reach_words, reason_words
    from community_sim.report import figure as one_figure
    from community_sim.report import load_figures

    if not name:
        _print_rows(
            ("Figure", "Subject", "Value", "Unit", "Year", "Place", "Section"),
            (
                (f.id, f.subject, _number(f.value), f.unit, f.year, f.place, f.section)
                for f in load_figures().values()
            ),
        )
        print(reach_words(lang))
        return
    found = one_figure(name)
    _print_facts(
        f"{found.id}: {found.subject}",
        {
            "value": f"{_number(found.value)} {found.unit} ({found.bound}, {found.kind})",
            "report": f"{found.report}, section {found.section}",
            "year": found.year,
            "place": found.place,
            "note": found.note,
            "used by": ", ".join(user for users in depends_on(found.id).values() for user in users),
            "not used": reason_words(found.id, lang),
        },
    )


@show_app.command()
def parameter(name: Name = "", lang: Lang = Language.EN) -> None:
    """Show a fact about the world: value, range, status and source."""
    from community_sim.parameters import parameter_info
    from community_sim.provenance import assumption_words
    from community_sim.readers import read_by

    known = parameter_info()
    if not name:
        _print_rows(
            ("Parameter", "What it is", "Value", "Range", "Unit", "Status"),
            (
                (i.name, i.label(lang), _number(i.value), _range(i.low, i.high),
                 i.shown_unit(lang), i.shown_basis(lang) if i.is_judgement else i.status)
                for i in known.values()
            ),
        )  # fmt: skip
        print(assumption_words(lang))
        return
    if name not in known:
        raise UnknownParameter(f"'{name}' is not a parameter. {did_you_mean(name, known)}")
    info = known[name]
    informed = "" if info.is_informed_by_reports else "; the reports do not inform it"
    _print_facts(
        f"{name}: {info.label(lang)}",
        {
            "value": f"{_number(info.value)} {info.shown_unit(lang)}",
            "range": _range(info.low, info.high),
            "status": f"{info.status}{informed}",
            "who says so": info.shown_basis(lang),
            "figures": _figures(info.figures),
            "note": info.note,
            "read by": ", ".join(read_by(name)),
        },
    )


@show_app.command("parameters")
def all_parameters(lang: Lang = Language.EN) -> None:
    """List every parameter, and who says those that are assumed."""
    parameter("", lang)


@show_app.command()
def lever(name: Name = "", place: At = "kaifu", lang: Lang = Language.EN) -> None:
    """Show what a policymaker can set, its current practice and which policies change it."""
    from community_sim.place import CATALOGUE, load_place
    from community_sim.policy import levers, unknown_lever
    from community_sim.policy_file import load_policy, policy_names
    from community_sim.readers import read_by

    if not name:
        _print_levers(place, lang)
        return
    if name not in levers():
        raise unknown_lever(name)
    found, where = levers()[name], load_place(place)
    owner = where.borrowed.get(name, where.name)
    stated = {} if owner == CATALOGUE else dict(load_place(owner).figures)
    unit = found.shown_unit(lang) if found.low is not None else ""
    users = (
        policy
        for policy in policy_names()
        if any(change.lever == name for change in load_policy(policy).changes)
    )
    _print_facts(
        f"{name}: {found.label(lang)}",
        {
            "current practice": f"{_value(where.current_practice()[name])} {unit}",
            "stated by": owner,
            "range": " ".join(found.choices) or _range(found.low, found.high),
            "report": found.report,
            "status": found.status,
            "figures": _figures([*found.figures.split(), *stated.get(name, "").split()]),
            "source": found.note,
            "changed by": ", ".join(users),
            "read by": ", ".join(read_by(name)),
        },
    )


@show_app.command("levers")
def all_levers(place: At = "kaifu", lang: Lang = Language.EN) -> None:
    """List every lever with current practice, range and unit."""
    _print_levers(place, lang)


@show_app.command()
def policy(
    name: Name = "",
    place: Annotated[str, typer.Option(help="Place whose current practice it changes.")] = "kaifu",
    lang: Lang = Language.EN,
) -> None:
    """Show what a policy (name, code or file) changes from current practice, and why."""
    from community_sim.policy import levers
    from community_sim.policy_file import load_policy
    from community_sim.prospects import policy_as_run
    from community_sim.scenario import Scenario

    if not name:
        _print_policies(lang)
        return
    file = load_policy(name)
    current = Scenario.load(place=place).current
    changed = file.differences(current, policy_as_run(Scenario.load(name, place=place)))
    _print_facts(
        f"{file.code} {file.name}: {file.title_zh if lang == 'zh' else file.title}",
        {
            "why": file.rationale,
            "report": " ".join(file.report),
            "starts": f"year {file.starts}",
            "applies to": file.applies_to,
            "wishes": _wishes_of(file, lang),
            "expected": ", ".join(f"{outcome} {sign}" for outcome, sign in file.expected),
        },
    )
    _print_rows(
        ("Lever", "What it is", "Now", "Policy", "Unit"),
        (
            (
                key,
                levers()[key].label(lang),
                _value(now),
                file.by_year(key, current, lang) or _value(then),
                levers()[key].unit,
            )
            for key, (then, now) in changed.items()
        ),
    )


@show_app.command("policies")
def all_policies(lang: Lang = Language.EN) -> None:
    """List every policy, and the named sets of them."""
    _print_policies(lang)


@show_app.command()
def wish(name: Name = "", lang: Lang = Language.EN) -> None:
    """Show what a report wishes for (w-001), and which policies try it."""
    from community_sim.evidence import tried_by, wish_words
    from community_sim.report import load_sections
    from community_sim.wishes import wish as one_wish

    if not name:
        _print_wishes(None, None, lang)
        return
    found, sections = one_wish(name), load_sections()
    _print_facts(
        f"{found.id}: {found.text(lang)}",
        {
            wish_words("kind", lang): wish_words(found.kind, lang),
            wish_words("sections", lang): "\n".join(
                f"{each}: {sections[each].about(lang)}" for each in found.sections
            ),
            wish_words("figures", lang): _figures(found.figures),
            wish_words("coverage", lang): wish_words(found.coverage, lang),
            wish_words("policies", lang): "\n".join(
                f"{file.code} {file.name}: {file.title_zh if lang == 'zh' else file.title}"
                for file in tried_by()[found.id]
            ),
            wish_words("reason", lang): found.reason(lang),
        },
    )


@show_app.command("wishes")
def all_wishes(
    report: Annotated[int | None, typer.Option(help="Only those of a report, 1 to 5.")] = None,
    coverage: Annotated[
        str | None, typer.Option(help="Only those that are tried so far: whole, part or none.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help="Write them as one page that needs no network.")
    ] = None,
    lang: Lang = Language.EN,
) -> None:
    """List what the reports wish for, which policies try it, and what is missing."""
    if html is not None:
        from community_sim.publish.wishes_page import write_wishes

        write_wishes(html, report, coverage, lang)
        print(html)
        return
    _print_wishes(report, coverage, lang)


@show_app.command()
def place(name: Name = "", lang: Lang = Language.EN) -> None:
    """Show a place: communities, posts, wage, practice, and what it borrows from where."""
    from community_sim.place import load_place, place_names

    if not name:
        places = [load_place(each) for each in place_names()]
        _print_rows(
            ("Place", "Title", "Year", "Communities", "Posts"),
            (
                (p.name, p.title_zh if lang == "zh" else p.title, str(p.year),
                 str(p.communities), str(sum(p.posts)))
                for p in places
            ),
        )  # fmt: skip
        return
    found = load_place(name)
    workers, members, deputies, principals = found.posts
    _print_facts(
        f"{found.name}: {found.title_zh if lang == 'zh' else found.title}",
        {
            "year": str(found.year),
            "reference wage": f"{found.reference_wage:,.0f} CNY per year",
            "communities": str(found.communities),
            "posts": f"{workers} general workers, {members} committee members, "
            f"{deputies} deputies, {principals} principals",
            "parameters": ", ".join(
                f"{key} {_number(v)}" for key, v in found.parameters if key in found.stated
            ),
            "practice": ", ".join(
                f"{key} {_value(v)}" for key, v in found.practice if key in found.stated
            ),
            "figures": "; ".join(f"{field}: {ids}" for field, ids in found.figures),
            **_borrowed(found),
            "note": found.note,
        },
    )


@show_app.command()
def catalogue(
    html: Annotated[
        Path | None, typer.Option(help="Write it as one page that needs no network.")
    ] = None,
    lang: Lang = Language.EN,
) -> None:
    """Show every lever, parameter and outcome: value, unit, source, and the rules that read it."""
    from community_sim.outcomes import OUTCOMES

    if html is not None:
        from community_sim.publish.catalogue_page import write_catalogue

        write_catalogue(html, lang)
        print(html)
        return
    _print_levers("kaifu", lang)
    parameter("", lang)
    _print_rows(
        ("Outcome", "What it is", "Unit", "Formula"),
        ((o.name, o.label(lang), o.shown_unit(lang), o.about) for o in OUTCOMES.values()),
    )


@show_app.command()
def audit() -> None:
    """List the contradictions among the reports' figures, and the reading chosen."""
    from community_sim.evidence import load_audit

    _print_rows(
        ("Audit", "Figures", "What is found", "Possible readings", "Adopted"),
        (
            (one.id, " ".join(one.figures), one.finding, " | ".join(one.readings), one.adopted)
            for one in load_audit()
        ),
    )


def _print_levers(place: str, lang: str) -> None:
    from community_sim.place import load_place
    from community_sim.policy import levers

    today = load_place(place).current_practice()
    _print_rows(
        ("Lever", "What it is", "Now", "Range", "Unit"),
        (
            (name, each.label(lang), _value(today[name]), _range(each.low, each.high),
             each.shown_unit(lang))
            for name, each in levers().items()
        ),
    )  # fmt: skip


def _print_wishes(report: int | None, coverage: str | None, lang: str) -> None:
    from community_sim.evidence import (
        chosen_wishes,
        codes_of,
        coverage_words,
        tried_by,
        wish_words,
    )

    wishes, by = chosen_wishes(report, coverage), tried_by()
    columns = ("id", "sections", "wish", "coverage", "policies", "reason")
    _print_rows(
        tuple(wish_words(column, lang) for column in columns),
        (
            (
                one.id,
                "\n".join(one.sections),
                one.text(lang),
                wish_words(one.coverage, lang),
                codes_of(by[one.id]),
                one.reason(lang),
            )
            for one in wishes
        ),
    )
    print(coverage_words(wishes, lang))


def _wishes_of(file: "PolicyFile", lang: str) -> str:
    """Return the wishes that a policy tries with how far they are tried, or why there are none."""
    from community_sim.evidence import wish_words
    from community_sim.wishes import wish as one_wish

    named = (f"{each} {wish_words(one_wish(each).coverage, lang)}" for each in file.wishes)
    return ", ".join(named) or file.no_wish


def _borrowed(place: "Place") -> dict[str, str]:
    """Return what a place borrows, by whose it is; facts of the catalogue only counted."""
    from community_sim.parameters import parameter_info
    from community_sim.place import CATALOGUE

    whose: dict[str, list[str]] = {}
    facts = 0
    for name, owner in place.borrowed.items():
        if owner == CATALOGUE and name in parameter_info():
            facts += 1
        else:
            whose.setdefault(owner, []).append(name)
    whose.setdefault(CATALOGUE, []).append(f"{facts} parameters")
    return {f"from {owner}": ", ".join(names) for owner, names in whose.items()}


def _print_policies(lang: str) -> None:
    from community_sim.policy_file import load_policy, policy_names
    from community_sim.publish import policy_sets

    files = [load_policy(name) for name in policy_names()]
    _print_rows(
        ("Code", "Policy", "Title", "Report"),
        ((f.code, f.name, f.title_zh if lang == "zh" else f.title, " ".join(f.report))
         for f in files),
    )  # fmt: skip
    _print_rows(
        ("Set", "Policies"), ((name, ", ".join(members)) for name, members in policy_sets().items())
    )


def _figures(ids: Iterable[str]) -> str:
    """Return figures with their subjects, one a line."""
    from community_sim.report import load_figures

    known = load_figures()
    return "\n".join(
        f"{each}: {known[each].subject} ({known[each].section})" if each in known else each
        for each in ids
    )


def _print_rows(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    from rich.markup import escape

    table = _table()
    for heading in headings:
        numeric = heading in ("Value", "Now", "Policy", "Communities", "Posts", "Year")
        is_name = heading in ("Policy",) and headings[0] == "Code"
        table.add_column(
            heading, justify="right" if numeric and not is_name else "left", overflow="fold"
        )
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    _print(table)


def _print_facts(title: str, facts: Mapping[str, str]) -> None:
    from rich.markup import escape

    table = _table(title=escape(title), show_header=False)
    for name, value in facts.items():
        if value.strip():
            table.add_row(name, escape(value.strip()))
    _print(table)


def _table(**options: object) -> "Table":
    from rich import box
    from rich.table import Table

    make: Callable[..., Table] = Table
    return make(box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", **options)


def _print(table: "Table") -> None:
    from rich.console import Console

    Console().print(table)


def _number(value: float | None) -> str:
    return "redacted" if value is None else f"{value:,.10g}"


def _value(value: "LeverValue") -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else f"{value:,.6g}"


def _range(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:,.6g} to {high:,.6g}"
