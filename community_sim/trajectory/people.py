"""Declare the traits by which people are counted at the close of a year, and the cells they make.

A cell is a combination of traits, one band of each; its number is what engines count by and what
the table `people` of a trajectory holds.  A new trait is a row of `TRAITS` and a line of `cell_of`.
"""

import functools
import itertools
from collections.abc import Mapping
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from community_sim.errors import BadValue, did_you_mean
from community_sim.vocabulary import Education, Mandate, Post, Sex, label

__all__ = [
    "AGE",
    "CELLS",
    "TENURE",
    "TRAITS",
    "Band",
    "Group",
    "Trait",
    "band_codes",
    "cell_of",
    "cells_of",
    "members",
]

Group = Mapping[str, Any]
"""Who is meant, trait by trait: `sex=Sex.FEMALE`, `level=(Post.DEPUTY, Post.PRINCIPAL)`.

Of ages and tenures the first and the last year: `age=(None, 30)`, `tenure=(3, None)`.
"""


class Band(NamedTuple):
    """Values of a trait that are counted together: those above the band before, up to `last`."""

    name: str
    last: int | None
    label_en: str
    label_zh: str


class Trait(NamedTuple):
    """A trait of people in post: its bands, and whether they are spans of years or codes."""

    name: str
    meaning: str
    bands: tuple[Band, ...]
    is_span: bool = False


def _coded(name: str, members: type[IntEnum]) -> Trait:
    bands = (Band(each.name.lower(), each, label(each), label(each, "zh")) for each in members)
    return Trait(name, members.__name__, tuple(bands))


AGE = Trait(
    "age",
    "completed age, band",
    (
        Band("to_30", 30, "Up to 30", "30岁及以下"),
        Band("31_35", 35, "31 to 35", "31—35岁"),
        Band("36_45", 45, "36 to 45", "36—45岁"),
        Band("46_54", 54, "46 to 54", "46—54岁"),
        Band("55_plus", None, "55 or older", "55岁及以上"),
    ),
    is_span=True,
)
TENURE = Trait(
    "tenure",
    "completed years since entering the system, band",
    (
        Band("0_2", 2, "Under 3 years", "不满3年"),
        Band("3", 3, "3 years", "3年"),
        Band("4_9", 9, "4 to 9 years", "4—9年"),
        Band("10_plus", None, "10 years or more", "10年及以上"),
    ),
    is_span=True,
)
TRAITS: tuple[Trait, ...] = (
    _coded("level", Post),
    _coded("mandate", Mandate),
    _coded("education", Education),
    _coded("sex", Sex),
    Trait(
        "party",
        "1 for a member of the Party, else 0",
        (Band("no", 0, "Not a Party member", "非党员"), Band("yes", 1, "Party member", "党员")),
    ),
    AGE,
    TENURE,
    Trait(
        "at_reference_wage",
        "1 if paid the reference wage or more, else 0",
        (Band("no", 0, "Below the reference wage", "低于社会平均工资"),
         Band("yes", 1, "The reference wage or more", "达到社会平均工资")),
    ),
)  # fmt: skip

_SIZES = tuple(len(trait.bands) for trait in TRAITS)
_LEVELS, _MANDATES, _EDUCATIONS, _SEXES, _PARTIES, _AGES, _TENURES, _PAYS = _SIZES
_AGE_LASTS = tuple(band.last for band in AGE.bands if band.last is not None)
_TENURE_LASTS = tuple(band.last for band in TENURE.bands if band.last is not None)

CELLS = _LEVELS * _MANDATES * _EDUCATIONS * _SEXES * _PARTIES * _AGES * _TENURES * _PAYS
"""Number of cells."""


def cell_of(  # noqa: PLR0913, PLR0917 - compiled code takes no keywords
    level: int, mandate: int, education: int, sex: int, party: int, age: int, tenure: int,
    pay: float,
) -> int:  # fmt: skip
    """Return the number of the cell of somebody in post, paid a multiple of the reference wage."""
    cell = level
    cell = cell * _MANDATES + mandate
    cell = cell * _EDUCATIONS + education
    cell = cell * _SEXES + sex
    cell = cell * _PARTIES + party
    cell = cell * _AGES + _band(age, _AGE_LASTS)
    cell = cell * _TENURES + _band(tenure, _TENURE_LASTS)
    return cell * _PAYS + (pay >= 1.0)


def _band(value: int, lasts: tuple[int, ...]) -> int:
    """Return which band holds a value; beyond the last number comes one band more."""
    band = 0
    for last in lasts:
        band += value > last
    return band


@functools.cache
def band_codes() -> Mapping[str, NDArray[Any]]:
    """Return the bands of each cell, one read-only column for each trait."""
    rows = itertools.product(*(range(size) for size in _SIZES))
    columns = zip(TRAITS, zip(*rows, strict=True), strict=True)
    return {trait.name: _kept(np.array(codes, dtype=np.int16)) for trait, codes in columns}


@functools.lru_cache(maxsize=256)
def members(group: tuple[tuple[str, Any], ...]) -> NDArray[np.float64]:
    """Return 1 for each cell that belongs to a group, else 0; the array is there to be read.

    Parameters
    ----------
    group : tuple of (str, object)
        The items of a `Group`.

    Raises
    ------
    BadValue
        There is no such trait or code, or ages and tenures are not told apart there.
    """
    found = np.zeros(CELLS)
    found[np.array(cells_of(dict(group)), dtype=np.int64)] = 1.0
    return _kept(found)


def cells_of(group: Group) -> list[int]:
    """Return the cells of a group, ascending; see `members`."""
    for name in group:
        if name not in band_codes():
            hint = did_you_mean(name, band_codes())
            raise BadValue(f"People are not counted by '{name}'. {hint}".rstrip())
    cells = [0]
    for trait, size in zip(TRAITS, _SIZES, strict=True):
        bands = _bands(trait, group[trait.name]) if trait.name in group else range(size)
        cells = [cell * size + band for cell in cells for band in bands]
    return cells


def _bands(trait: Trait, wanted: Any) -> list[int]:
    """Return the bands of a trait that hold what is wanted of it."""
    if trait.is_span:
        try:
            first, last = wanted
        except TypeError:
            raise BadValue(
                f"{trait.name} is {wanted}; it must be a first and a last year, either may be None."
            ) from None
        return _bands_of_span(trait, first, last)
    codes = wanted if isinstance(wanted, tuple) else (wanted,)
    for code in codes:
        if code not in range(len(trait.bands)):
            raise BadValue(
                f"{trait.name} is {code}; it must be from 0 to {len(trait.bands) - 1} "
                f"({trait.meaning})."
            )
    return sorted({int(code) for code in codes})


def _bands_of_span(trait: Trait, first: int | None, last: int | None) -> list[int]:
    lasts = [band.last for band in trait.bands]
    before = None if first is None else first - 1
    if (before is not None and before not in lasts) or last not in lasts:
        told = ", ".join(str(each) for each in lasts if each is not None)
        raise BadValue(
            f"{trait.name} from {first} to {last} cannot be told from the table of people; its "
            f"bands end at {told} years."
        )
    begin = 0 if before is None else lasts.index(before) + 1
    return list(range(begin, lasts.index(last) + 1))


def _kept(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array
