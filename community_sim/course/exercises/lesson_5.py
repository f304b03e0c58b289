"""The key of lesson 5: promotion and the way out."""

import math
from typing import TYPE_CHECKING

from community_sim.course.cadres import pay_raise
from community_sim.course.exercise import (
    ByNumber,
    ByPolicy,
    Claim,
    Exercise,
    Misreading,
    Wrong,
)
from community_sim.course.exits import WaysOut, mean_of, reserved_posts, ways_out_by_seed
from community_sim.course.forms import Number, PolicyAnswer, policy_of
from community_sim.course.ladder import doors_frame
from community_sim.course.truth import STUDENT_SEEDS, City, Estimate

if TYPE_CHECKING:
    import pandas as pd

    from community_sim.policy_file import PolicyFile

__all__ = ["EXERCISES"]

_RUNS, _YEARS = 40, 10
_SMALL_CHANCE = 0.05
_LEAST = 1.0
"""By how much quits must fall and exits rise in the last exercise [people a year]."""

_PEOPLE = ("people", "人")
_YEARLY = ("people a year", "人/年")


# -- at the ceiling -----------------------------------------------------------------------------


def _doors(city: City) -> "tuple[pd.Series[bool], pd.Series[bool], pd.DataFrame]":
    everybody = doors_frame(city.student)
    return everybody["step_up"] < _SMALL_CHANCE, ~everybody["exam"], everybody


def _stuck(city: City) -> float:
    no_step, no_exam, _ = _doors(city)
    return float((no_step & no_exam).sum())


def _either(city: City) -> float:
    no_step, no_exam, _ = _doors(city)
    return float((no_step | no_exam).sum())


def _principals(city: City) -> float:
    return float((_doors(city)[2]["level"] == 3).sum())


# -- the ways out -------------------------------------------------------------------------------


def _by_seed(city: City, policy: "str | PolicyFile" = "current_practice") -> tuple[WaysOut, ...]:
    return ways_out_by_seed(city.scenario(policy, years=_YEARS), city.first_seed, city.runs)


def _estimate(values: list[float]) -> Estimate:
    mean = math.fsum(values) / len(values)
    variance = math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return Estimate(mean, math.sqrt(variance), len(values))


def _change(city: City, way: str, policy: "PolicyFile") -> Estimate:
    """Return the change of a way out that a policy makes [people a year]."""
    pairs = zip(_by_seed(city), _by_seed(city, policy), strict=True)
    return _estimate([getattr(after, way) - getattr(before, way) for before, after in pairs])


def _proposal(city: City) -> "PolicyFile":
    return policy_of(reserved_posts(city.student))


def _winners(city: City) -> Estimate:
    return _estimate([each.civil_service for each in _by_seed(city, _proposal(city))])


def _sitters(city: City) -> float:
    return _estimate([each.sat_exam for each in _by_seed(city, _proposal(city))]).value


def _is_near_sitters(answer: float, city: City) -> bool:
    return abs(float(answer) - _sitters(city)) <= 0.15 * _sitters(city)


def _tried(city: City, way: str, column: str) -> float:
    """Return a number of the table `ways_out`, as a student reads it."""
    now, policy = (
        getattr(mean_of(ways_out_by_seed(scenario, STUDENT_SEEDS[0], city.told(_RUNS))), way)
        for scenario in (city.scenario(years=_YEARS), city.scenario(_proposal(city), years=_YEARS))
    )
    return round(float(policy if column == "policy" else policy - now), 2)


def _posts(city: City) -> float:
    return reserved_posts(city.student)["promotion.civil_service_posts_per_year"]


# -- fewer quits, more exits --------------------------------------------------------------------


def _only_promotion(policy: "PolicyFile", _: City) -> bool:
    return all(change.lever.startswith("promotion.") for change in policy.changes)


def _quits_fall(policy: "PolicyFile", city: City) -> bool:
    return _reaches(_change(city, "quit", policy).scaled(-1.0))


def _exits_rise(policy: "PolicyFile", city: City) -> bool:
    return _reaches(_change(city, "all", policy))


def _reaches(gain: Estimate) -> bool:
    """Return whether a gain may be as large as asked for, luck of the student's runs allowed."""
    luck = ByNumber(Number(-1e3, 1e3), lambda _: gain, runs=_RUNS).tolerance
    return gain.value > max(0.0, _LEAST - luck(_NOWHERE))


_NOWHERE = City("nobody")


def _both_doors(_: City) -> dict[str, float]:
    """Return a policy with both doors open: many ways up, and no long service before the exam."""
    return {
        "promotion.subdistrict_posts_per_year": 10.0,
        "promotion.civil_service_posts_per_year": 2,
        "promotion.civil_service_min_tenure": 0,
    }


def _long_service(_: City) -> dict[str, float]:
    return {
        "promotion.civil_service_posts_per_year": 1,
        "promotion.civil_service_min_tenure": 6,
    }


EXERCISES = (
    Exercise(
        key="at_the_ceiling",
        points=2,
        judge=ByNumber(
            Number(0.0, 300.0, _PEOPLE), lambda city: Estimate(_stuck(city)), rounding=0.1
        ),
        reference=_stuck,
        hint=(
            "Count those for whom both hold: `step_up` is below 0.05, and `exam` is False.",
            "数出两个条件都满足的人：`step_up`小于0.05，而且`exam`为False。",
        ),
        misreadings=(
            Misreading(
                "title_for_ceiling",
                (
                    "This counts the principals. A ceiling is where a person can rise no further, "
                    "and that happens below the top as well: look at both columns.",
                    "这是正职的人数。“天花板”指一个人再也上不去了，职位不高的人同样会碰到：请看那两列。",
                ),
                answer=_principals,
            ),
            Misreading(
                "either_for_both",
                (
                    "This counts everybody who lacks one door or the other. Whoever has one door "
                    "left is not at the ceiling: both must be shut.",
                    "这是两扇门中至少关了一扇的人数。只要还有一扇门开着，就不算到顶：要两扇都关上。",
                ),
                answer=_either,
            ),
            Misreading(
                "one_door_for_both",
                (
                    "This looks at one door only. Ask for both at once: the step up, and the exam.",
                    "这只看了一扇门。晋升和考试两扇门要同时看。",
                ),
                shows=lambda answer, city: any(
                    abs(float(answer) - float(shut.sum())) <= 0.1 for shut in _doors(city)[:2]
                ),
            ),
        ),
        wrong=(
            Wrong(_principals, "title_for_ceiling"),
            Wrong(_either, "either_for_both"),
            Wrong(lambda city: float(_doors(city)[1].sum()), "one_door_for_both"),
            Wrong(lambda _: 299, "general"),
            Wrong(lambda _: "正职", "form"),
        ),
    ),
    Exercise(
        key="who_gets_in",
        points=3,
        judge=ByNumber(Number(0.0, 100.0, _YEARLY), _winners, runs=_RUNS, rounding=0.02),
        reference=lambda city: _tried(city, "civil_service", "policy"),
        hint=(
            "Read the row `civil_service` and the column `policy` of the table of ways out.",
            "请看出口表中`civil_service`一行、`policy`一列。",
        ),
        misreadings=(
            Misreading(
                "intention_for_exit",
                (
                    "This counts everybody who sits the exam. To sit it shows an intention; only "
                    "who passes, and finds a post left, has gone.",
                    "这是参加考试的人数。报考只说明有意向；考上了、而且还有名额，才算真的离开。",
                ),
                shows=_is_near_sitters,
            ),
            Misreading(
                "posts_for_people",
                (
                    "This is the number of posts offered. It need not be the number of people who "
                    "leave: some posts find nobody who passes, and some people pass the open exam.",
                    "这是拿出来的名额数，不一定等于走的人数：有的名额没人考上，也有人是通过公开考试走的。",
                ),
                answer=_posts,
            ),
            Misreading(
                "change_of_quits",
                (
                    "This is by how much quits fall. Who does not quit has not thereby become a "
                    "civil servant.",
                    "这是辞职减少的人数。没有辞职，不等于考上了公务员。",
                ),
                answer=lambda city: -_change(city, "quit", _proposal(city)).value,
            ),
        ),
        wrong=(
            Wrong(_sitters, "intention_for_exit"),
            Wrong(lambda city: _tried(city, "sat_exam", "policy"), "intention_for_exit"),
            Wrong(lambda _: 99.0, "general"),
            Wrong(lambda _: [], "form"),
        ),
    ),
    Exercise(
        key="all_exits",
        points=3,
        judge=ByNumber(
            Number(-100.0, 100.0, _YEARLY),
            lambda city: _change(city, "all", _proposal(city)),
            runs=_RUNS,
            rounding=0.02,
        ),
        reference=lambda city: _tried(city, "all", "change"),
        hint=(
            "Read the row `all` and the column `change`: all who leave, whatever the way, under "
            "the policy minus now.",
            "请看`all`一行、`change`一列：不论从哪条路走，用政策下的离职总数减去现在的。",
        ),
        misreadings=(
            Misreading(
                "quits_for_exits",
                (
                    "This is the change of quits alone. Those who go to the civil service leave a "
                    "post vacant as well: an exit is any leaving of the system.",
                    "这只是辞职的变化。考走的人同样留下空缺：凡离开社区干部队伍，都算离职。",
                ),
                answer=lambda city: _change(city, "quit", _proposal(city)).value,
            ),
            Misreading(
                "only_the_new_door",
                (
                    "This adds those who leave by the new door, as if everybody else did what they "
                    "did before. But the prospect of a post keeps people who would have quit.",
                    "这只加上了从新开的门走的人，好像别人都不会改变。可是有了盼头，本来要辞职的人会留下来。",
                ),
                answer=lambda city: _change(city, "civil_service", _proposal(city)).value,
            ),
            Misreading(
                "wrong_sign",
                (
                    "The size is right, the sign is not: take the policy minus now.",
                    "大小对了，符号反了：应当用政策下的数减去现在的数。",
                ),
                answer=lambda city: -_change(city, "all", _proposal(city)).value,
            ),
        ),
        wrong=(
            Wrong(lambda city: _tried(city, "quit", "change"), "quits_for_exits"),
            Wrong(lambda city: _tried(city, "civil_service", "change"), "only_the_new_door"),
            Wrong(lambda _: 88.0, "general"),
            Wrong(lambda _: ..., "form"),
        ),
    ),
    Exercise(
        key="both_doors",
        points=4,
        judge=ByPolicy(
            PolicyAnswer(),
            (
                Claim(
                    "another_lever",
                    _only_promotion,
                    (
                        "This changes more than promotion. Use only levers whose name begins with "
                        "'promotion.'.",
                        "这里动了晋升以外的东西。只能用名称以“promotion.”开头的政策杠杆。",
                    ),
                ),
                Claim(
                    "quits_do_not_fall",
                    _quits_fall,
                    (
                        "Under this policy quits do not fall by a person a year in your city. "
                        "People quit less where there is more to wait for: open a door wider.",
                        "在你的城市，这项政策没有让每年的辞职减少1人。有盼头，人才愿意等：把门再开大一点。",
                    ),
                ),
                Claim(
                    "exits_do_not_rise",
                    _exits_rise,
                    (
                        "Quits do fall, but all exits together do not rise by a person a year: so "
                        "far the policy keeps more people than it sends up. Send more of them up, "
                        "or let them wait less long.",
                        "辞职是少了，但离职总数没有增加1人：这项政策留住的人，比送上去的人还多。"
                        "不妨多送些人上去，或者让他们少等几年。",
                    ),
                ),
            ),
        ),
        reference=_both_doors,
        hint=(
            "Use both doors, the sub-district and the civil service, and look at quits and at all "
            "exits in the table.",
            "街道和公务员两扇门都可以用；对照表中的辞职和离职合计两行。",
        ),
        wrong=(
            Wrong(_long_service, "exits_do_not_rise"),
            Wrong(lambda _: {"promotion.meritocracy_weight": 1.0}, "quits_do_not_fall"),
            Wrong(lambda city: pay_raise(city.student), "another_lever"),
            Wrong(lambda _: {"promotion.civil_service_post": 3}, "form"),
        ),
    ),
)
