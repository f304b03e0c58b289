"""What documents tell: every number with its format, every sentence and every claim, by name.

Nothing here is written by hand twice: values come from data/calibration, which is cheap to read,
and from data/results, which steps of make_anew.py leave.
"""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from anew.told_sensitivity import sensitivity_values
from anew.words import counted, joined, listed, wrapped
from community_sim.calibration.calibrating import targets_of
from community_sim.calibration.conclusions import load_jackknife, resting_sentences, rests_on
from community_sim.calibration.free import load_prior
from community_sim.calibration.null_model import fitted_null, null_moments
from community_sim.calibration.storing import past_of
from community_sim.calibration.telling import (
    informed_sentences,
    scorecard_sentences,
    tenure_share_lies,
)
from community_sim.errors import UnreadableFile
from community_sim.outcomes import outcome
from community_sim.parameters import parameter_info
from community_sim.posterior import (
    CONDITIONINGS,
    OUTSIDE,
    PASTS,
    READINGS,
    load_posterior,
    posterior_file,
)
from community_sim.reading import data_folder
from community_sim.uncertainty import SHARES
from leave_out_evidence import Settings as JackknifeSettings

UPPER_EDGE = 0.85
"""Share of its range beyond which a mean is said to lie at the upper edge."""

ALIKE = 0.05
"""Difference of two yearly rates below which pasts are said to be much the same."""

HARDLY = 0.3
"""Shrinkage of a posterior below which it is said to be hardly narrower than the prior."""


def told_values() -> dict[str, str]:
    """Return every number, sentence and table that documents may mark, by name."""
    return {
        **_calibration(), **_pasts(), **_scorecard(), **_backcasts(), **_recovery(),
        **_jackknife(), **_bands(), **_assumptions(),
        **sensitivity_values(result("sensitivity")),
    }  # fmt: skip


def claims() -> dict[str, bool]:
    """Return whether each sentence that documents mark as a claim holds, by name."""
    pasts = {past: {each: past_of(each, past) for each in CONDITIONINGS} for past in PASTS}
    scores, bands = _scores(), frame_of("bands")
    verdicts = {each: scores[each].set_index("id")["verdict"] for each in READINGS}
    errors = {
        each: scores[each].drop_duplicates("id").set_index("id")["error"] for each in READINGS
    }

    def fails_above(figure: str) -> bool:
        return all(
            verdicts[each][figure] == "fail" and errors[each][figure] > 0.0 for each in READINGS
        )

    exits = bands[bands["outcome"] == "exit_rate"]
    forms, parameters = exits["choice"] + exits["past"], exits["informed"] + exits["assumed"]
    return {
        "readings_part": pasts["constant"]["A"][1] > pasts["constant"]["B"][1] + ALIKE,
        "readings_alike": all(
            abs(a - b) < ALIKE
            for a, b in zip(pasts["two_stage"]["A"], pasts["two_stage"]["B"], strict=True)
        ),
        "readings_part_early": _early_growth("A") + ALIKE < _early_growth("B"),
        "growth_B_at_edge": pasts["constant"]["B"][0]
        > UPPER_EDGE * _range("history_growth", "constant")[1],
        "too_many_arrive": fails_above("x1")
        and all(verdicts[each]["x2"] == "pass" for each in READINGS),
        "siyang_too_young": fails_above("m22"),
        "tenure_between": all(tenure_share_lies(scores[each]) == "between" for each in READINGS),
        "pressure_too_high": all(errors[each]["m18"] > 0.0 for each in READINGS),
        "only_applying_fails": all(
            (scores[each].query("role == 'fitted' and id != 'a1'")["verdict"] != "fail").all()
            for each in CONDITIONINGS
        ),
        "pay_hardly_narrows": _pay_hardly_narrows(),
        "form_dominates": bool((forms > parameters).all()),
    }  # fmt: skip


def result(name: str) -> Mapping[str, Any]:
    """Return what a step left in data/results."""
    path = data_folder() / "results" / f"{name}.json"
    if not path.exists():
        raise UnreadableFile(f"{path}: not there; make it by scripts/make_anew.py --only {name}.")
    found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def frame_of(name: str) -> pd.DataFrame:
    """Return the rows of a result."""
    return pd.DataFrame(result(name)["rows"])


def _manifest(reading: str) -> Mapping[str, Any]:
    path = posterior_file(reading).with_suffix(".json")
    found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _range(name: str, past: str = PASTS[0]) -> tuple[float, float]:
    prior = load_prior(past)
    at = prior.names.index(name)
    return float(prior.low[at]), float(prior.high[at])


def _calibration() -> dict[str, str]:
    manifests = {each: _manifest(each) for each in READINGS}
    first = manifests["A"]
    settings, values = first["settings"], first["singular_values"]
    stopping = settings["stopping"]
    roles = [each.role for each in load_prior().quantities]
    labels = {each.name: each.label() for each in load_prior().quantities}
    least = {each: max(one["least_decided"].items(), key=lambda pair: abs(pair[1]))[0]
             for each, one in manifests.items()}  # fmt: skip
    return {
        "free_quantities": counted(len(roles)), "fitted_quantities": counted(roles.count("fitted")),
        "nuisances": counted(roles.count("nuisance")),
        "assumptions": counted(roles.count("assumed")),
        "fitted_figures": counted(len(targets_of("A").names)),
        "waves": counted(len(settings["waves"])),
        "wave_sizes": joined([f"{each:,}" for each in settings["waves"]]),
        "left_by_waves": joined([f"{100 * each:.2g}" for each in first["left_by_waves"]]),
        "particles": f"{stopping['population']:,}",
        "runs_a_particle": f"{stopping['simulations'] / stopping['population']:.0f}",
        "largest_singular_value": f"{values[0]:.0f}",
        "least_singular_value": f"{values[-1]:.1f}",
        "least_decided": _by_reading({each: f"“{labels[name]}”" for each, name in least.items()}),
        "draws": f"{len(load_posterior('A')):,}",
        "draws_outside": f"{len(load_posterior(OUTSIDE)):,}",
        **{f"effective_{each}": f"{one['fit']['effective_draws']:.0f}"
           for each, one in manifests.items()},
    }  # fmt: skip


def _assumptions() -> dict[str, str]:
    infos = parameter_info().values()
    assumed = [info for info in infos if info.status == "assumed"]
    return {
        "parameters": counted(len(infos)), "assumed": counted(len(assumed)),
        "judgements": counted(sum(info.is_judgement for info in assumed)),
    }  # fmt: skip


def _by_reading(said: Mapping[str, str]) -> str:
    """Return what both readings say, once where they agree."""
    if len(set(said.values())) == 1:
        return said["A"]
    return " and ".join(f"{text} under {reading}" for reading, text in said.items())


def _pasts() -> dict[str, str]:
    said = {"growth_highest": f"{100 * _range('history_growth', 'constant')[1]:.0f}"}
    for given in CONDITIONINGS:
        taste = load_posterior(given).mean()["taste_mean"]
        said[f"taste_{given}"] = f"{taste:.2f}"
        for past in PASTS:
            name = given if past == PASTS[0] else f"{given}_{past}"
            growth, leavers = past_of(given, past)
            said |= {f"growth_{name}": f"{100 * growth:.0f}",
                     f"leavers_{name}": f"{100 * leavers:.0f}"}  # fmt: skip
    said |= {f"early_{each}": f"{100 * _early_growth(each):.0f}" for each in READINGS}
    for past in PASTS:
        name = "outside" if past == PASTS[0] else f"outside_{past}"
        weighing = json.loads(
            posterior_file(OUTSIDE, past).with_suffix(".json").read_text(encoding="utf-8")
        )
        said[f"effective_{name}"] = f"{weighing['fit']['effective_draws']:.0f}"
        share = weighing["probability_of_readings"]["B"]
        said[f"probability_B_{name}"] = f"{100 * share:.0f}"
    return said


def _early_growth(given: str) -> float:
    """Return the mean growth of posts before the last five years, in two stages [share a year]."""
    return load_posterior(given).mean()["history_growth_early"]


def _scores() -> dict[str, pd.DataFrame]:
    scores = frame_of("scorecard")
    return {each: scores[scores["given"] == each] for each in CONDITIONINGS}


def _scorecard() -> dict[str, str]:
    scores = _scores()
    high = [
        100 * (frame.set_index("id").at["m18", "model"] - frame.set_index("id").at["m18", "report"])
        for frame in scores.values()
    ]
    return {
        **{f"scorecard_{each}": listed(scorecard_sentences(frame))
           for each, frame in scores.items()},
        "pressure_least": f"{min(high):.0f}", "pressure_most": f"{max(high):.0f}",
    }  # fmt: skip


def _backcasts() -> dict[str, str]:
    said = [
        f"{row['label_en']}: {_percent(row['model'])} where {_percent(row['found'])} was found; "
        f"{row['verdict']}."
        for row in frame_of("backcasts").to_dict("records")
    ]
    nulls = {}
    for reading in READINGS:
        null = fitted_null(reading)
        nulls[f"null_leavers_{reading}"] = f"{100 * null_moments(null)['x2']:.0f}"
        nulls[f"null_growth_{reading}"] = f"{100 * null.late:.0f}"
    return {"backcasts": listed(said), **nulls}


def _percent(share: float) -> str:
    return f"{100 * share:+.1f} %"


def _recovery() -> dict[str, str]:
    frame = frame_of("recovery")
    held = frame[frame["informed"]].groupby("reading")["coverage_90"]
    coverage = held.agg(["min", "max"])
    said = informed_sentences(frame[frame["reading"] == "A"])
    values = {"informed": listed(said), "surveys": f"{result('recovery')['settings']['surveys']}"}
    for reading in READINGS:
        for name, column in (("least", "min"), ("most", "max")):
            share = coverage.at[reading, column]
            values[f"coverage_{name}_{reading}"] = f"{100 * share:.0f}"
    return values


def _pay_hardly_narrows() -> bool:
    frame = frame_of("recovery")
    rows = frame[frame["quantity"] == "pay_weight"]
    return bool((rows["shrinkage"] < HARDLY).all())


def _jackknife() -> dict[str, str]:
    frame = load_jackknife()
    sentences = dict(zip(
        dict.fromkeys(rests_on(frame)["outcome"]), resting_sentences(frame), strict=True
    ))  # fmt: skip
    label = outcome("exit_rate").label()
    return {
        "exit_rests_on": wrapped(sentences.get("exit_rate", f"{label}: nothing is decided.")),
        "jackknife_draws": counted(JackknifeSettings().draws),
    }


def _bands() -> dict[str, str]:
    frame = frame_of("bands")
    exits = frame[frame["outcome"] == "exit_rate"]
    return {
        "band_policies": counted(len(exits)),
        **{
            f"{name}_{end}": f"{100 * share:.0f}"
            for name in SHARES
            for end, share in (("least", exits[name].min()), ("most", exits[name].max()))
        },
    }
