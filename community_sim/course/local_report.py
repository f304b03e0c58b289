"""Print a report on a student's own city, with the traps that the real reports have."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from community_sim.charts.style import chosen
from community_sim.course.city import own_city, own_number
from community_sim.course.forms import Words
from community_sim.scenario import entry_pay
from community_sim.vocabulary import Post

if TYPE_CHECKING:
    import pandas as pd

    from community_sim.place import Place

__all__ = ["INSURANCES", "CityReport", "city_report", "city_report_table", "possible_shares"]

_YUAN = 10_000.0  # to the unit that reports print funds in
INSURANCES: Mapping[str, Words] = {
    "pension": ("pension insurance", "养老保险"),
    "medical": ("medical insurance", "医疗保险"),
    "unemployment": ("unemployment insurance", "失业保险"),
}
"""The three shares of which one cannot be."""


class CityReport(NamedTuple):
    """Hold what a made-up report prints of a city.

    Attributes
    ----------
    all_kinds, urban : float
        Communities and villages together, and urban communities, as somebody counted them.
    cadres, per_community : float
        All cadres, and cadres per community.
    transfers, transfers_per_community : float
        Yearly funds from above, in all and per community [10,000 CNY].
    monthly_wage, bonus : float
        Mean wage of general workers [CNY a month] and their bonus [CNY a year].
    city_wage : float
        Mean wage of the city [CNY a year].
    income_low, income_high : float
        What most general workers are said to earn, from and to [CNY a year].
    pension, medical, unemployment : float
        Shares of cadres insured [%]; one of them cannot be.
    four_years, ten_years : float
        Shares that have served at least so long [%]; of whom the second is, is not said.
    volunteers : None
        Redacted.
    """

    all_kinds: float
    urban: float
    cadres: float
    per_community: float
    transfers: float
    transfers_per_community: float
    monthly_wage: float
    bonus: float
    city_wage: float
    income_low: float
    income_high: float
    pension: float
    medical: float
    unemployment: float
    four_years: float
    ten_years: float
    volunteers: None = None


_LINES: Mapping[str, tuple[Words, Words]] = {
    "all_kinds": (
        ("Communities and villages together", "村、社区总数"),
        ("communities", "个"),
    ),
    "urban": (("Urban communities", "城市社区"), ("communities", "个")),
    "cadres": (("Community cadres", "社区干部总数"), ("people", "人")),
    "per_community": (
        ("Cadres per urban community", "平均每个城市社区的干部"),
        ("people", "人"),
    ),
    "transfers": (
        ("Funds from above to the urban communities", "上级拨给各城市社区的经费"),
        ("10,000 CNY a year", "万元/年"),
    ),
    "transfers_per_community": (
        ("Funds from above per urban community", "平均每个城市社区的上级经费"),
        ("10,000 CNY a year", "万元/年"),
    ),
    "monthly_wage": (
        ("Mean wage of a general worker", "一般工作人员平均工资"),
        ("CNY a month", "元/月"),
    ),
    "bonus": (
        ("Mean year-end bonus of a general worker", "一般工作人员平均年终奖"),
        ("CNY a year", "元/年"),
    ),
    "city_wage": (("Mean wage of the city", "全市社会平均工资"), ("CNY a year", "元/年")),
    "income_low": (
        ("Income of most general workers, from", "多数一般工作人员年收入，低端"),
        ("CNY a year", "元/年"),
    ),
    "income_high": (
        ("Income of most general workers, to", "多数一般工作人员年收入，高端"),
        ("CNY a year", "元/年"),
    ),
    "pension": (("Cadres with pension insurance", "参加养老保险的干部"), ("%", "%")),
    "medical": (("Cadres with medical insurance", "参加医疗保险的干部"), ("%", "%")),
    "unemployment": (("Cadres with unemployment insurance", "参加失业保险的干部"), ("%", "%")),
    "four_years": (
        ("Cadres with at least 4 years of community work", "从事社区工作4年以上的干部"),
        ("%", "%"),
    ),
    "ten_years": (
        ("of whom with at least 10 years", "其中10年以上的"),
        ("%", "%"),
    ),
    "volunteers": (("Community volunteers", "社区志愿者"), ("people", "人")),
}
_HEADS: tuple[Words, ...] = (
    ("Name in code", "代码中的名称"), ("What is printed", "报告写的是"),
    ("Printed", "数值"), ("Unit", "单位"),
)  # fmt: skip
_REDACTED = ("redacted", "原文隐去")


def possible_shares(of: float) -> list[float]:
    """Return every share of so many people that whole numbers can give [%, one decimal]."""
    count = round(of)
    return [round(100.0 * people / count, 1) for people in range(count + 1)]


def city_report(student: str) -> CityReport:
    """Return the report on a student's own city, the same at every call.

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    """
    place = own_city(student)
    cadres = sum(place.posts)
    urban = place.communities + own_number(student, "counted twice", (2, 3, 4, 5))
    villages = own_number(student, "villages", range(4, 12))
    per_community = round(_funds(place) / _YUAN, 2)
    year = entry_pay(place, Post.GENERAL_WORKER)
    bonus = _hundreds(year * own_number(student, "bonus", (0.14, 0.18, 0.22, 0.26, 0.3)))
    low = own_number(student, "low end", (0.7, 0.74, 0.78, 0.82, 0.86, 0.9))
    high = own_number(student, "high end", (1.1, 1.14, 1.18, 1.22, 1.26, 1.3))
    pension, medical, unemployment = _insured(student, cadres)
    return CityReport(
        all_kinds=urban + villages + own_number(student, "unexplained", range(3, 9)),
        urban=urban,
        cadres=cadres,
        per_community=round(cadres / place.communities, 2),
        transfers=round(per_community * place.communities, 2),
        transfers_per_community=per_community,
        monthly_wage=round((year - bonus) / 12.0),
        bonus=bonus,
        city_wage=place.reference_wage,
        income_low=_hundreds(low * year),
        income_high=_hundreds(high * year),
        pension=pension,
        medical=medical,
        unemployment=unemployment,
        four_years=possible_shares(cadres)[round(0.01 * cadres * _four(student))],
        ten_years=own_number(student, "ten years", range(161, 340)) / 10.0,
    )


def city_report_table(student: str, lang: str = "en") -> "pd.DataFrame":
    """Return the report on a student's own city as a table.

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    lang : {'en', 'zh'}
        Language.
    """
    import pandas as pd

    rows = []
    for name, value in city_report(student)._asdict().items():
        what, unit = _LINES[name]
        printed = chosen(_REDACTED, lang) if value is None else f"{value:,.10g}"
        rows.append((name, chosen(what, lang), printed, chosen(unit, lang)))
    heads = [chosen(head, lang) for head in _HEADS]
    return pd.DataFrame(rows, columns=heads).set_index(heads[0])


def _four(student: str) -> float:
    return own_number(student, "four years", range(38, 62))


def _funds(place: "Place") -> float:
    budget = place.current_practice().budget
    return float(budget.grant_base * (1.0 + budget.match_ratio) + budget.special_grant)


def _hundreds(value: float) -> float:
    return round(value, -2)


def _insured(student: str, cadres: int) -> tuple[float, float, float]:
    """Return three shares, one of them half-way between two that are possible."""
    wrong = list(INSURANCES)[int(own_number(student, "impossible", (0, 1, 2)))]

    def share(name: str, low: float, high: float) -> float:
        people = own_number(student, name, range(int(low * cadres), int(high * cadres)))
        off = 0.5 if name == wrong else 0.0
        return round(100.0 * (people + off) / cadres, 1)

    return (
        share("pension", 0.76, 0.94),
        share("medical", 0.58, 0.74),
        share("unemployment", 0.3, 0.52),
    )
