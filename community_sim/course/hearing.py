"""A budget hearing: four roles, each with a policy at equal cost, and the model as referee."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from community_sim.charts.style import chosen
from community_sim.course.city import city_scenario, normalised, own_city, own_name, own_number
from community_sim.course.equal_cost import EVERYBODYS_PAY, at_equal_cost, hearing_sum
from community_sim.course.forms import Words, policy_of
from community_sim.errors import BadValue, did_you_mean
from community_sim.outcomes import COST, outcome
from community_sim.trajectory import PAYERS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from community_sim.comparison import Comparison
    from community_sim.policy import LeverValue

__all__ = [
    "REFEREED",
    "ROLES",
    "Role",
    "minutes",
    "opening_positions",
    "own_role",
    "referee",
    "referee_chart",
    "role",
    "who_pays",
]

Changes = Mapping[str, "LeverValue | Mapping[str, float]"]

REFEREED = (
    "recruit_retention_3y",
    "quit_rate",
    "service_capacity",
    "hire_ability",
    "wage_bill_per_community",
    "extra_grant_per_community",
)
"""Outcomes that the referee looks at."""


@dataclass(frozen=True)
class Role:
    """Describe one side of the hearing.

    Attributes
    ----------
    key : str
        Name in code.
    name, name_zh : str
        Names for people.
    outcome : str
        What the side is judged by.
    wants : {'up', 'down'}
        Which way the side wants it.
    opens_with : (str, str)
        Its position before the hearing, in words.
    scale : str or tuple of str
        Pay that is raised in this position.
    """

    key: str
    name: str
    name_zh: str
    outcome: str
    wants: Literal["up", "down"]
    opens_with: Words
    scale: str | tuple[str, ...]

    def title(self, lang: str) -> str:
        """Return the name for people."""
        return self.name_zh if lang == "zh" else self.name

    def task(self, lang: str = "en") -> str:
        """Return what the side wants and what it opens with, in a sentence or two."""
        measure = outcome(self.outcome).label(lang)
        if lang == "zh":
            way = "越高越好" if self.wants == "up" else "越低越好"
            return f"{self.name_zh}：评判标准是“{measure}”，{way}。开场方案：{self.opens_with[1]}。"
        way = "high" if self.wants == "up" else "low"
        return (
            f"{self.name}: judged by “{measure}”, and wants it {way}. "
            f"Opens with: {self.opens_with[0]}."
        )


_GENERAL, _MEMBER, _DEPUTY, _PRINCIPAL = EVERYBODYS_PAY

ROLES = (
    Role(
        "finance", "Finance bureau", "财政部门", "extra_grant_per_community", "down",
        ("Raise principals: they answer for the money", "给正职加薪：责任由他们担"),
        _PRINCIPAL,
    ),
    Role(
        "organisation", "Organization department", "组织部门", "recruit_retention_3y", "up",
        ("Raise deputies: a ladder needs its middle rungs", "给副职加薪：梯子要有中间几级"),
        _DEPUTY,
    ),
    Role(
        "cadres", "Community cadres", "社区干部", "quit_rate", "down",
        ("The same raise for everybody", "人人同比例加薪"),
        EVERYBODYS_PAY,
    ),
    Role(
        "residents", "Residents", "居民", "service_capacity", "up",
        ("Raise general workers: they are at the door", "给一般工作人员加薪：上门的是他们"),
        _GENERAL,
    ),
)  # fmt: skip
"""The four sides, in the order in which they speak."""


def role(key: str) -> Role:
    """Return a side of the hearing by its name in code.

    Raises
    ------
    BadValue
        There is no such side.
    """
    known = {each.key: each for each in ROLES}
    if key not in known:
        raise BadValue(f"'{key}' is no role of the hearing. {did_you_mean(key, known)}".rstrip())
    return known[key]


def own_role(student: str) -> Role:
    """Return the side that a student defends in the exercises, fixed by the name."""
    return ROLES[int(own_number(student, "role", range(len(ROLES))))]


def opening_positions(student: str) -> "dict[str, Changes]":
    """Return what each side opens with, every one scaled to the sum of the student's city."""
    return {each.key: _position(normalised(student), each.key) for each in ROLES}


@functools.lru_cache(maxsize=256)
def _position(student: str, key: str) -> "Changes":
    return at_equal_cost(student, scale=role(key).scale).changes


def referee(
    student: str, policies: Mapping[str, Changes], *, runs: int = 40, years: int = 10, seed: int = 1
) -> "Comparison":
    """Return the paired comparison of the sides' policies with current practice.

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    policies : mapping of str to changes
        The policy of each side, by the side's name in code.
    runs, years, seed : int
        Paired runs, policy years, first seed.
    """
    from community_sim.comparison import compare
    from community_sim.runs import run

    current = city_scenario(student, years=years)
    reforms = []
    for key, changes in policies.items():
        side = role(key)
        named = replace(policy_of(changes), name=key, title=side.name, title_zh=side.name_zh)
        reforms.append(current.with_policy(named))
    results = run([current, *reforms], replications=runs, seed=seed)
    return compare(results, baseline=current)


def who_pays(comparison: "Comparison", lang: str = "en") -> "pd.DataFrame":
    """Return for each policy who pays for the rise of the fiscal cost [CNY a year per community].

    City, county, town and departments; the rest is what grants left over before.
    """
    import pandas as pd

    heads = (
        ("Policy of", "方案"), ("Fiscal cost", "财政成本增加"), ("City", "市级"),
        ("County", "区县级"), ("Town", "街道（镇）级"), ("Departments", "其他部门"),
        ("Left-over grants", "拨款结余"),
    )  # fmt: skip
    rows = []
    for policy in comparison.policies:
        paid = [
            comparison.effect(policy, f"{payer}_per_community").effect
            for payer in (*PAYERS, "surplus")
        ]
        shown = (comparison.effect(policy, COST).effect, *paid[:-1], -paid[-1])
        money = outcome(COST)
        rows.append(
            (comparison.title(policy, lang), *(money.show(each, signed=True) for each in shown))
        )
    frame = pd.DataFrame(rows, columns=[chosen(head, lang) for head in heads])
    return frame.set_index(chosen(heads[0], lang))


def minutes(student: str, comparison: "Comparison", lang: str = "en") -> str:
    """Return the minutes of the hearing in Markdown: the sum, each position, and the ruling."""
    place = own_name(own_city(student), lang)
    words = _MINUTES["zh" if lang == "zh" else "en"]
    wanted = f"{hearing_sum(student):,.0f}"
    told = [words["head"].format(place=place, sum=wanted, runs=len(comparison.results.seeds))]
    sentences = comparison.sentences(lang)
    for policy in comparison.policies:
        side = role(policy)
        found, measure = comparison.effect(policy, side.outcome), outcome(side.outcome)
        if not found.decided:
            ruling = words["open"]
        else:
            ruling = words["won" if (found.effect > 0.0) == (side.wants == "up") else "lost"]
        told.append(
            words["side"].format(
                name=side.title(lang), found=sentences[policy],
                ruling=ruling.format(outcome=measure.label(lang)),
            )
        )  # fmt: skip
    return "\n\n".join([*told, words["close"]])


_MINUTES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "head": "## Minutes of the budget hearing\n\n**{place}.** To spend: {sum} CNY a year per "
        "community. The referee ran each policy and current practice over the same {runs} seeds.",
        "side": "**{name}.** {found} *{ruling}*",
        "won": "By its own yardstick ({outcome}), this side is borne out.",
        "lost": "By its own yardstick ({outcome}), this side pays for the policy itself; "
        "what would the others' policies cost it?",
        "open": "By its own yardstick ({outcome}), the runs decide nothing for this side.",
        "close": "Resolved: ____________________\n\nVotes for / against / abstaining: ____ / ____ "
        "/ ____\n\nWhat the model cannot see, and was weighed all the same: ____________________",
    },
    "zh": {
        "head": "## 预算听证会纪要\n\n**{place}**：每社区每年可用{sum}元。"
        "裁判让各方案与现行做法在同样的{runs}个种子下运行。",
        "side": "**{name}**：{found}*{ruling}*",
        "won": "按本方的标准（{outcome}），模型支持这一方。",
        "lost": "按本方的标准（{outcome}），这一方案要本方付出代价；别人的方案又要它付出多少？",
        "open": "按本方的标准（{outcome}），模拟不能判定。",
        "close": "决议：____________________\n\n赞成：____　反对：____　弃权：____\n\n"
        "模型看不到、但会上仍予考虑的因素：____________________",
    },
}


def referee_chart(comparison: "Comparison", *, lang: str = "en") -> "Figure":
    """Draw the ruling: each side's policy with intervals, hollow where the runs do not decide."""
    from community_sim.charts.effects import effects_chart

    return effects_chart(comparison, outcomes=REFEREED, lang=lang)
