"""Figures of the reports as cards to read: what is printed, and what a number says of itself."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from community_sim.charts.style import chosen
from community_sim.course.forms import Words
from community_sim.parameters import parameter_info
from community_sim.report import Figure, figure
from community_sim.words import status_words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["parameter_cards", "report_cards"]

_HEADS: Mapping[str, Words] = {
    "id": ("Figure", "编号"),
    "what": ("What it counts", "数的是什么"),
    "printed": ("Printed", "原文数值"),
    "unit": ("Unit", "单位"),
    "year": ("Year", "年份"),
    "where": ("Section", "章节"),
    "parameter": ("Parameter", "参数"),
    "value": ("Value", "取值"),
    "range": ("Range", "范围"),
    "status": ("Status", "来历"),
    "figures": ("Rests on", "依据的数字"),
}
_REDACTED = ("redacted", "原文隐去")
_NOT_PRINTED = ("not printed", "未注明")
_NONE = ("no figure", "无")
_BOUNDS: Mapping[str, Words] = {
    "at least": ("at least {value}", "{value}及以上"),
    "more than": ("more than {value}", "{value}多"),
    "less than": ("less than {value}", "不到{value}"),
    "about": ("about {value}", "约{value}"),
    "range low": ("from {value}", "{value}起"),
    "range high": ("up to {value}", "最高{value}"),
}

# Short names of the figures that lessons show; a table cuts what is longer than 50 characters.
_WHAT: Mapping[str, Words] = {
    "r1-003": ("All communities of the district", "全区村（社区）总数"),
    "r1-004": ("Urban communities", "城市社区数"),
    "r1-005": ("Rural communities", "农村社区数"),
    "r1-006": ("Large urban communities", "大社区所占比例"),
    "r1-007": ("Household limit of a large community", "大社区的户数标准"),
    "r1-008": ("Community cadres", "社区干部总数"),
    "r1-010": ("Principals", "正职（书记、主任）人数"),
    "r1-011": ("Principals who hold both chief posts", "书记、主任一肩挑的人数"),
    "r1-012": ("Cadres per community", "平均每个社区的干部数"),
    "r1-041": ("Cadres with 4 years of community work or more", "从事社区工作4年以上的比例"),
    "r1-042": ("Cadres with 10 years of community work or more", "从事社区工作10年以上的比例"),
    "r1-061": ("Transfers from above to all communities", "上级拨给各社区的经费总额"),
    "r1-062": ("Transfers from above per community", "平均每个社区的上级经费"),
    "r1-064": ("Mean income of principals", "正职年均收入"),
    "r1-065": ("of which base wage", "其中：正职年均基本工资"),
    "r1-066": ("of which bonus, welfare and subsidies", "其中：正职年均奖金、福利和补贴"),
    "r1-080": ("Principals promoted to the sub-district", "提拔到街道的正职人数"),
    "r1-097": ("Questionnaires handed out", "发放的问卷数"),
    "r1-098": ("Cadres who report very high pressure", "认为压力非常大的人数"),
    "r1-104": ("Pay and welfare in a community's funds", "人员薪酬福利占社区经费的比例"),
    "r1-107": ("Mean wage of the city", "全市社会平均工资"),
    "r1-113": ("Income of most general workers, lower end", "一般工作人员年收入（低端）"),
    "r1-114": ("Income of most general workers, upper end", "一般工作人员年收入（高端）"),
    "r3-034": ("Monthly allowance of principals", "正职每月补贴"),
    "r3-038": ("Allowances: part of the county", "补贴分担：县级"),
    "r3-039": ("Allowances: part of the town", "补贴分担：镇级"),
    "r4-027": ("Mean post pay of community principals", "社区正职平均岗位报酬"),
    "r5-006": ("Staff of urban communities", "城市社区工作人员总数"),
    "r5-022": ("Mean staff of some communities", "部分社区的平均工作人员数"),
}
_UNITS_ZH: Mapping[str, str] = {
    "%": "%",
    "communities": "个社区",
    "households": "户",
    "persons": "人",
    "persons/community": "人/社区",
    "parts": "份",
    "questionnaires": "份",
    "10,000 CNY/year": "万元/年",
    "10,000 CNY/community/year": "万元/社区·年",
    "10,000 CNY/person/year": "万元/人·年",
    "CNY/person/year": "元/人·年",
    "CNY/person/month": "元/人·月",
}


def report_cards(identities: Sequence[str], lang: str = "en") -> "pd.DataFrame":
    """Return some figures of the reports as a table, as printed.

    Parameters
    ----------
    identities : sequence of str
        Ids such as `r1-008`.
    lang : {'en', 'zh'}
        Language.
    """
    import pandas as pd

    names = ("id", "what", "printed", "unit", "year", "where")
    rows = [_card(figure(each), lang) for each in identities]
    frame = pd.DataFrame(rows, columns=[chosen(_HEADS[name], lang) for name in names])
    return frame.set_index(chosen(_HEADS["id"], lang))


def parameter_cards(names: Sequence[str], lang: str = "en") -> "pd.DataFrame":
    """Return some parameters of the model as a table: value, range, status and source.

    Parameters
    ----------
    names : sequence of str
        Names such as `pressure_target`.
    lang : {'en', 'zh'}
        Language.
    """
    import pandas as pd

    rows = []
    for name in names:
        info = parameter_info()[name]
        sources = " ".join(info.figures) or chosen(_NONE, lang)
        status = status_words(info.status, lang)
        rows.append(
            (info.label(lang), f"{info.value:g}", f"{info.low:g} … {info.high:g}", status, sources)
        )
    heads = ("parameter", "value", "range", "status", "figures")
    frame = pd.DataFrame(rows, columns=[chosen(_HEADS[head], lang) for head in heads])
    return frame.set_index(chosen(_HEADS["parameter"], lang))


def _card(one: Figure, lang: str) -> tuple[str, str, str, str, str, str]:
    what = chosen(_WHAT.get(one.id, (one.subject, one.subject)), lang)
    unit = _UNITS_ZH.get(one.unit, one.unit) if lang == "zh" else one.unit
    year = one.year or chosen(_NOT_PRINTED, lang)
    return one.id, what, _printed(one, lang), unit, year, one.section


def _printed(one: Figure, lang: str) -> str:
    """Return a value with its bound, or that the report hides it."""
    if one.value is None:
        return chosen(_REDACTED, lang)
    value = f"{one.value:,.10g}"
    return chosen(_BOUNDS.get(one.bound, ("{value}", "{value}")), lang).format(value=value)
