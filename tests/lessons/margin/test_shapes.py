"""The circle and the sphere of lesson 6 are what the loss says: who owns what, and how surely."""

import jax
import numpy as np
import pytest

from lossviz import losses, theory
from lossviz.geometry import sphere_curves
from lossviz.lessons import LESSONS
from lossviz.lessons.margin import meshes, shapes
from lossviz.scenes.icosphere import areas, icosphere
from lossviz.scenes.scene import Arrays, frame_of
from lossviz.scenes.sphere_lines import segments
from lossviz.scenes.state import read

LESSON = LESSONS["margin"]
SCENE = LESSON.scene("shapes")
COUNTS = [int(count) for count in shapes.COUNTS]


def frame(query: str = "") -> Arrays:
    """The arrays at the state of this query."""
    controls = LESSON.controls_of(SCENE)
    state, changes = read(controls, query)
    assert not changes
    return frame_of(SCENE, controls, state)


def anywhere(count: int) -> np.ndarray:
    """Directions spread evenly over the sphere, [N, 3]."""
    z = 1 - 2 * (np.arange(count) + 0.5) / count
    turn = np.pi * (1 + 5**0.5) * np.arange(count)
    flat = np.sqrt(1 - z**2)
    return np.stack([flat * np.cos(turn), flat * np.sin(turn), z], axis=1)


# --- triangles and pieces -----------------------------------------------------------------------


@pytest.mark.parametrize("halvings", range(5))
def test_an_icosahedron_divided(halvings):
    points, corners = icosphere(halvings)
    assert len(corners) == 20 * 4**halvings == 2 * (len(points) - 2)
    np.testing.assert_allclose(np.linalg.norm(points, axis=1), 1)
    area = areas(points, corners)
    assert area.sum() == pytest.approx(4 * np.pi)
    assert area.max() < 2.1 * area.min()


@pytest.mark.parametrize("count", COUNTS)
def test_faces_tile_the_sphere_class_by_class(count):
    mesh = meshes.globe(count)
    least = np.arccos(np.sort((mesh.w @ mesh.w.T).ravel())[-count - 1])
    assert least == pytest.approx(theory.least_angle(count, 3), abs=np.radians(1.2))
    assert areas(mesh.points, mesh.corners).sum() == pytest.approx(4 * np.pi, rel=1e-9)
    middle = mesh.points[mesh.corners].mean(1)
    assert ((middle @ mesh.w.T).argmax(1) == mesh.owner).all()
    np.testing.assert_allclose(np.linalg.norm(mesh.points, axis=1), 1)
    # the picture takes either way round, but no face may be a line
    assert areas(mesh.points, mesh.corners).min() > 1e-7


@pytest.mark.parametrize("count", COUNTS)
def test_slices_tile_the_circle(count):
    mesh = meshes.disc(count)
    assert (np.bincount(mesh.owner) == len(mesh.owner) // count).all()
    assert ((mesh.points @ mesh.w.T).argmax(1) == mesh.owner).all()
    _, one, other = np.moveaxis(meshes.slices(mesh).reshape(-1, 3, 3), 1, 0)
    turn = np.arctan2(np.cross(one, other)[:, 2], (one * other).sum(1))
    np.testing.assert_allclose(turn, 2 * np.pi / len(turn))


def test_pieces_are_the_lines():
    w = meshes.globe(4).w.T[None]
    params = {"m": np.array([0.2, 5.0, 0.6])}
    weights = np.broadcast_to(w, (3, 3, 4))
    found = sphere_curves(losses.get("cosface"), weights, None, 1.0, params, margin=True)
    at, cls = segments(found, 3)
    assert np.isnan(at[1]).all() and np.isnan(cls[1]).all()
    for k in (0, 2):
        mine = np.flatnonzero(found.frame == k)
        lines = [found.points[found.first[line] : found.first[line + 1]] for line in mine]
        here = ~np.isnan(cls[k])
        drawn = np.linalg.norm(at[k, here, 3:] - at[k, here, :3], axis=1).sum()
        assert drawn == pytest.approx(
            sum(np.linalg.norm(np.diff(line, axis=0), axis=1).sum() for line in lines)
        )
        assert set(cls[k, here]) == {0, 1, 2, 3}
    shared = segments(found, 3, solo=False)[1]
    np.testing.assert_array_equal(shared, np.where(np.isnan(cls), np.nan, -1))


# --- what the pictures claim --------------------------------------------------------------------


@pytest.mark.parametrize("key", shapes.LOSSES)
@pytest.mark.parametrize("kind", [meshes.disc, meshes.globe])
def test_colours_are_the_losses(key, kind):
    mesh, s, m = kind(7), 4.0, 0.3
    odds = shapes.odds(mesh, key, np.array([s]), np.array([m]))[0]
    with jax.enable_x64(True):
        loss = losses.get(key)
        for k in range(0, len(mesh.of), 97):
            value = loss(mesh.points[k : k + 1], mesh.w.T, mesh.of[k : k + 1], s=s, m=m)
            assert np.log1p(np.exp(-odds[k])) == pytest.approx(float(value), rel=1e-6)


@pytest.mark.parametrize("key", shapes.LOSSES)
def test_edges_are_where_the_margin_is_just_kept(key):
    found = frame(f"n=7&loss={key}&margin=0.3")
    for w, at, cls in (
        ("w2", "circle_edges", "circle_edges_cls"),
        ("w3", "ball_edges", "ball_edges_cls"),
    ):
        own = found[cls][0]
        ends, own = found[at][0][~np.isnan(own)].reshape(-1, 2, 3), own[~np.isnan(own)].astype(int)
        ends = ends[:, 0] if w == "w3" else ends[:: len(ends) // 7, 1]
        own = own if w == "w3" else own[:: len(own) // 7]
        cosine = ends @ found[w][0].T
        mine = cosine[np.arange(len(own)), own]
        psi = losses.get(key).psi(mine, np.sqrt(1 - mine**2), m=0.3)
        cosine[np.arange(len(own)), own] = -2
        np.testing.assert_allclose(psi, cosine.max(1), atol=1e-6)


@pytest.mark.parametrize("count", COUNTS)
def test_shares_of_the_circle_by_hand(count):
    turn = 2 * np.pi / count
    for m in (0.0, 0.1, 0.18):
        half = theory.angular_edge("cosface", turn, m=m)
        assert frame(f"n={count}&margin={m}")["circle"][0] == pytest.approx(2 * half / turn)
        left = frame(f"n={count}&loss=arcface&margin={m}")["circle"][0]
        assert left == pytest.approx(1 - m / turn)


def test_shares_of_the_sphere_by_hand():
    # two caps: 2 cos θ ≥ m, and π − 2θ ≥ m
    for m in (0.0, 0.4, 1.0, 1.5):
        assert frame(f"n=2&margin={m}")["sphere"][0] == pytest.approx(1 - m / 2, abs=3e-3)
        angular = frame(f"n=2&loss=arcface&margin={m}")["sphere"][0]
        assert angular == pytest.approx(1 - np.sin(m / 2), abs=3e-3)


@pytest.mark.parametrize("key", shapes.LOSSES)
@pytest.mark.parametrize("count", [3, 5, 7, 10])
def test_shares_of_the_sphere_by_counting(key, count):
    w, x = meshes.globe(count).w, anywhere(40_000)
    cosine = np.sort(x @ w.T, axis=1)
    for m in (0.1, 0.3, 0.5):
        psi = losses.get(key).psi(cosine[:, -1], np.sqrt(1 - cosine[:, -1] ** 2), m=m)
        share = (psi >= cosine[:, -2]).mean()
        assert frame(f"n={count}&loss={key}&margin={m}")["sphere"][0] == pytest.approx(
            share, abs=3e-3
        )


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("key", shapes.LOSSES)
def test_beyond_the_limit_nothing_is_left(count, key):
    for name, limit in zip(("circle", "sphere"), shapes.limits(count, key), strict=True):
        before, after = (
            shapes._share(count, key, np.array([m]))[name == "sphere"][0]
            for m in (0.9 * limit, 1.001 * limit)
        )
        assert after == 0 or limit > shapes.WIDEST
        assert before > 0 or limit > shapes.WIDEST


def test_the_two_sliders_do_different_things():
    soft, hard = (frame(f"n=10&margin=0&scale={s}") for s in (1, 64))
    # the same borders, the same shares; only how sure
    np.testing.assert_array_equal(soft["ball_lines"], hard["ball_lines"])
    assert soft["sphere"][0] == hard["sphere"][0] == pytest.approx(1)
    assert soft["circle_p"][0] < 0.25 and hard["circle_p"][0] > 0.99
    for name in ("slice_odds", "odds"):
        assert np.abs(soft[name]).max() < 3
        # P is 0.9 or more nearly everywhere
        assert (hard[name] > np.log(9)).mean() > 0.8
    narrow = frame("n=10&margin=0.15&scale=64")
    assert narrow["circle"][0] < 0.3 and (narrow["slice_odds"] < 0).mean() > 0.6


def test_what_the_circle_cannot_hold_the_sphere_can():
    found = frame("n=8&margin=0.35&scale=32")
    assert found["circle"][0] == 0 and found["circle_p"][0] < 0.1
    assert found["sphere"][0] > 0.3 and found["sphere_p"][0] > 0.99
    assert np.isnan(found["circle_edges"]).all() and not np.isnan(found["ball_edges"]).all()


def test_without_a_margin_only_the_borders_of_inference_are_drawn():
    found = frame("margin=0")
    assert np.isnan(found["circle_edges"]).all() and np.isnan(found["ball_edges"]).all()
    assert not np.isnan(found["ball_lines"]).any()
