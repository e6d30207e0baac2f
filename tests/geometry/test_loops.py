import numpy as np
import pytest

from lossviz import losses
from lossviz.geometry.contest import contest
from lossviz.geometry.loops import loops

LSE = losses.get("lse_hinge")


def rules_of(w, b=None, m=0.0, radius=3.0):
    return contest(LSE, w, b, radius, {"m": m}, True)


def test_two_classes_have_small_circles():
    w = np.array([[[1.0, -1.0], [0.0, 0.0], [0.0, 0.0]]])
    frame, cls, rival, points, count = loops(rules_of(w, m=3.0))
    assert np.array_equal(frame, [0, 0]) and np.array_equal(cls, [0, 1])
    assert np.array_equal(rival, [-1, -1])
    first, second = np.split(points, np.cumsum(count)[:-1])
    assert first[:, 0] == pytest.approx(0.5, abs=1e-9)
    assert second[:, 0] == pytest.approx(-0.5, abs=1e-9)
    assert first[0] == pytest.approx(first[-1])


def test_a_ring_shaped_region_has_two_edges():
    # class 0 wins where the two others, facing each other, are both weak
    w = np.array([[[0.0, 1.0, -1.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]])
    _, cls, _, points, count = loops(rules_of(w, b=np.array([[1.5, 0.0, 0.0]])))
    lines = np.split(points, np.cumsum(count)[:-1])
    ring = np.concatenate([line for i, line in zip(cls, lines, strict=True) if i == 0])
    height = np.arccosh(np.exp(1.5) / 2) / 3
    assert np.abs(ring[:, 0]) == pytest.approx(height, abs=1e-9)
    assert {-1.0, 1.0} == set(np.sign(ring[:, 0]))


def test_a_speck_of_a_region_has_its_edge():
    # two classes, each left a cap 0.6° wide: about the pole, and about its opposite
    w = np.array([[[0.0, 0.0], [0.0, 0.0], [1.0, 0.0]]])
    cap = np.radians(0.6)
    _, cls, _, points, count = loops(rules_of(w, m=3 * np.cos(cap)))
    assert np.array_equal(cls, [0, 1])
    first, second = np.split(points, [count[0]])
    assert np.arccos(first[:, 2]) == pytest.approx(cap, abs=1e-7)
    assert np.arccos(-second[:, 2]) == pytest.approx(cap, abs=1e-7)


def test_no_class_no_line():
    w = np.ones((2, 3, 3))
    *_, points, count = loops(rules_of(w, m=1.0))
    assert len(points) == len(count) == 0
