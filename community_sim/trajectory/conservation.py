"""Check that a trajectory neither makes nor loses people or money."""

import numpy as np

from community_sim.errors import ConservationError
from community_sim.trajectory.columns import PAYERS, USES, Columns
from community_sim.vocabulary import Event

__all__ = ["check_conservation"]

_HALF_A_FEN = 0.005  # [CNY]: sources and uses of a year agree to the fen


def check_conservation(
    events: Columns, stocks: Columns, people: Columns, population: Columns
) -> None:
    """Raise ConservationError where people or money do not add up (see `Trajectory`)."""
    _check_people(stocks)
    _check_events(events, stocks)
    _check_nobody_moves_twice(events)
    _check_cells(stocks, people)
    _check_population(stocks, population)
    _check_accounts(stocks)
    _check_payers(stocks)


def _check_people(stocks: Columns) -> None:
    opening, entries = stocks["opening"], stocks["entries"]
    exits, closing = stocks["exits"], stocks["closing"]
    for year in np.flatnonzero(opening + entries - exits != closing)[:1]:
        raise ConservationError(
            f"Year {year}: {opening[year]} at the opening + {entries[year]} entries - "
            f"{exits[year]} exits is not {closing[year]}, the number at the close."
        )
    for year in np.flatnonzero(opening[1:] != closing[:-1])[:1] + 1:
        raise ConservationError(
            f"Year {year}: opens with {opening[year]} people but the year before closed with "
            f"{closing[year - 1]}."
        )


def _check_events(events: Columns, stocks: Columns) -> None:
    years = stocks["year"].size
    outside = (events["year"] < 1) | (events["year"] >= years)
    for row in np.flatnonzero(outside)[:1]:
        raise ConservationError(
            f"An event stands in year {events['year'][row]}; the run has years 1 to {years - 1}."
        )
    for event, flow in ((Event.ENTRY, "entries"), (Event.EXIT, "exits")):
        counted = np.bincount(events["year"][events["event"] == event], minlength=years)
        for year in np.flatnonzero(counted != stocks[flow])[:1]:
            raise ConservationError(
                f"Year {year}: the stocks count {stocks[flow][year]} {flow} but the events hold "
                f"{counted[year]}."
            )


def _check_nobody_moves_twice(events: Columns) -> None:
    for event, verb in ((Event.ENTRY, "enters"), (Event.EXIT, "leaves")):
        moved = events["event"] == event
        persons, times = np.unique(events["person"][moved], return_counts=True)
        for person in persons[times > 1][:1]:
            years = events["year"][moved & (events["person"] == person)].tolist()
            raise ConservationError(f"Person {person} {verb} more than once, in years {years}.")


def _check_cells(stocks: Columns, people: Columns) -> None:
    closing = stocks["closing"]
    total = np.bincount(people["year"], weights=people["count"], minlength=closing.size)
    for year in np.flatnonzero(total != closing)[:1]:
        raise ConservationError(
            f"Year {year}: {total[year]:.0f} people are counted by their traits, but "
            f"{closing[year]} are in post at the close."
        )


def _check_accounts(stocks: Columns) -> None:
    sources = stocks["income_grants"] + stocks["income_fees"] + stocks["extra_grant"]
    uses = stocks["wages"] + stocks["employer_contributions"]
    uses = uses + stocks["office_spending"] + stocks["surplus"]
    balanced = np.abs(sources - uses) <= _HALF_A_FEN  # not so where a number is undefined
    for year in np.flatnonzero(~balanced)[:1]:
        raise ConservationError(
            f"Year {year}: {sources[year]:.2f} CNY come in (grants, fees, extra grant) but "
            f"{uses[year]:.2f} CNY go out or stay (wages, contributions, office, surplus)."
        )


def _check_payers(stocks: Columns) -> None:
    paid = sum(stocks[name] for name in PAYERS)
    spent = sum(stocks[name] for name in USES) + stocks["surplus"]
    balanced = np.abs(paid - spent) <= _HALF_A_FEN
    for year in np.flatnonzero(~balanced)[:1]:
        raise ConservationError(
            f"Year {year}: city, county, town and departments pay {paid[year]:.2f} CNY but "
            f"{spent[year]:.2f} CNY are spent or kept."
        )


def _check_population(stocks: Columns, population: Columns) -> None:
    closing, persons = stocks["closing"][-1], population["person"].size
    if closing != persons:
        raise ConservationError(
            f"Year {stocks['year'][-1]}: {closing} people are in post at the close of the year but "
            f"the population lists {persons}."
        )
