"""The words of the page, in English and Chinese."""

__all__ = ["GROUPS", "NOTES_ZH", "UNITS_ZH", "WORDS", "complaint", "say"]

GROUPS = {
    "pay": ("Pay", "薪酬"),
    "promotion": ("Promotion", "晋升"),
    "recruitment": ("Recruitment", "招录"),
    "separation": ("Appraisal, elections, retirement", "考核、换届与退休"),
    "workload": ("Workload", "工作负担"),
    "budget": ("Budget", "经费"),
}

WORDS = {
    "title": ("Community cadres: pull a lever", "社区干部政策实验台"),
    "lead": (
        "Who joins, stays, rises and leaves when the rules change? "
        "Every answer is a paired run against current practice.",
        "规则一变，谁来、谁留、谁升、谁走？每个答案都是与现行做法的成对模拟。",
    ),
    "place": ("Place", "地方"),
    "years": ("Policy years", "政策年数"),
    "levers": ("Levers", "政策杠杆"),
    "policies": ("Policies", "政策"),
    "start_from": ("Start from a policy …", "从现有政策开始……"),
    "name": ("Title", "名称"),
    "add": ("Add a copy", "复制一份"),
    "remove": ("Remove", "移除"),
    "undo": ("Undo", "撤销"),
    "redo": ("Redo", "重做"),
    "reset": ("Reset", "还原"),
    "today": ("today {value}", "现为{value}"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "about": ("About this lever", "说明"),
    "range": ("Range", "范围"),
    "to": ("to", "至"),
    "report": ("Report section", "报告章节"),
    "basis": ("Today’s value", "现值依据"),
    "changed": ("Differs from current practice", "与现行做法的不同"),
    "nothing": (
        "Nothing differs yet. Pull a lever, or start from a policy:",
        "尚无改变。请拉动杠杆，或从现有政策开始：",
    ),
    "all_changes": ("Show all {count}", "显示全部{count}项"),
    "fewer_changes": ("Show fewer", "收起"),
    "nothing_here": ("nothing yet", "尚无改变"),
    "found": ("What the runs find", "模拟结果"),
    "first": (
        "First look: {runs} paired runs at one point, expectations settled only roughly; the "
        "intervals are of luck only. Draws that fit the survey are being run.",
        "初步结果：单点{runs}次成对模拟，预期仅粗略收敛，区间仅含偶然。正在运行符合调查的抽样。",
    ),
    "refining": (
        "{draws} of {most} draws that fit the survey so far, {runs} paired runs.",
        "已运行{draws}/{most}个符合调查的抽样，{runs}次成对模拟。",
    ),
    "final": (
        "{draws} draws that fit the survey, {runs} paired runs; sampling error of a mean effect "
        "on exit: {error:.2f} points.",
        "{draws}个符合调查的抽样，{runs}次成对模拟；离职率平均效应的抽样误差为{error:.2f}个百分点。",
    ),
    "stand_first": ("first look", "初步结果"),
    "stand_refining": ("more runs coming", "正在细化"),
    "stand_final": ("all runs in", "已完成"),
    "undecided": (
        "Not decided whether fewer or more leave.",
        "不能判定离职增加还是减少。",
    ),
    "fewer": (
        "{size:.1f} fewer of 100 cadres leave in a year.",
        "每百名干部每年少离职{size:.1f}人。",
    ),
    "more": (
        "{size:.1f} more of 100 cadres leave in a year.",
        "每百名干部每年多离职{size:.1f}人。",
    ),
    "outcome": ("Difference from current practice", "与现行做法之差"),
    "is_undecided": ("not decided", "不能判定"),
    "undefined": ("not seen in so few years", "年数太少，尚不可见"),
    "retention": ("Recruits who are still there", "新进人员留任率"),
    "retention_axis": ("% of recruits; band: middle 90 % of runs", "%；色带：模拟居中的90%"),
    "since": ("years since entry", "进入后年数"),
    "exits": ("Exits by cause", "离职去向"),
    "exits_axis": ("a year, per 100 cadres", "每年每百名干部"),
    "cost": ("Cost against service", "花费与服务"),
    "cost_axis": ("wage bill [{unit}]", "人员经费[{unit}]"),
    "service_axis": (
        "service [hours a year per 1,000 households], difference from current practice; "
        "lines: 90 % intervals",
        "服务[小时/年·千户]，与现行做法之差；线段：90%区间",
    ),
    "structure": ("Age and length of service", "年龄与任职年限"),
    "structure_axis": (
        "% of cadres in the last year; left by age, right by years served",
        "末年干部占比[%]；左为年龄，右为任职年限",
    ),
    "keep": ("Keep and share", "保存与分享"),
    "save": ("Policy file", "政策文件"),
    "load": ("Load a policy file", "载入政策文件"),
    "csv": ("Numbers (CSV)", "数据(CSV)"),
    "parquet": ("Numbers (Parquet)", "数据(Parquet)"),
    "png": ("Chart (PNG)", "图表(PNG)"),
    "svg": ("Chart (SVG)", "图表(SVG)"),
    "link": ("Link to this page as it stands", "本页链接"),
    "live": ("Watch one community, year by year", "逐年观察一个社区"),
    "assumptions": (
        "The model ranks policies under stated assumptions. It is not a forecast.",
        "模型只在写明的假设之下比较政策，不是预测。",
    ),
    "policy_tab": ("Policy {number}", "政策{number}"),
    "language": ("中文", "English"),
}  # fmt: skip

UNITS_ZH = {
    "CNY per community": "元/社区",
    "CNY per year": "元/年",
    "correlation": "相关系数",
    "funded, office or headcount": "",
    "households": "户",
    "items": "项",
    "log sd": "对数标准差",
    "months": "月",
    "persons": "人",
    "posts per year": "个职位/年",
    "probability per term": "每届概率",
    "share": "比例",
    "share of demand": "占需求比例",
    "share of extra grant": "占新增经费比例",
    "share of items": "占事项比例",
    "share of nominees": "占被提名者比例",
    "share of outside fills": "占外部补缺比例",
    "share of posts": "占职位比例",
    "share of service": "占服务比例",
    "share of staff": "占人员比例",
    "share of staff per year": "每年占人员比例",
    "share of vacancies": "占空缺比例",
    "share per year": "每年比例",
    "x city grant": "倍市级经费",
    "x pay of the post": "倍本职薪酬",
    "x reference wage": "倍社平工资",
    "years": "年",
    "yes or no": "",
}
"""Units of levers; a test holds them to the definitions."""

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
"""Where a lever's value of today comes from; a test holds them to the definitions."""

COMPLAINTS_ZH = {
    "The link is not whole; copy it again.": "链接不完整，请重新复制。",
    "A title is plain text.": "名称只能是纯文字。",
    "There is nothing to download yet.": "尚无可下载的内容。",
}
"""What the page itself may complain of; sentences on policy files are in English."""

CHOICES = {
    "funded": ("an extra grant pays", "新增经费承担"),
    "office": ("office funds give way", "压缩办公经费"),
    "headcount": ("posts give way", "压缩职位"),
}


def complaint(sentence: str, lang: str) -> str:
    """Return what is wrong, in Chinese where there is a sentence for it."""
    if lang == "en" or not sentence:
        return sentence
    return COMPLAINTS_ZH.get(sentence) or f"有误，说明如下（英文）：{sentence}"


def say(name: str, lang: str, /, **values: object) -> str:
    """Return words of the page, filled in."""
    return WORDS[name][lang == "zh"].format(**values)
