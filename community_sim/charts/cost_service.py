"""What a policy costs and what service it leaves, against current practice."""

from typing import TYPE_CHECKING, Any

from community_sim.charts.style import (
    CURRENT,
    GREY,
    colours,
    emphasis,
    house_style,
    name_line,
    place_labels,
    short_title,
    titled,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from community_sim.comparison import Comparison

__all__ = ["cost_service_chart"]

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "What it costs, and what service is left",
        "subtitle": "Difference from current practice, mean over the years with {level:g}% "
        "interval of the mean; wages, contributions and pay of the seconded",
        "x": "Wage bill per community [1,000 CNY a year]",
        "y": "Service capacity\n[hours a year per 1,000 households]",
        "current": "Current practice",
        "corners": "costs less, serves more|costs more, serves more|"
        "costs less, serves less|costs more, serves less",
    },
    "zh": {
        "title": "花多少钱，剩多少服务",
        "subtitle": "与现行做法之差，各年均值及其{level:g}%区间；含工资、单位缴费与下派人员工资",
        "x": "每社区人员经费(千元/年)",
        "y": "服务能力(每千户每年小时)",
        "current": "现行做法",
        "corners": "省钱而服务更多|费钱而服务更多|省钱而服务更少|费钱而服务更少",
    },
}


def cost_service_chart(comparison: "Comparison", *, lang: str = "en") -> "Figure":
    """Draw each policy's difference in wage bill and in service as a cross of intervals."""
    from matplotlib.figure import Figure

    words = _WORDS["zh" if lang == "zh" else "en"]
    with house_style(lang):
        figure = Figure(figsize=(9.5, 5.6))
        axes = figure.subplots()
        figure.subplots_adjust(left=0.11, right=0.74, top=0.83, bottom=0.15)
        axes.axhline(0, color=CURRENT, linewidth=1)
        axes.axvline(0, color=CURRENT, linewidth=1)
        points = {}
        for policy in comparison.policies:
            cost = comparison.effect(policy, "wage_bill_per_community")
            service = comparison.effect(policy, "service_capacity")
            x, y = cost.effect / 1000.0, service.effect
            colour = colours(comparison)[policy]
            axes.plot([cost.low / 1000.0, cost.high / 1000.0], [y, y], color=colour, linewidth=1.6)
            axes.plot([x, x], [service.low, service.high], color=colour, linewidth=1.6)
            axes.plot(x, y, "o", color=colour, markersize=7)
            points[policy] = (x, y)
        axes.plot(0, 0, "s", color=CURRENT, markersize=8)
        axes.margins(0.14)
        axes.set(xlabel=words["x"], ylabel=words["y"])
        _corners(axes, words["corners"].split("|"))
        points_and_current = {comparison.baseline: (0.0, 0.0), **points}
        _label(axes, comparison, points_and_current, lang)
        titled(figure, words["title"],
               words["subtitle"].format(level=100 * comparison.confidence), lang)  # fmt: skip
    return figure


def _corners(axes: Any, words: list[str]) -> None:
    for text, (x, y), (across, up) in zip(
        words,
        ((0.01, 0.99), (0.99, 0.99), (0.01, 0.01), (0.99, 0.01)),
        (("left", "top"), ("right", "top"), ("left", "bottom"), ("right", "bottom")),
        strict=True,
    ):
        axes.text(x, y, text, transform=axes.transAxes, ha=across, va=up, fontsize=8.5,
                  color=GREY, style="italic")  # fmt: skip


def _label(
    axes: Any, comparison: "Comparison", points: dict[str, tuple[float, float]], lang: str
) -> None:
    """Name the points in a column at the right, in the order of their height."""
    low, high = axes.get_ylim()
    left, right = axes.get_xlim()
    width = right - left
    room = high - low
    heights = place_labels(
        [y for _, y in points.values()],
        gap=0.1 * room,
        within=(low + 0.03 * room, high - 0.03 * room),
    )
    for (policy, (x, y)), height in zip(points.items(), heights, strict=True):
        colour = colours(comparison)[policy]
        name_line(axes, (x, y), (right + 0.02 * width, height), colour)
        axes.text(
            right + 0.03 * width,
            height,
            short_title(comparison, policy, lang, 30),
            color=colour,
            fontsize=8.5,
            va="center",
            linespacing=1.0,
            **(emphasis(lang) if policy == comparison.baseline else {}),
        )
    axes.set(xlim=(left, right), ylim=(low, high))
