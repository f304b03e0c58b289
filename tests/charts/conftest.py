"""Comparisons to draw: one policy, and eight with long titles, over a few short runs."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from community_sim.calibration.conclusions import conclusions, load_jackknife
from community_sim.calibration.free import load_prior
from community_sim.comparison import Comparison, compare
from community_sim.runs import run
from community_sim.scenario import Scenario
from community_sim.survey import load_targets

EIGHT = ("S1", "P7", "S3", "S5", "S7", "S15", "P6", "P5")


@pytest.fixture(scope="session")
def one_policy() -> Comparison:
    """Return one policy against current practice."""
    return _compared(("S12",))


@pytest.fixture(scope="session")
def eight_policies() -> Comparison:
    """Return eight policies against current practice."""
    return _compared(EIGHT)


def _compared(policies: tuple[str, ...]) -> Comparison:
    current = Scenario.load(years=4)
    scenarios = [current, *(current.with_policy(policy) for policy in policies)]
    return compare(run(scenarios, replications=2, threads=1), current)


@pytest.fixture(scope="session")
def inferred() -> dict[str, tuple[object, ...]]:
    """Return what each chart of inference is drawn from: all quantities, made-up numbers."""
    names = load_prior().names
    share = np.linspace(0.95, -0.1, len(names))
    ranks = np.random.default_rng(1).uniform(size=(50, len(names)))
    recovery = pd.DataFrame({
        "quantity": names, "explained": share, "informed": share >= 0.3,
        "coverage_50": 0.5 * share.clip(0, 1), "coverage_90": 0.9,
    })  # fmt: skip
    effects = pd.DataFrame({
        "policy": ["S1", "P7", "S15"], "outcome": "exit_rate", "effect": [-0.08, 0.01, 0.0],
        "luck": 0.05, "informed": 0.05, "assumed": 0.05, "choice": 0.5, "past": 0.3,
        "interaction": 0.05,
        "half_luck": 0.01, "half_parameters": 0.02, "half_form": [0.06, 0.03, 0.0],
    })  # fmt: skip
    indices = pd.DataFrame({
        "outcome": "exit_rate", "parameter": names, "informed": share >= 0.3,
        "mu_star": share.clip(0), "confidence": 0.05, "sigma": 0.2,
        "first": share.clip(0), "first_confidence": 0.05, "total": share.clip(0),
        "total_confidence": 0.05,
    })  # fmt: skip
    return {
        "bands_chart": (effects, "exit_rate"),
        "informed_chart": (recovery,),
        "morris_chart": (indices, "exit_rate"),
        "ranks_chart": (recovery, ranks),
        "recovery_chart": (recovery, len(ranks)),
        "resting_chart": (conclusions(load_jackknife()), "quit_rate"),
        "scorecard_chart": (_scores(), "A"),
        "sobol_chart": (indices, "exit_rate"),
    }


def _scores() -> pd.DataFrame:
    """Return a scorecard of every figure, in every role and with every verdict."""
    targets = load_targets()
    return pd.DataFrame({
        "id": [each.id for each in targets],
        "label_en": [each.label("en") for each in targets],
        "label_zh": [each.label("zh") for each in targets],
        "role": np.resize(
            ["fitted", "held out", "weighed by", "input", "just identified"], len(targets)
        ),
        "report": [each.value for each in targets],
        "standard_error": [each.standard_error for each in targets],
        "model": [each.value for each in targets], "low": 0.1, "high": 0.3,
        "error": np.linspace(-9.0, 9.0, len(targets)),
        "verdict": np.resize(["pass", "warn", "fail", "by construction"], len(targets)),
    })  # fmt: skip


@pytest.fixture(scope="session")
def words_on():
    """Return a function from a figure to every text on it with the rectangle it takes [pixel]."""
    return _words_on


def _words_on(figure):
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    texts = list(figure.texts)
    for axes in figure.axes:
        texts += axes.texts
        for axis in (axes.xaxis, axes.yaxis):
            if axis.get_visible():
                texts += [axis.label, *_tick_labels(axis)]
    return [
        (text.get_text(), text.get_window_extent(renderer))
        for text in texts
        if text.get_visible() and text.get_text().strip()
    ]


def _tick_labels(axis):
    """Return the labels of the ticks in view; matplotlib keeps others, and does not draw them."""
    low, high = sorted(axis.get_view_interval())
    slack = 1e-9 * (high - low)
    return [
        tick.label1
        for tick in axis.get_major_ticks()
        if low - slack <= tick.get_loc() <= high + slack
    ]
