"""The command `sensitivity`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from community_sim.cli.options import Lang, Language, Place

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["sensitivity"]


def sensitivity(
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder of parts and results.")],
    place: Place = "kaifu",
    policy: Annotated[
        str, typer.Option(help="Analyse this policy's effect. Default: levels of current practice.")
    ] = "current_practice",
    parameter: Annotated[
        list[str] | None,
        typer.Option(help="Vary this one; give it again for more. Default: all with a range."),
    ] = None,
    trajectories: Annotated[int, typer.Option(min=2, max=1000, help="Of Morris.")] = 10,
    points: Annotated[
        int, typer.Option(min=0, max=65_536, help="Base points of Sobol, a power of two; 0: none.")
    ] = 64,
    years: Annotated[int, typer.Option(min=1, max=200, help="Policy years.")] = 10,
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="Runs at each point.")] = 2,
    workers: Annotated[
        int | None, typer.Option(min=1, max=1000, help="Processes. Default: one per processor.")
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(help="A Dask scheduler, tcp://..., or 'local' to start one on this machine."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31, help="Of designs and runs.")] = 1,
    lang: Lang = Language.EN,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing.")] = False,
) -> None:
    """Ask which parameters move exit, service and cost: Morris first, then Sobol.

    Leaves morris.csv, sobol.csv and a chart of each outcome. The same command goes on where it was
    cut off. Exit codes: 0 done, 2 bad input, or a folder of another analysis, 75 another process
    works in it, 130 or 143 interrupted; what is finished is kept.
    """
    from community_sim.cli.sweep_progress import staged_progress
    from community_sim.sensitivity import Request, analyse

    request = Request(
        place,
        policy,
        parameters=tuple(parameter or ()),
        trajectories=trajectories,
        points=points,
        years=years,
        seeds=seeds,
        seed=seed,
    )
    with staged_progress(as_json=as_json, quiet=quiet) as tell:
        screened, shares = analyse(request, out, workers=workers, cluster=cluster, tell=tell)
    screened.to_csv(out / "morris.csv", index=False, lineterminator="\n", float_format="%.10g")
    shares.to_csv(out / "sobol.csv", index=False, lineterminator="\n", float_format="%.10g")
    _draw(out, screened, shares, lang.value)
    _print(out, screened, as_json, quiet)


def _draw(out: Path, screened: "pd.DataFrame", shares: "pd.DataFrame", lang: str) -> None:
    from community_sim import charts

    for name in dict.fromkeys(screened["outcome"]):
        charts.morris_chart(screened, name, lang=lang).savefig(out / f"morris_{name}.png")
        if len(shares):
            charts.sobol_chart(shares, name, lang=lang).savefig(out / f"sobol_{name}.png")


def _print(out: Path, screened: "pd.DataFrame", as_json: bool, quiet: bool) -> None:
    if as_json:
        rows = json.loads(screened.to_json(orient="records"))
        print(json.dumps({"event": "screened", "folder": str(out), "rows": rows}))
    elif not quiet:
        for name, rows in screened.groupby("outcome", sort=False):
            first = rows.nlargest(3, "mu_star")["parameter"].tolist()
            print(f"{name}: moved most by {', '.join(first)}")
        print(f"Beside them: {out / 'morris.csv'}, sobol.csv and charts")
