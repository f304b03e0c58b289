"""What moves an outcome: Morris' plane, and Sobol's shares of the variance."""

from typing import TYPE_CHECKING

from community_sim.charts.sheet import MODEL_RUNS, WIDTH, sheet
from community_sim.charts.style import INK, PALETTE, QUIET, chosen, shown_scale

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["morris_chart", "sobol_chart"]

_INFORMED, _NOT = PALETTE[0], "#9aa5ac"
_MOST = 12
_LEFT, _PITCH = 3.6, 0.33
_MORRIS_TITLE = ("{label}: what moves it", "{label}：受什么影响")
_MORRIS_SUBTITLE = (
    "Mean size of the change when one parameter crosses its range [{unit}], with its 90 % "
    "interval; the dot says how much that depends on the others (sigma)",
    "单个参数跨越其范围时结果变化的平均大小[{unit}]及90%区间；圆点位置表示该变化随其他参数而异的程度(σ)",
)
_SOBOL_TITLE = ("{label}: shares of the variance", "{label}：方差份额")
_SOBOL_SUBTITLE = (
    "Alone (dark) and with all it acts together with (light), with 90 % intervals; the parameters "
    "that the screening found important",
    "单独（深色）与连同交互（浅色）的份额及90%区间；所列为筛选出的重要参数",
)
_KEY = (
    ("informed by the reports", "报告有所说明"),
    ("not informed by the reports", "报告未能说明"),
)


def morris_chart(frame: "pd.DataFrame", name: str, *, lang: str = "en") -> "Figure":
    """Draw the elementary effects of the parameters that move an outcome most.

    Parameters
    ----------
    frame : DataFrame
        As `morris_frame` returns it.
    name : str
        Name of the outcome.
    lang : {'en', 'zh'}
        Language.
    """
    from community_sim.outcomes import outcome
    from community_sim.sensitivity.problem import label_of

    each = outcome(name)
    factor, unit = shown_scale(each, lang)
    rows = frame[frame["outcome"] == name].nlargest(_MOST, "mu_star")
    tall = _PITCH * len(rows)
    title = chosen(_MORRIS_TITLE, lang).format(label=each.label(lang))
    subtitle = chosen(_MORRIS_SUBTITLE, lang).format(unit=unit)
    with sheet(title, subtitle, body=tall + 0.75, lang=lang, source=MODEL_RUNS) as page:
        page.key([
            (colour, 7.0, chosen(words, lang))
            for colour, words in zip((_INFORMED, _NOT), _KEY, strict=True)
        ])  # fmt: skip
        axes = page.axes((_LEFT, 0.25), (WIDTH - _LEFT - 0.3, tall))
        columns = ("parameter", "mu_star", "confidence", "sigma", "informed")
        shown = zip(*(rows[column].tolist() for column in columns), strict=True)
        for at, (parameter, size, half, sigma, is_informed) in enumerate(shown):
            words = page.fitted(label_of(parameter, lang), _LEFT, 9.5, lines=1)
            page.text((0, 0.25 + _PITCH * (at + 0.5)), words, va="center_baseline",
                      color=INK if is_informed else QUIET)  # fmt: skip
            axes.barh(at, factor * size, height=0.6, color=_INFORMED if is_informed else _NOT,
                      xerr=factor * half, ecolor=INK, error_kw={"linewidth": 1.0})  # fmt: skip
            axes.plot(factor * sigma, at, "o", color="white", markeredgecolor=INK, markersize=5)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlim(left=0.0)
        axes.yaxis.set_visible(False)
        axes.tick_params(length=0)
    return page.figure


def sobol_chart(frame: "pd.DataFrame", name: str, *, lang: str = "en") -> "Figure":
    """Draw first and total shares of the variance of an outcome.

    Parameters
    ----------
    frame : DataFrame
        As `sobol_frame` returns it.
    name : str
        Name of the outcome.
    lang : {'en', 'zh'}
        Language.
    """
    from community_sim.outcomes import outcome
    from community_sim.sensitivity.problem import label_of

    rows = frame[frame["outcome"] == name].sort_values("total", ascending=False)
    tall = _PITCH * len(rows)
    title = chosen(_SOBOL_TITLE, lang).format(label=outcome(name).label(lang))
    with sheet(
        title, chosen(_SOBOL_SUBTITLE, lang), body=tall + 0.75, lang=lang, source=MODEL_RUNS
    ) as page:
        page.key([
            (colour, 7.0, chosen(words, lang))
            for colour, words in zip((_INFORMED, _NOT), _KEY, strict=True)
        ])  # fmt: skip
        axes = page.axes((_LEFT, 0.25), (WIDTH - _LEFT - 0.3, tall))
        columns = (
            "parameter", "first", "first_confidence", "total", "total_confidence", "informed",
        )  # fmt: skip
        shown = zip(*(rows[column].tolist() for column in columns), strict=True)
        for at, (parameter, first, first_half, total, total_half, is_informed) in enumerate(shown):
            words = page.fitted(label_of(parameter, lang), _LEFT, 9.5, lines=1)
            page.text((0, 0.25 + _PITCH * (at + 0.5)), words, va="center_baseline",
                      color=INK if is_informed else QUIET)  # fmt: skip
            colour = _INFORMED if is_informed else _NOT
            for away, share, half, strength in (
                (0.18, total, total_half, 0.4), (-0.18, first, first_half, 1.0),
            ):  # fmt: skip
                axes.barh(at + away, share, height=0.34, color=colour, alpha=strength, xerr=half,
                          ecolor=INK, error_kw={"linewidth": 0.9})  # fmt: skip
        axes.axvline(0.0, color=INK, linewidth=0.8)
        axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
        axes.yaxis.set_visible(False)
        axes.tick_params(length=0)
    return page.figure
