"""Say what differs between a store's record and the sweep that is asked for."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from community_sim.design import Design
from community_sim.errors import DesignChanged
from community_sim.sweep.identity import canonical, code_files, environment

__all__ = ["check_unchanged", "differences", "record"]

_MOST_NAMES = 5


def record(design: Design) -> dict[str, Any]:
    """Return everything that decides a sweep's numbers, as plain values for JSON."""
    found = {
        "design": design.record(),
        "code": dict(code_files()),
        "environment": dict(environment()),
    }
    plain: dict[str, Any] = json.loads(canonical(found))  # as it will be read back
    return plain


def check_unchanged(folder: Path, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """Raise DesignChanged, saying what changed, if two records are not the same."""
    changed = differences(before, now)
    if changed:
        raise DesignChanged(
            f"{folder.name}: its runs belong to another sweep: {'; '.join(changed)}. Give another "
            "folder with --out, or undo the change."
        )


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return, in a phrase each, what differs between two records."""
    old, new = before["design"], now["design"]
    phrases = []
    for field, noun in (("policies", "policy"), ("places", "place")):
        phrases += _of_named(noun, old[field], new[field])
    phrases += _of_mapping("parameter", old["parameters"], new["parameters"])
    phrases += _of_draws(old["draws"], new["draws"])
    for field in ("seeds", "years", "horizons", "outcomes"):
        if old[field] != new[field]:
            phrases.append(f"{field} {_shown(old[field])} became {_shown(new[field])}")
    phrases += _of_mapping("code", before["code"], now["code"], values=False)
    phrases += _of_mapping("version of", before["environment"], now["environment"])
    return phrases


def _of_named(noun: str, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[str]:
    before = {each["name"]: _content(each) for each in old}
    now = {each["name"]: _content(each) for each in new}
    phrases = _of_mapping(noun, before, now, values=False)
    if not phrases and list(before) != list(now):
        phrases.append(f"the order of the {noun} list changed")
    return phrases


def _content(each: Mapping[str, Any]) -> dict[str, Any]:
    """Return what counts: titles may change."""
    return {name: value for name, value in each.items() if not name.startswith("title")}


def _of_draws(old: list[Any], new: list[Any]) -> list[str]:
    """Return how many draws differ, and what the first of them was and is."""
    if len(old) != len(new):
        return [f"{len(old)} draws became {len(new)}"]
    others = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    if not others:
        return []
    before, now = (json.dumps(each, ensure_ascii=False) for each in others[0])
    return [f"{len(others)} of {len(old)} draws changed, the first from {before} to {now}"]


def _of_mapping(
    noun: str, old: Mapping[str, Any], new: Mapping[str, Any], *, values: bool = True
) -> list[str]:
    phrases = [f"{noun} '{name}' is gone" for name in old if name not in new]
    phrases += [f"{noun} '{name}' is new" for name in new if name not in old]
    for name in old:
        if name in new and old[name] != new[name]:
            how = f" from {_shown(old[name])} to {_shown(new[name])}" if values else ""
            phrases.append(f"{noun} '{name}' changed{how}")
    more = len(phrases) - _MOST_NAMES
    return [*phrases[:_MOST_NAMES], *([f"{more} more of the kind"] if more > 0 else [])]


def _shown(value: Any) -> str:
    if isinstance(value, list) and len(str(value)) > 60:
        return f"({len(value)} of them)"
    return str(value)
