"""What the staff of a district cost, and how many posts of each level the budget pays for."""

import math
from typing import TYPE_CHECKING

from community_sim.vocabulary import Mandate, Post

if TYPE_CHECKING:
    from community_sim.engines.agent.cadre import Cadre
    from community_sim.engines.agent.community import Seat
    from community_sim.engines.agent.model import CommunityModel
    from community_sim.plan import Terms

__all__ = ["Purse"]


class Purse:
    """The district's wage money and posts.

    Attributes
    ----------
    authorised, wanted : list of int
        Posts of each level that may be filled, and those that the policy wants.
    limit : float
        What staff may cost this year [reference wages]; without end where all is funded.
    """

    def __init__(self, model: "CommunityModel"):
        self.model = model
        first = model.now.year
        self.authorised = [
            sum(seat.level == level and seat.open_from < first for seat in model.seats)
            for level in Post
        ]
        self.wanted = list(self.authorised)
        self.limit = math.inf
        self._last_bill = 0.0

    def remember_bill(self) -> None:
        """Keep what the staff cost in the year before the policy: this year's, on old terms."""
        before, p = self.model.plan.before, self.model.plan.parameters
        labour_cost = self.model.model_rules.labour_cost
        bill = 0.0
        for cadre in self.model.cadres():
            factor = float(before.pay_factor[cadre.seat.community.index])
            cost = labour_cost(cadre.seat.level, cadre.mandate, cadre.tenure, before.levers, p)
            bill += factor * cost * cadre.presence
        self._last_bill = bill

    def authorise(self) -> None:
        """Work out how many posts of each level may be filled, and what staff may cost."""
        now, plan, rules = self.model.now, self.model.plan, self.model.rules
        self.limit = math.inf
        if now.year >= plan.policy_starts:
            self.limit = rules.wage_limit(
                self._last_bill, len(self.model.communities), plan.reference_wage, now.levers
            )
        self.wanted = [rules.wanted_posts(self._open(level), now.levers) for level in Post]
        share = 1.0
        if self.limit < math.inf:
            share = rules.affordable_share(self.limit, self._wanted_bill())
        self.authorised = [rules.authorised_posts(wanted, share) for wanted in self.wanted]

    def committed(self) -> float:
        """Return what those in post will cost next year; nothing is reckoned without a limit."""
        total = 0.0
        if self.limit < math.inf:
            for cadre in self.model.cadres():
                total += self.next_cost(cadre)
        return total

    def next_cost(self, cadre: "Cadre") -> float:
        """Return what a cadre will cost next year, a year longer in service [reference wages]."""
        tenure = cadre.tenure + 1 if cadre.entry_year < self.model.now.year else cadre.tenure
        return self._cost(cadre.seat, cadre.mandate, tenure, self._next_terms(cadre.entry_year))

    def recruit_cost(self, seat: "Seat", mandate: int) -> float:
        """Return what someone who comes in now will cost next year [reference wages]."""
        return self._cost(seat, mandate, 0, self._next_terms(self.model.now.year))

    def keep_held(self, level: int) -> None:
        """Count every post of a level that is held among those that may be."""
        self.authorised[level] = max(self.authorised[level], self.held(level))

    def held(self, level: int) -> int:
        """Return how many posts of a level have a holder."""
        return sum(cadre.seat.level == level for cadre in self.model.cadres())

    def _next_terms(self, entry_year: int) -> "Terms":
        now = self.model.now
        is_incumbent = entry_year < self.model.plan.policy_starts
        return now.next_incumbents if is_incumbent else now.next_entrants

    def _cost(self, seat: "Seat", mandate: int, tenure: int, terms: "Terms") -> float:
        p = self.model.plan.parameters
        factor = float(terms.pay_factor[seat.community.index])
        return factor * self.model.rules.labour_cost(seat.level, mandate, tenure, terms.levers, p)

    def _open(self, level: int) -> int:
        year = self.model.now.year
        return sum(seat.level == level and seat.open_from <= year for seat in self.model.seats)

    def _wanted_bill(self) -> float:
        """Return what the wanted posts would cost at each level's present cost a head."""
        now, p = self.model.now, self.model.plan.parameters
        there, cost = [0] * len(Post), [0.0] * len(Post)
        for cadre in self.model.cadres():
            level = cadre.seat.level
            there[level] += 1
            cost[level] += self._cost(cadre.seat, cadre.mandate, cadre.tenure, cadre.terms)
        bill = 0.0
        for level in Post:
            if there[level] > 0:
                each = cost[level] / there[level]
            else:
                each = self.model.rules.labour_cost(level, Mandate.HIRED, 0, now.entrants.levers, p)
            bill += self.wanted[level] * each
        return bill
