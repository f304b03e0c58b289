"""Hold the simulated population at the survey against what report 1 counted there.

The survey is the end of the history: current practice has run for twenty years in a growing
workforce, and nobody has yet heard of a policy.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community_sim.plan import Plan
from community_sim.prospects import live_through, past_plan
from community_sim.reading import data_folder, read_table
from community_sim.scenario import Scenario
from community_sim.trajectory import Trajectory

if TYPE_CHECKING:
    import pandas as pd
    from great_tables import GT

__all__ = [
    "DISCREPANCY",
    "SurveyMoment",
    "load_survey_moments",
    "load_targets",
    "simulated_shares",
    "survey_check",
    "survey_moments",
    "survey_shares",
    "survey_table",
]

DISCREPANCY = 0.01
"""Model discrepancy added to every standard error, in quadrature: one point."""

_WITHIN = 3.0

Row = Mapping[str, float]


@dataclass(frozen=True)
class SurveyMoment:
    """A share that the survey states, and how sure it is.

    Attributes
    ----------
    id : str
        `m1` and so on, as in MODEL.md.
    label_en, label_zh : str
        What share it is.
    value : float
        The survey's share.
    sample : int
        People counted, for the binomial standard error.
    use : str
        `fit`, `reading` (fitted under one reading of the tenure share, held out otherwise),
        `hold out`, `input`, or `just identified` (sets a constant and says nothing else).
    figures : str
        Ids of the report figures; empty where the value is not the reports'.
    stated_error : float or None
        Standard error where it is not a count's.
    warn_beyond, fail_beyond : float
        Distances [standard errors] beyond which the scorecard warns and fails.
    indirectness : str
        How far from the district's own the figure is, where `outside` weighs draws by it; else
        empty.
    source : str
        Where a value comes from that is not the reports'.
    """

    id: str
    label_en: str
    label_zh: str
    value: float
    sample: int
    use: str
    figures: str
    stated_error: float | None
    warn_beyond: float
    fail_beyond: float
    indirectness: str
    source: str

    @property
    def is_fitted(self) -> bool:
        """Whether every fit aims at it."""
        return self.use == "fit"

    @property
    def standard_error(self) -> float:
        """Binomial (or stated) standard error and the model discrepancy, in quadrature."""
        if self.stated_error is not None:
            return math.hypot(self.stated_error, DISCREPANCY)
        return math.sqrt(self.value * (1.0 - self.value) / self.sample + DISCREPANCY**2)

    @property
    def noise(self) -> float:
        """What the figure may be off though the model were right: discrepancy, and a stated error.

        A census has no sampling error: the luck of those who were counted is that of a run.
        """
        return math.hypot(self.stated_error or 0.0, DISCREPANCY)

    def label(self, lang: str = "en") -> str:
        """Return the name for people."""
        return self.label_zh if lang == "zh" else self.label_en


_SHARES: dict[str, Callable[[Row], float]] = {
    "m1": lambda row: row["tenure_4_9"] + row["tenure_10_plus"],
    "m2A": lambda row: row["tenure_10_plus"],
    "m2B": lambda row: row["tenure_10_plus"],
    "m3": lambda row: row["age_to_30"],
    "m4": lambda row: row["age_31_35"],
    "m5": lambda row: row["age_36_45"],
    "m6": lambda row: row["age_46_54"],
    "m7": lambda row: row["age_55_plus"],
    "m8": lambda row: row["elected"],
    "m9": lambda row: row["hired"],
    "m10": lambda row: row["seconded"],
    "m11": lambda row: row["high_school"],
    "m12": lambda row: row["bachelor"],
    "m13": lambda row: row["female"],
}


def load_targets() -> tuple[SurveyMoment, ...]:
    """Return every figure that the model is held against, from `data/calibration/targets.csv`."""
    rows = read_table(data_folder() / "calibration" / "targets.csv")
    return tuple(
        SurveyMoment(
            row["id"],
            row["label_en"],
            row["label_zh"],
            float(row["value"]),
            int(row["sample"] or 0),
            row["use"],
            row["figures"],
            float(row["standard_error"]) if row["standard_error"] else None,
            float(row["warn_beyond"]),
            float(row["fail_beyond"]),
            row["indirectness"],
            row["source"],
        )
        for row in rows
    )


def load_survey_moments() -> tuple[SurveyMoment, ...]:
    """Return the targets that are shares of the workforce at the survey."""
    return tuple(moment for moment in load_targets() if moment.id in _SHARES)


def simulated_shares(history: Trajectory) -> dict[str, float]:
    """Return the survey's shares in the last year of a history, by the moment's id."""
    row = {name: float(column[-1]) for name, column in history.stock_columns.items()}
    return {name: share(row) / row["closing"] for name, share in _SHARES.items()}


def survey_moments(histories: Sequence[Trajectory]) -> "pd.DataFrame":
    """Return how far simulated populations are from the survey, one row per moment.

    Parameters
    ----------
    histories : sequence of Trajectory
        Runs of the years before the survey; the last year of each counts.

    Returns
    -------
    DataFrame
        moment, label_en, label_zh, survey, simulated (mean over runs), standard_error,
        deviation [standard errors], fitted, within (three standard errors).
    """
    import pandas as pd

    seen = [simulated_shares(run) for run in histories]
    rows = []
    for moment in load_survey_moments():
        shares = [each[moment.id] for each in seen]
        simulated = math.fsum(shares) / len(shares)
        deviation = (simulated - moment.value) / moment.standard_error
        rows.append(
            {
                "moment": moment.id,
                "label_en": moment.label_en,
                "label_zh": moment.label_zh,
                "survey": moment.value,
                "simulated": simulated,
                "standard_error": moment.standard_error,
                "deviation": deviation,
                "fitted": moment.is_fitted,
                "within": abs(deviation) <= _WITHIN,
            }
        )
    return pd.DataFrame(rows)


def survey_check(scenario: Scenario, *, replications: int = 20, seed: int = 1) -> "pd.DataFrame":
    """Run the history of a scenario's place and hold its end against the survey."""
    history: Plan = past_plan(scenario)
    return survey_moments(
        [live_through(history, one)[0] for one in range(seed, seed + replications)]
    )


def survey_table(moments: "pd.DataFrame", lang: str = "en") -> "GT":
    """Return the survey check as a table that people read."""
    from great_tables import GT, loc, style

    words = _WORDS["zh" if lang == "zh" else "en"]
    shown = moments[["survey", "simulated", "deviation", "fitted", "within"]].copy()
    shown.insert(0, "share", moments[f"label_{'zh' if lang == 'zh' else 'en'}"])
    shown["fitted"] = [words["fitted" if each else "held out"] for each in moments["fitted"]]
    shown["within"] = [words["within" if each else "misses"] for each in moments["within"]]
    columns = ("share", "survey", "simulated", "deviation", "fitted", "within")
    missed = [row for row, fine in enumerate(moments["within"]) if not fine]
    return (
        GT(shown, id="survey")
        .tab_header(words["title"], words["subtitle"])
        .cols_label({name: words[f"column {name}"] for name in columns})
        .fmt_percent(["survey", "simulated"], decimals=1)
        .fmt_number("deviation", decimals=1, force_sign=True)
        .tab_style(style.text(weight="bold"), loc.body(rows=missed))
        .opt_align_table_header("left")
    )


_WORDS = {
    "en": {
        "title": "The simulated workforce at the survey",
        "subtitle": "Before any policy; bold rows miss by more than three standard errors",
        "column share": "Share of cadres",
        "column survey": "Survey",
        "column simulated": "Model",
        "column deviation": "Standard errors apart",
        "column fitted": "Use",
        "column within": "Within three",
        "fitted": "fitted",
        "held out": "held out",
        "within": "yes",
        "misses": "no",
    },
    "zh": {
        "title": "调查时点的模拟队伍",
        "subtitle": "政策实施之前;加粗行偏离超过三个标准误",
        "column share": "占社区干部比例",
        "column survey": "调查",
        "column simulated": "模型",
        "column deviation": "相差标准误",
        "column fitted": "用途",
        "column within": "三个标准误以内",
        "fitted": "用于拟合",
        "held out": "留作检验",
        "within": "是",
        "misses": "否",
    },
}


def survey_shares() -> dict[str, float]:
    """Return the survey's share of each stock column that it states as one band."""
    bands = {"m3": "age_to_30", "m4": "age_31_35", "m5": "age_36_45", "m6": "age_46_54",
             "m7": "age_55_plus"}  # fmt: skip
    moments = {moment.id: moment.value for moment in load_survey_moments()}
    shares = {band: moments[identity] for identity, band in bands.items()}
    shares["tenure_0_3"] = 1.0 - moments["m1"]
    shares["tenure_10_plus"] = moments["m2A"]
    shares["tenure_4_9"] = moments["m1"] - moments["m2A"]
    return shares
