"""State plainly what the reports cannot decide, whatever the runs show."""

import functools

from community_sim.calibration.storing import past_of
from community_sim.posterior import CONDITIONINGS, OUTSIDE

__all__ = ["undecided_by_reports"]

_STATEMENTS: tuple[tuple[str, str], ...] = (
    (
        "Not a forecast: the model ranks policies under stated assumptions; it does not predict "
        "what a place will see.",
        "不是预测：模型只在写明的假设之下比较政策的优劣，并不预言某地将会怎样。",
    ),
    (
        "The reports hold almost no flows: 17 of 26 graduates lost to exams in one place and 3 "
        "cadres promoted to the sub-district in another are all that says who left or rose.",
        "报告几乎没有流量数据：只有一地26名大学生中17人考走、另一地3人提拔到街道，说明谁离开、"
        "谁晋升。",
    ),
    (
        "The weight of pay in the decision to stay comes from studies of other workforces (quit "
        "elasticity about \u22121.4, range \u22120.5 to \u22123.5): the reports see no change of "
        "pay over time.",
        "薪酬在去留决定中的权重取自其他职业的研究（离职弹性约\u22121.4，范围\u22120.5至\u22123.5）："
        "报告没有薪酬随时间变化的数据。",
    ),
    (
        "How much pressure and unequal pay weigh on cadres, and the level of the wage they could "
        "earn outside, are assumed: the reports do not identify them.",
        "工作压力与薪酬不公的影响大小、外部市场工资水平均为假设，报告无法识别。",
    ),
    (
        "The reported tenure has two readings: 20.5% of all have served ten years or more (A), or "
        "20.5% of those with four years or more, 8.6% of all (B); wording and arithmetic decide "
        "neither.",
        "任职年限有两种读法：全体的20.5%任职十年以上（A），或任职四年以上者的20.5%、即全体的8.6%"
        "（B）；文字与算术都不能判定。",
    ),
    (
        "The survey of 248 cadres is of unknown sampling; its shares on pay and pressure set "
        "intercepts and say nothing about behaviour.",
        "248份问卷的抽样方式不明；其中关于薪酬与压力的比例只用于设定截距，不说明行为。",
    ),
    (
        "Places are never pooled: pay, posts and people differ (a principal earned 32,487 CNY in "
        "Kaifu in 2007, 18,000 in Siyang in 2013), so a result is about one place.",
        "各地从不合并：薪酬、岗位与人员差别很大（正职年薪：开福2007年32,487元，泗阳2013年18,000"
        "元），结果只针对一地。",
    ),
)


_LUCK_ALONE = (
    "The intervals show the luck of the draw between replications only, not what is unknown "
    "about the parameters.",
    "区间只反映各次模拟之间的偶然差异，不反映参数本身的不确定。",
)
_DRAWN = (
    "The intervals span parameters that fit the survey, both readings weighed by outside evidence, "
    "and assumptions from their stated ranges, with some luck left in them; not the form of the "
    "past or of choice, on which conclusions are tried one by one.",
    "区间涵盖与调查相符的参数（两种口径按外部证据加权）与在所述范围内抽取的假设，并含少许偶然；"
    "不含过去的形式与抉择的形式，结论须逐一在其上检验。",
)


_PASTS = (
    "How many cadres leave in a year is not identified: read in one way (A), the survey fits a "
    "past in which {exit_A:.0%} left a year and posts grew by {growth_A:.0%}; in the other (B), "
    "one in which {exit_B:.0%} left and they grew by {growth_B:.0%}. Weighed by outside evidence "
    "it is {exit_outside:.0%}, or {exit_constant:.0%} if posts had always grown alike.",
    "总离职率无法由报告识别：按一种口径（甲），与调查相符的过去是每年离职{exit_A:.0%}、岗位年增长"
    "{growth_A:.0%}；按另一种（乙），则是每年离职{exit_B:.0%}、年增长{growth_B:.0%}。"
    "按外部证据加权为{exit_outside:.0%}；若岗位一直匀速增长，则为{exit_constant:.0%}。",
)


@functools.cache
def _pasts() -> dict[str, float]:
    """Return the mean past growth and yearly exit of the shipped draws."""
    found = {}
    for given in CONDITIONINGS:
        found[f"growth_{given}"], found[f"exit_{given}"] = past_of(given)
    found["exit_constant"] = past_of(OUTSIDE, "constant")[1]
    return found


def undecided_by_reports(lang: str = "en", *, is_drawn: bool = False) -> tuple[str, ...]:
    """Return one statement per thing the five reports leave open, the most important first.

    Parameters
    ----------
    lang : {'en', 'zh'}
        Language.
    is_drawn : bool
        Whether intervals span draws of the posterior.
    """
    first, *others = _STATEMENTS
    intervals = _DRAWN if is_drawn else _LUCK_ALONE
    pasts = (_PASTS[0].format(**_pasts()), _PASTS[1].format(**_pasts()))
    return tuple(pair[lang == "zh"] for pair in (first, intervals, pasts, *others))
