"""Comparisons to draw: one policy, and eight with long titles, over a few short runs."""

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from community_sim.comparison import Comparison, compare
from community_sim.runs import run
from community_sim.scenario import Scenario

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
