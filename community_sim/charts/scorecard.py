"""The model held against every figure: one row a figure, the report beside the model."""

from typing import TYPE_CHECKING

from community_sim.charts.sheet import MODEL_RUNS, WIDTH, sheet
from community_sim.charts.style import CURRENT, INK, PALETTE, QUIET, bold, chosen, ink

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["prior_posterior_chart", "scorecard_chart"]

_TITLE = ("The model against the figures, given {ground}", "模型与各项数字：{ground}")
_SUBTITLE = (
    "Share [%]: what the report says with two standard errors (dark), and the middle 90 % of the "
    "model (colour), over parameters that fit and the luck of one survey",
    "比例[%]：报告值及其两倍标准误（深色），与模型居中90%（彩色），含符合调查的参数与一次调查的偶然",
)
_ROLES = {
    "fitted": ("Fitted", "用于拟合"),
    "held out": ("Held out", "未用于拟合"),
    "just identified": ("By construction", "按构造成立"),
    "input": ("By construction", "按构造成立"),
    "weighed by": ("Draws are weighed by it", "用于加权"),
}
_COLOURS = {
    "pass": PALETTE[2],
    "warn": PALETTE[5],
    "fail": PALETTE[1],
    "by construction": "#9aa5ac",
}
_VERDICTS = {
    "pass": ("pass", "通过"),
    "warn": ("warn", "存疑"),
    "fail": ("FAIL", "不符"),
    "by construction": ("by construction", "按构造"),
}
_LEFT, _RIGHT, _PITCH, _GAP = 4.1, 1.6, 0.29, 0.36
_PRIOR_TITLE = ("What the survey says of each quantity", "调查对各量说明了什么")
_PRIOR_SUBTITLE = (
    "What was thought beforehand (grey), and the draws under reading A (blue), reading B (orange) "
    "and given outside evidence (black), past in two stages; pale names: not informed",
    "先验（灰），以及按口径甲（蓝）、口径乙（橙）与结合外部证据（黑）的参数组，两阶段扩编；浅色名称：报告未能说明",
)


def scorecard_chart(frame: "pd.DataFrame", given: str, *, lang: str = "en") -> "Figure":
    """Draw every figure's report value beside the model's interval.

    Parameters
    ----------
    frame : DataFrame
        As `scorecard` returns it.
    given : str
        Conditioning of the draws.
    lang : {'en', 'zh'}
        Language.
    """
    from community_sim.comparison.grounds import name_of_ground
    from community_sim.posterior import Ground

    groups = _grouped(frame)
    tall = sum(_GAP + _PITCH * len(rows) for _, rows in groups)
    title = chosen(_TITLE, lang).format(ground=name_of_ground(Ground(given), lang))
    subtitle = chosen(_SUBTITLE, lang)
    with sheet(title, subtitle, body=tall + 0.35, lang=lang, source=MODEL_RUNS) as page:
        axes = page.axes((_LEFT, 0.0), (WIDTH - _LEFT - _RIGHT, tall))
        top = 0.0
        for words, rows in groups:
            page.text((0, top + 0.6 * _GAP), chosen(words, lang), va="center", **bold())
            top += _GAP
            for _, row in rows.iterrows():
                middle = top + 0.5 * _PITCH
                colour = _COLOURS[str(row["verdict"])]
                label = f"{row['label_zh' if lang == 'zh' else 'label_en']}"
                name = page.fitted(f"{row['id']}  {label}", _LEFT - 0.1, 9.0, lines=1)
                page.text((0, middle), name, size=9, va="center_baseline")
                axes.plot([100 * row["low"], 100 * row["high"]], [middle, middle], color=colour,
                          linewidth=6, alpha=0.75, solid_capstyle="butt")  # fmt: skip
                axes.plot(100 * row["model"], middle, "|", color="white", markersize=7)
                half = 200 * row["standard_error"]
                axes.errorbar(100 * row["report"], middle, xerr=half, color=CURRENT, fmt="o",
                              markersize=3.5, linewidth=1.0)  # fmt: skip
                said = chosen(_VERDICTS[str(row["verdict"])], lang)
                page.text((WIDTH - _RIGHT + 0.15, middle), f"{row['error']:+.1f}  {said}", size=9,
                          va="center_baseline", color=ink(colour))  # fmt: skip
                top += _PITCH
        axes.set_ylim(tall, 0.0)
        axes.yaxis.set_visible(False)
        axes.tick_params(length=0)
    return page.figure


def _grouped(frame: "pd.DataFrame") -> "list[tuple[tuple[str, str], pd.DataFrame]]":
    heads = [_ROLES[str(role)] for role in frame["role"]]
    return [
        (head, frame[[each == head for each in heads]])
        for head in dict.fromkeys(_ROLES.values())
        if head in heads
    ]


def prior_posterior_chart(*, lang: str = "en") -> "Figure":
    """Draw prior and posterior of every free quantity, a panel each."""
    import numpy as np
    import seaborn as sns

    from community_sim.calibration.free import load_prior
    from community_sim.posterior import OUTSIDE, READINGS, load_posterior

    prior = load_prior()
    unit = np.repeat(((np.arange(400) + 0.5) / 400)[:, None], len(prior.names), axis=1)
    before = prior.at(unit)
    across, tall = 5, 1.5
    down = -(-len(prior.names) // across)
    title, subtitle = chosen(_PRIOR_TITLE, lang), chosen(_PRIOR_SUBTITLE, lang)
    with sheet(title, subtitle, body=down * tall, lang=lang, source=MODEL_RUNS) as page:
        for at, each in enumerate(prior.quantities):
            left, top = at % across * (WIDTH / across), at // across * tall
            name = page.fitted(each.label(lang), WIDTH / across - 0.15, 8.5, lines=2)
            tone = INK if each.role == "fitted" else QUIET
            page.text((left, top), name, size=8.5, va="top", color=tone)
            axes = page.axes((left, top + 0.4), (WIDTH / across - 0.3, tall - 0.75))
            sns.kdeplot(x=before[:, at], ax=axes, color="#b5b5b5", fill=True, linewidth=0, cut=0)
            hues = {OUTSIDE: INK, **dict(zip(READINGS, PALETTE, strict=False))}
            for given, colour in hues.items():
                draws = load_posterior(given)
                sns.kdeplot(x=draws.values[:, at], weights=draws.weights, ax=axes, color=colour,
                            linewidth=1.6, cut=0)  # fmt: skip
            axes.set(xlim=(each.low, each.high), xticks=[each.low, each.high], yticks=[],
                     xlabel="", ylabel="")  # fmt: skip
            axes.set_xticklabels([f"{each.low:g}", f"{each.high:g}"], size=8, color=QUIET)
            first, last = axes.get_xticklabels()
            first.set_horizontalalignment("left")
            last.set_horizontalalignment("right")
            axes.grid(visible=False)
    return page.figure
