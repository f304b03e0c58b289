"""Back-casts: known changes come out, a hit is within the written tolerance, misses stay."""

from concurrent.futures import Future

import numpy as np
import pytest

from community_sim.calibration.backcasts import MEASURES, backcast_table, backcasts, load_backcasts
from community_sim.outcomes import MEASURED

NAMES = [each.name for each in MEASURED]


class Told:
    """Workers that tell the same outcomes of every draw: exits .20 and .25, quits .10 and .08."""

    def submit(self, _work, _scenarios, _draw, seeds, _horizons):
        found = np.zeros((2, len(seeds), 1, len(NAMES)))
        found[:, :, 0, NAMES.index("exit_rate")] = [[0.20], [0.25]]
        found[:, :, 0, NAMES.index("quit_rate")] = [[0.10], [0.08]]
        future = Future()
        future.set_result(found)
        return future


def test_every_backcast_has_a_measure_a_tolerance_and_a_source():
    known = load_backcasts()
    assert [each.id for each in known] == ["b1", "b2", "b3", "b4"]
    assert {each.measure for each in known} == set(MEASURES)
    assert all(each.tolerance > 0.0 and each.source and each.pay_is for each in known)
    assert all(abs(each.value) < 1.0 for each in known)


def test_a_known_change_comes_out_and_is_judged_by_the_written_tolerance():
    frame = backcasts(Told(), draws=2).set_index("id")
    # A constant inflow keeps a fifth fewer people if exits rise from .20 to .25.
    assert frame.loc[["b1", "b2"], "model"].tolist() == pytest.approx([-0.2, -0.2])
    assert frame.at["b3", "model"] == pytest.approx(-0.2)
    assert frame.at["b4", "model"] == pytest.approx(-0.02)
    assert frame["verdict"].to_dict() == {"b1": "miss", "b2": "miss", "b3": "hit", "b4": "miss"}
    assert (frame["low"] <= frame["model"] + 1e-12).all()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_shows_misses_too(lang):
    page = backcast_table(backcasts(Told(), draws=2), lang).as_raw_html()
    assert page.count("Falch") == 1
    assert page.count({"en": "MISS", "zh": "未中"}[lang]) == 3
