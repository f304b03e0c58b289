"""Facts about the world: each parameter with its value, range, status and source."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from community_sim.errors import BadValue, UnknownParameter, did_you_mean
from community_sim.reading import data_folder, number, read_table

__all__ = ["ParameterInfo", "Parameters", "load_parameters", "parameter_info", "with_values"]

COLUMNS = (
    "name", "value", "low", "high", "unit", "status", "figures", "note", "label_en", "label_zh",
)  # fmt: skip

STATUSES = ("reported", "derived", "assumed", "calibrated")


class Parameters(NamedTuple):
    """All parameters as plain numbers, in the order of `data/parameters.csv`.

    `parameter_info()` says what each is, in which unit, and where it comes from.
    """

    pay_weight: float
    discount_factor: float
    taste_mean: float
    taste_shift_hired: float
    taste_sd: float
    moving_cost: float
    pressure_disutility: float
    inequity_weight: float
    insurance_value_pension: float
    insurance_value_medical: float
    insurance_value_unemployment: float
    market_wage_level: float
    market_premium_high_school: float
    market_premium_bachelor: float
    market_premium_certified: float
    market_age_slope: float
    market_sex_gap: float
    market_ability_return: float
    civil_service_wage: float
    civil_service_amenity: float
    pension_replacement: float
    exam_pass_probability: float
    exam_cost_mean: float
    exam_cost_scale: float
    exam_ability_effect: float
    exam_age_limit: float
    application_cost: float
    entry_age_mean_hired: float
    entry_age_mean_elected: float
    entry_age_mean_seconded: float
    entry_age_mean_placed: float
    entry_age_sd_hired: float
    entry_age_sd_elected: float
    entry_age_sd_seconded: float
    entry_age_sd_placed: float
    high_school_share_hired: float
    high_school_share_elected: float
    high_school_share_seconded: float
    high_school_share_placed: float
    bachelor_share_hired: float
    bachelor_share_elected: float
    bachelor_share_seconded: float
    bachelor_share_placed: float
    female_share_entrants: float
    party_share_entrants: float
    selection_validity_open: float
    selection_validity_election: float
    selection_validity_secondment: float
    selection_validity_reserve: float
    candidates_election: float
    candidates_secondment: float
    fill_months_open: float
    fill_months_secondment: float
    fill_months_placement: float
    acting_service_share: float
    mandate_flip_probability: float
    secondment_return_probability: float
    reserve_fit_reliability: float
    reserve_unconfirmed_share: float
    reserve_withdrawal: float
    death_probability_to_39: float
    death_probability_40_49: float
    death_probability_50_plus: float
    score_ability: float
    score_experience: float
    score_tenure: float
    identity_score_hired: float
    identity_score_seconded: float
    promotion_min_tenure: float
    history_growth: float
    history_years: float
    initial_tenure_mean: float
    hours_per_year: float
    item_hours_fixed: float
    item_hours_per_household: float
    service_hours_per_household: float
    pressure_target: float
    pressure_load_slope: float
    pressure_principal: float
    pressure_time_loss: float
    novice_skill_loss: float
    experience_years: float
    skill_ability: float
    skill_certified: float
    households_mean: float
    households_log_sd: float
    contribution_rate_pension: float
    contribution_rate_medical: float
    contribution_rate_unemployment: float
    reference_wage_growth: float
    hazard_quit: float


@dataclass(frozen=True)
class ParameterInfo:
    """What is known of a parameter.

    Attributes
    ----------
    name, unit : str
        Its name in code, and its unit.
    value, low, high : float
        Default and range.
    status : str
        reported, derived, assumed or calibrated.
    figures : tuple of str
        Report figures it rests on.
    note : str
        Where it comes from, in a sentence.
    label_en, label_zh : str
        Its name for people.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    status: str
    figures: tuple[str, ...]
    note: str
    label_en: str
    label_zh: str

    @property
    def is_informed_by_reports(self) -> bool:
        """Whether a figure of the reports speaks of it, directly or through the fit."""
        return self.status == "calibrated" or bool(self.figures)


@functools.cache
def parameter_info() -> Mapping[str, ParameterInfo]:
    """Return what is known of every parameter, by name.

    Raises
    ------
    UnreadableFile, BadValue
        The table is malformed, names an unknown status, or a value lies outside its range.
    """
    path = data_folder() / "parameters.csv"
    infos: dict[str, ParameterInfo] = {}
    for row in read_table(path, COLUMNS):
        where = f"{path.name}, line {row['line']}"
        info = _info(row, where)
        if info.name in infos:
            raise BadValue(f"{where}: '{info.name}' is given twice; keep one.")
        infos[info.name] = info
    for name in Parameters._fields:
        if name not in infos:
            raise UnknownParameter(f"{path.name}: the parameter '{name}' is missing.")
    for name in infos:
        if name not in Parameters._fields:
            raise _unknown(name, path.name)
    return infos


def _info(row: Mapping[str, str], where: str) -> ParameterInfo:
    name = row["name"]
    value, low, high = (number(row[column], where, column) for column in ("value", "low", "high"))
    if not low <= value <= high:
        raise BadValue(
            f"{where}: the value of '{name}', {value:g}, lies outside {low:g} to {high:g}."
        )
    if row["status"] not in STATUSES:
        raise BadValue(
            f"{where}: the status of '{name}' is {row['status']!r}; "
            f"it must be one of {', '.join(STATUSES)}."
        )
    return ParameterInfo(
        name, value, low, high, row["unit"], row["status"], tuple(row["figures"].split()),
        row["note"], row["label_en"], row["label_zh"],
    )  # fmt: skip


def load_parameters() -> Parameters:
    """Return the default parameters."""
    infos = parameter_info()
    return Parameters(*(infos[name].value for name in Parameters._fields))


def with_values(parameters: Parameters, values: Mapping[str, float], where: str = "") -> Parameters:
    """Return parameters with some values changed.

    Raises
    ------
    UnknownParameter
        No parameter has the name.
    BadValue
        Not a finite number, or outside the parameter's range.
    """
    infos = parameter_info()
    for name, value in values.items():
        if name not in infos:
            raise _unknown(name, where)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadValue(f"{_at(where)}'{name}' is {value!r}; give a number.")
        if not infos[name].low <= value <= infos[name].high:
            raise BadValue(
                f"{_at(where)}'{name}' is {value!r} {infos[name].unit}; it must lie between "
                f"{infos[name].low:g} and {infos[name].high:g}."
            )
    return parameters._replace(**{name: float(value) for name, value in values.items()})


def _unknown(name: str, where: str) -> UnknownParameter:
    return UnknownParameter(
        f"{_at(where)}'{name}' is not a parameter. {did_you_mean(name, Parameters._fields)}"
    )


def _at(where: str) -> str:
    return f"{where}: " if where else ""
