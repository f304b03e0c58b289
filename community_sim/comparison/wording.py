"""Say in a few plain sentences what a policy changes and what the runs found."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from community_sim.comparison.effects import Effect
from community_sim.comparison.grounds import name_of_ground
from community_sim.outcomes import COST, UNDEFINED, Outcome, outcome

if TYPE_CHECKING:
    import pandas as pd

    from community_sim.comparison.comparison import Comparison
    from community_sim.scenario import Scenario

__all__ = ["expectation_frame", "title_of", "what_was_found", "with_interval"]

_TOLD = ("recruit_retention_3y", "exit_rate", COST, "service_capacity")

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "opening": "Over {horizon} years, against the baseline ({baseline}): ",
        "opening_drawn": (
            "Over {horizon} years, given {ground}, against the baseline ({baseline}): "
        ),
        "change": "{label} {value} instead of {current} ({effect}; {interval})",
        "difference": "{label} ({effect}; {interval})",
        "interval": "{confidence:g}% interval {low} to {high}",
        "undecided": "the runs do not decide: ",
        "undecided_drawn": "the evidence does not decide: ",
        "interval_drawn": "{confidence:g}% interval {low} to {high}",
        "unchanged": "unchanged in every run: ",
        "undefined": "not observed often enough to compare: ",
        "between": "; ",
        "between_kinds": ". ",
        "end": ".",
        "points": " points",
        "no_lever": "Changes no lever.",
        "levers": "Changes {levers}.",
        "lever": "{name} from {before:g} to {after:g}",
    },
    "zh": {
        "opening": "{horizon}年内，与基准（{baseline}）相比：",
        "opening_drawn": "{horizon}年内，{ground}，与基准（{baseline}）相比：",
        "change": "{label}由{current}变为{value}（{effect}；{interval}）",
        "difference": "{label}（{effect}；{interval}）",
        "interval": "{confidence:g}%区间{low}至{high}",
        "undecided": "模拟结果不能判定变化方向：",
        "undecided_drawn": "现有证据尚不足以判断增减：",
        "interval_drawn": "{confidence:g}%区间{low}至{high}",
        "unchanged": "每次模拟均无变化：",
        "undefined": "观测不足、无法比较：",
        "between": "；",
        "between_kinds": "。",
        "end": "。",
        "points": "个百分点",
        "no_lever": "不改变任何政策杠杆。",
        "levers": "改变{levers}。",
        "lever": "{name}：由{before:g}到{after:g}",
    },
}


def title_of(scenario: "Scenario", lang: str = "en") -> str:
    """Return the title of a scenario's policy, the scenario's name where there is none."""
    policy_file = scenario.policy_file
    if policy_file is None:
        return scenario.name
    title = policy_file.title_zh if lang == "zh" else policy_file.title
    return title or scenario.name


def what_was_found(comparison: "Comparison", policy: str, *, lang: str = "en") -> str:
    """Return what a policy changes and what the runs found at the last horizon.

    Effects that the runs decide come first, with both levels; then those they do not decide, those
    that are zero in every run, and those that cannot be computed.
    """
    words = _words(lang)
    if comparison.is_drawn:
        words = {
            **words, "undecided": words["undecided_drawn"], "opening": words["opening_drawn"],
        }  # fmt: skip
    kinds: dict[str, list[str]] = {"decided": [], "undecided": [], "unchanged": [], "undefined": []}
    for name in _TOLD:
        effect = comparison.effect(policy, name)
        kind = _kind(effect)
        kinds[kind].append(_told(comparison, outcome(name), effect, lang))
    told = [
        words.get(kind, "") + words["between"].join(parts) for kind, parts in kinds.items() if parts
    ]
    opening = words["opening"].format(
        horizon=comparison.horizons[-1], baseline=comparison.title(comparison.baseline, lang),
        ground="" if comparison.ground is None else name_of_ground(comparison.ground, lang),
    )  # fmt: skip
    changes = _what_changes(comparison.results.scenario(policy), lang)
    gap = "" if lang == "zh" else " "
    found = words["between_kinds"].join(
        _capital(part) if at else part for at, part in enumerate(told)
    )
    return f"{changes}{gap}{opening}{found}{words['end']}"


def with_interval(each: Outcome, effect: Effect) -> str:
    """Return an effect and its interval as a reader sees them: '+9.2 [+7.1, +11.3]'."""
    if _kind(effect) == "undefined":
        return UNDEFINED
    low, high = each.show(effect.low, signed=True), each.show(effect.high, signed=True)
    return f"{each.show(effect.effect, signed=True)} [{low}, {high}]"


def expectation_frame(comparison: "Comparison") -> "pd.DataFrame":
    """Return how the signs that the policy files expected turned out at the last horizon."""
    import pandas as pd

    rows = []
    for policy in comparison.policies:
        policy_file = comparison.results.scenario(policy).policy_file
        expected = {} if policy_file is None else policy_file.expect
        for name, sign in expected.items():
            rows.append((policy, name, sign, _turned_out(comparison.effect(policy, name), sign)))
    return pd.DataFrame(rows, columns=["policy", "outcome", "expected", "found"])


def _turned_out(effect: Effect, sign: str) -> str:
    if not effect.decided:
        return "not decided"
    return "as expected" if (effect.effect > 0.0) == (sign == "up") else "contrary"


def _words(lang: str) -> Mapping[str, str]:
    return _WORDS["zh" if lang == "zh" else "en"]


def _kind(effect: Effect) -> str:
    if math.isnan(effect.effect):
        return "undefined"
    if effect.low == effect.high == 0.0:
        return "unchanged"
    return "decided" if effect.decided else "undecided"


def _told(comparison: "Comparison", each: Outcome, effect: Effect, lang: str) -> str:
    words, label, kind = _words(lang), _small(each.label(lang)), _kind(effect)
    if kind in ("unchanged", "undefined"):
        return label
    interval = words["interval_drawn" if comparison.is_drawn else "interval"].format(
        confidence=100.0 * comparison.confidence,
        low=each.show(effect.low, signed=True),
        high=each.show(effect.high, signed=True),
    )
    return words["change" if kind == "decided" else "difference"].format(
        label=label,
        value=_amount(each, effect.value),
        current=_amount(each, effect.current),
        effect=each.show(effect.effect, signed=True)
        + (words["points"] if each.is_percentage else _spaced_unit(each, lang)),
        interval=interval,
    )


def _amount(each: Outcome, value: float) -> str:
    return each.show(value) + ("%" if each.is_percentage else "")


def _spaced_unit(each: Outcome, lang: str) -> str:
    return each.shown_unit(lang) if lang == "zh" else f" {each.shown_unit(lang)}"


def _what_changes(scenario: "Scenario", lang: str) -> str:
    from community_sim.prospects import policy_as_run

    if scenario.policy_file is not None:
        return scenario.policy_file.sentence(scenario.current, lang, policy_as_run(scenario))
    words = _words(lang)
    before, after = scenario.current.as_numbers(), policy_as_run(scenario).as_numbers()
    changed = [
        words["lever"].format(name=name, before=old, after=new)
        for name, old, new in zip(before._fields, before, after, strict=True)
        if old != new
    ]
    if not changed:
        return words["no_lever"]
    return words["levers"].format(levers=words["between"].join(changed))


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
