"""A candidate: one who could stand for a vacancy, and whether they do."""

from typing import TYPE_CHECKING, Any

from community_sim.vocabulary import Decision, EntryRoute

if TYPE_CHECKING:
    from community_sim.engines.agent.community import Seat
    from community_sim.engines.agent.model import CommunityModel

__all__ = ["Candidate"]


class Candidate:
    """One who could fill a vacancy by a route; drawn from the vacancy's key and their number.

    Not an agent yet: most candidates never come in.

    Parameters
    ----------
    model : CommunityModel
        The district.
    seat : Seat
        The vacancy.
    route : int
        `EntryRoute` by which it is to be filled.
    number : int
        Which of the vacancy's candidates it is.
    """

    def __init__(self, model: "CommunityModel", seat: "Seat", route: int, number: int):
        p = model.plan.parameters
        self.model, self.seat, self.route, self.number = model, seat, route, number
        self.choice, taste, ability, self.noise = self._draw(Decision.CANDIDATE)
        age, school, sex, party = self._draw(Decision.CANDIDATE_TRAITS)
        self.age = self.model.rules.entrant_age(route, model.quantile(age), p)
        self.sex = self.model.rules.entrant_sex(sex, p)
        self.education = self.model.rules.entrant_education(route, school, p)
        self.party = int(self.model.rules.is_in_party(seat.level, party, p))
        self.mandate = self.model.rules.entrant_mandate(route)
        self.taste = model.quantile(taste)
        self.ability = model.quantile(ability)

    @property
    def stands(self) -> bool:
        """Whether this person can serve, applies, and comes through a placement if there is one."""
        if not self.model.rules.can_serve(self.age, self._retires_at()):
            return False
        if self.route != EntryRoute.PLACEMENT and not self._applies():
            return False
        return self.route != EntryRoute.RESERVE_POOL or self._is_confirmed()

    @property
    def score(self) -> float:
        """What the selection sees of this person."""
        rules, noise = self.model.rules, self.model.quantile(self.noise)
        validity = rules.selection_validity(self.route, self.model.plan.parameters)
        return float(rules.selection_score(self.ability, noise, validity))

    def as_recruit(self) -> dict[str, Any]:
        """Return the state in which this person comes in."""
        return {
            "entry_post": self.seat.key,
            "ordinal": self.seat.vacancies,
            "age": self.age,
            "sex": self.sex,
            "education": self.education,
            "party": self.party,
            "mandate": self.mandate,
            "route": self.route,
            "tenure": 0,
            "entry_year": self.model.now.year,
            "awaiting": 0,
            "taste": self.taste,
            "ability": self.ability,
        }

    def _retires_at(self) -> int:
        return self.model.rules.retirement_age(self.sex, self.model.now.entrants.levers)

    def _applies(self) -> bool:
        """Return whether the post is better than what lies outside, by more than applying costs."""
        terms = self.model.now.entrants
        kind = (self.mandate, self.education, self.sex, self.seat.level, self.age, 0)
        traits = (self.taste, self.ability)
        serve = self.model.value_of_joining(terms, kind, traits, self.seat.community.index)
        deterrence = self.model.rules.application_deterrence(self.model.plan.parameters)
        return self.choice < self.model.rules.application_probability(serve, deterrence)

    def _is_confirmed(self) -> bool:
        """Return whether a reserve cadre comes through the placement."""
        fit, luck, _, _ = self._draw(Decision.RESERVE)
        noise = self.model.quantile(fit)
        return self.model.rules.is_confirmed(self.taste, noise, luck, self.model.plan.parameters)

    def _draw(self, decision: Decision) -> tuple[float, float, float, float]:
        return self.model.draw(self.seat.key, self.seat.vacancies, self.number, decision)
