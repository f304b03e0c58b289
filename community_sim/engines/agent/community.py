"""A community: its posts, its households, and its account of a year's work and money."""

from typing import TYPE_CHECKING

import mesa

from community_sim.engines.recording import total
from community_sim.rules.budget import fen
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
        administrative = self.model.rules.administrative_hours(self.households, levers, p)
        demand = self.model.rules.demand_hours(self.households, levers, p)
        present = total(cadre.presence for cadre in self.cadres)
        ratio = self.model.rules.load(administrative, demand, p.hours_per_year * present)
        vacant = [seat for seat in self.seats if seat.holder is None]
        acting = sum(seat.acting for seat in vacant)
        account: Account = {
            "households": self.households,
            "administrative_hours": administrative,
            "demand_hours": demand,
            "load": ratio,
            "present": present,
            "acting": acting,
            "effective_hours": p.hours_per_year * p.acting_service_share * acting,
            "allowances": total(self._allowance(seat) for seat in vacant),
            **dict.fromkeys(("pressure", "skill", "wages", "contributions", "seconded_wages"), 0),
        }
        for cadre in self.cadres:
            self._add_work(account, cadre, ratio)
            self._add_pay(account, cadre)
        account["service_hours"] = self.model.rules.service_hours(
            account["effective_hours"], administrative, levers, p
        )
        self._balance(account)
        return account

    def _add_work(self, account: Account, cadre: "Cadre", ratio: float) -> None:
        plan, rules = self.model.plan, self.model.rules
        p = plan.parameters
        pressed = rules.pressure(ratio, cadre.seat.level, plan.pressure_intercept, p)
        skill = rules.skill(cadre.ability, cadre.tenure, self.model.now.levers, p)
        hours = rules.cadre_hours(cadre.presence, pressed, p) * skill
        account["effective_hours"] += hours * cadre.effort() if p.effort_response > 0.0 else hours
        account["pressure"] += pressed
        account["skill"] += skill

    def _allowance(self, seat: Seat) -> float:
        """Return the extra pay of who covers a vacant post that waits for its election [CNY]."""
        plan, now = self.model.plan, self.model.now
        terms = now.incumbents if now.year < plan.policy_starts else now.entrants
        ratio = self.model.rules.pay_ratio(seat.level, Mandate.ELECTED, 0, terms.levers)
        yuan = ratio * float(terms.pay_factor[self.index]) * plan.reference_wage
        return float(self.model.rules.acting_allowance(yuan, seat.acting, plan.parameters))

    def _add_pay(self, account: Account, cadre: "Cadre") -> None:
        p, terms = self.model.plan.parameters, cadre.terms
        levers = terms.levers
        yuan = cadre.relative_pay(terms) * self.model.plan.reference_wage * cadre.presence
        payer = "seconded_wages" if cadre.mandate == Mandate.SECONDED else "wages"
        account[payer] += fen(yuan)
        share = self.model.rules.contribution_share(cadre.mandate, levers, p)
        account["contributions"] += fen(yuan * share)

    def _balance(self, account: Account) -> None:
        """Close the account: grants + fees + extra = wages + contributions + office + surplus."""
        levers = self.model.now.levers
        staff = int(account["wages"] + account["contributions"])
        grants, fees = self.model.rules.grant_income(levers), self.model.rules.fee_income(levers)
        office = self.model.rules.office_spending(grants + fees - staff, levers)
        extra = self.model.rules.extra_grant(staff + office, grants + fees)
        surplus = grants + fees + extra - staff - office
        account.update(grants=grants, fees=fees, office=office, extra=extra, surplus=surplus)
