"""Scale a policy until it costs a given sum: one factor on some pay levers, found by running."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community_sim.course.city import city_scenario, normalised, own_number
from community_sim.course.city_runs import outcome_by_seed
from community_sim.course.forms import policy_of
from community_sim.errors import BadValue

if TYPE_CHECKING:
    from community_sim.policy import LeverValue

__all__ = [
    "EVERYBODYS_PAY",
    "TOLERANCE",
    "EqualCost",
    "at_equal_cost",
    "hearing_sum",
    "yearly_cost",
]

EVERYBODYS_PAY = (
    "pay.coefficient_general_worker",
    "pay.coefficient_committee_member",
    "pay.coefficient_deputy",
    "pay.coefficient_principal",
)
"""The levers of a flat raise: the same factor for every post level."""

TOLERANCE = 0.02
"""By how much a policy may miss the sum and still count as of equal cost [share of the sum]."""

_SUMS = (12_000.0, 13_000.0, 14_000.0, 15_000.0, 16_000.0, 17_000.0)
_LEAST, _MOST = 0.5, 2.0  # of the factor: pay halved, pay doubled
_LIKELY = (1.0, 1.5)  # where the factor is looked for first
_TRIALS = 40

Changes = Mapping[str, "LeverValue | Mapping[str, float]"]


@dataclass(frozen=True)
class EqualCost:
    """Hold a policy that was scaled to a sum.

    Attributes
    ----------
    changes : mapping
        What it changes, the scaled levers among it.
    factor : float
        What pay of the scaled levers was multiplied by.
    cost : float
        Rise of the wage bill over the runs that it was found by [CNY a year per community].
    wanted : float
        The sum [CNY a year per community].
    """

    changes: dict[str, "LeverValue | Mapping[str, float]"]
    factor: float
    cost: float
    wanted: float


def hearing_sum(student: str) -> float:
    """Return what the council of a student's city has to spend [CNY a year per community]."""
    return own_number(student, "hearing", _SUMS)


def yearly_cost(
    student: str, changes: Changes, *, runs: int = 20, years: int = 10, seed: int = 1
) -> float:
    """Return the mean rise of the wage bill over paired runs [CNY a year per community]."""
    if all(change == {"multiply_by": 1.0} for change in changes.values()):
        return 0.0  # current practice; a search for a factor begins there
    name = "wage_bill_per_community"
    current = city_scenario(student, years=years)
    reform = city_scenario(student, policy_of(changes), years=years)
    before = outcome_by_seed(current, name, seed, runs)
    after = outcome_by_seed(reform, name, seed, runs)
    return sum(after) / runs - sum(before) / runs


def at_equal_cost(
    student: str,
    changes: Changes | None = None,
    *,
    scale: str | Sequence[str] = EVERYBODYS_PAY,
    cost: float | None = None,
    runs: int = 20,
    seed: int = 1,
) -> EqualCost:
    """Return a policy scaled until it costs what the hearing has to spend, over ten years.

    The pay that `scale` names is multiplied by one factor; a bracket about the factor is narrowed,
    each time with paired runs, until the cost is within `TOLERANCE` of the sum.

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    changes : mapping, optional
        What else the policy changes, such as `{"workload.relief_share": 0.1}`.
    scale : str or sequence of str
        Pay levers that give way; default the pay of everybody.
    cost : float, optional
        Sum [CNY a year per community]; default that of the hearing in the city.
    runs, seed : int
        Paired runs, and the first seed.

    Raises
    ------
    BadValue
        A lever to scale is none of the four of pay or is set to a value, or no factor from a half
        to two makes the policy cost the sum.
    """
    wanted = hearing_sum(student) if cost is None else cost
    given, levers = dict(changes or {}), (scale,) if isinstance(scale, str) else tuple(scale)
    _check(given, levers)

    @functools.cache
    def missing(factor: float) -> float:
        scaled = _scaled(given, levers, factor)
        return yearly_cost(normalised(student), scaled, runs=runs, seed=seed) - wanted

    factor = _narrowed(missing, TOLERANCE * abs(wanted))
    return EqualCost(_scaled(given, levers, factor), factor, wanted + missing(factor), wanted)


def _check(changes: Changes, levers: Sequence[str]) -> None:
    for lever in levers:
        if lever not in EVERYBODYS_PAY:
            known = ", ".join(EVERYBODYS_PAY)
            raise BadValue(f"'{lever}' cannot be scaled to a sum; the levers that can: {known}.")
        change = changes.get(lever, {"multiply_by": 1.0})
        if not isinstance(change, Mapping) or set(change) != {"multiply_by"}:
            raise BadValue(
                f"'{lever}' is set to {change}, so it cannot give way; write "
                "{'multiply_by': ...}, or scale another lever."
            )


def _scaled(
    changes: Changes, levers: Sequence[str], factor: float
) -> "dict[str, LeverValue | Mapping[str, float]]":
    scaled = dict(changes)
    for lever in levers:
        before = changes.get(lever, {"multiply_by": 1.0})
        own = before["multiply_by"] if isinstance(before, Mapping) else 1.0
        # Five digits are what a student can copy; the cost is that of the policy as written.
        scaled[lever] = {"multiply_by": round(own * factor, 5)}
    return scaled


def _narrowed(missing: Callable[[float], float], close: float) -> float:
    """Return a factor at which next to nothing is missing any more.

    A bracket is cut where a straight line through its ends crosses zero; an end that stays twice
    counts half (the Illinois rule), so that both ends move.
    """
    low, high = _bracket(missing, close)
    below, above = missing(low), missing(high)
    for _ in range(_TRIALS):
        factor = low + (high - low) * below / (below - above)
        miss = missing(factor)
        if abs(miss) <= close:
            return factor
        if miss < 0.0:
            low, below, above = factor, miss, above / 2.0
        else:
            high, above, below = factor, miss, below / 2.0
    raise BadValue("No factor was found that makes this policy cost the sum; ask for more runs.")


def _bracket(missing: Callable[[float], float], close: float) -> tuple[float, float]:
    """Return two factors of which one costs less than the sum, and the other more."""
    low, high = _LIKELY
    if missing(low) > close:
        low, high = _LEAST, low
    elif missing(high) < -close:
        low, high = high, _MOST
    for end, is_short in ((low, False), (high, True)):
        miss = -missing(end) if is_short else missing(end)
        if miss > close:
            way, other = ("dear", "lower") if not is_short else ("cheap", "raise")
            raise BadValue(
                f"Even with a factor of {end:g} this policy is {miss:,.0f} yuan too {way} for the "
                f"sum; {other} something else too, or scale the pay of more people."
            )
    return low, high
