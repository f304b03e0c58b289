"""Hold the effects of policies against a baseline, and give them as tables and sentences."""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from community_sim.comparison.effects import Effect
from community_sim.comparison.grounds import Seen
from community_sim.comparison.limits import undecided_by_reports
from community_sim.comparison.ordering import order_sentence
from community_sim.comparison.regret import regret_frame
from community_sim.comparison.table import (
    effect_table,
    expectation_table,
    ground_table,
    regret_table,
)
from community_sim.comparison.wording import expectation_frame, title_of, what_was_found
from community_sim.errors import BadValue, did_you_mean
from community_sim.outcomes import HEADLINE_OUTCOMES, outcome, outcome_table
from community_sim.posterior import Ground
from community_sim.results import Results

if TYPE_CHECKING:
    import pandas as pd
    from great_tables import GT

__all__ = ["Comparison"]

_SIGNIFICANT_DIGITS = 10
_RATE = "discount_rate"
POINT_FIT = ("point fit", "constant")
"""What runs without draws are given, and their past."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Hold the effects of policies against a baseline.

    Attributes
    ----------
    results : Results
        The runs compared.
    baseline : str
        Name of the scenario compared with.
    confidence : float
        Coverage of the intervals [probability].
    effects : pandas.DataFrame
        Columns policy, horizon, outcome, current, value, effect, low, high, decided, replications
        (see `Effect`); rows in the order of the results, the horizons and `OUTCOMES`.
    levels : pandas.DataFrame
        Columns policy, horizon, outcome, value, replications: the mean of every outcome under every
        scenario, the baseline among them, over the replications in which it is defined.
    order : pandas.DataFrame or None
        How often draws of the posterior agree on the order of two policies (see `order_frame`);
        None where all runs are at the point fit.
    grounds : pandas.DataFrame or None
        The columns of `effects` on every ground that was run, with given, past and choice before
        them, and behind them up, down and draws (see `Agreement`), and robust: whether the sign
        holds under every conditioning and past; `decided` is of one ground.
    ground : Ground or None
        What `effects` stand on; None at the point fit.
    lacking : tuple of Ground
        Grounds with too few effective draws for a number.
    seen : mapping
        What was seen on every ground.
    discount_rate : float
        At which yearly money is averaged [share per year].
    """

    results: Results
    baseline: str
    confidence: float
    effects: "pd.DataFrame"
    levels: "pd.DataFrame"
    order: "pd.DataFrame | None" = None
    grounds: "pd.DataFrame | None" = None
    ground: Ground | None = None
    lacking: tuple[Ground, ...] = ()
    seen: Mapping[Ground, Seen] = field(default_factory=dict)
    discount_rate: float = 0.0

    @property
    def is_drawn(self) -> bool:
        """Whether intervals span draws of the posterior, not luck alone."""
        return self.order is not None

    @cached_property
    def at_draws(self) -> Mapping[Ground, Mapping[str, NDArray[Any]]]:
        """Return effects at the last horizon at the draws of every ground, by policy.

        Arrays of the shape (draws, outcomes), outcomes in the order of `MEASURED`.
        """
        last = len(self.horizons) - 1
        return {ground: seen.means(self.baseline, last) for ground, seen in self.seen.items()}

    @property
    def policies(self) -> tuple[str, ...]:
        """Return the policies compared with the baseline, in order."""
        return tuple(name for name in self.results.policies if name != self.baseline)

    @property
    def horizons(self) -> tuple[int, ...]:
        """Return the horizons, ascending."""
        return tuple(int(each) for each in self.effects["horizon"].unique())

    def title(self, policy: str, lang: str = "en") -> str:
        """Return the title of a policy or of the baseline, its name where it has no title."""
        return title_of(self.results.scenario(policy), lang)

    def frame(
        self, outcomes: Sequence[str] | None = None, horizon: int | None = None
    ) -> "pd.DataFrame":
        """Return the rows of `effects` of some outcomes and one horizon; default all.

        Raises
        ------
        UnknownOutcome
            There is no outcome of this name.
        BadValue
            The comparison has no such horizon.
        """
        rows = self.effects
        if outcomes is not None:
            names = [outcome(name).name for name in outcomes]
            rows = rows[rows["outcome"].isin(names)]
        if horizon is not None:
            rows = rows[rows["horizon"] == self._known_horizon(horizon)]
        return rows.reset_index(drop=True)

    def effect(self, policy: str, name: str, horizon: int | None = None) -> Effect:
        """Return the effect of one policy on one outcome; by default at the last horizon."""
        if policy not in self.policies:
            raise BadValue(
                f"'{policy}' is not compared with '{self.baseline}'. "
                f"{did_you_mean(policy, self.policies)}"
            )
        year = self._known_horizon(self.horizons[-1] if horizon is None else horizon)
        return self._effect_of[policy, year, outcome(name).name]

    def level(self, policy: str, name: str, horizon: int | None = None) -> float:
        """Return the mean of one outcome under one scenario; by default at the last horizon."""
        year = self._known_horizon(self.horizons[-1] if horizon is None else horizon)
        rows = self.levels[
            (self.levels["policy"] == self.results.scenario(policy).name)
            & (self.levels["outcome"] == outcome(name).name)
            & (self.levels["horizon"] == year)
        ]
        return float(rows["value"].iloc[0]) if len(rows) else math.nan

    def table(
        self,
        outcomes: Sequence[str] | None = None,
        horizon: int | None = None,
        *,
        lang: str = "en",
    ) -> "GT":
        """Return a table for readers: a row per policy, a column per outcome.

        Parameters
        ----------
        outcomes : sequence of str, optional
            Default `HEADLINE_OUTCOMES`.
        horizon : int, optional
            Default the last.
        lang : {'en', 'zh'}
            Language of the labels.
        """
        chosen = [outcome(name) for name in (outcomes or HEADLINE_OUTCOMES)]
        year = self._known_horizon(self.horizons[-1] if horizon is None else horizon)
        return effect_table(self, chosen, horizon=year, lang=lang)

    def sentences(self, lang: str = "en") -> dict[str, str]:
        """Return for each policy what it changes and what was found at the last horizon."""
        return {policy: what_was_found(self, policy, lang=lang) for policy in self.policies}

    def expectations(self) -> "pd.DataFrame":
        """Return how the signs that the policy files expected turned out at the last horizon.

        Returns
        -------
        pandas.DataFrame
            Columns policy, outcome, expected ('up', 'down'), found ('as expected', 'contrary',
            'not decided').
        """
        return expectation_frame(self)

    def expectation_table(self, *, lang: str = "en") -> "GT":
        """Return the signs that policy files expected beside what the runs found, to read."""
        return expectation_table(self, lang=lang)

    def order_sentences(self, lang: str = "en") -> tuple[str, ...]:
        """Return for each headline outcome whether the order of the policies is robust.

        Nothing without draws of the posterior, or with fewer than two policies.
        """
        if self.order is None or len(self.policies) < 2:
            return ()
        said = []
        for name in HEADLINE_OUTCOMES:
            effects = {policy: self.effect(policy, name).effect for policy in self.policies}
            known = {policy: one for policy, one in effects.items() if not math.isnan(one)}
            ranked = sorted(known, key=lambda policy: -known[policy])
            titles = {policy: self.title(policy, lang) for policy in ranked}
            said.append(order_sentence(self.order, outcome(name), titles, lang=lang))
        return tuple(said)

    def ground_table(
        self,
        outcomes: Sequence[str] = ("exit_rate", "service_capacity"),
        horizon: int | None = None,
        *,
        lang: str = "en",
    ) -> "GT":
        """Return under which conditionings, pasts and forms each conclusion holds, to read.

        Raises
        ------
        BadValue
            The runs are at the point fit.
        """
        year = self._known_horizon(self.horizons[-1] if horizon is None else horizon)
        return ground_table(self, [outcome(name) for name in outcomes], horizon=year, lang=lang)

    def regret(self, name: str, *, budget: float | None = None) -> "pd.DataFrame":
        """Return how often each scenario is best, and its mean regret, ground by ground.

        At the last horizon; see `regret_frame`.

        Raises
        ------
        BadValue
            The runs are at the point fit, or more of the outcome is neither better nor worse.
        """
        if not self.at_draws:
            raise BadValue("Regret is over draws of the posterior; the runs are at the point fit.")
        each = outcome(name)
        if each.higher_is == "neutral" or each.needs_baseline:
            raise BadValue(f"More or less of '{name}' is neither better nor worse by itself.")
        return regret_frame(self.at_draws, self.baseline, each, budget)

    def regret_table(
        self, name: str = "exit_rate", *, budget: float | None = None, lang: str = "en"
    ) -> "GT":
        """Return the largest expected regret of every affordable scenario, to read.

        Parameters
        ----------
        name : str
            An outcome with a better side.
        budget : float, optional
            Most that a policy may cost more than the baseline [CNY a community and year].
        lang : {'en', 'zh'}
            Language.
        """
        return regret_table(self, outcome(name), budget=budget, lang=lang)

    def undecided_by_reports(self, lang: str = "en") -> tuple[str, ...]:
        """Return plain statements of what the reports cannot decide."""
        return undecided_by_reports(lang, is_drawn=self.is_drawn)

    def outcomes(self) -> "pd.DataFrame":
        """Return every outcome of every run, with what the run stands on.

        Returns
        -------
        DataFrame
            given, past, choice, draw (place among those of its ground; -1 at the point fit),
            policy, seed, horizon, outcome, value.  Its `attrs` have the discount rate if it is not
            zero; a parquet file keeps them.
        """
        import pandas as pd

        frames = []
        if self.ground is None:
            choice = self.results.scenario(self.baseline).dynamics
            table = outcome_table(self.results, self.horizons, self.discount_rate)
            frames.append((Ground(*POINT_FIT, choice), table))
            frames[0][1].insert(0, "draw", -1)
        else:
            seeds = self.results.seeds_of(self.baseline)
            for ground, seen in self.seen.items():
                frames.append((ground, seen.frame(seeds, self.horizons)))
        for ground, frame in frames:
            for at, name in enumerate(Ground._fields):
                frame.insert(at, name, ground[at])
        table = pd.concat([frame for _, frame in frames], ignore_index=True)
        texts = (*Ground._fields, "policy", "outcome")
        table = table.astype(dict.fromkeys(texts, str))
        if self.discount_rate:
            table.attrs[_RATE] = self.discount_rate
        return table

    def to_csv(self, path: str | Path) -> None:
        """Write the effects on every ground: 10 significant digits, empty where undefined.

        Columns of `grounds`; at the point fit, which has no draws, those of `effects` behind
        given (`point fit`), past and choice.  A last column has the discount rate if it is not
        zero.  The same effects give the same bytes on every machine.
        """
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        frame = self._at_point_fit() if self.grounds is None else self.grounds
        if self.discount_rate:
            frame = frame.assign(**{_RATE: self.discount_rate})
        writer.writerow(frame.columns)
        for row in frame.itertuples(index=False):
            writer.writerow([_written(cell) for cell in row])
        Path(path).write_bytes(buffer.getvalue().encode("utf-8"))

    def _at_point_fit(self) -> "pd.DataFrame":
        frame = self.effects.copy()
        choice = self.results.scenario(self.baseline).dynamics
        for at, (name, value) in enumerate(zip(Ground._fields, (*POINT_FIT, choice), strict=True)):
            frame.insert(at, name, value)
        return frame

    @cached_property
    def _effect_of(self) -> dict[tuple[str, int, str], Effect]:
        rows = self.effects.itertuples(index=False, name=None)
        return {row[:3]: Effect(*row[3:]) for row in rows}

    def _known_horizon(self, horizon: int) -> int:
        if horizon not in self.horizons:
            known = ", ".join(str(each) for each in self.horizons)
            raise BadValue(f"The comparison has no horizon {horizon}; it has the years {known}.")
        return horizon


def _written(cell: Any) -> str:
    if isinstance(cell, (bool, np.bool_)):
        return "true" if cell else "false"
    if isinstance(cell, float):
        # Adding zero turns -0.0 into 0.0.
        return "" if math.isnan(cell) else f"{cell + 0.0:.{_SIGNIFICANT_DIGITS}g}"
    return str(cell)
