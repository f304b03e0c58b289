"""The command `compare`."""

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from community_sim.cli.options import (
    AsJson,
    Lang,
    Language,
    Out,
    Place,
    Policies,
    Replications,
    Seed,
    Years,
)

if TYPE_CHECKING:
    from rich.table import Table

    from community_sim.publish import ComparisonRequest

__all__ = ["compare"]

_CAPTIONS = {
    False: (
        "In parentheses: the interval holds zero, so the runs do not decide",
        "括号：区间含零，模拟不能判定",
    ),
    True: (
        "Given outside evidence, past in two stages. In parentheses: the sign does not hold under "
        "every conditioning and both pasts",
        "结合外部证据、两阶段扩编。括号：并非在每种口径与两种过去之下都能判定增减",
    ),
}
_DISCOUNTED = (". Money is discounted by {rate:g}% a year", "。金额按每年{rate:g}%贴现")
_LEFT_TO_THE_PAGE = ("quit_rate", "vacancy_rate")
"""Outcomes for which a terminal is too narrow."""


def compare(
    policies: Policies = None,
    policy_set: Annotated[
        str, typer.Option("--set", help="Named set in data/scenarios.yaml, without POLICIES.")
    ] = "core",
    place: Place = "kaifu",
    replications: Replications = 20,
    years: Years = 20,
    seed: Seed = 1,
    lang: Lang = Language.EN,
    out: Out = Path("output/compare"),
    draws: Annotated[
        int,
        typer.Option(
            min=0,
            max=2000,
            help="Draws of the parameters, for each conditioning, past and form of choice; "
            "conclusions take 20. 0: the point fit.",
        ),
    ] = 20,
    discount: Annotated[
        float,
        typer.Option(help="How much less a yuan counts a year later, 0 to 0.2 (0.03: 3 per cent)."),
    ] = 0.0,
    as_json: AsJson = False,
) -> None:
    """Compare policies with current practice: a page, a notebook, tables and a record.

    Leaves comparison.html (open it in a browser), comparison.ipynb, comparison.csv,
    outcomes.parquet and manifest.json in the folder --out.
    """
    from community_sim import publish
    from community_sim.cli.progress import progress

    request = publish.ComparisonRequest(
        tuple(policies or publish.policy_set(policy_set)),
        place=place,
        replications=replications,
        years=years,
        seed=seed,
        lang=lang.value,
        draws=draws,
        discount_rate=discount,
    )
    others = len(request.scenarios) - 1
    noun = "policy" if others == 1 else "policies"
    with progress(f"Comparing {others} {noun} over {years} years") as tell:
        files = publish.publish_comparison(request, out, progress=tell)
    effects = _effects(out / "comparison.csv")
    if as_json:
        document = {"effects": effects, "files": [path.as_posix() for path in files]}
        print(json.dumps(document, ensure_ascii=False, indent=2))
        return
    _print(request, effects, files)


def _effects(path: Path) -> list[dict[str, Any]]:
    """Return the rows of comparison.csv with numbers as numbers, null where undefined."""
    rows: list[dict[str, Any]] = []
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        numbers = {
            name: float(row[name]) if row[name] else None
            for name in ("current", "value", "effect", "low", "high")
        } | {name: float(row[name]) for name in ("up", "down", "discount_rate") if row.get(name)}
        whole = {name: int(row[name]) for name in ("horizon", "replications")}
        known = [name for name in ("decided", "robust") if name in row]
        stated: dict[str, Any] = {name: row[name] == "true" for name in known}
        rows.append({
            **{name: row[name] for name in ("given", "past", "choice")},
            "policy": row["policy"],
            "outcome": row["outcome"],
            **whole,
            **numbers,
            **stated,
        })  # fmt: skip
    return rows


def _print(
    request: "ComparisonRequest", effects: list[dict[str, Any]], files: tuple[Path, ...]
) -> None:
    from rich.console import Console

    Console().print(_table(request, effects))
    page, *others = (path.as_posix() for path in files)
    print(f"Open {page}")
    print(f"Beside it: {', '.join(Path(path).name for path in others)}")


def _is_sure(effect: dict[str, Any]) -> bool:
    return bool(effect.get("robust", effect["decided"])) or effect["effect"] == 0.0


def _ground(effect: dict[str, Any]) -> tuple[str, str, str]:
    return effect["given"], effect["past"], effect["choice"]


def _table(request: "ComparisonRequest", effects: list[dict[str, Any]]) -> "Table":
    """Return a small table for the terminal: effects of the last horizon, without intervals."""
    from rich.markup import escape
    from rich.table import Table

    from community_sim.outcomes import HEADLINE_OUTCOMES, OUTCOMES

    first = _ground(effects[0])
    last = {
        (e["policy"], e["outcome"]): e
        for e in effects
        if e["horizon"] == request.years and _ground(e) == first
    }
    shown = [OUTCOMES[name] for name in HEADLINE_OUTCOMES if name not in _LEFT_TO_THE_PAGE]
    zh = request.lang == "zh"
    caption = _CAPTIONS[bool(request.draws)][zh]
    if request.discount_rate:
        caption += _DISCOUNTED[zh].format(rate=round(100.0 * request.discount_rate, 6))
    table = Table(
        title=f"{request.years}年内与现行做法之差" if zh
        else f"Difference from current practice within {request.years} years",
        title_justify="left",
        caption=caption,
        caption_justify="left",
    )  # fmt: skip
    table.add_column("政策" if zh else "Policy", no_wrap=True)
    for each in shown:
        unit = "百分点" if zh else "points"
        unit = unit if each.is_percentage else each.shown_unit(request.lang)
        heading = f"{each.label(request.lang)} [{unit}]".replace("[", "\\[")
        table.add_column(heading, justify="right", overflow="fold")
    for scenario in request.scenarios[1:]:
        cells = [last[scenario.name, each.name] for each in shown]
        values = [
            each.show(float("nan") if cell["effect"] is None else cell["effect"], signed=True)
            for each, cell in zip(shown, cells, strict=True)
        ]
        table.add_row(
            escape(scenario.name),
            *(
                value
                if cell.get("robust", cell["decided"]) or cell["effect"] == 0.0
                else f"[dim]({value})[/dim]"
                for value, cell in zip(values, cells, strict=True)
            ),
        )
    return table
