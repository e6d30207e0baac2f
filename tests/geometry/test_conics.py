import numpy as np
import pytest

from lossviz.geometry.conics import circles, hyperbolas, perpendicular

U = np.linspace(-np.pi, np.pi, 50)


def unit(shape, seed):
    x = np.random.default_rng(seed).normal(size=shape)
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


def test_circles_lie_on_their_planes_and_the_sphere():
    normal = np.random.default_rng(0).normal(size=(5, 3))
    level = np.array([0.0, 0.1, -0.5, 9.0, 0.2])
    cut, curves = circles(normal, level)
    assert np.array_equal(cut, [0, 1, 2, 4])
    x = curves.at(np.arange(4)[:, None], U[None])
    assert np.einsum("pud,pd->pu", x, normal[cut]) - level[cut, None] == pytest.approx(0, abs=1e-12)
    assert np.linalg.norm(x, axis=-1) == pytest.approx(1)


def test_equal_classes_cut_no_circle():
    cut, _ = circles(np.zeros((1, 3)), np.zeros(1))
    assert len(cut) == 0


@pytest.mark.parametrize("margin", [0.0, 1e-9, 0.3, 1.2])
def test_hyperbolas_keep_the_difference_of_angles(margin):
    own, other = unit((6, 3), 1), unit((6, 3), 2)
    other[5] = -own[5]
    m = np.full(6, margin)
    cut, curves = hyperbolas(own, other, m)
    apart = np.arccos(np.sum(own * other, -1))
    assert np.array_equal(cut, np.flatnonzero(apart > margin))
    x = curves.at(np.arange(len(cut))[:, None], U[None])
    angles = [np.arccos(np.clip(np.einsum("pud,pd->pu", x, v[cut]), -1, 1)) for v in (other, own)]
    assert angles[0] - angles[1] == pytest.approx(margin, abs=1e-7)


def test_a_margin_wider_than_the_angle_leaves_no_hyperbola():
    own = np.array([[1.0, 0.0, 0.0]])
    assert len(hyperbolas(own, own, np.zeros(1))[0]) == 0
    assert len(hyperbolas(own, np.array([[0.0, 1.0, 0.0]]), np.array([np.pi / 2 + 1e-9]))[0]) == 0


def test_cuts_are_where_the_planes_are_crossed():
    own, other, normal = unit((4, 3), 3), unit((4, 3), 4), unit((4, 7, 3), 5)
    zero = np.zeros((4, 7))
    for _, curves in (circles(own, np.full(4, 0.2)), hyperbolas(own, other, np.full(4, 0.2))):
        u = curves.cuts(normal, zero)
        x = curves.at(np.arange(4)[:, None], np.where(np.isnan(u), 0, u)).reshape(4, 7, 2, 3)
        height = np.einsum("pkcd,pkd->pkc", x, normal)
        crossed = ~np.isnan(u).reshape(4, 7, 2)
        assert height[crossed] == pytest.approx(0, abs=1e-12)
        signs = np.einsum("pud,pkd->pku", curves.at(np.arange(4)[:, None], U[None]), normal) > 0
        assert np.array_equal(crossed.all(-1), signs.any(-1) & ~signs.all(-1))


def test_perpendicular_prefers_the_side_asked_for():
    axis, towards = unit((5, 3), 6), unit((5, 3), 7)
    towards[0] = axis[0]
    side = perpendicular(axis, towards)
    assert np.sum(side * axis, -1) == pytest.approx(0, abs=1e-15)
    assert np.all(np.sum(side * towards, -1)[1:] > 0)
    assert np.linalg.norm(side, axis=-1) == pytest.approx(1)
