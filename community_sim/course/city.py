"""Give every student a place of their own, seeded by the name, so that answers cannot be copied."""

import functools
import hashlib
import math
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from community_sim.errors import BadValue
from community_sim.parameters import load_parameters, with_values
from community_sim.place import HOME, Place, load_place, practice_like
from community_sim.scenario import Scenario

if TYPE_CHECKING:
    from pathlib import Path

    from community_sim.policy import LeverValue
    from community_sim.policy_file import PolicyFile

__all__ = ["city_scenario", "city_seed", "normalised", "own_city", "own_name", "own_number"]

LONGEST_NAME = 200
"""Longest name of a student [characters]."""

FEWEST, MOST = 8, 12
"""Communities of a city: Siyang has 12 (r3-005), and few make a comparison quick."""

_YUAN_OF_CITY = 40_000.0  # the city's grant to a community, r1-054

# Where each drawn number comes from: ends of its range as the reports print them.
_FIGURES = (
    ("communities", "r3-005"),
    ("posts", "r1-012 r3-005 r3-022 r3-050"),
    ("reference_wage", "r1-107 r1-108"),
    ("female_share_entrants", "r1-016 r3-022 r3-023"),
    ("party_share_entrants", "r3-022 r3-024"),
    ("households_mean", "r1-007 r2-018 r2-020"),
    ("pay.coefficient_general_worker", "r1-107 r1-113 r1-114"),
    ("pay.coefficient_committee_member", "r3-036 r3-037"),
    ("pay.coefficient_deputy", "r3-035 r3-036"),
    ("pay.coefficient_principal", "r1-064 r1-107 r3-034"),
    ("pay.insurance_pension", "r1-069"),
    ("pay.insurance_medical", "r1-070"),
    ("pay.insurance_unemployment", "r1-071"),
    ("budget.grant_base", "r1-054"),
    ("budget.match_ratio", "r1-055 r1-056"),
    ("budget.special_grant", "r1-104"),
)

# Made-up names; each pair is one character and its sound.
_FIRST = (
    ("云", "yun"), ("青", "qing"), ("安", "an"), ("和", "he"), ("文", "wen"), ("松", "song"),
    ("明", "ming"), ("春", "chun"), ("石", "shi"), ("金", "jin"), ("白", "bai"), ("长", "chang"),
)  # fmt: skip
_SECOND = (
    ("桥", "qiao"), ("山", "shan"), ("林", "lin"), ("湖", "hu"), ("田", "tian"), ("泉", "quan"),
    ("塘", "tang"), ("州", "zhou"), ("河", "he"), ("岭", "ling"), ("坪", "ping"), ("浦", "pu"),
)  # fmt: skip


def normalised(student: str) -> str:
    """Return a student's name as it counts: composed, in one case, without blanks around it.

    Raises
    ------
    BadValue
        The name is blank or longer than 200 characters.
    """
    if not isinstance(student, str):
        raise BadValue(f"The student's name is {student!r}; write a name in quotes.")
    name = unicodedata.normalize("NFC", unicodedata.normalize("NFC", student).casefold())
    name = " ".join(name.split())
    if not name:
        raise BadValue("The student's name is blank; write the name that the teacher's list has.")
    if len(name) > LONGEST_NAME:
        raise BadValue(f"The student's name has {len(name)} characters; give at most 200.")
    return name


def city_seed(student: str) -> int:
    """Return the number that fixes a student's city: the head of the SHA-256 of the name."""
    return int.from_bytes(_digest(student)[:8], "big")


def own_city(student: str) -> Place:
    """Return the place of a student's own, the same wherever the name is written.

    Wage, staff, pay, insurance and funds are drawn inside the ranges that the reports print
    (`Place.figures`); what is not drawn is kaifu's, but that administration may take all hours: a
    city near the least share of service would not show that service bears what vacancies cost.

    Parameters
    ----------
    student : str
        Name of the student, in any script.  Case and blanks around it do not matter.

    Raises
    ------
    BadValue
        The name is blank or longer than 200 characters.
    """
    return _own_city(normalised(student))


def city_scenario(
    student: str,
    policy: "str | Path | PolicyFile | Sequence[str]" = "current_practice",
    *,
    years: int = 10,
) -> Scenario:
    """Return a policy in a student's own city; without one, its current practice.

    Parameters
    ----------
    student : str
        Name of the student.
    policy : str, Path, PolicyFile or sequence of str
        Name, code or file of the policy, or several policies at once.
    years : int
        Policy years.
    """
    place = own_city(student)
    parameters = with_values(load_parameters(), dict(place.parameters), place.name)
    current = place.current_practice()
    scenario = Scenario("current_practice", place, parameters, current, current)
    return scenario.with_years(years).with_policy(policy)


def own_number(student: str, purpose: str, choices: Sequence[float]) -> float:
    """Return one of some numbers, fixed by a student's name and by what it is for.

    Exercises use it so that two students are seldom asked the same.
    """
    draw = _Draws(f"{normalised(student)}\n{purpose}")
    return choices[draw.whole(0, len(choices) - 1)]


@functools.lru_cache(maxsize=512)
def _own_city(name: str) -> Place:
    draw = _Draws(name)
    communities = draw.whole(FEWEST, MOST)
    posts = _posts(draw, communities)
    wage = round(draw.between(24_600.0, 31_800.0), -2)  # a year's growth either side of r1-107
    title, title_zh = _titles(draw)
    pay = _pay(draw)
    insurance = _insurance(draw)
    own = {**pay, **insurance, **_funds(draw, wage * _pay_heads(pay, posts) / communities)}
    parameters = (
        ("female_share_entrants", draw.share(0.40, 0.739)),
        ("party_share_entrants", draw.share(0.45, 0.75)),
        ("households_mean", round(draw.between(1_600.0, 2_450.0), -1)),
        ("least_service_share", 0.0),
    )
    return Place(
        name=f"own-{_digest(name).hex()[:10]}",
        title=title,
        title_zh=title_zh,
        year=2008,
        reference_wage=wage,
        communities=communities,
        posts=posts,
        parameters=parameters,
        practice=tuple({**practice_like(load_place(HOME), communities), **own}.items()),
        figures=_FIGURES,
        note="A made-up district for teaching; its numbers lie inside the ranges of the reports.",
        like=HOME,
        stated=("reference_wage", "posts", *dict(parameters), *own),
    )


class _Draws:
    """Numbers drawn one after the other from a name's hash, the same on every machine."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._count = 0

    def unit(self) -> float:
        """Return the next number from 0 to 1."""
        self._count += 1
        text = f"{self._name}\n{self._count}".encode()
        return int.from_bytes(hashlib.sha256(text).digest()[:6], "big") / 2**48

    def between(self, low: float, high: float) -> float:
        """Return the next number from a range."""
        return low + (high - low) * self.unit()

    def whole(self, low: int, high: int) -> int:
        """Return the next whole number from a range, ends included."""
        return min(high, low + int(self.unit() * (high - low + 1)))

    def share(self, low: float, high: float) -> float:
        """Return the next share from a range, with three decimals."""
        return round(self.between(low, high), 3)


def _digest(student: str) -> bytes:
    return hashlib.sha256(normalised(student).encode("utf-8", "surrogatepass")).digest()


def _titles(draw: _Draws) -> tuple[str, str]:
    first = _FIRST[draw.whole(0, len(_FIRST) - 1)]
    second = _SECOND[draw.whole(0, len(_SECOND) - 1)]
    english = f"{first[1]}{second[1]}".capitalize()
    return f"{english} district (made up)", f"{first[0]}{second[0]}区（虚构）"


def _posts(draw: _Draws, communities: int) -> tuple[int, int, int, int]:
    """Return posts by level: 9 to 10.5 a community, in shares near those of kaifu."""
    total = round(communities * draw.between(9.0, 10.5))
    principals = round(communities * draw.between(1.4, 1.7))
    deputies = round(communities * draw.between(1.3, 1.6))
    rest = total - principals - deputies
    general = round(rest * draw.between(0.45, 0.55))
    return general, rest - general, deputies, principals


def _pay(draw: _Draws) -> "dict[str, LeverValue]":
    """Return the ladder: its ends as printed, the steps between as far up as at Siyang or kaifu."""
    bottom = draw.between(0.36, 0.50)  # 10,000 to 15,000 yuan
    top = draw.between(0.80, 1.16)  # between 18,000 and 32,487 yuan
    member = bottom * (top / bottom) ** draw.between(0.12, 0.28)
    deputy = bottom * (top / bottom) ** draw.between(0.36, 0.54)
    return {
        "pay.coefficient_general_worker": round(bottom, 3),
        "pay.coefficient_committee_member": round(member, 3),
        "pay.coefficient_deputy": round(deputy, 3),
        "pay.coefficient_principal": round(top, 3),
    }


def _insurance(draw: _Draws) -> "dict[str, LeverValue]":
    """Return the shares insured, at most those of kaifu, and in the same order."""
    pension = draw.share(0.60, 0.909)
    medical = round(pension * draw.between(0.7, 0.86), 3)
    return {
        "pay.insurance_pension": pension,
        "pay.insurance_medical": medical,
        "pay.insurance_unemployment": round(medical * draw.between(0.4, 0.68), 3),
    }


def _pay_heads(pay: "dict[str, LeverValue]", posts: tuple[int, int, int, int]) -> float:
    """Return the pay of all posts [reference wages per year]."""
    return math.fsum(float(each) * count for each, count in zip(pay.values(), posts, strict=True))


def _funds(draw: _Draws, wages: float) -> "dict[str, LeverValue]":
    """Return grants of which pay takes nine tenths, more or less (r1-104) [CNY per community]."""
    funds = round(wages / draw.between(0.86, 0.94), -3)
    match = max(0.0, math.floor(10.0 * (0.8 * funds / _YUAN_OF_CITY - 1.0)) / 10.0)
    return {
        "budget.grant_base": _YUAN_OF_CITY,
        "budget.match_ratio": match,
        "budget.special_grant": max(0.0, funds - _YUAN_OF_CITY * (1.0 + match)),
    }


def own_name(place: Place, lang: str) -> str:
    """Return the name of a city for people."""
    return place.title_zh if lang == "zh" else place.title
