"""The null model: constant hazards by length of service, and every vacancy filled from outside.

Nobody reacts to anything.  Three hazards, two rates of growth and one distribution of entry ages
are fitted to the same figures of tenure, age and growth as the model is; what the model adds is
what it gets right beyond this, and that policies do something in it at all.
"""

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from community_sim.calibration.calibrating import targets_of
from community_sim.calibration.scorecard import verdict
from community_sim.survey import load_targets

if TYPE_CHECKING:
    import pandas as pd
    from great_tables import GT

__all__ = ["Null", "fitted_null", "null_moments", "null_scores", "null_table"]

Array = NDArray[np.float64]

_YEARS, _LATE_YEARS, _TERM, _LAST_YEARS = 20, 5, 3, 5
_LONGEST = 60
_FOUNDERS_TENURE = 3.0
_BANDS = (4, 10)
_AGES = {"m3": (0, 30), "m4": (31, 35), "m5": (36, 45), "m6": (46, 54), "m7": (55, 200)}


class Null(NamedTuple):
    """Parameters of the null model.

    Attributes
    ----------
    new, settled, old : float
        Chance of leaving in a year with less than 4, 4 to 9, and 10 or more years of service.
    early, late : float
        Growth of posts until five years before the survey, and from then on [share a year].
    entry_age, entry_sd : float
        Mean and standard deviation of the age at entry [years].
    """

    new: float
    settled: float
    old: float
    early: float
    late: float
    entry_age: float
    entry_sd: float


_PRIOR = Null(0.15, 0.15, 0.15, 0.05, 0.15, 33.0, 6.0)
_PRIOR_SD = Null(0.10, 0.10, 0.10, 0.05, 0.10, 6.0, 2.0)
"""What is thought of them where figures do not say; weak, so that the fit has one answer."""
_LOW = Null(0.0, 0.0, 0.0, 0.0, 0.0, 24.0, 2.0)
_HIGH = Null(0.9, 0.9, 0.9, 0.1, 0.3, 46.0, 12.0)


def null_moments(null: Null) -> dict[str, float]:
    """Return the figures that the null model speaks of, by the moment's id."""
    hazards = np.full(_LONGEST, null.old)
    hazards[: _BANDS[1]] = null.settled
    hazards[: _BANDS[0]] = null.new
    staff = np.exp(-np.arange(_LONGEST) / _FOUNDERS_TENURE)
    staff /= staff.sum()
    totals, leavers = [1.0], []
    for year in range(1 - _YEARS, 1):
        left = staff * hazards
        growth = null.late if year > -_LATE_YEARS else null.early
        stayed = np.concatenate([[0.0], (staff - left)[:-1]])
        stayed[-1] += (staff - left)[-1]
        stayed[0] = totals[-1] * (1.0 + growth) - stayed.sum()
        leavers.append(left.sum() / staff.sum())
        staff = stayed
        totals.append(float(staff.sum()))
    shares = staff / staff.sum()
    found = {
        "m1": float(shares[_BANDS[0] :].sum()),
        "m2A": float(shares[_BANDS[1] :].sum()),
        "m2B": float(shares[_BANDS[1] :].sum()),
        "g1": math.log(totals[-1] / totals[-1 - _LATE_YEARS]),
        "x1": float(shares[:_TERM].sum()),
        "x2": float(np.mean(leavers[-_LAST_YEARS:])),
    }
    for name, (youngest, oldest) in _AGES.items():
        found[name] = float(shares @ _aged(null, youngest, oldest))
    return found


def _aged(null: Null, youngest: int, oldest: int) -> Array:
    """Return by length of service the share of an age band, whose ages are completed years."""
    from scipy.stats import norm

    served = np.arange(_LONGEST)
    entered = norm(null.entry_age, null.entry_sd)
    share: Array = entered.cdf(oldest + 1 - served) - entered.cdf(youngest - served)
    return share


def fitted_null(reading: str) -> Null:
    """Return the null model that meets the figures of tenure, age and growth best.

    Parameters
    ----------
    reading : str
        Of the tenure share, A or B.
    """
    from scipy.optimize import least_squares

    targets = targets_of(reading)
    spoken = [at for at, name in enumerate(targets.names) if name in null_moments(_PRIOR)]

    def gaps(point: Array) -> Array:
        moments = null_moments(Null(*point.tolist()))
        seen = np.array([moments[targets.names[at]] for at in spoken])
        apart = (seen - targets.values[spoken]) / targets.errors[spoken]
        return np.concatenate([apart, (point - np.array(_PRIOR)) / np.array(_PRIOR_SD)])

    found = least_squares(gaps, np.array(_PRIOR), bounds=(np.array(_LOW), np.array(_HIGH)))
    return Null(*found.x.tolist())


def null_scores(reading: str) -> "pd.DataFrame":
    """Return how the null model, fitted under a reading, meets every figure that it speaks of.

    Returns
    -------
    DataFrame
        id, label_en, label_zh, role (fitted, held out), report, null (value), error [standard
        errors of the figure], verdict.
    """
    import pandas as pd

    moments, fitted = null_moments(fitted_null(reading)), targets_of(reading).names
    other = {"A": "m2B", "B": "m2A"}[reading]
    rows = []
    for target in load_targets():
        if target.id not in moments or target.id == other:
            continue
        error = (moments[target.id] - target.value) / target.standard_error
        role = "fitted" if target.id in fitted else "held out"
        rows.append(
            (target.id, target.label_en, target.label_zh, role, target.value, moments[target.id],
             error, verdict(error, target))
        )  # fmt: skip
    columns = ("id", "label_en", "label_zh", "role", "report", "null", "error", "verdict")
    return pd.DataFrame(rows, columns=list(columns))


_WORDS = {
    "en": {
        "title": "What the model adds over constant hazards",
        "subtitle": "Errors in standard errors; constant hazards fitted under reading {reading}",
        "name": "Figure", "role": "Role", "null": "Constant hazards", "model": "Model",
        "fitted": "fitted", "held out": "held out", "weighed by": "weighed by",
        "note": "Under constant hazards nobody reacts to pay, prospects or load: no policy moves "
        "exits. Source, education and applications are shares that it could only copy.",
    },
    "zh": {
        "title": "模型比固定离职率多说明了什么",
        "subtitle": "误差以标准误计；固定离职率按口径{reading}拟合",
        "name": "数字", "role": "用途", "null": "固定离职率", "model": "模型",
        "fitted": "拟合", "held out": "留出", "weighed by": "加权",
        "note": "在固定离职率下，无人对薪酬、前景或负担作出反应，任何政策都不改变离职。"
        "来源、学历与应聘只能照抄。",
    },
}  # fmt: skip


def null_table(scores: "pd.DataFrame", reading: str, lang: str = "en") -> "GT":
    """Return the errors of the null model beside those of the model, to read.

    Parameters
    ----------
    scores : DataFrame
        As `scorecard` returns it.
    reading : str
        Under which the null model is fitted.
    lang : {'en', 'zh'}
        Language.
    """
    import pandas as pd
    from great_tables import GT

    words = _WORDS["zh" if lang == "zh" else "en"]
    null = null_scores(reading)
    model = scores[scores["role"] != "input"].drop_duplicates("id").set_index("id")["error"]
    shown = pd.DataFrame({
        "name": null["id"] + "  " + null["label_zh" if lang == "zh" else "label_en"],
        "role": [words[role] for role in null["role"]],
        "null": null["error"],
        "model": [model.get(name, np.nan) for name in null["id"]],
    })  # fmt: skip
    return (
        GT(shown, rowname_col="name", id="null")
        .tab_header(words["title"], words["subtitle"].format(reading=reading))
        .tab_stubhead(words["name"])
        .cols_label({name: words[name] for name in ("role", "null", "model")})
        .fmt_number(["null", "model"], decimals=1, force_sign=True)
        .sub_missing(missing_text="–")
        .tab_source_note(words["note"])
        .opt_align_table_header("left")
    )
