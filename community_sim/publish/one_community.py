"""Look into one community of the agent engine, as tables for people who read along."""

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from community_sim.errors import BadValue
from community_sim.rules.budget import FEN_PER_YUAN
from community_sim.vocabulary import (
    Decision,
    Education,
    Event,
    Mandate,
    Post,
    SeparationReason,
    Sex,
    Step,
    label,
)

if TYPE_CHECKING:
    import pandas as pd
    from great_tables import GT

    from community_sim.engines.agent import Cadre, Community, CommunityModel
    from community_sim.scenario import Scenario

__all__ = ["Walk", "account_table", "chance_of_quitting", "luck_of_quitting"]

_NUMBERS = ("person", "age", "tenure", "taste", "chance", "luck", "amount", "here", "district")

_WORDS: Mapping[str, tuple[str, str]] = {
    "staff": ("Who is in post", "在岗人员"),
    "outlook": ("Chance of quitting, and this year's luck", "离职的可能与今年的运气"),
    "account": ("The year's work and money", "一年的工作与经费"),
    "events": ("What happened, step by step", "逐步发生的事"),
    "post": ("Post", "岗位"),
    "vacant": ("vacant", "空缺"),
    "person": ("Person", "人员"),
    "age": ("Age", "年龄"),
    "tenure": ("Years served", "任职年限"),
    "sex": ("Sex", "性别"),
    "education": ("Education", "学历"),
    "mandate": ("Serves as", "身份"),
    "taste": ("Taste [SD]", "偏好［标准差］"),
    "chance": ("Chance of quitting", "离职概率"),
    "luck": ("Luck drawn", "抽到的运气"),
    "quits": ("Quits", "是否离职"),
    "yes": ("quits", "离职"),
    "no": ("stays", "留任"),
    "step": ("Step of the year", "年度步骤"),
    "event": ("What", "事件"),
    "why": ("Why", "原因"),
    "item": ("Item", "项目"),
    "amount": ("Amount", "数额"),
    "unit": ("Unit", "单位"),
    "hours": ("hours", "小时"),
    "cny": ("CNY", "元"),
    "ratio": ("ratio", "比值"),
    "people": ("people", "人"),
    "headcount": ("People in post after each step", "每一步之后的在岗人数"),
    "here": ("In this community", "本社区"),
    "district": ("In the district", "全区"),
}

# Key in the account: English and Chinese, and the unit.
_ACCOUNT: Mapping[str, tuple[str, str, str]] = {
    "present": ("Staff at work, in full years", "在岗人数（折合全年）", "people"),
    "administrative_hours": ("Administrative work", "行政事务", "hours"),
    "demand_hours": ("Service asked for", "居民服务需求", "hours"),
    "load": ("Load: work asked for / hours available", "负荷：所需／可用工时", "ratio"),
    "effective_hours": ("Work done, weighted by skill", "完成工作（按能力加权）", "hours"),
    "service_hours": ("Left for service", "剩余服务时间", "hours"),
    "grants": ("Grants", "财政拨款", "cny"),
    "fees": ("Fees for tasks", "随事转移经费", "cny"),
    "extra": ("Extra grant that closes the account", "补足拨款", "cny"),
    "wages": ("Wages", "工资", "cny"),
    "contributions": ("Social insurance contributions", "社会保险缴费", "cny"),
    "office": ("Office", "办公经费", "cny"),
    "surplus": ("Left over", "结余", "cny"),
}


class Walk:
    """Walk one community through the first policy year, step by step, with the agent engine.

    Parameters
    ----------
    scenario : Scenario
        Place, parameters and policy.
    community : int
        Number of the community, from 0.
    seed : int
        Seed of the history and of the year.

    Attributes
    ----------
    model : CommunityModel
        The whole district.
    community : Community
        The community looked at.
    headcounts : dict of Step to (int, int)
        People in post after each step done: in the community, in the district.

    Raises
    ------
    BadValue
        The district has no such community.
    """

    def __init__(self, scenario: "Scenario", *, community: int = 0, seed: int = 1) -> None:
        count = scenario.place.communities
        if not 0 <= community < count:
            raise BadValue(f"community is {community}; give a number from 0 to {count - 1}.")
        self.model = _opened(scenario, seed)
        self.community: Community = self.model.communities[community]
        self.headcounts: dict[Step, tuple[int, int]] = {}
        self._names: dict[int, str] = {}
        for cadre in self.community.cadres:
            self.name(cadre.person)

    def to(self, last: Step) -> None:
        """Do the steps that are not done yet, up to and including one."""
        for step in Step:
            if step not in self.headcounts and step <= last:
                getattr(self.model, step.name.lower())()
                everybody = sum(1 for _ in self.model.cadres())
                self.headcounts[step] = (len(self.community.cadres), everybody)

    @property
    def events(self) -> "pd.DataFrame":
        """Return what has happened in the community so far, one row per event."""
        events = self.model.recorder.trajectory(self.model.population(), self.model.plan).events
        return events[events["community"] == self.community.index].reset_index(drop=True)

    def name(self, person: int) -> str:
        """Return a short name: numbers in the order in which people are first met here."""
        return self._names.setdefault(person, f"{len(self._names) + 1}")

    def staff_table(self, lang: str = "en") -> "GT":
        """Return who holds each post."""
        rows = []
        for seat in self.community.seats:
            post, cadre = label(Post(seat.level), lang), seat.holder
            if cadre is None:
                rows.append((post, _word("vacant", lang), *[""] * 5))
                continue
            rows.append(
                (
                    post,
                    self.name(cadre.person),
                    str(cadre.age),
                    label(Sex(cadre.sex), lang),
                    label(Education(cadre.education), lang),
                    label(Mandate(cadre.mandate), lang),
                    str(cadre.tenure),
                )
            )
        columns = ("post", "person", "age", "sex", "education", "mandate", "tenure")
        return _table("staff", columns, rows, lang)

    def outlook_table(self, lang: str = "en") -> "GT":
        """Return each cadre's chance of quitting, the luck drawn, and what follows from both."""
        rows = []
        for cadre in sorted(self.community.cadres, key=chance_of_quitting, reverse=True):
            chance, luck = chance_of_quitting(cadre), luck_of_quitting(cadre)
            rows.append(
                (
                    label(Post(cadre.seat.level), lang),
                    self.name(cadre.person),
                    label(Mandate(cadre.mandate), lang),
                    str(cadre.age),
                    f"{cadre.taste:+.2f}",
                    f"{chance:.1%}",
                    f"{luck:.1%}",
                    _word("yes" if luck < chance else "no", lang),
                )
            )
        columns = ("post", "person", "mandate", "age", "taste", "chance", "luck", "quits")
        return _table("outlook", columns, rows, lang)

    def event_table(self, lang: str = "en") -> "GT":
        """Return what has happened so far: step, what, to whom and why."""
        rows = []
        for event in self.events.to_dict("records"):
            level = event["level_to"] if event["level_to"] >= 0 else event["level_from"]
            has_person, has_reason = event["person"] >= 0, event["reason"] >= 0
            rows.append(
                (
                    label(Step(event["step"]), lang),
                    label(Event(event["event"]), lang),
                    label(Post(level), lang),
                    self.name(event["person"]) if has_person else "",
                    str(event["age"]) if has_person else "",
                    label(SeparationReason(event["reason"]), lang) if has_reason else "",
                )
            )
        return _table("events", ("step", "event", "post", "person", "age", "why"), rows, lang)

    def headcount_table(self, lang: str = "en") -> "GT":
        """Return how many people are in post after each step."""
        rows = [
            (label(step, lang), str(here), str(everywhere))
            for step, (here, everywhere) in self.headcounts.items()
        ]
        return _table("headcount", ("step", "here", "district"), rows, lang)


def _opened(scenario: "Scenario", seed: int) -> "CommunityModel":
    """Return the district at the opening of policy year 1, as agents."""
    with warnings.catch_warnings():  # Mesa's progress bar asks for widgets that nothing here shows
        warnings.filterwarnings("ignore", message="IProgress not found")
        from community_sim.engines.agent import CommunityModel
    from community_sim.prospects import live_through, open_policy_years
    from community_sim.runs import prepare

    made = prepare(scenario)
    _, staff = live_through(made.history, seed)
    return CommunityModel(made.plan, open_policy_years(made.history, made.plan, staff), seed)


def chance_of_quitting(cadre: "Cadre") -> float:
    """Return the probability that a cadre quits this year."""
    return cadre.chance_of_quitting()


def luck_of_quitting(cadre: "Cadre") -> float:
    """Return this year's luck: a cadre who draws less than the chance of quitting quits."""
    return cadre.luck(Decision.HAZARDS)[2]


def account_table(account: Mapping[str, float], lang: str = "en") -> "GT":
    """Return a community's hours and money of a year, as `Community.account` gives them."""
    rows = []
    for name, (english, chinese, unit) in _ACCOUNT.items():
        amount = account[name] / FEN_PER_YUAN if unit == "cny" else account[name]
        shown = f"{amount:,.2f}" if unit in ("ratio", "people") else f"{amount:,.0f}"
        rows.append((chinese if lang == "zh" else english, shown, _word(unit, lang)))
    return _table("account", ("item", "amount", "unit"), rows, lang)


def _table(title: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]], lang: str) -> "GT":
    import pandas as pd
    from great_tables import GT

    right = [name for name in columns if name in _NUMBERS]
    frame = pd.DataFrame(rows, columns=list(columns))
    return (
        GT(frame, id=title)
        .tab_header(_word(title, lang))
        .cols_label({name: _word(name, lang) for name in columns})
        .cols_align("right", right)
        .opt_align_table_header("left")
    )


def _word(name: str, lang: str) -> str:
    english, chinese = _WORDS[name]
    return chinese if lang == "zh" else english
