"""Look a person up between the nodes of a careers table (MODEL.md 3.1).

Careers are solved at a few tastes and abilities.  Values bend between them: who is nearly sure to
leave gains one year from a better post, who is nearly sure to stay gains all years to come.  At
each node the table therefore holds the value and its two slopes, and look-ups follow cubics
that agree with both.

The market pays ability, and pay that the market adds is utility that the post lacks.  So the first
axis is not the yearly utility offset itself but what is left of it beyond the market's
return to ability: along it the able and the less able make almost the same choices.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from community_sim.logit import softplus
from community_sim.parameters import Parameters
from community_sim.rules.separation import (
    NO_EXAM,
    exam_log_odds,
    exam_pass_probability,
    option_value_of_exam,
    sure_pass_ability,
)

__all__ = [
    "ABILITY_NODES",
    "ABILITY_STEP",
    "NODES",
    "OFFSET_NODES",
    "OFFSET_STEP",
    "YOUNGEST",
    "Axes",
    "Planes",
    "Table",
    "axes_of",
    "interpolate",
    "leadership_worth",
    "look_up",
    "node_ability",
    "node_offset",
    "passing_advantage",
    "person_offset",
    "with_exam",
    "worth",
]

YOUNGEST = 20
"""Age of the first row of the tables [years]."""

OFFSET_NODES = 10
"""Nodes of the offset axis, from -3 to +2.4 spreads."""

OFFSET_STEP = 0.6
"""Distance of two offset nodes [spreads]."""

ABILITY_NODES = 6
"""Nodes of the ability axis, from -3 to +3."""

ABILITY_STEP = 1.2
"""Distance of two ability nodes [standard deviations]."""

LEAST_ABILITY = -3.0
"""Ability at the first node [standard deviations]."""

NODES = OFFSET_NODES * ABILITY_NODES
"""Nodes of the plane, those of one offset side by side."""

_SMALLEST_SPREAD = 0.1

Table = NDArray[np.float64]


class Axes(NamedTuple):
    """Where the nodes of a table stand, and what a look-up needs beside the table.

    Attributes
    ----------
    offset_step : float
        Distance of two offset nodes [utility per year].
    ability_return : float
        What the market adds for a standard deviation of ability [utility per year].
    career_return : float
        The same over all years to come [utility].
    sure_ability : float
        Ability beyond which passing the exam for reserved posts gets no likelier; infinite where
        none are reserved.
    exam_pass : float
        Probability that a sitter of average ability is expected to pass who has served long enough
        for reserved posts.
    open_pass : float
        The same of everybody else, in service or out of it.
    """

    offset_step: float
    ability_return: float
    career_return: float
    sure_ability: float
    exam_pass: float
    open_pass: float


def axes_of(p: Parameters, exam_pass: float) -> Axes:
    """Return the axes of the careers of people who expect some odds of passing the exam."""
    ability_return = p.pay_weight * p.market_ability_return
    is_reserved = exam_pass > p.exam_pass_probability
    return Axes(
        OFFSET_STEP * max(p.taste_sd, _SMALLEST_SPREAD),
        ability_return,
        ability_return / (1.0 - p.discount_factor),
        sure_pass_ability(exam_pass, p) if is_reserved else math.inf,
        exam_pass,
        p.exam_pass_probability,
    )


def node_ability(node: int) -> float:
    """Return the ability at a node [standard deviations]."""
    return LEAST_ABILITY + node % ABILITY_NODES * ABILITY_STEP


def node_offset(node: int, axes: Axes) -> float:
    """Return the yearly utility offset at a node [utility per year]."""
    beyond_market = (node // ABILITY_NODES - OFFSET_NODES // 2) * axes.offset_step
    return beyond_market + axes.ability_return * node_ability(node)


def person_offset(taste: float, community_offset: float, p: Parameters) -> float:
    """Return a cadre's place on the offset axis [utility per year]."""
    return p.taste_sd * taste + community_offset


class Planes(NamedTuple):
    """What a careers table holds of a kind of cadre, over offset and ability.

    Attributes
    ----------
    serve, stay : ndarray, shape (3, 60)
        Advantage of serving with and without the option of reserved posts, and slopes; the same
        for those not admitted.
    passing : float
        `Careers.passing`; `NO_EXAM` for those not admitted.
    exam_pass : float
        Probability that one of average ability is expected to pass who has served as long.
    """

    serve: Table
    stay: Table
    passing: float
    exam_pass: float


def look_up(
    planes: Planes, offset: float, ability: float, axes: Axes, p: Parameters
) -> tuple[float, float]:
    """Return a person's advantage of serving, and log odds of sitting the exam.

    The exam is not interpolated: what it is worth follows from the advantage of staying, by the
    same rules as at the nodes.

    Parameters
    ----------
    planes : Planes
        What the table holds of the person's kind.
    offset, ability : float
        From `person_offset` [utility per year]; ability [standard deviations].
    axes : Axes
        Those of the table.
    p : Parameters
        Facts about people.
    """
    stay = interpolate(planes.stay, offset, ability, axes)
    if planes.passing <= NO_EXAM:
        return stay, NO_EXAM
    gain = passing_advantage(planes.passing, offset, ability, axes) - stay
    return with_exam(stay, gain, (planes.exam_pass, axes.open_pass), ability, p)


def with_exam(
    stay: float, gain: float, passing: tuple[float, float], ability: float, p: Parameters
) -> tuple[float, float]:
    """Return the advantage of serving, and the log odds of sitting, from that of staying.

    Parameters
    ----------
    stay : float
        Advantage of staying [utility].
    gain : float
        What passing would add to it [utility].
    passing : tuple of float
        Probability that one of average ability passes, who serves and who does not.
    ability : float
        Ability [standard deviations].
    p : Parameters
        Facts about people.
    """
    inside, outside = passing
    elsewhere = exam_log_odds(exam_pass_probability(outside, ability, p) * gain, p)
    if inside <= outside:
        return stay, elsewhere
    odds = exam_log_odds(exam_pass_probability(inside, ability, p) * gain, p)
    return stay + option_value_of_exam(softplus(odds), softplus(elsewhere), p), odds


def passing_advantage(passing: float, offset: float, ability: float, axes: Axes) -> float:
    """Return the advantage of staying for one who is sure to be a civil servant next year."""
    return passing + offset - axes.career_return * ability


def interpolate(plane: Table, offset: float, ability: float, axes: Axes) -> float:
    """Return an advantage between the nodes: cubic in offset, then in ability.

    Beyond the last node it goes on along the slope there.
    """
    x = (offset - axes.ability_return * ability) / axes.offset_step + OFFSET_NODES // 2
    y = (ability - LEAST_ABILITY) / ABILITY_STEP
    i = int(min(OFFSET_NODES - 2.0, max(0.0, x)))
    j = int(min(ABILITY_NODES - 2.0, max(0.0, y)))
    x, y = x - i, y - j
    here = i * ABILITY_NODES + j
    up = here + ABILITY_NODES
    low = _cubic(plane[0, here], plane[0, up], plane[1, here], plane[1, up], x)
    high = _cubic(plane[0, here + 1], plane[0, up + 1], plane[1, here + 1], plane[1, up + 1], x)
    near = min(1.0, max(0.0, x))
    low_slope = plane[2, here] + (plane[2, up] - plane[2, here]) * near
    high_slope = plane[2, here + 1] + (plane[2, up + 1] - plane[2, here + 1]) * near
    bend = (axes.sure_ability - LEAST_ABILITY) / ABILITY_STEP - j
    if 0.0 < bend < 1.0:
        return _bent(low, high, low_slope, high_slope, y, bend)
    return _cubic(low, high, low_slope, high_slope, y)


def worth(plane: Table, offset: float, ability: float, axes: Axes) -> float:
    """Return what being in post is worth, W - V_L + kappa = ln(1 + exp(IV - V_L + kappa)).

    Parameters
    ----------
    plane : ndarray, shape (3, 60)
        Advantage of serving, and slopes.
    offset, ability : float
        From `person_offset` [utility per year]; ability [standard deviations].
    axes : Axes
        Those of the table.
    """
    return softplus(interpolate(plane, offset, ability, axes))


def leadership_worth(
    service: float, leaving: float, ability: float, axes: Axes, p: Parameters
) -> float:
    """Return the same of the sub-district's leadership, a principal's step up: V_C - V_L + kappa.

    Parameters
    ----------
    service, leaving : float
        V_C, and V_L at ability 0 [utility].
    ability : float
        Ability [standard deviations].
    axes : Axes
        Those of the table.
    p : Parameters
        Facts about people.
    """
    return service - (leaving + axes.career_return * ability) + p.moving_cost


def _cubic(low: float, high: float, low_slope: float, high_slope: float, x: float) -> float:
    """Return the cubic with given values and slopes at 0 and 1; beyond them straight lines."""
    if x < 0.0:
        return low + x * low_slope
    if x > 1.0:
        return high + (x - 1.0) * high_slope
    rise, rest = high - low, 1.0 - x
    bow = (low_slope - rise) * rest + (rise - high_slope) * x
    return low + x * (rise + rest * bow)


def _bent(
    low: float, high: float, low_slope: float, high_slope: float, x: float, bend: float
) -> float:
    """Return the value in a cell within which passing the exam stops getting likelier.

    Beyond the bend ability changes little: a straight line.  Before it a parabola that starts with
    the slope at the lower node and meets the line.
    """
    if x >= bend:
        return high - (1.0 - x) * high_slope
    at_bend = high - (1.0 - bend) * high_slope
    part = x / bend
    return low + low_slope * x + (at_bend - low - low_slope * bend) * part * part
