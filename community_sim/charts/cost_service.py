"""What a policy costs and what service it leaves, against current practice."""

import math
from typing import TYPE_CHECKING, Any

from community_sim.charts.placing import Box, around
from community_sim.charts.sheet import WIDTH, Sheet, sheet
from community_sim.charts.style import (
    CURRENT,
    QUIET,
    baseline_name,
    bold,
    chosen,
    colours,
    halo,
    ink,
    interval_name,
    shown_scale,
    signed,
)
from community_sim.outcomes import COST, outcome

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Annotation

    from community_sim.comparison import Comparison

__all__ = ["cost_service_chart"]

_SERVICE = "service_capacity"
_TITLES_MANY = (
    "More service at no higher cost: {found} of {all} policies",
    "{all}项政策中，不增加财政成本而提升服务能力的有{found}项",
)
_TITLE_ONE = (
    "The policy {cost} and {service}",
    "该政策{cost}，{service}",
)
_COSTS = {
    1: ("costs more", "增加财政成本"),
    0: ("costs about the same", "财政成本大致不变"),
    -1: ("costs less", "节省财政成本"),
}
_SERVES = {
    1: ("leaves more service", "提升服务能力"),
    0: ("leaves about as much service", "服务能力大致不变"),
    -1: ("leaves less service", "降低服务能力"),
}
_SUBTITLE = (
    "Difference from {baseline} up to year {year}: all that is spent, whoever pays, against hours "
    "left for service. Crosses: {interval}",
    "截至第{year}年与{baseline}之差：财政成本（各级各部门全部支出）与服务时间。十字为{interval}",
)
_CORNERS = (
    (("cheaper,\nmore service", "更省，\n服务更多"), (0.0, 1.0)),
    (("costlier,\nmore service", "更贵，\n服务更多"), (1.0, 1.0)),
    (("cheaper,\nless service", "更省，\n服务更少"), (0.0, 0.0)),
    (("costlier,\nless service", "更贵，\n服务更少"), (1.0, 0.0)),
)
_NAME = 1.9  # widest a name gets [inch]
_SIZE = (WIDTH - 0.95, 4.3)
_CORNER_SIZE = 9.0
_CROSS = 2.0  # thickness of an interval
_DOT = 5.0  # radius of a dot [point]
_THIN = 0.05  # a name may cross a zero line if it must
_CLOSE = 13.0  # a name so near needs no line [point]

Points = dict[str, tuple[float, float]]


def cost_service_chart(comparison: "Comparison", *, lang: str = "en") -> "Figure":
    """Draw each policy's difference in wage bill and in service as a cross of intervals."""
    subtitle = chosen(_SUBTITLE, lang).format(
        year=comparison.horizons[-1],
        interval=interval_name(comparison, lang),
        baseline=baseline_name(comparison, lang),
    )
    with sheet(_headline(comparison, lang), subtitle, body=_SIZE[1] + 0.6, lang=lang) as page:
        axes = page.axes((0.72, 0), _SIZE)
        points = _draw_points(axes, comparison, lang)
        _finish(axes, lang)
        corners = _write_corners(axes, lang)
        _name_points(page, axes, comparison, points, corners)
    return page.figure


def _headline(comparison: "Comparison", lang: str) -> str:
    signs = {
        policy: (_sign(comparison, policy, COST), _sign(comparison, policy, _SERVICE))
        for policy in comparison.policies
    }
    if len(signs) == 1:
        ((cost, service),) = signs.values()
        return chosen(_TITLE_ONE, lang).format(
            cost=chosen(_COSTS[cost], lang), service=chosen(_SERVES[service], lang)
        )
    found = sum(cost <= 0 < service for cost, service in signs.values())
    return chosen(_TITLES_MANY, lang).format(found=found, all=len(signs))


def _sign(comparison: "Comparison", policy: str, name: str) -> int:
    """Return 1 or -1 for an effect whose sign is decided, else 0."""
    effect = comparison.effect(policy, name)
    return (1 if effect.effect > 0.0 else -1) if effect.decided else 0


def _draw_points(axes: "Axes", comparison: "Comparison", lang: str) -> Points:
    money, _ = shown_scale(outcome(COST), lang)
    points: Points = {}
    for policy in comparison.policies:
        cost, service = comparison.effect(policy, COST), comparison.effect(policy, _SERVICE)
        x, y, colour = money * cost.effect, service.effect, colours(comparison)[policy]
        axes.plot([money * cost.low, money * cost.high], [y, y], color=colour, linewidth=_CROSS)
        axes.plot([x, x], [service.low, service.high], color=colour, linewidth=_CROSS)
        axes.plot(x, y, "o", color=colour, markersize=7.5, zorder=3)
        points[policy] = (x, y)
    axes.plot(0, 0, "s", color=CURRENT, markersize=8, zorder=2.5)
    return {**points, comparison.baseline: (0.0, 0.0)}


def _finish(axes: "Axes", lang: str) -> None:
    axes.axhline(0, color=CURRENT, linewidth=1, zorder=1)
    axes.axvline(0, color=CURRENT, linewidth=1, zorder=1)
    axes.margins(0.16)
    axes.set(xlim=axes.get_xlim(), ylim=axes.get_ylim())
    for axis, name in ((axes.xaxis, COST), (axes.yaxis, _SERVICE)):
        measure = outcome(name)
        axis.set_major_formatter(lambda value, _: signed(value))
        axis.set_label_text(f"{measure.label(lang)} [{shown_scale(measure, lang)[1]}]")
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(length=0)


def _write_corners(axes: "Axes", lang: str) -> list["Annotation"]:
    """Say in each corner what lies there, and return the texts."""
    texts = []
    for words, (across, up) in _CORNERS:
        texts.append(
            axes.annotate(
                chosen(words, lang), (across, up), xycoords="axes fraction",
                xytext=(6 - 12 * across, 6 - 12 * up), textcoords="offset points",
                ha="right" if across else "left", va="top" if up else "bottom",
                size=_CORNER_SIZE, color=QUIET, **halo(),
            )
        )  # fmt: skip
    return texts


def _name_points(
    page: Sheet, axes: "Axes", comparison: "Comparison", points: Points, corners: list["Annotation"]
) -> None:
    """Write each point's name close to it, joined by a thin line where it is further off."""
    texts = [
        axes.annotate(
            page.fitted(comparison.title(policy, page.lang), _NAME, 9.5, lines=3), place,
            xytext=(0, 0), textcoords="offset points", va="bottom", linespacing=1.1, size=9.5,
            color=ink(colours(comparison)[policy]), **halo(),
            **(bold() if policy == comparison.baseline else {}),
        )
        for policy, place in points.items()
    ]  # fmt: skip
    plane = _Plane(page, axes)
    places = [plane.place(point) for point in points.values()]
    crosses = [plane.box(line) for line in axes.lines if line.get_linewidth() == _CROSS]
    dots = [Box(*place, 0.0, 0.0).grown(_DOT) for place in places]
    boxes = around(
        places,
        [plane.box(text)[2:] for text in texts],
        [*crosses, *dots, *plane.zero_lines(), *(plane.box(corner) for corner in corners)],
        plane.box(axes),
    )
    for place, text, box in zip(places, texts, boxes, strict=True):
        text.set_position((box.x - place[0], box.y - place[1]))
        near = box.nearest(place)
        if math.dist(near, place) > _CLOSE:
            ends = [plane.data(place), plane.data(near)]
            axes.plot(*zip(*ends, strict=True), color=text.get_color(), linewidth=0.7, zorder=1.5)


class _Plane:
    """Axes measured in points, in which text has a size that no zoom changes."""

    def __init__(self, page: Sheet, axes: "Axes"):
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        self._axes = axes
        canvas: Any = FigureCanvasAgg(page.figure)
        self._renderer = canvas.get_renderer()
        self._pixels = page.figure.dpi / 72.0

    def place(self, point: tuple[float, float]) -> tuple[float, float]:
        x, y = self._axes.transData.transform(point) / self._pixels
        return float(x), float(y)

    def data(self, place: tuple[float, float]) -> tuple[float, float]:
        x, y = self._axes.transData.inverted().transform(
            (place[0] * self._pixels, place[1] * self._pixels)
        )
        return float(x), float(y)

    def box(self, artist: "Artist") -> Box:
        extent = artist.get_window_extent(self._renderer)
        return Box(*(float(each) / self._pixels for each in extent.bounds))

    def zero_lines(self) -> tuple[Box, Box]:
        inside, (x, y) = self.box(self._axes), self.place((0.0, 0.0))
        return Box(inside.x, y, inside.width, _THIN), Box(x, inside.y, _THIN, inside.height)
