import numpy as np
import pytest
from geometry import oracle

from lossviz import losses
from lossviz.geometry import plane_polygons

BOX = 3.0


def outlines(polygons):
    ends = zip(polygons.first[:-1], polygons.first[1:], strict=True)
    for frame, cls, (a, b) in zip(polygons.frame, polygons.cls, ends, strict=True):
        yield frame, cls, polygons.vertices[a:b]


def within(outline, x):
    """Which of x [L, 2] lie in the convex outline, given counter-clockwise."""
    side = np.roll(outline, -1, 0) - outline
    beside = x[None] - outline[:, None]
    return np.all(side[:, :1] * beside[..., 1] - side[:, 1:] * beside[..., 0] >= -1e-12, 0)


@pytest.mark.parametrize("classes", [2, 3, 10])
@pytest.mark.parametrize("loss", oracle.RAW, ids=lambda loss: loss.key)
def test_polygons_agree_with_the_scores_all_over_the_box(loss, classes):
    rng = np.random.default_rng(classes)
    w, b = oracle.frames(rng, 2, classes), rng.normal(size=(oracle.F, classes)) * 0.7
    b[7] = 0  # all boundaries through one point
    params, x = oracle.parameters(rng, loss), rng.uniform(-BOX, BOX, (2000, 2))
    for margin in (False, True):
        held = np.zeros((oracle.F, classes, len(x)), bool)
        for f, i, outline in outlines(plane_polygons(loss, w, b, params, margin, BOX)):
            gap = oracle.gap(loss, w[f], b[f], 1.0, oracle.at(params, f), margin, outline)[i]
            on_box = np.abs(np.abs(outline) - BOX).min(1) < 1e-12
            assert np.all(np.abs(gap[~on_box]) < 1e-9)
            assert np.all(gap[on_box] > -1e-9)
            held[f, i] = within(outline, x)
        for f in range(oracle.F):
            gap = oracle.gap(loss, w[f], b[f], 1.0, oracle.at(params, f), margin, x)
            # chords cut the curved edge of the smoothed hinge short by a trifle
            chord = 0.005 * BOX * np.abs(w[f]).max() if loss.key == "lse_hinge" else 1e-9
            clear = np.abs(gap) > chord
            assert np.array_equal(held[f][clear], (gap >= 0)[clear])


@pytest.mark.parametrize("loss", oracle.RAW, ids=lambda loss: loss.key)
def test_outlines_turn_left_and_repeat_no_corner(loss):
    rng = np.random.default_rng(3)
    w, params = oracle.frames(rng, 2, 6), oracle.parameters(rng, loss)
    for _, _, outline in outlines(plane_polygons(loss, w, None, params, True, BOX)):
        side = np.roll(outline, -1, 0) - outline
        following = np.roll(side, -1, 0)
        assert np.all(side[:, 0] * following[:, 1] - side[:, 1] * following[:, 0] > -1e-9)
        assert np.all(np.any(side[:-1] != 0, axis=1))


def test_two_classes_with_a_hinge_leave_a_band_as_wide_as_the_margin_over_the_norm():
    w = np.array([[[2.0, -2.0], [0.0, 0.0]]])
    polygons = plane_polygons(losses.get("hinge"), w, None, {"m": 2.0}, True, 5.0)
    edges = {cls: outline[:, 0] for _, cls, outline in outlines(polygons)}
    assert edges[0].min() == pytest.approx(0.5)
    assert edges[1].max() == pytest.approx(-0.5)


def test_one_smoothed_rival_is_the_rival_itself():
    w, b = np.random.default_rng(0).normal(size=(3, 2, 2)), np.ones((3, 2))
    params = {"m": 0.5}
    plain, smooth = (
        plane_polygons(losses.get(key), w, b, params, True, BOX) for key in ("hinge", "lse_hinge")
    )
    for (_, _, one), (_, _, other) in zip(outlines(plain), outlines(smooth), strict=True):
        assert np.all(within(one, other))
        assert np.all(np.abs(other[:, None] - one[None]).sum(-1).min(0) < 1e-9)


def test_a_margin_too_wide_for_the_box_leaves_no_polygon():
    w = np.array([[[1.0, -1.0], [0.0, 0.0]]])
    for key in ("hinge", "lse_hinge"):
        polygons = plane_polygons(losses.get(key), w, None, {"m": 5.0}, True, 1.0)
        assert len(polygons.frame) == 0
        assert np.array_equal(polygons.first, [0])
        assert polygons.vertices.shape == (0, 2)


def test_a_class_surrounded_by_others_holds_a_closed_cell():
    turn = np.arange(5) * 2 * np.pi / 5
    ring = np.stack([np.cos(turn), np.sin(turn)])
    w = np.concatenate([np.zeros((2, 1)), ring], 1)[None]
    b = np.array([[2.0, 0, 0, 0, 0, 0]])
    for key in ("softmax", "lse_hinge"):
        polygons = plane_polygons(losses.get(key), w, b, {}, True, 50.0)
        cell = dict((cls, outline) for _, cls, outline in outlines(polygons))[0]
        assert np.abs(cell).max() < 3
        assert within(cell, np.zeros((1, 2))).all()


def test_a_diverged_frame_has_no_polygons():
    w = np.random.default_rng(3).normal(size=(3, 2, 4))
    w[1, 0, 2] = np.nan
    for key in ("softmax", "lse_hinge"):
        polygons = plane_polygons(losses.get(key), w, None, {}, True, np.full(3, BOX))
        assert set(polygons.frame) == {0, 2}


@pytest.mark.parametrize("key, box, message", [
    ("arcface", 1.0, "ArcFace compares angles"),
    ("softmax", 0.0, "box must be a positive half-width"),
    ("softmax", np.nan, "box must be a positive half-width"),
])  # fmt: skip
def test_what_cannot_be_drawn_is_refused(key, box, message):
    with pytest.raises(ValueError, match=message):
        plane_polygons(losses.get(key), np.ones((1, 2, 2)), None, {}, True, box)
