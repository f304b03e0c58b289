"""Print figures, parameters, levers, policies and places with their sources."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from community_sim.errors import BadValue, UnknownParameter, did_you_mean
from community_sim.parameters import parameter_info
from community_sim.place import load_place, place_names
from community_sim.policy import Lever, LeverValue, levers, unknown_lever
from community_sim.policy_file import load_policy, policy_names
from community_sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["print_outcomes", "show_thing"]

_THINGS = (
    "figure", "parameter", "parameters", "lever", "levers", "policy", "policies", "place", "places",
)  # fmt: skip


def show_thing(what: str, name: str, lang: str) -> None:
    """Print one thing, or the list of its kind.

    Raises
    ------
    BadValue
        There is no such kind of thing, or its name is missing.
    UnknownName
        Nothing has the name.
    """
    if what not in _THINGS:
        raise BadValue(f"'{what}' cannot be shown. {did_you_mean(what, _THINGS)}")
    if not what.endswith("s") and not name:
        raise BadValue(f"Which {what}? Give its name.")
    shown = {
        "figure": lambda: _figure(name),
        "parameter": lambda: _parameter(name, lang),
        "parameters": lambda: _parameters(lang),
        "lever": lambda: _lever(name, lang),
        "levers": lambda: _levers(lang),
        "policy": lambda: _policy(name, lang),
        "policies": lambda: _policies(lang),
        "place": lambda: _place(name, lang),
        "places": lambda: _places(lang),
    }
    Console().print(shown[what]())


def print_outcomes(table: "pd.DataFrame", lang: str) -> None:
    """Print the mean of every outcome over the seeds."""
    from community_sim.outcomes import outcome

    means = table.groupby("outcome", observed=True, sort=False)["value"].mean()
    rows = [
        (outcome(str(name)).label(lang), outcome(str(name)).show(float(value)),
         outcome(str(name)).shown_unit(lang))
        for name, value in means.items()
    ]  # fmt: skip
    Console().print(_table(("Outcome", "Mean", "Unit"), rows))


def _table(columns: tuple[str, ...], rows: list[tuple[str, ...]], title: str = "") -> Table:
    table = Table(*columns, title=escape(title) or None, title_justify="left")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    return table


def _facts(title: str, facts: dict[str, str]) -> Table:
    table = Table(show_header=False, title=escape(title), title_justify="left")
    for name, value in facts.items():
        if value:
            table.add_row(name, escape(value))
    return table


def _figure(identity: str) -> Table:
    from community_sim.report import figure

    one = figure(identity)
    printed = "redacted" if one.value is None else f"{one.value:g}"
    return _facts(
        f"{one.id}: {one.subject}",
        {
            "value": f"{printed} {one.unit} ({one.bound})",
            "where": f"report {one.report}, section {one.section}",
            "year": one.year,
            "place": one.place,
            "note": one.note,
            "used by": ", ".join(
                [n for n, info in parameter_info().items() if one.id in info.figures]
                + [n for n, lever in levers().items() if one.id in lever.figures.split()]
            ),
        },
    )


def _parameter(name: str, lang: str) -> Table:
    infos = parameter_info()
    if name not in infos:
        raise UnknownParameter(f"'{name}' is not a parameter. {did_you_mean(name, infos)}")
    info = infos[name]
    informed = "" if info.is_informed_by_reports else "not informed by the reports"
    return _facts(
        f"{name}: {info.label_zh if lang == 'zh' else info.label_en}",
        {
            "value": f"{info.value:g} {info.unit}",
            "range": f"{info.low:g} to {info.high:g}",
            "status": ", ".join(part for part in (info.status, informed) if part),
            "figures": " ".join(info.figures),
            "note": info.note,
        },
    )


def _parameters(lang: str) -> Table:
    rows = [
        (name, info.label_zh if lang == "zh" else info.label_en, f"{info.value:g}", info.unit,
         info.status)
        for name, info in parameter_info().items()
    ]  # fmt: skip
    return _table(("Parameter", "What", "Value", "Unit", "Status"), rows)


def _lever(name: str, lang: str) -> Table:
    if name not in levers():
        raise unknown_lever(name)
    lever = levers()[name]
    return _facts(
        f"{name}: {lever.label(lang)}",
        {
            "current practice": f"{_value(lever.default)} {lever.unit}",
            "range": _range(lever),
            "report": lever.report,
            "figures": lever.figures,
            "note": lever.note,
            "changed by": ", ".join(
                policy
                for policy in policy_names()
                if any(change.lever == name for change in load_policy(policy).changes)
            ),
        },
    )


def _levers(lang: str) -> Table:
    rows = [
        (name, lever.label(lang), _value(lever.default), _range(lever), lever.unit)
        for name, lever in levers().items()
    ]
    return _table(("Lever", "What", "Current practice", "Range", "Unit"), rows)


def _policy(name: str, lang: str) -> Table:
    file = load_policy(name)
    current = Scenario.load().current
    return _facts(
        f"{file.code} {file.name}: {file.title_zh if lang == 'zh' else file.title}",
        {
            "changes": file.sentence(current, lang),
            "why": file.rationale,
            "report": " ".join(file.report),
            "starts": f"year {file.starts}, {file.applies_to}",
            "expected": ", ".join(f"{outcome} {sign}" for outcome, sign in file.expected),
        },
    )


def _policies(lang: str) -> Table:
    files = [load_policy(name) for name in policy_names()]
    rows = [(f.code, f.name, f.title_zh if lang == "zh" else f.title) for f in files]
    return _table(("Code", "Name", "Title"), rows)


def _place(name: str, lang: str) -> Table:
    place = load_place(name)
    workers, members, deputies, principals = place.posts
    return _facts(
        f"{place.name}: {place.title_zh if lang == 'zh' else place.title}",
        {
            "year": str(place.year),
            "reference wage": f"{place.reference_wage:,.0f} CNY per year",
            "communities": str(place.communities),
            "posts": f"{workers} general workers, {members} committee members, {deputies} "
            f"deputies, {principals} principals",
            "differs from kaifu in": ", ".join(lever for lever, _ in place.practice),
            "taken from kaifu": ", ".join(place.taken_from_kaifu),
            "note": place.note,
        },
    )


def _places(lang: str) -> Table:
    places = [load_place(name) for name in place_names()]
    rows = [
        (p.name, p.title_zh if lang == "zh" else p.title, str(p.communities), str(sum(p.posts)))
        for p in places
    ]
    return _table(("Place", "Title", "Communities", "Posts"), rows)


def _value(value: LeverValue) -> str:
    return str(value) if isinstance(value, bool | str) else f"{value:g}"


def _range(lever: Lever) -> str:
    return "" if lever.low is None or lever.high is None else f"{lever.low:g} to {lever.high:g}"


