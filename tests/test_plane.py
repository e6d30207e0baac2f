"""The plane of the inputs: two inputs are their own axes, more are cut along what varies most."""

import numpy as np
import pytest

from lossviz import data, upload
from lossviz.data import NoPlane, plane_of
from lossviz.data.plane import scaling_of
from lossviz.settings import Settings


def loaded(**changes) -> data.Dataset:
    return data.load(Settings(**dict(dataset="digits") | changes))


def uploaded(rows: np.ndarray) -> data.Dataset:
    """The data of an uploaded table with these inputs and two classes in turn."""
    lines = [",".join(map(str, [*row, "ab"[k % 2]])) for k, row in enumerate(rows)]
    names = ",".join([*(f"u{k}" for k in range(rows.shape[1])), "label"])
    table = upload.parse("\n".join([names, *lines]).encode(), "t.csv")
    key = upload.remember(table)
    return data.load(Settings(dataset="upload", upload=key, points=30))


def test_two_inputs_are_their_own_axes():
    ring = loaded(dataset="ring", points=90)
    plane = plane_of(ring)
    assert plane.exact and plane.names == ("x1", "x2")
    np.testing.assert_array_equal(plane.coordinates(ring.x), ring.x)
    np.testing.assert_allclose(plane.shares.sum(), 1)
    np.testing.assert_allclose(
        plane.shares, ring.x.var(axis=0) / ring.x.var(axis=0).sum(), rtol=1e-6
    )


@pytest.mark.parametrize("key", ["digits", "iris", "wine", "cancer"])
def test_of_more_inputs_no_plane_holds_more_of_the_variance(key):
    """Eckart and Young: the first two principal directions; a random plane never has more."""
    found = loaded(dataset=key)
    plane = plane_of(found)
    assert not plane.exact
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-12)
    centred = found.x.astype(float) - found.x.astype(float).mean(axis=0)
    values = np.linalg.eigvalsh(centred.T @ centred)[::-1]
    np.testing.assert_allclose(plane.shares, values[:2] / values.sum(), rtol=1e-9)
    rng = np.random.default_rng(0)
    for _ in range(20):
        other = np.linalg.qr(rng.normal(size=(found.x.shape[1], 2)))[0]
        assert ((centred @ other) ** 2).sum() <= plane.shares.sum() * (centred**2).sum()


def test_the_projection_is_the_nearest_place_of_the_plane():
    found = loaded(dataset="iris")
    plane = plane_of(found)
    at = plane.coordinates(found.x)
    rest = found.x - plane.inputs(at)
    np.testing.assert_allclose(rest @ plane.directions.T, 0, atol=1e-9)
    np.testing.assert_allclose(plane.coordinates(plane.inputs(at)), at, atol=1e-9)


def test_the_signs_do_not_hang_on_the_algebra_library():
    """Singular vectors come with either sign; ours have their largest entry positive."""
    for key in ("iris", "wine", "digits"):
        directions = plane_of(loaded(dataset=key)).directions
        assert all(row[np.abs(row).argmax()] > 0 for row in directions)


@pytest.mark.parametrize("key", ["ring", "spirals", "close", "random", "iris", "digits"])
def test_the_square_holds_every_point(key):
    found = loaded(dataset=key)
    plane = plane_of(found)
    at = plane.coordinates(np.concatenate([found.x, found.x_test]))
    assert (np.abs(at - plane.middle) < plane.half).all()
    # and is not much wider than they are
    assert np.abs(at - plane.middle).max() > 0.9 * plane.half


def test_one_point_far_away_does_not_make_a_spot_of_the_others():
    rows = np.random.default_rng(0).normal(size=(400, 2))
    rows[7] = 1e6
    lines = "\n".join(f"{a},{b},{'ab'[k % 2]}" for k, (a, b) in enumerate(rows))
    key = upload.remember(upload.parse(lines.encode(), "t.csv"))
    found = data.load(Settings(dataset="upload", upload=key))
    plane = plane_of(found)
    away = np.abs(plane.coordinates(np.concatenate([found.x, found.x_test])) - plane.middle)
    outside = (away > plane.half).any(axis=1)
    assert outside.sum() <= 1
    assert np.median(away.max(axis=1)) > plane.half / 40


@pytest.mark.parametrize(
    ("rows", "reason", "names"),
    [
        (np.arange(40.0)[:, None], "single", ("u0",)),
        (np.c_[np.arange(40.0), np.full(40, 7.0)], "constant", ("u1",)),
        (np.full((40, 2), 7.0), "constant", ("u0", "u1")),
        (np.arange(40.0)[:, None] * [1, 2, -3], "line", ()),
        (np.full((40, 3), 7.0), "line", ()),
    ],
)
def test_without_a_plane_it_says_why(rows, reason, names):
    with pytest.raises(NoPlane) as caught:
        plane_of(uploaded(rows))
    assert (caught.value.reason, caught.value.names) == (reason, names)


def test_how_inputs_are_scaled():
    ring = loaded(dataset="ring", points=60)
    scaling = scaling_of("ring")
    assert scaling.kind == "factor"
    np.testing.assert_allclose(ring.x, scaling.factor * ring.rows[: len(ring.x)], rtol=1e-6)
    iris = loaded(dataset="iris")
    assert scaling_of("iris").kind == scaling_of("upload").kind == "standardised"
    np.testing.assert_allclose(iris.x.std(axis=0), 1, rtol=1e-5)
    assert scaling_of("digits").kind == "ink"
