"""The words of the page, in English and Chinese."""

__all__ = ["GROUPS", "say"]

GROUPS = {
    "pay": ("Pay", "薪酬"),
    "promotion": ("Promotion", "晋升"),
    "recruitment": ("Recruitment", "招录"),
    "separation": ("Appraisal, elections, retirement", "考核、换届与退休"),
    "workload": ("Workload", "工作负担"),
    "budget": ("Budget", "经费"),
}

_WORDS = {
    "title": ("Community cadres: pull a lever", "社区干部政策实验台"),
    "place": ("Place", "地方"),
    "years": ("Years", "年数"),
    "policies": ("Policies", "政策"),
    "policy": ("Policy {number}", "政策{number}"),
    "start_from": ("Start from", "从现有政策开始"),
    "current": ("Current practice", "现行做法"),
    "name": ("Title of this policy", "本政策名称"),
    "add": ("Add a copy", "复制一份"),
    "remove": ("Remove", "移除"),
    "undo": ("Undo", "撤销"),
    "redo": ("Redo", "重做"),
    "reset": ("Reset", "还原"),
    "levers": ("Levers", "政策杠杆"),
    "changed": ("Differs from current practice", "与现行做法的不同"),
    "nothing": (
        "Nothing yet. Pull a lever, or start from a policy.",
        "尚无改变。请拉动杠杆，或从现有政策开始。",
    ),
    "found": ("What the runs find", "模拟结果"),
    "first": (
        "First look: {runs} paired runs at one point; the intervals are of luck only. "
        "Draws that fit the survey are being run.",
        "初步结果：单点{runs}次成对模拟，区间仅含偶然。正在运行符合调查的抽样。",
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
    "undecided": (
        "{title}: not decided whether fewer or more leave.",
        "{title}：不能判定离职增加还是减少。",
    ),
    "fewer": (
        "{title}: {size:.1f} fewer of 100 cadres leave in a year.",
        "{title}：每百名干部每年少离职{size:.1f}人。",
    ),
    "more": (
        "{title}: {size:.1f} more of 100 cadres leave in a year.",
        "{title}：每百名干部每年多离职{size:.1f}人。",
    ),
    "outcome": ("Outcome", "结果"),
    "is_undecided": ("not decided", "不能判定"),
    "undefined": ("not seen in so few years", "年数太少，尚不可见"),
    "retention": ("Recruits who are still there [%]", "新进人员留任率[%]"),
    "since": ("years since entry", "进入后年数"),
    "exits": ("Exits a year per 100 cadres, by cause", "每百名干部每年离职，按去向"),
    "cost": (
        "Cost against service, difference from current practice",
        "花费与服务，与现行做法之差",
    ),
    "cost_axis": ("wage bill [{unit}]", "人员经费[{unit}]"),
    "service_axis": ("service [hours a year per 1,000 households]", "服务[小时/年·千户]"),
    "structure": ("Age and length of service [% of cadres]", "年龄与任职年限[%]"),
    "save": ("Save policy file", "保存政策文件"),
    "load": ("Drop a policy file here", "将政策文件拖到这里"),
    "csv": ("Numbers (CSV)", "数据(CSV)"),
    "parquet": ("Numbers (Parquet)", "数据(Parquet)"),
    "charts": ("Charts", "图表"),
    "link": ("Link to this state", "本页链接"),
    "range": ("{low:g} to {high:g} {unit}", "{low:g}至{high:g} {unit}"),
    "figures": ("Figures {figures}. {note}", "数字{figures}。{note}"),
    "no_figures": ("Report {report}. {note}", "报告{report}。{note}"),
    "assumptions": (
        "The model ranks policies under stated assumptions. It is not a forecast.",
        "模型只在写明的假设之下比较政策，不是预测。",
    ),
    "language": ("中文", "English"),
}


def say(name: str, lang: str, /, **values: object) -> str:
    """Return words of the page, filled in."""
    return _WORDS[name][lang == "zh"].format(**values)
