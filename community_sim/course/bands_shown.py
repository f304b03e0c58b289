"""Widgets and charts of luck: single runs, more runs, what a band catches, other weights."""

from typing import TYPE_CHECKING

from community_sim.charts.style import chosen
from community_sim.course.charts.luck_bands import BandRow, luck_bands_chart
from community_sim.course.forms import Words
from community_sim.course.repeated_runs import (
    PAY_WEIGHTS,
    band_of,
    differences,
    proposals,
    yearly_quits,
)
from community_sim.course.showing import drawn_by, slider

if TYPE_CHECKING:
    from ipywidgets import Widget
    from matplotlib.figure import Figure

__all__ = ["band_by_runs", "bands_and_truth", "more_runs", "one_against_one", "three_weights"]

_STEPS = (5, 10, 20, 50, 100)
_GROUPS, _OF = 20, 12  # bands that are held against the truth, and runs behind each
_SAME: Words = ("{runs} runs, same luck", "{runs}次，运气相同")
_OTHER: Words = ("{runs} runs, other luck", "{runs}次，运气不同")
_DECIDED: Words = ("zero is outside: decided", "不含0：能判定")
_UNDECIDED: Words = ("zero is inside: undecided", "含0：不能判定")
_MORE: Words = (
    "{runs} runs: the mean is {mean}, and {verdict}",
    "{runs}次模拟：平均{mean}，区间{verdict}",
)
_MORE_BELOW: Words = (
    "Dots: differences of single runs. Thick line: 90% band of their mean. Policy A against now",
    "灰点：单次模拟之差；粗线：均值的90%区间。政策A与现行做法比较",
)
_STEPS_TITLE: Words = (
    "Four times the runs, half the band; with the same luck it is narrower still",
    "模拟次数为四倍，区间减为二分之一；运气相同，区间更小",
)
_STEPS_BELOW: Words = (
    "90% bands of the mean effect of policy A, by number of runs and by luck",
    "政策A平均效应的90%区间，按模拟次数和运气是否相同",
)
_CAUGHT: Words = (
    "{caught} of {count} bands hold the mean of all runs",
    "{count}个区间中有{caught}个包含全部模拟的均值",
)
_CAUGHT_BELOW: Words = (
    "Each line is a 90% band from {runs} runs of its own; dashed: the mean of all {all} runs. "
    "Bands that miss it are coloured",
    "每条线是各用{runs}次模拟得出的90%区间；虚线为全部{all}次的均值，没有包含它的区间着色",
)
_WEIGHTS_TITLE: Words = (
    "No number of runs closes this gap: how much pay counts is not known",
    "再多模拟仍解决不了：薪酬有多重要，本来不确定",
)
_WEIGHTS_BELOW: Words = (
    "90% bands of luck of policy A, each with {runs} runs, for three weights of pay",
    "政策A的90%偶然区间，薪酬权重取三个值，各{runs}次模拟",
)
_WEIGHT: Words = ("Weight of pay {weight:g}", "薪酬权重{weight:g}")


def one_against_one(student: str, lang: str = "en") -> "Widget":
    """Return one run of today beside one of policy A, with a slider for the luck of each."""
    from community_sim.course.charts.two_lucks import two_lucks_chart

    policy = proposals(student)["A"]
    ends, step = (1, 40), 1
    today = slider(("Luck today", "现行做法的运气"), lang, ends=ends, step=step, at=1)
    reform = slider(("Luck under A", "政策A的运气"), lang, ends=ends, step=step, at=2)

    def draw() -> "Figure":
        before = yearly_quits(student, {}, seed=int(today.value))
        after = yearly_quits(student, policy, seed=int(reform.value))
        change = (sum(after) - sum(before)) / len(before)
        is_same = today.value == reform.value
        return two_lucks_chart(before, after, is_same=is_same, change=change, lang=lang)

    return drawn_by(draw, [today, reform], across=2)


def more_runs(student: str, lang: str = "en") -> "Widget":
    """Return the differences of many runs and the band of their mean, with a slider for runs."""
    from ipywidgets import Checkbox, Layout

    policy = proposals(student)["A"]
    runs = slider(("Runs", "模拟次数"), lang, ends=(2, 100), step=1, at=5)
    same = Checkbox(
        value=False, description=chosen(("Same luck in both runs", "两次用同样的运气"), lang),
        indent=True, style={"description_width": "9em"}, layout=Layout(width="25em"),
    )  # fmt: skip

    def draw() -> "Figure":
        count = int(runs.value)
        found = differences(student, policy, runs=count, same_luck=same.value).tolist()
        band = band_of(found)
        title = chosen(_MORE, lang).format(
            runs=count, mean=f"{band.mean:+.2f}".replace("-", "−"),
            verdict=chosen(_DECIDED if band.is_decided else _UNDECIDED, lang),
        )  # fmt: skip
        row = BandRow(
            chosen(_SAME if same.value else _OTHER, lang).format(runs=count), band, found,
            is_set_off=not same.value,
        )  # fmt: skip
        words = title, chosen(_MORE_BELOW, lang)
        return luck_bands_chart([row], words=words, pitch=1.3, lang=lang)

    return drawn_by(draw, [runs, same], across=2)


def band_by_runs(student: str, lang: str = "en") -> "Figure":
    """Draw how the band narrows with the number of runs, with the same luck and with other luck."""
    policy = proposals(student)["A"]
    rows = []
    for is_same, words in ((False, _OTHER), (True, _SAME)):
        found = differences(student, policy, runs=max(_STEPS), same_luck=is_same).tolist()
        rows += [
            BandRow(
                chosen(words, lang).format(runs=runs), band_of(found[:runs]),
                is_set_off=not is_same,
            )
            for runs in _STEPS
        ]  # fmt: skip
    words_above = chosen(_STEPS_TITLE, lang), chosen(_STEPS_BELOW, lang)
    return luck_bands_chart(rows, words=words_above, pitch=0.32, lang=lang)


def bands_and_truth(student: str, lang: str = "en") -> "Figure":
    """Draw twenty bands, each from twelve runs of its own, and the mean of all their runs."""
    found = differences(student, proposals(student)["A"], runs=_GROUPS * _OF).tolist()
    truth = sum(found) / len(found)
    bands = [band_of(found[at : at + _OF]) for at in range(0, len(found), _OF)]
    rows = [BandRow("", each, is_set_off=not each.low <= truth <= each.high) for each in bands]
    caught = sum(not row.is_set_off for row in rows)
    title = chosen(_CAUGHT, lang).format(caught=caught, count=_GROUPS)
    below = chosen(_CAUGHT_BELOW, lang).format(runs=_OF, all=_GROUPS * _OF)
    return luck_bands_chart(rows, words=(title, below), pitch=0.16, truth=truth, lang=lang)


def three_weights(student: str, lang: str = "en", *, runs: int = 40) -> "Figure":
    """Draw the band of luck for a low, the usual and a high weight of pay."""
    policy = proposals(student)["A"]
    rows = [
        BandRow(
            chosen(_WEIGHT, lang).format(weight=weight),
            band_of(differences(student, policy, runs=runs, pay_weight=weight).tolist()),
        )
        for weight in PAY_WEIGHTS
    ]
    words = chosen(_WEIGHTS_TITLE, lang), chosen(_WEIGHTS_BELOW, lang).format(runs=runs)
    return luck_bands_chart(rows, words=words, lang=lang)
