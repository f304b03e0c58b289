"""The first few of a ranking are those of a full stable sort."""

import numpy as np
import pytest

from community_sim.compilation import compiled
from community_sim.engines.compiled.ranking import lowest


@pytest.mark.parametrize("find", [lowest, compiled(lowest)])
@pytest.mark.parametrize("size", [0, 1, 2, 7, 400])
def test_the_lowest_are_the_first_of_a_stable_sort(find, size: int) -> None:
    rng = np.random.default_rng(size)
    for scores in (rng.random(size), rng.integers(0, 4, size).astype(float), np.zeros(size)):
        everybody = np.argsort(scores, kind="stable").tolist()
        for wanted in {0, 1, 2, size // 3, size - 1, size, size + 5} - {-1}:
            assert find(scores, wanted).tolist() == everybody[:wanted]
