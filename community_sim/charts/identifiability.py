"""What the survey informs, whether intervals hold the truth, and what rests on which figure."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from community_sim.charts.sheet import MODEL_RUNS, WIDTH, Sheet, sheet
from community_sim.charts.style import CURRENT, INK, PALE, PALETTE, QUIET, chosen, halo, ink

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["informed_chart", "ranks_chart", "recovery_chart", "resting_chart", "ridge_chart"]

_INFORMED, _NOT = PALETTE[0], "#b9b9b9"
_NAMES = 3.5  # room of the names [inch]
_PITCH = 0.3
_INFORMED_TITLE = (
    "What the survey informs, and what it leaves to the prior",
    "调查能说明什么，什么仍由先验决定",
)
_INFORMED_SUBTITLE = (
    "Share of each quantity's variation that the fitted figures explain (cross-validated R²); "
    "below 0.3, or where the fit does not aim at it, it is not informed by the reports",
    "拟合所用数字能解释的各量变异比例（交叉验证R²）；低于0.3或不属拟合之列者，报告未能说明",
)
_NOT_INFORMED = ("not informed by the reports", "报告未能说明")
_RECOVERY_TITLE = (
    "How often intervals hold the truth",
    "区间包含真值的频率",
)
_RECOVERY_SUBTITLE = (
    "Share of made-up surveys, of known truth, in which the 50 % and 90 % intervals hold it; "
    "bands are what chance allows; pale names: not informed by the reports",
    "已知真值的虚拟调查中，50%与90%区间包含真值的比例；色带为偶然允许的范围；浅色名称：报告未能说明",
)
_RANKS_TITLE = ("Where the truth lies among the draws", "真值在抽样中的位置")
_RANKS_SUBTITLE = (
    "Its rank, over made-up surveys; evenly spread if inference is calibrated (band: what chance "
    "allows in 95 %); pale names: not informed by the reports",
    "各次虚拟调查中真值的秩；推断若无偏则均匀（灰带：偶然的95%范围）；浅色名称：报告未能说明",
)
_RIDGE_TITLE = ("The more past growth, the fewer leave", "过去增长越快，离职越少")
_RIDGE_SUBTITLE = (
    "Each point is a draw that fits the reports, past in two stages, under either reading of the "
    "tenure share; the band is what Chinese community and social work saw elsewhere (x2)",
    "每点为与报告相符的一个参数组（两阶段扩编），按任期比例的两种口径；灰带为他处社区与社会工作的离职率(x2)",
)
_LARGEST_DOT = 6.0  # times a draw of mean weight
_GROWTH = ("Growth of the workforce before the survey [% a year]", "调查前人员年增长[%]")
_LEAVERS = ("Leavers\n[% a year]", "年离职率\n[%]")
_READING = ("Reading {}", "口径{}")
_RESTING_TITLE = ("Which conclusions rest on which figure", "哪些结论取决于哪个数字")
_RESTING_SUBTITLE = (
    "Least share of draws, over both readings, in which the policy moves the outcome in its usual "
    "direction; below 90 % the reports do not decide it",
    "两种口径下，政策使结果朝通常方向变动的抽样比例之较小者；低于90%即报告不能判定",
)
_LEFT_OUT = ("Left out:", "去掉：")


def informed_chart(frame: "pd.DataFrame", *, lang: str = "en") -> "Figure":
    """Draw how much of each free quantity the fitted figures explain.

    Parameters
    ----------
    frame : DataFrame
        As `recovery_frame` returns it.
    lang : {'en', 'zh'}
        Language.
    """
    rows = frame.sort_values("explained", ascending=False)
    with _rows(rows, _INFORMED_TITLE, _INFORMED_SUBTITLE, lang) as (page, axes):
        shown = zip(rows["explained"].tolist(), rows["informed"].tolist(), strict=True)
        for at, (explained, is_informed) in enumerate(shown):
            colour = _INFORMED if is_informed else _NOT
            value = max(explained, 0.0)
            axes.barh(at, value, height=0.62, color=colour)
            words = f"{value:.2f}"
            if not is_informed:
                words += f"  {chosen(_NOT_INFORMED, lang)}"
            axes.annotate(words, (value, at), xytext=(5, 0), textcoords="offset points",
                          va="center_baseline", size=9,
                          color=INK if is_informed else QUIET, **halo())  # fmt: skip
        axes.axvline(0.3, color=CURRENT, linewidth=0.9, linestyle=(0, (2, 2)))
        axes.set_xlim(0.0, 1.18)
        axes.set_xticks([0.0, 0.3, 0.6, 0.9])
    return page.figure


def recovery_chart(frame: "pd.DataFrame", surveys: int, *, lang: str = "en") -> "Figure":
    """Draw how often intervals hold the truth.

    Parameters
    ----------
    frame : DataFrame
        As `recovery_frame` returns it.
    surveys : int
        Made-up surveys.
    lang : {'en', 'zh'}
        Language.
    """
    from scipy.stats import binom

    with _rows(frame, _RECOVERY_TITLE, _RECOVERY_SUBTITLE, lang) as (page, axes):
        for level, colour in ((0.5, PALETTE[1]), (0.9, PALETTE[0])):
            low, high = (binom.ppf(each, surveys, level) / surveys for each in (0.025, 0.975))
            axes.axvspan(low, high, color=colour, alpha=0.12, linewidth=0)
            axes.axvline(level, color=colour, linewidth=0.9, linestyle=(0, (2, 2)))
            for at, share in enumerate(frame[f"coverage_{level * 100:.0f}"]):
                axes.plot(share, at, "o", color=colour, markersize=6.5)
            axes.annotate(f"{level:.0%}", (level, 1.0), xycoords=("data", "axes fraction"),
                          xytext=(0, 3), textcoords="offset points", ha="center", va="bottom",
                          size=9, color=ink(colour))  # fmt: skip
        axes.set_xlim(0.0, 1.02)
        axes.set_xticks([0.0, 0.25, 0.5, 0.75, 1.0])
    return page.figure


def ranks_chart(frame: "pd.DataFrame", ranks: object, *, lang: str = "en") -> "Figure":
    """Draw histograms of the truth's rank, a panel for each quantity.

    Parameters
    ----------
    frame : DataFrame
        As `recovery_frame` returns it.
    ranks : ndarray, shape (surveys, quantities)
        Share of the draws below the truth.
    lang : {'en', 'zh'}
        Language.
    """
    import numpy as np
    from scipy.stats import binom

    from community_sim.calibration.free import load_prior

    values = np.asarray(ranks)
    across, wide, tall = 5, 1.6, 1.25
    down = -(-len(frame) // across)
    title, subtitle = chosen(_RANKS_TITLE, lang), chosen(_RANKS_SUBTITLE, lang)
    body = down * tall
    with sheet(title, subtitle, body=body, lang=lang, source=MODEL_RUNS) as page:
        low, high = binom.ppf((0.025, 0.975), len(values), 0.1).tolist()
        told = zip(load_prior().quantities, frame["informed"], strict=True)
        for at, (each, is_informed) in enumerate(told):
            left, top = at % across * (WIDTH / across), at // across * tall
            name = page.fitted(each.label(lang), WIDTH / across, 8.5, lines=2)
            tone = INK if is_informed else QUIET
            page.text((left, top), name, size=8.5, va="top", color=tone)
            axes = page.axes((left, top + 0.42), (wide, tall - 0.55))
            axes.axhspan(low, high, color=PALE, alpha=0.6, linewidth=0)
            axes.hist(values[:, at], bins=10, range=(0, 1), color=PALETTE[0], rwidth=0.85)
            axes.set(xlim=(0, 1), xticks=[], yticks=[])
            axes.grid(visible=False)
    return page.figure


def ridge_chart(*, lang: str = "en") -> "Figure":
    """Draw the shipped draws of both readings: growth before the survey, and leavers a year."""
    import numpy as np

    from community_sim.calibration.moments import MOMENTS
    from community_sim.calibration.storing import shipped_moments
    from community_sim.posterior import READINGS, load_posterior
    from community_sim.survey import load_targets

    outside = next(each for each in load_targets() if each.id == "x2")
    title, subtitle = chosen(_RIDGE_TITLE, lang), chosen(_RIDGE_SUBTITLE, lang)
    with sheet(title, subtitle, body=4.2, lang=lang, source=MODEL_RUNS) as page:
        axes = page.axes((0.75, 0.75), (WIDTH - 1.2, 2.85))
        error = outside.standard_error
        low, high = 100.0 * (outside.value - error), 100.0 * (outside.value + error)
        axes.axhspan(low, high, color=PALE, alpha=0.5, linewidth=0)
        for reading, colour in zip(READINGS, PALETTE, strict=False):
            draws = load_posterior(reading)
            moments = shipped_moments(reading)
            growth = 100.0 * draws.late_growth
            leavers = 100.0 * moments[:, MOMENTS.index("x2")]
            sizes = 12.0 * np.minimum(draws.weights / draws.weights.mean(), _LARGEST_DOT)
            axes.scatter(growth, leavers, s=sizes, color=colour, alpha=0.45, linewidth=0)
        axes.set_xlabel(chosen(_GROWTH, lang))
        axes.set_ylim(bottom=0.0)
        page.text((0, 0.35), chosen(_LEAVERS, lang), va="top", size=9)
        page.key([
            (colour, 7.0, chosen(_READING, lang).format(reading))
            for reading, colour in zip(READINGS, PALETTE, strict=False)
        ])  # fmt: skip
    return page.figure


def resting_chart(frame: "pd.DataFrame", outcome: str, *, lang: str = "en") -> "Figure":
    """Draw how sure the sign of every policy's effect is, with each figure left out.

    Parameters
    ----------
    frame : DataFrame
        As `conclusions` returns it.
    outcome : str
        Name of the outcome.
    lang : {'en', 'zh'}
        Language.
    """
    import seaborn as sns

    from community_sim.outcomes import outcome as load_outcome

    shares = _usual_shares(frame[frame["outcome"] == outcome])
    shares.index = [_policy_title(name, lang) for name in shares.index]
    shares.columns = [_evidence_name(name, lang) for name in shares.columns]
    title = f"{chosen(_RESTING_TITLE, lang)}{': ' if lang == 'en' else '：'}" + load_outcome(
        outcome
    ).label(lang)
    left, head, pitch = 3.4, 0.45, 0.34
    tall, wide = pitch * len(shares), WIDTH - left - 0.2
    subtitle = chosen(_RESTING_SUBTITLE, lang)
    with sheet(title, subtitle, body=head + tall, lang=lang, source=MODEL_RUNS) as page:
        page.text((0, 0.5 * head), chosen(_LEFT_OUT, lang), size=9, va="center", color=QUIET)
        for at, name in enumerate(shares.columns):
            page.text((left + wide * (at + 0.5) / len(shares.columns), 0.5 * head), name, size=8.5,
                      ha="center", va="center")  # fmt: skip
        for at, name in enumerate(shares.index):
            words = page.fitted(name, left - 0.1, 9.0, lines=1)
            page.text((0, head + pitch * (at + 0.5)), words, size=9, va="center_baseline")
        axes = page.axes((left, head), (wide, tall))
        sns.heatmap(100.0 * shares, ax=axes, vmin=50, vmax=100, cmap="crest", cbar=False,
                    annot=True, fmt=".0f", annot_kws={"size": 8.5}, linewidths=1.5,
                    linecolor="white")  # fmt: skip
        axes.set(xlabel="", ylabel="", xticks=[], yticks=[])
    return page.figure


def _usual_shares(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return policies x left-out evidence: least share of draws in the usual direction."""
    import pandas as pd

    columns = list(dict.fromkeys(frame["left_out"]))
    rows = {}
    for policy, cases in frame.groupby("policy", sort=False):
        by_case = cases.set_index("left_out")
        whole = by_case.loc[""]
        is_up = whole["share_up_least"] + whole["share_up_most"] >= 1.0
        least = by_case["share_up_least"] if is_up else 1.0 - by_case["share_up_most"]
        rows[policy] = least[columns]
    return pd.DataFrame(rows).T


def _policy_title(name: str, lang: str) -> str:
    from community_sim.policy_file import load_policy

    policy = load_policy(name)
    return policy.title_zh if lang == "zh" else policy.title


def _evidence_name(name: str, lang: str) -> str:
    if not name:
        return chosen(("none", "无"), lang)
    named = {
        "report 1": ("report\n1", "报告一"), "source as way in": ("source:\nway in", "来源:\n途径"),
    }  # fmt: skip
    return chosen(named[name], lang) if name in named else name


@contextmanager
def _rows(
    frame: "pd.DataFrame", title: tuple[str, str], subtitle: tuple[str, str], lang: str
) -> "Iterator[tuple[Sheet, Axes]]":
    """Give a sheet and axes with a row for each quantity, its name on the left."""
    from community_sim.calibration.free import load_prior

    labels = {each.name: each.label(lang) for each in load_prior().quantities}
    tall = _PITCH * len(frame)
    with sheet(
        chosen(title, lang), chosen(subtitle, lang), body=tall + 0.55, lang=lang, source=MODEL_RUNS
    ) as page:
        named = zip(frame["quantity"], frame["informed"], strict=True)
        for at, (name, is_informed) in enumerate(named):
            words = page.fitted(labels[name], _NAMES, 9.5, lines=1)
            page.text((0, 0.2 + _PITCH * (at + 0.5)), words, va="center_baseline",
                      color=INK if is_informed else QUIET)  # fmt: skip
        axes = page.axes((_NAMES, 0.2), (WIDTH - _NAMES - 0.2, tall))
        axes.set_ylim(len(frame) - 0.5, -0.5)
        axes.yaxis.set_visible(False)
        axes.tick_params(length=0)
        yield page, axes
