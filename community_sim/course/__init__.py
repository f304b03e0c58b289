"""The course: lessons for public administration, each student in a city of their own."""

from community_sim.course.city import city_scenario, own_city, own_number
from community_sim.course.equal_cost import at_equal_cost, hearing_sum
from community_sim.course.forms import Choice, Number, PolicyAnswer, Rule, noted, policy_of
from community_sim.course.hearing import (
    REFEREED,
    minutes,
    opening_positions,
    own_role,
    referee,
    referee_chart,
    role,
    who_pays,
)
from community_sim.course.hearing_board import hearing_board
from community_sim.course.own_rule import (
    advantages,
    chance_of_leaving,
    own_rule,
    promotion_places,
    rule_effects,
    rule_numbers,
)
from community_sim.course.people import Profile, chance_of_quitting, pay_raise, people
from community_sim.course.rule_chart import rule_chart
from community_sim.course.rule_sliders import bent_rule
from community_sim.course.showing import (
    another_luck,
    city_facts,
    effects_in_words,
    people_frame,
    two_cadres,
)
from community_sim.course.trying import tried

__all__ = [
    "Choice",
    "Number",
    "PolicyAnswer",
    "Profile",
    "REFEREED",
    "Rule",
    "advantages",
    "another_luck",
    "at_equal_cost",
    "bent_rule",
    "chance_of_leaving",
    "chance_of_quitting",
    "city_facts",
    "city_scenario",
    "effects_in_words",
    "hearing_board",
    "hearing_sum",
    "minutes",
    "noted",
    "opening_positions",
    "own_city",
    "own_number",
    "own_role",
    "own_rule",
    "pay_raise",
    "people",
    "people_frame",
    "policy_of",
    "promotion_places",
    "referee",
    "referee_chart",
    "role",
    "rule_chart",
    "rule_effects",
    "rule_numbers",
    "tried",
    "two_cadres",
    "who_pays",
]
