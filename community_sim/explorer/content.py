"""What the page shows, as plain data: words, numbers and pictures, ready to be drawn.

Nothing here is markup; the page shows text as text.
"""

import functools
import math
from typing import Any

from community_sim.charts.style import CURRENT, PALETTE, shown_scale
from community_sim.comparison import Comparison, Effect
from community_sim.explorer.ensemble import Look, allowed
from community_sim.explorer.pictures import (
    cost_option,
    exits_option,
    retention_option,
    structure_option,
)
from community_sim.explorer.state import (
    MOST_POLICIES,
    MOST_YEARS,
    History,
    State,
    current_practice,
)
from community_sim.explorer.words import CHOICES, GROUPS, WORDS, say
from community_sim.outcomes import HEADLINE_OUTCOMES, Outcome, outcome
from community_sim.place import HOME, load_place, place_names
from community_sim.policy import Lever, Policy, levers
from community_sim.policy_file import PolicyFile, load_policy, policy_names
from community_sim.report import figure
from community_sim.words import NOTES_ZH

__all__ = ["answer", "choices", "drawings", "fixed"]

SUGGESTED = (
    "hired_pay_1200", "civil_service_quota_10", "task_admission", "package_budget_neutral",
)  # fmt: skip
"""Shipped policies that a visitor without one is offered."""

_STEPS = 100


@functools.cache
def fixed(lang: str) -> dict[str, Any]:
    """Return what depends on the language alone: words, places, policies to start from, levers."""
    is_zh = lang == "zh"
    stated = dict(load_place(HOME).figures)
    return {
        "lang": lang,
        "words": {name: words[is_zh] for name, words in WORDS.items()},
        "most": {"policies": MOST_POLICIES, "years": MOST_YEARS},
        "places": [{"name": name, "title": _place_title(name, lang)} for name in place_names()],
        "suggested": SUGGESTED,
        "starts": [{"name": name, "title": _policy_title(name, lang)} for name in policy_names()],
        "groups": [
            {"name": group, "title": title[is_zh], "levers": [
                _described(lever, stated.get(name, ""), lang) for name, lever in levers().items()
                if name.startswith(f"{group}.")
            ]}
            for group, title in GROUPS.items()
        ],
    }  # fmt: skip


def choices(history: History, lang: str) -> dict[str, Any]:
    """Return what a visitor has chosen, and what they can do next."""
    now = history.now
    today = current_practice(now.place)
    return {
        "place": now.place,
        "years": now.years,
        "active": now.active,
        "title": _own_title(now.chosen, lang),
        "policies": [
            {"title": _own_title(policy, lang) or say("policy_tab", lang, number=at + 1),
             "colour": PALETTE[at],
             "differences": _differences(policy, today), "scope": policy.scope(lang)}
            for at, policy in enumerate(now.policies)
        ],
        "values": _plain(now.policy()),
        "today": _plain(today),
        "can": {
            "undo": bool(history.before),
            "redo": bool(history.after),
            "add": len(now.policies) < MOST_POLICIES,
        },
        "link": now.as_link(),
    }  # fmt: skip


def answer(look: Look, now: State, lang: str) -> dict[str, Any]:
    """Return what the runs find, in words and numbers."""
    comparison, colours = look.comparison, _colours(now)
    policies = [
        {"name": policy, "title": comparison.title(policy, lang), "colour": colours[policy],
         **_headline(comparison.effect(policy, "exit_rate"), lang)}
        for policy in comparison.policies
    ]  # fmt: skip
    return {
        "draws": look.draws,
        "is_final": look.is_final,
        **_stand(look, lang),
        "policies": policies,
        "rows": [_row(comparison, name, lang) for name in HEADLINE_OUTCOMES],
    }


def drawings(look: Look, now: State, lang: str) -> list[dict[str, Any]]:
    """Return the pictures: name, title, what its axis measures, and the ECharts option."""
    colours = _colours(now) | {look.comparison.baseline: CURRENT}
    return [
        {"name": name, "title": say(name, lang), "axis": say(axis, lang),
         "option": option(look.comparison, colours, lang)}
        for name, axis, option in (
            ("retention", "retention_axis", retention_option),
            ("exits", "exits_axis", exits_option),
            ("cost", "service_axis", cost_option),
            ("structure", "structure_axis", structure_option),
        )
    ]  # fmt: skip


def _colours(now: State) -> dict[str, str]:
    """Return a colour for each policy, the same wherever it is shown."""
    return {policy.name: PALETTE[at] for at, policy in enumerate(now.policies)}


def _described(lever: Lever, stated: str, lang: str) -> dict[str, Any]:
    """Return a lever as the page shows it; `stated` are the figures behind kaifu's value."""
    is_number = lever.kind in (int, float)
    is_zh = lang == "zh"
    return {
        "name": lever.name,
        "label": lever.label(lang),
        "kind": "number" if is_number else "choice" if lever.choices else "switch",
        "low": lever.low,
        "high": lever.high,
        "step": _step(lever) if is_number else None,
        "unit": lever.shown_unit(lang) if is_number else "",
        "choices": [
            {"name": each, "title": CHOICES[each][is_zh]} for each in lever.choices
        ],
        "note": NOTES_ZH[lever.note] if is_zh else lever.note,
        "report": lever.report,
        "figures": [_figure_words(each) for each in (*lever.figures.split(), *stated.split())],
    }  # fmt: skip


def _figure_words(identity: str) -> str:
    """Return a figure of a report as one line; its subject is in English, as in the data."""
    found = figure(identity)
    form = ".6g" if found.kind == "date" else ",.6g"
    value = "redacted" if found.value is None else f"{found.value:{form}} {found.unit}"
    return f"{identity}: {found.subject}: {value}"


def _step(lever: Lever) -> float:
    """Return a step of about a hundredth of a lever's range: 1, 2 or 5 times a power of ten."""
    if lever.kind is int:
        return 1.0
    span = float(lever.high or 0.0) - float(lever.low or 0.0)
    size = 10.0 ** math.floor(math.log10(span / _STEPS))
    return next(size * each for each in (1, 2, 5, 10) if size * each * _STEPS >= span * 0.99)


def _plain(policy: Policy) -> dict[str, Any]:
    return {name: policy[name] for name in levers()}


def _place_title(name: str, lang: str) -> str:
    place = load_place(name)
    return place.title_zh if lang == "zh" else place.title


def _policy_title(name: str, lang: str) -> str:
    policy = load_policy(name)
    return f"{policy.code} {_own_title(policy, lang)}".strip()


def _differences(policy: PolicyFile, today: Policy) -> list[dict[str, Any]]:
    """Return what a policy changes, from which value to which, as the page shows values."""
    made, before = policy.apply(today), _plain(today)
    after = _plain(made)
    return [{"lever": name, "now": before[name], "then": after[name]}
            for name in made.differences(today)]  # fmt: skip


def _own_title(policy: PolicyFile, lang: str) -> str:
    return policy.title_zh if lang == "zh" else policy.title


def _stand(look: Look, lang: str) -> dict[str, str]:
    """Return what the numbers stand on, in a word and in a sentence."""
    if look.draws == 0:
        name, words = "first", say("first", lang, runs=look.runs)
    elif look.is_final:
        error = 100.0 * look.error
        name, words = "final", say("final", lang, draws=look.draws, runs=look.runs, error=error)
    else:
        name = "refining"
        words = say(name, lang, draws=look.draws, most=allowed(), runs=look.runs)
    return {"stand": say(f"stand_{name}", lang), "stands_on": words}


def _headline(effect: Effect, lang: str) -> dict[str, str]:
    kind = "undecided" if not effect.decided else "fewer" if effect.effect < 0 else "more"
    return {"kind": kind, "headline": say(kind, lang, size=abs(100.0 * effect.effect))}


def _row(comparison: Comparison, name: str, lang: str) -> dict[str, Any]:
    """Return an outcome's differences, and where their intervals lie on one scale from -1 to 1."""
    measure = outcome(name)
    effects = {policy: comparison.effect(policy, name) for policy in comparison.policies}
    ends = [abs(end) for each in effects.values() for end in (each.effect, each.low, each.high)]
    most = max((end for end in ends if not math.isnan(end)), default=0.0) or 1.0
    return {
        "label": measure.label(lang),
        "unit": shown_scale(measure, lang)[1],
        "cells": [
            {"key": f"{policy}/{name}",
             "value": repr(effect.effect),
             "decided": bool(effect.decided),
             **_shown(effect, measure, lang),
             "bar": None if math.isnan(effect.effect) else
             [round(each / most, 4) for each in (effect.low, effect.effect, effect.high)]}
            for policy, effect in effects.items()
        ],
    }  # fmt: skip


def _shown(effect: Effect, measure: Outcome, lang: str) -> dict[str, str]:
    """Return an effect and its interval as people read them."""
    if math.isnan(effect.effect):
        return {"words": say("undefined", lang), "interval": ""}
    factor, _ = shown_scale(measure, lang)
    shown = [factor * each for each in (effect.effect, effect.low, effect.high)]
    digits = 0 if max(map(abs, shown)) >= 100 else 1
    value, low, high = (f"{each:+,.{digits}f}".replace("-", "\u2212") for each in shown)
    return {"words": value, "interval": f"[{low}, {high}]"}
