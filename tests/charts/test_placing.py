"""Labels keep their order and do not cover each other."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_sim.charts.placing import Box, around, spread

PAGE = Box(0, 0, 600, 300)
CROWD = [(300.0, 150.0), (303.0, 151.0), (298.0, 148.0), (301.0, 155.0), (500.0, 290.0)]


def test_labels_with_room_stay_where_they_belong():
    assert spread([1.0, 5.0, 3.0], [1.0, 1.0, 1.0], (0.0, 10.0)) == [1.0, 5.0, 3.0]


def test_two_labels_at_one_height_stand_around_it():
    assert spread([5.0, 5.0], [1.0, 3.0], (0.0, 10.0)) == pytest.approx([4.0, 6.0])


@given(st.lists(st.tuples(st.floats(0, 10), st.floats(0.1, 1.0)), min_size=1, max_size=10))
def test_labels_keep_their_order_their_distance_and_their_column(labels):
    centres, sizes = zip(*labels, strict=True)
    placed = spread(centres, sizes, (0.0, 10.0))
    order = sorted(range(len(centres)), key=lambda one: centres[one])
    for below, above in itertools.pairwise(order):
        needed = (sizes[below] + sizes[above]) / 2
        assert placed[above] - placed[below] >= needed - 1e-9
    assert placed[order[0]] - sizes[order[0]] / 2 >= -1e-9
    assert placed[order[-1]] + sizes[order[-1]] / 2 <= 10 + 1e-9


def test_names_of_crowded_points_do_not_cover_each_other_or_leave_the_page():
    boxes = around(CROWD, [(90.0, 24.0)] * 5, [Box(x - 4, y - 4, 8, 8) for x, y in CROWD], PAGE)
    for one, other in itertools.combinations(boxes, 2):
        assert one.overlap(other) == 0.0
    assert all(box.overlap(PAGE) == pytest.approx(90 * 24) for box in boxes)


def test_a_point_by_itself_has_its_name_next_to_it():
    (box,) = around([(300.0, 150.0)], [(90.0, 24.0)], [], PAGE)
    assert math.dist(box.nearest((300.0, 150.0)), (300.0, 150.0)) < 10


def test_a_name_keeps_off_what_is_taken():
    taken = Box(300, 100, 300, 100)
    (box,) = around([(295.0, 150.0)], [(90.0, 24.0)], [taken], PAGE)
    assert box.overlap(taken) == 0.0
