"""Live by a rule of one's own, in the readable engine.

A rule is a value beside the plan of a city. It holds in the policy years only: the past, and what
cadres expect of their careers, stay those of the model's own rules.
"""

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from community_sim.charts.style import chosen
from community_sim.course.cadres import people
from community_sim.course.city import city_scenario, normalised, own_number
from community_sim.errors import BadValue
from community_sim.outcomes import outcome
from community_sim.rulebook import Rules, own_rules
from community_sim.rules.separation import leave_probability
from community_sim.vocabulary import Decision, Post, Step, label

if TYPE_CHECKING:
    import pandas as pd

    from community_sim.engines.agent import Cadre
    from community_sim.runs import Prepared

__all__ = [
    "Leaving",
    "Promoting",
    "RuleNumbers",
    "advantages",
    "chance_of_leaving",
    "outcome_under",
    "own_rule",
    "promotion_places",
    "rule_effects",
    "rule_numbers",
]

Leaving = Callable[[float], float]
"""Takes the advantage of staying [utility], returns the chance of quitting [probability]."""

Promoting = Callable[[float, float, float], float]
"""Takes ability [SD], years served and connection [SD], returns a score."""


class RuleNumbers(NamedTuple):
    """Hold the numbers that a student's rules are to have.

    Attributes
    ----------
    cap : float
        Highest chance of quitting [probability].
    threshold : float
        Advantage of staying from which nobody leaves [utility].
    weight : float
        What a year of service counts beside a standard deviation of ability [ratio].
    """

    cap: float
    threshold: float
    weight: float


_CAPS, _THRESHOLDS = (0.15, 0.2, 0.25, 0.3), (0.5, 1.0, 1.5, 2.0)
_WEIGHTS = (0.05, 0.1, 0.15, 0.2)
_TOLD = ("quit_rate", "exit_rate", "recruit_retention_3y", "service_capacity")


def chance_of_leaving(advantage: float) -> float:
    """Return the chance of quitting by the model's own rule, for an advantage of staying."""
    return leave_probability(advantage)


def rule_numbers(student: str) -> RuleNumbers:
    """Return the numbers that a student's own rules are to have, fixed by the name."""
    return RuleNumbers(
        own_number(student, "cap", _CAPS),
        own_number(student, "threshold", _THRESHOLDS),
        own_number(student, "weight", _WEIGHTS),
    )


def own_rule(*, leaving: Leaving | None = None, promoting: Promoting | None = None) -> Rules:
    """Return rules of one's own in place of the model's; nothing else changes by making them.

    Parameters
    ----------
    leaving : callable, optional
        Chance of quitting for an advantage of staying.
    promoting : callable, optional
        Score for ability, years served and connection; the highest is promoted.
    """
    replaced: dict[str, Callable[..., float]] = {}
    if leaving is not None:
        replaced["leave_probability"] = _chance_of(leaving)
    if promoting is not None:
        replaced["promotion_score"] = _score_of(promoting)
    return replace(own_rules(replaced), in_python=True)


def _chance_of(leaving: Leaving) -> Callable[..., float]:
    def leave(advantage: float) -> float:
        chance = _number(leaving(advantage), "leaving")
        if not 0.0 <= chance <= 1.0:
            raise BadValue(
                f"Your rule gives a chance of {chance:g} for an advantage of {advantage:.2f}; a "
                "chance lies between 0 and 1."
            )
        return chance

    return leave


def _score_of(promoting: Promoting) -> Callable[..., float]:
    def score(
        ability: float, tenure: int, _mandate: int, connection: float, _levers: Any, _p: Any
    ) -> float:
        return _number(promoting(ability, tenure, connection), "promoting")

    return score


def _connection(cadre: "Cadre") -> float:
    """Return this year's connection, which the model's own score draws alike."""
    return cadre.model.quantile(cadre.luck(Decision.CAREER)[2])


def _number(value: Any, rule: str) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise BadValue(f"Your rule for {rule} returned {value!r}; it has to return a number.")
    return number


@functools.lru_cache(maxsize=32)
def _prepared(student: str, years: int) -> "Prepared":
    from community_sim.runs import prepare

    return prepare(city_scenario(student, years=years))


def outcome_under(  # noqa: PLR0913 - one call, all by keyword
    student: str,
    outcomes: Sequence[str],
    *,
    leaving: Leaving | None = None,
    promoting: Promoting | None = None,
    runs: int = 20,
    years: int = 5,
    seed: int = 1,
) -> dict[str, list[float]]:
    """Return outcomes at the last year, seed by seed, of a city that lives by other rules.

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    outcomes : sequence of str
        Names of outcomes.
    leaving, promoting : callable, optional
        Rules as in `own_rule`; default the model's.
    runs, years, seed : int
        Seeds, policy years, first seed.
    """
    from community_sim.engines import simulate
    from community_sim.outcomes import measured_alone
    from community_sim.prospects import live_through, open_policy_years

    made = _prepared(normalised(student), years)
    plan = replace(made.plan, rules=own_rule(leaving=leaving, promoting=promoting))
    found: dict[str, list[float]] = {name: [] for name in outcomes}
    for each in range(seed, seed + runs):
        staff = open_policy_years(made.history, plan, live_through(made.history, each)[1])
        trajectory, _ = simulate(plan, staff, each, engine="agent")
        for name in outcomes:
            found[name].append(measured_alone(trajectory, name, years))
    return found


def rule_effects(
    student: str,
    lang: str = "en",
    *,
    leaving: Leaving | None = None,
    promoting: Promoting | None = None,
    runs: int = 20,
    years: int = 5,
) -> "pd.DataFrame":
    """Return what a rule of one's own changes in a city, against the model's, by paired runs.

    The columns `difference` and `decided` have English names in both languages.

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    lang : {'en', 'zh'}
        Language.
    leaving, promoting : callable, optional
        Rules as in `own_rule`.
    runs, years : int
        Paired runs, policy years.
    """
    import pandas as pd

    from community_sim.comparison.effects import paired_effect

    before = outcome_under(student, _TOLD, runs=runs, years=years)
    after = outcome_under(
        student, _TOLD, leaving=leaving, promoting=promoting, runs=runs, years=years
    )
    heads = (("Outcome", "结果"), ("Unit", "单位"), ("Model’s rule", "模型的规则"),
             ("Your rule", "你的规则"), ("90% interval", "90%区间"))  # fmt: skip
    outcome_head, unit, model, own, interval = (chosen(head, lang) for head in heads)
    rows = []
    for name in _TOLD:
        each, found = outcome(name), paired_effect(before[name], after[name], 0.9)
        shown = f"{each.show(found.low, signed=True)} … {each.show(found.high, signed=True)}"
        scale = 100.0 if each.is_percentage else 1.0
        rows.append(
            {
                "outcome": name, outcome_head: each.label(lang), unit: each.shown_unit(lang),
                model: each.show(found.current), own: each.show(found.value),
                "difference": round(scale * found.effect, 3), interval: shown,
                "decided": found.decided,
            }
        )  # fmt: skip
    return pd.DataFrame(rows).set_index("outcome")


def advantages(student: str) -> list[float]:
    """Return what staying is worth to each cadre of a city in year 1, over leaving [utility]."""
    return [math.log((1.0 - each.chance) / each.chance) for each in people(student)]


def promotion_places(
    student: str, promoting: Promoting, lang: str = "en", *, post: int = Post.COMMITTEE_MEMBER
) -> "pd.DataFrame":
    """Return who stands where for a promotion in year 1: by the model's score and by one's own.

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    promoting : callable
        Score as in `own_rule`.
    lang : {'en', 'zh'}
        Language.
    post : int
        Post level from which somebody is promoted.
    """
    import pandas as pd

    from community_sim.publish import Walk
    from community_sim.rules.promotion import is_eligible

    walk = Walk(city_scenario(student), seed=1)
    walk.to(Step.RETIRE)
    p = walk.model.plan.parameters
    who = [
        cadre
        for cadre in walk.model.cadres()
        if cadre.seat.level == post and is_eligible(post + 1, cadre.tenure, bool(cadre.party), p)
    ]
    by_model = [cadre.promotion_score() for cadre in who]
    score = _score_of(promoting)
    by_own = [
        score(cadre.ability, cadre.tenure, cadre.mandate, _connection(cadre), None, None)
        for cadre in who
    ]
    heads = (("Ability", "能力"), ("Years served", "任职年限"), ("Connection", "关系"),
             ("Model’s place", "模型名次"), ("Your place", "你的名次"))  # fmt: skip
    ability, tenure, connection, models, own = (chosen(head, lang) for head in heads)
    frame = pd.DataFrame(
        {
            ability: [round(cadre.ability, 2) for cadre in who],
            tenure: [cadre.tenure for cadre in who],
            connection: [round(_connection(cadre), 2) for cadre in who],
            models: _places(by_model), own: _places(by_own),
        },
        index=pd.Index(range(1, len(who) + 1), name=label(Post(post), lang)),
    )  # fmt: skip
    return frame.sort_values(own)


def _places(scores: Sequence[float]) -> list[int]:
    """Return the place of each, the highest score first; of equal ones the first named."""
    order = sorted(range(len(scores)), key=lambda at: (-scores[at], at))
    return [order.index(at) + 1 for at in range(len(scores))]
