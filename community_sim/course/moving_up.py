"""Widgets of promotion and the way out: the ladder, and the ways out of a city."""

from typing import TYPE_CHECKING, Any

from community_sim.course.city import city_scenario
from community_sim.course.exits import mean_of, ways_out_by_seed
from community_sim.course.forms import policy_of
from community_sim.course.ladder import rungs
from community_sim.course.showing import drawn_by, slider

if TYPE_CHECKING:
    from ipywidgets import Widget
    from matplotlib.figure import Figure

__all__ = ["doors_out", "the_ladder"]

_RUNS, _YEARS = 20, 10
_INSIDE = (
    "promotion.internal_share_committee_member",
    "promotion.internal_share_deputy",
    "promotion.internal_share_principal",
)


def the_ladder(student: str, lang: str = "en") -> "Widget":
    """Return the ladder of a city, with sliders for promotion inside and to the sub-district."""
    from community_sim.course.charts.promotion_ladder import promotion_ladder_chart

    now = city_scenario(student).current.as_numbers()
    inside = slider(
        ("For insiders, %", "内部提拔［%］"), lang, ends=(0, 100), step=10,
        at=round(100.0 * now.promotion_internal_share_deputy),
    )  # fmt: skip
    above = _above(student, lang)

    def draw() -> "Figure":
        changes = _sent_up(student, above.value)
        if inside.value != 100.0 * now.promotion_internal_share_deputy:
            changes |= dict.fromkeys(_INSIDE, inside.value / 100.0)
        return promotion_ladder_chart(rungs(student, changes), rungs(student), lang=lang)

    return drawn_by(draw, [inside, above], across=2)


def doors_out(student: str, lang: str = "en") -> "Widget":
    """Return who leaves a city now and under a policy, with sliders for both doors upwards."""
    from community_sim.course.charts.ways_out import ways_out_chart

    now = city_scenario(student, years=_YEARS)
    reserved = slider(("Reserved a year", "每年定向名额"), lang, ends=(0, 8), step=1, at=0)
    served = slider(("Years served before", "报考前任职年限"), lang, ends=(0, 8), step=1, at=3)
    above = _above(student, lang)

    def draw() -> "Figure":
        changes = _sent_up(student, above.value)
        if reserved.value:
            changes["promotion.civil_service_posts_per_year"] = int(reserved.value)
            changes["promotion.civil_service_min_tenure"] = int(served.value)
        policy = now.with_policy(policy_of(changes)) if changes else now
        rows = [mean_of(ways_out_by_seed(each, 1, _RUNS)) for each in (now, policy)]
        return ways_out_chart(rows[0], rows[1], runs=_RUNS, years=_YEARS, lang=lang)

    return drawn_by(draw, [reserved, served, above], across=2)


def _today(student: str) -> float:
    """Return how many principals go to the sub-district today [people a year]."""
    return city_scenario(student).current.as_numbers().promotion_subdistrict_posts_per_year


def _sent_up(student: str, in_ten_years: float) -> dict[str, float]:
    """Return what a slider of posts above changes: nothing while it stands on today's number."""
    if in_ten_years == round(10.0 * _today(student)):
        return {}
    return {"promotion.subdistrict_posts_per_year": in_ten_years / 10.0}


def _above(student: str, lang: str) -> Any:
    """Return the slider of posts at the sub-district, on today's number first."""
    return slider(
        ("Up in 10 years", "10年提拔到街道"), lang,
        ends=(0, 50), step=1, at=round(10.0 * _today(student)),
    )  # fmt: skip
