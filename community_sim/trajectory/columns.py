"""Declare the columns of a trajectory: name, type, unit and meaning of each."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from numpy.typing import NDArray

from community_sim.trajectory.counting import HEADCOUNTS, MEANS
from community_sim.trajectory.people import CELLS

__all__ = [
    "DISTRICT_USES",
    "ENGINE_COLUMNS",
    "EVENT_COLUMNS",
    "PAYERS",
    "PEOPLE_COLUMNS",
    "POPULATION_COLUMNS",
    "RECORDED_COLUMNS",
    "STOCK_COLUMNS",
    "USES",
    "Column",
    "Columns",
]

Columns = Mapping[str, NDArray[Any]]


class Column(NamedTuple):
    """Describe one column of a trajectory: how it is stored, its unit and what it means."""

    dtype: str
    unit: str
    meaning: str


def _code(meaning: str) -> Column:
    return Column("int16", "code", meaning)


def _years(meaning: str) -> Column:
    return Column("int16", "years", meaning)


def _people(meaning: str) -> Column:
    return Column("int64", "people", meaning)


def _months(meaning: str) -> Column:
    return Column("float64", "post-months", meaning)


def _money(meaning: str) -> Column:
    return Column("float64", "CNY a year, whole district", meaning)


def _number(unit: str, meaning: str) -> Column:
    return Column("float64", unit, meaning)


_PERSON: dict[str, Column] = {
    "mandate": _code("Mandate held; after the event where there is one"),
    "route": _code("EntryRoute, how the person first came in"),
    "age": _years("completed age"),
    "tenure": _years("completed years since entering the system"),
    "education": _code("Education"),
    "sex": _code("Sex"),
    "party": _code("1 for a member of the Party, else 0"),
    "ability": _number("SD", "ability, standard normal among candidates"),
    "taste": _number("SD", "taste for community work; it changes only where one is passed over"),
}

# One row per event, in the order (year, step, post, event).
EVENT_COLUMNS: Mapping[str, Column] = {
    "year": Column("int16", "year", "policy year, from 1"),
    "step": _code("Step of the year"),
    "event": _code("Event"),
    "person": Column("int64", "key", "the person; -1 for NO_APPLICANT"),
    "post": Column("int64", "key", "the post"),
    "community": Column("int32", "number", "the community"),
    "level_from": _code("Post level before the event; -1 for an entry"),
    "level_to": _code("Post level after the event; -1 for an exit"),
    "reason": _code("SeparationReason of an exit; else -1"),
    **_PERSON,
    "months": Column("int16", "months", "how long the post stood vacant before an entry; else 0"),
    "applicants": Column(
        "int16", "people", "applicants of an opening by open recruitment; else -1"
    ),
    "pool": Column("int16", "people", "possible candidates of the opening"),
}

# One row per year, 0 to the last; see `counting` for those that follow from the people counted.
STOCK_COLUMNS: Mapping[str, Column] = {
    "year": Column("int32", "year", "policy year; 0 is the opening state"),
    "communities": Column("int64", "communities", "communities in the district"),
    "opening": _people("in post at the opening of the year"),
    "entries": _people("entered during the year"),
    "exits": _people("left during the year, for any reason"),
    "closing": _people("in post at the close of the year"),
    "posts": Column("int64", "posts", "authorised posts"),
    "vacant_months": _months("months in which a post had no holder"),
    "acting_months": _months("months in which a vacant post was covered by an acting holder"),
    "post_months": _months("months of all authorised posts"),
    **{name: _people(each.meaning) for name, each in HEADCOUNTS.items()},
    "person_years": _number("person-years", "people at risk of leaving in the year: the opening"),
    "sitters": _people("sat the civil-service exam during the year"),
    "reserved_sitters": _people("of the sitters, had served long enough for reserved posts"),
    "pressure_mean": _number("share", "mean share under very high pressure"),
    "load_mean": _number("ratio", "hours of work asked / hours available, mean over communities"),
    "skill_mean": _number("ratio", "mean skill; a mature worker of mean ability is 1"),
    "ability_mean": _number("SD", "mean ability of those in post at the close of the year"),
    "wages": _money("wages paid by the communities"),
    "employer_contributions": _money("the employer's social insurance contributions"),
    "seconded_wages": _money("wages of the seconded, paid by the sub-district"),
    "income_grants": _money("grants received"),
    "income_fees": _money("fees received for tasks"),
    "extra_grant": _money("extra grant that closes the budget"),
    "office_spending": _money("office spending"),
    "surplus": _money("left over"),
    "turnover_cost": _money("cost of entries and of acting cover"),
    "secondee_contributions": _money("what the sub-district pays to insure the seconded"),
    "bought_services": _money("service bought from others"),
    "certification": _money("courses, exams and allowances of the certified"),
    "reserve_allowances": _money("allowances of reserve cadres during their placement"),
    "task_work": _money("work taken from communities that departments do themselves"),
    "asking": _money("finding out what residents ask for"),
    "exams": _money("exams for reserved posts"),
    "severance": _money("paid to those who are dismissed or laid off"),
    "paid_by_city": _money("paid by the city"),
    "paid_by_county": _money("paid by the county or district"),
    "paid_by_town": _money("paid by the town or sub-district"),
    "paid_by_departments": _money("paid by other departments"),
    "administrative_hours": _number("hours a year", "administrative work handed down"),
    "demand_hours": _number("hours a year", "service hours asked for"),
    "effective_hours": _number("hours a year", "hours worked, weighted by skill"),
    "service_hours": _number("hours a year", "effective hours that reach residents"),
    "coverage_mean": _number("share", "service hours / hours asked for, mean over communities"),
    "households": _number("households", "households in the district"),
    "capacity_p10": _number(
        "hours per 1,000 households", "10th percentile of capacity across communities"
    ),
    "capacity_p90": _number(
        "hours per 1,000 households", "90th percentile of capacity across communities"
    ),
    "principals_at_reference_wage": _number("share", "principals paid the reference wage or more"),
    "mean_pay_ratio": _number("ratio", "mean pay / reference wage"),
}

# What a district spends beside its staff and offices; nobody states what it costs.
DISTRICT_USES = (
    "secondee_contributions", "bought_services", "certification", "reserve_allowances",
    "task_work", "asking", "exams", "severance",
)  # fmt: skip
# All that is spent, and all who pay for it; communities pay what their surplus falls by.
USES = (
    "wages", "employer_contributions", "seconded_wages", "office_spending", "turnover_cost",
    *DISTRICT_USES,
)  # fmt: skip
PAYERS = ("paid_by_city", "paid_by_county", "paid_by_town", "paid_by_departments")

# The stocks that are written down; the others follow from the people counted.
RECORDED_COLUMNS: Mapping[str, Column] = {
    name: column
    for name, column in STOCK_COLUMNS.items()
    if name not in HEADCOUNTS and name not in MEANS
}

# Those of them that engines write down while they run; `engines.spending` adds the others.
ENGINE_COLUMNS: Mapping[str, Column] = {
    name: column
    for name, column in RECORDED_COLUMNS.items()
    if name not in DISTRICT_USES and name not in PAYERS
}

# One row per year and cell with somebody in it at the close of the year, by year and cell.
PEOPLE_COLUMNS: Mapping[str, Column] = {
    "year": Column("int16", "year", "policy year; 0 is the opening state"),
    "cell": Column(
        "int32", "code", f"combination of traits, 0 to {CELLS - 1}: see `people.TRAITS`"
    ),
    "count": _people("in post at the close of the year"),
    "ability": _number("SD", "sum of their ability"),
    "pay": _number("multiples of the reference wage", "sum of their pay"),
}

# One row per person in post at the close of the last year.
POPULATION_COLUMNS: Mapping[str, Column] = {
    "person": Column("int64", "key", "the person"),
    "post": Column("int64", "key", "the post held"),
    "community": Column("int32", "number", "the community"),
    "level": _code("Post level"),
    **_PERSON,
    "entry_year": Column("int16", "year", "year of entry; 0 or less is before the policy"),
}
