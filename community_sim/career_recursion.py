"""The recursion of MODEL.md 3.1, symbol by symbol: V_L, V_C, C, V_S, the exam's Delta and IV, W.

It is written for a `Worth`: a value with its slopes along the two axes of the tables.  What
mixes values mixes their slopes alike.

`own` are the tables that are being filled, `ahead` those that hold from next calendar year on.
Where terms last they are the same tables: each age looks at the row of the next.  `returned` are
those of current practice, to which a policy that is not believed may go back next year.
"""

import math
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from community_sim.career_grid import (
    ABILITY_STEP,
    NODES,
    YOUNGEST,
    Axes,
    Table,
    node_ability,
    node_offset,
    passing_advantage,
)
from community_sim.logit import softplus_with_slope
from community_sim.parameters import Parameters
from community_sim.rules.pay import certification_premium, market_log_wage, pension_accrual
from community_sim.rules.separation import (
    annual_election_risk,
    exam_log_odds,
    exam_pass_probability,
    exam_pass_slope,
    exam_tenure,
    has_exam_education,
    is_exam_age,
    option_value_of_exam,
    separation_belief,
)
from community_sim.vocabulary import Post

__all__ = ["Book", "Terms", "solve"]

_PRINCIPAL = int(Post.PRINCIPAL)

Worth: TypeAlias = Table
"""Values, and what they gain from node to node in offset and in ability: shape (3, nodes)."""

Kind: TypeAlias = tuple[int, int, int]
"""Mandate, education and sex."""


class Book(NamedTuple):
    """The tables of one set of terms: see `careers.Careers`."""

    serve: Table
    stay: Table
    passing: Table
    leaving: Table
    service: Table
    retires_at: NDArray[np.int64]


class Terms(NamedTuple):
    """What a year of work is like: utility in post by mandate, level and tenure, and chances.

    `insured` is the share of each mandate who earn a pension in post.
    """

    flow: Table
    insured: Table
    promotion: Table
    axes: Axes
    levers: Any  # PolicyNumbers and Parameters, as records where compiled
    p: Any


class Nodes(NamedTuple):
    """What holds at the nodes whatever the kind, the level and the age.

    Attributes
    ----------
    left, net : ndarray, shape (3, nodes)
        What ability adds to V_L, and the yearly offset less that.
    inside, outside : ndarray, shape (2, nodes)
        Probability of passing the exam after long enough service and without it, and its slope in
        ability.
    better, best, chosen : ndarray, shape (nodes,)
        Scratch: what an option is better by, what having it is worth, and how often it is taken.
    """

    left: Worth
    net: Worth
    inside: Table
    outside: Table
    better: Table
    best: Table
    chosen: Table


def solve(own: Book, ahead: Book, returned: Book, terms: Terms) -> None:
    """Fill the tables for every mandate, education and sex, from the last year of work down."""
    mandates, educations, sexes, levels = own.serve.shape[:4]
    p = terms.p
    nodes = _nodes(terms.axes, p)
    joining = np.zeros((levels + 1, ahead.serve.shape[5], 3, NODES))
    doubted = np.zeros((levels + 1, returned.serve.shape[5], 3, NODES))
    for sex in range(sexes):
        _solve_service(own, ahead, returned, sex, p)
        for education in range(educations):
            _solve_leaving(own, ahead, returned, education, sex, terms)
            for mandate in range(mandates):
                for age in range(own.retires_at[sex] - 1, YOUNGEST - 1, -1):
                    kind = (mandate, education, sex)
                    _join(joining, ahead, kind, age + 1, nodes, p)
                    if p.policy_credibility < 1.0:
                        _join(doubted, returned, kind, age + 1, nodes, p)
                        _doubt(joining, doubted, p)
                    later = (
                        _leaving_later(ahead, returned, education, sex, age + 1, p),
                        _service_later(ahead, returned, sex, age + 1, p),
                        _accrual(ahead, returned, sex, age, p),
                    )
                    _stay(own, joining, kind, age, later, nodes, terms)


def _nodes(axes: Axes, p: Parameters) -> Nodes:
    """Return what holds at the nodes."""
    nodes = Nodes(
        np.zeros((3, NODES)), np.zeros((3, NODES)), np.zeros((2, NODES)), np.zeros((2, NODES)),
        np.zeros(NODES), np.zeros(NODES), np.zeros(NODES),
    )  # fmt: skip
    for n in range(NODES):
        ability = node_ability(n)
        nodes.left[0, n] = axes.career_return * ability
        nodes.left[2, n] = axes.career_return * ABILITY_STEP
        nodes.net[0, n] = passing_advantage(0.0, node_offset(n, axes), ability, axes)
        nodes.net[1, n] = axes.offset_step
        nodes.net[2, n] = (axes.ability_return - axes.career_return) * ABILITY_STEP
        nodes.inside[0, n] = exam_pass_probability(axes.exam_pass, ability, p)
        nodes.inside[1, n] = exam_pass_slope(nodes.inside[0, n], p) * ABILITY_STEP
        nodes.outside[0, n] = exam_pass_probability(axes.open_pass, ability, p)
        nodes.outside[1, n] = exam_pass_slope(nodes.outside[0, n], p) * ABILITY_STEP
    return nodes


# -- outside: V_C and V_L -------------------------------------------------------------------


def _solve_service(own: Book, ahead: Book, returned: Book, sex: int, p: Parameters) -> None:
    """Fill in V_C: a civil servant's pay, amenity and insurance until the pension."""
    flow = p.pay_weight * math.log(p.civil_service_wage) + p.civil_service_amenity
    for age in range(own.retires_at[sex] - 1, YOUNGEST - 1, -1):
        earned = _accrual(ahead, returned, sex, age, p)
        later = _service_later(ahead, returned, sex, age + 1, p)
        own.service[sex, age - YOUNGEST] = flow + earned + p.discount_factor * later


def _solve_leaving(
    own: Book, ahead: Book, returned: Book, education: int, sex: int, terms: Terms
) -> None:
    """Fill in V_L: what the market pays and insures, year after year until the pension."""
    p = terms.p
    premium = certification_premium(terms.levers, p)
    for age in range(own.retires_at[sex] - 1, YOUNGEST - 1, -1):
        wage = premium + market_log_wage(age, education, sex, 0.0, p)
        earned = p.market_pension_coverage * _accrual(ahead, returned, sex, age, p)
        later = _leaving_later(ahead, returned, education, sex, age + 1, p)
        own.leaving[education, sex, age - YOUNGEST] = (
            p.pay_weight * wage + earned + p.discount_factor * later
        )


def _accrual(ahead: Book, returned: Book, sex: int, age: int, p: Parameters) -> float:
    """Return the worth of an insured year; who is past next year's age of retirement has one."""
    believed = pension_accrual(max(1, int(ahead.retires_at[sex]) - age), p)
    if p.policy_credibility < 1.0:
        other = pension_accrual(max(1, int(returned.retires_at[sex]) - age), p)
        return believed + (1.0 - p.policy_credibility) * (other - believed)
    return believed


def _service_later(ahead: Book, returned: Book, sex: int, age: int, p: Parameters) -> float:
    """Return V_C as it is expected for next year, at the age one has then."""
    believed = _service(ahead, sex, age, p)
    if p.policy_credibility < 1.0:
        return believed + (1.0 - p.policy_credibility) * (
            _service(returned, sex, age, p) - believed
        )
    return believed


def _leaving_later(
    ahead: Book, returned: Book, education: int, sex: int, age: int, p: Parameters
) -> float:
    """Return V_L as it is expected for next year, at the age one has then."""
    believed = _leaving(ahead, education, sex, age, p)
    if p.policy_credibility < 1.0:
        other = _leaving(returned, education, sex, age, p)
        return believed + (1.0 - p.policy_credibility) * (other - believed)
    return believed


def _service(book: Book, sex: int, age: int, p: Parameters) -> float:
    """Return V_C at an age; from the age of retirement on, that of the pension."""
    if age >= book.retires_at[sex]:
        return _pension(math.log(p.civil_service_wage), p)
    return float(book.service[sex, age - YOUNGEST])


def _leaving(book: Book, education: int, sex: int, age: int, p: Parameters) -> float:
    """Return V_L at an age and ability 0; from the age of retirement on, that of the pension."""
    if age >= book.retires_at[sex]:
        return _pension(market_log_wage(age, education, sex, 0.0, p), p)
    return float(book.leaving[education, sex, age - YOUNGEST])


def _pension(log_wage: float, p: Parameters) -> float:
    """Return the value of what is had for ever after a wage, without any insured year."""
    return p.pay_weight * (log_wage + math.log(p.pension_floor)) / (1.0 - p.discount_factor)


# -- the choice: Delta, IV and W ------------------------------------------------------------


def _join(joining: Table, ahead: Book, kind: Kind, age: int, nodes: Nodes, p: Parameters) -> None:
    """Fill in W, what it is worth to be in post at an age, at every level, tenure and node.

    The step above the highest level is the sub-district's leadership, which is worth V_C.
    """
    mandate, education, sex = kind
    leaving = _leaving(ahead, education, sex, age, p)
    top = len(joining) - 1
    for tenure in range(joining.shape[1]):
        for n in range(NODES):
            joining[top, tenure, 0, n] = _service(ahead, sex, age, p)
        for level in range(top):
            worth = joining[level, tenure]
            if age >= ahead.retires_at[sex]:
                _retire(worth, leaving, nodes)
            else:
                cell = (mandate, education, sex, level, age - YOUNGEST, tenure)
                _choose(worth, ahead.serve[cell], leaving, nodes, p)


def _doubt(joining: Table, doubted: Table, p: Parameters) -> None:
    """Mix W under the policy with W under current practice, by how far the policy is believed."""
    last = doubted.shape[1] - 1
    for level in range(joining.shape[0]):
        for tenure in range(joining.shape[1]):
            worth, other = joining[level, tenure], doubted[level, min(tenure, last)]
            for part in range(3):
                for n in range(NODES):
                    gap = other[part, n] - worth[part, n]
                    worth[part, n] += (1.0 - p.policy_credibility) * gap


def _retire(worth: Worth, leaving: float, nodes: Nodes) -> None:
    """Fill in W of those who retire at this age, which is V_L."""
    for n in range(NODES):
        worth[0, n] = leaving + nodes.left[0, n]
        worth[1, n] = 0.0
        worth[2, n] = nodes.left[2, n]


def _choose(worth: Worth, serve: Worth, leaving: float, nodes: Nodes, p: Parameters) -> None:
    """Fill in W = V_L - kappa + ln(1 + exp(IV - V_L + kappa)) of those who choose at this age."""
    for n in range(NODES):
        nodes.better[n] = serve[0, n]
    _take_better(nodes)
    for n in range(NODES):
        worth[0, n] = leaving - p.moving_cost + nodes.left[0, n] + nodes.best[n]
        worth[1, n] = nodes.chosen[n] * serve[1, n]
        worth[2, n] = nodes.chosen[n] * serve[2, n] + nodes.left[2, n]


def _add_option(serve: Worth, stay: Worth, passing: float, nodes: Nodes, p: Parameters) -> None:
    """Fill in IV = V_S + s_c [softplus((Delta - c) / s_c) - softplus((Delta_open - c) / s_c)].

    `passing` is what V_S would be if passing were sure.  Their difference is beta (V_C - C), and
    Delta is p_x times that.
    """
    for part in range(3):
        for n in range(NODES):
            serve[part, n] = stay[part, n]
    _add_exam(serve, stay, passing, nodes.inside, 1.0, nodes, p)
    _add_exam(serve, stay, passing, nodes.outside, -1.0, nodes, p)


def _add_exam(  # noqa: PLR0913, PLR0917 - a row, and what it follows from
    serve: Worth,
    stay: Worth,
    passing: float,
    chances: Table,
    times: float,
    nodes: Nodes,
    p: Parameters,
) -> None:
    """Add the option of an exam, or take it away where `times` is -1."""
    for n in range(NODES):
        gain = passing + nodes.net[0, n] - stay[0, n]
        nodes.better[n] = exam_log_odds(chances[0, n] * gain, p)
    _take_better(nodes)
    for n in range(NODES):
        chance, sits = chances[0, n], times * nodes.chosen[n]
        gain = passing + nodes.net[0, n] - stay[0, n]
        rise = chance * (nodes.net[2, n] - stay[2, n]) + chances[1, n] * gain
        serve[0, n] += times * option_value_of_exam(nodes.best[n], 0.0, p)
        serve[1, n] += sits * chance * (nodes.net[1, n] - stay[1, n])
        serve[2, n] += sits * rise


def _take_better(nodes: Nodes) -> None:
    """Work out a logit choice at every node; a loop of its own, which compiles to fast code."""
    for n in range(NODES):
        nodes.best[n], nodes.chosen[n] = softplus_with_slope(nodes.better[n])


# -- staying: C and V_S ---------------------------------------------------------------------


def _stay(  # noqa: PLR0913, PLR0917 - a row, and what it follows from
    own: Book,
    joining: Table,
    kind: Kind,
    age: int,
    later: tuple[float, float, float],
    nodes: Nodes,
    terms: Terms,
) -> None:
    """Fill in V_S - V_L + kappa and IV - V_L + kappa at an age, for every level and tenure.

    `later` are V_L and V_C as they are expected for next year, and the worth of an insured year.
    """
    mandate, education, sex = kind
    levers, p = terms.levers, terms.p
    leaving, service, accrual = later
    start = terms.insured[mandate] * accrual - _leaving(own, education, sex, age, p) + p.moving_cost
    admitted = has_exam_education(education) and is_exam_age(age, p)
    is_reserved = terms.axes.exam_pass > terms.axes.open_pass
    levels, tenures = own.serve.shape[3], own.serve.shape[5]
    for level in range(levels):
        risk = annual_election_risk(age, mandate, level, levers)
        chances = (terms.promotion[level], risk, separation_belief(mandate, levers, p))
        for tenure in range(tenures):
            older = min(tenure + 1, joining.shape[1] - 1)
            same, above = joining[level, older], joining[level + 1, older]
            cell = (mandate, education, sex, level, age - YOUNGEST, tenure)
            base = terms.flow[mandate, level, tenure] + start
            stay = own.stay[cell] if admitted else own.serve[cell]
            _work(stay, 0, same, above, (base, leaving), chances, nodes, p)
            _work(stay, 1, same, above, (0.0, 0.0), chances, nodes, p)
            _work(stay, 2, same, above, (0.0, 0.0), chances, nodes, p)
            if admitted:
                passing = base + p.discount_factor * service
                own.passing[cell] = passing
                if tenure >= exam_tenure(levers) and is_reserved:
                    _add_option(own.serve[cell], stay, passing, nodes, p)
                else:
                    own.serve[cell][:] = stay


def _work(  # noqa: PLR0913, PLR0917 - a row, and what it follows from
    stay: Worth,
    part: int,
    same: Worth,
    above: Worth,
    start: tuple[float, float],
    chances: tuple[float, float, float],
    nodes: Nodes,
    p: Parameters,
) -> None:
    """Fill in V_S = u + beta C over V_L - kappa (part 0), or one of its slopes (parts 1 and 2)."""
    base, leaving = start
    for n in range(NODES):
        left = leaving + nodes.left[part, n]
        future = _continuing(same[part, n], above[part, n], left, chances)
        stay[part, n] = base + nodes.net[part, n] + p.discount_factor * future


def _continuing(
    same: float, above: float, left: float, chances: tuple[float, float, float]
) -> float:
    """Return C = (1-d) {(1-e) [p W(l+1) + (1-p) W(l)] + e V_L} + d V_L, or its slope."""
    p, e, d = chances
    return (1.0 - d) * ((1.0 - e) * (p * above + (1.0 - p) * same) + e * left) + d * left
