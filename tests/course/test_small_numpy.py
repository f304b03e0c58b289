"""The small NumPy of the browser edition, against NumPy and against the compiled engine."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from community_sim.course.browser import (
    exits,
    known_expectations,
    live,
    one_community,
    runs_by_seed,
    with_pay,
    yearly_wages,
)
from community_sim.outcomes import OUTCOMES
from community_sim.outcomes.window import Window

STAND_IN = Path(__file__).parents[2] / "community_sim" / "course" / "lite" / "stand_in"
small = importlib.import_module("community_sim.course.lite.stand_in.numpy")

# Runs in a Python in which the small NumPy stands for NumPy, and Numba, pandas and SciPy are
# missing, as in the browser.
IN_PLAIN_PYTHON = f"""
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("numba", "pandas", "networkx", "llvmlite"):
            raise ImportError(name)
sys.meta_path.insert(0, Missing())
sys.path.insert(0, {str(STAND_IN)!r})
import json
from pathlib import Path
import numpy
assert numpy.__version__ == "0+browser"
from community_sim.course.browser import *
from community_sim.course.browser import expectations
from community_sim.outcomes import OUTCOMES
from community_sim.outcomes.window import Window
if sys.argv[1]:
    expectations.FILE = Path(sys.argv[1])
current = one_community()
scenarios = [with_pay(current, float(step)) for step in sys.argv[2:]]
runs = [run for each in runs_by_seed(scenarios, (1, 2, 3)).values() for run in each]
print(json.dumps({{
    "runs": [run.content_hash for run in runs],
    "outcomes": [
        [each.measure(Window(run, 10)) for each in OUTCOMES.values() if each.measure]
        for run in runs
    ],
    "lived": live(current, 3).trajectory.content_hash,
    "plain": expectations.use_agents(),
}}))
"""


def in_plain_python(known, *steps):
    done = subprocess.run(
        [sys.executable, "-c", IN_PLAIN_PYTHON, str(known), *map(str, steps)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def in_this_python(*steps):
    current = one_community()
    by_name = runs_by_seed([with_pay(current, step) for step in steps], (1, 2, 3))
    runs = [run for each in by_name.values() for run in each]
    for run in runs:
        run.check_conservation()
    measures = [each.measure for each in OUTCOMES.values() if each.measure]
    return {
        "runs": [run.content_hash for run in runs],
        "outcomes": [[measure(Window(run, 10)) for measure in measures] for run in runs],
        "lived": live(current, 3).trajectory.content_hash,
    }


@pytest.mark.long
def test_agents_in_plain_python_live_the_same_lives_as_compiled_code_bit_for_bit(tmp_path):
    current = one_community()
    known = tmp_path / "expectations.json"
    known.write_text(known_expectations([with_pay(current, 1.5)]))
    plain, fast = in_plain_python(known, 1.0, 1.5), in_this_python(1.0, 1.5)
    assert plain.pop("plain") is True
    assert json.dumps(plain) == json.dumps(fast)


@pytest.mark.long
def test_what_cadres_expect_is_found_in_plain_python_as_well():
    plain = in_plain_python("", 1.0)
    assert plain["runs"] == in_this_python(1.0)["runs"]


def test_a_raise_keeps_more_and_costs_more_over_ten_seeds():
    current = one_community()
    before, after = runs_by_seed([current, with_pay(current, 1.5)], range(1, 11)).values()
    assert sum(map(exits, after)) < sum(map(exits, before))
    assert sum(map(yearly_wages, after)) > sum(map(yearly_wages, before))


GIVEN = [[3, 1, 2], [9, 7, 8]]


@pytest.mark.parametrize(
    "work",
    [
        lambda n: n.array(GIVEN)[1, 2],
        lambda n: n.array(GIVEN)[-1, -3],
        lambda n: n.array(GIVEN)[:, 1].tolist(),
        lambda n: n.array(GIVEN)[1:, ::-1].tolist(),
        lambda n: n.array(GIVEN).T.tolist(),
        lambda n: n.array(GIVEN).T[1:].copy().tolist(),
        lambda n: n.array(GIVEN).ravel()[n.array([5, 0, -1])].tolist(),
        lambda n: n.array(GIVEN).ravel()[n.array(GIVEN).ravel() > 2].tolist(),
        lambda n: n.array([7])[n.array([True])].tolist(),
        lambda n: n.array([7])[n.array([0])].tolist(),
        lambda n: n.array([3, 1])[::-1][[1]].tolist(),
        lambda n: (n.array(GIVEN) / 2 + 1 - n.array(GIVEN)).tolist(),
        lambda n: ((n.array(GIVEN) >= 2) & ~(n.array(GIVEN) == 9)).tolist(),
        lambda n: n.array([1, 2.5]).astype("int16").tobytes(),
        lambda n: n.array(GIVEN, dtype=n.int32).tobytes(),
        lambda n: n.bincount(n.array([0, 3, 3]), minlength=6).tolist(),
        lambda n: n.bincount(n.array([0, 3, 3]), weights=n.array([1, 2.5, 4])).tolist(),
        lambda n: n.array([1, 2, 3]) @ n.array([0.5, 0.0, 2.0]),
        lambda n: [list(each) for each in n.unique(n.array([2, 1, 2]), return_counts=True)],
        lambda n: n.searchsorted(n.array([1, 2, 2, 5]), 2, side="right"),
        lambda n: n.searchsorted(n.array([1, 2, 2, 5]), n.array([0, 2, 9])).tolist(),
        lambda n: n.argsort(n.array([2, 1, 2, 0]), kind="stable").tolist(),
        lambda n: n.diff(n.array([1, 4, 9])).tolist(),
        lambda n: n.sum([n.array([1, 2]), n.array([3, 4])], axis=0).tolist(),
        lambda n: n.array([1, 2, 3]).cumsum()[::-1].tolist(),
        lambda n: n.concatenate([n.empty(0), n.array([1.5])]).tolist(),
        lambda n: n.isin(n.array([1, 2, 3]), [3, 1]).tolist(),
        lambda n: n.flatnonzero(n.array([0, 1, 0, 2])).tolist(),
        lambda n: str(n.full((2, 0), 1.0).tolist()),
    ],
)
def test_the_small_numpy_answers_as_numpy(work):
    given, wanted = work(small), work(np)
    assert (
        np.array_equal(np.asarray(given), np.asarray(wanted))
        if not isinstance(given, bytes | str)
        else given == wanted
    )


def test_writing_through_a_view_reaches_the_array():
    array = small.zeros((2, 3))
    array[1][:] = 4
    array[:, 0] = small.asarray([7, 8])
    assert array.tolist() == [[7.0, 0.0, 0.0], [8.0, 4.0, 4.0]]


def test_a_place_outside_is_refused():
    with pytest.raises(IndexError, match="lies outside"):
        small.zeros((2, 3))[0, 3]


def test_a_column_that_is_there_to_be_read_cannot_be_written():
    array = small.zeros(2)
    array.setflags(write=False)
    with pytest.raises(ValueError, match="there to be read"):
        array[0] = 1


def test_what_the_small_numpy_lacks_says_so():
    with pytest.raises(NotImplementedError, match=r"numpy\.fft is not in the browser edition"):
        small.fft([1, 2])
    with pytest.raises(NotImplementedError, match="normal is not in the browser edition"):
        small.random.default_rng(1).normal()
