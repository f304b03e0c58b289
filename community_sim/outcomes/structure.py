"""Measure who is in post: number, age, tenure, source, education, sex, Party."""

from collections.abc import Mapping
from functools import partial

from community_sim.outcomes.outcome import Outcome, Unit
from community_sim.outcomes.window import Window, ratio

__all__ = ["AGE_BANDS", "STRUCTURE", "TENURE_BANDS"]

# Stock column of each band: English and Chinese label.
AGE_BANDS: Mapping[str, tuple[str, str]] = {
    "age_to_30": ("Up to 30", "30岁及以下"),
    "age_31_35": ("31 to 35", "31—35岁"),
    "age_36_45": ("36 to 45", "36—45岁"),
    "age_46_54": ("46 to 54", "46—54岁"),
    "age_55_plus": ("55 or older", "55岁及以上"),
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


def share_of(window: Window, stocks: tuple[str, ...]) -> float:
    """Return people counted in some stock columns / headcount at the close of year h [share]."""
    counted = sum(window.at_horizon(stock) for stock in stocks)
    return ratio(counted, window.at_horizon("closing"))


def _share(name: str, label: tuple[str, str], stocks: tuple[str, ...]) -> Outcome:
    return Outcome(
        name=name,
        label_en=label[0],
        label_zh=label[1],
        unit=Unit.SHARE,
        definition=f"({' + '.join(stocks)}) / headcount, at the close of year h",
        measure=partial(share_of, stocks=stocks),
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
        _share(
            f"share_{stock}",
            (f"Aged {english[0].lower()}{english[1:]}", f"{chinese}比例"),
            (stock,),
        )
        for stock, (english, chinese) in AGE_BANDS.items()
    ),
    _share(
        "share_tenure_4_plus",
        ("In the system 4 years or more", "任职4年及以上比例"),
        ("tenure_4_9", "tenure_10_plus"),
    ),
    _share(
        "share_tenure_10_plus",
        ("In the system 10 years or more", "任职10年及以上比例"),
        ("tenure_10_plus",),
    ),
    *(_share(f"share_{stock}", label, (stock,)) for stock, label in _OTHER_SHARES.items()),
)
