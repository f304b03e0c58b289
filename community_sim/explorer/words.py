"""The words of the page, in English and Chinese."""

__all__ = ["CHOICES", "GROUPS", "WORDS", "complaint", "say"]

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
        "intervals are of luck only. Draws that fit the evidence are being run.",
        "初步结果：单点{runs}次成对模拟，预期仅粗略收敛，区间仅含偶然。正在运行与证据相符的参数组。",
    ),
    "refining": (
        "{draws} of {most} draws of every conditioning, past and form so far, {runs} paired runs "
        "each.",
        "每种口径、过去与抉择形式已运行{draws}/{most}个参数组，各{runs}次成对模拟。",
    ),
    "final": (
        "{draws} draws of every conditioning, past and form, {runs} paired runs each; shown: given "
        "outside evidence, past in two stages. Sampling error of a mean effect on exit: "
        "{error:.2f} points.",
        "每种口径、过去与抉择形式{draws}个参数组，各{runs}次成对模拟；所示为结合外部证据、两阶段扩编。"
        "离职率平均效应的误差为{error:.2f}个百分点。",
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
