"""The key of lesson 3: a community's year."""

import math

from community_sim.course.cadres import people
from community_sim.course.community_work import work_of
from community_sim.course.exercise import ByNumber, Exercise, Misreading, Wrong
from community_sim.course.forms import Number, policy_of
from community_sim.course.own_year import year_numbers
from community_sim.course.truth import City, Estimate
from community_sim.course.vacancies import vacant_share

__all__ = ["EXERCISES"]

_RUNS, _YEARS = 20, 10
_MONTHS = 12.0
_PER_CENT = ("per cent", "%")
_HOURS = ("hours", "小时")


# -- exercise 1 ---------------------------------------------------------------------------------


def _vacant(city: City) -> float:
    own = year_numbers(city.student)
    return 100.0 * vacant_share(own.exit_rate, own.months)


def _per_year_only(city: City) -> float:
    """Return exit rate times wait: as if posts that stand empty were left, too."""
    own = year_numbers(city.student)
    return 100.0 * own.exit_rate * own.months / _MONTHS


# -- exercise 2 ---------------------------------------------------------------------------------


def _chances(city: City) -> list[float]:
    return sorted((each.chance for each in people(city.student)), reverse=True)


def _likeliest_share(city: City) -> float:
    """Return what share of all quits is by those likeliest to quit, over all luck [per cent]."""
    chances = _chances(city)
    some = chances[: year_numbers(city.student).likeliest]
    return 100.0 * math.fsum(some) / math.fsum(chances)


def _share_of_people(city: City) -> float:
    return 100.0 * year_numbers(city.student).likeliest / len(_chances(city))


def _all_of_them_leave(city: City) -> float:
    """Return the share if each of the likeliest left for certain."""
    return 100.0 * year_numbers(city.student).likeliest / math.fsum(_chances(city))


# -- exercise 3 ---------------------------------------------------------------------------------


def _service_lost(city: City) -> float:
    """Return by how much service falls with vacant months [per cent]."""
    full = work_of(city.student)
    short = work_of(city.student, vacant_months=year_numbers(city.student).vacant_months)
    return 100.0 * (1.0 - short.service / full.service)


def _staff_lost(city: City) -> float:
    """Return by how much the staff falls with vacant months [per cent]."""
    place = city.place
    months = _MONTHS * sum(place.posts) / place.communities
    return 100.0 * year_numbers(city.student).vacant_months / months


def _service_left(city: City) -> float:
    return 100.0 - _service_lost(city)


def _hours_lost(city: City) -> float:
    full = work_of(city.student)
    return full.service * _service_lost(city) / 100.0


# -- exercise 4 ---------------------------------------------------------------------------------


def _relief(city: City) -> dict[str, float]:
    return {"workload.relief_share": year_numbers(city.student).relief}


def _relief_gain(city: City) -> Estimate:
    """Return what relief adds to service capacity [hours per 1,000 households]."""
    return city.effect("service_capacity", policy_of(_relief(city)), years=_YEARS)


def _tried_relief(city: City) -> float:
    return city.seen("service_capacity", policy_of(_relief(city)), runs=_RUNS, years=_YEARS)


def _level_after(city: City) -> float:
    return city.level("service_capacity", policy_of(_relief(city)), years=_YEARS).value


def _gain_in_per_cent(city: City) -> float:
    return 100.0 * _relief_gain(city).value / city.level("service_capacity", years=_YEARS).value


EXERCISES = (
    Exercise(
        key="vacant_posts",
        points=2,
        judge=ByNumber(
            Number(0.0, 100.0, _PER_CENT), lambda city: Estimate(_vacant(city)), rounding=0.11
        ),
        reference=lambda city: round(_vacant(city), 1),
        hint=(
            "Write the wait in months for m and the exit rate as a share for h, and work out "
            "h m / (12 + h m), in per cent.",
            "h用小数表示的离职率，m用月数，算h·m÷（12＋h·m），再化为百分数。",
        ),
        misreadings=(
            Misreading(
                "nobody_leaves_an_empty_post",
                (
                    "This is h m / 12. An empty post cannot be left, so fewer leave than all "
                    "posts would suggest.",
                    "这是h·m÷12。空着的岗位没有人可走，所以离开的比按全部岗位算的要少。",
                ),
                answer=_per_year_only,
            ),
            Misreading(
                "leavers_for_vacancies",
                (
                    "This is the share who leave in a year. How long a post stays empty "
                    "matters as much.",
                    "这是一年里离开的比例。岗位空多久，同样要紧。",
                ),
                answer=lambda city: 100.0 * year_numbers(city.student).exit_rate,
            ),
            Misreading(
                "share_for_per_cent",
                (
                    "This looks like a share, such as 0.15; the question asks for per cent, such "
                    "as 15.",
                    "这像是小数（如0.15）；题目要的是百分数（如15）。",
                ),
                shows=lambda answer, city: abs(100.0 * answer - _vacant(city)) <= 0.6,
            ),
        ),
        wrong=(
            Wrong(_per_year_only, "nobody_leaves_an_empty_post"),
            Wrong(
                lambda city: 100.0 * year_numbers(city.student).exit_rate, "leavers_for_vacancies"
            ),
            Wrong(lambda city: _vacant(city) / 100.0, "share_for_per_cent"),
            Wrong(lambda _: 99.0, "general"),
            Wrong(lambda _: None, "form"),
        ),
    ),
    Exercise(
        key="likeliest_share",
        points=3,
        judge=ByNumber(
            Number(0.0, 100.0, _PER_CENT),
            lambda city: Estimate(_likeliest_share(city)),
            rounding=0.3,
        ),
        reference=lambda city: round(_likeliest_share(city), 1),
        hint=(
            "Add up the chances of those likeliest to quit, divide by the sum of everybody's "
            "chances, and give it in per cent.",
            "把最可能离职的那几个人的概率加起来，除以全体概率之和，化为百分数。",
        ),
        misreadings=(
            Misreading(
                "average_for_everyone",
                (
                    "This is their share of the people, as if everybody had the average chance. "
                    "Those likeliest to quit quit more often than that.",
                    "这是他们占总人数的比例，等于让每个人都按平均概率离开。"
                    "最可能离职的人，走得比平均多。",
                ),
                answer=_share_of_people,
            ),
            Misreading(
                "intention_for_exit",
                (
                    "This lets each of them quit for certain. Likeliest is not certain: some of "
                    "them stay under every luck but one.",
                    "这是让他们个个都走。最可能不等于一定：换一种运气，其中有的人就留下来了。",
                ),
                answer=_all_of_them_leave,
            ),
            Misreading(
                "people_for_per_cent",
                (
                    "This is how many of them quit on average; the question asks for their share "
                    "of all quits, in per cent.",
                    "这是他们当中平均走几个人；题目问的是占全部辞职的百分之几。",
                ),
                answer=lambda city: math.fsum(
                    _chances(city)[: year_numbers(city.student).likeliest]
                ),
            ),
        ),
        wrong=(
            Wrong(_share_of_people, "average_for_everyone"),
            Wrong(_all_of_them_leave, "intention_for_exit"),
            Wrong(
                lambda city: math.fsum(_chances(city)[: year_numbers(city.student).likeliest]),
                "people_for_per_cent",
            ),
            Wrong(lambda _: 100.0, "general"),
        ),
    ),
    Exercise(
        key="service_lost",
        points=3,
        judge=ByNumber(
            Number(-100.0, 100.0, _PER_CENT),
            lambda city: Estimate(_service_lost(city)),
            rounding=0.6,
        ),
        reference=lambda city: round(_service_lost(city), 1),
        hint=(
            "Compare the hours left for service with the vacancies to those of a full staff, "
            "and give the fall in per cent, without a minus.",
            "把有空缺时的剩余服务时间与满员时相比，下降用百分数表示，不带负号。",
        ),
        misreadings=(
            Misreading(
                "service_falls_as_staff",
                (
                    "This is the share of the staff that is missing. Administrative work does not "
                    "become less, so service bears the whole of it and falls by far more.",
                    "这是缺员的比例。行政事务并没有减少，缺口全由服务承担，服务下降得多得多。",
                ),
                answer=_staff_lost,
            ),
            Misreading(
                "left_for_lost",
                (
                    "This is the share that is left; the question asks for what is lost.",
                    "这是剩下的比例；题目问的是减少的比例。",
                ),
                answer=_service_left,
            ),
            Misreading(
                "wrong_sign",
                (
                    "The size is right; a fall is asked for, so give it without a minus.",
                    "大小对了；题目问的是减少多少，不要带负号。",
                ),
                answer=lambda city: -_service_lost(city),
            ),
        ),
        wrong=(
            Wrong(_staff_lost, "service_falls_as_staff"),
            Wrong(_service_left, "left_for_lost"),
            Wrong(lambda city: -_service_lost(city), "wrong_sign"),
            Wrong(lambda _: -99.0, "general"),
            Wrong(_hours_lost, "form"),
        ),
    ),
    Exercise(
        key="relief",
        points=4,
        judge=ByNumber(Number(-1e5, 1e5, _HOURS), _relief_gain, runs=_RUNS, rounding=1.0),
        reference=lambda city: round(_tried_relief(city)),
        hint=(
            "Try the relief over 20 seeds and 10 years, and give the difference of service "
            "capacity from current practice, in hours per 1,000 households.",
            "用20个种子、10年时间试这项减负，取服务能力与现行做法之差，单位是每千户小时。",
        ),
        misreadings=(
            Misreading(
                "level_for_change",
                (
                    "This is service capacity with the relief; the question asks by how much it "
                    "differs from today's.",
                    "这是减负之后的服务能力；题目问的是比现在多多少。",
                ),
                answer=_level_after,
            ),
            Misreading(
                "per_cent_for_hours",
                (
                    "This is the change in per cent; the question asks for hours per 1,000 "
                    "households.",
                    "这是变化的百分比；题目要的是每千户小时数。",
                ),
                answer=_gain_in_per_cent,
            ),
            Misreading(
                "relief_for_service",
                (
                    "This takes the relief for the gain in service. A tenth less administration "
                    "is far more than a tenth more service where little service is left.",
                    "这是把减负的比例当成了服务增加的比例。服务时间本来就少，"
                    "行政事务减一成，服务增加的远不止一成。",
                ),
                answer=lambda city: (
                    year_numbers(city.student).relief
                    * city.level("service_capacity", years=_YEARS).value
                ),
            ),
        ),
        wrong=(
            Wrong(_level_after, "level_for_change"),
            Wrong(_gain_in_per_cent, "per_cent_for_hours"),
            Wrong(
                lambda city: (
                    year_numbers(city.student).relief
                    * city.level("service_capacity", years=_YEARS).value
                ),
                "relief_for_service",
            ),
            Wrong(lambda _: -5_000.0, "general"),
            Wrong(lambda _: "多", "form"),
        ),
    ),
)
