"""The board at which a side of the hearing builds its policy: sliders, one button, the ruling."""

import html
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from community_sim.charts.style import chosen
from community_sim.course.city import own_city
from community_sim.course.equal_cost import EVERYBODYS_PAY, EqualCost, at_equal_cost
from community_sim.course.forms import Words
from community_sim.course.hearing import ROLES, referee, referee_chart
from community_sim.course.showing import picture, slider
from community_sim.errors import CommunitySimError
from community_sim.policy import levers
from community_sim.vocabulary import Post, label

if TYPE_CHECKING:
    from ipywidgets import Widget

__all__ = ["hearing_board"]

_WORDS: Mapping[str, Words] = {
    "side": ("Side", "角色"),
    "pay": ("{post} ×", "{post} ×"),
    "relief": ("Work taken away", "行政事务减负"),
    "merit": ("Weight of merit", "晋升中实绩权重"),
    "paid": ("Items with a fee", "费随事转比例"),
    "gives_way": ("Gives way", "由谁找平"),
    "all": ("pay of everybody", "全体人员薪酬"),
    "ask": ("Balance, and ask the referee", "找平并请裁判"),
    "wait": ("The referee is at work …", "裁判正在运行……"),
    "balanced": (
        "Balanced with a factor of {factor:.3f}: the wage bill rises by {cost:,.0f} CNY a year per "
        "community (to spend: {wanted:,.0f}). Your policy as a line of code:",
        "已找平，系数为{factor:.3f}：每社区每年人员经费增加{cost:,.0f}元"
        "（可用{wanted:,.0f}元）。这一方案写成一行代码是：",
    ),
    "before": (
        "× is what the pay of a level is multiplied by. Set the sliders, choose whose pay gives "
        "way, then press the button; it takes seconds.",
        "×表示该级岗位的薪酬乘以多少。先拖动滑块，再选由谁的薪酬找平，然后按按钮，需要几秒钟。",
    ),
}
_FREE = (
    ("workload.relief_share", "relief", (0.0, 0.4)),
    ("promotion.meritocracy_weight", "merit", (0.0, 1.0)),
    ("workload.paid_item_share", "paid", (0.0, 0.5)),
)


def hearing_board(student: str, lang: str = "en") -> "Widget":
    """Return sliders for a policy, and a button that scales it to the sum and runs it.

    Parameters
    ----------
    student : str
        Name of the student whose city it is.
    lang : {'en', 'zh'}
        Language.
    """
    from ipywidgets import HTML, Button, Dropdown, HBox, Image, Layout, VBox

    style: dict[str, Any] = {
        "style": {"description_width": "9em"}, "layout": Layout(width="25em"),
    }  # fmt: skip
    sides = [(each.title(lang), each.key) for each in ROLES]
    side = Dropdown(options=sides, description=_word("side", lang), **style)
    raises = {
        lever: slider(_pay_words(post), lang, ends=(0.8, 1.6), step=0.01, at=1.0)
        for lever, post in zip(EVERYBODYS_PAY, Post, strict=True)
    }
    free = _free_sliders(student, lang)
    options = [(_word("all", lang), ""), *((label(p, lang), EVERYBODYS_PAY[p]) for p in Post)]
    gives_way = Dropdown(options=options, description=_word("gives_way", lang), **style)
    ask = Button(
        description=_word("ask", lang), button_style="primary", layout=Layout(width="25em")
    )
    told = HTML(_word("before", lang))
    shown = Image(value=b"", format="png", layout=Layout(display="none", max_width="100%"))

    def answer(_button: object) -> None:
        told.value = _word("wait", lang)
        scale = gives_way.value or EVERYBODYS_PAY
        changes = _changes(student, raises, free)
        try:
            balanced = at_equal_cost(student, changes, scale=scale)
            ruling = referee(student, {side.value: balanced.changes})
        except CommunitySimError as error:
            told.value, shown.layout.display = html.escape(str(error)), "none"
            return
        told.value = _balanced(side.value, balanced, lang)
        shown.value = picture(referee_chart(ruling, lang=lang))
        shown.layout.display = ""

    ask.on_click(answer)
    left, right = [side, *raises.values()], [*free.values(), gives_way, ask]
    row = HBox([VBox(left), VBox(right)], layout=Layout(flex_flow="row wrap"))
    return VBox([row, told, shown])


def _word(key: str, lang: str) -> str:
    return chosen(_WORDS[key], lang)


def _pay_words(post: Post) -> Words:
    english, chinese = _WORDS["pay"]
    short = label(post, "en").replace("Committee member", "Member")  # what a slider has room for
    return english.format(post=short), chinese.format(post=label(post, "zh"))


def _free_sliders(student: str, lang: str) -> dict[str, Any]:
    today = own_city(student).current_practice()
    return {
        lever: slider(_WORDS[words], lang, ends=ends, step=0.05, at=float(today[lever]))
        for lever, words, ends in _FREE
    }


def _changes(
    student: str, raises: Mapping[str, Any], free: Mapping[str, Any]
) -> dict[str, "float | Mapping[str, float]"]:
    """Return what the sliders change; one that stands where it stood changes nothing."""
    today = own_city(student).current_practice()
    changes: dict[str, float | Mapping[str, float]] = {}
    for lever, control in raises.items():
        if control.value != 1.0:
            changes[lever] = {"multiply_by": round(control.value, 2)}
    for lever, control in free.items():
        if control.value != float(today[lever]):
            changes[lever] = levers()[lever].kind(round(control.value, 2))
    return changes


def _balanced(side: str, balanced: EqualCost, lang: str) -> str:
    words = _word("balanced", lang).format(
        factor=balanced.factor, cost=balanced.cost, wanted=balanced.wanted
    )
    return f"{words}<pre>{side} = {html.escape(repr(balanced.changes))}</pre>"
