"""The key of lesson 8: a rule of one's own.  Answers are functions, judged by their properties."""

import functools
import itertools
import math
from collections.abc import Callable
from typing import Any

from community_sim.course.city_runs import outcome_by_seed
from community_sim.course.exercise import ByNumber, ByRule, Claim, Exercise, Misreading, Wrong
from community_sim.course.forms import Number, Rule
from community_sim.course.own_rules import chance_of_leaving, outcome_under, rule_numbers
from community_sim.course.truth import STUDENT_SEEDS, City, Estimate

__all__ = ["EXERCISES"]

_RUNS, _YEARS = 10, 5
_POINTS = ("percentage points", "个百分点")
_EXACT = 1e-9
_PLACES = tuple(each / 4.0 for each in range(-24, 25))  # advantages that rules are tried at
_ABILITIES, _SERVED, _CONNECTIONS = (-2.0, -0.5, 0.0, 1.0, 2.5), range(25), (-2.0, 0.0, 1.5)
# Every case that a claim tries, so that a rule that fails at one is told where.
_LEAVING = Rule(tuple((each,) for each in _PLACES))
_PROMOTING = Rule(tuple(itertools.product(_ABILITIES, map(float, _SERVED), _CONNECTIONS)))
_COUNTED_YEARS = 10

Leaving = Callable[[float], float]
Promoting = Callable[[float, float, float], float]


def _near(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-6, abs_tol=_EXACT)


# -- claims on rules for leaving ------------------------------------------------------------


def _is_chance(rule: Leaving, _city: City) -> bool:
    return all(-_EXACT <= rule(each) <= 1.0 + _EXACT for each in _PLACES)


def _never_rises(rule: Leaving, _city: City) -> bool:
    values = [rule(each) for each in _PLACES]
    return all(b <= a + _EXACT for a, b in itertools.pairwise(values))


def _is_capped(rule: Leaving, city: City) -> bool:
    return all(rule(each) <= rule_numbers(city.student).cap + _EXACT for each in _PLACES)


def _is_the_models_below_cap(rule: Leaving, city: City) -> bool:
    cap = rule_numbers(city.student).cap
    return all(
        _near(rule(each), chance_of_leaving(each))
        for each in _PLACES
        if chance_of_leaving(each) < cap
    )


def _reaches_cap(rule: Leaving, city: City) -> bool:
    cap = rule_numbers(city.student).cap
    return all(_near(rule(each), cap) for each in _PLACES if chance_of_leaving(each) > cap)


def _nobody_leaves_from_threshold(rule: Leaving, city: City) -> bool:
    threshold = rule_numbers(city.student).threshold
    return all(_near(rule(each), 0.0) for each in _PLACES if each >= threshold)


def _is_the_models_below_threshold(rule: Leaving, city: City) -> bool:
    threshold = rule_numbers(city.student).threshold
    return all(_near(rule(each), chance_of_leaving(each)) for each in _PLACES if each < threshold)


def _is_fate(rule: Leaving, _city: City) -> bool:
    """Return whether a rule knows no chances, only leaving and staying, and both."""
    values = [rule(each) for each in _PLACES]
    return all(_near(each, 0.0) or _near(each, 1.0) for each in values) and max(values) > 0.5


def _knows_chances(rule: Leaving, city: City) -> bool:
    return not _is_fate(rule, city)


def _tells_people_apart(rule: Leaving, _city: City) -> bool:
    values = [rule(each) for each in _PLACES]
    return max(values) - min(values) > _EXACT


_NO_CHANCE = (
    "A chance lies between 0 and 1; this looks like per cent.",
    "概率应在0到1之间；这像是百分数。",
)
_RISES = (
    "This rule lets those leave who gain most by staying: the larger the advantage of staying, the "
    "smaller the chance of quitting has to be.",
    "按这条规则，留下好处越大的人反而越容易走：留下的好处越大，离职概率应当越小。",
)
_ALL_ALIKE = (
    "This gives everybody the same chance. People differ, and the rule has to look at the "
    "advantage of staying.",
    "这是让每个人都有同样的概率。人与人不同，规则要看留下的好处有多大。",
)


# -- claims on a score ----------------------------------------------------------------------


def _forgets_connections(rule: Promoting, _city: City) -> bool:
    return all(
        _near(rule(ability, served, connection), rule(ability, served, 0.0))
        for ability in _ABILITIES
        for served in (0, 4, 12)
        for connection in _CONNECTIONS
    )


def _rises_with_ability(rule: Promoting, _city: City) -> bool:
    return all(
        rule(high, served, 0.0) > rule(low, served, 0.0)
        for low, high in itertools.pairwise(_ABILITIES)
        for served in (0, 4, 12)
    )


def _stops_counting(rule: Promoting, _city: City) -> bool:
    return all(
        _near(rule(ability, served, 0.0), rule(ability, _COUNTED_YEARS, 0.0))
        for ability in _ABILITIES
        for served in _SERVED
        if served > _COUNTED_YEARS
    )


def _has_the_weight(rule: Promoting, city: City) -> bool:
    """Return whether a year counts as it should, against a standard deviation of ability."""
    weight = rule_numbers(city.student).weight
    unit = rule(1.0, 0.0, 0.0) - rule(0.0, 0.0, 0.0)
    return all(
        _near(rule(a, y, 0.0) - rule(0.0, 0.0, 0.0), unit * (a + weight * y))
        for a in _ABILITIES
        for y in range(_COUNTED_YEARS + 1)
    )


# -- right and wrong rules ------------------------------------------------------------------


def _capped(city: City) -> Leaving:
    cap = rule_numbers(city.student).cap
    return lambda advantage: min(cap, chance_of_leaving(advantage))


def _patient(city: City) -> Leaving:
    threshold = rule_numbers(city.student).threshold
    return lambda advantage: 0.0 if advantage >= threshold else chance_of_leaving(advantage)


def _by_merit(city: City) -> Promoting:
    weight = rule_numbers(city.student).weight
    return lambda ability, served, _: ability + weight * min(served, _COUNTED_YEARS)


def _with_connections(city: City) -> Promoting:
    score = _by_merit(city)
    return lambda ability, served, connection: score(ability, served, 0.0) + 0.5 * connection


def _without_end(city: City) -> Promoting:
    weight = rule_numbers(city.student).weight
    return lambda ability, served, _: ability + weight * served


def _in_per_cent(city: City) -> Leaving:
    rule = _capped(city)
    return lambda advantage: 100.0 * rule(advantage)


def _upside_down(city: City) -> Leaving:
    rule = _capped(city)
    return lambda advantage: rule(-advantage)


def _scaled_down(city: City) -> Leaving:
    cap = rule_numbers(city.student).cap
    return lambda advantage: cap * chance_of_leaving(advantage)


def _always(value: float) -> Callable[..., Any]:
    return lambda *_: value


# -- exercise 4: what the rule does ---------------------------------------------------------


@functools.lru_cache(maxsize=512)
def _differences(student: str, runs: int, seed: int) -> tuple[float, ...]:
    """Return by how much the capped rule changes the quit rate, seed by seed [points]."""
    own, name = City(student), "quit_rate"
    # By the model's own rules both engines come to the same, and one of them is quick.
    before = outcome_by_seed(own.scenario(years=_YEARS), name, seed, runs)
    after = outcome_under(
        student, [name], leaving=_capped(own), runs=runs, years=_YEARS, seed=seed
    )[name]
    return tuple(100.0 * (b - a) for a, b in zip(before, after, strict=True))


def _seen_change(city: City) -> float:
    found = _differences(city.student, city.told(_RUNS), STUDENT_SEEDS[0])
    return round(math.fsum(found) / len(found), 1)


EXERCISES = (
    Exercise(
        key="capped",
        points=3,
        judge=ByRule(
            _LEAVING,
            (
                Claim("per_cent_for_share", _is_chance, _NO_CHANCE),
                Claim("average_for_everyone", _tells_people_apart, _ALL_ALIKE),
                Claim("other_way_round", _never_rises, _RISES),
                Claim(
                    "no_cap",
                    _is_capped,
                    (
                        "For some who gain much by leaving the chance is still above your cap.",
                        "对某些很想离开的人，概率仍然高于你的上限。",
                    ),
                ),
                Claim(
                    "changed_the_rest",
                    _is_the_models_below_cap,
                    (
                        "The cap also changes those whom it should leave alone: where the model's "
                        "chance is below it, the model's chance stays.",
                        "上限把不该改的人也改了：模型给出的概率低于上限时，应保持模型的概率不变。",
                    ),
                ),
                Claim(
                    "falls_short_of_cap",
                    _reaches_cap,
                    (
                        "Where the model's chance is above the cap, the chance should be the cap.",
                        "模型给出的概率高于上限时，概率应等于上限。",
                    ),
                ),
            ),
        ),
        reference=_capped,
        hint=(
            "Return the smaller of two numbers: your cap, and the model's chance.",
            "返回两个数中较小的一个：你的上限，和模型给出的概率。",
        ),
        wrong=(
            Wrong(_in_per_cent, "per_cent_for_share"),
            Wrong(lambda city: _always(rule_numbers(city.student).cap), "average_for_everyone"),
            Wrong(_upside_down, "other_way_round"),
            Wrong(lambda _: chance_of_leaving, "no_cap"),
            Wrong(_scaled_down, "changed_the_rest"),
            Wrong(lambda _: _always(math.nan), "form"),
            Wrong(lambda _: 0.2, "form"),
        ),
    ),
    Exercise(
        key="patient",
        points=3,
        judge=ByRule(
            _LEAVING,
            (
                Claim("per_cent_for_share", _is_chance, _NO_CHANCE),
                Claim(
                    "intention_for_exit",
                    _knows_chances,
                    (
                        "This lets everybody leave for certain who would rather go. To want to "
                        "leave is not to leave: below the threshold it stays a chance.",
                        "这是让所有想走的人都一定走。有离职意向不等于离职：界限以下仍然只是有一定的概率。",
                    ),
                ),
                Claim("other_way_round", _never_rises, _RISES),
                Claim(
                    "no_threshold",
                    _nobody_leaves_from_threshold,
                    (
                        "From your threshold on nobody may leave: the chance is 0 there.",
                        "达到界限以后谁也不走：概率应为0。",
                    ),
                ),
                Claim(
                    "changed_the_rest",
                    _is_the_models_below_threshold,
                    (
                        "Below your threshold the model's chance stays as it is.",
                        "界限以下，应保持模型的概率不变。",
                    ),
                ),
            ),
        ),
        reference=_patient,
        hint=(
            "If the advantage is your threshold or more, return 0; else the model's chance.",
            "留下的好处达到界限时返回0，否则返回模型给出的概率。",
        ),
        wrong=(
            Wrong(lambda _: lambda advantage: float(advantage < 0.0), "intention_for_exit"),
            Wrong(lambda _: chance_of_leaving, "no_threshold"),
            Wrong(lambda _: _always(0.0), "changed_the_rest"),
            Wrong(lambda _: lambda advantage: chance_of_leaving(-advantage), "other_way_round"),
            Wrong(lambda _: "patient", "form"),
        ),
    ),
    Exercise(
        key="by_merit",
        points=3,
        judge=ByRule(
            _PROMOTING,
            (
                Claim(
                    "connections_count",
                    _forgets_connections,
                    (
                        "Two cadres who differ only in connections should have the same score.",
                        "两个人只有关系不同时，得分应当相同。",
                    ),
                ),
                Claim(
                    "seniority_only",
                    _rises_with_ability,
                    (
                        "Of two with the same service, the abler one should have more.",
                        "年限相同时，能力强的得分应当更高。",
                    ),
                ),
                Claim(
                    "without_end",
                    _stops_counting,
                    (
                        "After the tenth year, more service should add nothing.",
                        "满10年以后，年限再长也不应再加分。",
                    ),
                ),
                Claim(
                    "wrong_weight",
                    _has_the_weight,
                    (
                        "A year of service should count your weight, if one standard deviation of "
                        "ability counts one.",
                        "能力的一个标准差算1分时，每年资历应当正好算你的权重那么多分。",
                    ),
                ),
            ),
        ),
        reference=_by_merit,
        hint=(
            "Add ability, and your weight times the years served or 10, whichever is less.",
            "能力，加上权重乘以任职年限；年限超过10年的按10年算。",
        ),
        wrong=(
            Wrong(_with_connections, "connections_count"),
            Wrong(lambda _: lambda _a, served, _c: min(served, 10) * 1.0, "seniority_only"),
            Wrong(_without_end, "without_end"),
            Wrong(lambda _: lambda a, served, _c: a + min(served, 10) * 1.0, "wrong_weight"),
            Wrong(lambda _: lambda ability: ability, "form"),
        ),
    ),
    Exercise(
        key="what_it_does",
        points=3,
        judge=ByNumber(
            Number(-100.0, 100.0, _POINTS),
            lambda city: Estimate(_seen_change(city)),  # luck is wider than cities differ
            rounding=0.06,
        ),
        reference=_seen_change,
        hint=(
            "Run the capped rule of exercise 1 in your city with the runs that the text names, and "
            "read the difference of the quit rate.",
            "用练习1的上限规则，按题目给的模拟次数在你的城市里运行，读出辞职率之差。",
        ),
        misreadings=(
            Misreading(
                "wrong_sign",
                (
                    "The size is right, the sign is not: fewer quits are a negative difference.",
                    "大小对了，符号反了：辞职更少，差为负数。",
                ),
                answer=lambda city: -_seen_change(city),
            ),
            Misreading(
                "share_for_points",
                (
                    "This looks like a share, such as -0.05; the question asks for percentage "
                    "points, such as -5.",
                    "这像是小数（如-0.05）；题目要的是百分点（如-5）。",
                ),
                shows=lambda answer, city: (
                    abs(100.0 * float(answer) - _seen_change(city)) <= abs(_seen_change(city)) / 3
                ),
            ),
        ),
        wrong=(
            Wrong(lambda city: -_seen_change(city), "wrong_sign"),
            Wrong(lambda city: _seen_change(city) / 100.0, "share_for_points"),
            Wrong(lambda _: 60.0, "general"),
            Wrong(lambda _: True, "form"),
        ),
    ),
)
