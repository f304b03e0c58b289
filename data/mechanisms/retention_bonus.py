"""A retention bonus: half as much pay again in the sixth and seventh year of service."""

from community_sim.rules.pay import pay_ratio as pay_of_the_model

TITLE = "A retention bonus in years six and seven"
TITLE_ZH = "第六、第七年留任奖励"
RATIONALE = (
    "Report 4 loses graduates within two years and report 3 trains reserves who leave. A bonus "
    "that is paid once people have stayed five years rewards staying itself, at every level."
)
REPORT = ["4/三/(三)", "3/一/(三)"]
EXPECT = {"quit_rate": "down", "wage_bill_per_community": "up"}

_FIRST, _LAST = 5, 6  # completed years of service
_BONUS = 0.5


def pay_ratio(level, mandate, tenure, levers):
    """Return relative pay as the model has it, with the bonus on top."""
    ratio = pay_of_the_model(level, mandate, tenure, levers)
    return ratio * (1.0 + _BONUS) if _FIRST <= tenure <= _LAST else ratio
