"""The house style: type, colours, units."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from community_sim.comparison.grounds import name_of_ground

if TYPE_CHECKING:
    from community_sim.comparison import Comparison
    from community_sim.outcomes import Outcome

__all__ = [
    "BOLD_FONT",
    "CURRENT",
    "FONT",
    "INK",
    "PALETTE",
    "PALE",
    "QUIET",
    "baseline_name",
    "bold",
    "chosen",
    "colours",
    "halo",
    "house_style",
    "interval_name",
    "ink",
    "shown_scale",
    "signed",
]

_FONTS = Path(__file__).parent / "fonts"

FONT = _FONTS / "NotoSansSC-subset.otf"
"""A subset of Noto Sans SC (SIL Open Font License), so that Chinese needs no installed font."""

BOLD_FONT = _FONTS / "NotoSansSC-bold-subset.otf"
"""Its bold face, with fewer characters, for titles."""

INK = "#262626"
"""Colour of text."""

QUIET = "#6b6b6b"
"""Colour of text that steps back."""

PALE = "#d9d9d9"
"""Colour of lines that only guide the eye."""

CURRENT = "#333333"
"""Colour of current practice."""

PALETTE = (
    "#296689", "#D0510D", "#0D8E68", "#AD7FB4", "#2DA0FF", "#D69314", "#5A21A8", "#7E420A",
)  # fmt: skip
"""Colours of policies, in their order.

Okabe and Ito's eight, moved until every two of them, and grey, stay apart for readers without red
or green receptors (Machado, Oliveira and Fernandes 2009).
"""

_READABLE = 4.5  # contrast of text with white that WCAG 2 asks for

_SETTINGS: dict[str, Any] = {
    "font.size": 9.5,
    "text.color": INK,
    "axes.edgecolor": "#8c8c8c",
    "axes.labelcolor": INK,
    "axes.labelsize": 9.5,
    "axes.linewidth": 0.8,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": True,
    "figure.dpi": 110,
    "figure.facecolor": "white",
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "lines.solid_capstyle": "round",
    "lines.solid_joinstyle": "round",
    "savefig.dpi": 110,
    "svg.hashsalt": "community_sim",
    "text.parse_math": False,  # a dollar in a title is a dollar
    "xtick.color": INK,
    "xtick.labelsize": 9,
    "ytick.color": INK,
    "ytick.labelsize": 9,
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house style, and leave no setting behind."""
    import matplotlib as mpl
    import seaborn as sns

    settings: Any = {
        **sns.axes_style("whitegrid"),
        **sns.plotting_context("notebook"),
        **_SETTINGS,
        "font.family": _families(),
    }
    with mpl.rc_context(settings):
        yield


def bold() -> dict[str, Any]:
    """Return the text options of emphasised words."""
    return {"family": [_family(BOLD_FONT), *_families()]}


def halo() -> dict[str, Any]:
    """Return the text options of words that lines may pass behind."""
    from matplotlib.patheffects import withStroke

    return {"path_effects": [withStroke(linewidth=3.0, foreground="white")]}


def _families() -> list[str]:
    """Return the families in which a character is looked for, in order."""
    return [_family(FONT), "DejaVu Sans"]


@cache
def _family(font: Path) -> str:
    """Make a shipped font known to matplotlib, and return its name."""
    from matplotlib import font_manager

    font_manager.fontManager.addfont(str(font))
    return font_manager.FontProperties(fname=str(font)).get_name()


def chosen(words: tuple[str, str], lang: str) -> str:
    """Return the English or the Chinese one of two texts."""
    return words[1] if lang == "zh" else words[0]


def baseline_name(comparison: "Comparison", lang: str) -> str:
    """Return what the policies are compared with, as it stands inside a sentence."""
    if comparison.baseline == "current_practice":
        return chosen(("current practice", "现行做法"), lang)
    return f"“{comparison.title(comparison.baseline, lang)}”"


_INTERVALS = {
    False: (
        "the {level:g}% interval of the mean over {runs} paired runs",
        "{runs}次成对模拟均值的{level:g}%区间",
    ),
    True: (
        "the {level:g}% interval of draws given {ground}",
        "{ground}的{level:g}%区间",
    ),
}


_DISCOUNTED = (", money discounted by {rate:g}% a year", "，金额按每年{rate:g}%贴现")


def interval_name(comparison: "Comparison", lang: str) -> str:
    """Return what an interval is, as it stands inside a sentence, and at which discount rate."""
    name = chosen(_INTERVALS[comparison.is_drawn], lang).format(
        level=100 * comparison.confidence, runs=len(comparison.results.seeds),
        ground="" if comparison.ground is None else name_of_ground(comparison.ground, lang),
    )  # fmt: skip
    if comparison.discount_rate:
        rate = round(100.0 * comparison.discount_rate, 6)
        name += chosen(_DISCOUNTED, lang).format(rate=rate)
    return name


def colours(comparison: "Comparison") -> dict[str, str]:
    """Return a colour for every scenario: the same in all charts of a comparison."""
    hues = {policy: PALETTE[at % len(PALETTE)] for at, policy in enumerate(comparison.policies)}
    return {comparison.baseline: CURRENT, **hues}


def ink(colour: str) -> str:
    """Return a colour, darkened until text in it is easy to read on white."""
    from matplotlib.colors import to_hex, to_rgb

    red, green, blue = to_rgb(colour)
    while 1.05 / (_luminance(red, green, blue) + 0.05) < _READABLE:
        red, green, blue = 0.96 * red, 0.96 * green, 0.96 * blue
    return to_hex((red, green, blue))


def _luminance(*channels: float) -> float:
    """Return the relative luminance of an sRGB colour (WCAG 2)."""
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def shown_scale(outcome: "Outcome", lang: str) -> tuple[float, str]:
    """Return by what to multiply a difference of an outcome on an axis, and the unit to write.

    Shares become percentage points; yuan become thousands, or ten thousands (万元) in Chinese.
    """
    from community_sim.outcomes import Unit

    unit = outcome.shown_unit(lang)
    if outcome.is_percentage:
        return 100.0, chosen(("percentage points", "百分点"), lang)
    if outcome.unit is Unit.MONEY:
        return (1e-4, f"万{unit}") if lang == "zh" else (1e-3, f"1,000 {unit}")
    return 1.0, unit


def signed(value: float) -> str:
    """Return a difference as it stands on an axis: '+1,000', '0' or '−0.5'."""
    return f"{value:+,.6g}".replace("-", "−") if value else "0"
