"""A policy: all levers at once, immutable, made of the rows of `data/levers.csv`."""

from collections import namedtuple
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel, ConfigDict, create_model

from community_sim.catalogue import shipped_names
from community_sim.errors import BadValue, at
from community_sim.levers import (
    FILE,
    STRICT,
    Lever,
    LeverValue,
    checked,
    levers,
    type_of,
    unknown_lever,
)

if TYPE_CHECKING:
    from community_sim.catalogue import Record

__all__ = [
    "GROUPS",
    "ROUTE_SHARES",
    "Lever",
    "LeverValue",
    "Policy",
    "PolicyNumbers",
    "check_route_shares",
    "checked",
    "levers",
    "unknown_lever",
    "with_the_rest",
]

_SHARES_OF_A_LEVEL = "share of outside fills"  # the unit of levers that sum to one
_SHARES_TOLERANCE = 1e-9

if TYPE_CHECKING:

    class PolicyNumbers(Record):
        """All levers as plain numbers, for the rules: `pay.dispersion` is `pay_dispersion`.

        Yes is one and no is zero; a choice is the number of the chosen name, from 0.
        """

else:
    PolicyNumbers = namedtuple(  # noqa: PYI024 - made of the rows
        "PolicyNumbers", [name.replace(".", "_", 1) for name in shipped_names(FILE)]
    )


class LeverGroup(BaseModel):
    """Levers of one subject; frozen, strict, and closed to unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid", **STRICT)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


def _groups() -> dict[str, type[LeverGroup]]:
    """Return a model for each group of levers, in the order of the rows."""
    fields: dict[str, dict[str, Any]] = {}
    for lever in levers().values():
        group, name = lever.name.split(".")
        fields.setdefault(group, {})[name] = (type_of(lever), ...)
    return {
        group: create_model(
            group.title(), __base__=LeverGroup, __module__=__name__, __doc__=f"Levers of {group}.",
            **of_group,
        )
        for group, of_group in fields.items()
    }  # fmt: skip


GROUPS: Mapping[str, type[LeverGroup]] = _groups()
globals().update({model.__name__: model for model in GROUPS.values()})  # where pickle looks


def _route_shares() -> tuple[tuple[str, ...], ...]:
    levels: dict[str, list[str]] = {}
    for lever in levers().values():
        if lever.unit == _SHARES_OF_A_LEVEL:
            name = lever.name.split(".")[1]
            levels.setdefault(name.rpartition("_")[0], []).append(name)
    return tuple(tuple(names) for names in levels.values())


ROUTE_SHARES = _route_shares()
"""Levers that are shares of one level's outside fills and sum to one: all of that unit."""

if TYPE_CHECKING:

    class _Groups(BaseModel):
        def __getattr__(self, group: str) -> LeverGroup: ...

else:
    _Groups = create_model(
        "_Groups",
        __config__=ConfigDict(frozen=True, extra="forbid"),
        __module__=__name__,
        **{group: (model, ...) for group, model in GROUPS.items()},
    )


class Policy(_Groups):
    """All levers of a policy, by group; frozen, equal and hashed by content.

    A place's is `load_place("kaifu").current_practice()`; others are made of one by `with_`.
    """

    def __init__(self, **groups: LeverGroup) -> None:
        if set(groups) != set(GROUPS):
            raise BadValue(
                "A policy has a value for every lever: take that of a place, "
                "load_place('kaifu').current_practice(), and change it by 'with_'."
            )
        super().__init__(**groups)

    @classmethod
    def of(cls, stated: Mapping[str, LeverValue], where: str = "") -> Self:
        """Return the policy of some values, and of the catalogue's for levers not stated.

        Raises
        ------
        UnknownLever
            No lever has a name that is stated.
        BadValue
            A value cannot be the lever's, or a lever has no value here nor in the catalogue.
        """
        values: dict[str, dict[str, LeverValue]] = {group: {} for group in GROUPS}
        for lever in stated:
            if lever not in levers():
                raise unknown_lever(lever, where)
        for lever, about in levers().items():
            value = stated.get(lever, about.default)
            if value is None:
                raise BadValue(f"{at(where)}'{lever}' has no value; a place has to state it.")
            group, name = lever.split(".")
            values[group][name] = checked(lever, value, where)
        return cls(**{group: model(**values[group]) for group, model in GROUPS.items()})

    def __getitem__(self, lever: str) -> LeverValue:
        """Return a lever's value by its full name."""
        if lever not in levers():
            raise unknown_lever(lever)
        group, name = lever.split(".")
        value: LeverValue = getattr(getattr(self, group), name)
        return value

    def with_(self, **changes: LeverValue) -> Self:
        """Return a policy with other values of some levers: `with_(**{"pay.dispersion": 0.1})`.

        Raises
        ------
        UnknownLever
            No lever has the name.
        BadValue
            A value of the wrong type or out of range, or shares of a level that do not sum to
            one.
        """
        groups: dict[str, dict[str, LeverValue]] = {}
        for lever, value in changes.items():
            if lever not in levers():
                raise unknown_lever(lever)
            group, name = lever.split(".")
            groups.setdefault(group, {})[name] = checked(lever, value)
        made = {
            group: getattr(self, group).model_copy(update=values)
            for group, values in groups.items()
        }
        policy = self.model_copy(update=made)
        check_route_shares(policy)
        return policy

    def differences(self, other: "Policy") -> dict[str, tuple[LeverValue, LeverValue]]:
        """Return the levers that differ, with this policy's value and the other's."""
        return {name: (self[name], other[name]) for name in levers() if self[name] != other[name]}

    def as_numbers(self) -> PolicyNumbers:
        """Return all levers as plain numbers."""
        values = []
        for name, lever in levers().items():
            value = self[name]
            values.append(float(lever.choices.index(value) if lever.choices else value))
        return PolicyNumbers(*values)


def check_route_shares(policy: Policy, where: str = "") -> None:
    """Raise BadValue where the shares of a level's outside fills do not sum to one."""
    for names in ROUTE_SHARES:
        total = 0.0
        for name in names:
            total += getattr(policy.recruitment, name)
        if abs(total - 1.0) > _SHARES_TOLERANCE:
            listed = " + ".join(f"'recruitment.{name}'" for name in names)
            raise BadValue(f"{at(where)}{listed} is {total:.6g}; the shares must sum to 1.")


def with_the_rest(policy: Policy, stated: Collection[str], where: str = "") -> Policy:
    """Return a policy in which the routes that it does not state take what the stated ones leave.

    Parameters
    ----------
    policy : Policy
        Current practice with the stated levers changed.
    stated : collection of str
        Levers, with their group.
    where : str
        What an error begins with.

    Raises
    ------
    BadValue
        The stated shares of a level leave less than nothing, or something that no route takes.
    """
    scaled: dict[str, float] = {}
    for names in ROUTE_SHARES:
        shares = {name: getattr(policy.recruitment, name) for name in names}
        free = [name for name in names if f"recruitment.{name}" not in stated]
        rest = 1.0 - sum(share for name, share in shares.items() if name not in free)
        before = sum(shares[name] for name in free)
        if abs(rest - before) > _SHARES_TOLERANCE and rest > -_SHARES_TOLERANCE and before > 0.0:
            scaled |= {name: shares[name] * max(0.0, rest) / before for name in free}
    if scaled:
        recruitment = policy.recruitment.model_copy(update=scaled)
        policy = policy.model_copy(update={"recruitment": recruitment})
    check_route_shares(policy, where)
    return policy
