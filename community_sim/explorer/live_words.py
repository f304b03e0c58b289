"""The words of the live view, in English and Chinese."""

from community_sim.vocabulary import SeparationReason

__all__ = ["DESTINATIONS", "WORDS", "say"]

WORDS = {
    "title": ("One community, year by year", "一个社区的逐年变化"),
    "lead": (
        "The same model as in the comparison, one run of it: a story that could happen, "
        "not what is expected.",
        "与政策比较所用模型相同，这里只是其中一次模拟：说的是可能发生的事，不是预期结果。",
    ),
    "back": ("Compare policies", "返回政策比较"),
    "language": ("中文", "English"),
    "place": ("Place", "地方"),
    "policy": ("Policy", "政策"),
    "seed": ("Seed", "随机种子"),
    "controls": ("Run", "运行"),
    "step": ("One year on", "前进一年"),
    "play": ("Play", "播放"),
    "pause": ("Pause", "暂停"),
    "reset": ("Back to year 0", "回到第0年"),
    "speed": ("Speed", "速度"),
    "slow": ("slow", "慢"),
    "medium": ("medium", "中"),
    "fast": ("fast", "快"),
    "year": ("Policy year {year}", "政策第{year}年"),
    "opening": ("Year 0: the survey, before the policy", "第0年：调查之时，政策实施之前"),
    "election": ("election year", "换届之年"),
    "over": ("the last year", "最后一年"),
    "communities": ("Communities, and how many posts are vacant", "各社区及空缺岗位数"),
    "community": ("Community {number}", "社区{number}"),
    "stand": ("{here} in post, {vacant} vacant", "在岗{here}人，空缺{vacant}个"),
    "posts": ("Posts and their holders", "岗位与任职者"),
    "person": ("No. {number}", "{number}号"),
    "age_served": ("{age} y, served {tenure}", "{age}岁，任职{tenure}年"),
    "vacant": ("vacant", "空缺"),
    "acting": ("acting holder until the election", "代理至换届"),
    "nobody": ("nobody applied", "无人应聘"),
    "is_new": ("new", "新进"),
    "is_promoted": ("from {post}", "由{post}晋升"),
    "is_moved": ("from {post}, community {community}", "由社区{community}{post}晋升"),
    "is_other": ("mandate changed", "身份变化"),
    "left": ("Left this year", "今年离开"),
    "left_nobody": ("Nobody has left this community this year.", "今年本社区无人离开。"),
    "moved_away": ("promoted to community {community}", "晋升至社区{community}"),
    "former": ("Former holders", "曾任职者"),
    "former_line": ("{name}, {post}, year {year}: {why}", "{name}，{post}，第{year}年：{why}"),
    "events": ("What happened this year", "今年发生的事"),
    "events_none": ("Nothing in this community.", "本社区无变动。"),
    "events_start": ("Take a first step.", "请前进一年。"),
    "in": (
        "{name} came in as {post}; {route}, {applicants} applied, post empty for {months}.",
        "{name}进入，任{post}；途径：{route}，{applicants}人应聘，岗位空缺{months}。",
    ),
    "in_placed": (
        "{name} came in as {post}; {route}, post empty for {months}.",
        "{name}进入，任{post}；途径：{route}，岗位空缺{months}。",
    ),
    "out": (
        "{name}, {post}, left at {age}: {why}.",
        "{name}（{post}，{age}岁）离开：{why}。",
    ),
    "up": ("{name} rose from {before} to {post}.", "{name}由{before}晋升为{post}。"),
    "up_in": (
        "{name} rose from {before} in community {other} to {post} here.",
        "{name}由社区{other}的{before}晋升为本社区{post}。",
    ),
    "up_away": (
        "{name} rose from {before} here to {post} in community {other}.",
        "{name}由本社区{before}晋升为社区{other}的{post}。",
    ),
    "other": ("{name} now serves as: {mandate}.", "{name}身份变为：{mandate}。"),
    "none": (
        "Nobody applied for a post of {post}.",
        "一个{post}岗位无人应聘。",
    ),
    "chart": ("In post and vacant, at the close of each year", "各年末在岗与空缺人数"),
    "month": ("1 month", "1个月"),
    "months": ("{months} months", "{months}个月"),
    "in_post": ("in post", "在岗"),
    "story": ("Life story", "任职经历"),
    "story_hint": (
        "Choose a person to read their story.",
        "点选一人，查看其任职经历。",
    ),
    "close": ("Close", "关闭"),
    "traits": (
        "{sex}, {education}. Ability {ability}, taste for community work {taste} "
        "[standard deviations].",
        "{sex}，{education}。能力{ability}，工作偏好{taste}［标准差］。",
    ),
    "founder": (
        "In post when the model’s history begins, as {post} in community {community}; "
        "came in by: {route}.",
        "模型历史开始时已在社区{community}任{post}；进入途径：{route}。",
    ),
    "story_in": (
        "Came in as {post} in community {community}; {route}; aged {age}.",
        "进入社区{community}，任{post}；途径：{route}；时年{age}岁。",
    ),
    "story_up": (
        "Rose from {before} in community {other} to {post} in community {community}; aged {age}.",
        "由社区{other}的{before}晋升为社区{community}的{post}；时年{age}岁。",
    ),
    "story_other": ("Serves as: {mandate}.", "身份变为：{mandate}。"),
    "story_out": (
        "Left as {post} in community {community}, aged {age}: {why}. {where}",
        "离开社区{community}的{post}岗位，时年{age}岁：{why}。{where}",
    ),
    "story_now": (
        "In post as {post} in community {community}, aged {age}, served {tenure} years.",
        "现在社区{community}任{post}，{age}岁，任职{tenure}年。",
    ),
    "when": ("Year", "年"),
    "age": ("Age", "年龄"),
    "post": ("Post", "岗位"),
    "chance": ("Chance of quitting", "离职概率"),
    "luck": ("Luck drawn", "抽到的运气"),
    "follows": ("Quits?", "是否辞职"),
    "quits": ("yes", "是"),
    "stays": ("no", "否"),
    "chances": ("Chance and luck, year by year", "逐年的离职概率与运气"),
    "chances_note": (
        "Each year luck is drawn evenly between 0 and 100%. Who draws less than the chance of "
        "quitting quits. Other ways out have luck of their own.",
        "每年在0到100%之间均匀抽取运气，抽到的数小于离职概率者辞职。其他去向另行抽取。",
    ),
    "chances_none": (
        "No choice yet: the policy years have not begun, or the first year is not over.",
        "尚无选择：政策年尚未开始，或第一年还没有过完。",
    ),
    "years_note": (
        "Years are policy years. Year 0 is the survey; years below 0 lie before it.",
        "年份为政策年；第0年为调查之时，负数为此前各年。",
    ),
    "numbers_note": (
        "Communities are numbered from 0, as in the event log and in notebook 10.",
        "社区从0起编号，与事件记录及第10号笔记本一致。",
    ),
}  # fmt: skip

DESTINATIONS = {
    SeparationReason.QUIT: ("To work elsewhere.", "去向：另谋职业。"),
    SeparationReason.TRANSFER_OUT: (
        "By examination, to the civil service.", "去向：公务员或事业单位。"
    ),
    SeparationReason.NOT_REELECTED: ("Lost the seat at the election.", "换届中未能连任。"),
    SeparationReason.DISMISSAL: ("After the year’s appraisal.", "年度考核之后。"),
    SeparationReason.LAYOFF: ("The budget no longer paid the post.", "经费不足，岗位裁减。"),
    SeparationReason.RETIREMENT: ("At the age of the law.", "达到法定年龄。"),
    SeparationReason.DEATH: ("", ""),
    SeparationReason.END_OF_SECONDMENT: (
        "Back to the sub-district office.", "去向：回街道原岗位。"
    ),
    SeparationReason.SUBDISTRICT_PROMOTION: (
        "To the sub-district’s leadership.", "去向：街道。"
    ),
}  # fmt: skip
"""Where those who leave go, as far as the model knows."""


def say(name: str, lang: str, /, **values: object) -> str:
    """Return words of the live view, filled in."""
    return WORDS[name][lang == "zh"].format(**values)
