"""The house style: type, colours, titles, source line."""

import re
import textwrap
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from community_sim.comparison import Comparison

__all__ = [
    "CURRENT",
    "FONT",
    "GREY",
    "colours",
    "emphasis",
    "house_style",
    "name_line",
    "place_labels",
    "short_title",
    "titled",
    "wrapped_chinese",
]

FONT = Path(__file__).parent / "fonts" / "NotoSansSC-subset.otf"
"""A subset of Noto Sans SC (SIL Open Font License), so that Chinese needs no installed font."""

BOLD_FONT = FONT.with_name("NotoSansSC-bold-subset.otf")
"""The bold face, with the characters of titles only."""

CURRENT = "#333333"
"""Colour of current practice."""

GREY = "#767676"

# Okabe and Ito's colours for the colour-blind, without yellow, and two darker shades.
_PALETTE = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#6A3D9A", "#8C564B",
)  # fmt: skip

_SOURCE = {
    "en": "Model runs, not a forecast. Parameters from five survey reports, or assumed.",
    "zh": "模型模拟，不是预测。参数来自五份调研报告或为假设。",
}
_EVIDENCE = {
    "en": "Figures of the survey reports, and what the places' files take from them.",
    "zh": "数字来自调研报告及据其写成的地点文件。",
}


@contextmanager
def house_style(lang: str = "en") -> Iterator[None]:
    """Draw in the house style, and leave no setting behind."""
    import matplotlib as mpl
    import seaborn as sns

    families = ["DejaVu Sans"]
    if lang == "zh":
        families = [_font_family(), *families]
    settings: dict[str, Any] = {
        "font.family": families,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": "#999999",
        "axes.labelcolor": "#333333",
        "axes.unicode_minus": True,
        "grid.color": "#e4e4e4",
        "xtick.color": "#333333",
        "ytick.color": "#333333",
        "figure.dpi": 110,
        "savefig.dpi": 110,
        "figure.facecolor": "white",
        "svg.hashsalt": "community_sim",
    }
    with mpl.rc_context(), warnings.catch_warnings():
        sns.set_theme(context="notebook", style="whitegrid", rc=settings)
        yield


def _font_family(font: Path = FONT) -> str:
    """Register a shipped font once and return its name."""
    from matplotlib import font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    if str(font) not in known:
        font_manager.fontManager.addfont(str(font))
    return font_manager.FontProperties(fname=str(font)).get_name()


def colours(comparison: "Comparison") -> dict[str, str]:
    """Return a colour for every scenario: the same in all charts of a comparison."""
    chosen = {comparison.baseline: CURRENT}
    for number, policy in enumerate(comparison.policies):
        chosen[policy] = _PALETTE[number % len(_PALETTE)]
    return chosen


def short_title(comparison: "Comparison", policy: str, lang: str, width: int = 26) -> str:
    """Return a policy's title wrapped to a width [characters; half as many in Chinese]."""
    title = comparison.title(policy, lang)
    if lang == "zh":
        return wrapped_chinese(title, max(8, width // 2))
    return "\n".join(textwrap.wrap(title, width))


def wrapped_chinese(text: str, width: int) -> str:
    """Return Chinese text in lines of about a width, numbers whole and no comma first."""
    lines, line = [], ""
    for piece in re.findall(r"[0-9A-Za-z./]+|.", text):
        if line and len(line) + len(piece) > width and piece not in "，。；：、）":
            lines.append(line)
            line = ""
        line += piece
    return "\n".join([*lines, line])


def emphasis(lang: str) -> dict[str, Any]:
    """Return how emphasised words are set: a bold weight, or the bold Chinese face."""
    if lang == "zh":
        return {"fontfamily": [_font_family(BOLD_FONT), _font_family(), "DejaVu Sans"]}
    return {"weight": "bold"}


def titled(
    figure: "Figure", title: str, subtitle: str, lang: str, *, is_evidence: bool = False
) -> None:
    """Write title and subtitle at the top left, and the source at the bottom left."""
    source = (_EVIDENCE if is_evidence else _SOURCE)["zh" if lang == "zh" else "en"]
    height = figure.get_size_inches()[1]
    wrapped = subtitle if lang == "zh" else "\n".join(textwrap.wrap(subtitle, 110))
    figure.text(0.01, 1.0 - 0.12 / height, title, fontsize=15, **emphasis(lang),
                va="top")  # fmt: skip
    figure.text(0.01, 1.0 - 0.48 / height, wrapped, fontsize=10, color=GREY, va="top")
    figure.text(0.01, 0.08 / height, source, fontsize=8,
                color=GREY, va="bottom")  # fmt: skip


def name_line(
    axes: Any, point: tuple[float, float], name: tuple[float, float], colour: str
) -> None:
    """Draw the thin line from a point to its name beside the axes."""
    axes.plot(
        [point[0], name[0]],
        [point[1], name[1]],
        color=colour,
        linewidth=0.6,
        alpha=0.6,
        clip_on=False,
        scalex=False,
        scaley=False,
    )


def place_labels(heights: Sequence[float], gap: float, within: tuple[float, float]) -> list[float]:
    """Return heights for labels near the given ones, `gap` apart, in their order and in bounds."""
    order = sorted(range(len(heights)), key=lambda one: heights[one])
    placed = [heights[one] for one in order]
    for _ in range(200):
        moved = False
        for low in range(len(placed) - 1):
            lack = gap - (placed[low + 1] - placed[low])
            if lack > 1e-9:
                placed[low] -= lack / 2
                placed[low + 1] += lack / 2
                moved = True
        if not moved:
            break
    bottom, top = within
    last = len(placed) - 1
    for one in range(last + 1):
        placed[one] = max(placed[one], bottom + one * gap)
    for one in range(last, -1, -1):
        placed[one] = min(placed[one], top - (last - one) * gap)
    result = [0.0] * len(heights)
    for spot, one in zip(placed, order, strict=True):
        result[one] = spot
    return result
