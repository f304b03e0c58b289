"""Define every lever: what a policymaker sets, with unit, range, labels and source.

This is the one place where levers are defined; policy files, the command line, notebooks and
pages read it.  The defaults are current practice at kaifu.
"""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "Budget",
    "Closure",
    "LeverGroup",
    "Pay",
    "Promotion",
    "Recruitment",
    "Separation",
    "Workload",
]


class Closure(StrEnum):
    """What gives way when pay rises: a grant, the office, or the number of posts."""

    FUNDED = "funded"
    OFFICE = "office"
    HEADCOUNT = "headcount"


class LeverGroup(BaseModel):
    """Levers of one subject; frozen, strict, and closed to unknown names."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


def _lever(  # noqa: PLR0913 - one row of the definition
    value: Any,
    low: float | None,
    high: float | None,
    unit: str,
    en: str,
    zh: str,
    *,
    report: str,
    note: str,
    figures: str = "",
) -> Any:
    about: dict[str, Any] = {
        "unit": unit,
        "zh": zh,
        "report": report,
        "note": note,
        "figures": figures,
    }
    return Field(value, ge=low, le=high, title=en, json_schema_extra=about)


class Pay(LeverGroup):
    """Pay (薪酬)."""

    coefficient_general_worker: float = _lever(
        0.42, 0.1, 3, "x reference wage", "Pay of a general worker", "一般工作人员薪酬系数",
        report="1/三/2", note="Within the reported 10,000 to 15,000 yuan (0.36 to 0.54)", figures="r1-107 r1-113 r1-114",
    )  # fmt: skip
    coefficient_committee_member: float = _lever(
        0.47, 0.1, 3, "x reference wage", "Pay of a committee member", "委员薪酬系数",
        report="1/三/2", note="Assumed between general workers and deputies",
    )  # fmt: skip
    coefficient_deputy: float = _lever(
        0.6, 0.1, 3, "x reference wage", "Pay of a deputy", "副职薪酬系数",
        report="1/三/2", note="Assumed; the wage bill then is about nine tenths of the funds",
    )  # fmt: skip
    coefficient_principal: float = _lever(
        1.16, 0.1, 4, "x reference wage", "Pay of a principal", "正职薪酬系数",
        report="1/二/2", note="32,487 over 27,968 yuan in 2007", figures="r1-064 r1-107",
    )  # fmt: skip
    multiplier_seconded: float = _lever(
        1.6, 0.5, 3, "x pay of the post", "Pay of the seconded for the same post", "下派人员薪酬倍数",
        report="1/三/2", note="The seconded keep the sub-district’s benefits; size assumed",
    )  # fmt: skip
    dispersion: float = _lever(
        0.15, 0, 0.5, "log sd", "Spread of pay between sub-districts", "街道间薪酬离散度",
        report="1/三/2", note="81.8 % of principals reach the city mean", figures="r1-116",
    )  # fmt: skip
    indexation: float = _lever(
        1.0, 0, 1, "share", "Share of wage growth that pay follows", "与社平工资联动比例",
        report="3/三/(三)", note="One keeps relative pay constant",
    )  # fmt: skip
    indexation_years: int = _lever(
        5, 1, 20, "years", "Years of wage growth under partial indexation", "联动不足年数",
        report="3/三/(三)", note="Horizon of erosion",
    )  # fmt: skip
    seniority_step: float = _lever(
        0.0, 0, 0.05, "share per year", "Pay step per year of service", "工龄工资",
        report="3/三/(三)", note="None in the reports",
    )  # fmt: skip
    scale: float = _lever(
        1.0, 0.1, 10, "x pay of everyone", "Scale of all pay", "全员薪酬倍数",
        report="3/三/(三)", note="One: as the coefficients say",
    )  # fmt: skip
    insurance_pension: float = _lever(
        0.909, 0, 1, "share of staff", "Covered by pension insurance", "养老保险覆盖率",
        report="1/二/2", note="Stated", figures="r1-069",
    )  # fmt: skip
    insurance_medical: float = _lever(
        0.778, 0, 1, "share of staff", "Covered by medical insurance", "医疗保险覆盖率",
        report="1/二/2", note="Stated", figures="r1-070",
    )  # fmt: skip
    insurance_unemployment: float = _lever(
        0.53, 0, 1, "share of staff", "Covered by unemployment insurance", "失业保险覆盖率",
        report="1/二/2", note="Stated", figures="r1-071",
    )  # fmt: skip
    hold_wage_bill: bool = _lever(
        False, None, None, "yes or no", "Scale pay so that the wage bill stays", "薪酬总额不变",
        report="3/一/(四)", note="Rescales the four coefficients",
    )  # fmt: skip


class Promotion(LeverGroup):
    """Promotion (晋升)."""

    internal_share_committee_member: float = _lever(
        0.4, 0, 1, "share of vacancies", "Committee posts open to general workers first", "委员岗位内部提拔比例",
        report="1/三/3", note="Assumed",
    )  # fmt: skip
    internal_share_deputy: float = _lever(
        0.5, 0, 1, "share of vacancies", "Deputy posts open to committee members first", "副职内部提拔比例",
        report="1/三/3", note="Assumed",
    )  # fmt: skip
    internal_share_principal: float = _lever(
        0.5, 0, 1, "share of vacancies", "Principal posts open to deputies first", "正职内部提拔比例",
        report="1/三/3", note="Assumed",
    )  # fmt: skip
    meritocracy_weight: float = _lever(
        0.5, 0, 1, "share", "Weight of merit against connections", "晋升中实绩权重",
        report="1/三/3", note="Assumed",
    )  # fmt: skip
    subdistrict_posts_per_year: float = _lever(
        0.6, 0, 20, "posts per year", "Principals promoted to the sub-district", "每年提拔到街道人数",
        report="1/二/4", note="Three in several years, read as five", figures="r1-080",
    )  # fmt: skip
    civil_service_posts_per_year: int = _lever(
        0, 0, 200, "posts per year", "Civil-service posts reserved for cadres", "定向公务员名额",
        report="1/三/3", note="No preference for cadres today",
    )  # fmt: skip
    civil_service_min_tenure: int = _lever(
        3, 0, 10, "years", "Years served before a reserved post", "定向考录最低年限",
        report="1/三/3", note="Assumed",
    )  # fmt: skip


class Recruitment(LeverGroup):
    """Recruitment (招录)."""

    general_worker_open: float = _lever(
        0.855, 0, 1, "share of outside fills", "General workers by open recruitment", "一般人员公开招聘比例",
        report="1/二/3", note="Point fit of scripts/fit_survey.py",
    )  # fmt: skip
    general_worker_placement: float = _lever(
        0.145, 0, 1, "share of outside fills", "General workers by placement", "一般人员安置比例",
        report="1/三/3", note="The rest",
    )  # fmt: skip
    committee_member_election: float = _lever(
        0.85, 0, 1, "share of outside fills", "Committee members by election", "委员选举比例",
        report="1/二/3", note="Assumed",
    )  # fmt: skip
    committee_member_open: float = _lever(
        0.075, 0, 1, "share of outside fills", "Committee members by open recruitment", "委员公开招聘比例",
        report="1/二/3", note="Assumed",
    )  # fmt: skip
    committee_member_placement: float = _lever(
        0.075, 0, 1, "share of outside fills", "Committee members by placement", "委员安置比例",
        report="1/三/3", note="Assumed",
    )  # fmt: skip
    deputy_election: float = _lever(
        0.35, 0, 1, "share of outside fills", "Deputies by election", "副职选举比例",
        report="1/二/3", note="The rest",
    )  # fmt: skip
    deputy_secondment: float = _lever(
        0.6, 0, 1, "share of outside fills", "Deputies by secondment", "副职下派比例",
        report="1/二/3", note="Point fit of scripts/fit_survey.py",
    )  # fmt: skip
    deputy_placement: float = _lever(
        0.05, 0, 1, "share of outside fills", "Deputies by placement", "副职安置比例",
        report="1/三/3", note="Assumed",
    )  # fmt: skip
    principal_election: float = _lever(
        0.4, 0, 1, "share of outside fills", "Principals by election", "正职选举比例",
        report="1/二/3", note="The rest",
    )  # fmt: skip
    principal_secondment: float = _lever(
        0.6, 0, 1, "share of outside fills", "Principals by secondment", "正职下派比例",
        report="1/二/3", note="Point fit of scripts/fit_survey.py",
    )  # fmt: skip
    candidate_pool: int = _lever(
        25, 1, 200, "persons", "Possible candidates of an open recruitment", "公开招聘潜在人选",
        report="1/三/3", note="Assumed; about 40 % apply",
    )  # fmt: skip
    reserve_pool_share: float = _lever(
        0.0, 0, 1, "share of posts", "Reserve cadres", "后备干部比例",
        report="3/一/(三)", note="None at kaifu; 39 beside 126 at Siyang",
    )  # fmt: skip
    reserve_pass_share: float = _lever(
        0.175, 0.02, 1, "share of nominees", "Nominees who pass the three stages", "后备选拔通过率",
        report="3/一/(三)", note="0.5 x 0.5 x 0.7, assumed",
    )  # fmt: skip
    reserve_placement_months: int = _lever(
        3, 0, 11, "months", "Placement of reserve cadres", "后备挂职月数",
        report="3/一/(三)", note="Three months at Siyang",
    )  # fmt: skip


class Separation(LeverGroup):
    """Terms and exit (任期与退出)."""

    dismissal_share: float = _lever(
        0.002, 0, 0.2, "share of staff per year", "Lowest appraised who are dismissed", "考核辞退比例",
        report="1/三/3", note="Hardly possible today; size assumed",
    )  # fmt: skip
    appraisal_validity: float = _lever(
        0.4, 0, 1, "correlation", "Validity of the appraisal", "考核效度",
        report="1/三/3", note="Assumed",
    )  # fmt: skip
    term_years: int = _lever(
        3, 1, 6, "years", "Term of office", "任期",
        report="1/二/3", note="Elections in 2003 and 2006", figures="r1-073",
    )  # fmt: skip
    election_loss_probability: float = _lever(
        0.12, 0, 0.9, "probability per term", "Elected who are not returned", "换届落选概率",
        report="1/二/3", note="Assumed",
    )  # fmt: skip
    nomination_age_cap: int = _lever(
        53, 40, 70, "years", "Age from which nobody is renominated", "提名年龄上限",
        report="1/一", note="Only 1 % are 55 or older",
    )  # fmt: skip
    retirement_age_women: int = _lever(
        55, 50, 65, "years", "Retirement of women", "女性退休年龄",
        report="1/一", note="Statutory before 2025",
    )  # fmt: skip
    retirement_age_men: int = _lever(
        60, 50, 65, "years", "Retirement of men", "男性退休年龄",
        report="1/一", note="Statutory before 2025",
    )  # fmt: skip


class Workload(LeverGroup):
    """Workload (工作量)."""

    administrative_items: int = _lever(
        90, 0, 300, "items", "Administrative items handed down", "行政事务项数",
        report="1/三/1", note="25 categories, 90 items", figures="r1-093",
    )  # fmt: skip
    relief_share: float = _lever(
        0.0, 0, 1, "share", "Administrative work taken away", "行政事务减负比例",
        report="1/三/1", note="None today",
    )  # fmt: skip
    paid_item_share: float = _lever(
        0.0, 0, 1, "share of items", "Items that bring their fee", "费随事转比例",
        report="1/三/1", note="The rule is not kept today",
    )  # fmt: skip
    fee_per_item: float = _lever(
        1000.0, 0, 100000, "CNY per year", "Fee of a paid item", "每项事务经费",
        report="2/四/3", note="Assumed",
    )  # fmt: skip
    households_per_grid: int = _lever(
        0, 0, 2000, "households", "Households of a grid (0: no grids)", "每网格户数",
        report="3/一/(五)", note="300 to 500 at Siyang",
    )  # fmt: skip
    external_supply_share: float = _lever(
        0.0, 0, 1, "share of demand", "Service supplied by others", "社会力量供给比例",
        report="5/三/(三)", note="Redacted in report 5",
    )  # fmt: skip
    wasted_service_share: float = _lever(
        0.2, 0, 1, "share of service", "Service nobody asked for", "供需错配比例",
        report="5/二/(一)", note="Assumed",
    )  # fmt: skip
    certified_share: float = _lever(
        0.0, 0, 1, "share of staff", "Staff with a social-work certificate", "持证比例",
        report="5/二/(四)", note="Redacted in report 5",
    )  # fmt: skip


class Budget(LeverGroup):
    """Budget (预算)."""

    grant_base: float = _lever(
        40000.0, 0, 1000000, "CNY per community", "City grant", "市级拨款",
        report="1/二/2", note="Stated", figures="r1-054",
    )  # fmt: skip
    match_ratio: float = _lever(
        2.5, 0, 10, "x city grant", "District match", "区级配套倍数",
        report="1/二/2", note="1 : 2.5", figures="r1-056",
    )  # fmt: skip
    special_grant: float = _lever(
        37000.0, 0, 1000000, "CNY per community", "Special grants", "专项经费",
        report="1/二/2", note="Makes the mean 177,000 yuan", figures="r1-062",
    )  # fmt: skip
    office_need: float = _lever(
        15000.0, 0, 500000, "CNY per community", "Office funds needed", "办公经费需求",
        report="1/三/2", note="Below a tenth of the funds",
    )  # fmt: skip
    office_minimum: float = _lever(
        8000.0, 0, 500000, "CNY per community", "Least office funds", "办公经费下限",
        report="4/二/(二)", note="8,000 yuan in report 4",
    )  # fmt: skip
    closure: Closure = _lever(
        Closure.FUNDED, None, None, "funded, office or headcount", "What gives way when pay rises", "预算平衡方式",
        report="1/三/2", note="Funded by an extra grant",
    )  # fmt: skip
    attrition_years: int = _lever(
        2, 0, 20, "years", "Years before posts are cut by layoff", "自然减员年数",
        report="3/三/(三)", note="Assumed",
    )  # fmt: skip
    county_share: float = _lever(
        0.5, 0, 1, "share of extra grant", "Paid by the county", "县级分担比例",
        report="3/一/(四)", note="5 : 5 at Siyang",
    )  # fmt: skip
    posts_change_share: float = _lever(
        0.0, -0.5, 0.5, "share of posts", "Change of the establishment", "编制增减比例",
        report="3/三/(三)", note="None today",
    )  # fmt: skip
