"""Draw the two readings of one printed share: of all cadres, or of those named just before."""

from typing import TYPE_CHECKING

from community_sim.charts.sheet import REPORTS, Sheet, sheet
from community_sim.charts.style import PALETTE, QUIET, bold, chosen
from community_sim.course.forms import Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["readings_of", "tenure_chart"]

_TITLE = (
    "One sentence, two readings: {a:.1f}% or {b:.1f}% have served ten years",
    "满10年的占{a:.1f}%，或占{b:.1f}%",
)
_SUBTITLE = (
    "Of all cadres [%], by years of community work",
    "占全体干部的百分比，按从事社区工作的年限",
)
_NAMES: tuple[Words, Words] = (
    ("Reading A: a share\nof all cadres", "读法A：占全体\n干部的比例"),
    ("Reading B: a share of\nthose with four years", "读法B：占满4年\n者的比例"),
)
_PARTS: tuple[Words, ...] = (
    ("ten years and more", "10年及以上"),
    ("four to nine", "4至9年"),
    ("fewer than four", "不满4年"),
)
_HUES = (PALETTE[0], PALETTE[4], "#c3ced6")
_LEFT, _WIDTH, _ROW, _BAR, _KEY = 1.9, 7.2, 0.62, 0.36, 0.34


def readings_of(four: float, ten: float) -> tuple[float, float]:
    """Return the share with ten years of all cadres under readings A and B [%].

    Parameters
    ----------
    four : float
        Printed share with at least four years [%].
    ten : float
        Printed share with at least ten years [%].
    """
    return ten, four * ten / 100.0


def tenure_chart(four: float, ten: float, *, lang: str = "en") -> "Figure":
    """Draw all cadres by years of work under both readings.

    Parameters
    ----------
    four, ten : float
        Printed shares with at least four and ten years [%].
    lang : {'en', 'zh'}
        Language.
    """
    both = readings_of(four, ten)
    title = chosen(_TITLE, lang).format(a=both[0], b=both[1])
    body = _KEY + 2 * _ROW
    with sheet(title, chosen(_SUBTITLE, lang), body=body, lang=lang, source=REPORTS) as page:
        page.key([(hue, 7.0, chosen(name, lang)) for hue, name in zip(_HUES, _PARTS, strict=True)])
        for row, (name, share) in enumerate(zip(_NAMES, both, strict=True)):
            _draw_row(page, row, chosen(name, lang), (share, four - share, 100.0 - four))
    return page.figure


def _draw_row(page: Sheet, row: int, name: str, parts: tuple[float, float, float]) -> None:
    middle = _KEY + (row + 0.5) * _ROW
    page.text((0, middle), name, va="center")
    left = _LEFT
    for hue, part in zip(_HUES, parts, strict=True):
        width = _WIDTH * max(0.0, part) / 100.0
        page.bar((left, middle - _BAR / 2), (width, _BAR), colour=hue)
        is_pale = hue == _HUES[-1]
        if width > 0.4:  # else the number does not fit
            page.text((left + width / 2, middle), f"{part:.1f}", va="center", ha="center",
                      color=QUIET if is_pale else "white", **bold())  # fmt: skip
        left += width
