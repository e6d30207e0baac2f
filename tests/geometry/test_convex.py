import numpy as np
import pytest

from lossviz.geometry.convex import Shapes, area_and_centroid, box_shapes, clip


def test_boxes_and_their_areas():
    area, centroid = area_and_centroid(box_shapes(np.array([1.0, 0.5])))
    assert area == pytest.approx([4.0, 1.0])
    assert centroid == pytest.approx(np.zeros((2, 2)), abs=1e-15)


def test_cutting_a_corner_off():
    shapes = clip(box_shapes(np.ones(1)), np.array([[-1.0, -1.0]]), np.array([-1.0]))
    area, _ = area_and_centroid(shapes)
    assert shapes.count == [5]
    assert area == pytest.approx([3.5])


def test_each_shape_is_cut_by_its_own_line():
    normal = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0], [0.0, 0.0]])
    shapes = clip(box_shapes(np.ones(4)), normal, np.array([0.0, 2.0, -1.0, 1.0]))
    area, centroid = area_and_centroid(shapes)
    assert np.array_equal(shapes.count, [4, 0, 4, 0])
    assert area == pytest.approx([2.0, 0.0, 4.0, 0.0])
    assert centroid[0] == pytest.approx([0.5, 0.0])


def test_many_cuts_in_any_order_leave_the_same_area():
    rng = np.random.default_rng(0)
    normal, level = rng.normal(size=(9, 1, 2)), -rng.uniform(0, 1, (9, 1))
    areas = []
    for order in (range(9), reversed(range(9))):
        shapes = box_shapes(np.ones(1))
        for k in order:
            shapes = clip(shapes, normal[k], level[k])
        areas.append(area_and_centroid(shapes)[0][0])
    inside = np.all(rng.uniform(-1, 1, (40000, 2)) @ normal[:, 0].T >= level[:, 0], 1)
    assert areas[0] == pytest.approx(areas[1])
    assert areas[0] == pytest.approx(4 * inside.mean(), rel=0.05)


def test_nothing_stays_nothing():
    nothing = Shapes(np.zeros((2, 3, 2)), np.zeros(2, int))
    assert np.array_equal(clip(nothing, np.ones((2, 2)), np.zeros(2)).count, [0, 0])
    none = clip(box_shapes(np.zeros(0)), np.zeros((0, 2)), np.zeros(0))
    assert len(none.count) == 0
