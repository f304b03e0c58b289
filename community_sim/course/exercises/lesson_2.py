"""The key of lesson 2: from a report's figure to a parameter."""

from community_sim.course.exercise import ByChoice, ByNumber, Exercise, Misreading, Wrong
from community_sim.course.forms import Choice, Number, policy_of
from community_sim.course.local_report import INSURANCES, city_report, possible_shares
from community_sim.course.truth import City, Estimate

__all__ = ["EXERCISES"]

_RUNS, _YEARS = 20, 10
_GENERAL = "pay.coefficient_general_worker"
_POINTS = ("percentage points", "个百分点")


def _communities(city: City) -> float:
    report = city_report(city.student)
    return float(round(report.cadres / report.per_community))


def _impossible(city: City) -> str:
    """Return the insurance whose share no whole number of cadres gives."""
    report = city_report(city.student)
    possible = possible_shares(report.cadres)
    return next(name for name in INSURANCES if getattr(report, name) not in possible)


def _possible(city: City) -> str:
    return next(name for name in INSURANCES if name != _impossible(city))


def _coefficient(city: City) -> float:
    report = city_report(city.student)
    return (12.0 * report.monthly_wage + report.bonus) / report.city_wage


def _without_bonus(city: City) -> float:
    report = city_report(city.student)
    return 12.0 * report.monthly_wage / report.city_wage


def _month_for_year(city: City) -> float:
    report = city_report(city.student)
    return (report.monthly_wage + report.bonus) / report.city_wage


def _reading_a(city: City) -> float:
    return city_report(city.student).ten_years


def _reading_b(city: City) -> float:
    report = city_report(city.student)
    return report.four_years * report.ten_years / 100.0


def _ends(city: City) -> tuple[float, float]:
    """Return the ends of the printed income as pay coefficients."""
    report = city_report(city.student)
    return report.income_low / report.city_wage, report.income_high / report.city_wage


def _rides_on_it(city: City) -> Estimate:
    """Return the quit rate at the upper end of the printed income minus that at the lower."""
    low, high = (policy_of({_GENERAL: end}) for end in _ends(city))
    return city.effect("quit_rate", high, against=low, years=_YEARS).scaled(100.0)


def _tried_end(city: City, end: float) -> float:
    return 100.0 * city.seen("quit_rate", policy_of({_GENERAL: end}), runs=_RUNS, years=_YEARS)


def _tried_ends(city: City) -> float:
    low, high = _ends(city)
    return _tried_end(city, high) - _tried_end(city, low)


def _only_upper_end(city: City) -> float:
    high = policy_of({_GENERAL: _ends(city)[1]})
    return city.effect("quit_rate", high, years=_YEARS).scaled(100.0).value


EXERCISES = (
    Exercise(
        key="communities",
        points=2,
        judge=ByNumber(
            Number(0.0, 300.0, ("communities", "个")),
            lambda city: Estimate(_communities(city)),
            rounding=0.2,
        ),
        reference=_communities,
        hint=(
            "Divide the cadres by the cadres per community, and see whether the funds give the "
            "same; the answer is a whole number.",
            "用干部总数除以平均每个社区的干部数，再看经费两行是否得出同一个数；答案是整数。",
        ),
        misreadings=(
            Misreading(
                "printed_for_true",
                (
                    "This is the count as printed. Two other pairs of figures agree on another "
                    "one, and a parameter has to fit all that is printed.",
                    "这是照抄报告写的社区数。另外两组数字一致指向另一个数，"
                    "取参数要看所有数字能否相互印证。",
                ),
                answer=lambda city: city_report(city.student).urban,
            ),
            Misreading(
                "villages_too",
                (
                    "This counts the villages too; the cadres work in urban communities.",
                    "这里把村也算进去了；干部都在城市社区工作。",
                ),
                answer=lambda city: city_report(city.student).all_kinds,
            ),
        ),
        wrong=(
            Wrong(lambda city: city_report(city.student).urban, "printed_for_true"),
            Wrong(lambda city: city_report(city.student).all_kinds, "villages_too"),
            Wrong(lambda _: 66.0, "general"),
            Wrong(lambda _: "十二", "form"),
        ),
    ),
    Exercise(
        key="impossible_share",
        points=2,
        judge=ByChoice(Choice(INSURANCES), _impossible),
        reference=_impossible,
        hint=(
            "This share can be: some whole number of cadres gives it. Look for the one that is "
            "missing from the list of possible shares.",
            "这个比例是可能的：有整数个干部能得出它。请找出不在可能比例之列的那一个。",
        ),
        wrong=(
            Wrong(_possible, "general"),
            Wrong(lambda _: "volunteers", "form"),
        ),
    ),
    Exercise(
        key="pay_coefficient",
        points=3,
        judge=ByNumber(
            Number(0.0, 100.0), lambda city: Estimate(_coefficient(city)), rounding=0.006
        ),
        reference=lambda city: round(_coefficient(city), 2),
        hint=(
            "Bring everything to a year: twelve months of the wage and the bonus, divided by the "
            "mean wage of the city.",
            "统一换算成全年：12个月工资加年终奖，再除以全市社会平均工资。",
        ),
        misreadings=(
            Misreading(
                "without_bonus",
                (
                    "The bonus is missing. The model's pay is all that a cadre receives in a year.",
                    "漏了年终奖。模型里的薪酬是全年的全部收入。",
                ),
                answer=_without_bonus,
            ),
            Misreading(
                "month_for_year",
                (
                    "One of the numbers is for a month and the others are for a year.",
                    "有一个数是按月的，其余是按年的，要先统一。",
                ),
                answer=_month_for_year,
            ),
            Misreading(
                "yuan_for_ratio",
                (
                    "This looks like a percentage or an amount in yuan; the parameter is a "
                    "multiple of the city's mean wage, such as 0.9.",
                    "这像是百分数或金额；参数是社会平均工资的倍数，例如0.9。",
                ),
                shows=lambda answer, _: float(answer) > 2.0,
            ),
        ),
        wrong=(
            Wrong(lambda city: round(_without_bonus(city), 2), "without_bonus"),
            Wrong(lambda city: round(_month_for_year(city), 2), "month_for_year"),
            Wrong(lambda city: round(100.0 * _coefficient(city), 1), "yuan_for_ratio"),
            Wrong(lambda city: 1.7 * _coefficient(city), "general"),
            Wrong(lambda _: None, "form"),
        ),
    ),
    Exercise(
        key="reading_b",
        points=3,
        judge=ByNumber(
            Number(0.0, 100.0, ("per cent", "%")),
            lambda city: Estimate(_reading_b(city)),
            rounding=0.11,
        ),
        reference=lambda city: round(_reading_b(city), 1),
        hint=(
            "Take the second share of the first: so many per cent of so many per cent of all "
            "cadres.",
            "用前一个比例乘以后一个比例：全体干部的百分之几里，再取百分之几。",
        ),
        misreadings=(
            Misreading(
                "reading_a",
                (
                    "This is reading A, a share of all cadres. The question asks for reading B, "
                    "in which the second share is of those with four years.",
                    "这是读法A，即占全体干部的比例。题目问的是读法B：后一个比例以满4年者为底数。",
                ),
                answer=_reading_a,
            ),
            Misreading(
                "share_of_share",
                (
                    "This divides one share by the other; a share of a share is their product.",
                    "这是用两个比例相除；比例的比例应当相乘。",
                ),
                answer=lambda city: 100.0 * _reading_a(city) / city_report(city.student).four_years,
            ),
            Misreading(
                "difference_of_shares",
                (
                    "This is the share with four years but not ten under reading A; nobody asked "
                    "for the difference.",
                    "这是按读法A算的“满4年而不满10年”的比例；题目没有问差。",
                ),
                answer=lambda city: city_report(city.student).four_years - _reading_a(city),
            ),
        ),
        wrong=(
            Wrong(_reading_a, "reading_a"),
            Wrong(
                lambda city: 100.0 * _reading_a(city) / city_report(city.student).four_years,
                "share_of_share",
            ),
            Wrong(
                lambda city: city_report(city.student).four_years - _reading_a(city),
                "difference_of_shares",
            ),
            Wrong(lambda _: 99.0, "general"),
        ),
    ),
    Exercise(
        key="what_rides_on_it",
        points=4,
        judge=ByNumber(Number(-100.0, 100.0, _POINTS), _rides_on_it, runs=_RUNS, rounding=0.05),
        reference=lambda city: round(_tried_ends(city), 2),
        hint=(
            "Try both ends over the same 20 seeds, and subtract the lower end's change of the quit "
            "rate from the upper end's, in percentage points.",
            "两端各用同样的20个种子试一遍，用高端的辞职率变化减去低端的变化，单位是百分点。",
        ),
        misreadings=(
            Misreading(
                "wrong_sign",
                (
                    "The size is right, the sign is not: subtract the lower end from the upper "
                    "one; better pay means fewer quits.",
                    "大小对了，符号反了：要用高端减低端；薪酬越高，辞职越少。",
                ),
                answer=lambda city: -_rides_on_it(city).value,
            ),
            Misreading(
                "one_end_only",
                (
                    "This is what the upper end does against current practice. The doubt is as "
                    "wide as from one end to the other.",
                    "这只是高端与现行做法之差。这个数字的不确定，是从低端到高端的整段距离。",
                ),
                answer=_only_upper_end,
            ),
            Misreading(
                "share_for_points",
                (
                    "This looks like a share, such as -0.02; the question asks for percentage "
                    "points, such as -2.",
                    "这像是小数（如-0.02）；题目要的是百分点（如-2）。",
                ),
                shows=lambda answer, city: (
                    -0.15 < float(answer) < 0.0 and _rides_on_it(city).value < -0.5
                ),
            ),
        ),
        wrong=(
            Wrong(lambda city: -_tried_ends(city), "wrong_sign"),
            Wrong(lambda city: _rides_on_it(city).value / 100.0, "share_for_points"),
            Wrong(lambda _: 50.0, "general"),
            Wrong(lambda _: ..., "form"),
        ),
    ),
)
