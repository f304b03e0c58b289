"""The course: lessons for public administration, each student in a city of their own."""

from community_sim.course.bands_shown import (
    band_by_runs,
    bands_and_truth,
    more_runs,
    one_against_one,
    three_weights,
)
from community_sim.course.city import city_scenario, own_city, own_number
from community_sim.course.city_report import (
    INSURANCES,
    city_report,
    city_report_table,
    possible_shares,
)
from community_sim.course.city_year import one_year
from community_sim.course.community_work import work_of, work_widget
from community_sim.course.doubts import two_readings, which_base
from community_sim.course.forms import Choice, Number, PolicyAnswer, Rule, noted, policy_of
from community_sim.course.keeping import LEVELS_TO_RAISE, keeping_of, raise_for, three_raises
from community_sim.course.ladder import doors_frame
from community_sim.course.moving_up import doors_out, the_ladder
from community_sim.course.pay_ladder import ladder_widget, pay_table
from community_sim.course.people import Profile, chance_of_quitting, pay_raise, people
from community_sim.course.repeated_runs import band, differences, proposals, times_narrower
from community_sim.course.report_cards import parameter_cards, report_cards
from community_sim.course.showing import (
    another_luck,
    city_facts,
    effects_in_words,
    people_frame,
    two_cadres,
)
from community_sim.course.trying import tried
from community_sim.course.vacancies import vacancy_dial, vacant_share
from community_sim.course.ways_out import reserved_posts, ways_out
from community_sim.course.year_numbers import YearNumbers, year_numbers

__all__ = [
    "Choice",
    "INSURANCES",
    "LEVELS_TO_RAISE",
    "Number",
    "PolicyAnswer",
    "Profile",
    "Rule",
    "YearNumbers",
    "another_luck",
    "band",
    "band_by_runs",
    "bands_and_truth",
    "chance_of_quitting",
    "city_facts",
    "city_report",
    "city_report_table",
    "city_scenario",
    "differences",
    "doors_frame",
    "doors_out",
    "effects_in_words",
    "keeping_of",
    "ladder_widget",
    "more_runs",
    "noted",
    "one_against_one",
    "one_year",
    "own_city",
    "own_number",
    "parameter_cards",
    "pay_raise",
    "pay_table",
    "people",
    "people_frame",
    "policy_of",
    "possible_shares",
    "proposals",
    "raise_for",
    "report_cards",
    "reserved_posts",
    "the_ladder",
    "three_raises",
    "three_weights",
    "times_narrower",
    "tried",
    "two_cadres",
    "two_readings",
    "vacancy_dial",
    "vacant_share",
    "ways_out",
    "which_base",
    "work_of",
    "work_widget",
    "year_numbers",
]
