"""The key of lesson 4: pay (level, ladder, relative pay, cost)."""

import functools
import math
from typing import TYPE_CHECKING

from community_sim.course.cadres import pay_raise
from community_sim.course.city import own_city
from community_sim.course.city_runs import outcome_by_seed
from community_sim.course.exercise import (
    ByChoice,
    ByNumber,
    ByPolicy,
    Claim,
    Exercise,
    Misreading,
    Wrong,
)
from community_sim.course.forms import Choice, Number, PolicyAnswer, policy_of
from community_sim.course.keeping import LEVELS_TO_RAISE, raise_for
from community_sim.course.pay_ladder import PAY_LEVERS, pay_ladder
from community_sim.course.truth import STUDENT_SEEDS, City, Estimate
from community_sim.vocabulary import Post

if TYPE_CHECKING:
    from community_sim.policy_file import PolicyFile

__all__ = ["EXERCISES"]

_RUNS, _YEARS, _PER_CENT = 60, 10, 20.0
_DECIDED = 1.645  # standard errors, as the 90 % interval of a comparison
_LUCK = 4.0  # standard errors that luck may add to a wage bill
_GENERAL, _MEMBER = PAY_LEVERS[Post.GENERAL_WORKER], PAY_LEVERS[Post.COMMITTEE_MEMBER]


# -- exercise 1 ---------------------------------------------------------------------------------


def _mean_pay(city: City) -> float:
    """Return the pay of a post, the mean of all posts [% of the reference wage]."""
    posts, ladder = own_city(city.student).posts, pay_ladder(city.student)
    heads = math.fsum(posts[post] * ladder[lever] for post, lever in PAY_LEVERS.items())
    return 100.0 * heads / sum(posts)


def _mean_of_levels(city: City) -> float:
    return 25.0 * math.fsum(pay_ladder(city.student).values())


# -- exercises 2 and 3 --------------------------------------------------------------------------


_COSTS = ("wage_bill_per_community", "quit_rate", "cadre_years_per_community")


def _differences(city: City, policy: "PolicyFile") -> list[tuple[float, float]]:
    """Return extra bill and quits avoided of each paired run, per community and year."""

    def levels(which: "str | PolicyFile") -> list[tuple[float, float]]:
        scenario, seeds = city.scenario(which, years=_YEARS), (city.first_seed, city.runs)
        columns = [outcome_by_seed(scenario, name, *seeds) for name in _COSTS]
        return [(bill, rate * years) for bill, rate, years in zip(*columns, strict=True)]

    pairs = zip(levels("current_practice"), levels(policy), strict=True)
    return [(after[0] - before[0], before[1] - after[1]) for before, after in pairs]


@functools.lru_cache(maxsize=1024)
def _cost_per_quit(city: City, level: str = "") -> Estimate:
    """Return the extra bill over the quits avoided, of a level's raise or the council's [CNY].

    The error of a ratio is that of its numerator less the ratio times its denominator.
    """
    changes = raise_for(level, _PER_CENT) if level else pay_raise(city.student)
    pairs = _differences(city, policy_of(changes))
    bill, quits = (math.fsum(column) / len(pairs) for column in zip(*pairs, strict=True))
    ratio = bill / quits
    squares = math.fsum((each[0] - ratio * each[1]) ** 2 for each in pairs)
    spread = math.sqrt(squares / (len(pairs) - 1)) / abs(quits)
    return Estimate(ratio, spread, len(pairs))


def _extra_bill(city: City, level: str = "") -> float:
    changes = raise_for(level, _PER_CENT) if level else pay_raise(city.student)
    return city.effect("wage_bill_per_community", policy_of(changes), years=_YEARS).value


def _cheapest_keeping(city: City) -> str:
    """Return the level whose raise avoids a quit for the least money."""
    costs = {level: _cost_per_quit(city, level).value for level in LEVELS_TO_RAISE}
    return min(costs, key=lambda level: costs[level] if costs[level] > 0.0 else math.inf)


def _smallest_bill(city: City) -> str:
    """Return the level whose raise costs least, whomever it keeps."""
    return min(LEVELS_TO_RAISE, key=lambda level: _extra_bill(city, level))


def _dearest_keeping(city: City) -> str:
    return max(LEVELS_TO_RAISE, key=lambda level: _cost_per_quit(city, level).value)


def _tried_cost(city: City) -> float:
    """Return the cost as `keeping_of` finds it: by the means of bill, rate and cadre-years."""
    before, after = (
        [
            math.fsum(found) / len(found)
            for name in _COSTS
            for found in [outcome_by_seed(scenario, name, STUDENT_SEEDS[0], city.told(_RUNS))]
        ]
        for scenario in (
            city.scenario(years=_YEARS),
            city.scenario(policy_of(pay_raise(city.student)), years=_YEARS),
        )
    )
    return (after[0] - before[0]) / (before[1] * before[2] - after[1] * after[2])


def _per_cadre(city: City) -> float:
    """Return the extra bill over everybody who is there: what a raise costs, not what it keeps."""
    return _extra_bill(city) / city.level("cadre_years_per_community", years=_YEARS).value


# -- exercise 4 ---------------------------------------------------------------------------------


def _shifted(city: City) -> dict[str, float]:
    """Return a flatter ladder: what principals give up goes to the lowest paid.

    General workers and members rise together once they are level.
    """
    posts, pay = own_city(city.student).posts, list(pay_ladder(city.student).values())
    principal = max(0.7 * pay[3], 1.05 * pay[2])
    saved = posts[3] * (pay[3] - principal)
    general = pay[0] + saved / posts[0]
    if general > pay[1]:
        both = posts[0] * pay[0] + posts[1] * pay[1] + saved
        general = both / (posts[0] + posts[1])
    ladder = (general, max(pay[1], general), pay[2], principal)
    return {lever: round(each, 4) for lever, each in zip(PAY_LEVERS.values(), ladder, strict=True)}


def _only_pay(policy: "PolicyFile", _: City) -> bool:
    return {change.lever for change in policy.changes} <= set(PAY_LEVERS.values())


def _in_order(policy: "PolicyFile", city: City) -> bool:
    levers = city.scenario(policy, years=_YEARS).policy.pay
    ladder = [getattr(levers, lever.split(".")[1]) for lever in PAY_LEVERS.values()]
    return ladder == sorted(ladder)


def _no_higher_bill(policy: "PolicyFile", city: City) -> bool:
    found = city.effect("wage_bill_per_community", policy, years=_YEARS)
    return found.value <= _LUCK * found.error(_RUNS)


def _keeps_more(policy: "PolicyFile", city: City) -> bool:
    found = city.effect("recruit_retention_3y", policy, years=_YEARS)
    return found.value > _DECIDED * found.spread / math.sqrt(found.runs)


_CLAIMS = (
    Claim(
        "other_levers",
        _only_pay,
        (
            "The policy also moves something besides the pay of the four levels; the question is "
            "what pay alone can do.",
            "这项政策还动了四级薪酬以外的东西；题目问的是只靠薪酬能做到什么。",
        ),
    ),
    Claim(
        "ladder_upside_down",
        _in_order,
        (
            "Some level is paid less than the one below it; nobody would want that promotion.",
            "有的层级拿得比下一级还少，这样的晋升没有人愿意要。",
        ),
    ),
    Claim(
        "cheap_raise_for_cheap_retention",
        _no_higher_bill,
        (
            "The wage bill rises. A raise has to be paid for: who keeps their post costs more "
            "now, and every recruit who stays costs too. Find the money inside the ladder.",
            "人员经费增加了。加薪总要有人出钱：在岗的人更贵，留下来的新人也要发工资。"
            "请在薪酬阶梯内部找钱。",
        ),
    ),
    Claim(
        "noise_for_effect",
        _keeps_more,
        (
            "No gain in retention can be told from luck. Look at the interval, not at the sign of "
            "one difference, and at where recruits start.",
            "留任率的变化与运气分不开。要看区间，不要只看一个差的正负；也要看新人从哪一级起步。",
        ),
    ),
)


EXERCISES = (
    Exercise(
        key="mean_pay",
        points=2,
        judge=ByNumber(
            Number(0.0, 300.0, ("per cent", "%")),
            lambda city: Estimate(_mean_pay(city)),
            rounding=0.11,
        ),
        reference=lambda city: round(_mean_pay(city), 1),
        hint=(
            "Multiply each level's pay by its posts, add up, divide by all posts, and give it in "
            "per cent of the mean wage.",
            "每级薪酬乘以岗位数，相加后除以岗位总数，用占社会平均工资的百分比表示。",
        ),
        misreadings=(
            Misreading(
                "average_for_everyone",
                (
                    "This is the mean of the four levels, as if each had as many posts. There are "
                    "few principals and many general workers.",
                    "这是四个层级的简单平均，好像各级岗位一样多。其实正职少，一般工作人员多。",
                ),
                answer=_mean_of_levels,
            ),
            Misreading(
                "gap_for_level",
                (
                    "This is the gap to the mean wage; the question asks for the pay itself.",
                    "这是与社会平均工资的差距；题目问的是薪酬本身。",
                ),
                answer=lambda city: 100.0 - _mean_pay(city),
            ),
            Misreading(
                "ratio_for_per_cent",
                (
                    "This looks like a multiple, such as 0.6; the question asks for per cent, such "
                    "as 60.",
                    "这像是倍数（如0.6）；题目要的是百分数（如60）。",
                ),
                shows=lambda answer, city: abs(100.0 * answer - _mean_pay(city)) <= 0.6,
            ),
        ),
        wrong=(
            Wrong(_mean_of_levels, "average_for_everyone"),
            Wrong(lambda city: 100.0 - _mean_pay(city), "gap_for_level"),
            Wrong(lambda city: _mean_pay(city) / 100.0, "ratio_for_per_cent"),
            Wrong(lambda _: 250.0, "general"),
            Wrong(lambda _: "60%", "form"),
        ),
    ),
    Exercise(
        key="cheapest_keeping",
        points=3,
        judge=ByChoice(Choice(LEVELS_TO_RAISE), _cheapest_keeping),
        reference=_cheapest_keeping,
        hint=(
            "Divide the extra wage bill by the quits that are avoided, and take the level where "
            "that is smallest.",
            "用增加的人员经费除以减少的辞职人数，取最小的那一级。",
        ),
        misreadings=(
            Misreading(
                "cheap_raise_for_cheap_retention",
                (
                    "This raise costs the least, but few are paid it and few of them would have "
                    "left. A cheap raise is not cheap retention: divide by the quits avoided.",
                    "这一级加薪花钱最少，可是人数少，本来要走的更少。加薪便宜不等于留人便宜："
                    "还要除以减少的辞职人数。",
                ),
                answer=_smallest_bill,
            ),
        ),
        wrong=(
            Wrong(_smallest_bill, "cheap_raise_for_cheap_retention"),
            Wrong(_dearest_keeping, "general"),
            Wrong(lambda _: "everybody", "form"),
        ),
    ),
    Exercise(
        key="cost_per_quit",
        points=4,
        judge=ByNumber(
            Number(-1e7, 1e7, ("CNY", "元")), _cost_per_quit, runs=_RUNS, rounding=100.0
        ),
        reference=lambda city: round(_tried_cost(city)),
        hint=(
            "Try your city's raise with 60 runs; divide the extra wage bill per community by the "
            "quits avoided per community, both for a year.",
            "用60次模拟试你的城市的加薪方案，用每社区增加的人员经费除以每社区减少的辞职人数，"
            "两者都按一年算。",
        ),
        misreadings=(
            Misreading(
                "cheap_raise_for_cheap_retention",
                (
                    "This is the extra wage bill, or what it makes per cadre. Most of that money "
                    "goes to people who would have stayed anyway: divide by the quits avoided.",
                    "这是增加的人员经费，或者摊到每个干部头上的数。这笔钱大半给了本来就会留下的人："
                    "应当除以减少的辞职人数。",
                ),
                shows=lambda answer, city: (
                    0.0 < float(answer) <= 1.1 * _extra_bill(city)
                    and float(answer) >= 0.8 * _per_cadre(city)
                ),
            ),
            Misreading(
                "rate_for_people",
                (
                    "This divides by the change of the quit rate; a rate is not a number of people "
                    "until it is multiplied by the cadres there are.",
                    "这是除以辞职率的变化；比率要乘以干部人数，才是人数。",
                ),
                shows=lambda answer, city: float(answer) > 4.0 * _cost_per_quit(city).value,
            ),
        ),
        wrong=(
            Wrong(_extra_bill, "cheap_raise_for_cheap_retention"),
            Wrong(_per_cadre, "cheap_raise_for_cheap_retention"),
            Wrong(
                lambda city: (
                    -_extra_bill(city)
                    / city.effect("quit_rate", policy_of(pay_raise(city.student))).value
                ),
                "rate_for_people",
            ),
            Wrong(lambda city: -_cost_per_quit(city).value, "general"),
            Wrong(lambda _: None, "form"),
        ),
    ),
    Exercise(
        key="better_ladder",
        points=5,
        judge=ByPolicy(PolicyAnswer(), _CLAIMS),
        reference=_shifted,
        hint=(
            "Take from the levels where pay keeps few and give to the level where recruits start; "
            "then try it with 60 runs.",
            "从加薪留不住几个人的层级匀出钱来，给新人起步的那一级，再用60次模拟试一试。",
        ),
        wrong=(
            Wrong(
                lambda city: {_GENERAL: pay_ladder(city.student)[_MEMBER]},
                "cheap_raise_for_cheap_retention",
            ),
            Wrong(lambda _: raise_for("principal", -1.0), "noise_for_effect"),
            Wrong(lambda _: {_GENERAL: {"multiply_by": 1.0}}, "noise_for_effect"),
            Wrong(
                lambda city: {_GENERAL: pay_ladder(city.student)[_MEMBER] + 0.1},
                "ladder_upside_down",
            ),
            Wrong(lambda city: {**_shifted(city), "workload.relief_share": 0.3}, "other_levers"),
            Wrong(lambda _: {"pay.of_everybody": 2.0}, "form"),
        ),
    ),
)
