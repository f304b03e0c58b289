"""The command `run`."""

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from community_sim.cli.options import (
    AsJson,
    Lang,
    Language,
    Out,
    Place,
    Replications,
    Seed,
    Years,
)

if TYPE_CHECKING:
    import pandas as pd

    from community_sim.results import Results

__all__ = ["run"]

_FILES = ("outcomes.csv", "stocks.csv", "people.parquet", "events.parquet", "manifest.json")


def run(
    policy: Annotated[
        str, typer.Argument(help="Name, code or file of a policy.")
    ] = "current_practice",
    place: Place = "kaifu",
    replications: Replications = 20,
    years: Years = 20,
    seed: Seed = 1,
    lang: Lang = Language.EN,
    out: Out = Path("output/run"),
    as_json: AsJson = False,
) -> None:
    """Run one policy and write its outcomes, without a comparison.

    Leaves outcomes.csv (every outcome of every run), stocks.csv (yearly stocks and flows),
    people.parquet (people by year and traits), events.parquet (every entry, promotion and exit)
    and manifest.json in the folder --out.
    """
    from community_sim import publish
    from community_sim.cli.progress import progress
    from community_sim.runs import run as run_scenarios
    from community_sim.scenario import Scenario

    scenario = Scenario.load(policy, place=place, years=years)
    with publish.staged(out, _FILES) as stage:
        with progress(f"Running {scenario.name} over {years} years") as tell:
            results = run_scenarios(scenario, replications=replications, seed=seed, progress=tell)
        outcomes = _write(results, stage)
        settings = {
            "place": place,
            "years": years,
            "replications": replications,
            "seed": seed,
            "policy": scenario.name,
        }
        publish.write_manifest(
            stage,
            what="run",
            settings={"settings": settings, "seeds": list(results.seeds)},
            scenarios=results.scenarios,
        )
    means = _means(outcomes, years)
    files = [(out / name).as_posix() for name in _FILES]
    if as_json:
        document = {"policy": scenario.name, "years": years, "outcomes": means, "files": files}
        print(json.dumps(document, ensure_ascii=False, indent=2))
        return
    _print(means, years, lang.value)
    print(f"Written: {', '.join(files)}")


def _write(results: "Results", folder: Path) -> "pd.DataFrame":
    """Write the tables of some results; return the outcomes."""
    from community_sim.outcomes import outcome_table

    outcomes = outcome_table(results)
    for name, table in (("outcomes.csv", outcomes), ("stocks.csv", results.stocks)):
        table.to_csv(folder / name, index=False, lineterminator="\n", float_format="%.10g")
    for name, table in (("people.parquet", results.people), ("events.parquet", results.events)):
        table["policy"] = table["policy"].astype(str)
        table.to_parquet(folder / name, index=False)
    return outcomes


def _means(outcomes: "pd.DataFrame", horizon: int) -> dict[str, float | None]:
    """Return the mean of each outcome over the runs in which it is defined."""
    last = outcomes[outcomes["horizon"] == horizon]
    means = {}
    for name, values in last.groupby("outcome", observed=True, sort=False)["value"]:
        defined = [value for value in values.tolist() if not math.isnan(value)]
        means[str(name)] = math.fsum(defined) / len(defined) if defined else None
    return means


def _print(means: dict[str, float | None], years: int, lang: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from community_sim.outcomes import OUTCOMES

    zh = lang == "zh"
    title = f"第1至{years}年均值" if zh else f"Means over the runs, years 1 to {years}"
    table = Table(title=title, title_justify="left")
    for heading in ("结果", "数值", "单位") if zh else ("Outcome", "Value", "Unit"):
        table.add_column(heading, justify="right" if heading in ("数值", "Value") else "left")
    for name, mean in means.items():
        each = OUTCOMES[name]
        value = each.show(math.nan if mean is None else mean)
        table.add_row(each.label(lang), value, each.shown_unit(lang))
    Console().print(table)
