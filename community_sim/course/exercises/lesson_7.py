"""The key of lesson 7: a budget hearing."""

import functools
import math
from typing import Any

from community_sim.course.city_runs import outcome_by_seed
from community_sim.course.equal_cost import (
    EVERYBODYS_PAY,
    TOLERANCE,
    EqualCost,
    at_equal_cost,
    hearing_sum,
)
from community_sim.course.exercise import (
    ByNumber,
    ByPolicy,
    Claim,
    Exercise,
    Misreading,
    Wrong,
)
from community_sim.course.forms import Number, PolicyAnswer, policy_of
from community_sim.course.hearing import REFEREED, opening_positions, own_role, referee
from community_sim.course.truth import REFERENCE_RUNS, City, Estimate
from community_sim.course.truth import city as city_of
from community_sim.policy_file import PolicyFile

__all__ = ["EXERCISES"]

_RUNS_OF_COST, _RUNS_OF_RULING, _YEARS = 20, 40, 10
_GENERAL, _PRINCIPAL = EVERYBODYS_PAY[0], EVERYBODYS_PAY[3]
_POINTS = ("percentage points", "个百分点")
_YUAN = ("yuan a year per community", "元/年·社区")
_BILL, _GRANT = "wage_bill_per_community", "extra_grant_per_community"


# -- exercise 1: what fits the sum ----------------------------------------------------------


@functools.lru_cache(maxsize=512)
def _fitting(city: City) -> EqualCost:
    """Return the raise for general workers that costs the sum under the truth's seeds."""
    return at_equal_cost(city.student, scale=_GENERAL, runs=city.runs, seed=city.first_seed)


def _fitting_factor(city: City) -> Estimate:
    """Return the factor, and its spread: that of the cost over what a point of it costs."""
    found = _fitting(city)
    cost = city.effect(_BILL, policy_of(found.changes), years=_YEARS)
    slope = cost.value / (found.factor - 1.0)
    exact = found.factor + (found.wanted - cost.value) / slope
    return Estimate(exact, cost.spread / slope, city.runs)


def _shared_by_all(city: City) -> float:
    """Return the factor that the sum would be if everybody shared in it."""
    return 1.0 + hearing_sum(city.student) / city.level(_BILL, years=_YEARS).value


def _students_fit(city: City) -> float:
    return at_equal_cost(city.student, scale=_GENERAL).factor


# -- exercise 2: the same money, another split ----------------------------------------------


def _difference(city: City, outcome: str, policy: PolicyFile, other: PolicyFile) -> Estimate:
    """Return the mean paired difference of an outcome between two policies."""
    seeds = (city.first_seed, city.runs)
    first, second = (
        outcome_by_seed(city.scenario(each, years=_YEARS), outcome, *seeds)
        for each in (policy, other)
    )
    apart = [a - b for a, b in zip(first, second, strict=True)]
    mean = math.fsum(apart) / len(apart)
    variance = math.fsum((each - mean) ** 2 for each in apart) / (len(apart) - 1)
    return Estimate(mean, math.sqrt(variance), len(apart))


def _stay_seen_apart(city: City) -> float:
    residents, cadres = (
        _ruling(city).effect(key, "recruit_retention_3y").effect for key in ("residents", "cadres")
    )
    return 100.0 * float(residents - cadres)


def _residents_alone(city: City) -> float:
    policy = policy_of(opening_positions(city.student)["residents"])
    return 100.0 * city.seen("recruit_retention_3y", policy, runs=_RUNS_OF_RULING, years=_YEARS)


def _same_factor(city: City) -> float:
    """Return the difference if general workers got only the factor of the flat raise."""
    flat = opening_positions(city.student)["cadres"]
    small = policy_of({_GENERAL: flat[_GENERAL]})
    return _difference(city, "recruit_retention_3y", small, policy_of(flat)).scaled(100.0).value


def _is_same_factor(answer: float, city: City) -> bool:
    """Return whether an answer is that of equal factors, and nearer to it than to a wrong sign."""
    from_factor, from_sign = answer - _same_factor(city), answer + _stay_seen_apart(city)
    return abs(from_factor) < min(abs(from_sign), 1.0)


# -- exercise 3: what is decided ------------------------------------------------------------


@functools.lru_cache(maxsize=512)
def _ruling(city: City) -> Any:
    """Return the ruling that the notebook shows: reading it is what is asked."""
    student, runs = city.student, city.told(_RUNS_OF_RULING)
    return referee(student, opening_positions(student), runs=runs, years=_YEARS)


def _decided(city: City) -> float:
    return float(_ruling(city).frame(REFEREED, _YEARS)["decided"].sum())


def _all_shown(city: City) -> float:
    return float(len(_ruling(city).frame(REFEREED, _YEARS)))


def _both_horizons(city: City) -> float:
    return float(_ruling(city).frame(REFEREED)["decided"].sum())


# -- exercise 4: who pays -------------------------------------------------------------------


def _grant(city: City) -> Estimate:
    policy = policy_of(opening_positions(city.student)["residents"])
    return city.effect(_GRANT, policy, years=_YEARS)


def _seen(city: City, outcome: str) -> float:
    return float(_ruling(city).effect("residents", outcome).effect)


# -- exercise 5: a position of one's own ----------------------------------------------------


def _reference_position(city: City) -> Any:
    is_finance = own_role(city.student).key == "finance"
    return at_equal_cost(city.student, scale=_PRINCIPAL if is_finance else _GENERAL).changes


def _opposite_position(city: City) -> Any:
    is_finance = own_role(city.student).key == "finance"
    return at_equal_cost(city.student, scale=_GENERAL if is_finance else _PRINCIPAL).changes


def _is_pay_only(policy: PolicyFile, _city: City) -> bool:
    return all(
        each.lever in EVERYBODYS_PAY and each.operation in ("multiply_by", "set")
        for each in policy.changes
    )  # fmt: skip


def _overspent(policy: PolicyFile, city: City) -> tuple[float, float]:
    """Return by how much a policy overspends, and by how much luck and rounding let it."""
    cost, wanted = city.effect(_BILL, policy, years=_YEARS), hearing_sum(city.student)
    allowed = ByNumber(
        Number(0.0, 1e9), lambda _: cost, runs=_RUNS_OF_COST, rounding=TOLERANCE * wanted
    )
    return cost.value - wanted, allowed.tolerance(city)


def _is_affordable(policy: PolicyFile, city: City) -> bool:
    over, allowed = _overspent(policy, city)
    return over <= allowed


def _is_spent(policy: PolicyFile, city: City) -> bool:
    over, allowed = _overspent(policy, city)
    return over >= -allowed


def _is_split(policy: PolicyFile, city: City) -> bool:
    """Return whether some gain more than others."""
    before, after = city.place.current_practice(), policy.apply(city.place.current_practice())
    raises = [float(after[each]) / float(before[each]) for each in EVERYBODYS_PAY]
    return max(raises) - min(raises) > 0.01


def _serves_the_role(policy: PolicyFile, city: City) -> bool:
    """Return whether the side fares better than under the flat raise of the same cost."""
    own, sure = own_role(city.student), city_of(city.student, max(city.runs, REFERENCE_RUNS))
    flat = policy_of(opening_positions(city.student)["cadres"])
    gain = _difference(sure, own.outcome, policy, flat).value
    return gain > 0.0 if own.wants == "up" else gain < 0.0


EXERCISES = (
    Exercise(
        key="fits_the_sum",
        points=2,
        judge=ByNumber(Number(0.5, 3.0), _fitting_factor, runs=_RUNS_OF_COST, rounding=0.012),
        reference=lambda city: round(_students_fit(city), 2),
        hint=(
            "Scale only the pay of general workers to the sum, and read the factor that pay is "
            "multiplied by.",
            "只把一般工作人员的薪酬找平到可用资金，再读出薪酬乘以的系数。",
        ),
        misreadings=(
            Misreading(
                "average_for_everyone",
                (
                    "This spreads the sum over everybody. It goes to general workers only, who "
                    "are a part of the wage bill: their pay can rise by more.",
                    "这是把资金摊给了所有人。这笔钱只给一般工作人员，他们只占人员经费的一部分，"
                    "加薪幅度可以更大。",
                ),
                answer=_shared_by_all,
            ),
            Misreading(
                "share_for_factor",
                (
                    "This looks like the raise alone, such as 0.3; the question asks for the "
                    "factor, such as 1.3.",
                    "这像是只写了增幅（如0.3）；题目要的是系数（如1.3）。",
                ),
                shows=lambda answer, _: float(answer) < 1.0,
            ),
        ),
        wrong=(
            Wrong(_shared_by_all, "average_for_everyone"),
            Wrong(lambda city: max(0.5, _students_fit(city) - 1.0), "share_for_factor"),
            Wrong(lambda _: 2.9, "general"),
            Wrong(lambda _: "1.3倍", "form"),
        ),
    ),
    Exercise(
        key="same_money",
        points=3,
        judge=ByNumber(
            Number(-100.0, 100.0, _POINTS),
            lambda city: Estimate(_stay_seen_apart(city)),  # luck is wider than cities differ
            rounding=0.06,
        ),
        reference=lambda city: round(_stay_seen_apart(city), 1),
        hint=(
            "Take the effect on retention under the residents' policy, subtract that under the "
            "cadres' policy, and give the result in percentage points.",
            "用居民方案对留任率的影响减去干部方案对留任率的影响，单位是百分点。",
        ),
        misreadings=(
            Misreading(
                "cheap_raise_for_cheap_retention",
                (
                    "This compares raises by the same factor, and not at the same cost. A raise "
                    "for a part of the staff is cheaper, so the same money makes it larger.",
                    "这是拿同样的系数比，而不是同样的花费。只给一部分人加薪更便宜，"
                    "同样的钱可以加得更多。",
                ),
                shows=_is_same_factor,
            ),
            Misreading(
                "other_way_round",
                (
                    "The size is right, the sign is not: it is the residents' policy minus the "
                    "cadres' policy, and more who stay are a positive number.",
                    "大小对了，符号反了：是居民方案减干部方案，留下的更多为正数。",
                ),
                answer=lambda city: -_stay_seen_apart(city),
            ),
            Misreading(
                "against_today",
                (
                    "This is the residents' policy against current practice; the question asks for "
                    "the residents' policy against the cadres'.",
                    "这是居民方案与现行做法之差；题目问的是居民方案与干部方案之差。",
                ),
                answer=_residents_alone,
            ),
        ),
        wrong=(
            Wrong(lambda city: -_stay_seen_apart(city), "other_way_round"),
            Wrong(_same_factor, "cheap_raise_for_cheap_retention"),
            Wrong(lambda _: 50.0, "general"),
            Wrong(lambda _: None, "form"),
        ),
    ),
    Exercise(
        key="how_many_decided",
        points=2,
        judge=ByNumber(
            Number(0.0, 100.0, ("effects", "项")), lambda city: Estimate(_decided(city))
        ),
        reference=_decided,
        hint=(
            "Count the filled dots of the chart, or the rows of year 10 in which `decided` is "
            "True: those whose interval leaves zero out.",
            "数一数图中的实心点，或者第10年中decided为True的行：即区间不含零的那些。",
        ),
        misreadings=(
            Misreading(
                "noise_for_effect",
                (
                    "This counts every difference that is not zero. Where the interval holds zero, "
                    "luck alone could have made it: that is noise, no effect.",
                    "这是把所有不等于零的差都算进去了。区间含零时，单凭运气也能造成这样的差："
                    "那是噪声，不是效应。",
                ),
                answer=_all_shown,
            ),
            Misreading(
                "two_years_for_one",
                (
                    "This counts the effects up to year 5 as well; the question asks for those up "
                    "to year 10.",
                    "这是把第5年的效应也算进去了；题目只问截至第10年的。",
                ),
                answer=_both_horizons,
            ),
            Misreading(
                "undecided_for_decided",
                (
                    "This counts those that are not decided.",
                    "这是不能判定的项数。",
                ),
                answer=lambda city: _all_shown(city) - _decided(city),
            ),
        ),
        wrong=(
            Wrong(_all_shown, "noise_for_effect"),
            Wrong(_both_horizons, "two_years_for_one"),
            Wrong(lambda _: 99, "general"),
            Wrong(lambda _: "全部", "form"),
        ),
    ),
    Exercise(
        key="who_pays_more",
        points=3,
        judge=ByNumber(Number(-1e5, 1e5, _YUAN), _grant, runs=_RUNS_OF_RULING, rounding=20.0),
        reference=lambda city: round(_seen(city, _GRANT)),
        hint=(
            "Take the residents' row, and add up what county and town pay.",
            "看居民方案那一行，把县级和镇级承担的部分加起来。",
        ),
        misreadings=(
            Misreading(
                "wage_bill_for_grant",
                (
                    "This is the rise of the wage bill. Part of it comes out of grants that were "
                    "left over, and the seconded are paid by their home offices; only the rest is "
                    "an extra grant.",
                    "这是人员经费的增加额。其中一部分出自原有拨款的结余，下派人员的薪酬由派出单位"
                    "承担；其余才是追加拨款。",
                ),
                shows=lambda answer, city: (
                    abs(float(answer) - hearing_sum(city.student))
                    <= 0.05 * hearing_sum(city.student)
                ),
            ),
            Misreading(
                "one_payer_for_two",
                (
                    "This is the part of the county or of the town alone; the question asks for "
                    "both together.",
                    "这只是县级或镇级一方的部分；题目问的是两级合计。",
                ),
                answer=lambda city: _grant(city).value / 2.0,
            ),
            Misreading(
                "wrong_sign",
                (
                    "The size is right, the sign is not: money that has to be added is positive.",
                    "大小对了，符号反了：需要追加的钱是正数。",
                ),
                answer=lambda city: -_grant(city).value,
            ),
        ),
        wrong=(
            Wrong(lambda city: hearing_sum(city.student), "wage_bill_for_grant"),
            Wrong(lambda city: -_grant(city).value, "wrong_sign"),
            Wrong(lambda _: 90_000.0, "general"),
            Wrong(lambda _: {}, "form"),
        ),
    ),
    Exercise(
        key="own_position",
        points=4,
        judge=ByPolicy(
            PolicyAnswer(),
            (
                Claim(
                    "pay_only",
                    _is_pay_only,
                    (
                        "Use the four pay levers only, each with a factor: what costs the wage "
                        "bill nothing is paid by somebody who is not in the room.",
                        "只用四个薪酬杠杆，每个写一个系数：不花人员经费的措施，是由不在场的人买单。",
                    ),
                ),
                Claim(
                    "too_dear",
                    _is_affordable,
                    (
                        "This costs more than the hearing has to spend. A policy that is better "
                        "because it is dearer proves nothing: scale it to the sum.",
                        "花费超过了可用资金。因为花钱多才更好，说明不了什么：请先找平到可用资金。",
                    ),
                ),
                Claim(
                    "too_cheap",
                    _is_spent,
                    (
                        "This leaves money unspent. Scale it to the sum, or another side will "
                        "spend the rest.",
                        "资金没有用足。请找平到可用资金，否则余下的钱会被别的一方用掉。",
                    ),
                ),
                Claim(
                    "average_for_everyone",
                    _is_split,
                    (
                        "This is the same raise for everybody, which the cadres' side already "
                        "defends. Ask whose pay matters most for what your side is judged by.",
                        "这是人人同比例加薪，干部一方已经提出。请想一想：就本方的标准而言，谁的薪酬最要紧。",
                    ),
                ),
                Claim(
                    "worse_for_the_role",
                    _serves_the_role,
                    (
                        "At the same cost, your side fares no better than under the same raise for "
                        "everybody. Try another level's pay, and read your side's column.",
                        "花费相同，本方的结果并不比人人同比例加薪更好。换一级岗位试试，看本方标准那一列。",
                    ),
                ),
            ),
        ),
        reference=_reference_position,
        hint=(
            "Scale another split to the sum and compare it with the flat raise.",
            "换一种分法，找平后再与同比例加薪相比。",
        ),
        wrong=(
            Wrong(lambda _: {_GENERAL: {"multiply_by": 2.0}}, "too_dear"),
            Wrong(lambda _: {_GENERAL: {"multiply_by": 1.01}}, "too_cheap"),
            Wrong(lambda city: opening_positions(city.student)["cadres"], "average_for_everyone"),
            Wrong(_opposite_position, "worse_for_the_role"),
            Wrong(lambda _: {"workload.relief_share": 0.3}, "pay_only"),
            Wrong(lambda _: {"pay.generosity": 1.0}, "form"),
        ),
    ),
)
