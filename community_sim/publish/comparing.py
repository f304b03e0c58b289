"""Compare policies, and leave a folder with the notebook, the page, the tables and a record."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from community_sim.comparison.effects import FEWEST_DRAWS
from community_sim.errors import BadValue, NotebookFailed, did_you_mean
from community_sim.outcomes import checked_discount_rate
from community_sim.policy_file import load_policy
from community_sim.posterior import GROUNDS, HEADLINE, posterior_file
from community_sim.publish.execution import Progress, run_notebook
from community_sim.publish.failure import FAILED
from community_sim.publish.folder import MANIFEST, content_hash, staged
from community_sim.publish.manifest import write_manifest
from community_sim.publish.page import write_page
from community_sim.publish.sources import checked_parameters, find_notebook
from community_sim.reading import data_folder, read_yaml
from community_sim.scenario import Scenario
from community_sim.uncertainty import draws_on, grounds_with_draws, seeds_a_draw

__all__ = [
    "FILES",
    "ComparisonRequest",
    "policy_set",
    "policy_sets",
    "publish_comparison",
    "publish_notebook",
]

FILES = ("comparison.html", "comparison.ipynb", "comparison.csv", "outcomes.parquet", MANIFEST)
"""What a comparison leaves in its folder."""

_NOTEBOOK = "30_compare"
_POLICY_FOLDER = "policies"
_FEWEST_REPLICATIONS = 2


@dataclass(frozen=True)
class ComparisonRequest:
    """What to compare.

    Attributes
    ----------
    policies : tuple of str
        Names, codes or files of policies.
    place : str
        Name of the place.
    replications : int
        Runs of each scenario, at least 2; with draws at least so many, see `run_on_grounds`.
    years : int
        Policy years.
    seed : int
        First seed.
    lang : {'en', 'zh'}
        Language of titles, labels and text.
    draws : int
        Draws of the posterior on each ground (conditioning, past, form of choice); 0 for the point
        fit.
    discount_rate : float
        How much less a yuan counts a year later [share per year].
    """

    policies: tuple[str, ...]
    place: str = "kaifu"
    replications: int = 20
    years: int = 20
    seed: int = 1
    lang: str = "en"
    draws: int = FEWEST_DRAWS
    discount_rate: float = 0.0

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """Return current practice and the policies, checked before anything runs.

        Raises
        ------
        CommunitySimError
            An unknown name, a malformed file, a value out of range, or a policy given twice.
        """
        if self.replications < _FEWEST_REPLICATIONS:
            raise BadValue(
                f"replications is {self.replications}; an interval needs at least "
                f"{_FEWEST_REPLICATIONS}."
            )
        checked_discount_rate(self.discount_rate)
        if self.draws:
            draws_on(HEADLINE, self.draws, self.seed)
        if not self.policies:
            raise BadValue("There is no policy to compare; name at least one.")
        current = Scenario.load(place=self.place, years=self.years)
        made = [current]
        for policy in self.policies:
            scenario = current.with_policy(load_policy(policy))
            if scenario.name == current.name:
                raise BadValue(
                    f"'{policy}' is current practice, which the others are compared with; "
                    "name another policy."
                )
            if scenario.name in {other.name for other in made}:
                raise BadValue(
                    f"Two of the policies are called '{scenario.name}'; leave one out or "
                    "rename its file."
                )
            made.append(scenario)
        return tuple(made)


def policy_sets() -> Mapping[str, tuple[str, ...]]:
    """Return the named sets of policies in `data/scenarios.yaml`."""
    sets = read_yaml(data_folder() / "scenarios.yaml").values
    return {name: tuple(str(policy) for policy in policies) for name, policies in sets.items()}


def policy_set(name: str) -> tuple[str, ...]:
    """Return the policies of a named set; raise BadValue if there is none of the name."""
    sets = policy_sets()
    if name not in sets:
        raise BadValue(f"'{name}' is not a set of policies. {did_you_mean(name, sets)}".rstrip())
    return sets[name]


def publish_comparison(
    request: ComparisonRequest, folder: Path, *, progress: Progress | None = None
) -> tuple[Path, ...]:
    """Run the comparison notebook and put its results into a folder, all or none.

    Parameters
    ----------
    request : ComparisonRequest
        What to compare.
    folder : Path
        Where the results go; an earlier result there is replaced when the new one is complete.
    progress : callable, optional
        Called with (done, total, what).

    Returns
    -------
    tuple of Path
        The files.

    Raises
    ------
    CommunitySimError
        See `ComparisonRequest.scenarios`, `staged` and `run_notebook`; a notebook that failed is
        kept in the folder as `NAME.failed.ipynb`, with its page.
    """
    scenarios = request.scenarios
    source = find_notebook(_NOTEBOOK)
    own = [Path(policy) for policy in request.policies if _is_file(policy)]
    names = (*FILES, *(f"{_POLICY_FOLDER}/{path.name}" for path in own))
    with staged(folder, names) as stage:
        for path in own:
            (stage / _POLICY_FOLDER).mkdir(exist_ok=True)
            shutil.copyfile(path, stage / _POLICY_FOLDER / path.name)
        settings = _notebook_settings(request)
        notebook = stage / FILES[1]
        with _kept_if_failed(notebook, folder, request.lang):
            run_notebook(source, notebook, settings, lang=request.lang, progress=progress)
        write_page(notebook, stage / FILES[0], lang=request.lang)
        record = {
            "settings": settings,
            **_sampling(request),
            "notebook": {"name": source.name, "content": content_hash(source)},
        }
        write_manifest(stage, what="comparison", settings=record, scenarios=scenarios)
    return tuple(folder / name for name in names)


def publish_notebook(
    source: Path,
    folder: Path,
    parameters: Mapping[str, Any],
    *,
    lang: str = "en",
    progress: Progress | None = None,
) -> Path:
    """Run any notebook and put it, its page and a record into a folder; return the page.

    Parameters
    ----------
    source : Path
        The notebook.
    folder : Path
        Where the files go, all or none.
    parameters : mapping
        Values for its `parameters` cell.
    lang : {'en', 'zh'}
        Language of its text, where it brings one.
    progress : callable, optional
        Called with (done, total, what).

    Raises
    ------
    CommunitySimError
        See `staged` and `run_notebook`.
    """
    checked = checked_parameters(source, parameters)
    names = (f"{source.stem}.html", f"{source.stem}.ipynb", MANIFEST)
    with staged(folder, names) as stage:
        page, notebook = stage / names[0], stage / names[1]
        with _kept_if_failed(notebook, folder, lang):
            run_notebook(source, notebook, checked, lang=lang, progress=progress)
        write_page(notebook, page, lang=lang)
        record = {
            "settings": checked,
            "notebook": {"name": source.name, "content": content_hash(source)},
        }
        write_manifest(stage, what="notebook", settings=record, scenarios=())
    return folder / names[0]


@contextmanager
def _kept_if_failed(notebook: Path, folder: Path, lang: str) -> Iterator[None]:
    """Put a notebook that failed, and its page, beside the results; remove an older failed one."""
    failed = notebook.with_name(f"{notebook.stem}{FAILED}.ipynb")
    names = (failed.name, failed.with_suffix(".html").name)
    try:
        yield
    except NotebookFailed:
        write_page(failed, failed.with_suffix(".html"), lang=lang)
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            os.replace(failed.with_name(name), folder / name)
        raise
    for name in names:
        (folder / name).unlink(missing_ok=True)


def _notebook_settings(request: ComparisonRequest) -> dict[str, Any]:
    """Return the notebook's parameters; a user's own policy file is named by its copy."""
    policies = [
        f"{_POLICY_FOLDER}/{Path(policy).name}" if _is_file(policy) else policy
        for policy in request.policies
    ]
    return {**asdict(request), "policies": policies, "output_folder": "."}


def _sampling(request: ComparisonRequest) -> dict[str, Any]:
    """Return the seeds, and the draws of the posterior with what they come from."""
    if not request.draws:
        return {"seeds": list(range(request.seed, request.seed + request.replications))}
    count = request.draws * seeds_a_draw(request.draws, request.replications)
    enough, lacking = grounds_with_draws()
    return {
        "seeds": list(range(request.seed, request.seed + count)),
        "draws": {
            " ".join(ground): [
                draw.number for draw in draws_on(ground, request.draws, request.seed)
            ]
            for ground in enough
        },
        "too_few_draws": [" ".join(ground) for ground in lacking],
        "posterior": {
            path.name: content_hash(path)
            for path in (posterior_file(*ground[:2]) for ground in GROUNDS)
        },
    }


def _is_file(policy: str) -> bool:
    return policy.endswith((".yaml", ".yml"))
