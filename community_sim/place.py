"""Places: what is stated of one, and what it borrows of the place it is like."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from community_sim.errors import BadValue, UnknownPlace, did_you_mean
from community_sim.parameters import load_parameters, parameter_info, with_values
from community_sim.policy import LeverValue, check_route_shares, checked, levers, unknown_lever
from community_sim.policy import Policy as Levers
from community_sim.reading import Document, data_folder, is_plain_name, read_yaml

__all__ = ["CATALOGUE", "HOME", "Place", "load_place", "place_names", "practice_like"]

HOME = "kaifu"
"""The place that every other is like, unless its file names another."""

CATALOGUE = "catalogue"
"""Where a place borrows what neither it nor the place it is like states."""

_FIELDS = (
    "title", "title_zh", "like", "year", "reference_wage", "communities", "posts", "parameters",
    "current_practice", "figures", "note",
)  # fmt: skip
_LEVELS = ("general_worker", "committee_member", "deputy", "principal")
_COUNTED_PER_DISTRICT = "posts per year"  # the unit of levers that grow with the communities
_MOST_COMMUNITIES = 100_000
_MOST_POSTS = 10_000_000
_DEEPEST_LIKENESS = 4


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
        Parameters in which the place differs from the catalogue.
    practice : tuple of (lever, value)
        Levers that the place, or the place it is like, states; the catalogue has the others.
    figures : tuple of (field, ids)
        Report figures behind a field.
    like : str
        Place from which it borrows what it does not state.
    stated : tuple of str
        Fields, parameters and levers that its own file states.
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
    note: str = ""
    like: str = ""
    stated: tuple[str, ...] = ()

    def current_practice(self) -> Levers:
        """Return the place's levers as they are today."""
        return Levers.of(dict(self.practice), f"{self.name}.yaml")

    @property
    def borrowed(self) -> Mapping[str, str]:
        """What the place does not state, and who supplies it: a place, or the catalogue."""
        supplied = dict.fromkeys(("reference_wage", "posts"), self.like)
        supplied |= dict.fromkeys((*levers(), *parameter_info()), CATALOGUE)
        supplied |= dict.fromkeys(dict(self.practice) | dict(self.parameters), self.like)
        return {name: whose for name, whose in supplied.items() if name not in self.stated}


def practice_like(model: Place, communities: int) -> dict[str, LeverValue]:
    """Return what a place states of its levers, for a place of so many communities.

    Posts that a whole district has in a year are shared out evenly over its communities.
    """
    practice = dict(model.practice)
    for name, value in practice.items():
        if levers()[name].unit == _COUNTED_PER_DISTRICT:
            share = float(value) * communities / model.communities
            practice[name] = round(share) if levers()[name].kind is int else share
    return practice


def place_names() -> tuple[str, ...]:
    """Return the names of the places with a file, kaifu first."""
    names = sorted(path.stem for path in (data_folder() / "places").glob("*.yaml"))
    return tuple(sorted(names, key=lambda name: (name != HOME, name)))


def load_place(name: str) -> Place:
    """Return a place by name.

    Raises
    ------
    UnknownPlace
        No file in `data/places` has the name.
    UnreadableFile, BadValue, UnknownLever
        The file is malformed.
    """
    return _load(name, ())


def _load(name: str, within: tuple[str, ...], where: str = "") -> Place:
    names = place_names()
    if not is_plain_name(name) or name not in names:
        at = f"{where}: " if where else ""
        raise UnknownPlace(f"{at}'{name}' is not a place. {did_you_mean(name, names)}")
    if name in within:
        way = within[within.index(name) + 1 :]
        by = f", by way of {' and '.join(way)}" if way else ""
        raise BadValue(f"{where}: '{name}' is like itself{by}; name another place.")
    path = data_folder() / "places" / f"{name}.yaml"
    document = replace(read_yaml(path), path=path.name)
    _refuse_unknown(document)
    model = _model(document, name, (*within, name))
    place = _place(document, name, model)
    check_route_shares(place.current_practice(), path.name)
    return place


def _refuse_unknown(document: Document) -> None:
    for key in document.values:
        if key == "taken_from_kaifu":
            raise BadValue(
                f"{document.where(key)}: what a place borrows is computed now, and "
                "'community-sim show place' lists it; remove 'taken_from_kaifu'."
            )
        if key not in _FIELDS:
            raise BadValue(
                f"{document.where(key)}: '{key}' is not a field of a place. "
                f"{did_you_mean(key, _FIELDS)}"
            )


def _model(document: Document, name: str, within: tuple[str, ...]) -> Place | None:
    """Return the place that a place is like; none for the home of all."""
    where = document.where("like")
    like = _text(document, "like", "" if name == HOME else HOME)
    if name == HOME:
        if like:
            raise BadValue(f"{where}: '{HOME}' is like no other place; remove 'like'.")
        return None
    if len(within) > _DEEPEST_LIKENESS:
        raise BadValue(f"{where}: places are like others {_DEEPEST_LIKENESS} deep at most.")
    return _load(like, within, where)


def _place(document: Document, name: str, model: Place | None) -> Place:
    communities = _whole(document, "communities", 1, _MOST_COMMUNITIES)
    parameters, practice = _parameters(document), _practice(document)
    stated = (
        *(field for field in ("reference_wage", "posts") if field in document.values),
        *parameters, *practice,
    )  # fmt: skip
    usual = None if model is None else model.reference_wage
    if model is not None:
        parameters = {**dict(model.parameters), **parameters}
        practice = {**practice_like(model, communities), **practice}
    return Place(
        name,
        _text(document, "title", name),
        _text(document, "title_zh", name),
        _whole(document, "year", 1949, 2100),
        _number(document, "reference_wage", 1.0, 1e7, usual),
        communities,
        _posts(document, model, communities),
        tuple(parameters.items()),
        tuple(practice.items()),
        _figures(document),
        _text(document, "note", ""),
        "" if model is None else model.name,
        stated,
    )


def _posts(document: Document, model: Place | None, communities: int) -> tuple[int, int, int, int]:
    """Return the posts by level: as stated, or those of the model place per community, rounded."""
    if model is not None and "posts" not in document.values:
        shared = [round(posts * communities / model.communities) for posts in model.posts]
        return shared[0], shared[1], shared[2], shared[3]
    given = _mapping(document, "posts")
    if set(given) != set(_LEVELS):
        raise BadValue(
            f"{document.where('posts')}: 'posts' must give {', '.join(_LEVELS)}, each once."
        )
    counts = [_count(given[level], level, document.where("posts", level)) for level in _LEVELS]
    if sum(counts) == 0:
        raise BadValue(f"{document.where('posts')}: a place needs at least one post.")
    return counts[0], counts[1], counts[2], counts[3]


def _count(value: object, level: str, where: str) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_POSTS:
        raise BadValue(f"{where}: '{level}' is {value!r}; give a whole number of posts.")
    return value


def _parameters(document: Document) -> dict[str, float]:
    given = _mapping(document, "parameters")
    default = load_parameters()
    for name, value in given.items():
        with_values(default, {name: value}, document.where("parameters", name))
    return {name: float(value) for name, value in given.items()}


def _figures(document: Document) -> tuple[tuple[str, str], ...]:
    given = _mapping(document, "figures")
    for name, ids in given.items():
        if not isinstance(ids, str):
            where = document.where("figures", name)
            raise BadValue(f"{where}: '{name}' is {ids!r}; write ids such as r1-058.")
    return tuple(given.items())


def _practice(document: Document) -> dict[str, LeverValue]:
    practice: dict[str, LeverValue] = {}
    for group, entries in _mapping(document, "current_practice").items():
        where = document.where("current_practice", group)
        if not isinstance(entries, dict):
            raise BadValue(f"{where}: '{group}' must hold levers, one a line.")
        for name, value in entries.items():
            where = document.where("current_practice", group, name)
            lever = f"{group}.{name}"
            if lever not in levers():
                raise unknown_lever(lever, where)
            practice[lever] = checked(lever, value, where)
    return practice


def _mapping(document: Document, key: str) -> Mapping[str, Any]:
    value = document.values.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadValue(f"{document.where(key)}: '{key}' must hold 'name: value' lines.")
    return value


def _text(document: Document, key: str, default: str) -> str:
    value = document.values.get(key, default)
    if not isinstance(value, str):
        raise BadValue(f"{document.where(key)}: '{key}' is {value!r}; write text, in quotes.")
    return value


def _number(
    document: Document, key: str, low: float, high: float, default: float | None = None
) -> float:
    value = document.values.get(key, default)
    if value is None and key not in document.values:
        raise BadValue(
            f"{document.path}: '{key}' is missing; give a number from {low:g} to {high:g}."
        )
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not low <= value <= high:
        raise BadValue(
            f"{document.where(key)}: '{key}' is {value!r}; give a number from {low:g} to {high:g}."
        )
    return float(value)


def _whole(document: Document, key: str, low: int, high: int) -> int:
    value = _number(document, key, low, high)
    if not value.is_integer():
        raise BadValue(f"{document.where(key)}: '{key}' is {value!r}; give a whole number.")
    return int(value)
