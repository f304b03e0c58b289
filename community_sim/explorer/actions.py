"""Change what a visitor has chosen by what their browser sends, and by nothing else."""

from collections.abc import Callable
from typing import Any

from community_sim.errors import BadValue, UnreadableFile
from community_sim.explorer.state import History, State
from community_sim.policy import LeverValue, levers
from community_sim.policy_file import policy_names
from community_sim.reading import is_plain_name

__all__ = ["LARGEST_UPLOAD", "after"]

LARGEST_UPLOAD = 50_000
"""Largest policy file that is read [bytes]."""

_DECIMALS = 6


def after(history: History, sent: object) -> History:
    """Return the history after what a browser sent.

    Parameters
    ----------
    history : History
        What the visitor had chosen before.
    sent : object
        Anything that JSON can hold; `{"do": name, ...}` if it comes from the page.

    Raises
    ------
    CommunitySimError
        It is nothing that the page offers, or what it asks for cannot be; nothing is changed then.
    """
    match sent:
        case {"do": "undo"}:
            return history.undone()
        case {"do": "redo"}:
            return history.redone()
        case {"do": "pull", "lever": str(lever), "value": value, "gesture": int(gesture)}:
            return history.then(history.now.with_lever(lever, _value(lever, value)), gesture)
        case {"do": str(name), **given} if name in _CHANGES:
            return history.then(_CHANGES[name](history.now, given.get("with")))
        case _:
            raise BadValue("The page does not offer that.")


def _value(lever: str, value: object) -> LeverValue:
    """Return a lever's value of its own kind; whether it is in range the policy says."""
    if lever not in levers():
        raise BadValue("There is no such lever.")
    kind, choices = levers()[lever].kind, levers()[lever].choices
    match value:
        case bool(is_on) if kind is bool:
            return is_on
        case str(name) if name in choices:
            return name
        case int() | float() if kind in (int, float) and not isinstance(value, bool):
            if kind is float:
                return round(float(value), _DECIMALS)
            if value == int(value):
                return int(value)
    raise BadValue(f"{levers()[lever].label_en} cannot be that.")


def _of(kind: type, change: Callable[[State, Any], State]) -> Callable[[State, object], State]:
    """Return a change that is refused unless what came with it is of a kind."""

    def checked(state: State, given: object) -> State:
        if type(given) is not kind:
            raise BadValue("The page does not offer that.")
        return change(state, given)

    return checked


def _started(state: State, name: str) -> State:
    if name not in policy_names():  # never a path
        raise BadValue("There is no such policy.")
    return state.started_from(name)


def _uploaded(state: State, file: dict[str, object]) -> State:
    match file:
        case {"name": str(name), "text": str(text)}:
            if len(text.encode("utf-8", "replace")) > LARGEST_UPLOAD:
                raise UnreadableFile(f"A policy file has at most {LARGEST_UPLOAD:,} bytes.")
            stem = name.rsplit(".", 1)[0]
            return state.with_file(text, stem if is_plain_name(stem) else "policy")
        case _:
            raise BadValue("The page does not offer that.")


_CHANGES: dict[str, Callable[[State, object], State]] = {
    "place": _of(str, State.with_place),
    "years": _of(int, State.with_years),
    "choose": _of(int, State.choosing),
    "start": _of(str, _started),
    "title": _of(str, State.with_title),
    "upload": _of(dict, _uploaded),
    "add": lambda state, _: state.with_another(),
    "remove": lambda state, _: state.without_chosen(),
    "reset": lambda state, _: state.without_changes(),
}
