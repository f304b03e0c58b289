"""The key of lesson 6: comparing two policies."""

import math

from community_sim.course.city_runs import outcome_by_seed
from community_sim.course.exercise import ByNumber, Exercise, Misreading, Wrong
from community_sim.course.forms import Number, policy_of
from community_sim.course.repeated_runs import (
    PAY_WEIGHTS,
    YEARS,
    band,
    differences,
    proposals,
    times_narrower,
)
from community_sim.course.truth import City, Estimate

__all__ = ["EXERCISES"]

_FEW, _MANY = 20, 100
_POINTS = ("percentage points", "个百分点")
_PER_HUNDRED = ("of 100", "次（共100次）")
_RUNS = ("runs", "次")


def _rates(city: City, name: str | None, weight: float | None = None) -> list[float]:
    """Return quit rates [per cent] under the seeds of truths: today, or policy A or B."""
    scenario = city.scenario(years=YEARS)
    if weight is not None:
        scenario = scenario.with_parameters(pay_weight=weight)
    if name is not None:
        scenario = scenario.with_policy(policy_of(proposals(city.student)[name]))
    found = outcome_by_seed(scenario, "quit_rate", city.first_seed, city.runs)
    return [100.0 * each for each in found]


def _minus(values: list[float], others: list[float]) -> list[float]:
    return [one - other for one, other in zip(values, others, strict=True)]


def _estimate(values: list[float]) -> Estimate:
    mean = math.fsum(values) / len(values)
    variance = math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return Estimate(mean, math.sqrt(variance), len(values))


def _effect(city: City, name: str = "A") -> list[float]:
    return _minus(_rates(city, name), _rates(city, None))


# -- A against B ---------------------------------------------------------------------------------


def _a_against_b(city: City) -> Estimate:
    return _estimate(_minus(_rates(city, "A"), _rates(city, "B")))


def _tried_a_against_b(city: City) -> float:
    a, b = (differences(city.student, each, runs=city.told(_MANY)) for each in _both(city))
    return round(float((a - b).mean()), 2)


def _both(city: City) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]]:
    named = proposals(city.student)
    return named["A"], named["B"]


def _single_runs(city: City) -> float:
    """Return A of one luck minus B of another: mostly noise."""
    a, b = _both(city)
    under_a = differences(city.student, a, runs=1, same_luck=False)[0]
    under_b = differences(city.student, b, runs=1)[0]
    return float(under_a - under_b)


# -- the error of a mean -------------------------------------------------------------------------


def _spread(city: City) -> float:
    return _estimate(_effect(city)).spread


def _other_luck_error(city: City) -> float:
    now, policy = _rates(city, None), _rates(city, "A")
    apart = _minus(policy, [*now[1:], now[0]])
    return _estimate(apart).spread / math.sqrt(_FEW)


def _tried_error(city: City) -> float:
    found = differences(city.student, _both(city)[0], runs=_FEW)
    return round(float(found.std(ddof=1)) / math.sqrt(_FEW), 3)


# -- how many runs -------------------------------------------------------------------------------


def _runs_needed(city: City) -> float:
    """Return how many runs narrow the band of twenty as wanted: by the square of the times."""
    return float(_FEW * times_narrower(city.student) ** 2)


def _linear(city: City) -> float:
    """Return the number of runs that would do if twice the runs halved the band."""
    return float(_FEW * times_narrower(city.student))


# -- inside the band -----------------------------------------------------------------------------


def _tried_inside(city: City) -> float:
    policy = _both(city)[0]
    low, high = band(differences(city.student, policy, runs=_FEW).tolist())
    found = differences(city.student, policy, runs=city.told(_MANY))
    return float(100.0 * ((found >= low) & (found <= high)).mean())


# -- the weight of pay ---------------------------------------------------------------------------


def _by_weight(city: City) -> list[list[float]]:
    weights = (PAY_WEIGHTS[0], PAY_WEIGHTS[-1])
    return [_minus(_rates(city, "A", each), _rates(city, None, each)) for each in weights]


def _gap(city: City) -> Estimate:
    weak, strong = _by_weight(city)
    return _estimate(_minus(strong, weak))


def _tried_gap(city: City) -> float:
    weak, strong = (
        differences(city.student, _both(city)[0], runs=city.told(_MANY), pay_weight=each).mean()
        for each in (PAY_WEIGHTS[0], PAY_WEIGHTS[-1])
    )
    return round(float(strong - weak), 2)


def _band_width(city: City) -> float:
    """Return the width of the band of luck of twenty runs: what luck does, not the weight."""
    return 2.0 * 1.73 * _spread(city) / math.sqrt(_FEW)


EXERCISES = (
    Exercise(
        key="a_against_b",
        points=3,
        judge=ByNumber(Number(-100.0, 100.0, _POINTS), _a_against_b, runs=_MANY, rounding=0.01),
        reference=_tried_a_against_b,
        hint=(
            "Take for each of the 100 seeds the change under A minus the change under B, and then "
            "the mean of these 100 differences.",
            "对100个种子逐个用A带来的变化减去B带来的变化，再求这100个差的平均。",
        ),
        misreadings=(
            Misreading(
                "wrong_sign",
                (
                    "The size is right, the sign is not: the question asks for A minus B.",
                    "大小对了，符号反了：题目要的是A减B。",
                ),
                answer=lambda city: -_a_against_b(city).value,
            ),
            Misreading(
                "one_policy_for_two",
                (
                    "This is the effect of one policy against current practice. The question sets "
                    "A against B: take the difference of the two effects.",
                    "这是一项政策与现行做法之差。题目比较的是A与B：要取两个效应之差。",
                ),
                answer=lambda city: _estimate(_effect(city)).value,
            ),
            Misreading(
                "noise_for_effect",
                (
                    "This comes from one run of each with different luck. Most of it is noise: "
                    "give both policies the same seeds, and take the mean over 100 of them.",
                    "这是两项政策各模拟一次、运气又不同得出的差，其中大半是噪声："
                    "两项政策要用同样的种子，并对100个种子求平均。",
                ),
                answer=_single_runs,
            ),
        ),
        wrong=(
            Wrong(lambda city: -_a_against_b(city).value, "wrong_sign"),
            Wrong(lambda _: 77.0, "general"),
            Wrong(lambda _: "A", "form"),
        ),
    ),
    Exercise(
        key="error_of_the_mean",
        points=3,
        # The error that the student's own 20 runs show: what 20 runs know of it differs less
        # between cities than between lucks.
        judge=ByNumber(
            Number(0.0, 100.0, _POINTS), lambda city: Estimate(_tried_error(city)), rounding=0.0016
        ),
        reference=_tried_error,
        hint=(
            "Divide the standard deviation of the 20 differences, all with the same luck in both "
            "runs, by the square root of 20.",
            "20个差（每对模拟运气相同）的标准差，除以20的平方根。",
        ),
        misreadings=(
            Misreading(
                "spread_for_error",
                (
                    "This is how far single differences spread. The mean of 20 is surer than any "
                    "one of them: divide by the square root of their number.",
                    "这是单个差的离散程度。20个差的平均比任何单个差都可靠：要除以次数的平方根。",
                ),
                shows=lambda answer, city: abs(answer / _spread(city) - 1.0) <= 0.5,
            ),
            Misreading(
                "divided_by_runs",
                (
                    "This divides by the number of runs. Luck averages out more slowly: divide by "
                    "the square root of the number.",
                    "这是除以了次数。运气没有抵消得那么快：要除以次数的平方根。",
                ),
                shows=lambda answer, city: abs(answer * _FEW / _spread(city) - 1.0) <= 0.5,
            ),
            Misreading(
                "other_luck",
                (
                    "This is the error where the two runs of a pair have different luck. Give both "
                    "the same luck, and much of the noise cancels.",
                    "这是两次模拟运气不同时的误差。让两次用同样的运气，大部分噪声就抵消了。",
                ),
                shows=lambda answer, city: abs(answer / _other_luck_error(city) - 1.0) <= 0.5,
            ),
        ),
        wrong=(
            Wrong(_spread, "spread_for_error"),
            Wrong(lambda city: 2.0 * _spread(city) + 3.0, "general"),
            Wrong(lambda _: -0.2, "form"),
        ),
    ),
    Exercise(
        key="runs_needed",
        points=3,
        judge=ByNumber(
            Number(1.0, 100_000.0, _RUNS), lambda city: Estimate(_runs_needed(city)), rounding=45.0
        ),
        reference=_runs_needed,
        hint=(
            "The band narrows with the square root of the number of runs: half the band takes four "
            "times the runs, a third of it nine times.",
            "区间随次数的平方根变窄：要窄到二分之一，次数须增到四倍；窄到三分之一，须增到九倍。",
        ),
        misreadings=(
            Misreading(
                "half_for_double",
                (
                    "This takes it that twice the runs halve the band. The band narrows with the "
                    "square root of the runs: half of it takes four times as many.",
                    "这是以为次数加倍、区间就减半。区间随次数的平方根变窄：要窄一半，次数须增到四倍。",
                ),
                answer=_linear,
            ),
        ),
        wrong=(
            Wrong(lambda city: 20.0 * _runs_needed(city), "general"),
            Wrong(_linear, "half_for_double"),
            Wrong(lambda _: 0, "form"),
        ),
    ),
    Exercise(
        key="inside_the_band",
        points=3,
        judge=ByNumber(
            Number(0.0, 100.0, _PER_HUNDRED),
            lambda city: Estimate(_tried_inside(city)),
            rounding=1.0,
        ),
        reference=_tried_inside,
        hint=(
            "Take both ends of the band of the first 20 differences, and count how many of the 100 "
            "single differences lie between them.",
            "取前20个差的区间两端，数一数100个单次之差有多少落在两端之间。",
        ),
        misreadings=(
            Misreading(
                "band_for_runs",
                (
                    "This takes the 90% band of the mean for a range that holds nine runs of ten. "
                    "It says where the mean lies; single runs spread much wider.",
                    "这是把均值的90%区间当成了十次模拟中有九次落入的范围。"
                    "区间说的是均值在哪里；单次模拟要分散得多。",
                ),
                shows=lambda answer, _: 80.0 <= answer <= 100.0,
            ),
            Misreading(
                "outside_for_inside",
                (
                    "These are the runs outside the band; the question asks for those inside.",
                    "这是落在区间以外的次数；题目问的是以内的次数。",
                ),
                answer=lambda city: 100.0 - _tried_inside(city),
            ),
        ),
        wrong=(
            Wrong(lambda _: 90, "band_for_runs"),
            Wrong(lambda _: 95, "band_for_runs"),
            Wrong(lambda _: None, "form"),
        ),
    ),
    Exercise(
        key="weight_of_pay",
        points=3,
        judge=ByNumber(Number(-100.0, 100.0, _POINTS), _gap, runs=_MANY, rounding=0.01),
        reference=_tried_gap,
        hint=(
            "Take the mean of 100 differences with a weight of pay of 1.2, and subtract the mean "
            "of 100 with a weight of 0.3.",
            "用薪酬权重1.2时100个差的平均，减去权重0.3时100个差的平均。",
        ),
        misreadings=(
            Misreading(
                "wrong_sign",
                (
                    "The size is right, the sign is not: take the change at 1.2 minus the change "
                    "at 0.3; both are falls.",
                    "大小对了，符号反了：用1.2时的变化减去0.3时的变化，两个都是下降。",
                ),
                answer=lambda city: -_gap(city).value,
            ),
            Misreading(
                "luck_for_weight",
                (
                    "This is what luck does: the width of the band. The question asks how far the "
                    "effect itself moves when pay counts more.",
                    "这是运气造成的区间宽度。题目问的是薪酬更重要时，效应本身变了多少。",
                ),
                answer=_band_width,
            ),
            Misreading(
                "one_weight_for_two",
                (
                    "This is the effect under one weight of pay only; take the difference of two.",
                    "这只是一个薪酬权重下的效应；题目要的是两个权重之差。",
                ),
                shows=lambda answer, city: any(
                    abs(answer - _estimate(each).value) <= 0.25 for each in _by_weight(city)
                ),
            ),
        ),
        wrong=(
            Wrong(lambda city: -_gap(city).value, "wrong_sign"),
            Wrong(_band_width, "luck_for_weight"),
            Wrong(lambda _: 66.0, "general"),
        ),
    ),
)
