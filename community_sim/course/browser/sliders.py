"""Sliders that come before code: somebody else's luck, and other pay."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from community_sim.course.browser.decade import PAY_STEPS, Decade, live, one_community, with_pay
from community_sim.course.browser.pictures import posts_picture
from community_sim.vocabulary import SeparationReason, label

if TYPE_CHECKING:
    from ipywidgets import VBox

__all__ = ["luck_slider", "pay_slider", "summary"]

_WORDS: Mapping[str, tuple[str, str]] = {
    "seed": ("Seed", "种子"),
    "pay": ("Pay, times", "待遇倍数"),
    "people": (
        "{people} people held the {posts} posts; {exits} left.",
        "{posts}个岗位先后由{people}人担任，其中{exits}人离开。",
    ),
    "reasons": ("Why they left: {reasons}.", "离开原因：{reasons}。"),
    "between": ("; ", "，"),
    "nobody": ("nobody left", "无人离开"),
}


def _word(key: str, lang: str) -> str:
    return _WORDS[key][lang == "zh"]


def summary(decade: Decade, lang: str = "en") -> str:
    """Return what happened in a decade in two sentences: how many people, and why they left."""
    reasons = list(decade.leavers.values())
    counted = {reason: reasons.count(reason) for reason in SeparationReason}
    parts = [
        f"{label(reason, lang)}{'' if lang == 'zh' else ' '}{number}{'人' if lang == 'zh' else ''}"
        for reason, number in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
        if number
    ]
    said = _word("people", lang).format(
        people=decade.people, posts=len(decade.posts), exits=len(reasons)
    )
    why = _word("between", lang).join(parts) or _word("nobody", lang)
    return said + (" " if lang == "en" else "") + _word("reasons", lang).format(reasons=why)


def luck_slider(lang: str = "en", seeds: int = 10) -> "VBox":
    """Return a slider over seeds, and the decade that each makes."""
    from ipywidgets import IntSlider

    slider = IntSlider(1, 1, seeds, description=_word("seed", lang), continuous_update=False)
    return _shown(slider, lambda seed: live(one_community(), seed), lang)


def pay_slider(lang: str = "en", seed: int = 1) -> "VBox":
    """Return a slider over what pay is multiplied by, and the decade under the same luck."""
    from ipywidgets import SelectionSlider

    slider = SelectionSlider(
        options=[(f"{step:g}", step) for step in PAY_STEPS],
        description=_word("pay", lang),
        continuous_update=False,
    )
    return _shown(slider, lambda step: live(with_pay(one_community(), step), seed), lang)


def _shown(slider: Any, decade_at: Callable[[Any], Decade], lang: str) -> "VBox":
    from ipywidgets import HTML, VBox

    page = HTML()

    def draw(_: object = None) -> None:
        decade = decade_at(slider.value)
        page.value = f"<p>{summary(decade, lang)}</p>{posts_picture(decade, lang)}"

    slider.observe(draw, "value")
    draw()
    return VBox([slider, page])
