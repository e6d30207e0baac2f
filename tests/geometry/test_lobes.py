import numpy as np
import pytest

from lossviz import losses
from lossviz.geometry import plane_polygons

LSE = losses.get("lse_hinge")


def test_a_lobe_lies_between_two_hinges():
    """max ≤ LSE ≤ max + ln(C−1): the edge stands back by at most ln(C−1) more than the hinge's."""
    w = np.random.default_rng(0).normal(size=(1, 2, 5))
    lobes = plane_polygons(LSE, w, None, {"m": 0.5}, True, 8.0)
    for cls, a, b in zip(lobes.cls, lobes.first[:-1], lobes.first[1:], strict=True):
        z = lobes.vertices[a:b] @ w[0]
        gap = z[:, cls] - np.delete(z, cls, 1).max(1)
        assert np.all(gap >= 0.5 - 1e-9)
        on_box = np.abs(np.abs(lobes.vertices[a:b]) - 8).min(1) < 1e-9
        assert np.all(gap[~on_box] <= 0.5 + np.log(4) + 1e-9)


def test_a_small_lobe_inside_a_large_outer_polygon_is_found():
    # the middle class reaches the margin only close to the origin
    turn = np.arange(12) * 2 * np.pi / 12
    w = np.concatenate([np.zeros((2, 1)), [np.cos(turn), np.sin(turn)]], 1)[None]
    b = np.zeros((1, 13))
    b[0, 0] = np.log(12) + 1e-3
    lobes = plane_polygons(LSE, w, b, {"m": 0.0}, True, 20.0)
    middle = lobes.vertices[lobes.first[0] : lobes.first[1]]
    assert lobes.cls[0] == 0
    # near the origin Σ_j exp(W_j·x) = 12 (1 + |x|²/4), so the edge is the circle |x|² = 0.004
    assert np.linalg.norm(middle, axis=1) == pytest.approx(0.004**0.5, rel=1e-3)
    b[0, 0] = np.log(12) - 1e-3
    assert 0 not in plane_polygons(LSE, w, b, {"m": 0.0}, True, 20.0).cls


def test_the_corner_where_edge_and_box_meet_is_a_vertex():
    w = np.array([[[1.0, -1.0, 0.0], [0.0, 0.0, 1.0]]])
    lobes = plane_polygons(LSE, w, None, {"m": 1.0}, True, 4.0)
    outline = lobes.vertices[lobes.first[0] : lobes.first[1]]
    z = outline @ w[0]
    edge = np.abs(z[:, 0] - np.logaddexp(z[:, 1], z[:, 2]) - 1) < 1e-9
    assert np.sum(edge & (np.abs(np.abs(outline).max(1) - 4) < 1e-9)) == 2
