"""Place labels so that none covers another: in a column beside lines, or around points."""

import math
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Box", "around", "spread"]

_ANGLES = tuple(
    math.radians(angle)
    for angle in (0, 180, 45, 315, 135, 225, 90, 270, 22, 338, 158, 202, 68, 292, 112, 248)
)
_REACHES = (7.0, 14.0, 24.0, 36.0, 50.0, 66.0, 84.0, 104.0)  # from the point to its label
_PASSES = 4
_GAP = 3.0  # free space round a label
_COVERS, _CROSSES, _OUTSIDE = 40.0, 60.0, 1e4


class Box(NamedTuple):
    """A rectangle: its lower left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    def overlap(self, other: "Box") -> float:
        """Return the area that two rectangles share."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        up = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(0.0, across) * max(0.0, up)

    def nearest(self, point: tuple[float, float]) -> tuple[float, float]:
        """Return the point of the rectangle that is nearest to another point."""
        x = min(max(point[0], self.x), self.x + self.width)
        y = min(max(point[1], self.y), self.y + self.height)
        return x, y

    def grown(self, by: float) -> "Box":
        """Return the rectangle with a margin round it."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


def spread(
    centres: Sequence[float], sizes: Sequence[float], within: tuple[float, float]
) -> list[float]:
    """Return centres near the given ones, in their order, such that labels do not overlap.

    Labels that would overlap are stacked around the mean of where they belong.

    Parameters
    ----------
    centres, sizes : sequence of float
        Where each label belongs, and how much room it takes.
    within : tuple of float
        Lower and upper end of the column; if the labels need more, they leave it at the top.
    """
    order = sorted(range(len(centres)), key=lambda one: centres[one])
    stacks: list[list[int]] = []
    for one in order:
        stacks.append([one])
        while len(stacks) > 1 and _start(stacks[-2], centres, sizes, within) + sum(
            sizes[each] for each in stacks[-2]
        ) > _start(stacks[-1], centres, sizes, within):
            stacks[-2:] = [stacks[-2] + stacks[-1]]
    placed = [0.0] * len(centres)
    for stack in stacks:
        at = _start(stack, centres, sizes, within)
        for one in stack:
            placed[one] = at + sizes[one] / 2
            at += sizes[one]
    return placed


def _start(
    stack: list[int],
    centres: Sequence[float],
    sizes: Sequence[float],
    within: tuple[float, float],
) -> float:
    """Return where a stack begins: its labels as near as can be to where they belong."""
    below, wished = 0.0, 0.0
    for one in stack:
        wished += centres[one] - sizes[one] / 2 - below
        below += sizes[one]
    return max(within[0], min(wished / len(stack), within[1] - below))


def around(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    taken: Sequence[Box],
    within: Box,
) -> list[Box]:
    """Return a place for the label of each point: close by, and free of others.

    Each label in turn takes the best of some places round its point, given the others; a few
    rounds settle it.  The same input gives the same places.

    Parameters
    ----------
    points : sequence of (float, float)
        The points.
    sizes : sequence of (float, float)
        Width and height of each label.
    taken : sequence of Box
        What else must not be covered; a label may touch what surrounds its own point.
    within : Box
        Where labels may lie.
    """
    options = [_places(point, size) for point, size in zip(points, sizes, strict=True)]
    chosen: list[Box | None] = [None] * len(points)
    for _ in range(_PASSES):
        before = list(chosen)
        for one, places in enumerate(options):
            others = [
                (points[other], box)
                for other, box in enumerate(chosen)
                if box is not None and other != one
            ]
            costs = [_cost(points[one], box, others, taken, within) for box in places]
            chosen[one] = places[costs.index(min(costs))]
        if chosen == before:
            break
    return [box for box in chosen if box is not None]


def _places(point: tuple[float, float], size: tuple[float, float]) -> list[Box]:
    places = []
    for reach in _REACHES:
        for angle in _ANGLES:
            across, up = math.cos(angle), math.sin(angle)
            x = point[0] + across * reach - _behind(across) * size[0]
            y = point[1] + up * reach - _behind(up) * size[1]
            places.append(Box(x, y, *size))
    return places


def _behind(direction: float) -> float:
    """Return the share of a label that lies behind the point it is reached from."""
    return 0.5 if abs(direction) < 0.4 else 0.0 if direction > 0.0 else 1.0


def _cost(
    point: tuple[float, float],
    box: Box,
    others: Sequence[tuple[tuple[float, float], Box]],
    taken: Sequence[Box],
    within: Box,
) -> float:
    near = box.nearest(point)
    cost = math.dist(near, point)
    area = box.width * box.height
    cost += _OUTSIDE * (area - box.overlap(within)) / area
    room = box.grown(_GAP)
    for obstacle in (*taken, *(other for _, other in others)):
        cost += _COVERS * math.sqrt(room.overlap(obstacle))
    for obstacle in taken:
        if obstacle.overlap(Box(*point, 0.0, 0.0).grown(0.1)) == 0.0 and _meets(
            point, near, obstacle
        ):
            cost += _CROSSES
    for start, other in others:
        if _cross(point, near, start, other.nearest(start)):
            cost += _CROSSES
        if _meets(point, near, other) or _meets(start, other.nearest(start), box):
            cost += _CROSSES
    return cost


def _meets(start: tuple[float, float], end: tuple[float, float], box: Box) -> bool:
    """Return whether a straight line passes through a rectangle, at some of its points."""
    steps = 12
    for step in range(1, steps):
        share = step / steps
        x, y = (a + share * (b - a) for a, b in zip(start, end, strict=True))
        if box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height:
            return True
    return False


def _cross(
    start: tuple[float, float],
    end: tuple[float, float],
    other_start: tuple[float, float],
    other_end: tuple[float, float],
) -> bool:
    """Return whether two straight lines cross."""

    def side(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return (
        side(start, end, other_start) * side(start, end, other_end) < 0.0
        and side(other_start, other_end, start) * side(other_start, other_end, end) < 0.0
    )
