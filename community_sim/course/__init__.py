"""The course: lessons for public administration, each student in a city of their own."""

from community_sim.course.city import city_scenario, own_city, own_number
from community_sim.course.city_report import (
    INSURANCES,
    city_report,
    city_report_table,
    possible_shares,
)
from community_sim.course.doubts import two_readings, which_base
from community_sim.course.forms import Choice, Number, PolicyAnswer, Rule, noted, policy_of
from community_sim.course.people import Profile, chance_of_quitting, pay_raise, people
from community_sim.course.report_cards import parameter_cards, report_cards
from community_sim.course.showing import (
    another_luck,
    city_facts,
    effects_in_words,
    people_frame,
    two_cadres,
)
from community_sim.course.trying import tried

__all__ = [
    "INSURANCES",
    "Choice",
    "Number",
    "PolicyAnswer",
    "Profile",
    "Rule",
    "another_luck",
    "chance_of_quitting",
    "city_facts",
    "city_report",
    "city_report_table",
    "city_scenario",
    "effects_in_words",
    "noted",
    "own_city",
    "own_number",
    "parameter_cards",
    "pay_raise",
    "people",
    "people_frame",
    "policy_of",
    "possible_shares",
    "report_cards",
    "tried",
    "two_cadres",
    "two_readings",
    "which_base",
]
