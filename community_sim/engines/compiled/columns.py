"""What the kernel sees of a plan: plain numbers and arrays in named tuples."""

import math
import weakref
from collections import namedtuple
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from community_sim.compilation import as_records
from community_sim.parameters import Parameters
from community_sim.plan import Plan
from community_sim.policy import PolicyNumbers
from community_sim.population import Geography, Population
from community_sim.rules.separation import NO_EXAM
from community_sim.trajectory import ENGINE_COLUMNS, EVENT_COLUMNS, PEOPLE_COLUMNS, Columns
from community_sim.trajectory.people import CELLS
from community_sim.vocabulary import Post

__all__ = [
    "BLOCK",
    "CELLS_PER_WORD",
    "EVENTS_PER_POST",
    "ROW",
    "Candidates",
    "EventRow",
    "Events",
    "Groups",
    "Log",
    "Now",
    "Schedule",
    "Seat",
    "Seats",
    "Tables",
    "World",
    "new_log",
    "people_of",
    "population_of",
    "seats_of",
    "tables_of",
    "terms_of",
    "world_of",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Records = Any  # a NumPy array of records, one a year
Seats = Any  # a NumPy array of records, one a post: its place and its holder
Seat = Any  # one of them
Events = Any  # a NumPy array of records, one an event: see `trajectory.EVENT_COLUMNS`
EventRow = Any  # one of them
People = Any  # a NumPy array of records, one a year and cell: see `trajectory.PEOPLE_COLUMNS`

EVENTS_PER_POST = 6
"""More cannot happen to a post in a year."""

BLOCK = 32
"""Candidates that are drawn and judged together."""

CELLS_PER_WORD = 8
"""Cells that are looked at together for whether somebody is in one."""

_ROOM = 1 << 21  # events, unless a single year may need more
_EVENT = np.dtype([(name, column.dtype) for name, column in EVENT_COLUMNS.items()], align=True)
_PEOPLE = np.dtype([(name, column.dtype) for name, column in PEOPLE_COLUMNS.items()], align=True)

ROW: Any = namedtuple("Row", ENGINE_COLUMNS)(*range(len(ENGINE_COLUMNS)))  # noqa: PYI024
"""Place of each stock that is written down in a year's row, by name."""


class Tables(NamedTuple):
    """Careers of all terms of a plan, stacked.

    Attributes
    ----------
    serve : ndarray, shape (terms, 4, 3, 2, 4, ages, tenures, 3, nodes)
    stay : ndarray, shape (terms, 4, 3, 2, 4, exam ages, tenures, 3, nodes)
    passing : ndarray, shape (terms, 4, 3, 2, 4, exam ages, tenures)
    leaving : ndarray, shape (terms, 3, 2, ages)
    service : ndarray, shape (terms, 2, ages)
        See `careers.Careers`.
    promotion : ndarray, shape (terms, 4)
        Yearly odds of rising that are believed, by level.
    axes : ndarray of records, shape (terms,)
        `Careers.axes` of each.
    offsets : ndarray, shape (terms, communities, 4)
        Lasting utility differences of communities.
    pay_factor : ndarray, shape (terms, communities)
        Pay of sub-districts relative to the mean.
    last_tenure : ndarray of int, shape (terms,)
        Last entry of the tenure axis that these terms use.
    levers : ndarray of records, shape (terms,)
        The terms themselves.
    """

    serve: Floats
    stay: Floats
    passing: Floats
    leaving: Floats
    service: Floats
    promotion: Floats
    axes: Records
    offsets: Floats
    pay_factor: Floats
    last_tenure: Ints
    levers: Records


class Schedule(NamedTuple):
    """The years of a plan, one entry each: see `plan.YearPlan` and `Now`.

    Attributes
    ----------
    incumbents, entrants, next_incumbents, next_entrants : ndarray of int, shape (years,)
        Which terms each group has this year and will have the next.
    posts : ndarray of int, shape (years, levels)
        Posts that exist.
    """

    year: Ints
    levers: Records
    incumbents: Ints
    entrants: Ints
    next_incumbents: Ints
    next_entrants: Ints
    may_lay_off: NDArray[np.bool_]
    posts: Ints


class Groups(NamedTuple):
    """Where in the tables the terms of incumbents and of entrants stand in a year."""

    incumbents: int
    entrants: int


class Now(NamedTuple):
    """One year: levers of the district, everybody's terms now and next year, and posts."""

    year: int
    levers: PolicyNumbers
    terms: Groups
    next_terms: Groups
    may_lay_off: bool
    posts: Ints


class World(NamedTuple):
    """What does not change during a run.

    Attributes
    ----------
    posts_of_level : ndarray of int, shape (posts,)
        Rows of the posts, level by level.
    first_of_level : ndarray of int, shape (levels + 1,)
        Where each level begins among them.
    """

    seed: int
    households: Floats
    first_post: Ints
    posts_of_level: Ints
    first_of_level: Ints
    p: Parameters
    tables: Tables
    policy_starts: int
    current_levers: PolicyNumbers
    current_pay_factor: Floats
    pressure_intercept: float
    reference_wage: float


def terms_of(world: World, groups: Groups, entry_year: int) -> int:
    """Return where in the tables the terms of somebody stand who came in in a year."""
    return groups.incumbents if entry_year < world.policy_starts else groups.entrants


def seats_of(geography: Geography, population: Population) -> Seats:
    """Return posts and their holders as one array of records, a record a post."""
    columns = {
        name: getattr(geography, name) for name in ("key", "community", "level", "open_from")
    }
    columns.update(population._asdict())
    kind = np.dtype([(name, column.dtype) for name, column in columns.items()], align=True)
    seats = np.empty(len(geography.key), dtype=kind)
    for name, column in columns.items():
        seats[name] = column
    return seats


def population_of(seats: Seats) -> Population:
    """Return the holders of an array of seats as columns."""
    return Population(*(seats[name].copy() for name in Population._fields))


class Candidates(NamedTuple):
    """Room for a block of candidates: their draws, and what follows from them."""

    choice: Floats
    taste_draw: Floats
    ability_draw: Floats
    noise: Floats
    age_draw: Floats
    school: Floats
    sex: Floats
    probability: Floats
    taste: Floats
    ability: Floats
    age: Floats


class Log(NamedTuple):
    """Room for a run's events and people and a year's stocks, and room to work in.

    Attributes
    ----------
    events : ndarray of records, shape (room,)
    size : ndarray of int, shape (1,)
        Events written so far.
    people : ndarray of records, shape (room,)
    counted : ndarray of int, shape (1,)
        Rows of people written so far.
    row : ndarray of float, shape (recorded stock columns,)
    cells : ndarray of float, shape (cells, 3)
        The year's people, and sums of their ability and pay, by cell; zero between two years.
    touched : ndarray of bytes, shape (cells,)
        Whether a cell holds somebody.
    touched_words : ndarray of int
        The same bytes, eight to a word, so that empty cells are passed over eight at a time.
    rows, values, vacant, queue : ndarray, shape (posts,)
        Scratch for rankings and for the posts they are for.
    staffed : ndarray of int, shape (communities,)
        Scratch for people by community.
    capacity : ndarray of float, shape (communities,)
        Scratch for percentiles.
    authorised, wanted, there : ndarray of int, shape (levels,)
        Posts that may be filled, posts that the policy wants, and people in post.
    cost : ndarray of float, shape (levels,)
        What those in post cost a year [reference wages].
    last_bill, limit : ndarray of float, shape (1,)
        What staff cost before the policy, and what they may cost this year [reference wages].
    left : ndarray of float, shape (1,)
        Share of the staff that left last year.
    sits : ndarray of bool, shape (posts,)
        Whether the holder sits the exam this year.
    candidates : Candidates
        Scratch for those who stand for a vacancy.
    """

    events: Events
    size: Ints
    people: People
    counted: Ints
    row: Floats
    cells: Floats
    touched: NDArray[np.uint8]
    touched_words: NDArray[np.uint64]
    rows: Ints
    values: Floats
    vacant: Ints
    queue: Ints
    staffed: Ints
    capacity: Floats
    authorised: Ints
    wanted: Ints
    there: Ints
    cost: Floats
    last_bill: Floats
    limit: Floats
    left: Floats
    sits: NDArray[np.bool_]
    candidates: Candidates


def new_log(plan: Plan) -> Log:
    """Return an empty log with room for everything that can happen in a year, or in all."""
    posts, communities = len(plan.geography.key), len(plan.geography.households)
    a_year = EVENTS_PER_POST * posts
    room = max(a_year, min(_ROOM, a_year * len(plan.years)))
    touched = np.zeros(math.ceil(CELLS / CELLS_PER_WORD) * CELLS_PER_WORD, dtype=np.uint8)
    return Log(
        events=np.empty(room, dtype=_EVENT),
        size=np.zeros(1, dtype=np.int64),
        people=np.empty((len(plan.years) + 1) * min(posts, CELLS), dtype=_PEOPLE),
        counted=np.zeros(1, dtype=np.int64),
        row=np.zeros(len(ENGINE_COLUMNS)),
        cells=np.zeros((CELLS, 3)),
        touched=touched,
        touched_words=touched.view(np.uint64),
        rows=np.empty(posts, dtype=np.int64),
        values=np.empty(posts),
        vacant=np.empty(posts, dtype=np.int64),
        queue=np.empty(posts, dtype=np.int64),
        staffed=np.empty(communities, dtype=np.int64),
        capacity=np.empty(communities),
        authorised=np.zeros(len(Post), dtype=np.int64),
        wanted=np.zeros(len(Post), dtype=np.int64),
        there=np.zeros(len(Post), dtype=np.int64),
        cost=np.zeros(len(Post)),
        last_bill=np.zeros(1),
        limit=np.zeros(1),
        left=np.zeros(1),
        sits=np.zeros(posts, dtype=np.bool_),
        candidates=Candidates(*(np.empty(BLOCK) for _ in Candidates._fields)),
    )


def people_of(log: Log) -> Columns:
    """Return the people of a run by year and cell, as columns."""
    return {name: log.people[name][: log.counted[0]].copy() for name in PEOPLE_COLUMNS}


_STACKED: "weakref.WeakKeyDictionary[Plan, tuple[Tables, Schedule]]" = weakref.WeakKeyDictionary()


def tables_of(plan: Plan) -> tuple[Tables, Schedule]:
    """Return a plan's tables stacked, and its years with their places in the stack.

    They are kept as long as the plan is: where terms change every year they are as large as it.
    """
    if plan not in _STACKED:
        _STACKED[plan] = _stacked(plan)
    return _STACKED[plan]


def _stacked(plan: Plan) -> tuple[Tables, Schedule]:
    terms = []
    for year in plan.years:
        for group in (year.incumbents, year.entrants, year.next_incumbents, year.next_entrants):
            if group not in terms:
                terms.append(group)
    tables = Tables(
        serve=_stack([t.careers.serve for t in terms]),
        stay=_stack([t.careers.stay for t in terms]),
        passing=_stack([t.careers.passing for t in terms]),
        leaving=_stack([t.careers.leaving for t in terms]),
        service=_stack([t.careers.service for t in terms]),
        promotion=np.array([t.careers.prospects.promotion for t in terms]),
        axes=as_records([t.careers.axes for t in terms]),
        offsets=np.array([t.offsets for t in terms]),
        pay_factor=np.array([t.pay_factor for t in terms]),
        last_tenure=np.array([t.careers.serve.shape[5] - 1 for t in terms]),
        levers=as_records([t.levers for t in terms]),
    )
    years = plan.years
    return tables, Schedule(
        year=np.array([y.year for y in years], dtype=np.int64),
        levers=as_records([y.levers for y in years]),
        incumbents=np.array([terms.index(y.incumbents) for y in years]),
        entrants=np.array([terms.index(y.entrants) for y in years]),
        next_incumbents=np.array([terms.index(y.next_incumbents) for y in years]),
        next_entrants=np.array([terms.index(y.next_entrants) for y in years]),
        may_lay_off=np.array([y.may_lay_off for y in years]),
        posts=_posts_by_year(plan),
    )


def _posts_by_year(plan: Plan) -> Ints:
    """Return the posts that exist, shape (years, levels)."""
    geography = plan.geography
    years = [year.year for year in plan.years]
    posts = np.zeros((len(years), len(Post)), dtype=np.int64)
    for level in Post:
        opened = np.sort(geography.open_from[geography.level == level])
        posts[:, level] = np.searchsorted(opened, years, side="right")
    return posts


def world_of(plan: Plan, tables: Tables, seed: int) -> World:
    """Return what the kernel needs to know of a plan under a seed."""
    level = plan.geography.level
    by_level = np.argsort(level, kind="stable")
    return World(
        seed,
        plan.geography.households,
        plan.geography.first_post,
        by_level,
        np.searchsorted(level[by_level], np.arange(len(Post) + 1)),
        as_records([plan.parameters])[0],
        tables,
        plan.policy_starts,
        as_records([plan.before.levers])[0],
        plan.before.pay_factor,
        plan.pressure_intercept,
        plan.reference_wage,
    )


def _stack(tables: list[Floats]) -> Floats:
    """Stack tables of terms whose ages or tenures differ; nobody is admitted to an exam there."""
    if len(tables) == 1:
        return tables[0][np.newaxis]
    shape = tuple(max(lengths) for lengths in zip(*(each.shape for each in tables), strict=True))
    stacked = np.full((len(tables), *shape), NO_EXAM)
    for table, room in zip(tables, stacked, strict=True):
        room[tuple(slice(0, n) for n in table.shape)] = table
    return stacked
