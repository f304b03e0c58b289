"""A cadre: one person in one post, and the choices that are theirs."""

from typing import TYPE_CHECKING, Any

import mesa

from community_sim.plan import Terms, YearPlan
from community_sim.randomness import person_key
from community_sim.vocabulary import Decision

if TYPE_CHECKING:
    from community_sim.engines.agent.community import Seat
    from community_sim.engines.agent.model import CommunityModel

__all__ = ["Cadre"]


class Cadre(mesa.Agent):
    """A community cadre (社区干部): one person in one post."""

    model: "CommunityModel"

    def __init__(self, model: "CommunityModel", seat: "Seat", **state: Any):
        super().__init__(model)
        self.entry_post: int = state["entry_post"]
        self.ordinal: int = state["ordinal"]
        self.age: int = state["age"]
        self.sex: int = state["sex"]
        self.education: int = state["education"]
        self.party: int = state["party"]
        self.mandate: int = state["mandate"]
        self.route: int = state["route"]
        self.tenure: int = state["tenure"]
        self.entry_year: int = state["entry_year"]
        self.awaiting: int = state["awaiting"]
        self.taste: float = state["taste"]
        self.ability: float = state["ability"]
        self.presence: float = state["presence"]
        self.seat = seat
        seat.holder = self

    @property
    def person(self) -> int:
        """The number that names this person in every scenario."""
        return person_key(self.entry_post, self.ordinal)

    @property
    def terms(self) -> Terms:
        """The terms this person serves under this year."""
        return self.terms_in(self.model.now)

    def terms_in(self, year_plan: YearPlan) -> Terms:
        """Return the terms this person serves under in a year."""
        is_incumbent = self.entry_year < self.model.plan.policy_starts
        return year_plan.incumbents if is_incumbent else year_plan.entrants

    def relative_pay(self, terms: Terms) -> float:
        """Return what this person is paid under some terms [multiple of the reference wage]."""
        ratio = self.model.rules.pay_ratio(self.seat.level, self.mandate, self.tenure, terms.levers)
        return float(ratio * float(terms.pay_factor[self.seat.community.index]))

    def luck(self, decision: Decision) -> tuple[float, float, float, float]:
        """Draw this person's four uniforms of the year for a decision."""
        return self.model.draw(self.entry_post, self.ordinal, self.model.now.year, decision)

    def has_served_for_reserved_posts(self) -> bool:
        """Return whether this person has served long enough for posts reserved in the exam."""
        return self.tenure >= self.model.rules.exam_tenure(self.model.now.levers)

    def may_sit_exam(self) -> bool:
        """Return whether education and age admit to the open exam."""
        is_young = self.model.rules.is_exam_age(self.age, self.model.plan.parameters)
        return is_young and self.model.rules.has_exam_education(self.education)

    def outlook(self) -> tuple[float, float]:
        """Return the advantage of serving over leaving, and the log odds of sitting the exam."""
        kind = (self.mandate, self.education, self.sex, self.seat.level, self.age, self.tenure)
        traits = (self.taste, self.ability)
        return self.model.look_up(self.terms, kind, traits, self.seat.community.index)

    def advantage_of_staying(self) -> float:
        """Return the advantage of staying over leaving, the option of reserved posts included."""
        return self.outlook()[0]

    def exam_log_odds(self) -> float:
        """Return the log odds of sitting the exam, for those admitted."""
        return self.outlook()[1]

    def chance_of_quitting(self) -> float:
        """Return the probability that this person quits this year."""
        return self.model.rules.leave_probability(self.advantage_of_staying())

    def effort(self) -> float:
        """Return how much this person works for a promotion in sight [multiple of hours]."""
        model, terms, level = self.model, self.terms, self.seat.level
        gain = 0.0
        if self.age < model.rules.retirement_age(self.sex, terms.levers):
            kind = (self.mandate, self.education, self.sex, level, self.age, self.tenure)
            traits = (self.taste, self.ability)
            gain = model.gain_of_rising(terms, kind, traits, self.seat.community.index)
        odds = terms.careers.prospects.promotion[level]
        return model.rules.effort(odds, gain, model.now.levers, model.plan.parameters)

    def promotion_score(self) -> float:
        """Return the score of this year's promotion round."""
        connection = self.model.quantile(self.luck(Decision.CAREER)[2])
        return self.model.rules.promotion_score(
            self.ability, self.tenure, self.mandate, connection,
            self.model.now.levers, self.model.plan.parameters,
        )  # fmt: skip
