import numpy as np
import pytest
from geometry import oracle

from lossviz import losses
from lossviz.geometry import has_margin, sphere_curves

X = oracle.directions(1500)
NEAR = X + 0.02 * np.cross(X, [0.3, 0.5, 0.8])
NEAR /= np.linalg.norm(NEAR, axis=1, keepdims=True)


def lines(curves):
    ends = zip(curves.first[:-1], curves.first[1:], strict=True)
    for frame, cls, rival, (a, b) in zip(curves.frame, curves.cls, curves.rival, ends, strict=True):
        yield frame, cls, rival, curves.points[a:b]


@pytest.mark.parametrize("classes", [2, 3, 8])
@pytest.mark.parametrize("loss", oracle.LOSSES, ids=lambda loss: loss.key)
def test_edges_lie_on_ties_and_none_is_missing(loss, classes):
    rng = np.random.default_rng(classes)
    w, b = oracle.frames(rng, 3, classes), rng.normal(size=(oracle.F, classes)) * 0.7
    radius, params = rng.uniform(0.5, 5, oracle.F), oracle.parameters(rng, loss)
    for margin in (False, True):
        own_edges = margin and has_margin(loss)
        found = [[np.zeros((1, 3))] * 0 for _ in range(oracle.F * classes)]
        for f, i, j, points in lines(sphere_curves(loss, w, b, radius, params, margin)):
            assert np.allclose(np.linalg.norm(points, axis=1), 1, rtol=0, atol=1e-12)
            frame = (loss, w[f], b[f], radius[f], oracle.at(params, f), margin)
            assert np.all(np.abs(oracle.gap(*frame, points)[i]) < 1e-8)
            if j >= 0:
                targets, rivals = oracle.scores(*frame, points)
                assert np.all(np.abs(targets[i] - rivals[j]) < 1e-8)
            found[f * classes + i].append(points)
            if not own_edges:
                assert i < j
                found[f * classes + j].append(points)
        for f in range(oracle.F):
            frame = (loss, w[f], b[f], radius[f], oracle.at(params, f), margin)
            here, there = oracle.gap(*frame, X), oracle.gap(*frame, NEAR)
            for i in range(classes):
                crossed = (here[i] >= 0) != (there[i] >= 0)
                crossed &= np.abs(here[i] - there[i]) > 1e-7
                if crossed.any():
                    points = np.concatenate(found[f * classes + i])
                    middle = (X + NEAR)[crossed] / 2
                    away = np.linalg.norm(middle[:, None] - points[None], axis=-1).min(1)
                    assert away.max() < (0.2 if loss.key == "lse_hinge" else 0.06)


@pytest.mark.parametrize("margin, height", [(False, 0.0), (True, 0.3)])
def test_cosface_cuts_circles_at_the_height_of_its_margin(margin, height):
    w = np.random.default_rng(0).normal(size=(1, 3, 2))
    unit = w[0] / np.linalg.norm(w[0], axis=0)
    curves = sphere_curves(losses.get("cosface"), w, None, 1.0, {"m": 0.3}, margin)
    assert list(curves.cls) == ([0, 1] if margin else [0])
    for _, i, j, points in lines(curves):
        assert points @ (unit[:, i] - unit[:, j]) == pytest.approx(height, abs=1e-12)
        assert points[0] == pytest.approx(points[-1], abs=1e-12)


def test_arcface_keeps_the_difference_of_angles():
    w = np.random.default_rng(1).normal(size=(1, 3, 2))
    unit = w[0] / np.linalg.norm(w[0], axis=0)
    curves = sphere_curves(losses.get("arcface"), w, None, 1.0, {"m": 0.4}, True)
    for _, i, j, points in lines(curves):
        angle = np.arccos(points @ unit)
        assert angle[:, j] - angle[:, i] == pytest.approx(0.4, abs=1e-9)


def test_three_classes_on_the_axes_meet_in_the_middle():
    curves = sphere_curves(losses.get("normface"), np.eye(3)[None], None, 1.0, {}, False)
    middle = np.ones(3) / 3**0.5
    found = {(i, j): points for _, i, j, points in lines(curves)}
    assert set(found) == {(0, 1), (0, 2), (1, 2)}
    for points in found.values():
        ends = sorted([points[0] @ middle, points[-1] @ middle])
        assert ends == pytest.approx([-1, 1], abs=1e-12)


@pytest.mark.parametrize("loss", oracle.LOSSES, ids=lambda loss: loss.key)
def test_points_stand_close_and_lines_come_frame_by_frame(loss):
    rng = np.random.default_rng(7)
    w, params = oracle.frames(rng, 3, 5), oracle.parameters(rng, loss)
    curves = sphere_curves(loss, w, None, 2.0, params, True)
    assert np.all(np.diff(curves.frame) >= 0)
    assert np.all(np.diff(curves.first) >= 2)
    assert curves.first[-1] == len(curves.points)
    for _, _, j, points in lines(curves):
        steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
        assert steps.max() < (0.08 if j >= 0 else 0.5)


@pytest.mark.parametrize("loss", [k for k in oracle.LOSSES if not has_margin(k)],
                         ids=lambda loss: loss.key)  # fmt: skip
def test_losses_without_margin_have_each_boundary_once(loss):
    w = np.random.default_rng(2).normal(size=(3, 3, 5))
    one, other = (sphere_curves(loss, w, None, 2.0, {}, margin) for margin in (True, False))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_a_diverged_frame_has_no_edges():
    w = np.random.default_rng(3).normal(size=(3, 3, 4))
    w[1, 0, 2] = np.nan
    for loss in oracle.LOSSES:
        curves = sphere_curves(loss, w, None, 3.0, {}, True)
        assert set(curves.frame) <= {0, 2}
    everything = np.full((2, 3, 3), np.nan)
    for loss in oracle.LOSSES:
        assert len(sphere_curves(loss, everything, None, 1.0, {}, True).points) == 0


@pytest.mark.parametrize("loss", oracle.LOSSES, ids=lambda loss: loss.key)
def test_classes_that_hold_nothing_have_no_edges(loss):
    """Three equal vectors under the widest margins: no curve, or none with a piece left over."""
    widest = {p.key: p.high for p in loss.parameters if p.key != "lam"}
    near = np.ones((1, 3, 3)) + 1e-3 * np.eye(3)
    for w in (np.ones((1, 3, 3)), near):
        curves = sphere_curves(loss, w, None, 0.1, widest, True)
        assert curves.first[-1] == len(curves.points)
        assert curves.first.shape == (len(curves.frame) + 1,)


def test_combined_with_all_pieces_hidden_has_no_edges():
    """As in the sweep of m₂ and m₃ at its far end: curves of ties, all behind a third class."""
    w = np.random.default_rng(0).normal(size=(1, 3, 6))
    params = {"m1": 1.0, "m2": 1.5, "m3": 1.0}
    curves = sphere_curves(losses.get("combined"), w, None, 1.0, params, True)
    assert len(curves.points) == 0 and np.array_equal(curves.first, [0])


def test_weights_of_the_plane_are_refused():
    with pytest.raises(ValueError, match="d = 3"):
        sphere_curves(losses.get("softmax"), np.ones((1, 2, 2)), None, 1.0, {}, True)
