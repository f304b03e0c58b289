"""Effects with bands in three colours: luck, parameters, form of the model."""

from typing import TYPE_CHECKING

from community_sim.charts.sheet import MODEL_RUNS, WIDTH, sheet
from community_sim.charts.style import CURRENT, PALETTE, QUIET, chosen, shown_scale

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["bands_chart"]

_COLOURS = {
    "half_form": "#cfd8de",
    "half_parameters": PALETTE[4],
    "half_luck": PALETTE[1],
}
_NAMES = {
    "half_luck": ("luck", "偶然"),
    "half_parameters": ("and parameters", "加参数"),
    "half_form": ("and form of the model", "加模型形式"),
}
_TITLE = ("How sure: {label}", "有多确定：{label}")
_SUBTITLE = (
    "Effect of each policy by the last year [{unit}], with 90 % bands: what luck alone does to one "
    "district, with parameters given outside evidence, with other forms of choice and past",
    "各政策到最后一年的效应[{unit}]与90%范围：仅偶然（单个区）、加上结合外部证据的参数、再加上其他抉择与过去形式",
)
_SHARES = (
    "luck / informed / assumed / choice / past / both",
    "偶然/有据参数/假设/抉择形式/过去形式/交互",
)
_PITCH, _LEFT, _RIGHT = 0.46, 3.0, 2.6


def bands_chart(frame: "pd.DataFrame", name: str, *, lang: str = "en") -> "Figure":
    """Draw the bands of one outcome, a row for each policy.

    Parameters
    ----------
    frame : DataFrame
        As `bands_frame` returns it.
    name : str
        Name of the outcome.
    lang : {'en', 'zh'}
        Language.
    """
    from community_sim.outcomes import outcome
    from community_sim.policy_file import load_policy
    from community_sim.uncertainty import SHARES

    each = outcome(name)
    factor, unit = shown_scale(each, lang)
    rows = frame[frame["outcome"] == name].reset_index(drop=True)
    tall = _PITCH * len(rows)
    title = chosen(_TITLE, lang).format(label=each.label(lang))
    subtitle = chosen(_SUBTITLE, lang).format(unit=unit)
    with sheet(title, subtitle, body=tall + 0.95, lang=lang, source=MODEL_RUNS) as page:
        page.key([(_COLOURS[half], 7.0, chosen(_NAMES[half], lang)) for half in _NAMES])
        wide = WIDTH - _LEFT - _RIGHT - 0.3
        page.text((_LEFT + wide + 0.2, 0.33), chosen(_SHARES, lang), size=8, color=QUIET)
        axes = page.axes((_LEFT, 0.45), (wide, tall))
        for at, row in rows.iterrows():
            top = 0.45 + _PITCH * (float(str(at)) + 0.5)
            policy = load_policy(str(row["policy"]))
            words = page.fitted(policy.title_zh if lang == "zh" else policy.title, _LEFT, 9.5)
            page.text((0, top), words, va="center")
            _draw(axes, float(str(at)), row, factor)
            parts = [row[name] for name in SHARES]
            shown = " / ".join(f"{100.0 * part:.0f}" for part in parts)
            page.text((_LEFT + wide + 0.2, top), f"{shown} %", size=9, va="center_baseline")
        axes.axvline(0.0, color=CURRENT, linewidth=0.9)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.yaxis.set_visible(False)
        axes.tick_params(length=0)
    return page.figure


def _draw(axes: "Axes", at: float, row: "pd.Series[float]", factor: float) -> None:
    for half, height in zip(_COLOURS, (0.72, 0.44, 0.2), strict=True):
        width = factor * row[half]
        axes.barh(at, 2.0 * width, left=factor * row["effect"] - width, height=height,
                  color=_COLOURS[half], zorder=2)  # fmt: skip
    axes.plot(factor * row["effect"], at, "|", color="white", markersize=9, markeredgewidth=2,
              zorder=3)  # fmt: skip
