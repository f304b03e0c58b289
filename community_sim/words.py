"""Words of the catalogues for people: statuses, and units, notes and sources in Chinese."""

__all__ = [
    "JUDGEMENT",
    "NOTES_ZH",
    "SOURCES_ZH",
    "STATUSES",
    "UNITS_ZH",
    "source_words",
    "status_words",
    "unit_words",
]

STATUSES = {
    "reported": ("reported", "报告直接给出"),
    "derived": ("derived", "由报告推算"),
    "assumed": ("assumed", "假设"),
    "calibrated": ("calibrated", "校准得出"),
}
"""How a number of a catalogue is known."""

JUDGEMENT = "judgement"
"""Written where an assumed value has no source but the makers of the model."""

SOURCES_ZH = {
    JUDGEMENT: "建模者判断",
    "Announced applicants and posts of the national civil-service exam": (
        "国家公务员考试公布的报考与招录人数"
    ),
    "Labour Contract Law": "《劳动合同法》",
    "Ministry of Human Resources and Social Security; National Bureau of Statistics": (
        "人力资源和社会保障部、国家统计局"
    ),
    "Provisions on the recruitment of civil servants (trial)": "《公务员录用规定（试行）》",
    "Regulations on unemployment insurance": "《失业保险条例》",
    "State Council decision on basic medical insurance for urban employees": (
        "《国务院关于建立城镇职工基本医疗保险制度的决定》"
    ),
    "State Council decision on one pension insurance for enterprise employees": (
        "《国务院关于建立统一的企业职工基本养老保险制度的决定》"
    ),
}
"""Who says an assumed value; papers are named by author and year in both languages."""

UNITS_ZH = {
    "CNY per community": "元/社区",
    "CNY per year": "元/年",
    "choice": "选项",
    "correlation": "相关系数",
    "hours per household": "小时/户",
    "hours per item and household": "小时/项·户",
    "hours per item": "小时/项",
    "hours": "小时",
    "households": "户",
    "items": "项",
    "log odds per load": "对数优势/单位负荷",
    "log odds per sd": "对数优势/标准差",
    "log odds": "对数优势",
    "log points per sd": "对数点/标准差",
    "log points per year": "对数点/年",
    "log points": "对数点",
    "log sd": "对数标准差",
    "months of pay": "月薪酬",
    "months": "月",
    "multiple of reference wage": "倍社平工资",
    "multiple of reference wage per 1000 households": "倍社平工资/千户",
    "per year": "每年",
    "persons": "人",
    "posts per year": "个职位/年",
    "probability per term": "每届概率",
    "probability per year": "每年概率",
    "probability": "概率",
    "score per sd": "分/标准差",
    "score per year": "分/年",
    "score": "分",
    "share of demand": "占需求比例",
    "share of extra grant": "占新增经费比例",
    "share of hours": "占工时比例",
    "share of items": "占事项比例",
    "share of nominees": "占被提名者比例",
    "share of outside fills": "占外部补缺比例",
    "share of output": "占产出比例",
    "share of posts": "占职位比例",
    "share of service": "占服务比例",
    "share of staff per year": "每年占人员比例",
    "share of staff": "占人员比例",
    "share of vacancies": "占空缺比例",
    "share of variance": "占方差比例",
    "share of wage": "占工资比例",
    "share per year": "每年比例",
    "share": "比例",
    "utility per log gap": "效用/对数差距",
    "utility per log pay": "效用/对数薪酬",
    "utility per share dismissed": "效用/辞退比例",
    "utility per year": "效用/年",
    "utility": "效用",
    "x city grant": "倍市级经费",
    "x an hour at the reference wage": "倍社平小时工资",
    "x pay of a general worker": "倍一般人员薪酬",
    "x pay of everyone": "倍全员薪酬",
    "x pay of the post": "倍本职薪酬",
    "x reference wage": "倍社平工资",
    "years": "年",
    "yes or no": "是或否",
}
"""Units of levers and parameters; a test holds them to the catalogues."""

NOTES_ZH = {
    "Within the reported 10,000 to 15,000 yuan (0.36 to 0.54)": (
        "在报告所述1万至1.5万元之内（0.36至0.54）"
    ),
    "Assumed between general workers and deputies": "假定，介于一般工作人员与副职之间",
    "Assumed; the wage bill then is about nine tenths of the funds": "假定；人员经费约占经费九成",
    "32,487 over 27,968 yuan in 2007": "2007年32,487元与27,968元之比",
    "The seconded keep the sub-district’s benefits; size assumed": (
        "下派人员保留街道待遇；倍数为假定"
    ),
    "81.8 % of principals reach the city mean": "81.8%的正职达到社平工资",
    "One: as the coefficients say": "取1即按各级系数",
    "One keeps relative pay constant": "取1则相对薪酬不变",
    "Horizon of erosion": "相对薪酬下降的年数",
    "None in the reports": "报告未载",
    "Stated": "报告所载",
    "Rescales the four coefficients": "同比调整四个系数",
    "Assumed": "假定",
    "Three in several years, read as five": "数年三人，按五年计",
    "No preference for cadres today": "现无定向优惠",
    "Point fit of scripts/fit_survey.py": "由调查数据拟合（scripts/fit_survey.py）",
    "The rest": "其余部分",
    "Assumed; about 40 % apply": "假定；约四成报名",
    "None at kaifu; 39 beside 126 at Siyang": "开福无；泗阳39人对126人",
    "0.5 x 0.5 x 0.7, assumed": "0.5×0.5×0.7，假定",
    "Three months at Siyang": "泗阳为三个月",
    "Hardly possible today; size assumed": "现几乎不可行；数值为假定",
    "Elections in 2003 and 2006": "2003年与2006年换届",
    "Only 1 % are 55 or older": "55岁及以上仅占1%",
    "Statutory before 2025": "2025年前法定年龄",
    "25 categories, 90 items": "25类90项",
    "None today": "现无",
    "The rule is not kept today": "费随事转现未落实",
    "300 to 500 at Siyang": "泗阳为300至500户",
    "Redacted in report 5": "报告5中已隐去",
    "1 : 2.5": "1∶2.5",
    "Makes the mean 177,000 yuan": "使均值为17.7万元",
    "Below a tenth of the funds": "不足经费一成",
    "8,000 yuan in report 4": "报告4为8,000元",
    "Funded by an extra grant": "由新增经费承担",
    "5 : 5 at Siyang": "泗阳为5∶5",
}
"""Where a lever's value of today comes from; a test holds them to the catalogue."""


def status_words(status: str, lang: str = "en") -> str:
    """Return how a number is known, in English or Chinese."""
    return STATUSES[status][lang == "zh"]


def source_words(source: str, year: str, lang: str = "en") -> str:
    """Return who says an assumed value and of which year, in English or Chinese."""
    words = SOURCES_ZH.get(source, source) if lang == "zh" else source
    if not year or year in source:
        return words
    return f"{words}（{year.replace('-', '—')}年）" if lang == "zh" else f"{words} ({year})"


def unit_words(unit: str, lang: str = "en") -> str:
    """Return a unit of a lever or parameter in English or Chinese."""
    return UNITS_ZH[unit] if lang == "zh" else unit
