"""The key of lesson 1: one cadre's choice."""

import math

from community_sim.course.cadres import Profile, chance_of_quitting, pay_raise, people
from community_sim.course.city_runs import outcome_by_seed
from community_sim.course.exercise import ByNumber, Exercise, Misreading, Wrong
from community_sim.course.forms import Number, policy_of
from community_sim.course.truth import City, Estimate

__all__ = ["EXERCISES"]

_RUNS, _YEARS = 60, 10
_THINKS_FROM = 0.25
_POINTS = ("percentage points", "个百分点")


def _same_pay(city: City) -> float:
    """Return by how much the chance differs between two who only like the work differently."""
    dislikes, likes = (
        chance_of_quitting(city.student, Profile(taste=taste)) for taste in (-1.0, 1.0)
    )
    return 100.0 * (dislikes - likes)


def _thinkers(city: City) -> list[float]:
    """Return the chances of those who would say that they think of leaving."""
    return [each.chance for each in people(city.student) if each.chance >= _THINKS_FROM]


def _everybody(city: City) -> list[float]:
    return [each.chance for each in people(city.student)]


def _still_there(chances: list[float]) -> float:
    """Return what share is left after three years of such chances [per cent]."""
    return 100.0 * math.fsum((1.0 - chance) ** 3 for chance in chances) / len(chances)


def _mean(values: list[float]) -> float:
    return math.fsum(values) / len(values)


def _raise_effect(city: City) -> Estimate:
    return city.effect("quit_rate", policy_of(pay_raise(city.student)), years=_YEARS).scaled(100.0)


def _tried_raise(city: City) -> float:
    reform = policy_of(pay_raise(city.student))
    return 100.0 * city.seen("quit_rate", reform, runs=_RUNS, years=_YEARS)


def _other_luck(city: City) -> float:
    """Return the difference of two single runs under different seeds: mostly noise."""
    before = outcome_by_seed(city.scenario(years=_YEARS), "quit_rate", 1, 1)[0]
    reform = city.scenario(policy_of(pay_raise(city.student)), years=_YEARS)
    return 100.0 * (outcome_by_seed(reform, "quit_rate", 2, 1)[0] - before)


def _relative(city: City) -> float:
    return (
        100.0 * _raise_effect(city).value / city.level("quit_rate", years=_YEARS).scaled(100).value
    )


EXERCISES = (
    Exercise(
        key="same_pay",
        points=2,
        judge=ByNumber(
            Number(-100.0, 100.0, _POINTS), lambda city: Estimate(_same_pay(city)), rounding=0.6
        ),
        reference=lambda city: round(_same_pay(city), 1),
        hint=(
            "Set both cadres alike except for taste, A at -1 and B at +1, and subtract B's chance "
            "from A's, in percentage points.",
            "两人除偏好外一律相同：甲为-1，乙为+1；用甲的概率减去乙的概率，单位是百分点。",
        ),
        misreadings=(
            Misreading(
                "share_for_points",
                (
                    "This looks like a share, such as 0.15; the question asks for percentage "
                    "points, such as 15.",
                    "这像是小数（如0.15）；题目要的是百分点（如15）。",
                ),
                shows=lambda answer, city: abs(100.0 * answer - _same_pay(city)) <= 0.6,
            ),
            Misreading(
                "equal_pay_equal_choice",
                (
                    "Equal pay does not make equal choices: what a post is worth also depends on "
                    "how much a person likes the work. Move only the taste and look again.",
                    "报酬相同，选择未必相同：岗位值不值得留，还要看一个人有多喜欢这份工作。"
                    "只动“偏好”一项，再看一次。",
                ),
                answer=lambda _: 0.0,
            ),
            Misreading(
                "other_way_round",
                (
                    "The size is right, the sign is not: who likes the work less is likelier to "
                    "leave, so A's chance is the higher one.",
                    "大小对了，符号反了：越不喜欢这份工作越容易离开，甲的概率更高。",
                ),
                answer=lambda city: -_same_pay(city),
            ),
        ),
        wrong=(
            Wrong(lambda _: 0.0, "equal_pay_equal_choice"),
            Wrong(lambda city: _same_pay(city) / 100.0, "share_for_points"),
            Wrong(lambda city: -_same_pay(city), "other_way_round"),
            Wrong(lambda city: 2.0 * _same_pay(city), "general"),
            Wrong(lambda _: "很多", "form"),
        ),
    ),
    Exercise(
        key="who_really_leaves",
        points=3,
        judge=ByNumber(
            Number(0.0, 300.0, ("people", "人")),
            lambda city: Estimate(math.fsum(_thinkers(city))),
            rounding=0.6,
        ),
        reference=lambda city: round(math.fsum(_thinkers(city)), 1),
        hint=(
            "Take only those with a chance of 25 per cent or more, and add up their chances: ten "
            "people with a chance of 0.3 make three leavers on average.",
            "只看概率在25%及以上的人，把他们的概率加起来：10个人、概率各0.3，平均走3人。",
        ),
        misreadings=(
            Misreading(
                "intention_for_exit",
                (
                    "This counts everybody who thinks of leaving as a leaver. An intention is not "
                    "an exit: each of them leaves only with a certain chance.",
                    "这是把想走的人都算成了离开的人。有离职意向不等于离职：每人只是有一定的概率离开。",
                ),
                answer=lambda city: float(len(_thinkers(city))),
            ),
            Misreading(
                "average_for_everyone",
                (
                    "This multiplies the thinkers by the average chance of all cadres; but those "
                    "who think of leaving are just those with a higher chance.",
                    "这是用全体干部的平均概率乘以想走的人数；可想走的人，恰恰是概率较高的人。",
                ),
                answer=lambda city: len(_thinkers(city)) * _mean(_everybody(city)),
            ),
            Misreading(
                "everybody_for_some",
                (
                    "This adds up the chances of all cadres; the question asks only about those "
                    "who say that they think of leaving.",
                    "这是全体干部的概率之和；题目只问说过想走的那些人。",
                ),
                answer=lambda city: math.fsum(_everybody(city)),
            ),
        ),
        wrong=(
            Wrong(lambda city: len(_thinkers(city)), "intention_for_exit"),
            Wrong(
                lambda city: len(_thinkers(city)) * _mean(_everybody(city)), "average_for_everyone"
            ),
            Wrong(lambda city: round(math.fsum(_everybody(city)), 1), "everybody_for_some"),
            Wrong(lambda _: 299.0, "general"),
            Wrong(lambda _: None, "form"),
        ),
    ),
    Exercise(
        key="three_years",
        points=3,
        judge=ByNumber(
            Number(0.0, 100.0, ("per cent", "%")),
            lambda city: Estimate(_still_there(_everybody(city))),
            rounding=0.6,
        ),
        reference=lambda city: round(_still_there(_everybody(city)), 1),
        hint=(
            "For each person take (1 - chance) three times over, and only then the average of all, "
            "in per cent.",
            "先对每个人算（1－概率）的三次方，再对所有人求平均，单位是%。",
        ),
        misreadings=(
            Misreading(
                "average_for_everyone",
                (
                    "This gives everybody the average chance. People differ, and those with a high "
                    "chance go first, so more stay than the average suggests.",
                    "这是让每个人都按平均概率离开。人与人不同，概率高的先走，留下的比按平均算的要多。",
                ),
                answer=lambda city: 100.0 * (1.0 - _mean(_everybody(city))) ** 3,
            ),
            Misreading(
                "one_year_for_three",
                (
                    "This is the share after one year; the question asks for three.",
                    "这是一年后的比例；题目问的是三年。",
                ),
                answer=lambda city: 100.0 * (1.0 - _mean(_everybody(city))),
            ),
            Misreading(
                "leavers_for_stayers",
                (
                    "This is the share of those who have left; the question asks for those who are "
                    "still there.",
                    "这是已经离开的比例；题目问的是还在岗的比例。",
                ),
                answer=lambda city: 100.0 - _still_there(_everybody(city)),
            ),
        ),
        wrong=(
            Wrong(
                lambda city: 100.0 * (1.0 - _mean(_everybody(city))) ** 3, "average_for_everyone"
            ),
            Wrong(lambda city: 100.0 * (1.0 - _mean(_everybody(city))), "one_year_for_three"),
            Wrong(lambda city: 100.0 - _still_there(_everybody(city)), "leavers_for_stayers"),
            Wrong(lambda _: 3.0, "general"),
        ),
    ),
    Exercise(
        key="raise_and_luck",
        points=4,
        judge=ByNumber(Number(-100.0, 100.0, _POINTS), _raise_effect, runs=_RUNS, rounding=0.05),
        reference=lambda city: round(_tried_raise(city), 2),
        hint=(
            "Compare the quit rate with and without the raise over the same 60 seeds, and give the "
            "mean difference in percentage points; a fall is negative.",
            "用同样的60个种子，比较加薪与不加薪时的辞职率，取差的平均，单位是百分点；下降为负数。",
        ),
        misreadings=(
            Misreading(
                "wrong_sign",
                (
                    "The size is right, the sign is not: a fall of the quit rate is a negative "
                    "change.",
                    "大小对了，符号反了：辞职率下降，变化应为负数。",
                ),
                answer=lambda city: -_raise_effect(city).value,
            ),
            Misreading(
                "per_cent_for_points",
                (
                    "This is the change in per cent of the quit rate; the question asks for "
                    "percentage points: the rate after minus the rate before.",
                    "这是辞职率变化的百分比；题目要的是百分点，即后来的比率减去原来的比率。",
                ),
                answer=_relative,
            ),
            Misreading(
                "noise_for_effect",
                (
                    "This is the difference of two runs with different luck. Most of it is noise: "
                    "give both policies the same seeds, and average over 60 of them.",
                    "这是运气不同的两次模拟之差，其中大半是噪声：两种做法要用同样的种子，并对60个种子求平均。",
                ),
                answer=_other_luck,
            ),
        ),
        wrong=(
            Wrong(lambda city: -_tried_raise(city), "wrong_sign"),
            Wrong(_relative, "per_cent_for_points"),
            Wrong(lambda _: -99.0, "general"),
            Wrong(lambda _: True, "form"),
        ),
    ),
)
