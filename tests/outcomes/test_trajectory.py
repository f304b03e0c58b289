"""Claims about the trajectory: a frozen value that adds up."""

import pickle
import re

import numpy as np
import pytest

from community_sim.errors import BadValue, ConservationError
from community_sim.trajectory import (
    EVENT_COLUMNS,
    POPULATION_COLUMNS,
    STOCK_COLUMNS,
    Trajectory,
)
from community_sim.trajectory.people import CELLS, TRAITS
from community_sim.vocabulary import Event

LIVES = [{}, {"left": 2}, {"entered": 1, "left": 3}, {"entered": 2, "ability": 0.5}]


def _replaced(trajectory: Trajectory, part: str, name: str, values: object) -> Trajectory:
    parts = {
        "events": dict(trajectory.event_columns),
        "stocks": dict(trajectory.recorded_columns),
        "people": dict(trajectory.people_columns),
        "population": dict(trajectory.population_columns),
    }
    parts[part][name] = np.asarray(values)
    return Trajectory.from_columns(**parts)


def _changed(trajectory: Trajectory, part: str, name: str, row: int, value: float) -> Trajectory:
    columns = {
        "events": trajectory.event_columns,
        "stocks": trajectory.recorded_columns,
        "people": trajectory.people_columns,
    }
    column = columns[part][name].copy()
    column[row] = value
    return _replaced(trajectory, part, name, column)


def test_tables_have_the_columns_and_types_of_the_schema(build):
    trajectory = build(3, LIVES)
    for frame, schema in (
        (trajectory.events, EVENT_COLUMNS),
        (trajectory.stocks, STOCK_COLUMNS),
        (trajectory.population, POPULATION_COLUMNS),
    ):
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
            name: column.dtype for name, column in schema.items()
        }
    assert list(trajectory.people.columns) == [
        "year", *(trait.name for trait in TRAITS), "count", "ability", "pay",
    ]  # fmt: skip
    assert trajectory.years == 3
    assert len(trajectory.events) == 4


def test_equal_content_is_equal_and_hashes_equal(build):
    assert build(3, LIVES) == build(3, LIVES)
    assert len({build(3, LIVES), build(3, LIVES)}) == 1


@pytest.mark.parametrize(
    ("part", "name", "row", "value"),
    [("events", "ability", 0, 1e-300), ("stocks", "wages", 3, 0.01), ("people", "pay", 2, 1e-300)],
)
def test_the_smallest_change_makes_another_trajectory(build, part, name, row, value):
    trajectory = build(3, LIVES)
    changed = _changed(trajectory, part, name, row, value)
    assert changed != trajectory
    assert changed.content_hash != trajectory.content_hash


def test_a_trajectory_is_not_equal_to_something_else(build):
    assert build(1) != "trajectory"


def test_columns_cannot_be_written_to(build):
    trajectory = build(3, LIVES)
    with pytest.raises(ValueError, match="read-only"):
        trajectory.stock_columns["closing"][0] = 7


def test_columns_that_fit_are_not_copied(build):
    columns = build(3, LIVES)
    wages = np.arange(4.0)
    assert np.shares_memory(
        _replaced(columns, "stocks", "wages", wages).stock_columns["wages"], wages
    )


def test_a_trajectory_survives_the_way_between_processes(build):
    trajectory = build(3, LIVES)
    assert len(trajectory.stocks) == 4  # builds a table that must not travel
    sent = pickle.loads(pickle.dumps(trajectory))
    assert sent == trajectory
    assert "stocks" not in vars(sent)


def test_an_unknown_column_is_refused_with_the_nearest_name(build):
    with pytest.raises(BadValue, match=r"'wage'.*'wages'"):
        _replaced(build(1), "stocks", "wage", [0.0, 0.0])


def test_a_missing_column_is_named(build):
    trajectory = build(1)
    stocks = dict(trajectory.recorded_columns)
    del stocks["closing"], stocks["sitters"]
    with pytest.raises(BadValue, match="closing, sitters"):
        Trajectory.from_columns(
            trajectory.event_columns,
            stocks,
            trajectory.people_columns,
            trajectory.population_columns,
        )


def test_a_stock_that_is_counted_from_the_people_is_refused(build):
    with pytest.raises(BadValue, match="'female' is counted from the people"):
        _replaced(build(1), "stocks", "female", [0, 0])


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("year", [1, 0, 2, 3]),
        ("year", [0, 1, 1, 2]),
        ("year", [0, 1, 2, 4]),
        ("year", [-1, 1, 2, 3]),
        ("cell", [CELLS, 0, 0, 0]),
        ("cell", [-1, 0, 0, 0]),
        ("count", [4, 3, 0, 1]),
    ],
)
def test_people_must_stand_once_by_year_and_cell_and_be_somebody(build, name, values):
    with pytest.raises(BadValue, match=r"one row per year from 0 to 3 and cell from 0 to \d+"):
        _replaced(build(3, LIVES), "people", name, values)


def test_fractions_are_refused_where_whole_numbers_stand(build):
    with pytest.raises(BadValue, match=r"'closing'.*float64.*int64"):
        _replaced(build(1), "stocks", "closing", [0.5, 1.0])


def test_columns_of_different_length_are_refused(build):
    with pytest.raises(BadValue, match="length"):
        _replaced(build(1), "stocks", "closing", [1])


def test_stocks_must_count_the_years_from_zero(build):
    with pytest.raises(BadValue, match="from year 0"):
        _replaced(build(1), "stocks", "year", [1, 2])


def test_events_must_stand_in_the_order_of_their_years(build):
    trajectory = build(3, LIVES)
    backwards = trajectory.event_columns["year"][::-1].copy()
    with pytest.raises(BadValue, match="order of their years"):
        _replaced(trajectory, "events", "year", backwards)


def test_a_run_that_adds_up_passes(build):
    build(3, LIVES).check_conservation()
    build(1).check_conservation()


@pytest.mark.parametrize(
    ("part", "name", "row", "value", "message"),
    [
        ("stocks", "exits", 2, 2, "Year 2: 3 at the opening + 1 entries - 2 exits is not 3"),
        ("stocks", "opening", 3, 9, "Year 3: 9 at the opening"),
        ("people", "count", 1, 4, "Year 1: 4 people are counted by their traits, but 3"),
        ("stocks", "wages", 2, 0.01, "Year 2: 0.00 CNY come in"),
        ("stocks", "surplus", 1, np.nan, "Year 1: 0.00 CNY come in"),
        ("events", "event", 0, Event.MANDATE_CHANGE, "Year 1: the stocks count 1 entries"),
        ("events", "year", 3, 4, "An event stands in year 4; the run has years 1 to 3"),
        ("events", "person", 3, 1, "Person 1 leaves more than once, in years [2, 3]"),
    ],
)
def test_what_does_not_add_up_is_named_with_year_and_numbers(
    build, part, name, row, value, message
):
    wrong = _changed(build(3, LIVES), part, name, row, value)
    with pytest.raises(ConservationError, match=re.escape(message)):
        wrong.check_conservation()


def test_a_year_that_does_not_open_as_the_last_one_closed_is_named(build):
    trajectory = build(2, [{}, {}])
    for name in ("opening", "closing"):
        trajectory = _changed(trajectory, "stocks", name, 2, 5)
    trajectory = _changed(trajectory, "people", "count", 2, 5)
    with pytest.raises(ConservationError, match=r"Year 2: opens with 5 people .* closed with 2"):
        trajectory.check_conservation()


def test_a_population_of_another_size_than_the_last_closing_is_named(build):
    trajectory = build(2, [{}, {}])
    shorter = {name: column[:1] for name, column in trajectory.population_columns.items()}
    wrong = Trajectory.from_columns(
        trajectory.event_columns, trajectory.recorded_columns, trajectory.people_columns, shorter
    )
    with pytest.raises(ConservationError, match=r"Year 2: 2 people .* lists 1"):
        wrong.check_conservation()


def test_half_a_cent_is_within_the_rounding_and_a_cent_is_not(build):
    trajectory = build(1)
    _changed(trajectory, "stocks", "surplus", 1, 0.004).check_conservation()
    with pytest.raises(ConservationError):
        _changed(trajectory, "stocks", "surplus", 1, 0.006).check_conservation()
