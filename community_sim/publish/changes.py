"""Say what went into one run and not, or otherwise, into the one before."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from community_sim.publish.inputs import CONTENT_KINDS, KINDS, Inputs

__all__ = ["Change", "changes_between"]


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    what : str
        Which: a file, a policy's lever, a parameter of a place, a setting of a page.
    how : {'changed', 'new', 'gone'}
        Whether it was there before, and is there now.
    before, after : plain value or None
        Its values; None where there is none, or only a hash.
    """

    kind: str
    what: str
    how: str
    before: Any = None
    after: Any = None

    def record(self) -> dict[str, Any]:
        """Return the change as plain values."""
        return asdict(self)


def changes_between(before: Inputs, after: Inputs) -> tuple[Change, ...]:
    """Return what changed from one run's inputs to another's, in the order of `KINDS`."""
    return tuple(
        change
        for kind in KINDS
        for change in _of_kind(kind, before.get(kind, {}), after.get(kind, {}))
    )


def _of_kind(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    names = [*after, *(name for name in before if name not in after)]
    is_content = kind in CONTENT_KINDS
    for name in names:
        how = _how(name, before, after)
        if how is not None:
            values = (None, None) if is_content else (before.get(name), after.get(name))
            yield Change(kind, name, how, *values)


def _how(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    if name not in before:
        return "new"
    if name not in after:
        return "gone"
    return None if before[name] == after[name] else "changed"
