"""Declare the columns of a trajectory: name, type, unit and meaning of each."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from numpy.typing import NDArray

__all__ = ["EVENT_COLUMNS", "POPULATION_COLUMNS", "STOCK_COLUMNS", "Column", "Columns"]

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
    "taste": _number("SD", "taste for community work, fixed for life"),
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

# One row per year, 0 to the last.
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
    "general_worker": _people("closing headcount at this level"),
    "committee_member": _people("closing headcount at this level"),
    "deputy": _people("closing headcount at this level"),
    "principal": _people("closing headcount at this level"),
    "elected": _people("closing headcount under this mandate"),
    "hired": _people("closing headcount under this mandate"),
    "seconded": _people("closing headcount under this mandate"),
    "other": _people("closing headcount under this mandate"),
    "high_school": _people("closing headcount with this education"),
    "college": _people("closing headcount with this education"),
    "bachelor": _people("closing headcount with this education"),
    "female": _people("women at the close of the year"),
    "party": _people("members of the Party at the close of the year"),
    "age_to_30": _people("closing headcount aged up to 30"),
    "age_31_35": _people("closing headcount aged 31 to 35"),
    "age_36_45": _people("closing headcount aged 36 to 45"),
    "age_46_54": _people("closing headcount aged 46 to 54"),
    "age_55_plus": _people("closing headcount aged 55 or more"),
    "tenure_0_3": _people("closing headcount with 0 to 3 completed years"),
    "tenure_4_9": _people("closing headcount with 4 to 9 completed years"),
    "tenure_10_plus": _people("closing headcount with 10 completed years or more"),
    "person_years": _number("person-years", "people at risk of leaving in the year: the opening"),
    "sitters": _people("sat the civil-service exam during the year"),
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
    "county_share_of_extra": _money("part of the extra grant borne by the county"),
    "office_spending": _money("office spending"),
    "surplus": _money("left over"),
    "administrative_hours": _number("hours a year", "administrative work done first"),
    "demand_hours": _number("hours a year", "service hours asked for"),
    "effective_hours": _number("hours a year", "hours worked, weighted by skill"),
    "service_hours": _number("hours a year", "effective hours left for service"),
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

# One row per person in post at the close of the last year.
POPULATION_COLUMNS: Mapping[str, Column] = {
    "person": Column("int64", "key", "the person"),
    "post": Column("int64", "key", "the post held"),
    "community": Column("int32", "number", "the community"),
    "level": _code("Post level"),
    **_PERSON,
    "entry_year": Column("int16", "year", "year of entry; 0 or less is before the policy"),
}
