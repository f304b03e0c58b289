"""Constant hazards by hand: steady states, growth, and what a fit to them can and cannot do."""

import math

import pytest

from community_sim.calibration.null_model import (
    Null,
    fitted_null,
    null_moments,
    null_scores,
    null_table,
)
from community_sim.posterior import READINGS

STEADY = Null(0.2, 0.2, 0.2, 0.0, 0.0, 33.0, 6.0)


def test_a_steady_staff_thins_out_by_the_hazard():
    found = null_moments(STEADY)
    assert found["m1"] == pytest.approx(0.8**4, abs=0.002)
    assert found["m2A"] == found["m2B"] == pytest.approx(0.8**10, abs=0.002)
    assert found["x2"] == pytest.approx(0.2)
    assert found["x1"] == pytest.approx(1.0 - 0.8**3, abs=0.002)
    assert found["g1"] == pytest.approx(0.0)


def test_late_growth_makes_the_staff_young_in_service_and_leaves_the_hazard_alone():
    hazard, growth = 0.099, 0.12
    found = null_moments(Null(hazard, hazard, hazard, 0.0, growth, 33.0, 6.0))
    assert found["g1"] == pytest.approx(5.0 * math.log(1.0 + growth))
    assert found["x2"] == pytest.approx(hazard)
    # (1 + g)^-5 (1 - h)^10 of MODEL.md 3.7, but for a staff that is steady only almost.
    assert found["m2A"] == pytest.approx((1 + growth) ** -5 * (1 - hazard) ** 10, abs=0.02)


def test_no_single_rate_of_growth_moves_the_share_of_ten_years_once_that_of_four_is_met():
    shares = []
    for growth in (0.0, 0.05, 0.10):
        hazard = 1.0 - 0.419**0.25 * (1.0 + growth)
        null = Null(hazard, hazard, hazard, growth, growth, 33.0, 6.0)
        shares.append(null_moments(null)["m2A"])
    assert shares == pytest.approx([0.419**2.5] * 3, abs=0.004)


def test_ages_are_those_of_entry_and_service():
    found = null_moments(STEADY._replace(entry_age=29.0, entry_sd=2.0))
    assert sum(found[name] for name in ("m3", "m4", "m5", "m6", "m7")) == pytest.approx(
        1.0, abs=1e-6
    )
    assert found["m3"] > 0.3 > found["m6"]


@pytest.mark.parametrize("reading", READINGS)
def test_the_fit_meets_what_it_aims_at_and_nothing_makes_it_meet_the_rest(reading):
    scores = null_scores(reading).set_index("id")
    assert (scores.loc[scores["role"] == "fitted", "verdict"] == "pass").all()
    assert (scores["verdict"] == "fail").any()
    assert fitted_null(reading).late > fitted_null(reading).early


def test_the_table_puts_both_errors_side_by_side():
    scores = null_scores("A").assign(model=0.0)
    page = null_table(scores, "A", "zh").as_raw_html()
    assert "固定离职率" in page and "x2" in page
