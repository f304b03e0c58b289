"""A community: its posts, its households, and its account of a year's work and money."""

from typing import TYPE_CHECKING

import mesa

from community_sim.engines.recording import total
from community_sim.rules import budget, pay, workload
from community_sim.vocabulary import Mandate

if TYPE_CHECKING:
    from community_sim.engines.agent.cadre import Cadre
    from community_sim.engines.agent.model import CommunityModel

__all__ = ["Community", "Seat"]

Account = dict[str, float]


class Seat:
    """A post: a seat that one cadre holds, or that is vacant."""

    def __init__(self, index: int, key: int, level: int, open_from: int, community: "Community"):
        self.index = index
        self.key = key
        self.level = level
        self.open_from = open_from
        self.community = community
        self.holder: Cadre | None = None
        self.vacancies = 0
        self.attempts = 0
        self.acting = 0

    def vacate(self) -> None:
        """Begin a new vacancy."""
        self.holder = None
        self.vacancies += 1
        self.attempts = 0


class Community(mesa.Agent):
    """A community (社区): its posts, its households and its account of the year."""

    model: "CommunityModel"

    def __init__(self, model: "CommunityModel", index: int, households: float):
        super().__init__(model)
        self.index = index
        self.households = households
        self.seats: list[Seat] = []

    @property
    def cadres(self) -> list["Cadre"]:
        """Those who work here, in the order of the posts."""
        return [seat.holder for seat in self.seats if seat.holder is not None]

    def account(self) -> Account:
        """Do a year's work, pay for it, and return the hours [hours] and the money [fen]."""
        p, levers = self.model.plan.parameters, self.model.now.levers
        administrative = workload.administrative_hours(self.households, levers, p)
        demand = workload.demand_hours(self.households, levers, p)
        present = total(cadre.presence for cadre in self.cadres)
        ratio = workload.load(administrative, demand, p.hours_per_year * present)
        acting = sum(seat.acting for seat in self.seats if seat.holder is None)
        account: Account = {
            "households": self.households,
            "administrative_hours": administrative,
            "demand_hours": demand,
            "load": ratio,
            "present": present,
            "acting": acting,
            "effective_hours": p.hours_per_year * p.acting_service_share * acting,
            **dict.fromkeys(("pressure", "skill", "wages", "contributions", "seconded_wages"), 0),
        }
        for cadre in self.cadres:
            self._add_work(account, cadre, ratio)
            self._add_pay(account, cadre)
        account["service_hours"] = workload.service_hours(
            account["effective_hours"], administrative, levers
        )
        self._balance(account)
        return account

    def _add_work(self, account: Account, cadre: "Cadre", ratio: float) -> None:
        p = self.model.plan.parameters
        pressed = workload.pressure(ratio, cadre.seat.level, self.model.plan.pressure_intercept, p)
        skill = workload.skill(cadre.ability, cadre.tenure, self.model.now.levers, p)
        account["effective_hours"] += workload.cadre_hours(cadre.presence, pressed, p) * skill
        account["pressure"] += pressed
        account["skill"] += skill

    def _add_pay(self, account: Account, cadre: "Cadre") -> None:
        p, terms = self.model.plan.parameters, cadre.terms
        levers = terms.levers
        relative = pay.pay_ratio(cadre.seat.level, cadre.mandate, cadre.tenure, levers)
        relative *= float(terms.pay_factor[self.index])
        yuan = relative * self.model.plan.reference_wage * cadre.presence
        payer = "seconded_wages" if cadre.mandate == Mandate.SECONDED else "wages"
        account[payer] += budget.fen(yuan)
        share = pay.contribution_share(cadre.mandate, levers, p)
        account["contributions"] += budget.fen(yuan * share)

    def _balance(self, account: Account) -> None:
        """Close the account: grants + fees + extra = wages + contributions + office + surplus."""
        levers = self.model.now.levers
        staff = int(account["wages"] + account["contributions"])
        grants, fees = budget.grant_income(levers), budget.fee_income(levers)
        office = budget.office_spending(grants + fees - staff, levers)
        extra = budget.extra_grant(staff + office, grants + fees)
        surplus = grants + fees + extra - staff - office
        account.update(grants=grants, fees=fees, office=office, extra=extra, surplus=surplus)
