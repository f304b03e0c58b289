"""Build small trajectories by hand, so that every expected number can be checked on paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from community_sim.trajectory import (
    EVENT_COLUMNS,
    PEOPLE_COLUMNS,
    POPULATION_COLUMNS,
    RECORDED_COLUMNS,
    Trajectory,
)
from community_sim.trajectory.people import cell_of
from community_sim.vocabulary import Education, Event, Mandate, Post, SeparationReason, Sex, Step

Life = Mapping[str, Any]
Builder = Callable[..., Trajectory]

_PLAIN: dict[str, Any] = {
    "entered": 0,  # 0: in post at the opening
    "left": None,
    "reason": SeparationReason.QUIT,
    "education": Education.COLLEGE,
    "mandate": Mandate.HIRED,
    "level": Post.GENERAL_WORKER,
    "became_principal": None,
    "ability": 0.0,
    "taste": 0.0,
    "sex": Sex.MALE,
    "party": 0,
    "age": 40,
    "tenure": 0,
    "pay": 0.0,  # multiples of the reference wage
    "applicants": -1,
}


def _event(year: int, step: Step, event: Event, **values: Any) -> dict[str, Any]:
    blank = dict.fromkeys(EVENT_COLUMNS, 0) | {"reason": -1, "applicants": -1}
    return blank | {"year": year, "step": step, "event": event} | values


def _events_of(person: int, life: Life) -> list[dict[str, Any]]:
    who = {"person": person, "post": person}
    who |= {name: life[name] for name in ("education", "mandate", "ability", "taste")}
    level, rows = life["level"], []
    if life["entered"] > 0:
        entry = who | {"level_from": -1, "level_to": level, "applicants": life["applicants"]}
        rows.append(_event(life["entered"], Step.RECRUIT, Event.ENTRY, **entry))
    if life["became_principal"] is not None:
        rise = who | {"level_from": level, "level_to": Post.PRINCIPAL}
        rows.append(_event(life["became_principal"], Step.PROMOTE, Event.PROMOTION, **rise))
        level = Post.PRINCIPAL
    if life["left"] is not None:
        way_out = who | {"level_from": level, "level_to": -1, "reason": life["reason"]}
        rows.append(_event(life["left"], Step.CHOOSE_TO_STAY_OR_LEAVE, Event.EXIT, **way_out))
    return rows


def _columns(rows: Sequence[Mapping[str, Any]], schema: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: np.array([row[name] for row in rows], dtype=column.dtype)
        for name, column in schema.items()
    }


def _present(lives: Sequence[Life], year: int) -> list[int]:
    return [
        person
        for person, life in enumerate(lives)
        if life["entered"] <= year and (life["left"] is None or life["left"] > year)
    ]


def _stocks(years: int, lives: Sequence[Life], changes: Mapping[str, Any]) -> dict[str, Any]:
    closing = np.array([len(_present(lives, year)) for year in range(years + 1)])
    entered = [life["entered"] for life in lives if life["entered"] > 0]
    left = [life["left"] for life in lives if life["left"] is not None]
    opening = np.concatenate([closing[:1], closing[:-1]])
    stocks: dict[str, Any] = {
        name: np.zeros(years + 1, column.dtype) for name, column in RECORDED_COLUMNS.items()
    }
    stocks |= {
        "year": np.arange(years + 1),
        "communities": np.ones(years + 1, np.int64),
        "opening": opening,
        "entries": np.bincount(entered, minlength=years + 1) if entered else 0 * closing,
        "exits": np.bincount(left, minlength=years + 1) if left else 0 * closing,
        "closing": closing,
        "person_years": opening.astype(float),
    }
    for name, value in changes.items():
        stocks[name] = np.broadcast_to(np.asarray(value), years + 1)
    return stocks


def _people(years: int, lives: Sequence[Life]) -> list[dict[str, Any]]:
    """Count those present by their traits, of which only the level may change."""
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    for year in range(years + 1):
        for person in _present(lives, year):
            life = lives[person]
            rose = life["became_principal"]
            level = Post.PRINCIPAL if rose is not None and rose <= year else life["level"]
            traits = ("mandate", "education", "sex", "party", "age", "tenure", "pay")
            cell = cell_of(level, *(life[name] for name in traits))
            row = rows.setdefault((year, cell), dict.fromkeys(PEOPLE_COLUMNS, 0))
            row |= {"year": year, "cell": cell, "count": row["count"] + 1}
            row |= {name: row[name] + life[name] for name in ("ability", "pay")}
    return [rows[key] for key in sorted(rows)]


@pytest.fixture(scope="session")
def build() -> Builder:
    """Return a function that builds a trajectory from lives, extra events and stock columns."""

    def builder(
        years: int,
        lives: Sequence[Life] = (),
        *,
        more_events: Sequence[Mapping[str, Any]] = (),
        **stocks: Any,
    ) -> Trajectory:
        full = [_PLAIN | dict(life) for life in lives]
        rows = [row for person, life in enumerate(full) for row in _events_of(person, life)]
        rows += [dict.fromkeys(EVENT_COLUMNS, 0) | dict(row) for row in more_events]
        rows.sort(key=lambda row: (row["year"], row["step"], row["post"], row["event"]))
        last = [
            dict.fromkeys(POPULATION_COLUMNS, 0) | {"person": person}
            for person in _present(full, years)
        ]
        return Trajectory.from_columns(
            _columns(rows, EVENT_COLUMNS),
            _stocks(years, full, stocks),
            _columns(_people(years, full), PEOPLE_COLUMNS),
            _columns(last, POPULATION_COLUMNS),
        )

    return builder
