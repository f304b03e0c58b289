"""Calibrate: check the prior, match history, sample by ABC-SMC, adjust, and write it all down.

Everything that is finished is kept in the folder, so the same call goes on where it was cut off.
"""

import hashlib
import json
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.adjusting import adjusted, kernel_weights
from community_sim.calibration.blocks import Job, Progress
from community_sim.calibration.local import jacobian, local_analysis
from community_sim.calibration.particles import Particles, Stopping, sample_particles
from community_sim.calibration.region import Region, Targets
from community_sim.calibration.storing import (
    content_hash,
    hold,
    write_jacobian,
    write_moments,
    write_points,
    write_table,
)
from community_sim.calibration.waves import Wave, match_history, simulate_points
from community_sim.compilation import model_hash
from community_sim.errors import BadValue
from community_sim.locking import FolderLock
from community_sim.place import load_place
from community_sim.posterior import PASTS, READINGS, WEIGHT, posterior_stem
from community_sim.reading import data_folder
from community_sim.survey import load_targets
from community_sim.sweep.executors import Workers, cluster_workers, local_workers

__all__ = [
    "Settings",
    "calibrate",
    "files_of",
    "inputs_of_calibration",
    "prior_predictive",
    "targets_of",
]

Array = NDArray[np.float64]

_DECIDING = (
    "adjusting", "blocks", "calibrating", "emulator", "free", "keyed_sampler", "local", "moments",
    "particles", "region", "waves",
)  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """What decides a calibration's numbers, besides code and data.

    Attributes
    ----------
    place : str
        Name of the place.
    reading : str
        Reading of the tenure share, A or B.
    past : str
        Form of the past: two_stage or constant.
    seed : int
        Seed of designs, runs and proposals.
    waves : tuple of int
        Points of each wave of history matching.
    stopping : Stopping
        Particles, and when ABC-SMC stops.
    local_seeds : int
        Runs at either side of each difference of the Jacobian.
    """

    place: str = "kaifu"
    reading: str = "A"
    past: str = PASTS[0]
    seed: int = 1
    waves: tuple[int, ...] = (2000, 1500, 4000)
    stopping: Stopping = field(default_factory=Stopping)
    local_seeds: int = 48

    def __post_init__(self) -> None:
        if self.reading not in READINGS:
            known = ", ".join(READINGS)
            raise BadValue(f"'{self.reading}' is not a reading; known are {known}.")
        posterior_stem(self.place, self.reading, self.past)
        load_place(self.place)


def targets_of(reading: str | None) -> Targets:
    """Return what a fit aims at: the fitted moments, and the tenure share of a reading."""
    return Targets.of(tuple(
        each for each in load_targets()
        if each.use == "fit" or (reading is not None and each.id == f"m2{reading}")
    ))  # fmt: skip


def files_of(settings: Settings) -> tuple[str, ...]:
    """Return the names of the files that a calibration leaves."""
    stem = posterior_stem(settings.place, settings.reading, settings.past)
    table = stem.replace(f"_{settings.reading}", "", 1)
    return (
        f"{stem}.parquet", f"{stem}_moments.parquet", f"{stem}_jacobian.parquet",
        f"{table}_table.parquet", f"{stem}.json",
    )  # fmt: skip


def calibrate(
    settings: Settings,
    folder: Path,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    tell: Progress = lambda _what, _done, _total: None,
) -> dict[str, Any]:
    """Calibrate, or go on with it; return the manifest.

    Parameters
    ----------
    settings : Settings
        What to calibrate.
    folder : Path
        Where the finished parts and the results go.
    workers : int, optional
        Processes, by default one per processor.
    cluster : str, optional
        A Dask scheduler's address, or `local`.
    tell : callable
        Called with (what, done, total).

    Raises
    ------
    DesignChanged
        The folder holds a calibration of other settings, code or data.
    InUse
        Another process works in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with FolderLock(folder, "calibration"), _workers(workers, cluster) as crew:
        inputs = inputs_of_calibration()
        hold(folder / "shared.json", {**_shared(settings), "inputs": inputs})
        hold(folder / f"{settings.reading}.json", {**_plain(asdict(settings)), "inputs": inputs})
        job = Job(settings.place, settings.seed, folder / "parts", crew, tell, settings.past)
        found = _calibrated(settings, job, folder)
    *names, manifest_name = files_of(settings)
    manifest = {
        "what": "calibration",
        "settings": _plain(asdict(settings)),
        "inputs": inputs,
        **found,
        "files": {name: content_hash(folder / name) for name in names},
    }
    text = json.dumps(manifest, indent=2) + "\n"
    (folder / manifest_name).write_text(text, encoding="utf-8")
    return manifest


def _calibrated(settings: Settings, job: Job, folder: Path) -> dict[str, Any]:
    """Do what is missing, write the tables, and return what the manifest tells of them."""
    reading, targets = settings.reading, targets_of(settings.reading)
    draws, moments, slopes, table, _ = (folder / name for name in files_of(settings))
    region, waves = match_history(job, targets_of(None), settings.waves)
    particles = sample_particles(
        job, region, targets, stopping=settings.stopping,
        database=job.folder / f"particles_{reading}.sqlite",
    )  # fmt: skip
    values, weights = posterior_of(particles, region, targets)
    names = region.prior.names
    write_points(draws, names, values, {WEIGHT: weights})
    write_moments(moments, simulate_points(job, f"posterior_{reading}", values))
    found = jacobian(
        job, f"jacobian_{reading}", region.prior, weights @ values, settings.local_seeds
    )
    write_jacobian(slopes, names, found)
    write_table(table, names, [(each, *waves[each - 1]) for each in sorted({1, len(waves)})])
    local = local_analysis(found, targets, region.prior)
    return {
        "targets": list(targets.names),
        "prior_predictive": prior_predictive(waves[0], targets),
        "left_by_waves": region.shares_left(),
        "fit": _fit(particles, weights),
        "singular_values": [round(each, 4) for each in local.singular_values.tolist()],
        "least_decided": {
            name: round(each, 3)
            for name, each in zip(local.names, local.sloppy.tolist(), strict=True)
        },
    }


def prior_predictive(first: Wave, targets: Targets) -> dict[str, Any]:
    """Return where each target lies among the histories of points drawn from the prior.

    Parameters
    ----------
    first : (points, moments)
        The first wave.
    targets : Targets
        What is aimed at.

    Returns
    -------
    dict
        `empty`, the share of histories that nobody is left in, and by target the quantiles at
        1, 50 and 99 % and the share of histories below the target.
    """
    known = first[1][np.isfinite(first[1]).all(axis=1)]
    found: dict[str, Any] = {"empty": round(1.0 - len(known) / len(first[1]), 4)}
    for name, value, column in zip(targets.names, targets.values, targets.columns, strict=True):
        seen = known[:, column]
        found[name] = {
            "quantiles": [round(each, 4) for each in np.quantile(seen, (0.01, 0.5, 0.99)).tolist()],
            "below": round(float((seen < value).mean()), 4),
        }
    return found


def _fit(particles: Particles, weights: Array) -> dict[str, Any]:
    return {
        "runs": particles.simulations,
        "tolerances": [round(each, 4) for each in particles.tolerances],
        "acceptance": [round(each, 4) for each in particles.acceptance],
        "draws": len(weights),
        "effective_draws": round(float(1.0 / (weights**2).sum()), 1),
    }


def posterior_of(particles: Particles, region: Region, targets: Targets) -> tuple[Array, Array]:
    """Return the adjusted points and their weights."""
    weights = kernel_weights(particles.distances, particles.weights)
    values = adjusted(
        particles.values, weights, particles.seen / targets.errors,
        targets.values / targets.errors, region.prior,
    )  # fmt: skip
    return values, weights


def _workers(workers: int | None, cluster: str | None) -> AbstractContextManager[Workers]:
    return local_workers(workers) if cluster is None else cluster_workers(cluster, workers)


def inputs_of_calibration() -> dict[str, str]:
    """Return hashes of what decides the numbers besides the settings."""
    data = data_folder()
    files = (
        "parameters.csv", "levers.csv", "places/kaifu.yaml", "calibration/targets.csv",
        "calibration/free.csv",
    )  # fmt: skip
    hashes = {name: hashlib.sha256((data / name).read_bytes()).hexdigest() for name in files}
    return {"model": model_hash(), "calibration": _own_hash(), **hashes}


def _own_hash() -> str:
    """Return a hash of the sources that decide points and weights."""
    folder = Path(__file__).parent
    digest = hashlib.sha256()
    for name in _DECIDING:
        digest.update((folder / f"{name}.py").read_bytes())
    return digest.hexdigest()


def _shared(settings: Settings) -> dict[str, Any]:
    """Return what the readings of one folder share: history matching."""
    return {
        "place": settings.place, "past": settings.past, "seed": settings.seed,
        "waves": list(settings.waves),
    }  # fmt: skip


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value))
