"""The course: lessons for public administration, each student in a city of their own."""

from community_sim.course.bands_shown import (
    band_by_runs,
    bands_and_truth,
    more_runs,
    one_against_one,
    three_weights,
)
from community_sim.course.city import city_scenario, own_city, own_number
from community_sim.course.forms import Choice, Number, PolicyAnswer, Rule, noted, policy_of
from community_sim.course.ladder import doors_frame
from community_sim.course.moving_up import doors_out, the_ladder
from community_sim.course.people import Profile, chance_of_quitting, pay_raise, people
from community_sim.course.repeated_runs import band, differences, proposals, times_narrower
from community_sim.course.showing import (
    another_luck,
    city_facts,
    effects_in_words,
    people_frame,
    two_cadres,
)
from community_sim.course.trying import tried
from community_sim.course.ways_out import reserved_posts, ways_out

__all__ = [
    "Choice",
    "Number",
    "PolicyAnswer",
    "Profile",
    "Rule",
    "another_luck",
    "band",
    "band_by_runs",
    "bands_and_truth",
    "chance_of_quitting",
    "city_facts",
    "city_scenario",
    "differences",
    "doors_frame",
    "doors_out",
    "effects_in_words",
    "more_runs",
    "noted",
    "one_against_one",
    "own_city",
    "own_number",
    "pay_raise",
    "people",
    "people_frame",
    "policy_of",
    "proposals",
    "reserved_posts",
    "the_ladder",
    "three_weights",
    "times_narrower",
    "tried",
    "two_cadres",
    "ways_out",
]
