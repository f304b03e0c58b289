"""The command `calibrate`."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from community_sim.errors import BadValue

__all__ = ["calibrate"]


def calibrate(
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder of parts and results.")],
    place: Annotated[str, typer.Option(help="Name of the place.")] = "kaifu",
    reading: Annotated[
        str | None,
        typer.Option(
            help="Of the tenure share, A or B. Default: both, one by one, and then both weighed by "
            "outside evidence."
        ),
    ] = None,
    past: Annotated[
        str, typer.Option(help="Form of the past: two_stage, or constant growth.")
    ] = "two_stage",
    draws: Annotated[int, typer.Option(min=20, max=100_000, help="Of the posterior.")] = 1000,
    waves: Annotated[
        str, typer.Option(help="Points of each wave of history matching.")
    ] = "2000,1500,4000",
    workers: Annotated[
        int | None, typer.Option(min=1, max=1000, help="Processes. Default: one per processor.")
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(help="A Dask scheduler, tcp://..., or 'local' to start one on this machine."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of designs, runs and proposals.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing.")] = False,
) -> None:
    """Find what the survey leaves possible; the same command goes on where it was cut off.

    Exit codes: 0 done, 2 bad input, or a folder of another calibration, 75 another process works
    in it, 130 or 143 interrupted; what is finished is kept.
    """
    from community_sim.calibration.calibrating import Settings, files_of
    from community_sim.calibration.calibrating import calibrate as run
    from community_sim.calibration.particles import Stopping
    from community_sim.calibration.weighing import files_of_weighing, weigh
    from community_sim.cli.sweep_progress import staged_progress
    from community_sim.posterior import READINGS

    sizes = _sizes(waves)
    stopping = Stopping(population=draws, simulations=7 * draws)
    for one in READINGS if reading is None else (reading,):
        settings = Settings(place, one, past, seed, sizes, stopping)
        with staged_progress(as_json=as_json, quiet=quiet) as tell:
            manifest = run(settings, out, workers=workers, cluster=cluster, tell=tell)
        _print(manifest, out / files_of(settings)[0], as_json, quiet)
    if reading is None:
        with staged_progress(as_json=as_json, quiet=quiet) as tell:
            weighing = weigh(settings, out, workers=workers, tell=tell)
        _print_weighing(weighing, out / files_of_weighing(settings)[0], as_json, quiet)


def _sizes(text: str) -> tuple[int, ...]:
    try:
        sizes = tuple(int(each) for each in text.split(","))
    except ValueError:
        sizes = ()
    if not sizes or min(sizes) < 1:
        raise BadValue(f"--waves is '{text}'; give whole numbers above 0 with commas between.")
    return sizes


def _print(manifest: dict[str, Any], file: Path, as_json: bool, quiet: bool) -> None:
    if as_json:
        print(json.dumps({"event": "calibrated", "file": str(file), **manifest}))
    elif not quiet:
        fit, left = manifest["fit"], ", ".join(f"{each:.2g}" for each in manifest["left_by_waves"])
        print(f"Reading {manifest['settings']['reading']}: {fit['draws']:,} weighted draws: {file}")
        print(f"  History matching left these shares of the prior: {left}")
        print(f"  {fit['runs']:,} runs of ABC-SMC, last tolerance {fit['tolerances'][-1]:.2f} "
              f"standard errors, {fit['effective_draws']:.0f} effective draws")  # fmt: skip


def _print_weighing(manifest: dict[str, Any], file: Path, as_json: bool, quiet: bool) -> None:
    if as_json:
        print(json.dumps({"event": "weighed", "file": str(file), **manifest}))
    elif not quiet:
        shares = manifest["probability_of_readings"]
        told = ", ".join(f"reading {name} {share:.0%}" for name, share in shares.items())
        fit = manifest["fit"]
        print(f"Outside evidence: {fit['draws']:,} weighted draws: {file}")
        print(f"  {told}; {fit['effective_draws']:.0f} effective draws")
