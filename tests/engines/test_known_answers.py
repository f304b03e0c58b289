"""The cases of MODEL.md section I whose answers are known, shown by whole runs.

Monte Carlo counts are held to 99.9 % intervals at fixed seeds.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from community_sim.career_grid import look_up
from community_sim.careers import Prospects
from community_sim.engines import simulate
from community_sim.logit import logistic
from community_sim.trajectory import Trajectory
from community_sim.vocabulary import Event, Mandate, SeparationReason

Bounds = Callable[[float, float], tuple[float, float]]
HAZARD = 0.1954
STAYING = 1e-9


@pytest.fixture
def calm(laboratory: Any) -> Any:
    """Return a district in which whoever leaves, quits, and is replaced within the year."""
    return laboratory.calm()


def entries_by_year(trajectory: Trajectory) -> np.ndarray:
    """Return the number of entries in years 1, 2 and so on."""
    return trajectory.stock_columns["entries"][1:]


# -- case 8: geometric tenure -------------------------------------------------------------------


@pytest.fixture(scope="module")
def settled(laboratory: Any) -> tuple[Any, Any, Any]:
    """Return a large district after sixty years of a constant hazard, and its plan."""
    calm = laboratory.calm()
    plan = calm.plan(posts=(6000, 0, 0, 0), communities=60, years=60, hazard=HAZARD)
    trajectory, closing = simulate(plan, calm.founders(plan, 1, tenure=0), 1)
    return trajectory, closing, calm


@pytest.mark.parametrize(("years", "share"), [(1, 0.8046), (4, 0.4191), (10, 0.1137)])
def test_case_8_a_constant_hazard_makes_tenure_geometric(
    years: int, share: float, settled: tuple[Any, Any, Any], bounds: Bounds
) -> None:
    served = int(np.sum(settled[1].tenure >= years))
    low, high = bounds(6000 * share, 6000 * share * (1.0 - share))
    assert low <= served <= high


def test_case_8_mean_tenure_is_the_odds_of_staying(settled: tuple[Any, Any, Any]) -> None:
    mean = (1.0 - HAZARD) / HAZARD
    deviation = np.sqrt(1.0 - HAZARD) / HAZARD
    assert mean == pytest.approx(4.118, abs=5e-4)
    assert settled[1].tenure.mean() == pytest.approx(mean, abs=3.2905 * deviation / np.sqrt(6000))


@pytest.mark.parametrize("growth", [0.05, 0.10])
def test_case_8_growth_makes_the_workforce_younger_in_service(
    growth: float, laboratory: Any, bounds: Bounds
) -> None:
    growing = laboratory.calm().with_parameters(
        history_growth_early=growth, history_growth_late=growth, history_years=60
    )
    plan = growing.plan(posts=(6000, 0, 0, 0), communities=60, years=1, hazard=HAZARD)
    history = [_dated(plan.years[0], year) for year in range(1 - 60, 1)]
    plan = _with_years(plan, history)
    closing = simulate(plan, growing.founders(plan, 1), 1)[1]
    staff = int(np.sum(closing.entry_post >= 0))
    assert staff == 6000
    for years in (1, 4, 10):
        share = ((1.0 - HAZARD) / (1.0 + growth)) ** years
        served = int(np.sum(closing.tenure >= years))
        low, high = bounds(staff * share, staff * share * (1.0 - share))
        assert low <= served <= high


def _dated(year_plan: Any, year: int) -> Any:
    from dataclasses import replace

    return replace(year_plan, year=year)


def _with_years(plan: Any, years: list[Any]) -> Any:
    from dataclasses import replace

    return replace(plan, years=tuple(years))


# -- case 20: length-biased sampling ------------------------------------------------------------


def test_case_20_those_in_post_have_as_many_years_behind_them_as_ahead(
    settled: tuple[Any, Any, Any],
) -> None:
    _, closing, calm = settled
    closed = calm.closed()
    plan = closed.plan(posts=(6000, 0, 0, 0), communities=60, years=60, hazard=HAZARD)
    later = simulate(plan, closing, 2)[0]  # another seed: other luck from here on
    exits = later.events[later.events.event == Event.EXIT]
    assert len(exits) >= 5999
    ahead = (exits.year - 1).to_numpy()
    deviation = np.sqrt(2.0 * (1.0 - HAZARD)) / HAZARD / np.sqrt(6000)
    assert ahead.mean() == pytest.approx(closing.tenure.mean(), abs=3.2905 * deviation)


# -- case 11: vacancies pull --------------------------------------------------------------------


@pytest.fixture(scope="module")
def pulled(laboratory: Any) -> Trajectory:
    """Return twenty years of a district whose upper posts are filled from within only."""
    ladder = (
        laboratory.calm()
        .with_levers(
            promotion_internal_share_committee_member=1.0,
            promotion_internal_share_deputy=1.0,
            promotion_internal_share_principal=1.0,
        )
        .with_parameters(promotion_min_tenure=0, party_share_entrants=1.0)
    )
    plan = ladder.plan(posts=(213, 243, 100, 95), communities=66, years=20, hazard=0.15)
    return ladder.run(plan, 3, party=1)


def by_year_and_level(events: Any, column: str) -> np.ndarray:
    """Return counts of events by year (1 to 20) and level."""
    counts = np.zeros((21, 4), dtype=int)
    np.add.at(counts, (events.year.to_numpy(), events[column].to_numpy()), 1)
    return counts[1:]


def test_case_11_promotions_into_a_level_are_the_exits_there_and_above(
    pulled: Trajectory,
) -> None:
    events = pulled.events
    exits = by_year_and_level(events[events.event == Event.EXIT], "level_from")
    promotions = by_year_and_level(events[events.event == Event.PROMOTION], "level_to")
    entries = by_year_and_level(events[events.event == Event.ENTRY], "level_to")
    at_and_above = np.cumsum(exits[:, ::-1], axis=1)[:, ::-1]
    assert np.array_equal(promotions[:, 1:], at_and_above[:, 1:])
    assert np.array_equal(entries[:, 0], at_and_above[:, 0])
    assert entries[:, 1:].sum() == 0


def test_case_11_the_stock_of_every_level_is_constant(pulled: Trajectory) -> None:
    for name, posts in (
        ("general_worker", 213), ("committee_member", 243), ("deputy", 100), ("principal", 95),
    ):  # fmt: skip
        assert set(pulled.stocks[name]) == {posts}


def test_case_11_whoever_is_not_promoted_from_within_comes_from_outside(laboratory: Any) -> None:
    ladder = laboratory.calm().with_levers(
        promotion_internal_share_committee_member=0.4,
        promotion_internal_share_deputy=0.5,
        promotion_internal_share_principal=0.6,
    )
    plan = ladder.plan(posts=(213, 243, 100, 95), communities=66, years=20, hazard=0.15)
    trajectory = ladder.run(plan, 3)
    events = trajectory.events
    exits = by_year_and_level(events[events.event == Event.EXIT], "level_from")
    up = by_year_and_level(events[events.event == Event.PROMOTION], "level_to")
    out_of = by_year_and_level(events[events.event == Event.PROMOTION], "level_from")
    entries = by_year_and_level(events[events.event == Event.ENTRY], "level_to")
    assert np.array_equal(exits + out_of, up + entries)
    assert entries[:, 1:].sum() > 0
    assert up[:, 1:].sum() > 0
    assert set(trajectory.stocks.closing) == {651}


# -- case 12: renewal ---------------------------------------------------------------------------


def test_case_12_a_cohort_that_retires_together_is_replaced_together(calm: Any) -> None:
    uniform = calm.with_parameters(entry_age_mean_hired=49.0, entry_age_sd_hired=0.0).with_levers(
        recruitment_general_worker_open=1.0,
        separation_retirement_age_women=55,
        separation_retirement_age_men=55,
    )
    plan = uniform.plan(posts=(50, 0, 0, 0), years=20, hazard=STAYING)
    trajectory = uniform.run(plan, 1, age=50)
    # the founders are 55 in year 6; whoever enters at 49 is 50 at the close of that year
    echoes = {6: 50, 12: 50, 18: 50}
    assert entries_by_year(trajectory).tolist() == [echoes.get(year, 0) for year in range(1, 21)]


def test_case_12_hires_are_the_hires_of_earlier_years_who_leave_now(
    calm: Any, bounds: Bounds
) -> None:
    hazard, longest, posts, seeds = 0.15, 6, 400, 100
    mixed = calm.with_parameters(entry_age_mean_hired=49.0, entry_age_sd_hired=0.0).with_levers(
        recruitment_general_worker_open=1.0,
        separation_retirement_age_women=55,
        separation_retirement_age_men=55,
    )
    plan = mixed.plan(posts=(posts, 0, 0, 0), years=20, hazard=hazard)
    hires = sum(entries_by_year(mixed.run(plan, seed, age=50, sex=0)) for seed in range(seeds))
    # f(k): leave k years after entry, by quitting or, in year six, by retiring
    leaving = [hazard * (1.0 - hazard) ** (k - 1) for k in range(1, longest)]
    leaving.append((1.0 - hazard) ** (longest - 1))
    expected: list[float] = []
    for t in range(1, 21):
        initial = leaving[t - 1] if t <= longest else 0.0
        later = sum(expected[t - k - 1] * leaving[k - 1] for k in range(1, min(t, longest + 1)))
        expected.append(initial + later)
    assert max(expected) > 1.3 * min(expected)  # the echo of the founders' retirement
    for found, share in zip(hires, expected, strict=True):
        low, high = bounds(posts * seeds * share, posts * seeds * share * (1.0 - share))
        assert low <= found <= high


# -- case 13: elections -------------------------------------------------------------------------


def test_case_13_principals_lost_at_an_election_are_binomial(calm: Any, bounds: Bounds) -> None:
    contested = calm.closed().with_levers(
        separation_term_years=3,
        separation_election_loss_probability=0.12,
        separation_nomination_age_cap=53,
    )
    plan = contested.plan(posts=(0, 0, 0, 95), communities=5, hazard=STAYING)
    staff = contested.founders(plan, 1, mandate=int(Mandate.ELECTED), age=40)
    lost = np.array(
        [simulate(plan, staff, seed)[0].stock_columns["exits"][1] for seed in range(1000)]
    )
    low, high = bounds(95 * 1000 * 0.12, 95 * 1000 * 0.12 * 0.88)
    assert low <= lost.sum() <= high  # mean 11.4 a term
    # a variance estimated from 1,000 draws lies within 15 % of the true 10.032
    assert lost.var() == pytest.approx(95 * 0.12 * 0.88, rel=0.15)
    assert np.mean((lost >= 2) & (lost <= 23)) >= 0.995


# -- case 14: vacancies -------------------------------------------------------------------------


@pytest.mark.parametrize(("hazard", "wait"), [(0.15, 1.0), (0.15, 3.0), (0.15, 6.0), (0.30, 12.0)])
def test_case_14_the_vacancy_rate_is_what_hazard_and_wait_imply(
    hazard: float, wait: float, calm: Any
) -> None:
    """Hold vacant post-months over post-months to the renewal identity of the model's year.

    Posts fall vacant at the turn of a year and are filled with monthly probability 1 / wait,
    so a vacancy lasts `wait` months in the mean; and a recruit serves whole calendar years,
    1 / hazard in the mean, of which the months before their arrival are the vacancy's.  One
    cycle is therefore 1 / hazard years plus the whole years K that the vacancy outlasts,
    E[K] = s / (1 - s) with s = (1 - 1 / wait) ** 12, and

        v = hazard * wait / (12 * (1 + hazard * E[K])),

    which is h m / (12 + h m) but for the service that a late recruit misses.
    """
    waiting = calm.with_parameters(fill_months_open=wait).with_levers(
        recruitment_general_worker_open=1.0
    )
    plan = waiting.plan(posts=(3000, 0, 0, 0), communities=30, years=70, hazard=hazard)
    stocks = waiting.run(plan, 4, tenure=0).stocks[20:]
    rate = stocks.vacant_months.sum() / stocks.post_months.sum()
    still_open = (1.0 - 1.0 / wait) ** 12
    outlasted = still_open / (1.0 - still_open)
    implied = hazard * wait / (12.0 * (1.0 + hazard * outlasted))
    assert rate == pytest.approx(implied, rel=0.03)
    textbook = hazard * wait / (12.0 + hazard * wait)
    assert rate == pytest.approx(textbook, rel=0.14)


# -- case 15: a closed cohort -------------------------------------------------------------------


@pytest.fixture(scope="module")
def cohort(laboratory: Any) -> tuple[Any, Any, Any]:
    """Return six years of a closed cohort that looks ahead, its plan and its founders."""
    closed = (
        laboratory.calm()
        .closed()
        .with_levers(separation_retirement_age_women=55, separation_retirement_age_men=60)
    )
    alone = Prospects(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    plan = closed.plan(posts=(4000, 0, 0, 0), communities=40, years=5, prospects=alone)
    staff = closed.founders(plan, 7, age=30, tenure=0, sex=0, education=1, mandate=1)
    return simulate(plan, staff, 7)[0], plan, staff


@pytest.mark.parametrize("years", [1, 3, 5])
def test_case_15_a_cohorts_survival_is_the_product_of_its_yearly_chances(
    years: int, cohort: tuple[Any, Any, Any], p: Any, bounds: Bounds
) -> None:
    trajectory, plan, staff = cohort
    careers = plan.years[0].incumbents.careers
    survival = np.ones(4000)
    for age in range(30, 30 + years):
        planes = careers.planes((Mandate.HIRED, 1, 0, 0, age, 0))
        for person, (taste, ability) in enumerate(zip(staff.taste, staff.ability, strict=True)):
            serve, _ = look_up(planes, p.taste_sd * taste, ability, careers.axes, p)
            survival[person] *= logistic(serve)
    left = trajectory.stocks.closing[years]
    low, high = bounds(survival.sum(), float(np.sum(survival * (1.0 - survival))))
    assert low <= left <= high
    exits = trajectory.events[trajectory.events.event == Event.EXIT]
    assert set(exits.reason) == {SeparationReason.QUIT}
