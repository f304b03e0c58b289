"""A scenario: a place, its parameters, its current practice, a policy and a horizon."""

import functools
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from community_sim.errors import BadValue
from community_sim.mechanism import Mechanism, load_mechanism
from community_sim.parameters import Parameters, load_parameters, with_values
from community_sim.place import Place, load_place
from community_sim.policy import Policy, PolicyNumbers
from community_sim.policy_file import AppliesTo, PolicyFile, combine, load_policy
from community_sim.rulebook import OWN_RULES_NONE, Rules, own_rules
from community_sim.rules.pay import pay_ratio
from community_sim.vocabulary import Mandate, Post

__all__ = ["Dynamics", "Scenario", "entry_pay"]

Dynamics = Literal["forward", "adaptive", "myopic", "hazard"]

LONGEST_HORIZON = 200

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
        The policy, all levers, as it is in the end.
    policy_file : PolicyFile, optional
        Where the policy comes from.
    years : int
        Policy years.
    starts : int
        First year in which anything changes.
    applies_to : str
        everyone, entrants or bridge.
    bridge_years : int
        Years in which incumbents move to the new terms, with bridge.
    dynamics : str
        forward (looking), adaptive, myopic, or hazard (constant; for verification).
    steps : tuple of (year, Policy)
        A policy that changes over the years, by the first year of each step; empty where it is
        the same from its start. Known to everybody from the first step on.
    rules : Rules
        Rules that a researcher's own replace while the policy is in force.
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
    steps: tuple[tuple[int, Policy], ...] = ()
    rules: Rules = OWN_RULES_NONE

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
        steps = _distinct(file.steps(self.current), self.current)
        if not steps:
            return replace(self.baseline(), name=file.name, policy_file=file, rules=self.rules)
        return replace(
            self,
            name=file.name,
            policy=steps[-1][1],
            policy_file=file,
            starts=steps[0][0],
            applies_to=file.applies_to,
            bridge_years=file.bridge_years,
            steps=steps if len(steps) > 1 else (),
        )

    def with_rule(self, **replaced: Callable[..., Any]) -> "Scenario":
        """Return the scenario with rules replaced by a researcher's own, from the policy's start.

        `current.with_rule(leave_probability=mine)` is current practice in a world in which people
        leave by another rule from year 1 on; its baseline keeps the model's. Everybody who
        decides expects the new rules, as they expect a policy.

        Parameters
        ----------
        **replaced : callable
            Functions by the name of the rule they stand for (see `rulebook.rule_names`), taking
            what that rule takes. Numbers and `math` compile; anything else runs in plain Python
            with `run(..., engine="agent")`.

        Raises
        ------
        UnknownRule
            No rule has the name.
        BadValue
            What is given is no function, or takes other arguments than the rule.
        """
        kept = {each.name: each.function for each in self.rules.own}
        name = self.name if self.rules.own else f"{self.name}+{'+'.join(sorted(replaced))}"
        return replace(self, name=name, rules=own_rules({**kept, **replaced}))

    def with_mechanism(self, which: "str | Path | Mechanism") -> "Scenario":
        """Return the scenario under a mechanism: a file of own rules with its title and reason.

        Parameters
        ----------
        which : str, Path or Mechanism
            Name of a shipped mechanism, or the path of one's own file, which is run.

        Raises
        ------
        UnknownPolicy, UnknownRule, BadValue
            See `load_mechanism`.
        """
        made = which if isinstance(which, Mechanism) else load_mechanism(which)
        named = PolicyFile(
            made.name, title=made.title, title_zh=made.title_zh, rationale=made.rationale,
            report=made.report, expected=made.expected,
        )  # fmt: skip
        scenario = self.with_rule(**{each.name: each.function for each in made.rules.own})
        if self.policy_file is not None and self.policy_file.changes:
            name = f"{self.name}+{made.name}"
            named = replace(
                self.policy_file, name=name, title=f"{self.policy_file.title}; {made.title}"
            )
        return replace(scenario, name=named.name, policy_file=named)

    def in_python(self) -> "Scenario":
        """Return the scenario with own rules run as they are, not compiled."""
        return replace(self, rules=replace(self.rules, in_python=True)) if self.rules.own else self

    def with_parameters(self, **values: float) -> "Scenario":
        """Return the scenario with other values of some parameters."""
        return replace(self, parameters=with_values(self.parameters, values))

    def with_current(self, current: Policy) -> "Scenario":
        """Return the scenario of another current practice, and nothing changed from it."""
        return replace(self.baseline(), current=current, policy=current)

    def with_dynamics(self, dynamics: Dynamics) -> "Scenario":
        """Return the scenario with cadres of another kind.

        They look ahead and know what a policy will bring (`forward`) or learn it year by year
        (`adaptive`), look no further than this year (`myopic`), or leave by chance only (`hazard`).
        """
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
            steps=(),
            rules=OWN_RULES_NONE,
        )

    @functools.cached_property
    def timeline(self) -> tuple[tuple[int, PolicyNumbers], ...]:
        """The policy's levers by the first year of each step."""
        steps = self.steps or ((self.starts, self.policy),)
        return tuple((year, policy.as_numbers()) for year, policy in steps)

    @property
    def settled_from(self) -> int:
        """The first year from which nobody's terms change any more."""
        last = self.timeline[-1][0]
        if self.applies_to == "bridge":
            last = max(last, self.starts + self.bridge_years - 1)
        eroding = [levers for _, levers in self.timeline if levers.pay_indexation < 1.0]
        if eroding:
            years = max(int(levers.pay_indexation_years) for levers in eroding)
            last = max(last, self.timeline[-1][0] + years - 1)
        return last

    def levers_in_year(self, year: int) -> PolicyNumbers:
        """Return the levers of the district in a policy year."""
        levers = self._today
        for since, later in self.timeline:
            if since <= year:
                levers = later
        return levers

    @property
    def holds_bill(self) -> bool:
        """Whether the policy scales pay so that the wage bill stays, at any time."""
        return any(levers.pay_hold_wage_bill for _, levers in self.timeline)

    def terms_in_year(
        self, year: int, *, entered_before: bool, scale: float = 1.0
    ) -> PolicyNumbers:
        """Return the levers a cadre faces in a policy year: the district's, with own pay terms.

        Parameters
        ----------
        year : int
            Policy year.
        entered_before : bool
            Whether the cadre entered before the policy started.
        scale : float
            What pay is multiplied by where the levers hold the wage bill.
        """
        district = self.levers_in_year(year)
        if year < self.starts:
            return district
        reformed = self._eroded(year)
        if reformed.pay_hold_wage_bill:
            reformed = reformed._replace(pay_scale=reformed.pay_scale * scale)
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
        growth = self.parameters.reference_wage_growth
        kept, eroding = 1.0, 0
        for each in range(self.starts, year + 1):
            levers = self.levers_in_year(each)
            falls = levers.pay_indexation < 1.0 and not levers.pay_hold_wage_bill
            if falls and eroding < levers.pay_indexation_years:
                eroding += 1
                kept *= (1.0 + levers.pay_indexation * growth) / (1.0 + growth)
        levers = self.levers_in_year(year)
        return levers._replace(pay_scale=levers.pay_scale * kept)

    @functools.cached_property
    def _today(self) -> PolicyNumbers:
        return self.current.as_numbers()

    @functools.cached_property
    def content_hash(self) -> str:
        """SHA-256 [hex] of everything that influences results, not of names and titles."""
        content = {
            "communities": self.place.communities,
            "posts": self.place.posts,
            "reference_wage": self.place.reference_wage,
            "parameters": self.parameters._asdict(),
            "current": self._today._asdict(),
            "policy": [[year, levers._asdict()] for year, levers in self.timeline],
            "years": self.years,
            "starts": self.starts,
            "applies_to": self.applies_to,
            "bridge_years": self.bridge_years,
            "dynamics": self.dynamics,
            "rules": self.rules.content,
        }
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def entry_pay(place: Place, level: Post) -> float:
    """Return what current practice pays somebody who is hired into a post [CNY a year]."""
    levers = place.current_practice().as_numbers()
    return pay_ratio(level, Mandate.HIRED, 0, levers) * place.reference_wage


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


def _distinct(
    steps: Sequence[tuple[int, Policy]], current: Policy
) -> tuple[tuple[int, Policy], ...]:
    """Return the steps that change something."""
    kept: list[tuple[int, Policy]] = []
    before = current
    for year, policy in steps:
        if policy != before:
            kept.append((year, policy))
        before = policy
    return tuple(kept)


def _between(today: float, reformed: float, share: float) -> float:
    """Return the value a share of the way; exactly today's where the share is zero."""
    return today if share == 0.0 else today + share * (reformed - today)
