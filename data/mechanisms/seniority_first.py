"""Promotion by length of service: 论资排辈, with ability and connections set aside."""

TITLE = "Promotion by length of service alone"
TITLE_ZH = "完全按任职年限晋升"
RATIONALE = (
    "Report 1 finds that identity and standing decide who rises. This is the extreme in which "
    "only years of service count, and nothing that a cadre does."
)
REPORT = ["1/三/3"]


def promotion_score(ability, tenure, mandate, connection, levers, p):
    """Return the years served, and where these are equal this year's luck."""
    return tenure + 0.01 * connection
