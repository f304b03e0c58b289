"""Widgets for lessons: sliders first, code later; English and Chinese."""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from community_sim.charts.style import chosen, house_style
from community_sim.course.cadres import Profile, chance_of_quitting, people
from community_sim.course.city import own_city, own_name
from community_sim.course.forms import Words
from community_sim.outcomes import outcome
from community_sim.scenario import entry_pay
from community_sim.vocabulary import Decision, Education, Mandate, Post, Sex, label

if TYPE_CHECKING:
    import pandas as pd
    from ipywidgets import Widget
    from matplotlib.figure import Figure

    from community_sim.comparison import Comparison

__all__ = [
    "another_luck",
    "city_facts",
    "drawn_by",
    "effects_in_words",
    "people_frame",
    "picture",
    "slider",
    "two_cadres",
]

_WORDS: Mapping[str, Words] = {
    "a": ("Cadre A", "干部甲"),
    "b": ("Cadre B", "干部乙"),
    "post": ("Post", "岗位"),
    "age": ("Age", "年龄"),
    "pay": ("Own pay, ×", "本人薪酬 ×"),
    "taste": ("Liking for the work", "工作偏好"),
    "ladder": ("Promotion closed to all", "晋升通道关闭"),
    "number": ("No.", "编号"),
    "community": ("Community", "社区"),
    "mandate": ("Serves as", "身份"),
    "sex": ("Sex", "性别"),
    "education": ("Education", "学历"),
    "tenure": ("Years served", "任职年限"),
    "chance": ("chance", "概率"),
    "luck": ("luck", "运气"),
    "quits": ("quits", "是否离职"),
    "communities": ("Communities", "社区数"),
    "wage": ("Mean wage of the city [CNY a year]", "社会平均工资［元/年］"),
    "posts": ("Posts: {post}", "岗位数：{post}"),
    "yuan": ("Pay of a {post} [CNY a year]", "{post}薪酬［元/年］"),
    "value": ("In your city", "你的城市"),
}
_RESOLUTION = 90  # of pictures inside widgets [dots per inch]


def word(key: str, lang: str) -> str:
    """Return one of the words of widgets and tables."""
    return chosen(_WORDS[key], lang)


def city_facts(student: str, lang: str = "en") -> "pd.DataFrame":
    """Return what one should know of a student's own city, as a table."""
    import pandas as pd

    place = own_city(student)
    rows: list[tuple[str, str]] = [
        (word("communities", lang), f"{place.communities}"),
        (word("wage", lang), f"{place.reference_wage:,.0f}"),
    ]
    for post in Post:
        name = label(post, lang) if lang == "zh" else label(post, lang).lower()
        rows.append((word("posts", lang).format(post=name), f"{place.posts[post]}"))
    for post in Post:
        name = label(post, lang) if lang == "zh" else label(post, lang).lower()
        rows.append((word("yuan", lang).format(post=name), f"{entry_pay(place, post):,.0f}"))
    frame = pd.DataFrame(rows, columns=["", own_name(place, lang)])
    return frame.set_index("")


def people_frame(student: str, lang: str = "en", *, seed: int = 1) -> "pd.DataFrame":
    """Return everybody of a student's city in year 1, with `chance`, `luck` and `quits`.

    The three columns that code uses have English names in both languages.
    """
    import pandas as pd

    rows = [
        {
            word("number", lang): each.number,
            word("community", lang): each.community,
            word("post", lang): label(Post(each.post), lang),
            word("mandate", lang): label(Mandate(each.mandate), lang),
            word("sex", lang): label(Sex(each.sex), lang),
            word("education", lang): label(Education(each.education), lang),
            word("age", lang): each.age,
            "chance": round(each.chance, 4),
            "luck": round(each.luck, 4),
            "quits": each.quits,
        }
        for each in people(student, seed=seed)
    ]
    return pd.DataFrame(rows).set_index(word("number", lang))


def effects_in_words(
    comparison: "Comparison", outcomes: Sequence[str], lang: str = "en"
) -> "pd.DataFrame":
    """Return a policy's effects with their intervals, in the units that readers see."""
    import pandas as pd

    heads = (
        ("Outcome", "结果"), ("Unit", "单位"), ("Now", "现行做法"), ("Policy", "政策"),
        ("Difference", "差"), ("90% interval", "90%区间"), ("Decided", "能否判定"),
    )  # fmt: skip
    rows = []
    for policy in comparison.policies:
        for name in outcomes:
            found, each = comparison.effect(policy, name), outcome(name)
            interval = f"{each.show(found.low, signed=True)} … {each.show(found.high, signed=True)}"
            decided = chosen(("yes", "能") if found.decided else ("no", "不能"), lang)
            rows.append(
                (
                    each.label(lang), each.shown_unit(lang), each.show(found.current),
                    each.show(found.value), each.show(found.effect, signed=True), interval, decided,
                )
            )  # fmt: skip
    frame = pd.DataFrame(rows, columns=[chosen(head, lang) for head in heads])
    return frame.set_index(chosen(heads[0], lang))


def slider(words: Words, lang: str, *, ends: tuple[float, float], step: float, at: float) -> Any:
    """Return a labelled slider that answers when it is let go.

    Parameters
    ----------
    words : (str, str)
        Label in both languages.
    lang : {'en', 'zh'}
        Language.
    ends : (float, float)
        Ends of the range.
    step, at : float
        Step, and where it stands first.
    """
    from ipywidgets import FloatSlider, Layout

    places = 0 if float(step).is_integer() else 2 if step < 0.1 else 1
    return FloatSlider(
        value=at, min=ends[0], max=ends[1], step=step, description=chosen(words, lang),
        continuous_update=False, readout_format=f".{places}f",
        style={"description_width": "11em"}, layout=Layout(width="27em"),
    )  # fmt: skip


def picture(figure: "Figure") -> bytes:
    """Return a figure as a PNG."""
    with io.BytesIO() as buffer, house_style():
        figure.savefig(buffer, format="png", dpi=_RESOLUTION)
        return buffer.getvalue()


def drawn_by(
    draw: "Callable[[], Figure]", controls: "Sequence[Widget]", *, across: int = 1
) -> "Widget":
    """Return controls above a picture that is drawn anew whenever one of them is moved.

    Parameters
    ----------
    draw : callable
        Reads the controls and returns a figure.
    controls : sequence of Widget
        What to move.
    across : int
        Columns that the controls are laid out in, one after the other.
    """
    from ipywidgets import HBox, Image, Layout, VBox

    shown = Image(value=picture(draw()), format="png", layout=Layout(max_width="100%"))

    def anew(_change: object) -> None:
        shown.value = picture(draw())

    for control in controls:
        control.observe(anew, names="value")
    tall = -(-len(controls) // across)
    columns = [VBox(controls[at : at + tall]) for at in range(0, len(controls), tall)]
    row = HBox(columns, layout=Layout(flex_flow="row wrap"))
    return VBox([row, shown])


def two_cadres(student: str, lang: str = "en") -> "Widget":
    """Return two cadres with sliders for age, pay and taste, and how many of a hundred leave."""
    from ipywidgets import Checkbox, Dropdown, Layout

    from community_sim.course.charts.hundred import hundred_chart

    style: dict[str, Any] = {
        "style": {"description_width": "11em"}, "layout": Layout(width="27em"),
    }  # fmt: skip
    sides: list[list[Any]] = []
    for name, taste in (("a", -1.0), ("b", 1.0)):
        who = word(name, lang)
        posts = [(label(post, lang), int(post)) for post in Post]
        sides.append(
            [
                Dropdown(options=posts, value=0, description=who, **style),
                slider(_WORDS["age"], lang, ends=(22, 50), step=1, at=30),
                slider(_WORDS["pay"], lang, ends=(0.8, 1.5), step=0.05, at=1.0),
                slider(_WORDS["taste"], lang, ends=(-2, 2), step=0.1, at=taste),
                Checkbox(value=False, description=word("ladder", lang), indent=True, **style),
            ]
        )

    def draw() -> "Figure":
        rows = []
        for name, (post, age, pay, taste, closed) in zip("ab", sides, strict=True):
            profile = Profile(post.value, age=int(age.value), pay=pay.value, taste=taste.value)
            chance = chance_of_quitting(student, profile, closed_ladder=closed.value)
            rows.append((word(name, lang), chance))
        return hundred_chart(rows, lang=lang)

    return drawn_by(draw, [*sides[0], *sides[1]], across=2)


def another_luck(student: str, lang: str = "en", *, community: int = 1) -> "Widget":
    """Return one community under a luck that a slider changes: same people, same chances."""
    from community_sim.course.charts.luck import luck_chart
    from community_sim.randomness import uniforms

    here = [each for each in people(student) if each.community == community]
    here.sort(key=lambda each: -each.chance)
    years = chosen(("{age}", "{age}岁"), lang)
    names = [f"{label(Post(each.post), lang)}, {years.format(age=each.age)}" for each in here]
    if lang == "zh":
        names = [name.replace(", ", "，") for name in names]
    luck = slider(("Luck no.", "第几种运气"), lang, ends=(1, 50), step=1, at=1)

    def draw() -> "Figure":
        drawn = [uniforms(int(luck.value), each.number, 0, 1, Decision.HAZARDS)[2] for each in here]
        rows = zip(names, (each.chance for each in here), drawn, strict=True)
        return luck_chart(list(rows), lang=lang)

    return drawn_by(draw, [luck])
