"""Draw means with their bands, a row each, and where wanted the single runs behind them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from community_sim.charts.sheet import WIDTH, Sheet, sheet
from community_sim.charts.style import CURRENT, INK, PALETTE, QUIET, bold, chosen, ink
from community_sim.course.repeated_runs import Band

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["BandRow", "luck_bands_chart"]

_UNIT = ("Change of the quit rate [percentage points]", "辞职率的变化［百分点］")
_NAMES, _RIGHT = 2.5, 1.35
_COLOUR, _OTHER, _DOT = PALETTE[0], PALETTE[1], "#9fb2bf"


class BandRow(NamedTuple):
    """Hold a row: its name, the band, the single differences, and whether to set it off.

    Attributes
    ----------
    name : str
        What stands at the left.
    band : Band
        Mean and ends.
    singles : sequence of float
        Differences of single pairs, drawn as dots; may be empty.
    is_set_off : bool
        Whether it has the second colour.
    """

    name: str
    band: Band
    singles: Sequence[float] = ()
    is_set_off: bool = False


def luck_bands_chart(
    rows: Sequence[BandRow],
    *,
    words: tuple[str, str],
    pitch: float = 0.42,
    truth: float | None = None,
    lang: str = "en",
) -> "Figure":
    """Draw a row for each band, on one scale with zero in it.

    Parameters
    ----------
    rows : sequence of BandRow
        What to draw.
    words : (str, str)
        Title and subtitle, in the language.
    pitch : float
        Height of a row [inch].
    truth : float, optional
        Where to draw a line that bands may hold or miss.
    lang : {'en', 'zh'}
        Language.
    """
    tall, wide = pitch * len(rows), WIDTH - _NAMES - _RIGHT
    with sheet(*words, body=tall + 0.55, lang=lang) as page:
        axes = page.axes((_NAMES, 0.0), (wide, tall))
        for at, row in enumerate(rows):
            _draw(axes, at, row)
            if pitch >= 0.3:
                _name(page, row, (at + 0.5) * pitch)
        axes.axvline(0.0, color=CURRENT, linewidth=1.0)
        if truth is not None:
            axes.axvline(truth, color=INK, linewidth=1.2, linestyle=(0, (4, 3)))
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlim(*_ends(rows))
        axes.set_yticks([])
        axes.grid(visible=False, axis="y")
        axes.set_xlabel(chosen(_UNIT, lang))
    return page.figure


def _ends(rows: Sequence[BandRow]) -> tuple[float, float]:
    values = [0.0]
    for row in rows:
        values += [row.band.low, row.band.high, *row.singles]
    low, high = min(values), max(values)
    room = 0.04 * (high - low or 1.0)
    return low - room, high + room


def _draw(axes: "Axes", at: int, row: BandRow) -> None:
    colour = _OTHER if row.is_set_off else _COLOUR
    for place, single in enumerate(row.singles):
        height = at + 0.34 * ((place * 7) % 11 / 5.0 - 1.0)  # spread, the same each time
        axes.plot(single, height, "o", color=_DOT, markersize=3.5, zorder=2)
    axes.plot([row.band.low, row.band.high], [at, at], color=colour, linewidth=5.0,
              solid_capstyle="butt", alpha=0.85, zorder=3)  # fmt: skip
    axes.plot(row.band.mean, at, "o", color="white", markeredgecolor=colour, markersize=5.5,
              markeredgewidth=1.6, zorder=4)  # fmt: skip


def _name(page: Sheet, row: BandRow, middle: float) -> None:
    colour = _OTHER if row.is_set_off else _COLOUR
    page.text((0, middle), page.fitted(row.name, _NAMES - 0.1, 9.5, lines=2), va="center")
    ends = f"{row.band.low:+.2f} … {row.band.high:+.2f}".replace("-", "−")
    style = {"color": ink(colour), **bold()} if row.band.is_decided else {"color": QUIET}
    page.text((WIDTH - _RIGHT + 0.1, middle), ends, va="center", size=9, **style)
