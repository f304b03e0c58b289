"""The steps: what each depends on, what it leaves, and which function makes it."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from anew import results
from anew.desk import DOCUMENTS, PACKAGE, SCRIPTS, Desk, sources
from anew.documents import tell_documents
from anew.notebooks import SMALL, all_notebooks, broken_claims
from anew.steps import Hashes, Step, hash_of, key_of_inputs
from community_sim.calibration.blocks import Job
from community_sim.calibration.calibrating import calibrate, files_of, inputs_of_calibration
from community_sim.calibration.conclusions import load_jackknife
from community_sim.calibration.confirming import confirm
from community_sim.calibration.weighing import files_of_weighing, inputs_of_weighing, weigh
from community_sim.cli.sweep_progress import staged_progress
from community_sim.errors import BadValue
from community_sim.posterior import CONDITIONINGS, PASTS, READINGS, posterior_file, posterior_of
from community_sim.publish import find_notebook
from community_sim.sweep.executors import local_workers
from leave_out_evidence import jackknife_file, write_jackknife
from update_baseline import write_baseline

DRAWS = tuple(posterior_file(given, past).name for given in CONDITIONINGS for past in PASTS)
MOMENTS = tuple(f"{name.removesuffix('.parquet')}_moments.parquet" for name in DRAWS)
TABLE = "kaifu_table.parquet"
KEPT = (
    *(f"calibrate_{each}{past}" for past in ("", "_constant") for each in READINGS),
    "weigh", "weigh_constant", "ship", "jackknife",
)  # fmt: skip
"""Steps that need not be done where the model of today gives the stored draws their figures."""
NAMING_WISHES = re.compile(rb"^(?:wishes|no_wish): .*\n(?:[ ].*\n)*", re.MULTILINE)
"""Lines in which a policy file names the wishes that it tries: no run reads them."""


def all_steps(desk: Desk) -> list[Step]:
    """Return every step, in an order in which none comes before what it reads."""
    made = [_fit(desk), _confirm(desk), _baseline(desk)]
    for past in PASTS:
        made += [*(_calibrate(desk, each, past) for each in READINGS), _weigh(desk, past)]
    made += [_ship(desk), _jackknife(desk), _scorecard(desk), _backcasts(desk), _recovery(desk)]
    made += [_bands(desk)]
    made += [_sensitivity(desk), _picture(desk), _told(desk)]
    return made + [_notebook(desk, name) for name in all_notebooks()]


def _plain(value: object) -> str:
    return key_of_inputs({"settings": repr(value)})


def _runs(desk: Desk) -> Hashes:
    """Return hashes of the data that decide a run."""
    data = desk.data
    return {
        "parameters": hash_of(data / "parameters.csv"),
        "places and policies": hash_of(
            data / "places", data / "policies", leaving_out=NAMING_WISHES
        ),
    }


def _fit(desk: Desk) -> Step:
    output = desk.work / "fit.txt"

    def make(_key: str) -> None:
        command = [sys.executable, str(SCRIPTS / "fit_survey.py"), "--evaluations",
                   str(desk.sizes.fit_evaluations)]  # fmt: skip
        partial = output.with_suffix(".partial")
        with partial.open("w", encoding="utf-8") as stream:
            subprocess.run(command, stdout=stream, check=True)
        partial.replace(output)
        print(output.read_text(encoding="utf-8"))
        print(
            "These are proposals: put them into data/parameters.csv and the levers of current "
            "practice, then make everything anew."
        )

    return Step(
        "fit", "values that a new point fit proposes; changes no file (--fit)",
        lambda: {"model": sources("survey"), **_runs(desk)}, lambda: [output], make,
        is_asked_only=True,
    )  # fmt: skip


def _baseline(desk: Desk) -> Step:
    target = desk.root / "tests" / "baseline" / "kaifu_current_practice.json"
    script = SCRIPTS / "update_baseline.py"
    return Step(
        "baseline", "the recorded baseline of the tests",
        lambda: {"model": sources("runs"), "script": hash_of(script), **_runs(desk)},
        lambda: [target], lambda _key: write_baseline(target),
    )  # fmt: skip


def _confirm(desk: Desk) -> Step:
    folder = desk.data / "calibration"
    manifests = [folder / name.replace(".parquet", ".json") for name in DRAWS]

    def inputs() -> Hashes:
        return {**inputs_of_calibration(), **inputs_of_weighing(), "draws": desk.shipped(*DRAWS)}

    def make(key: str) -> None:
        with (
            staged_progress(as_json=False, quiet=False) as tell,
            local_workers(desk.workers) as crew,
        ):
            settings = desk.sizes.calibration
            job = Job(settings.place, settings.seed, desk.parts("confirm", key), crew, tell)
            say(f"{confirm(folder, job):,} draws give the figures they were chosen by")

    return Step(
        "confirm", "whether the model of today gives the stored draws their figures (--confirm)",
        inputs, lambda: manifests, make, is_asked_only=True,
    )  # fmt: skip


def _calibrate(desk: Desk, reading: str, past: str) -> Step:
    settings = desk.sizes.calibrating(reading, past)

    def inputs() -> Hashes:
        return {**inputs_of_calibration(), **_runs(desk), "settings": _plain(settings)}

    def folder() -> Path:
        return calibration_folder(desk, past)

    def make(_key: str) -> None:
        with staged_progress(as_json=False, quiet=False) as tell:
            calibrate(settings, folder(), workers=desk.workers, tell=tell)

    return Step(
        f"calibrate_{reading}{_suffix(past)}",
        f"draws of reading {reading}, past {past}, in the work folder",
        inputs, lambda: [folder() / name for name in files_of(settings)], make,
    )  # fmt: skip


def _suffix(past: str) -> str:
    return "" if past == PASTS[0] else f"_{past}"


def calibration_folder(desk: Desk, past: str) -> Path:
    """Return where both readings are calibrated: they share the waves of history matching."""
    shared = desk.sizes.calibrating(READINGS[0], past)
    inputs = {**inputs_of_calibration(), **_runs(desk), "settings": _plain(shared)}
    return desk.parts("calibration", key_of_inputs(inputs))


def _weigh(desk: Desk, past: str) -> Step:
    settings = desk.sizes.calibrating(READINGS[0], past)
    drawn = [files_of(desk.sizes.calibrating(each, past))[0] for each in READINGS]

    def make(_key: str) -> None:
        with staged_progress(as_json=False, quiet=False) as tell:
            weigh(settings, calibration_folder(desk, past), workers=desk.workers, tell=tell)

    return Step(
        f"weigh{_suffix(past)}", f"draws of both readings, weighed by outside figures, past {past}",
        lambda: {
            **inputs_of_weighing(),
            **{name: hash_of(calibration_folder(desk, past) / name) for name in drawn},
        },
        lambda: [calibration_folder(desk, past) / name for name in files_of_weighing(settings)],
        make, after=tuple(f"calibrate_{each}{_suffix(past)}" for each in READINGS),
    )  # fmt: skip


def _ship(desk: Desk) -> Step:
    def made() -> list[Path]:
        """Return what is calibrated and weighed, in the work folder."""
        return [
            calibration_folder(desk, past) / name for past in PASTS for name in _names(desk, past)
        ]

    target = desk.data / "calibration"

    def make(_key: str) -> None:
        missing = [path.name for path in made() if not path.exists()]
        if missing:
            raise BadValue(f"{missing[0]} is not calibrated yet; begin with --from calibrate_A.")
        for path in made():
            partial = target / f"{path.name}.partial"
            shutil.copyfile(path, partial)
            partial.replace(target / path.name)
        posterior_of.cache_clear()

    return Step(
        "ship", "the draws of every conditioning and past in data/calibration",
        lambda: {path.name: hash_of(path) for path in made()},
        lambda: [target / path.name for path in made()], make,
        after=tuple(
            f"{step}{_suffix(past)}"
            for past in PASTS
            for step in (*(f"calibrate_{each}" for each in READINGS), "weigh")
        ),
    )  # fmt: skip


def _names(desk: Desk, past: str) -> list[str]:
    """Return the names of the files of a past that ship."""
    settings = [desk.sizes.calibrating(each, past) for each in READINGS]
    names = [name for each in settings for name in files_of(each)]
    return list(dict.fromkeys([*names, *files_of_weighing(settings[0])]))


def _jackknife(desk: Desk) -> Step:
    def inputs() -> Hashes:
        return {
            "model": sources("calibration/jackknife", "calibration/reweighing", "outcomes",
                             "calibration/policy_effects", "calibration/conclusions"),
            "script": hash_of(SCRIPTS / "leave_out_evidence.py"),
            "settings": _plain(desk.sizes.jackknife), **inputs_of_calibration(), **_runs(desk),
            "stored runs": desk.shipped(TABLE),
        }  # fmt: skip

    def make(key: str) -> None:
        write_jackknife(desk.sizes.jackknife, desk.parts("jackknife", key),
                        workers=desk.workers, tell=say)  # fmt: skip
        load_jackknife.cache_clear()

    return Step(
        "jackknife", "effects with evidence left out", inputs, lambda: [jackknife_file()], make,
        after=("ship",),
    )  # fmt: skip


def _result(
    desk: Desk, name: str, about: str, inputs: Callable[[], Hashes],
    make: Callable[[Desk, Path], None],
) -> Step:  # fmt: skip
    """Return a step that leaves data/results/NAME.json."""
    path = result_file(desk, name)
    script = SCRIPTS / "anew" / "results.py"
    return Step(
        name, about, lambda: {**inputs(), **_runs(desk), "script": hash_of(script)},
        lambda: [path], lambda _key: make(desk, path), after=("ship",),
    )  # fmt: skip


def result_file(desk: Desk, name: str) -> Path:
    """Return where a result that is dear to work out is kept."""
    return desk.data / "results" / f"{name}.json"


def _scorecard(desk: Desk) -> Step:
    return _result(desk, "scorecard", "verdicts on every figure", lambda: {
        "model": sources("calibration/scorecard", "calibration/virtual_survey",
                         "calibration/moments", "calibration/reweighing"),
        "figures": desk.shipped("targets.csv"), "draws": desk.shipped(*DRAWS, *MOMENTS, TABLE),
        "settings": _plain(desk.sizes.scorecard),
    }, results.make_scorecard)  # fmt: skip


def _backcasts(desk: Desk) -> Step:
    return _result(desk, "backcasts", "what happened elsewhere when pay changed", lambda: {
        "model": sources("calibration/backcasts", "outcomes", "uncertainty"),
        "figures": hash_of(desk.data / "backcasts.csv"), "draws": desk.shipped(*DRAWS),
        "settings": _plain(desk.sizes.scorecard),
    }, results.make_backcasts)  # fmt: skip


def _recovery(desk: Desk) -> Step:
    return _result(desk, "recovery", "what the reports inform, from made-up surveys", lambda: {
        "inference": sources("calibration/identifiability", "calibration/reweighing"),
        "figures": desk.shipped("targets.csv", "free.csv"), "draws": desk.shipped(*DRAWS, TABLE),
        "settings": _plain(desk.sizes.recovery),
    }, results.make_recovery)  # fmt: skip


def _bands(desk: Desk) -> Step:
    return _result(desk, "bands", "shares of luck, parameters and form", lambda: {
        "model": sources("uncertainty", "outcomes"), "draws": desk.shipped(*DRAWS),
        "settings": _plain(desk.sizes.bands),
    }, results.make_bands)  # fmt: skip


def _sensitivity(desk: Desk) -> Step:
    path = result_file(desk, "sensitivity")
    picture = desk.root / "docs" / "images" / "morris_exit_rate.png"

    def inputs() -> Hashes:
        return {
            "model": sources("sensitivity", "outcomes", "charts"), **_runs(desk),
            "ranges": desk.shipped("free.csv"),
            "settings": _plain(desk.sizes.sensitivity),
            "script": hash_of(SCRIPTS / "anew" / "results.py"),
        }  # fmt: skip

    def make(_key: str) -> None:
        deciding = {"model": sources("sensitivity", "outcomes"), **_runs(desk),
                    "ranges": desk.shipped("free.csv"),
                    "settings": _plain(desk.sizes.sensitivity)}  # fmt: skip
        work = desk.parts("sensitivity", key_of_inputs(deciding))
        results.make_sensitivity(desk, work, path, picture)

    return Step(
        "sensitivity", "what moves exit, service and cost", inputs, lambda: [path, picture], make
    )


def _picture(desk: Desk) -> Step:
    picture = desk.root / "docs" / "images" / "cost_service.png"
    return Step(
        "picture", "the comparison that README.md shows",
        lambda: {
            "model": sources("uncertainty", "outcomes", "comparison", "charts"), **_runs(desk),
            "draws": desk.shipped(*DRAWS), "settings": _plain(desk.sizes.comparison),
        },
        lambda: [picture], lambda _key: results.make_picture(desk, picture), after=("ship",),
    )  # fmt: skip


def _told(desk: Desk) -> Step:
    documents = [desk.root / name for name in DOCUMENTS]
    return Step(
        "told", "the numbers and sentences in the documents",
        lambda: {
            "results": hash_of(desk.data / "results", desk.data / "calibration"),
            "words": hash_of(SCRIPTS / "anew", PACKAGE / "calibration"),
        },
        lambda: documents, lambda _key: tell_documents(desk.root),
        after=("jackknife", "scorecard", "backcasts", "recovery", "bands", "sensitivity"),
    )  # fmt: skip


def _notebook(desk: Desk, name: str) -> Step:
    folder = desk.work / "notebooks"
    return Step(
        name, "this notebook's claims, at the size of the tests",
        lambda: {
            "package": hash_of(PACKAGE), "data": hash_of(desk.data),
            "notebook": hash_of(find_notebook(name)), "settings": _plain(SMALL[name]),
        },
        lambda: [folder / f"{name}.ipynb"], lambda _key: broken_claims(name, folder),
        after=("ship", "jackknife"),
    )  # fmt: skip


def say(line: str) -> None:
    """Tell how far it is."""
    print(line, file=sys.stderr, flush=True)
