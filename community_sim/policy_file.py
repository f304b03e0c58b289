"""Read policy files: what a policy changes, for whom, from when, and why."""

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import yaml

from community_sim.errors import (
    BadValue,
    ConflictingLevers,
    UnknownPolicy,
    UnknownWish,
    did_you_mean,
)
from community_sim.policy import (
    LeverValue,
    Policy,
    checked,
    levers,
    unknown_lever,
    with_the_rest,
)
from community_sim.reading import Document, data_folder, is_plain_name, parse_yaml, read_yaml
from community_sim.wishes import load_wishes

__all__ = [
    "AppliesTo",
    "Change",
    "PolicyFile",
    "combine",
    "load_policy",
    "policy_from_text",
    "policy_names",
]

AppliesTo = Literal["everyone", "entrants", "bridge"]

OPERATIONS = ("multiply_by", "add", "at_least", "at_most")
LATEST_START = 100
LONGEST_BRIDGE = 30
DEEPEST_COMBINATION = 4

_FIELDS = (
    "code", "title", "title_zh", "rationale", "report", "wishes", "no_wish", "starts",
    "applies_to", "bridge_years", "expect", "combines", "levers",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One lever's change: a value to set, or an operation on current practice.

    Attributes
    ----------
    lever : str
        Full name of the lever.
    operation : str
        set, multiply_by, add, at_least or at_most.
    value : float, int, bool or str
        The value or operand; of a schedule, the last one.
    where : str
        File and line, for errors.
    schedule : tuple of (year, value)
        Values or operands by the policy year from which they hold, the earliest first; empty where
        the value holds from the policy's start.
    """

    lever: str
    operation: str
    value: LeverValue
    where: str = ""
    schedule: tuple[tuple[int, LeverValue], ...] = ()

    def steps(self, starts: int) -> tuple[tuple[int, LeverValue], ...]:
        """Return the values or operands by the year from which they hold, of a policy's start."""
        return self.schedule or ((starts, self.value),)

    def applied_to(self, current: LeverValue, value: LeverValue | None = None) -> LeverValue:
        """Return the lever's new value, in its own type and range; by default the last one."""
        value = self.value if value is None else value
        if self.operation == "set":
            return checked(self.lever, value, self.where)
        before, operand = float(current), float(value)
        after = {
            "multiply_by": before * operand,
            "add": before + operand,
            "at_least": max(before, operand),
            "at_most": min(before, operand),
        }[self.operation]
        return checked(self.lever, after, self.where)


@dataclass(frozen=True)
class PolicyFile:
    """A policy as written: only what differs from current practice.

    Attributes
    ----------
    name, code : str
        File stem, and the code of MODEL.md section J.
    title, title_zh, rationale : str
        For people.
    report : tuple of str
        Report sections that ask for it.
    starts : int
        Policy year from which levers without a schedule of their own change.
    applies_to : str
        everyone, entrants (老人老办法、新人新办法) or bridge (中人过渡).
    bridge_years : int
        Years in which incumbents move to the new pay, with `bridge`.
    changes : tuple of Change
        What it changes, lever by lever.
    expected : tuple of (outcome, sign)
        Signs written down before any run: up or down.
    wishes : tuple of str
        Ids of the wishes that it tries, those of the policies that it combines included.
    no_wish : str
        Why it tries no wish of a report, where it tries none.
    """

    name: str
    code: str = ""
    title: str = ""
    title_zh: str = ""
    rationale: str = ""
    report: tuple[str, ...] = ()
    starts: int = 1
    applies_to: AppliesTo = "everyone"
    bridge_years: int = 0
    changes: tuple[Change, ...] = ()
    expected: tuple[tuple[str, str], ...] = ()
    path: str = ""
    wishes: tuple[str, ...] = ()
    no_wish: str = ""

    @property
    def expect(self) -> Mapping[str, str]:
        """Expected sign of an outcome's difference, by outcome."""
        return dict(self.expected)

    def apply(self, current: Policy) -> Policy:
        """Return the policy that follows from current practice, as it is in the end.

        Of the shares of a level's routes, those that the file does not state take what the stated
        ones leave, in the proportions that they have.

        Raises
        ------
        BadValue
            A result is out of its lever's range, or shares do not sum to one.
        """
        return self.steps(current)[-1][1]

    def steps(self, current: Policy) -> tuple[tuple[int, Policy], ...]:
        """Return the policies that follow from current practice, by their first year.

        Raises
        ------
        BadValue
            As `apply`.
        """
        steps = {change.lever: change.steps(self.starts) for change in self.changes}
        years = sorted({year for each in steps.values() for year, _ in each}) or [self.starts]
        return tuple((year, self._in_force(current, year)) for year in years)

    def _in_force(self, current: Policy, year: int) -> Policy:
        """Return the policy as it is in a year."""
        values: dict[str, LeverValue] = {}
        for change in self.changes:
            begun = [value for since, value in change.steps(self.starts) if since <= year]
            if begun:
                values[change.lever] = change.applied_to(current[change.lever], begun[-1])
        groups: dict[str, dict[str, LeverValue]] = {}
        for lever, value in values.items():
            group, name = lever.split(".")
            groups.setdefault(group, {})[name] = value
        policy = current.model_copy(
            update={
                group: getattr(current, group).model_copy(update=changed)
                for group, changed in groups.items()
            }
        )
        return with_the_rest(policy, values, self.path)

    def as_text(self) -> str:
        """Return the policy as the text of a policy file, which reads back as the same policy."""
        content: dict[str, Any] = {
            key: value
            for key, value in (
                ("code", self.code), ("title", self.title), ("title_zh", self.title_zh),
                ("rationale", self.rationale), ("report", list(self.report)),
                ("wishes", list(self.wishes)), ("no_wish", self.no_wish),
                ("expect", dict(self.expected)),
            )
            if value
        }  # fmt: skip
        if self.starts > 1:
            content["starts"] = self.starts
        if self.applies_to != "everyone":
            content["applies_to"] = self.applies_to
        if self.bridge_years:
            content["bridge_years"] = self.bridge_years
        groups: dict[str, dict[str, Any]] = {}
        for change in self.changes:
            group, name = change.lever.split(".")
            value: Any = _written(change.value)
            if change.schedule:
                value = {year: _written(each) for year, each in change.schedule}
            written = value if change.operation == "set" else {change.operation: value}
            groups.setdefault(group, {})[name] = written
        if groups:
            content["levers"] = groups
        return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)

    def sentence(self, current: Policy, lang: str = "en", policy: Policy | None = None) -> str:
        """Return one sentence on what the policy changes, from which value to which.

        Parameters
        ----------
        current : Policy
            Current practice.
        lang : str
            en or zh.
        policy : Policy, optional
            What the policy became at a place, where pay was scaled to hold the wage bill.
        """
        policy = self.apply(current) if policy is None else policy
        parts = []
        for name, (after, before) in self.differences(current, policy).items():
            lever = levers()[name]
            by_year = self.by_year(name, current, lang)
            if lever.kind is bool:
                parts.append(lever.label_zh if lang == "zh" else lever.label_en.lower())
                continue
            unit = "" if isinstance(before, bool | str) else f" {lever.unit}"
            if lang == "zh":
                to = by_year or _shown(after, lang)
                parts.append(f"{lever.label_zh}由{_shown(before, lang)}改为{to}")
            else:
                label = lever.label_en[0].lower() + lever.label_en[1:]
                if by_year:
                    parts.append(f"{label} from {_shown(before)}{unit} to {by_year}")
                else:
                    parts.append(f"{label} from {_shown(before)} to {_shown(after)}{unit}")
        if not parts:
            return "不改变任何政策杠杆。" if lang == "zh" else "Changes no lever."
        if lang == "zh":
            return f"{'；'.join(parts)}{self.scope(lang)}。"
        return f"Changes {'; '.join(parts)}{self.scope(lang)}."

    def differences(
        self, current: Policy, policy: Policy
    ) -> dict[str, tuple[LeverValue, LeverValue]]:
        """Return what differs at any time: a temporary change is one, though it ends as it was."""
        found = {each.lever for each in self.changes if len(each.schedule) > 1}
        return {
            name: (policy[name], current[name])
            for name in levers()
            if name in found or policy[name] != current[name]
        }

    def by_year(self, name: str, current: Policy, lang: str = "en") -> str:
        """Return a lever's values with the years from which they hold, where it has a schedule."""
        for change in self.changes:
            if change.lever == name and change.schedule:
                steps = [
                    (year, _shown(change.applied_to(current[name], value), lang))
                    for year, value in change.schedule
                ]
                if lang == "zh":
                    return "、".join(f"{shown}（第{year}年起）" for year, shown in steps)
                return ", ".join(f"{shown} from year {year}" for year, shown in steps)
        return ""

    def scope(self, lang: str = "en") -> str:
        """Return for whom the policy holds and from when; nothing where for all and at once."""
        words = {
            "entrants": (" (for new entrants only)", "（仅适用于新进人员）"),
            "bridge": (
                f" (incumbents move over {self.bridge_years} years)",
                f"（在职人员{self.bridge_years}年过渡）",
            ),
        }.get(self.applies_to, ("", ""))
        years = [year for change in self.changes for year, _ in change.steps(self.starts)]
        first, last = min(years, default=self.starts), max(years, default=self.starts)
        start = (f", from year {first}", f"，自第{first}年起")
        if last > first:
            start = (f", in steps from year {first} to {last}", f"，第{first}至{last}年分步实施")
        which = 1 if lang == "zh" else 0
        return words[which] + (start[which] if last > 1 else "")


def policy_names() -> tuple[str, ...]:
    """Return the names of the shipped policies, current practice first."""
    names = sorted(path.stem for path in (data_folder() / "policies").glob("*.yaml"))
    return tuple(sorted(names, key=lambda name: (name != "current_practice", name)))


def load_policy(which: str | Path) -> PolicyFile:
    """Return a policy by its name, its code (`S1`), or the path of a file.

    Raises
    ------
    UnknownPolicy
        No shipped policy has the name or code, and no such file exists.
    UnreadableFile, BadValue, UnknownLever
        The file is malformed; the message says where and what would be right.
    """
    text = str(which)
    if text.endswith((".yaml", ".yml")) or isinstance(which, Path):
        if not os.path.exists(which):
            raise UnknownPolicy(f"There is no policy file '{text}'.")
        return _read(Path(which), ())
    return _shipped(text, ())


def _shipped(name: str, within: tuple[Path, ...], where: str = "") -> PolicyFile:
    names = policy_names()
    folder = data_folder() / "policies"
    candidates = [name] if is_plain_name(name) and name in names else names
    for candidate in candidates:
        path = folder / f"{candidate}.yaml"
        if candidate == name or read_yaml(path).values.get("code") == name:
            if path in within:
                way = " and ".join(file.stem for file in within[within.index(path) :])
                raise BadValue(f"{where}: '{path.stem}' combines itself, by way of {way}.")
            return _read(path, within)
    at = f"{where}: " if where else ""
    advice = did_you_mean(name, names) or "'community-sim show policies' lists them."
    raise UnknownPolicy(f"{at}'{name}' is not a policy. {advice}")


def policy_from_text(text: str, name: str) -> PolicyFile:
    """Read a policy from the text of a policy file.

    Parameters
    ----------
    text : str
        YAML, as a policy file holds it.  It may combine shipped policies only.
    name : str
        The file's name without its ending.

    Raises
    ------
    UnreadableFile, BadValue, UnknownLever, UnknownPolicy
        As `load_policy` does.
    """
    if not is_plain_name(name):
        raise BadValue(f"'{name[:100]}': name a policy with letters, digits, '_' and '-' only.")
    return _policy(parse_yaml(text, f"{name}.yaml"), Path(f"{name}.yaml"), ())


def _read(path: Path, within: tuple[Path, ...]) -> PolicyFile:
    shown = path.name if path.parent == data_folder() / "policies" else str(path)
    return _policy(replace(read_yaml(path), path=shown), path, within)


def _policy(document: Document, path: Path, within: tuple[Path, ...]) -> PolicyFile:
    shown = document.path
    for key in document.values:
        if key not in _FIELDS:
            raise BadValue(
                f"{document.where(key)}: '{key}' is not a field of a policy. "
                f"{did_you_mean(key, _FIELDS)}"
            )
    if not is_plain_name(path.stem):
        raise BadValue(f"{shown}: name the file with letters, digits, '_' and '-' only.")
    applies_to = _one_of(document, "applies_to", ("everyone", "entrants", "bridge"), "everyone")
    bridge = _whole(document, "bridge_years", 0, LONGEST_BRIDGE, 0)
    if (applies_to == "bridge") != (bridge > 0):
        given = "bridge_years" if "bridge_years" in document.values else "applies_to"
        raise BadValue(
            f"{document.where(given)}: give 'bridge_years' (1 to {LONGEST_BRIDGE}) with "
            "'applies_to: bridge', and only then."
        )
    own = PolicyFile(
        path.stem,
        _string(document, "code"),
        _string(document, "title") or path.stem,
        _string(document, "title_zh") or _string(document, "title") or path.stem,
        _string(document, "rationale").strip(),
        tuple(str(item) for item in _sequence(document, "report")),
        _whole(document, "starts", 1, LATEST_START, 1),
        applies_to,  # type: ignore[arg-type]
        bridge,
        _changes(document),
        _expectations(document),
        shown,
        _wishes(document),
        _string(document, "no_wish").strip(),
    )
    parts = _parts(document, (*within, path))
    return combine([*parts, own], own, document.where("combines")) if parts else own


def _parts(document: Document, within: tuple[Path, ...]) -> list[PolicyFile]:
    """Return the policies that a policy combines; none twice, none that combines it."""
    where = document.where("combines")
    names = [str(name) for name in _sequence(document, "combines")]
    if len(set(names)) < len(names):
        raise BadValue(f"{where}: 'combines' names a policy twice; keep one.")
    if names and len(within) > DEEPEST_COMBINATION:
        raise BadValue(
            f"{where}: policies that combine policies are read {DEEPEST_COMBINATION} deep; name "
            "the parts themselves."
        )
    return [_shipped(name, within, where) for name in names]


def combine(parts: Sequence[PolicyFile], frame: PolicyFile, where: str = "") -> PolicyFile:
    """Return one policy with the changes of several, framed as `frame`.

    Raises
    ------
    ConflictingLevers
        Two parts change the same lever, or apply to different people.
    """
    at = f"{where}: " if where else ""
    seen: dict[str, PolicyFile] = {}
    changes: list[Change] = []
    for part in parts:
        scope = (part.applies_to, part.bridge_years)
        if part.changes and scope != (frame.applies_to, frame.bridge_years):
            raise ConflictingLevers(
                f"{at}'{part.name}' and '{frame.name}' apply to different people; policies that "
                "are combined must agree on that."
            )
        for change in part.changes:
            if change.lever in seen and seen[change.lever] is not part:
                raise ConflictingLevers(
                    f"{at}'{seen[change.lever].name}' and '{part.name}' both change "
                    f"'{change.lever}'; say in one policy what should hold."
                )
            seen[change.lever] = part
            if part.starts != frame.starts and not change.schedule:
                change = replace(change, schedule=((part.starts, change.value),))  # noqa: PLW2901
            changes.append(change)
    wishes = dict.fromkeys(each for part in (*parts, frame) for each in part.wishes)
    return replace(
        frame,
        changes=tuple(changes),
        wishes=tuple(wishes),
        no_wish="" if wishes else frame.no_wish,
    )


def _wishes(document: Document) -> tuple[str, ...]:
    """Return the wishes that a policy names; none twice, and none beside why there is none."""
    where = document.where("wishes")
    names = tuple(str(name) for name in _sequence(document, "wishes"))
    for name in names:
        if name not in load_wishes():
            advice = did_you_mean(name, load_wishes()) or "'community-sim show wishes' lists them."
            raise UnknownWish(f"{where}: '{name}' is not a wish. {advice}")
    if len(set(names)) < len(names):
        raise BadValue(f"{where}: 'wishes' names a wish twice; keep one.")
    if names and document.values.get("no_wish"):
        raise BadValue(f"{document.where('no_wish')}: give 'wishes' or 'no_wish', not both.")
    return names


def _changes(document: Document) -> tuple[Change, ...]:
    changes = []
    groups = _mapping(document, "levers", "groups of levers")
    for group, entries in groups.items():
        where = document.where("levers", group)
        if not isinstance(entries, dict):
            raise BadValue(f"{where}: '{group}' must hold levers, one a line.")
        for name, entry in entries.items():
            where = document.where("levers", group, name)
            lever = f"{group}.{name}"
            if lever not in levers():
                raise unknown_lever(lever, where)
            changes.append(_change(lever, entry, where))
    return tuple(changes)


def _change(lever: str, entry: Any, where: str) -> Change:
    operation, value = "set", entry
    if isinstance(entry, dict) and not _is_schedule(entry):
        if len(entry) != 1 or next(iter(entry)) not in OPERATIONS:
            raise BadValue(
                f"{where}: '{lever}' takes a value, values by year such as {{1: 0.5, 2: 0.6}}, or "
                f"one of {', '.join(OPERATIONS)} with a number or with numbers by year."
            )
        operation, value = next(iter(entry.items()))
    schedule = _schedule(lever, value, where) if isinstance(value, dict) else ()
    for each in [value for _, value in schedule] or [value]:
        if operation == "set":
            checked(lever, each, where)
            continue
        is_number = isinstance(each, int | float) and not isinstance(each, bool)
        if not is_number or not math.isfinite(each) or levers()[lever].low is None:
            raise BadValue(f"{where}: '{operation}' of '{lever}' is {each!r}; give a number.")
    last = schedule[-1][1] if schedule else value
    return Change(lever, operation, last, where, schedule)


def _is_schedule(entry: Mapping[str, Any]) -> bool:
    return bool(entry) and all(str(key).lstrip("-").isdigit() for key in entry)


def _schedule(lever: str, entry: Any, where: str) -> tuple[tuple[int, Any], ...]:
    """Return values by year, the earliest first."""
    if not _is_schedule(entry):
        raise BadValue(
            f"{where}: '{lever}' by year is written {{1: 0.5, 2: 0.6}}, years before the colons."
        )
    for year in entry:
        if not 1 <= int(year) <= LATEST_START:
            raise BadValue(
                f"{where}: '{lever}' changes in year {year}; give years from 1 to {LATEST_START}."
            )
    years = {int(year): value for year, value in entry.items()}
    if len(years) < len(entry):
        raise BadValue(f"{where}: '{lever}' names a year twice; keep one.")
    return tuple(sorted(years.items(), key=lambda each: each[0]))


def _written(value: LeverValue) -> LeverValue:
    """Return a value as YAML writes it."""
    return str(value) if isinstance(value, str) else value


def _expectations(document: Document) -> tuple[tuple[str, str], ...]:
    given = _mapping(document, "expect", "outcomes, one a line")
    for outcome, sign in given.items():
        if sign not in ("up", "down"):
            raise BadValue(
                f"{document.where('expect', outcome)}: '{outcome}' is {sign!r}; expect up or down."
            )
    return tuple((str(outcome), str(sign)) for outcome, sign in given.items())


def _mapping(document: Document, key: str, what: str) -> Mapping[str, Any]:
    value = document.values.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadValue(f"{document.where(key)}: '{key}' must hold {what}.")
    return value


def _string(document: Document, key: str) -> str:
    value = document.values.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadValue(f"{document.where(key)}: '{key}' is {value!r}; write text, in quotes.")
    return value


def _sequence(document: Document, key: str) -> list[Any]:
    value = document.values.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(_is_word(item) for item in value):
        raise BadValue(f"{document.where(key)}: '{key}' must be a list such as [1/二/4].")
    return value


def _is_word(item: object) -> bool:
    return isinstance(item, str | int | float) and not isinstance(item, bool)


def _whole(document: Document, key: str, low: int, high: int, default: int) -> int:
    value = document.values.get(key, default)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise BadValue(
            f"{document.where(key)}: '{key}' is {value!r}; it must be a whole number from {low} "
            f"to {high}."
        )
    return value


def _one_of(document: Document, key: str, choices: tuple[str, ...], default: str) -> str:
    value = document.values.get(key, default)
    if value not in choices:
        raise BadValue(
            f"{document.where(key)}: '{key}' is {value!r}; it must be one of {', '.join(choices)}."
        )
    return str(value)


def _shown(value: LeverValue, lang: str = "en") -> str:
    if isinstance(value, bool):
        words = ("是", "否") if lang == "zh" else ("yes", "no")
        return words[0] if value else words[1]
    if isinstance(value, str):
        return str(value)
    return f"{value:,.4g}" if value < 1000 else f"{value:,.0f}"
