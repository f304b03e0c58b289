"""Hold what a visitor has chosen: place, years and up to four policies, with undo and a link.

A state is a value; a change makes a new one.  A link holds the policies as policy files, and is
read by the same code that reads files, as distrustfully.
"""

import base64
import binascii
import functools
import json
import zlib
from dataclasses import dataclass, replace

from community_sim.errors import BadValue, UnreadableFile
from community_sim.explorer.caps import check_work
from community_sim.place import load_place, place_names
from community_sim.policy import LeverValue, Policy
from community_sim.policy_file import Change, PolicyFile, load_policy, policy_from_text
from community_sim.scenario import Scenario

__all__ = [
    "LONGEST_LINK",
    "MOST_POLICIES",
    "MOST_YEARS",
    "History",
    "State",
    "current_practice",
    "state_from_link",
]

MOST_POLICIES = 4
LONGEST_LINK = 6_000
"""Longest link that is read [characters]."""

_LARGEST_LINKED = 60_000  # unpacked [bytes]
_LONGEST_TITLE = 80
MOST_YEARS = 40
_EMPTY = PolicyFile("policy_1", title="Policy 1", title_zh="政策1")


@functools.cache
def current_practice(place: str) -> Policy:
    """Return current practice at a place; its file is read once."""
    return load_place(place).current_practice()


@functools.lru_cache(maxsize=128)
def _current(place: str, years: int) -> Scenario:
    return Scenario.load(place=place, years=years)


@dataclass(frozen=True)
class State:
    """What is compared.

    Attributes
    ----------
    place : str
        Name of the place.
    years : int
        Policy years, 1 to 40.
    policies : tuple of PolicyFile
        One to four, with names of their own.
    active : int
        Which of them the levers belong to.
    """

    place: str = "kaifu"
    years: int = 10
    policies: tuple[PolicyFile, ...] = (_EMPTY,)
    active: int = 0

    @property
    def chosen(self) -> PolicyFile:
        """Return the policy that the levers belong to."""
        return self.policies[self.active]

    def current(self) -> Scenario:
        """Return current practice at the place."""
        return _current(self.place, self.years)

    def scenarios(self) -> tuple[Scenario, ...]:
        """Return current practice and the policies that change anything.

        Raises
        ------
        BadValue
            A policy does not fit the place, or all are too much for one click; the message says
            which and why.
        """
        current = self.current()
        made = [current.with_policy(policy) for policy in self.policies if policy.changes]
        scenarios = (current, *(each for each in made if each.policy_file is not None))
        check_work(scenarios)
        return scenarios

    def at(self, lever: str) -> LeverValue:
        """Return a lever's value under the chosen policy."""
        return self.policy()[lever]

    def policy(self) -> Policy:
        """Return all levers of the chosen policy."""
        return self.chosen.apply(current_practice(self.place))

    def with_place(self, place: str) -> "State":
        """Return the same policies at another place."""
        load_place(place)
        return replace(self, place=place)

    def with_years(self, years: int) -> "State":
        """Return the same over another number of policy years."""
        if not 1 <= years <= MOST_YEARS:
            raise BadValue(f"years is {years}; give a number from 1 to {MOST_YEARS}.")
        return replace(self, years=years)

    def with_lever(self, lever: str, value: LeverValue) -> "State":
        """Return the state with a lever of the chosen policy set; as today: not changed at all."""
        kept = tuple(each for each in self.chosen.changes if each.lever != lever)
        today = current_practice(self.place)[lever]
        if value != today:
            change = Change(lever, "set", value, self.chosen.name)
            change.applied_to(today)
            kept = (*kept, change)
        own = replace(self.chosen, changes=kept, code="", expected=(), wishes=(), no_wish="")
        return self._with(own)

    def started_from(self, name: str) -> "State":
        """Return the state with the chosen policy begun from a shipped one."""
        return self._with(self._named(load_policy(name)))

    def with_file(self, text: str, name: str) -> "State":
        """Return the state with the chosen policy read from the text of a policy file."""
        return self._with(self._named(policy_from_text(text, name)))

    def with_title(self, title: str) -> "State":
        """Return the state with another title of the chosen policy."""
        plain = " ".join(title.split())[:_LONGEST_TITLE]
        if not plain.isprintable():
            raise BadValue("A title is plain text.")
        return self._with(replace(self.chosen, title=plain, title_zh=plain))

    def without_changes(self) -> "State":
        """Return the state with the chosen policy reset to current practice."""
        return self._with(replace(_EMPTY, name=self.chosen.name, title=self.chosen.title,
                                  title_zh=self.chosen.title_zh))  # fmt: skip

    def with_another(self) -> "State":
        """Return the state with a copy of the chosen policy added, and chosen."""
        if len(self.policies) == MOST_POLICIES:
            raise BadValue(f"Compare up to {MOST_POLICIES} policies; remove one first.")
        number = len(self.policies) + 1
        copy = replace(self.chosen, title=f"{self.chosen.title} ({number})",
                       title_zh=f"{self.chosen.title_zh}（{number}）")  # fmt: skip
        copy = self._named(copy, others=self.policies)
        return replace(self, policies=(*self.policies, copy), active=len(self.policies))

    def without_chosen(self) -> "State":
        """Return the state with the chosen policy removed; one always stays."""
        if len(self.policies) == 1:
            return replace(self, policies=(_EMPTY,), active=0)
        kept = tuple(each for at, each in enumerate(self.policies) if at != self.active)
        return replace(self, policies=kept, active=min(self.active, len(kept) - 1))

    def choosing(self, active: int) -> "State":
        """Return the state with another policy chosen."""
        if not 0 <= active < len(self.policies):
            raise BadValue(f"There is no policy {active + 1}.")
        return replace(self, active=active)

    def as_link(self) -> str:
        """Return the state as the text of a link; `state_from_link` reads it."""
        content = {
            "place": self.place, "years": self.years, "active": self.active,
            "policies": [[policy.name, policy.as_text()] for policy in self.policies],
        }  # fmt: skip
        packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 9)
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    def _with(self, policy: PolicyFile) -> "State":
        policies = list(self.policies)
        policies[self.active] = policy
        made = replace(self, policies=tuple(policies))
        made.policy()  # raises what is wrong with it
        return made

    def _named(
        self, policy: PolicyFile, others: tuple[PolicyFile, ...] | None = None
    ) -> PolicyFile:
        """Return a policy under a name that no other one has."""
        if others is None:
            others = tuple(each for at, each in enumerate(self.policies) if at != self.active)
        taken = {each.name for each in others} | {"current_practice"}
        name, number = policy.name, 2
        while name in taken:
            name, number = f"{policy.name}_{number}", number + 1
        return replace(policy, name=name)


def state_from_link(text: str) -> State:
    """Return the state that a link holds.

    Raises
    ------
    CommunitySimError
        The link is cut short, too long, or holds what no policy file may.
    """
    if len(text) > LONGEST_LINK:
        raise UnreadableFile(f"The link is longer than {LONGEST_LINK:,} characters.")
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        unpacking = zlib.decompressobj()
        raw = unpacking.decompress(packed, _LARGEST_LINKED)
        content = json.loads(raw) if unpacking.eof else None
    except (ValueError, binascii.Error, zlib.error, RecursionError) as error:
        raise UnreadableFile("The link is not whole; copy it again.") from error
    return _checked(content)


def _checked(content: object) -> State:
    match content:
        case {"place": str(place), "years": int(years), "active": int(active),
              "policies": [_, *_] as policies} if place in place_names():  # fmt: skip
            state = State(place).with_years(years)
        case _:
            raise UnreadableFile("The link is not whole; copy it again.")
    if len(policies) > MOST_POLICIES:
        raise BadValue(f"Compare up to {MOST_POLICIES} policies.")
    for number, each in enumerate(policies):
        match each:
            case [str(name), str(written)]:
                if number:
                    state = replace(state, policies=(*state.policies, _EMPTY), active=number)
                state = state.with_file(written, name)
            case _:
                raise UnreadableFile("The link is not whole; copy it again.")
    return state.choosing(active)


@dataclass(frozen=True)
class History:
    """A state with those before it, and those that were taken back.

    A lever drawn along passes many values; those of one gesture are one change.
    """

    now: State = State()
    before: tuple[State, ...] = ()
    after: tuple[State, ...] = ()
    gesture: int = 0

    _MOST = 100

    def then(self, state: State, gesture: int = 0) -> "History":
        """Return the history after a change; no change is not remembered.

        Parameters
        ----------
        state : State
            What is chosen now.
        gesture : int
            Number of the movement that the change is part of; 0: of none.
        """
        if state == self.now:
            return self
        is_same = gesture != 0 and gesture == self.gesture
        before = self.before if is_same else (*self.before, self.now)[-self._MOST :]
        return History(state, before, gesture=gesture)

    def undone(self) -> "History":
        """Return the history with the last change taken back."""
        if not self.before:
            return self
        return History(self.before[-1], self.before[:-1], (self.now, *self.after))

    def redone(self) -> "History":
        """Return the history with the last change that was taken back made again."""
        if not self.after:
            return self
        return History(self.after[0], (*self.before, self.now), self.after[1:])
