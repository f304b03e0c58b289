"""Confirm that a changed model still gives the stored draws the figures they were chosen by.

A change that moves nobody before the survey (a lever that current practice leaves alone, a cost, a
column) leaves every history as it was, so the draws stay what they are.  That is shown, not
assumed: every stored draw is run again, and each of its figures has to come out to the last digit.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from community_sim.calibration.blocks import Job
from community_sim.calibration.calibrating import inputs_of_calibration
from community_sim.calibration.free import load_prior
from community_sim.calibration.storing import read_moments
from community_sim.calibration.waves import simulate_points
from community_sim.calibration.weighing import inputs_of_weighing
from community_sim.errors import DesignChanged
from community_sim.posterior import (
    OUTSIDE,
    PASTS,
    READINGS,
    Ground,
    posterior_stem,
    read_posterior,
)

__all__ = ["confirm"]


def confirm(folder: Path, job: Job) -> int:
    """Run the draws of a folder again; write down that the model of today gives the same figures.

    Parameters
    ----------
    folder : Path
        Draws, moments and manifests, as in `data/calibration`.  Only manifests change: their inputs
        become those of today, and `confirmed` says what they were made with.
    job : Job
        Where it is done; finished blocks of another model must not lie in its folder.

    Returns
    -------
    int
        Draws that were run.

    Raises
    ------
    DesignChanged
        A draw gives other figures, or the free quantities are others: calibrate anew.
    """
    stems = {
        (given, past): posterior_stem(job.place, given, past)
        for past in PASTS
        for given in (*READINGS, OUTSIDE)
    }
    drawn = sum(
        _confirm_draws(folder, stem, Ground(given, past), replace(
            job, folder=job.folder / past, past=past
        ))
        for (given, past), stem in stems.items()
        if given in READINGS
    )  # fmt: skip
    for (given, _), stem in stems.items():
        inputs = inputs_of_calibration() if given in READINGS else inputs_of_weighing()
        _write_down(folder / f"{stem}.json", inputs)
    return drawn


def _confirm_draws(folder: Path, stem: str, ground: Ground, job: Job) -> int:
    draws = read_posterior(folder / f"{stem}.parquet", ground)
    if draws.names != load_prior(ground.past).names:
        raise DesignChanged(f"{stem}: other quantities are free now; calibrate anew.")
    found = simulate_points(job, f"posterior_{ground.given}", draws.values)
    stored = read_moments(folder / f"{stem}_moments.parquet")
    is_same = (found == stored) | (np.isnan(found) & np.isnan(stored))
    differ = int((~is_same).any(axis=1).sum())
    if differ:
        raise DesignChanged(
            f"{stem}: {differ:,} of {len(draws):,} draws give other figures than those they were "
            "chosen by; calibrate anew (make anew)."
        )
    return len(draws)


def _write_down(path: Path, inputs: Mapping[str, str]) -> None:
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if manifest["inputs"] == inputs:
        return
    first = manifest.get("confirmed", {}).get("made_with", manifest["inputs"])
    manifest["inputs"] = dict(inputs)
    manifest["confirmed"] = {"made_with": first}
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    partial.replace(path)
