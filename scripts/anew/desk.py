"""Where things are made: folders, sizes, and hashes of what decides a result."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import community_sim
from anew.steps import hash_of
from community_sim.calibration.calibrating import Settings as CalibrationSettings
from community_sim.calibration.particles import Stopping
from community_sim.compilation import model_sources
from community_sim.posterior import PASTS
from community_sim.publish import find_notebook, notebook_parameters
from community_sim.sensitivity import Request
from leave_out_evidence import Settings as JackknifeSettings

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(community_sim.__file__).parent
SCRIPTS = ROOT / "scripts"
DOCUMENTS = ("MODEL.md", "README.md", "docs/sensitivity.md")


def defaults_of(notebook: str) -> dict[str, Any]:
    """Return what the parameters cell of a notebook sets."""
    return {
        name: each.default for name, each in notebook_parameters(find_notebook(notebook)).items()
    }


@dataclass(frozen=True)
class Sizes:
    """How much is run for each result.

    Attributes
    ----------
    calibration, jackknife, sensitivity
        Settings of each.
    constant : Stopping
        When to stop with a constant past, which is shown beside the other.
    local_seeds : int
        Runs at either side of each difference of its Jacobian.
    comparison, scorecard, bands, recovery : dict
        Parameters of notebooks 30, 50, 60 and 70, which show the same numbers.
    fit_evaluations : int
        Of the point fit, a round.
    """

    calibration: CalibrationSettings = field(default_factory=CalibrationSettings)
    constant: Stopping = field(default_factory=lambda: Stopping(population=400, simulations=2_800))
    local_seeds: int = 12
    jackknife: JackknifeSettings = field(default_factory=JackknifeSettings)
    sensitivity: Request = field(default_factory=Request)
    comparison: dict[str, Any] = field(default_factory=lambda: defaults_of("30_compare"))
    scorecard: dict[str, Any] = field(default_factory=lambda: defaults_of("50_calibration"))
    bands: dict[str, Any] = field(default_factory=lambda: defaults_of("60_bands"))
    recovery: dict[str, Any] = field(default_factory=lambda: defaults_of("70_identifiability"))
    fit_evaluations: int = 600

    def calibrating(self, reading: str, past: str) -> CalibrationSettings:
        """Return the settings of one calibration."""
        settings = replace(self.calibration, reading=reading, past=past)
        if past == PASTS[0]:
            return settings
        return replace(settings, stopping=self.constant, local_seeds=self.local_seeds)


def quick_sizes() -> Sizes:
    """Return sizes that show that everything works, and whose numbers mean nothing."""
    stopping = Stopping(population=40, least_acceptance=0.01, simulations=100, generations=2)
    few = ("hired_pay_1200", "reserve_pool", "appraisal_dismissal_5")
    jackknife = JackknifeSettings(draws=2, waves=(60,))
    trial = replace(jackknife.trial, policies=few, years=3, seeds=1)
    full = Sizes()
    return Sizes(
        CalibrationSettings(waves=(520,), stopping=stopping, local_seeds=1),
        stopping,
        1,
        replace(jackknife, trial=trial),
        Request(trajectories=2, points=2, most=2, years=1, seeds=1),
        {**full.comparison, "policies": ["S1", "S8"], "draws": 2, "years": 2},
        {**full.scorecard, "draws": 2},
        {**full.bands, "policies": ["S1"], "draws": 2, "precision": 0.1, "years": 3},
        {**full.recovery, "surveys": 4},
        fit_evaluations=2,
    )


@dataclass(frozen=True)
class Desk:
    """Where results, documents and unfinished parts are.

    Attributes
    ----------
    root : Path
        Folder of data, documents and the baseline: the repository, or a copy of it.
    work : Path
        Folder of records and unfinished parts.
    sizes : Sizes
        How much is run.
    workers : int or None
        Processes; None is one a processor.
    """

    root: Path
    work: Path
    sizes: Sizes
    workers: int | None = None

    @property
    def data(self) -> Path:
        """Return the folder of data."""
        return self.root / "data"

    def parts(self, name: str, key: str) -> Path:
        """Return the folder of a step's unfinished parts, another one for other inputs."""
        return self.work / "parts" / f"{name}_{key}"

    def shipped(self, *names: str) -> str:
        """Return a hash of some files in data/calibration."""
        return hash_of(*(self.data / "calibration" / name for name in names))


def copied(root: Path) -> Path:
    """Return a folder with a copy of data and documents, where what was made anew there stays."""
    for name in ("data", "docs/images", "tests/baseline"):
        for source in (each for each in (ROOT / name).rglob("*") if each.is_file()):
            target = root / source.relative_to(ROOT)
            if not (target.exists() and _is_made(source)):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
    for name in DOCUMENTS:
        shutil.copyfile(ROOT / name, root / name)
    return root


def _is_made(path: Path) -> bool:
    """Return whether a file is a result, not an input."""
    return (
        path.suffix == ".png"
        or path.parent.name in ("baseline", "results")
        or (path.parent.name == "calibration" and path.name.startswith("kaifu_"))
    )


def sources(*names: str) -> str:
    """Return a hash of modules and packages of the package, and of the model."""
    paths: Sequence[Path] = [
        PACKAGE / name if (PACKAGE / name).is_dir() else PACKAGE / f"{name}.py" for name in names
    ]
    return hash_of(*model_sources(), *paths)
