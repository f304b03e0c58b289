"""An analysis of the model: the seed alone decides, and a cut-off one goes on."""

from dataclasses import replace

import pytest

from community_sim.errors import CommunitySimError, DesignChanged
from community_sim.sensitivity import Request, analyse

FEW = ("taste_mean", "market_wage_level", "hazard_quit", "novice_skill_loss")
SMALL = Request(parameters=FEW, trajectories=4, points=2, most=2, years=2, seeds=1)


class Cut(Exception):
    """Stands for a kill."""


def cut_at(stage, number):
    def tell(what, done, _total):
        if what == stage and done >= number:
            raise Cut

    return tell


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    return folder, analyse(SMALL, folder, workers=2)


@pytest.mark.long
def test_the_number_of_workers_changes_no_number_and_a_cut_off_analysis_goes_on(whole, tmp_path):
    for stage, number in (("morris", 16), ("sobol", 8)):
        with pytest.raises(Cut):
            analyse(SMALL, tmp_path, workers=1, tell=cut_at(stage, number))
    done = []
    again = analyse(SMALL, tmp_path, workers=1, tell=lambda *each: done.append(each))
    for one, other in zip(whole[1], again, strict=True):
        assert one.equals(other)
    assert len(whole[1][1]) == 2 * len(SMALL.outcomes)


@pytest.mark.long
def test_what_the_model_does_not_use_moves_nothing(whole):
    screened = whole[1][0]
    hazard = screened[screened["parameter"] == "hazard_quit"]  # of another form of the model
    assert (hazard["mu_star"] == 0.0).all()
    assert (screened.groupby("outcome")["share"].max() == 1.0).all()


@pytest.mark.long
def test_a_folder_of_another_analysis_is_refused(whole):
    with pytest.raises(DesignChanged, match="was begun with other years"):
        analyse(replace(SMALL, years=3), whole[0], workers=1)


@pytest.mark.parametrize(
    ("values", "said"),
    [({"trajectories": 1}, "trajectories is 1; give at least 2"),
     ({"points": 3}, "points is 3; give a power of two, or 0"),
     ({"seeds": 0}, "seeds is 0"),
     ({"outcomes": ("exit",)}, "exit"),
     ({"parameters": ("pay_wieght",)}, "Did you mean 'pay_weight'"),
     ({"policy": "S99"}, "S99")],
)  # fmt: skip
def test_what_cannot_be_analysed_is_refused(values, said):
    with pytest.raises(CommunitySimError, match=said):
        Request(**values)
