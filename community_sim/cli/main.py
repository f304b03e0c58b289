"""Define the commands; each is thin, and every error becomes one sentence and an exit code.

Exit codes: 0 done, 2 bad input, 5 a notebook failed, 130 interrupted.
"""

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import click
import typer

from community_sim.cli.progress import Progress
from community_sim.errors import BadValue, CommunitySimError, NotebookFailed

__all__ = ["app", "main"]

BAD_INPUT = 2
NOTEBOOK_FAILED = 5
INTERRUPTED = 130

app = typer.Typer(
    name="community-sim",
    help="Who joins, stays, rises and leaves among community cadres when rules change.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Language(StrEnum):
    """Languages of pages, tables and charts."""

    EN = "en"
    ZH = "zh"


Policies = Annotated[
    list[str] | None,
    typer.Argument(help="Names, codes (S1) or files of policies; by default the core set."),
]
Place = Annotated[str, typer.Option(help="A place of data/places.")]
Replications = Annotated[int, typer.Option(help="Paired runs of each policy.")]
Years = Annotated[int, typer.Option(help="Policy years.")]
Seed = Annotated[int, typer.Option(help="First seed.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


@app.command()
def compare(
    policies: Policies = None,
    place: Place = "kaifu",
    replications: Replications = 20,
    years: Years = 20,
    seed: Seed = 1,
    lang: Annotated[Language, typer.Option(help="Language of the page.")] = Language.EN,
    out: Annotated[Path, typer.Option(help="Folder for the result.")] = Path("output/compare"),
    as_json: AsJson = False,
) -> None:
    """Compare policies with current practice; leave a page, tables and a manifest."""
    from community_sim.publish import publish_comparison

    chosen = list(policies) if policies else _core()
    chosen = _checked(chosen, place, replications, years, seed)
    with Progress("Comparing policies") as progress:
        published = publish_comparison(
            chosen,
            out,
            place=place,
            replications=replications,
            years=years,
            seed=seed,
            lang=lang.value,
            tell=progress.tell,
        )
    if as_json:
        _print_json({"folder": str(out), "effects": _csv_rows(published.file("comparison.csv"))})
        return
    print(f"Done. Open {published.file('comparison.html')}")
    for name in ("comparison.csv", "outcomes.parquet", "comparison.ipynb", "manifest.json"):
        print(f"      and {published.file(name)}")


@app.command()
def run(
    policy: Annotated[str, typer.Argument(help="Name, code or file of a policy.")],
    place: Place = "kaifu",
    replications: Replications = 20,
    years: Years = 20,
    seed: Seed = 1,
    lang: Annotated[Language, typer.Option(help="Language of the table.")] = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Run one policy and print its outcomes, without a comparison."""
    from community_sim import outcome_table
    from community_sim import run as run_scenarios
    from community_sim.cli.showing import print_outcomes
    from community_sim.scenario import Scenario

    (chosen,) = _checked([policy], place, replications, years, seed)
    scenario = Scenario.load(chosen, place=place, years=years)
    with Progress(f"Running {scenario.name}") as progress:
        results = run_scenarios(
            scenario, replications=replications, seed=seed, progress=progress.step
        )
    table = outcome_table(results, horizons=(years,))
    if as_json:
        means = table.groupby("outcome", observed=True)["value"].mean()
        _print_json({"policy": scenario.name, "years": years, "outcomes": means.to_dict()})
        return
    print_outcomes(table, lang.value)


@app.command()
def show(
    what: Annotated[
        str,
        typer.Argument(help="figure, parameter, policy, place, lever, levers, policies or places."),
    ],
    name: Annotated[str, typer.Argument(help="Which one.")] = "",
    lang: Annotated[Language, typer.Option(help="Language.")] = Language.EN,
) -> None:
    """Show a figure, a parameter and where it comes from, a policy's differences, a place."""
    from community_sim.cli.showing import show_thing

    show_thing(what, name, lang.value)


@app.command()
def doctor() -> None:
    """Check that everything needed is here and works, with a tiny run."""
    from community_sim.cli.doctor import examine

    raise typer.Exit(0 if examine() else 1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; errors become one sentence on standard error."""
    try:
        code = app(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except click.exceptions.Exit as leave:
        code = leave.exit_code
    except click.ClickException as error:
        error.show()
        code = BAD_INPUT
    except NotebookFailed as error:
        _complain(error)
        code = NOTEBOOK_FAILED
    except CommunitySimError as error:
        _complain(error)
        code = BAD_INPUT
    except (KeyboardInterrupt, click.Abort):
        print("Interrupted; nothing was changed.", file=sys.stderr)
        code = INTERRUPTED
    sys.exit(code if isinstance(code, int) else 0)


def _core() -> list[str]:
    from community_sim.reading import data_folder, read_yaml

    document = read_yaml(data_folder() / "scenarios.yaml")
    return [str(name) for name in document.values["core"]]


def _checked(
    policies: list[str], place: str, replications: int, years: int, seed: int
) -> list[str]:
    """Refuse bad input before anything runs; return policies with files as absolute paths."""
    from community_sim.scenario import Scenario

    if not 1 <= replications <= 100_000:
        raise BadValue(f"--replications is {replications}; give a number from 1 to 100000.")
    if not 0 <= seed < 2**62:
        raise BadValue(f"--seed is {seed}; give a number from 0 to 2**62.")
    current = Scenario.load("current_practice", place=place, years=years)
    names: list[str] = []
    chosen = []
    for policy in policies:
        scenario = current.with_policy(policy)
        if scenario.name in names:
            raise BadValue(f"'{policy}' is given twice; name each policy once.")
        if scenario.name == current.name:
            raise BadValue(f"'{policy}' is current practice, which is always there; leave it out.")
        names.append(scenario.name)
        is_file = policy.endswith((".yaml", ".yml"))
        chosen.append(str(Path(policy).resolve()) if is_file else scenario.name)
    return chosen


def _csv_rows(path: Path) -> list[dict[str, str]]:
    from community_sim.reading import read_table

    rows = read_table(path)
    for row in rows:
        row.pop("line")
    return rows


def _print_json(content: Any) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2))


def _complain(error: CommunitySimError) -> None:
    print(f"{type(error).__name__}: {error}", file=sys.stderr)
