"""Draw how a scenario becomes outcomes: docs/images/how_it_runs.svg.

    python scripts/draw_how_it_runs.py [FILE]

FILE may end in .svg (the default), whose text stays text, or in .png, to look at.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from community_sim.charts.style import INK, PALETTE, QUIET, house_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TARGET = Path(__file__).parent.parent / "docs" / "images" / "how_it_runs.svg"
WIDTH = 8.0  # [inch]: 800 pixels
PITCH = 0.86  # from stage to stage [inch]
BOX, CHIP = 0.54, 0.34  # heights [inch]
LEFT, RIGHT = 1.75, 7.9  # the parts of a stage lie between [inch]


class Stage(NamedTuple):
    """A stage of the way: its name, its module, its parts and a line below them."""

    name: str
    module: str
    parts: tuple[str, ...]
    note: str
    joined: bool = False


STAGES = (
    Stage("Scenario", "scenario.py",
          ("place", "parameters", "current practice", "policy", "rules"),
          "files of data/ and own rules; frozen, equal if their content is"),
    Stage("History", "founding.py",
          ("found a workforce", "live through the years before the policy"),
          "once a seed, shared by every policy that is compared", joined=True),
    Stage("Prospects", "prospects.py", ("expect", "simulate", "look"),
          "in passes, so that cadres expect what the model's own runs show", joined=True),
    Stage("Plan", "plan.py", ("terms by year", "careers by year"),
          "everything that people look up: pay, posts, what staying is worth"),
    Stage("Run", "engines/", ("agent engine (Mesa)", "compiled engine (Numba)"),
          "both call the same rules and tell the same events, row by row"),
    Stage("Trajectory", "trajectory/", ("events", "stocks by year", "the people at each close"),
          "people and money add up, or it is an error"),
    Stage("Outcomes", "outcomes/", ("flows", "retention", "money", "service", "structure"),
          "then comparison with current practice, charts, notebooks, pages"),
)  # fmt: skip


def main() -> None:
    """Write the picture."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    with house_style(), mpl.rc_context({"svg.fonttype": "none"}):
        mpl.rcParams["font.family"] = [*mpl.rcParams["font.family"], "sans-serif"]
        figure = drawn()
        metadata = {"Date": None} if target.suffix == ".svg" else {}
        figure.savefig(target, dpi=100, metadata=metadata)


def drawn() -> Figure:
    """Return the picture."""
    height = PITCH * len(STAGES) + 0.05
    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0))
    axes.set_axis_off()
    for at, stage in enumerate(STAGES):
        middle = PITCH * at + 0.37
        box(axes, (0.1, middle), (1.4, BOX), colour=PALETTE[0])
        axes.text(0.8, middle - 0.08, stage.name, color="white", ha="center", va="center", size=11)
        axes.text(0.8, middle + 0.14, stage.module, color="white", ha="center", va="center", size=8)
        if at:
            arrow(axes, (0.8, middle - PITCH + BOX / 2), (0.8, middle - BOX / 2))
        middles = parts(axes, stage, middle)
        if stage.name == "Prospects":
            loop(axes, middles[-1], middles[0], middle - 0.1 - CHIP / 2)
    return figure


def loop(axes: "Axes", start: float, end: float, top: float) -> None:
    """Draw the way back above a row of parts."""
    over = top - 0.12
    axes.plot([start, start, end], [top, over, over], color=QUIET, linewidth=1.2)
    arrow(axes, (end, over), (end, top))


def parts(axes: "Axes", stage: Stage, middle: float) -> list[float]:
    """Draw the parts of a stage in a row, and its note below; return their middles."""
    gap = 0.28 if stage.joined else 0.12
    room = RIGHT - LEFT - gap * (len(stage.parts) - 1)
    letters = sum(len(part) + 5 for part in stage.parts)
    left, middles = LEFT, []
    for part in stage.parts:
        width = room * (len(part) + 5) / letters
        box(axes, (left, middle - 0.1), (width, CHIP), colour="#e4eef2")
        axes.text(left + width / 2, middle - 0.09, part, ha="center", va="center", size=9.5,
                  color=INK)  # fmt: skip
        if stage.joined and part != stage.parts[-1]:
            arrow(axes, (left + width, middle - 0.1), (left + width + gap, middle - 0.1))
        middles.append(left + width / 2)
        left += width + gap
    axes.text(LEFT, middle + 0.22, stage.note, va="center", size=9, color=QUIET)
    return middles


def box(
    axes: "Axes", start: tuple[float, float], size: tuple[float, float], *, colour: str
) -> None:
    """Draw a box from the middle of its left side."""
    corner = (start[0], start[1] - size[1] / 2)
    axes.add_patch(
        FancyBboxPatch(corner, *size, boxstyle="round,pad=0,rounding_size=0.06", facecolor=colour,
                       edgecolor="none")
    )  # fmt: skip


def arrow(axes: "Axes", start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw an arrow."""
    axes.add_patch(
        FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=11, color=QUIET, shrinkA=0,
                        shrinkB=0, linewidth=1.2)
    )  # fmt: skip


if __name__ == "__main__":
    main()
