"""How much one visitor may ask for, so that nobody else waits for it.

What a click costs is bounded by what can be chosen: up to four policies beside current practice,
40 years, a shipped place with up to half as many posts again, and 16 draws of four seeds.  One
session has one first look and one refinement under way, whatever it sends; a newer choice ends
the older refinement at its next draw.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from community_sim.errors import BadValue

if TYPE_CHECKING:
    from community_sim.scenario import Scenario

__all__ = [
    "FULL",
    "LARGEST_MESSAGE",
    "MESSAGES_AT_ONCE",
    "MESSAGES_A_SECOND",
    "MOST_CONNECTIONS",
    "MOST_POST_YEARS",
    "MOST_SOCKETS",
    "MOST_TABS",
    "MOST_VISITORS",
    "MOST_WAITING",
    "SECONDS_TO_SPEAK",
    "STRANGE",
    "TOO_MANY_TABS",
    "check_work",
]

MOST_POST_YEARS = 200_000
"""Posts x years x scenarios of a click, under each seed; kaifu at its largest has 195,300."""

MOST_VISITORS = 100
"""Sessions at once: tabs that have spoken, and those gone for less than three seconds."""

MOST_TABS = 10
"""Sessions of one browser at once."""

MOST_SOCKETS = 400
"""Sockets open at once, spoken or not."""

MOST_CONNECTIONS = 1000
"""Connections open at once; beyond, a request is answered "503 Service Unavailable"."""

SECONDS_TO_SPEAK = 10.0
"""Within which a connection has to ask for something whole, and a socket to say something [s]."""

MESSAGES_A_SECOND = 20.0
"""What a tab may send in the long run; the page sends one at a time and waits for its answer."""

MESSAGES_AT_ONCE = 60
"""What a tab may send in a burst; what comes faster is read later."""

MOST_WAITING = 100
"""Messages of a tab that are kept while one is being answered; more are left unread till then."""

LARGEST_MESSAGE = 400_000
"""A policy file of 50,000 bytes fits, however it is escaped [bytes]."""

FULL = "All places are taken; please come back in a few minutes. 访问人数已满，请过几分钟再来。"
TOO_MANY_TABS = (
    f"This browser has {MOST_TABS} of these pages open; please close one first. "
    f"本浏览器已打开{MOST_TABS}个页面，请先关闭一个。"
)
STRANGE = "The page does not send that. 本页不会发送此类内容。"


def check_work(scenarios: "Sequence[Scenario]") -> None:
    """Refuse scenarios that are too much for one click.

    Raises
    ------
    BadValue
        Posts x years x scenarios are more than `MOST_POST_YEARS`.
    """
    asked = sum(
        sum(each.place.posts) * (1.0 + max(0.0, each.policy.budget.posts_change_share)) * each.years
        for each in scenarios
    )
    if asked > MOST_POST_YEARS:
        raise BadValue(
            f"That is {asked:,.0f} post-years, at most {MOST_POST_YEARS:,} are run for one click; "
            f"choose fewer years or policies. "
            f"一次最多模拟{MOST_POST_YEARS:,}个职位年，请减少年数或政策。"
        )
