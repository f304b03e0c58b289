"""A policy: all levers at once, immutable; and the lever catalogue people look things up in."""

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from community_sim.errors import BadValue, UnknownLever, nearest
from community_sim.levers import (
    Budget,
    Closure,
    LeverGroup,
    Pay,
    Promotion,
    Recruitment,
    Separation,
    Workload,
)

__all__ = ["Lever", "LeverValue", "Policy", "PolicyNumbers", "levers"]

LeverValue = float | int | bool | str

GROUPS: Mapping[str, type[LeverGroup]] = {
    "pay": Pay,
    "promotion": Promotion,
    "recruitment": Recruitment,
    "separation": Separation,
    "workload": Workload,
    "budget": Budget,
}

ROUTE_SHARES = (
    ("general_worker_open", "general_worker_placement"),
    ("committee_member_election", "committee_member_open", "committee_member_placement"),
    ("deputy_election", "deputy_secondment", "deputy_placement"),
    ("principal_election", "principal_secondment"),
)
"""Levers that are shares of one level's outside fills and sum to one."""

_SHARES_TOLERANCE = 1e-9
_CLOSURES = {Closure.FUNDED: 0.0, Closure.OFFICE: 1.0, Closure.HEADCOUNT: 2.0}


class PolicyNumbers(NamedTuple):
    """All levers as plain numbers, for the rules; closure is 0 funded, 1 office, 2 headcount."""

    pay_coefficient_general_worker: float
    pay_coefficient_committee_member: float
    pay_coefficient_deputy: float
    pay_coefficient_principal: float
    pay_multiplier_seconded: float
    pay_dispersion: float
    pay_indexation: float
    pay_indexation_years: float
    pay_seniority_step: float
    pay_scale: float
    pay_insurance_pension: float
    pay_insurance_medical: float
    pay_insurance_unemployment: float
    pay_hold_wage_bill: float
    promotion_internal_share_committee_member: float
    promotion_internal_share_deputy: float
    promotion_internal_share_principal: float
    promotion_meritocracy_weight: float
    promotion_subdistrict_posts_per_year: float
    promotion_civil_service_posts_per_year: float
    promotion_civil_service_min_tenure: float
    recruitment_general_worker_open: float
    recruitment_general_worker_placement: float
    recruitment_committee_member_election: float
    recruitment_committee_member_open: float
    recruitment_committee_member_placement: float
    recruitment_deputy_election: float
    recruitment_deputy_secondment: float
    recruitment_deputy_placement: float
    recruitment_principal_election: float
    recruitment_principal_secondment: float
    recruitment_candidate_pool: float
    recruitment_reserve_pool_share: float
    recruitment_reserve_pass_share: float
    recruitment_reserve_placement_months: float
    separation_dismissal_share: float
    separation_appraisal_validity: float
    separation_term_years: float
    separation_election_loss_probability: float
    separation_nomination_age_cap: float
    separation_retirement_age_women: float
    separation_retirement_age_men: float
    workload_administrative_items: float
    workload_relief_share: float
    workload_paid_item_share: float
    workload_fee_per_item: float
    workload_households_per_grid: float
    workload_external_supply_share: float
    workload_wasted_service_share: float
    workload_certified_share: float
    budget_grant_base: float
    budget_match_ratio: float
    budget_special_grant: float
    budget_office_need: float
    budget_office_minimum: float
    budget_closure: float
    budget_attrition_years: float
    budget_county_share: float
    budget_posts_change_share: float


@dataclass(frozen=True)
class Lever:
    """What a lever is.

    Attributes
    ----------
    name : str
        Group and name, as in `pay.coefficient_principal`.
    default : float, int, bool or str
        Current practice at kaifu.
    low, high : float, optional
        Range; None where the lever is not a number.
    unit, label_en, label_zh : str
        Unit and names for people.
    report, figures, note : str
        Report section, figure ids and where the default comes from.
    """

    name: str
    default: LeverValue
    low: float | None
    high: float | None
    unit: str
    label_en: str
    label_zh: str
    report: str
    figures: str
    note: str
    kind: type

    def label(self, lang: str = "en") -> str:
        """Return the name for people, in English or Chinese."""
        return self.label_zh if lang == "zh" else self.label_en


@functools.cache
def levers() -> Mapping[str, Lever]:
    """Return every lever by its full name."""
    catalogue = {}
    for group, model in GROUPS.items():
        for name, field in model.model_fields.items():
            about: dict[str, Any] = dict(field.json_schema_extra or {})  # type: ignore[arg-type]
            bounds = {type(m).__name__: m for m in field.metadata}
            low, high = bounds.get("Ge"), bounds.get("Le")
            catalogue[f"{group}.{name}"] = Lever(
                f"{group}.{name}", field.default,
                None if low is None else low.ge, None if high is None else high.le,
                about["unit"], str(field.title), about["zh"], about["report"],
                about["figures"], about["note"], field.annotation,  # type: ignore[arg-type]
            )  # fmt: skip
    return catalogue


class Policy(BaseModel):
    """All levers of a policy; frozen, equal and hashed by content."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pay: Pay = Pay()
    promotion: Promotion = Promotion()
    recruitment: Recruitment = Recruitment()
    separation: Separation = Separation()
    workload: Workload = Workload()
    budget: Budget = Budget()

    def __getitem__(self, lever: str) -> LeverValue:
        """Return a lever's value by its full name."""
        if lever not in levers():
            raise unknown_lever(lever)
        group, name = lever.split(".")
        value: LeverValue = getattr(getattr(self, group), name)
        return value

    def with_(self, **changes: LeverValue) -> Self:
        """Return a policy with other values of some levers: `with_(**{"pay.dispersion": 0.1})`.

        Raises
        ------
        UnknownLever
            No lever has the name.
        BadValue
            A value of the wrong type or out of range, or shares of a level that do not sum to
            one.
        """
        groups: dict[str, dict[str, LeverValue]] = {}
        for lever, value in changes.items():
            if lever not in levers():
                raise unknown_lever(lever)
            group, name = lever.split(".")
            groups.setdefault(group, {})[name] = checked(lever, value)
        made = {
            group: getattr(self, group).model_copy(update=values)
            for group, values in groups.items()
        }
        policy = self.model_copy(update=made)
        check_route_shares(policy)
        return policy

    def differences(self, other: "Policy") -> dict[str, tuple[LeverValue, LeverValue]]:
        """Return the levers that differ, with this policy's value and the other's."""
        return {name: (self[name], other[name]) for name in levers() if self[name] != other[name]}

    def as_numbers(self) -> PolicyNumbers:
        """Return all levers as plain numbers."""
        values = []
        for lever in levers():
            value = self[lever]
            values.append(_CLOSURES[value] if isinstance(value, Closure) else float(value))
        return PolicyNumbers(*values)


def checked(lever: str, value: object, where: str = "") -> LeverValue:
    """Return a lever's value in its own type.

    Raises
    ------
    BadValue
        The value has the wrong type or is out of range; the message says where.
    """
    about = levers()[lever]
    if about.kind is int and isinstance(value, float) and value.is_integer():
        value = int(value)
    if about.kind is Closure and isinstance(value, str) and value in list(Closure):
        value = Closure(value)
    group, name = lever.split(".")
    try:
        made = GROUPS[group].model_validate({name: value})
    except ValidationError as error:
        raise BadValue(_complaint(about, value, where)) from error
    result: LeverValue = getattr(made, name)
    return result


def check_route_shares(policy: Policy, where: str = "") -> None:
    """Raise BadValue where the shares of a level's outside fills do not sum to one."""
    for names in ROUTE_SHARES:
        total = 0.0
        for name in names:
            total += getattr(policy.recruitment, name)
        if abs(total - 1.0) > _SHARES_TOLERANCE:
            listed = " + ".join(f"'recruitment.{name}'" for name in names)
            raise BadValue(f"{_at(where)}{listed} is {total:.6g}; the shares must sum to 1.")


def with_the_rest(policy: Policy, stated: Collection[str], where: str = "") -> Policy:
    """Return a policy in which the routes that it does not state take what the stated ones leave.

    Parameters
    ----------
    policy : Policy
        Current practice with the stated levers changed.
    stated : collection of str
        Levers, with their group.
    where : str
        What an error begins with.

    Raises
    ------
    BadValue
        The stated shares of a level leave less than nothing, or something that no route takes.
    """
    scaled: dict[str, float] = {}
    for names in ROUTE_SHARES:
        shares = {name: getattr(policy.recruitment, name) for name in names}
        free = [name for name in names if f"recruitment.{name}" not in stated]
        rest = 1.0 - sum(share for name, share in shares.items() if name not in free)
        before = sum(shares[name] for name in free)
        if abs(rest - before) > _SHARES_TOLERANCE and rest > -_SHARES_TOLERANCE and before > 0.0:
            scaled |= {name: shares[name] * max(0.0, rest) / before for name in free}
    if scaled:
        recruitment = policy.recruitment.model_copy(update=scaled)
        policy = policy.model_copy(update={"recruitment": recruitment})
    check_route_shares(policy, where)
    return policy


def unknown_lever(name: str, where: str = "") -> UnknownLever:
    """Return the error for a name that is no lever, with the nearest one and its group."""
    known = list(levers())
    match = nearest(name, known)
    group = name.split(".", maxsplit=1)[0]
    advice = f"Did you mean '{match}'? " if match else ""
    if group in GROUPS:
        listed = ", ".join(lever for lever in known if lever.startswith(f"{group}."))
        advice += f"The {group} levers are: {listed}."
    else:
        advice += f"The groups are: {', '.join(GROUPS)}."
    return UnknownLever(f"{_at(where)}'{name}' is not a lever. {advice}")


def _complaint(lever: Lever, value: object, where: str) -> str:
    if lever.kind is bool:
        right = "true or false"
    elif lever.kind is Closure:
        right = ", ".join(Closure)
    else:
        kind = "a whole number" if lever.kind is int else "a number"
        right = f"{kind} from {lever.low:g} to {lever.high:g} ({lever.unit})"
    return f"{_at(where)}'{lever.name}' is {value!r}; it must be {right}."


def _at(where: str) -> str:
    return f"{where}: " if where else ""
