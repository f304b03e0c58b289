"""Places: what is stated of one, and what is taken from kaifu."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from community_sim.errors import BadValue, UnknownPlace, did_you_mean
from community_sim.parameters import load_parameters, with_values
from community_sim.policy import LeverValue, check_route_shares, checked, levers, unknown_lever
from community_sim.policy import Policy as Levers
from community_sim.reading import Document, data_folder, is_plain_name, read_yaml

__all__ = ["Place", "load_place", "place_names"]

_FIELDS = (
    "title", "title_zh", "year", "reference_wage", "communities", "posts", "parameters",
    "current_practice", "figures", "taken_from_kaifu", "note",
)  # fmt: skip
_LEVELS = ("general_worker", "committee_member", "deputy", "principal")
_MOST_COMMUNITIES = 100_000
_MOST_POSTS = 10_000_000


@dataclass(frozen=True)
class Place:
    """A district: its communities, its establishment and its current practice.

    Attributes
    ----------
    name, title, title_zh : str
        File stem and names for people.
    year : int
        Calendar year of the figures, policy year 0.
    reference_wage : float
        Mean wage of the city [CNY per year].
    communities : int
        Urban communities.
    posts : tuple of int
        Posts by level, general workers first.
    parameters : tuple of (name, value)
        Parameters in which the place differs from the default.
    practice : tuple of (lever, value)
        Levers in which its current practice differs from kaifu's.
    figures : tuple of (field, ids)
        Report figures behind a field.
    taken_from_kaifu : tuple of str
        What the reports do not state of it.
    """

    name: str
    title: str
    title_zh: str
    year: int
    reference_wage: float
    communities: int
    posts: tuple[int, int, int, int]
    parameters: tuple[tuple[str, float], ...] = ()
    practice: tuple[tuple[str, LeverValue], ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    taken_from_kaifu: tuple[str, ...] = ()
    note: str = ""

    def current_practice(self) -> Levers:
        """Return the place's levers as they are today."""
        policy = Levers()
        groups: dict[str, dict[str, LeverValue]] = {}
        for lever, value in self.practice:
            group, name = lever.split(".")
            groups.setdefault(group, {})[name] = value
        return policy.model_copy(
            update={
                group: getattr(policy, group).model_copy(update=values)
                for group, values in groups.items()
            }
        )


def place_names() -> tuple[str, ...]:
    """Return the names of the places with a file, kaifu first."""
    names = sorted(path.stem for path in (data_folder() / "places").glob("*.yaml"))
    return tuple(sorted(names, key=lambda name: (name != "kaifu", name)))


def load_place(name: str) -> Place:
    """Return a place by name.

    Raises
    ------
    UnknownPlace
        No file in `data/places` has the name.
    UnreadableFile, BadValue, UnknownLever
        The file is malformed.
    """
    names = place_names()
    if not is_plain_name(name) or name not in names:
        raise UnknownPlace(f"'{name}' is not a place. {did_you_mean(name, names)}")
    path = data_folder() / "places" / f"{name}.yaml"
    document = replace(read_yaml(path), path=path.name)
    for key in document.values:
        if key not in _FIELDS:
            raise BadValue(
                f"{document.where(key)}: '{key}' is not a field of a place. "
                f"{did_you_mean(key, _FIELDS)}"
            )
    place = Place(
        name,
        _text(document, "title", name),
        _text(document, "title_zh", name),
        _whole(document, "year", 1949, 2100),
        _number(document, "reference_wage", 1.0, 1e7),
        _whole(document, "communities", 1, _MOST_COMMUNITIES),
        _posts(document),
        _parameters(document),
        _practice(document),
        _figures(document),
        _list(document, "taken_from_kaifu"),
        _text(document, "note", ""),
    )
    check_route_shares(place.current_practice(), path.name)
    return place


def _posts(document: Document) -> tuple[int, int, int, int]:
    given = _mapping(document, "posts")
    if set(given) != set(_LEVELS):
        raise BadValue(
            f"{document.where('posts')}: 'posts' must give {', '.join(_LEVELS)}, each once."
        )
    counts = []
    for level in _LEVELS:
        value = given[level]
        where = document.where("posts", level)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_POSTS:
            raise BadValue(f"{where}: '{level}' is {value!r}; give a whole number of posts.")
        counts.append(value)
    if sum(counts) == 0:
        raise BadValue(f"{document.where('posts')}: a place needs at least one post.")
    return counts[0], counts[1], counts[2], counts[3]


def _parameters(document: Document) -> tuple[tuple[str, float], ...]:
    given = _mapping(document, "parameters")
    default = load_parameters()
    for name, value in given.items():
        with_values(default, {name: value}, document.where("parameters", name))
    return tuple((name, float(value)) for name, value in given.items())


def _figures(document: Document) -> tuple[tuple[str, str], ...]:
    given = _mapping(document, "figures")
    for name, ids in given.items():
        if not isinstance(ids, str):
            where = document.where("figures", name)
            raise BadValue(f"{where}: '{name}' is {ids!r}; write ids such as r1-058.")
    return tuple(given.items())


def _practice(document: Document) -> tuple[tuple[str, LeverValue], ...]:
    practice: list[tuple[str, LeverValue]] = []
    for group, entries in _mapping(document, "current_practice").items():
        where = document.where("current_practice", group)
        if not isinstance(entries, dict):
            raise BadValue(f"{where}: '{group}' must hold levers, one a line.")
        for name, value in entries.items():
            where = document.where("current_practice", group, name)
            lever = f"{group}.{name}"
            if lever not in levers():
                raise unknown_lever(lever, where)
            practice.append((lever, checked(lever, value, where)))
    return tuple(practice)


def _mapping(document: Document, key: str) -> Mapping[str, Any]:
    value = document.values.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadValue(f"{document.where(key)}: '{key}' must hold 'name: value' lines.")
    return value


def _list(document: Document, key: str) -> tuple[str, ...]:
    value = document.values.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or any(not isinstance(item, str) for item in value):
        raise BadValue(f"{document.where(key)}: '{key}' must be a list of words.")
    return tuple(value)


def _text(document: Document, key: str, default: str) -> str:
    value = document.values.get(key, default)
    if not isinstance(value, str):
        raise BadValue(f"{document.where(key)}: '{key}' is {value!r}; write text, in quotes.")
    return value


def _number(document: Document, key: str, low: float, high: float) -> float:
    value = document.values.get(key)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not low <= value <= high:  # type: ignore[operator]
        raise BadValue(
            f"{document.where(key)}: '{key}' is {value!r}; give a number from {low:g} to {high:g}."
        )
    return float(value)  # type: ignore[arg-type]


def _whole(document: Document, key: str, low: int, high: int) -> int:
    value = _number(document, key, low, high)
    if not value.is_integer():
        raise BadValue(f"{document.where(key)}: '{key}' is {value!r}; give a whole number.")
    return int(value)
