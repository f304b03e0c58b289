"""A district in Mesa: the order of the year, and the moves between posts.

The year is the list of verbs in `vocabulary.Step`, each a method of `CommunityModel`.  Every
formula is a rule from `rules/`, every draw is keyed by person or vacancy, year and purpose,
so the order in which agents act inside a step changes nothing.
"""

import math
from collections.abc import Callable, Iterator
from typing import Any

import mesa

from community_sim.career_grid import (
    YOUNGEST,
    Axes,
    Planes,
    Table,
    interpolate,
    leadership_worth,
    look_up,
    person_offset,
    worth,
)
from community_sim.compilation import as_records, compiled
from community_sim.engines.agent.cadre import Cadre
from community_sim.engines.agent.candidate import Candidate
from community_sim.engines.agent.community import Community, Seat
from community_sim.engines.agent.purse import Purse
from community_sim.engines.recording import Recorder
from community_sim.logit import logistic
from community_sim.plan import Plan, Terms, YearPlan
from community_sim.population import CANDIDATES_PER_ATTEMPT, VACANT, Population, unstaffed
from community_sim.randomness import normal_quantile, uniforms
from community_sim.rulebook import OWN_RULES_NONE, Rulebook
from community_sim.rules.recruitment import NOT_THIS_YEAR
from community_sim.vocabulary import (
    Decision,
    EntryRoute,
    Event,
    Mandate,
    Post,
    SeparationReason,
    Step,
)

__all__ = ["CommunityModel"]

DISTRICT = (1 << 32) - 1
"""Stands for the district itself in the key of a draw."""


class CommunityModel(mesa.Model):
    """A district's communities and cadres, year by year under a plan.

    Parameters
    ----------
    plan : Plan
        What holds in each year.
    population : Population
        Who holds each post at the start; copied, not changed.
    seed : int
        Seed of the replication.
    """

    def __init__(self, plan: Plan, population: Population, seed: int):
        super().__init__(rng=int(seed))  # Mesa's own generator is never drawn from
        self.plan = plan
        self.draw_seed = int(seed)
        self.now: YearPlan = plan.years[0]
        self.model_rules, self._own_rules = Rulebook(OWN_RULES_NONE), Rulebook(plan.rules)
        self._uniforms: Callable[..., tuple[float, float, float, float]] = compiled(uniforms)
        self._look_ups: dict[bool, Callable[..., tuple[float, float]]] = {
            False: compiled(_look_up), True: compiled(_look_up, plan.rules.replacements)
        }  # fmt: skip
        self._parameters = as_records([plan.parameters])
        self._interpolate: Callable[..., float] = compiled(interpolate)
        self._worth: Callable[..., float] = compiled(worth)
        self.quantile: Callable[[float], float] = compiled(normal_quantile)
        self.recorder = Recorder(plan)
        self.communities = [
            Community(self, index, float(households))
            for index, households in enumerate(plan.geography.households)
        ]
        self.seats = [self._seat(index) for index in range(len(plan.geography.key))]
        self._settle(population)
        self.purse = Purse(self)
        self.sitters: list[Cadre] = []
        self.recorder.opening(self.cadres(), plan, sum(self.purse.authorised))

    # -- the year ---------------------------------------------------------------------------

    def run_year(self, year_plan: YearPlan) -> None:
        """Walk through the steps of one year, in the order of `vocabulary.Step`."""
        self.now = year_plan
        for step in Step:
            getattr(self, step.name.lower())()

    def announce_policy(self) -> None:
        """Open a year: policy, pay and prospects are known (they are in the plan)."""
        self.recorder.begin_year(self.now.year)

    def work_and_budget(self) -> None:
        """Do the year's work, pay for it, and balance each community's account."""
        if self.now.year == self.plan.policy_starts:
            self.purse.remember_bill()
        self.recorder.work(
            [community.account() for community in self.communities],
            sum(self.purse.authorised),
        )
        for cadre in self.cadres():
            cadre.presence = 1.0

    def appraise_and_dismiss(self) -> None:
        """Dismiss the lowest appraised; lay off, level by level, those the budget cannot pay."""
        levers, purse = self.now.levers, self.purse
        staff = list(self.cadres())
        purse.authorise()
        luck = self.draw(DISTRICT, 0, self.now.year, Decision.DISTRICT)[0]
        dismissals = self.rules.posts_this_year(
            levers.separation_dismissal_share * len(staff), luck
        )
        there = [sum(cadre.seat.level == level for cadre in staff) for level in Post]
        lays_off = self.now.may_lay_off and any(
            there[level] > purse.authorised[level] for level in Post
        )
        if dismissals == 0 and not lays_off:
            return
        short = self.rules.shortfall(purse.committed(), self.recorder.left, purse.limit)
        ranked = sorted(staff, key=lambda cadre: (self._appraisal(cadre), cadre.seat.index))
        for n, cadre in enumerate(ranked if lays_off else ranked[:dismissals]):
            level, cost = cadre.seat.level, purse.next_cost(cadre)
            if n < dismissals:
                self.release(cadre, SeparationReason.DISMISSAL)
            elif self.rules.is_laid_off(
                there[level], purse.wanted[level], purse.authorised[level], short
            ):
                self.release(cadre, SeparationReason.LAYOFF)
            else:
                continue
            there[level] -= 1
            short -= cost

    def lose_to_death(self) -> None:
        """Lose cadres to death or ill health."""
        for cadre in list(self.cadres()):
            probability = self.rules.death_probability(cadre.age, self.plan.parameters)
            if cadre.luck(Decision.HAZARDS)[0] < probability:
                self.release(cadre, SeparationReason.DEATH)

    def retire(self) -> None:
        """Retire those who have reached the age of compulsory retirement."""
        for cadre in list(self.cadres()):
            if cadre.age >= self.rules.retirement_age(cadre.sex, cadre.terms.levers):
                self.release(cadre, SeparationReason.RETIREMENT)

    def choose_to_stay_or_leave(self) -> None:
        """Let every cadre stay, sit the exam or quit for the market."""
        self.sitters = []
        for cadre in list(self.cadres()):
            _, _, leave, sit = cadre.luck(Decision.HAZARDS)
            if leave < cadre.chance_of_quitting():
                self.release(cadre, SeparationReason.QUIT)
            elif cadre.may_sit_exam() and sit < logistic(cadre.exam_log_odds()):
                self.sitters.append(cadre)
        served = sum(cadre.has_served_for_reserved_posts() for cadre in self.sitters)
        self.recorder.sitters(len(self.sitters), served)

    def release_exam_winners(self) -> None:
        """Release those who pass: by open competition, then by the reserved posts, ablest first."""
        p = self.plan.parameters
        quota = int(self.now.levers.promotion_civil_service_posts_per_year)
        reserved = []
        for cadre in self.sitters:
            luck = cadre.luck(Decision.CAREER)[0]
            expected = cadre.terms.careers.axes.exam_pass
            open_pass = self.rules.exam_pass_probability(p.exam_pass_probability, cadre.ability, p)
            if luck < open_pass:
                self.release(cadre, SeparationReason.TRANSFER_OUT)
            elif cadre.has_served_for_reserved_posts() and luck < self.rules.exam_pass_probability(
                expected, cadre.ability, p
            ):
                reserved.append(cadre)
        reserved.sort(key=lambda cadre: (-cadre.ability, cadre.seat.index))
        for cadre in reserved[:quota]:
            self.release(cadre, SeparationReason.TRANSFER_OUT)

    def return_secondees(self) -> None:
        """Call some of the seconded back to the sub-district office."""
        for cadre in list(self.cadres()):
            if cadre.mandate != Mandate.SECONDED:
                continue
            if cadre.luck(Decision.CAREER)[1] < self.plan.parameters.secondment_return_probability:
                self.release(cadre, SeparationReason.END_OF_SECONDMENT)

    def hold_elections(self) -> None:
        """In an election year, return or replace the elected and confirm the promoted."""
        levers = self.now.levers
        if not self.rules.is_election_year(self.now.year, levers):
            return
        for cadre in list(self.cadres()):
            loss, flip, _, _ = cadre.luck(Decision.TERM)
            if cadre.mandate == Mandate.ELECTED and cadre.seat.level > Post.GENERAL_WORKER:
                if loss < self.rules.renewal_loss_probability(cadre.age, levers):
                    self.release(cadre, SeparationReason.NOT_REELECTED)
            elif cadre.awaiting and flip < self.plan.parameters.mandate_flip_probability:
                cadre.mandate = int(Mandate.ELECTED)
                self.recorder.event(Step.HOLD_ELECTIONS, Event.MANDATE_CHANGE, cadre)
            cadre.awaiting = 0

    def promote(self) -> None:
        """Fill the sub-district's posts, then vacancies from principal down to committee member."""
        luck = self.draw(DISTRICT, 0, self.now.year, Decision.DISTRICT)[1]
        posts = self.rules.posts_this_year(
            self.now.levers.promotion_subdistrict_posts_per_year, luck
        )
        if posts:
            for cadre in self._ranked(Post.PRINCIPAL, to_level=Post.PRINCIPAL)[:posts]:
                self.release(cadre, SeparationReason.SUBDISTRICT_PROMOTION)
        for level in (Post.PRINCIPAL, Post.DEPUTY, Post.COMMITTEE_MEMBER):
            share = self.rules.internal_share(level, self.now.levers)
            may_fill = max(0, self.purse.authorised[level] - self.purse.held(level))
            open_to_staff = [
                seat
                for seat in self._queue(level, may_fill)[:may_fill]
                if self.draw(seat.key, seat.vacancies, self.now.year, Decision.VACANCY)[0] < share
            ]
            if open_to_staff:
                ranked = self._ranked(level - 1, to_level=level)
                for seat, cadre in zip(open_to_staff, ranked, strict=False):
                    self._move(cadre, seat)
                for seat in open_to_staff[: len(ranked)]:
                    self._pass_over(seat)

    def recruit(self) -> None:
        """Fill what is still vacant from outside, higher posts first, as far as posts are paid.

        Where wages have a limit, money that higher posts cannot use (because they wait for an
        election, or nobody comes) goes to general workers, as far as the policy wants them.
        """
        purse = self.purse
        room = purse.limit - purse.committed()
        pool = self.rules.reserve_members(sum(purse.authorised), self.now.levers)
        for level in reversed(Post):
            takes_rest = level == Post.GENERAL_WORKER and purse.limit < math.inf
            most = purse.wanted[level] if takes_rest else purse.authorised[level]
            may_fill = most - purse.held(level)
            for seat in self._queue(level, may_fill):
                seat.acting = 0
                if may_fill <= 0:
                    continue
                route = self._route(seat, pool)
                cost = self._fill(seat, route, room)
                if cost is not None:
                    pool -= route == EntryRoute.RESERVE_POOL
                    room -= cost
                    may_fill -= 1
                elif seat.acting:
                    may_fill -= 1  # a post is kept for the election
            purse.keep_held(level)

    def age_and_count(self) -> None:
        """Make everyone a year older and record the year's stocks."""
        for cadre in self.cadres():
            cadre.age += 1
            if cadre.entry_year < self.now.year:
                cadre.tenure += 1
        cost = self.rules.entry_cost(self.plan.reference_wage, self.plan.parameters)
        self.recorder.close_year(self.cadres(), self.now, cost)

    # -- moves ------------------------------------------------------------------------------

    def release(self, cadre: Cadre, reason: SeparationReason) -> None:
        """Record an exit and leave the post vacant."""
        self.recorder.event(_STEP_OF[reason], Event.EXIT, cadre, reason=reason)
        cadre.seat.vacate()
        cadre.remove()

    def _move(self, cadre: Cadre, seat: Seat) -> None:
        origin = cadre.seat
        origin.vacate()
        cadre.seat, seat.holder = seat, cadre
        if cadre.mandate in (Mandate.HIRED, Mandate.OTHER):
            cadre.awaiting = 1
        self.recorder.event(Step.PROMOTE, Event.PROMOTION, cadre, level_from=origin.level)

    def _pass_over(self, seat: Seat) -> None:
        """Frustrate those of a community who were eligible for a post that somebody rose to."""
        p = self.plan.parameters
        for cadre in seat.community.cadres:
            if cadre.seat.level == seat.level - 1 and self.rules.is_eligible(
                seat.level, cadre.tenure, bool(cadre.party), p
            ):
                cadre.taste = self.rules.taste_when_passed_over(cadre.taste, p)

    def _fill(self, seat: Seat, route: int, room: float) -> float | None:
        """Try to fill a vacancy by a route this year, with some money left [reference wages].

        Returns
        -------
        float or None
            What who came costs next year; None if nobody came.
        """
        p, levers = self.plan.parameters, self.now.levers
        if route == EntryRoute.ELECTION and not self.rules.is_election_year(self.now.year, levers):
            seat.acting = 1
            return None
        luck = self.draw(seat.key, seat.vacancies, self.now.year, Decision.VACANCY)[1]
        month = self.rules.month_filled(self.rules.monthly_fill_probability(route, p), luck)
        if month == NOT_THIS_YEAR:
            return None
        if route == EntryRoute.RESERVE_POOL:
            month = 0
        presence = 1.0 - month / 12.0
        cost = presence * self.purse.recruit_cost(seat, self.rules.entrant_mandate(route))
        if cost > room:
            return None
        pool = self.rules.candidate_count(route, levers, p)
        chosen, applicants = self._select(seat, route, pool)
        if chosen is None:
            seat.attempts += 1
            self.recorder.nobody_applied(seat, route, pool)
            return None
        cadre = Cadre(self, seat, presence=presence, **chosen.as_recruit())
        self.recorder.event(
            Step.RECRUIT, Event.ENTRY, cadre,
            level_from=-1, months=month, applicants=applicants, pool=pool,
        )  # fmt: skip
        return cost

    def _select(self, seat: Seat, route: int, pool: int) -> tuple[Candidate | None, int]:
        """Return the best of those who stand, and how many do."""
        best, best_score, standing = None, 0.0, 0
        first = seat.attempts * CANDIDATES_PER_ATTEMPT
        for number in range(first, first + pool):
            candidate = Candidate(self, seat, route, number)
            if not candidate.stands:
                continue
            standing += 1
            score = candidate.score
            if best is None or score > best_score:
                best, best_score = candidate, score
        return best, standing

    def _route(self, seat: Seat, pool: int) -> int:
        """Return how a vacancy is to be filled: from the reserve pool first where there is one."""
        if pool > 0 and seat.level <= Post.COMMITTEE_MEMBER:
            return int(EntryRoute.RESERVE_POOL)
        luck = self.draw(seat.key, seat.vacancies, 0, Decision.ROUTE)[0]
        return self.rules.external_route(seat.level, luck, self.now.levers)

    @property
    def rules(self) -> Rulebook:
        """The rules of the year: the model's, and from the policy's start those of its world."""
        is_in_force = self.now.year >= self.plan.policy_starts
        return self._own_rules if is_in_force else self.model_rules

    # -- values and looks -------------------------------------------------------------------

    def look_up(
        self,
        terms: Terms,
        kind: tuple[int, int, int, int, int, int],
        traits: tuple[float, float],
        community: int,
    ) -> tuple[float, float]:
        """Return a person's advantage of serving over leaving, and log odds of sitting the exam.

        Parameters
        ----------
        terms : Terms
            Terms the person faces.
        kind : tuple of int
            Mandate, education, sex, level, age and tenure.
        traits : tuple of float
            Taste and ability [standard deviations].
        community : int
            Where the post is.
        """
        is_in_force = self.now.year >= self.plan.policy_starts
        careers, offset = terms.careers, self._offset(terms, kind[3], traits[0], community)
        return self._look_ups[is_in_force](
            *careers.planes(kind), offset, traits[1], careers.axes, self._parameters
        )

    def value_of_joining(
        self,
        terms: Terms,
        kind: tuple[int, int, int, int, int, int],
        traits: tuple[float, float],
        community: int,
    ) -> float:
        """Return a candidate's advantage of serving, of which they have a rougher idea.

        Parameters are those of `look_up`.
        """
        careers, offset = terms.careers, self._offset(terms, kind[3], traits[0], community)
        return self._interpolate(careers.planes(kind).serve, offset, traits[1], careers.axes)

    def gain_of_rising(
        self,
        terms: Terms,
        kind: tuple[int, int, int, int, int, int],
        traits: tuple[float, float],
        community: int,
    ) -> float:
        """Return what the next level is worth to a person beyond the own one [utility].

        Parameters are those of `look_up`.
        """
        mandate, education, sex, level, age, tenure = kind
        careers, ability = terms.careers, traits[1]
        offset, axes = self._offset(terms, level, traits[0], community), careers.axes
        own = self._worth(careers.planes(kind).serve, offset, ability, axes)
        if level == Post.PRINCIPAL:
            service = float(careers.service[sex, age - YOUNGEST])
            leaving = float(careers.leaving[education, sex, age - YOUNGEST])
            return leadership_worth(service, leaving, ability, axes, self.plan.parameters) - own
        above = careers.planes((mandate, education, sex, level + 1, age, tenure)).serve
        return self._worth(above, offset, ability, axes) - own

    def _offset(self, terms: Terms, level: int, taste: float, community: int) -> float:
        return person_offset(taste, float(terms.offsets[community, level]), self.plan.parameters)

    def draw(
        self, post: int, ordinal: int, year: int, decision: int
    ) -> tuple[float, float, float, float]:
        """Draw four uniforms for a key under this replication's seed."""
        return self._uniforms(self.draw_seed, post, ordinal, year, int(decision))

    def cadres(self) -> Iterator[Cadre]:
        """Yield everyone in post, in the order of the posts."""
        for seat in self.seats:
            if seat.holder is not None:
                yield seat.holder

    def vacant_seats(self, level: int) -> list[Seat]:
        """Return the vacant posts of a level that exist this year."""
        year = self.now.year
        return [
            s for s in self.seats if s.level == level and s.holder is None and s.open_from <= year
        ]

    def _queue(self, level: int, may_fill: int) -> list[Seat]:
        """Return the vacant posts of a level in the order in which they may be filled.

        Where there are fewer to fill than are vacant, or wages have a limit, the communities with
        the fewest people come first, a post at a time.
        """
        vacant = self.vacant_seats(level)
        if may_fill >= len(vacant) and self.purse.limit == math.inf:
            return vacant
        staffed = [len(community.cadres) for community in self.communities]
        places = []
        for seat in vacant:
            places.append(staffed[seat.community.index])
            staffed[seat.community.index] += 1
        return [vacant[n] for n in sorted(range(len(vacant)), key=places.__getitem__)]

    def _ranked(self, level: int, to_level: int) -> list[Cadre]:
        """Return the eligible cadres of a level, best score first."""
        p = self.plan.parameters
        eligible = [
            cadre
            for cadre in self.cadres()
            if cadre.seat.level == level
            and self.rules.is_eligible(to_level, cadre.tenure, bool(cadre.party), p)
        ]
        return sorted(eligible, key=lambda cadre: (-cadre.promotion_score(), cadre.seat.index))

    def _appraisal(self, cadre: Cadre) -> float:
        noise = self.quantile(cadre.luck(Decision.HAZARDS)[1])
        return self.rules.appraisal_score(cadre.ability, noise, self.now.levers)

    # -- state ------------------------------------------------------------------------------

    def _seat(self, index: int) -> Seat:
        geography = self.plan.geography
        community = self.communities[int(geography.community[index])]
        seat = Seat(
            index, int(geography.key[index]), int(geography.level[index]),
            int(geography.open_from[index]), community,
        )  # fmt: skip
        community.seats.append(seat)
        return seat

    def _settle(self, population: Population) -> None:
        """Seat the people of a population."""
        columns = {name: column.tolist() for name, column in population._asdict().items()}
        for seat in self.seats:
            row = {name: values[seat.index] for name, values in columns.items()}
            seat.vacancies = row["vacancies"]
            seat.attempts = row["attempts"]
            seat.acting = row["acting"]
            if row["entry_post"] != VACANT:
                Cadre(self, seat, **row)

    def population(self) -> Population:
        """Return who holds each post now, as columns."""
        result = unstaffed(len(self.seats))
        for seat in self.seats:
            result.vacancies[seat.index] = seat.vacancies
            result.attempts[seat.index] = seat.attempts
            result.acting[seat.index] = seat.acting
            if seat.holder is not None:
                for name in _HOLDER_COLUMNS:
                    getattr(result, name)[seat.index] = getattr(seat.holder, name)
        return result


def _look_up(  # noqa: PLR0913, PLR0917 - see `career_grid.look_up`
    serve: Table,
    stay: Table,
    passing: float,
    exam_pass: float,
    offset: float,
    ability: float,
    axes: Axes,
    parameters: Any,
) -> tuple[float, float]:
    """Look a person up; arrays, one of a single record, come into compiled code the quickest."""
    return look_up(Planes(serve, stay, passing, exam_pass), offset, ability, axes, parameters[0])


_HOLDER_COLUMNS = tuple(
    name for name in Population._fields if name not in ("vacancies", "attempts", "acting")
)

_STEP_OF = {
    SeparationReason.DISMISSAL: Step.APPRAISE_AND_DISMISS,
    SeparationReason.LAYOFF: Step.APPRAISE_AND_DISMISS,
    SeparationReason.DEATH: Step.LOSE_TO_DEATH,
    SeparationReason.RETIREMENT: Step.RETIRE,
    SeparationReason.QUIT: Step.CHOOSE_TO_STAY_OR_LEAVE,
    SeparationReason.TRANSFER_OUT: Step.RELEASE_EXAM_WINNERS,
    SeparationReason.END_OF_SECONDMENT: Step.RETURN_SECONDEES,
    SeparationReason.NOT_REELECTED: Step.HOLD_ELECTIONS,
    SeparationReason.SUBDISTRICT_PROMOTION: Step.PROMOTE,
}
