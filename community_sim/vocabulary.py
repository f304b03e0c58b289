"""Name every closed set of the model once, in English and Chinese.

The members are integers because both engines store them in columns and the rules
compare them as plain numbers.  `GLOSSARY.md` defines each term.
"""

from enum import IntEnum

__all__ = [
    "Decision",
    "Education",
    "EntryRoute",
    "Event",
    "Mandate",
    "Post",
    "SeparationReason",
    "Sex",
    "Step",
    "label",
]


class Post(IntEnum):
    """Level of a post inside a community (岗位层级)."""

    GENERAL_WORKER = 0
    COMMITTEE_MEMBER = 1
    DEPUTY = 2
    PRINCIPAL = 3


class Mandate(IntEnum):
    """What a cadre serves under now; the reports call it source (来源)."""

    ELECTED = 0
    HIRED = 1
    SECONDED = 2
    OTHER = 3


class EntryRoute(IntEnum):
    """How a person first came in."""

    ELECTION = 0
    OPEN_RECRUITMENT = 1
    SECONDMENT = 2
    PLACEMENT = 3
    RESERVE_POOL = 4


class Education(IntEnum):
    """Highest education, in the bands the reports print."""

    HIGH_SCHOOL = 0
    COLLEGE = 1
    BACHELOR = 2


class Sex(IntEnum):
    """Sex, as the reports print it."""

    FEMALE = 0
    MALE = 1


class SeparationReason(IntEnum):
    """Why a cadre left the system; an exit has exactly one reason."""

    QUIT = 0
    TRANSFER_OUT = 1
    NOT_REELECTED = 2
    DISMISSAL = 3
    LAYOFF = 4
    RETIREMENT = 5
    DEATH = 6
    END_OF_SECONDMENT = 7
    SUBDISTRICT_PROMOTION = 8


class Event(IntEnum):
    """What an event row records."""

    ENTRY = 0
    EXIT = 1
    PROMOTION = 2
    MANDATE_CHANGE = 3
    NO_APPLICANT = 4


class Step(IntEnum):
    """The order of the year: every engine walks through these, in this order."""

    ANNOUNCE_POLICY = 1
    WORK_AND_BUDGET = 2
    APPRAISE_AND_DISMISS = 3
    LOSE_TO_DEATH = 4
    RETIRE = 5
    CHOOSE_TO_STAY_OR_LEAVE = 6
    RELEASE_EXAM_WINNERS = 7
    RETURN_SECONDEES = 8
    HOLD_ELECTIONS = 9
    PROMOTE = 10
    RECRUIT = 11
    AGE_AND_COUNT = 12


class Decision(IntEnum):
    """What a random number is drawn for; part of the key of every draw."""

    HAZARDS = 0
    CAREER = 1
    TERM = 2
    VACANCY = 3
    ROUTE = 4
    CANDIDATE = 5
    CANDIDATE_TRAITS = 6
    DISTRICT = 7
    INITIAL = 8
    RESERVE = 9


# Labels lie in the order of the members; members of different sets are equal as integers,
# so the class is the key.
_LABELS: dict[type[IntEnum], tuple[tuple[str, str], ...]] = {
    Post: (
        ("General worker", "一般工作人员"),
        ("Committee member", "委员"),
        ("Deputy", "副职"),
        ("Principal", "正职"),
    ),
    Mandate: (
        ("Elected", "选举产生"),
        ("Hired", "聘用"),
        ("Seconded", "下派"),
        ("Other", "其他"),
    ),
    EntryRoute: (
        ("Election", "选举"),
        ("Open recruitment", "公开招聘"),
        ("Secondment", "下派"),
        ("Placement", "安置"),
        ("Reserve pool", "后备干部"),
    ),
    Education: (
        ("High school or below", "高中及以下"),
        ("College (dazhuan)", "大专"),
        ("Bachelor", "本科"),
    ),
    Sex: (
        ("Female", "女"),
        ("Male", "男"),
    ),
    SeparationReason: (
        ("Quit", "辞职"),
        ("Transfer to the civil service", "考入公务员或事业编"),
        ("Not re-elected", "落选"),
        ("Dismissal", "辞退"),
        ("Layoff (posts cut)", "裁减"),
        ("Retirement", "退休"),
        ("Death or ill health", "死亡或病退"),
        ("End of secondment", "下派期满"),
        ("Promoted to the sub-district", "提拔到街道"),
    ),
    Event: (
        ("Entry", "进入"),
        ("Exit", "离开"),
        ("Promotion", "晋升"),
        ("Change of mandate", "身份变化"),
        ("No applicant", "无人应聘"),
    ),
    Step: (
        ("Announce policy, pay and prospects", "公布政策、待遇与前景"),
        ("Work, pay and balance the budget", "工作、发薪与预算平衡"),
        ("Appraise and dismiss", "考核与辞退"),
        ("Lose some to death or ill health", "死亡或病退"),
        ("Retire", "退休"),
        ("Choose to stay, sit the exam or leave", "选择留任、应考或离职"),
        ("Release exam winners", "考录调出"),
        ("Return secondees", "下派人员返回"),
        ("Hold elections", "换届选举"),
        ("Promote", "晋升"),
        ("Recruit", "招录"),
        ("Age everyone and count", "年龄增长与统计"),
    ),
}


def label(member: IntEnum, lang: str = "en") -> str:
    """Return the English (`en`) or Chinese (`zh`) label of a vocabulary member."""
    position = list(type(member)).index(member)
    english, chinese = _LABELS[type(member)][position]
    return chinese if lang == "zh" else english
