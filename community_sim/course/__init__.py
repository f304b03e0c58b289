"""The course: lessons for public administration, each student in a city of their own.

The names below are imported from their modules when first used: a lesson in a browser, where
some libraries do not exist, loads only what it needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from community_sim.course.bands_shown import (
        band_by_runs,
        bands_and_truth,
        more_runs,
        one_against_one,
        three_weights,
    )
    from community_sim.course.board import hearing_board
    from community_sim.course.cadres import Profile, chance_of_quitting, pay_raise, people
    from community_sim.course.cards import parameter_cards, report_cards
    from community_sim.course.charts.rule import rule_chart
    from community_sim.course.city import city_scenario, own_city, own_number
    from community_sim.course.city_year import one_year
    from community_sim.course.community_work import work_of, work_widget
    from community_sim.course.doubts import two_readings, which_base
    from community_sim.course.equal_cost import at_equal_cost, hearing_sum
    from community_sim.course.exits import reserved_posts, ways_out
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
    from community_sim.course.keeping import LEVELS_TO_RAISE, keeping_of, raise_for, three_raises
    from community_sim.course.ladder import doors_frame
    from community_sim.course.local_report import (
        INSURANCES,
        city_report,
        city_report_table,
        possible_shares,
    )
    from community_sim.course.moving_up import doors_out, the_ladder
    from community_sim.course.own_rules import (
        advantages,
        chance_of_leaving,
        own_rule,
        promotion_places,
        rule_effects,
        rule_numbers,
    )
    from community_sim.course.own_year import YearNumbers, year_numbers
    from community_sim.course.pay_ladder import ladder_widget, pay_table
    from community_sim.course.repeated_runs import band, differences, proposals, times_narrower
    from community_sim.course.rule_sliders import bent_rule
    from community_sim.course.showing import (
        another_luck,
        city_facts,
        effects_in_words,
        people_frame,
        two_cadres,
    )
    from community_sim.course.trying import tried
    from community_sim.course.vacancies import vacancy_dial, vacant_share

__all__ = [
    "Choice",
    "INSURANCES",
    "LEVELS_TO_RAISE",
    "Number",
    "PolicyAnswer",
    "Profile",
    "REFEREED",
    "Rule",
    "YearNumbers",
    "advantages",
    "another_luck",
    "at_equal_cost",
    "band",
    "band_by_runs",
    "bands_and_truth",
    "bent_rule",
    "chance_of_leaving",
    "chance_of_quitting",
    "city_facts",
    "city_report",
    "city_report_table",
    "city_scenario",
    "differences",
    "doors_frame",
    "doors_out",
    "effects_in_words",
    "hearing_board",
    "hearing_sum",
    "keeping_of",
    "ladder_widget",
    "minutes",
    "more_runs",
    "noted",
    "one_against_one",
    "one_year",
    "opening_positions",
    "own_city",
    "own_number",
    "own_role",
    "own_rule",
    "parameter_cards",
    "pay_raise",
    "pay_table",
    "people",
    "people_frame",
    "policy_of",
    "possible_shares",
    "promotion_places",
    "proposals",
    "raise_for",
    "referee",
    "referee_chart",
    "report_cards",
    "reserved_posts",
    "role",
    "rule_chart",
    "rule_effects",
    "rule_numbers",
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
    "who_pays",
    "work_of",
    "work_widget",
    "year_numbers",
]

_MODULE_OF = {
    "Choice": "forms",
    "INSURANCES": "local_report",
    "LEVELS_TO_RAISE": "keeping",
    "Number": "forms",
    "PolicyAnswer": "forms",
    "Profile": "cadres",
    "REFEREED": "hearing",
    "Rule": "forms",
    "YearNumbers": "own_year",
    "advantages": "own_rules",
    "another_luck": "showing",
    "at_equal_cost": "equal_cost",
    "band": "repeated_runs",
    "band_by_runs": "bands_shown",
    "bands_and_truth": "bands_shown",
    "bent_rule": "rule_sliders",
    "chance_of_leaving": "own_rules",
    "chance_of_quitting": "cadres",
    "city_facts": "showing",
    "city_report": "local_report",
    "city_report_table": "local_report",
    "city_scenario": "city",
    "differences": "repeated_runs",
    "doors_frame": "ladder",
    "doors_out": "moving_up",
    "effects_in_words": "showing",
    "hearing_board": "board",
    "hearing_sum": "equal_cost",
    "keeping_of": "keeping",
    "ladder_widget": "pay_ladder",
    "minutes": "hearing",
    "more_runs": "bands_shown",
    "noted": "forms",
    "one_against_one": "bands_shown",
    "one_year": "city_year",
    "opening_positions": "hearing",
    "own_city": "city",
    "own_number": "city",
    "own_role": "hearing",
    "own_rule": "own_rules",
    "parameter_cards": "cards",
    "pay_raise": "cadres",
    "pay_table": "pay_ladder",
    "people": "cadres",
    "people_frame": "showing",
    "policy_of": "forms",
    "possible_shares": "local_report",
    "promotion_places": "own_rules",
    "proposals": "repeated_runs",
    "raise_for": "keeping",
    "referee": "hearing",
    "referee_chart": "hearing",
    "report_cards": "cards",
    "reserved_posts": "exits",
    "role": "hearing",
    "rule_chart": "charts.rule",
    "rule_effects": "own_rules",
    "rule_numbers": "own_rules",
    "the_ladder": "moving_up",
    "three_raises": "keeping",
    "three_weights": "bands_shown",
    "times_narrower": "repeated_runs",
    "tried": "trying",
    "two_cadres": "showing",
    "two_readings": "doubts",
    "vacancy_dial": "vacancies",
    "vacant_share": "vacancies",
    "ways_out": "exits",
    "which_base": "doubts",
    "who_pays": "hearing",
    "work_of": "community_work",
    "work_widget": "community_work",
    "year_numbers": "own_year",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module when it is first used."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value
