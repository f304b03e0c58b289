"""Bands: nested, paired, and as many seeds as the wanted precision takes."""

import numpy as np
import pytest

from community_sim.errors import BadValue
from community_sim.scenario import Scenario
from community_sim.uncertainty import SHARES, WAYS, bands, bands_frame, seeds_for_precision

PASTS = 2


@pytest.fixture(scope="module")
def scenarios():
    current = Scenario.load(years=3)
    return [current, current.with_policy("hired_pay_1200"), current.with_policy("grid_workers")]


@pytest.fixture(scope="module")
def found(scenarios):
    return bands(scenarios, ["quit_rate", "wage_bill_per_community"], draws=2)


@pytest.mark.long
def test_every_policy_meets_every_form_draw_and_seed(found):
    assert found.policies == ("hired_pay_1200", "grid_workers")
    assert found.effects.shape == (2, 2, PASTS, len(WAYS), 2, 2)
    assert found.anew.shape == (2, 2, PASTS, 2, 2)
    assert np.isfinite(found.effects).all()
    assert (found.anew != found.effects[:, :, :, 0]).any()


@pytest.mark.long
def test_pay_keeps_nobody_where_hazards_are_constant(found):
    quits = found.effects[0, 0]  # of higher pay
    assert (quits[:, WAYS.index("hazard")] == 0.0).all()
    assert (quits[:, WAYS.index("forward")] < 0.0).all()


@pytest.mark.long
def test_shares_sum_to_one_and_each_band_holds_the_one_before(found):
    frame = bands_frame(found)
    shares = frame[list(SHARES)]
    assert shares.sum(axis=1).tolist() == pytest.approx([1.0] * 4)
    assert (frame["half_luck"] <= frame["half_parameters"]).all()
    assert (frame["half_parameters"] <= frame["half_form"]).all()


@pytest.mark.long
def test_the_same_seed_gives_the_same_effects(scenarios, found):
    again = bands(scenarios, found.outcomes, draws=2)
    assert (again.effects == found.effects).all()


@pytest.mark.long
def test_a_finer_precision_takes_more_seeds_and_keeps_the_first(scenarios, found):
    finer = bands(scenarios, found.outcomes, draws=2, precision=1e-6, most_seeds=3)
    assert finer.effects.shape[-1] == 3
    assert (finer.effects[..., :2] == found.effects).all()


def test_the_number_of_seeds_is_that_of_the_wanted_half_width():
    luck = np.array([-1.0, 1.0])  # variance 2 over the seeds
    effects = np.broadcast_to(luck, (1, PASTS, 3, 4, 2))
    assert seeds_for_precision(effects, 0.5, 1000) == int(np.ceil(2 * (1.6449 / 0.5) ** 2))
    assert seeds_for_precision(effects, 100.0, 1000) == 2
    assert seeds_for_precision(effects, 1e-9, 16) == 16


def test_the_policy_with_most_luck_decides():
    quiet, loud = np.array([0.0, 0.0]), np.array([-1.0, 1.0])
    effects = np.stack([np.broadcast_to(each, (PASTS, 3, 4, 2)) for each in (quiet, loud)])
    assert seeds_for_precision(effects, 0.5, 1000) == seeds_for_precision(effects[1:], 0.5, 1000)


@pytest.mark.parametrize("precision", [0.0, -1.0, float("nan")])
def test_a_precision_that_no_number_of_seeds_gives_is_refused(precision):
    with pytest.raises(BadValue, match="give a number above 0"):
        seeds_for_precision(np.zeros((1, 2, 3, 2, 2)), precision, 10)


def test_one_draw_says_nothing_about_parameters(scenarios):
    with pytest.raises(BadValue, match="at least 2 for each past"):
        bands(scenarios, ["exit_rate"], draws=1)
