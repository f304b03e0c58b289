"""Try a policy in one's own city: paired runs in one call, for people who do not program."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from community_sim.course.city import city_scenario
from community_sim.course.forms import policy_of

if TYPE_CHECKING:
    from community_sim.comparison import Comparison
    from community_sim.policy import LeverValue
    from community_sim.policy_file import PolicyFile

__all__ = ["Changes", "tried"]

Changes = Mapping[str, "LeverValue | Mapping[str, float]"]
"""What a policy changes: full name of a lever, and its value or operation."""


def tried(
    student: str,
    policy: "Changes | str | PolicyFile",
    *,
    runs: int = 20,
    years: int = 10,
    seed: int = 1,
) -> "Comparison":
    """Return the paired comparison of a policy with current practice in a student's own city.

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    policy : mapping, str or PolicyFile
        What to change, such as `{"pay.coefficient_deputy": {"multiply_by": 1.2}}`, or the name or
        code of a shipped policy.
    runs : int
        Paired runs.
    years : int
        Policy years.
    seed : int
        First seed.
    """
    from community_sim.comparison import compare
    from community_sim.runs import run

    current = city_scenario(student, years=years)
    reform = current.with_policy(policy_of(policy) if isinstance(policy, Mapping) else policy)
    results = run([current, reform], replications=runs, seed=seed)
    return compare(results, baseline=current)
