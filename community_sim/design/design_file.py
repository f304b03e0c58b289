"""Read a design from its YAML file, strictly."""

from dataclasses import replace
from pathlib import Path

from community_sim.design.design import Design
from community_sim.design.draws import read_draws
from community_sim.design.fields import Fields, inside
from community_sim.errors import BadValue, CommunitySimError, did_you_mean
from community_sim.outcomes import MEASURED, usual_horizons
from community_sim.parameters import load_parameters
from community_sim.place import Place, load_place
from community_sim.policy_file import PolicyFile, load_policy
from community_sim.reading import read_yaml
from community_sim.scenario import LONGEST_HORIZON

__all__ = ["read_design"]

MOST_RUNS = 10_000_000
MOST_SEEDS = 1_000_000
LARGEST_SEED = 2**62

_FIELDS = (
    "title", "policies", "places", "grid", "sample", "draws", "seeds", "years", "horizons",
    "outcomes", "run_seconds_limit",
)  # fmt: skip


def read_design(path: Path | str) -> Design:
    """Return the design that a file describes.

    Parameters
    ----------
    path : Path or str
        A YAML file; `docs/sweeps.md` lists its fields.

    Raises
    ------
    UnreadableFile, BadValue, UnknownName
        The file, or one that it names, is malformed; the message says where.
    """
    file = Path(path)
    fields = Fields(replace(read_yaml(file), path=file.name))
    fields.only(_FIELDS, "a sweep")
    years = fields.whole("years", 1, LONGEST_HORIZON, 20)
    first, count = _seeds(fields)
    design = Design(
        title=fields.text("title", file.stem),
        policies=_policies(fields, file.parent),
        places=_places(fields),
        parameters=load_parameters(),
        draws=read_draws(fields, file.parent),
        first_seed=first,
        seeds=count,
        years=years,
        horizons=tuple(sorted(fields.wholes("horizons", 1, years) or usual_horizons(years))),
        outcomes=_outcomes(fields),
        run_seconds_limit=fields.number("run_seconds_limit", 0.1, 1e6, 600.0),
    )
    if len(design) > MOST_RUNS:
        raise BadValue(
            f"{fields.where()}: {len(design):,} runs; a sweep has at most {MOST_RUNS:,}."
        )
    design.check()
    return design


def _seeds(fields: Fields) -> tuple[int, int]:
    inner = fields.inner("seeds")
    if inner is None:
        return 1, 20
    inner.only(("first", "count"), "seeds")
    return inner.whole("first", 0, LARGEST_SEED, 1), inner.whole("count", 1, MOST_SEEDS, 20)


def _policies(fields: Fields, folder: Path) -> tuple[PolicyFile, ...]:
    policies: list[PolicyFile] = []
    for word in fields.words("policies", ["current_practice"]):
        where = fields.where("policies")
        policy = _policy(word, folder, where)
        if policy.name in [other.name for other in policies]:
            raise BadValue(f"{where}: 'policies' names {policy.name!r} twice; keep one.")
        policies.append(policy)
    return tuple(policies)


def _policy(word: str, folder: Path, where: str) -> PolicyFile:
    which: str | Path = word
    if word.endswith((".yaml", ".yml")):
        which = inside(folder, word, where)
    try:
        return load_policy(which)
    except CommunitySimError as error:
        raise type(error)(f"{where}: {str(error).replace(str(folder) + '/', '')}") from error


def _places(fields: Fields) -> tuple[Place, ...]:
    places = []
    for name in fields.words("places", ["kaifu"]):
        try:
            places.append(load_place(name))
        except CommunitySimError as error:
            raise type(error)(f"{fields.where('places')}: {error}") from error
    return tuple(places)


def _outcomes(fields: Fields) -> tuple[str, ...]:
    known = [each.name for each in MEASURED]
    chosen = fields.words("outcomes", known)
    for name in chosen:
        if name not in known:
            raise BadValue(
                f"{fields.where('outcomes')}: '{name}' is not an outcome of one run. "
                f"{did_you_mean(name, known)}".rstrip()
            )
    return tuple(name for name in known if name in chosen)
