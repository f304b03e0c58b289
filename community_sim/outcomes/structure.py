"""Measure who is in post: number, age, tenure, source, education, sex, Party, and their pay.

Each outcome is one expression over the people at the close of year h, by any combination of traits.
"""

from collections.abc import Mapping
from functools import partial

from community_sim.outcomes.outcome import Outcome, Unit
from community_sim.outcomes.window import EVERYBODY, Window
from community_sim.trajectory.counting import HEADCOUNTS
from community_sim.trajectory.people import AGE, Group
from community_sim.vocabulary import Education, Post, Sex, label

__all__ = ["AGE_BANDS", "STRUCTURE", "TENURE_BANDS"]

# Stock column of each band: English and Chinese label.
AGE_BANDS: Mapping[str, tuple[str, str]] = {
    f"age_{band.name}": (band.label_en, band.label_zh) for band in AGE.bands
}
TENURE_BANDS: Mapping[str, tuple[str, str]] = {
    "tenure_0_3": ("Under 4 years", "不满4年"),
    "tenure_4_9": ("4 to 9 years", "4—9年"),
    "tenure_10_plus": ("10 years or more", "10年及以上"),
}
_OTHER_SHARES: Mapping[str, tuple[str, str]] = {
    "elected": ("Elected", "选举产生比例"),
    "hired": ("Hired", "聘用比例"),
    "seconded": ("Seconded", "下派比例"),
    "other": ("Other source", "其他来源比例"),
    "high_school": ("High school or below", "高中及以下比例"),
    "bachelor": ("With a bachelor's degree", "本科比例"),
    "female": ("Women", "女性比例"),
    "party": ("Party members", "党员比例"),
}


def _share(
    name: str,
    english: str,
    chinese: str,
    definition: str,
    *,
    group: Group,
    among: Group = EVERYBODY,
) -> Outcome:
    """Return the outcome that is the share of a group among some people, or among all."""
    return Outcome(
        name=name,
        label_en=english,
        label_zh=chinese,
        unit=Unit.SHARE,
        definition=f"{definition}, at the close of year h",
        measure=partial(Window.share_of, group=group, among=among),
    )


def _share_of_stock(stock: str, english: str, chinese: str) -> Outcome:
    group = HEADCOUNTS[stock].group
    return _share(f"share_{stock}", english, chinese, f"({stock}) / headcount", group=group)


def _pay_of(level: Post) -> Outcome:
    name = level.name.lower()
    return Outcome(
        name=f"pay_{name}",
        label_en=f"Pay / reference wage: {label(level).lower()}",
        label_zh=f"薪酬与社会平均工资之比：{label(level, 'zh')}",
        unit=Unit.RATIO,
        definition=f"mean of pay / reference wage over {name}, at the close of year h",
        higher_is="better",
        places=3,
        measure=partial(Window.mean_of, column="pay", among={"level": level}),
    )


STRUCTURE: tuple[Outcome, ...] = (
    Outcome(
        name="headcount",
        label_en="Headcount",
        label_zh="在岗人数",
        unit=Unit.PEOPLE,
        definition="people in post at the close of year h",
        higher_is="better",
        places=0,
        measure=partial(Window.at_horizon, stock="closing"),
    ),
    *(
        _share_of_stock(stock, f"Aged {english[0].lower()}{english[1:]}", f"{chinese}比例")
        for stock, (english, chinese) in AGE_BANDS.items()
    ),
    _share(
        "share_tenure_4_plus", "In the system 4 years or more", "任职4年及以上比例",
        "(tenure_4_9 + tenure_10_plus) / headcount", group={"tenure": (4, None)},
    ),
    _share_of_stock("tenure_10_plus", "In the system 10 years or more", "任职10年及以上比例"),
    *(_share_of_stock(stock, *labels) for stock, labels in _OTHER_SHARES.items()),
    _share(
        "share_tenure_3_plus", "In the system 3 years or more", "任职3年及以上比例",
        "people with 3 completed years or more / headcount", group={"tenure": (3, None)},
    ),
    _share(
        "share_female_principals", "Women among principals", "正职中女性比例",
        "women / people, among principals",
        group={"sex": Sex.FEMALE}, among={"level": Post.PRINCIPAL},
    ),
    _share(
        "share_bachelor_to_30", "Bachelors among those up to 30", "30岁及以下人员中本科比例",
        "people with a bachelor's degree / people, among those aged up to 30",
        group={"education": Education.BACHELOR}, among={"age": (None, 30)},
    ),
    *(_pay_of(level) for level in Post),
)  # fmt: skip
