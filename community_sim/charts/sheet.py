"""A sheet: a figure with a title, a subtitle and a source line, laid out in inches."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from community_sim.charts.style import INK, QUIET, bold, chosen, house_style
from community_sim.charts.wrapping import width_of, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

__all__ = ["MODEL_RUNS", "REPORTS", "WIDTH", "Sheet", "line_height", "sheet"]

WIDTH = 9.5
"""Width of a sheet [inch]: that of a notebook's page."""

MODEL_RUNS = (
    "Model runs, not a forecast. Parameters from five survey reports, or assumed.",
    "模型模拟，不是预测。参数来自五份调研报告，其余为假设。",
)
"""Source line of what the model says."""

REPORTS = ("From the survey reports.", "据调研报告。")
"""Source line of what the reports say."""

_POINTS = 72.0  # to the inch
_MARGIN = 0.08
_TITLE, _SUBTITLE, _SOURCE_SIZE = 16.0, 10.5, 8.0


def line_height(size: float, lang: str) -> float:
    """Return the distance between lines of a size [points] in a language [inch]."""
    return 1.2 * _spacing(lang) * size / _POINTS


def _spacing(lang: str) -> float:
    return 1.2 if lang == "zh" else 1.1


class Sheet:
    """A figure whose body is measured in inches from its upper left corner.

    Parameters
    ----------
    title, subtitle : str
        Headline, and what is drawn in which unit; both are wrapped.
    body : float
        Height of the body [inch].
    lang : {'en', 'zh'}
        Language.
    source : (str, str)
        Source line, English and Chinese.

    Attributes
    ----------
    figure : Figure
        The figure.
    lang : str
        Language.
    """

    def __init__(
        self, title: str, subtitle: str, *, body: float, lang: str, source: tuple[str, str]
    ):
        from matplotlib.figure import Figure

        self.lang = lang
        headline, below = self.fitted(title, WIDTH, _TITLE), self.fitted(subtitle, WIDTH, _SUBTITLE)
        self._under_title = 0.13 + line_height(_TITLE, lang) * (headline.count("\n") + 1)
        rows = below.count("\n") + 1
        self._head = self._under_title + 0.06 + line_height(_SUBTITLE, lang) * rows + 0.16
        self._height = self._head + body + 0.38
        self.figure = Figure(figsize=(WIDTH, self._height))
        # Notebooks show no figure without axes, and cut off what no axes reach.
        self.figure.add_axes((0, 0, 1, 1), zorder=-1, frameon=False, xticks=[], yticks=[])
        self._write_frame(headline, below, chosen(source, lang))

    def _write_frame(self, headline: str, below: str, source: str) -> None:
        self.text((0, 0.1 - self._head), headline, size=_TITLE, va="top", **bold())
        self.text((0, self._under_title + 0.06 - self._head), below, size=_SUBTITLE, va="top",
                  color=QUIET)  # fmt: skip
        self.text((0, self._height - self._head - 0.08), source,
                  size=_SOURCE_SIZE, color=QUIET, va="bottom")  # fmt: skip

    def axes(self, corner: tuple[float, float], size: tuple[float, float]) -> "Axes":
        """Return axes with their upper left corner at a point of the body, and a size [inch]."""
        left, bottom = self._fraction((corner[0], corner[1] + size[1]))
        width, height = self.figure.get_size_inches()
        return self.figure.add_axes((left, bottom, size[0] / width, size[1] / height))

    def text(self, place: tuple[float, float], words: str, **options: Any) -> "Text":
        """Write at a point of the body [inch]."""
        options = {"size": 9.5, "color": INK, "linespacing": _spacing(self.lang), **options}
        return self.figure.text(*self._fraction(place), words, **options)

    def line(self, start: tuple[float, float], end: tuple[float, float], **options: Any) -> None:
        """Draw a straight line between two points of the body [inch]."""
        from matplotlib.lines import Line2D

        across, up = zip(self._fraction(start), self._fraction(end), strict=True)
        self.figure.add_artist(Line2D(across, up, **options))

    def bar(
        self,
        corner: tuple[float, float],
        size: tuple[float, float],
        *,
        colour: str,
        is_outlined: bool = False,
    ) -> None:
        """Draw a bar with its upper left corner at a point of the body, and a size [inch]."""
        from matplotlib.patches import Rectangle

        width, height = self.figure.get_size_inches()
        place = self._fraction((corner[0], corner[1] + size[1]))
        face, edge = ("none", colour) if is_outlined else (colour, "none")
        self.figure.add_artist(
            Rectangle(place, size[0] / width, size[1] / height, facecolor=face, edgecolor=edge)
        )

    def key(self, entries: Sequence[tuple[str, float, str]]) -> None:
        """Write a row of line samples with their names, from (colour, thickness, name)."""
        left = 0.0
        for colour, thickness, name in entries:
            self.line((left, 0.06), (left + 0.28, 0.06), color=colour, linewidth=thickness)
            self.text((left + 0.36, 0.06), name, size=9, va="center_baseline")
            left += 0.36 + width_of(name) * 9 / _POINTS + 0.3

    def fitted(self, text: str, width: float, size: float, *, lines: int | None = None) -> str:
        """Return a text wrapped to a width [inch] at a size [points], cut after some lines."""
        return wrapped(text, (width - 2 * _MARGIN) * _POINTS / size, lines)

    def _fraction(self, place: tuple[float, float]) -> tuple[float, float]:
        return (_MARGIN + place[0]) / WIDTH, 1.0 - (self._head + place[1]) / self._height


@contextmanager
def sheet(
    title: str, subtitle: str, *, body: float, lang: str, source: tuple[str, str] = MODEL_RUNS
) -> Iterator[Sheet]:
    """Give a sheet to draw on in the house style; it keeps the style when shown later."""
    with house_style():
        drawn = Sheet(title, subtitle, body=body, lang=lang, source=source)
        yield drawn
        # Tick labels are made when they are first needed, in the style of that moment.
        drawn.figure.draw_without_rendering()
