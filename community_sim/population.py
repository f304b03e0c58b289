"""Lay out a district's posts, and hold who sits in them as columns.

Every person holds exactly one post, so the state of a district is one row per post.  Posts
are ordered by community; a post's `key` names it in every draw and does not change when a
policy adds posts elsewhere.
"""

import bisect
import functools
import itertools
import math
import operator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from community_sim.parameters import Parameters
from community_sim.place import Place
from community_sim.policy import PolicyNumbers
from community_sim.randomness import normal_quantile
from community_sim.rulebook import OWN_RULES_NONE, Rulebook, Rules
from community_sim.rules.separation import is_election_year
from community_sim.vocabulary import Post

__all__ = [
    "CANDIDATES_PER_ATTEMPT",
    "KEYS_PER_COMMUNITY",
    "VACANT",
    "Geography",
    "Population",
    "adds_posts",
    "lay_out",
    "pay_factors",
    "unstaffed",
]

KEYS_PER_COMMUNITY = 4096
"""Room for post keys in each community; base posts first, then those a policy adds."""

CANDIDATES_PER_ATTEMPT = 4096
"""Room for candidate numbers in one recruitment round of a vacancy."""

VACANT = -1
"""Mark of a post without a holder."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Geography(NamedTuple):
    """The communities and posts of a district; fixed during a run.

    Attributes
    ----------
    key, community, level : ndarray of int, shape (posts,)
        Name of the post in draws, its community and its `Post` level.
    open_from : ndarray of int, shape (posts,)
        First year in which the post exists; history has negative years.
    first_post : ndarray of int, shape (communities + 1,)
        Where each community's posts begin in the columns.
    households : ndarray of float, shape (communities,)
        Households of each community.
    """

    key: Ints
    community: Ints
    level: Ints
    open_from: Ints
    first_post: Ints
    households: Floats


class Population(NamedTuple):
    """Who holds each post; one row a post, `entry_post` is -1 where it is vacant.

    Attributes
    ----------
    entry_post, ordinal : ndarray of int
        Key of the post through which the holder came in, and which of its vacancies that
        was; together they name the person.
    age, sex, education, party, mandate, route, tenure, entry_year : ndarray of int
        State of the holder; ages and tenure in years.
    awaiting : ndarray of int
        1 if the holder was promoted and may be confirmed by the next election.
    taste, ability : ndarray of float
        Fixed traits, standard deviations.
    presence : ndarray of float
        Share of the coming year that the holder works.
    vacancies : ndarray of int
        How often the post has fallen vacant.
    attempts : ndarray of int
        Recruitment rounds of the present vacancy in which nobody applied.
    acting : ndarray of int
        1 if the vacant post waits for an election under acting cover.
    """

    entry_post: Ints
    ordinal: Ints
    age: Ints
    sex: Ints
    education: Ints
    party: Ints
    mandate: Ints
    route: Ints
    tenure: Ints
    entry_year: Ints
    awaiting: Ints
    taste: Floats
    ability: Floats
    presence: Floats
    vacancies: Ints
    attempts: Ints
    acting: Ints

    def copy(self) -> "Population":
        """Return the same state in columns of its own."""
        return Population(*(column.copy() for column in self))  # type: ignore[arg-type]

    def widened(self, rows: Ints, posts: int) -> "Population":
        """Return the state with its rows at `rows` of `posts`, the others never filled."""
        wide = unstaffed(posts)
        for source, target in zip(self, wide, strict=True):
            target[rows] = source
        return wide


_FIELDS = Population._fields
_KINDS: dict[str, type] = {
    **dict.fromkeys(("taste", "ability", "presence"), np.float64),
    **dict.fromkeys(("ordinal", "vacancies", "attempts"), np.int32),
    "entry_post": np.int64,
}
"""How a column is stored, where not as a small whole number: a nation has millions of posts."""


def unstaffed(posts: int) -> Population:
    """Return the state of posts that nobody has held yet."""
    columns: dict[str, Any] = {
        name: np.zeros(posts, dtype=_KINDS.get(name, np.int16)) for name in _FIELDS
    }
    columns["entry_post"][:] = VACANT
    return Population(**columns)


@functools.lru_cache(maxsize=16)
def lay_out(
    place: Place,
    p: Parameters,
    current: PolicyNumbers,
    reforms: tuple[tuple[int, PolicyNumbers], ...] = (),
    rules: Rules = OWN_RULES_NONE,
) -> Geography:
    """Return the posts of a place, with those that a policy adds.

    Parameters
    ----------
    place : Place
        Number of communities and the establishment by level.
    p : Parameters
        Households, growth before the survey and the history's length.
    current : PolicyNumbers
        Current practice; its terms of office say when elected posts could open.
    reforms : tuple of (year, PolicyNumbers)
        Levers from a year on; one worker a grid and a larger establishment add posts.
    rules : Rules
        Rules that are replaced in these years.

    Notes
    -----
    Households stand at evenly spaced quantiles of their lognormal distribution, and the
    sub-districts' pay at those of theirs, so neither brings luck into a comparison. In
    history posts open evenly over levels and communities as the workforce grows. Asked
    again, the same arrays are returned: they are there to be read.
    """
    households = _households(place.communities, p)
    per_level = _spread(place.posts, place.communities)
    opening = [_opening_years(place.posts[level], level, p, current) for level in Post]
    rounds = [_seat_rounds(counts) for counts in per_level]
    book = Rulebook(rules)
    rows: list[tuple[int, int, int, int]] = []
    first_post = [0]
    for community in range(place.communities):
        slot = community * KEYS_PER_COMMUNITY
        for level in reversed(Post):
            for seat in range(per_level[level][community]):
                year = opening[level][rounds[level][community, seat]]
                rows.append((slot, community, level, year))
                slot += 1
        for level in reversed(Post):
            there = per_level[level][community]
            size = float(households[community])
            there_now = (community, level, there, size)
            for year in _added(reforms, place, there_now, book):
                rows.append((slot, community, level, year))
                slot += 1
        first_post.append(len(rows))
    key, where, level_of, open_from = np.array(rows, dtype=np.int64).T
    return Geography(
        key=key.copy(),
        community=where.astype(np.int32),
        level=level_of.astype(np.int16),
        open_from=open_from.astype(np.int16),
        first_post=np.array(first_post, dtype=np.int64),
        households=households,
    )


def growth_in(year: int, p: Parameters) -> float:
    """Return the growth of posts in a year of the past [share]; year 0 is that of the survey.

    Two stages: funds tell of the last five years (report 1/二/2), and nobody of those before.
    """
    return p.history_growth_late if year > -p.history_late_years else p.history_growth_early


def adds_posts(levers: PolicyNumbers) -> bool:
    """Return whether levers may add posts to those of the survey."""
    return levers.workload_households_per_grid > 0.0 or levers.budget_posts_change_share > 0.0


def _added(
    reforms: tuple[tuple[int, PolicyNumbers], ...],
    place: Place,
    where: tuple[int, int, int, float],
    rules: Rulebook,
) -> list[int]:
    """Return the years in which the posts that policies add somewhere open.

    `where` is a community, a level, its posts there and the households.
    """
    community, level, there, size = where
    years: list[int] = []
    for year, levers in reforms:
        more = rules.added_posts(place.posts[level], levers)
        turn = (community * _coprime_stride(place.communities)) % place.communities
        wanted = more // place.communities + (turn < more % place.communities)
        if level == Post.GENERAL_WORKER:
            wanted = max(wanted, rules.posts_for_grids(size, levers) - there)
        years += [year] * (wanted - len(years))
    return years


def pay_factors(communities: int, dispersion: float) -> Floats:
    """Return each community's pay relative to the district mean.

    Quantiles of a lognormal of log standard deviation `dispersion`, scaled to mean one, in
    an order unrelated to the communities' size.
    """
    stride = _coprime_stride(communities)
    factors = np.array(
        [
            math.exp(dispersion * normal_quantile(((c * stride) % communities + 0.5) / communities))
            for c in range(communities)
        ]
    )
    return factors / (math.fsum(factors) / communities)


def _households(communities: int, p: Parameters) -> Floats:
    """Return households at evenly spaced quantiles of a lognormal with the given mean."""
    log_mean = math.log(p.households_mean) - 0.5 * p.households_log_sd * p.households_log_sd
    return np.array(
        [
            math.exp(log_mean + p.households_log_sd * normal_quantile((c + 0.5) / communities))
            for c in range(communities)
        ]
    )


def _spread(posts: tuple[int, ...], communities: int) -> list[list[int]]:
    """Return how many posts of each level each community has, as evenly as whole posts allow.

    What does not divide goes to the communities with the fewest posts so far.
    """
    stride = _coprime_stride(communities)
    totals = [0] * communities
    spread = []
    for number in posts:
        counts = [number // communities] * communities
        order = sorted(range(communities), key=lambda c: (totals[c], (c * stride) % communities))
        for c in order[: number % communities]:
            counts[c] += 1
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        spread.append(counts)
    return spread


def _seat_rounds(counts: list[int]) -> dict[tuple[int, int], int]:
    """Return the order in which a level's seats open: first seats everywhere, then second."""
    stride = _coprime_stride(len(counts))
    seats = sorted(
        (seat, (c * stride) % len(counts), c) for c, n in enumerate(counts) for seat in range(n)
    )
    return {(c, seat): rank for rank, (seat, _, c) in enumerate(seats)}


def _opening_years(posts: int, level: int, p: Parameters, current: PolicyNumbers) -> list[int]:
    """Return the year in which each of a level's posts opens, the earliest first.

    The establishment grew in two stages until year 0 (see `growth_in`); posts that are older than
    the history open in its first year.  Elected posts open with an election.
    """
    first = -int(p.history_years)
    growth = [1.0 + growth_in(year, p) for year in range(0, first, -1)]
    there_before = sorted(1.0 / each for each in itertools.accumulate(growth, operator.mul))
    years = []
    for rank in range(posts):
        year = bisect.bisect_left(there_before, (rank + 0.5) / posts) - len(there_before)
        if level > Post.GENERAL_WORKER:
            while year > first and not is_election_year(year, current):
                year -= 1
        years.append(year)
    return years


def _coprime_stride(n: int) -> int:
    """Return a stride near the golden section of `n` that visits every remainder."""
    stride = max(1, int(n * 0.618))
    while math.gcd(stride, n) != 1:
        stride += 1
    return stride
