"""A scenario: a place, its parameters, its current practice, a policy and a horizon."""

import functools
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from community_sim.errors import BadValue
from community_sim.parameters import Parameters, load_parameters, with_values
from community_sim.place import Place, load_place
from community_sim.policy import Policy, PolicyNumbers
from community_sim.policy_file import AppliesTo, PolicyFile, combine, load_policy
from community_sim.vocabulary import Post

__all__ = ["Dynamics", "Scenario"]

Dynamics = Literal["forward", "myopic", "hazard"]

LONGEST_HORIZON = 200

_COEFFICIENTS = (
    "pay_coefficient_general_worker",
    "pay_coefficient_committee_member",
    "pay_coefficient_deputy",
    "pay_coefficient_principal",
)
_PERSONAL = tuple(
    name
    for name in PolicyNumbers._fields
    if name.startswith(("pay_", "separation_retirement_age_"))
)


@dataclass(frozen=True)
class Scenario:
    """What is simulated; frozen, and equal to another of equal content whatever its name.

    Attributes
    ----------
    name : str
        Tells it from others in tables and charts.
    place : Place
        Communities, establishment, reference wage.
    parameters : Parameters
        Facts about the world.
    current : Policy
        Current practice of the place.
    policy : Policy
        The policy, all levers.
    policy_file : PolicyFile, optional
        Where the policy comes from.
    years : int
        Policy years.
    starts : int
        First year in which the policy is in force.
    applies_to : str
        everyone, entrants or bridge.
    bridge_years : int
        Years in which incumbents move to the new terms, with bridge.
    dynamics : str
        forward (looking), myopic, or hazard (constant; for verification).
    """

    name: str = field(compare=False)
    place: Place
    parameters: Parameters
    current: Policy
    policy: Policy
    policy_file: PolicyFile | None = field(default=None, compare=False)
    years: int = 20
    starts: int = 1
    applies_to: AppliesTo = "everyone"
    bridge_years: int = 0
    dynamics: Dynamics = "forward"

    @classmethod
    def load(
        cls, policy: str | Path = "current_practice", *, place: str = "kaifu", years: int = 20
    ) -> "Scenario":
        """Return a policy in a place, over a number of years.

        Parameters
        ----------
        policy : str or Path
            Name, code or file of the policy.
        place : str
            Name of the place.
        years : int
            Policy years, 1 to 200.
        """
        where = load_place(place)
        parameters = with_values(load_parameters(), dict(where.parameters), f"{place}.yaml")
        current = where.current_practice()
        scenario = cls("current_practice", where, parameters, current, current)
        return scenario.with_years(years).with_policy(policy)

    def with_policy(self, policy: "str | Path | PolicyFile | Sequence[str]") -> "Scenario":
        """Return the same place and parameters under a policy, or under several at once.

        Raises
        ------
        UnknownPolicy, UnknownLever, BadValue
            See `load_policy`.
        ConflictingLevers
            Several policies that change the same lever.
        """
        file = _policy_file(policy)
        made = file.apply(self.current)
        try:
            made = _bill_held(made, self.current, self.place)
        except BadValue as error:
            raise BadValue(f"{file.path}: the wage bill cannot be held: {error}") from error
        if made == self.current:
            return replace(self.baseline(), name=file.name, policy_file=file)
        return replace(
            self,
            name=file.name,
            policy=made,
            policy_file=file,
            starts=file.starts,
            applies_to=file.applies_to,
            bridge_years=file.bridge_years,
        )

    def with_parameters(self, **values: float) -> "Scenario":
        """Return the scenario with other values of some parameters."""
        return replace(self, parameters=with_values(self.parameters, values))

    def with_current(self, current: Policy) -> "Scenario":
        """Return the scenario of another current practice, and nothing changed from it."""
        return replace(self.baseline(), current=current, policy=current)

    def with_dynamics(self, dynamics: Dynamics) -> "Scenario":
        """Return the scenario with cadres who look ahead, do not, or leave by chance only."""
        if dynamics == "myopic":
            return replace(self.with_parameters(discount_factor=0.0), dynamics=dynamics)
        return replace(self, dynamics=dynamics)

    def with_years(self, years: int) -> "Scenario":
        """Return the scenario over another number of policy years."""
        if isinstance(years, bool) or not isinstance(years, int):
            raise BadValue(f"years is {years!r}; give a whole number.")
        if not 1 <= years <= LONGEST_HORIZON:
            raise BadValue(f"years is {years}; give a number from 1 to {LONGEST_HORIZON}.")
        return replace(self, years=years)

    def baseline(self) -> "Scenario":
        """Return current practice of the same place, parameters and horizon."""
        return replace(
            self,
            name="current_practice",
            policy=self.current,
            policy_file=None,
            starts=1,
            applies_to="everyone",
            bridge_years=0,
        )

    def levers_in_year(self, year: int) -> PolicyNumbers:
        """Return the levers of the district in a policy year."""
        return self._reform if year >= self.starts else self._today

    def terms_in_year(self, year: int, *, entered_before: bool) -> PolicyNumbers:
        """Return the levers a cadre faces in a policy year: the district's, with own pay terms.

        Parameters
        ----------
        year : int
            Policy year.
        entered_before : bool
            Whether the cadre entered before the policy started.
        """
        district = self.levers_in_year(year)
        if year < self.starts:
            return district
        reformed = self._eroded(year)
        if not entered_before or self.applies_to == "everyone":
            return reformed
        share = 0.0
        if self.applies_to == "bridge":
            share = min(1.0, (year - self.starts + 1) / self.bridge_years)
        if share == 1.0:
            return reformed
        return district._replace(**{
            name: _between(getattr(self._today, name), getattr(reformed, name), share)
            for name in _PERSONAL
        })  # fmt: skip

    def _eroded(self, year: int) -> PolicyNumbers:
        """Return the reform's levers with relative pay as far as indexation lets it keep up."""
        levers = self._reform
        if levers.pay_indexation == 1.0:
            return levers
        growth = self.parameters.reference_wage_growth
        yearly = (1.0 + levers.pay_indexation * growth) / (1.0 + growth)
        kept = 1.0
        for _ in range(int(min(year - self.starts + 1, levers.pay_indexation_years))):
            kept *= yearly
        return levers._replace(**{name: getattr(levers, name) * kept for name in _COEFFICIENTS})

    @functools.cached_property
    def _today(self) -> PolicyNumbers:
        return self.current.as_numbers()

    @functools.cached_property
    def _reform(self) -> PolicyNumbers:
        return self.policy.as_numbers()

    @functools.cached_property
    def content_hash(self) -> str:
        """SHA-256 [hex] of everything that influences results, not of names and titles."""
        content = {
            "communities": self.place.communities,
            "posts": self.place.posts,
            "reference_wage": self.place.reference_wage,
            "parameters": self.parameters._asdict(),
            "current": self._today._asdict(),
            "policy": self._reform._asdict(),
            "years": self.years,
            "starts": self.starts,
            "applies_to": self.applies_to,
            "bridge_years": self.bridge_years,
            "dynamics": self.dynamics,
        }
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _policy_file(policy: "str | Path | PolicyFile | Sequence[str]") -> PolicyFile:
    if isinstance(policy, PolicyFile):
        return policy
    if isinstance(policy, str | Path):
        return load_policy(policy)
    files = [load_policy(one) for one in policy]
    if not files:
        raise BadValue("There is no policy to combine; give at least one.")
    name = "+".join(file.name for file in files)
    frame = replace(
        files[0],
        name=name,
        code="+".join(file.code for file in files),
        title="; ".join(file.title for file in files),
        title_zh=";".join(file.title_zh for file in files),
        path=" + ".join(file.path for file in files),
        changes=(),
    )
    return combine(files, frame)


def _bill_held(policy: Policy, current: Policy, place: Place) -> Policy:
    """Return a policy with its pay scaled to today's wage bill, where it asks for that.

    The four coefficients are multiplied by one number, so that the sum over levels of posts
    times coefficient is that of current practice.
    """
    if not policy.pay.hold_wage_bill:
        return policy
    names = [f"coefficient_{level.name.lower()}" for level in Post]
    bills = []
    for pay in (current.pay, policy.pay):
        bill = 0.0
        for level, name in zip(Post, names, strict=True):
            bill += place.posts[level] * getattr(pay, name)
        bills.append(bill)
    scale = bills[0] / bills[1]
    return policy.with_(**{f"pay.{name}": getattr(policy.pay, name) * scale for name in names})


def _between(today: float, reformed: float, share: float) -> float:
    """Return the value a share of the way; exactly today's where the share is zero."""
    return today if share == 0.0 else today + share * (reformed - today)
