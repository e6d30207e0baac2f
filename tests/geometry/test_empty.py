import numpy as np
import pytest
from geometry import oracle

from lossviz import losses, theory
from lossviz.geometry import empty_classes, sphere_curves


@pytest.mark.parametrize("dim", [2, 3])
@pytest.mark.parametrize("loss", oracle.LOSSES, ids=lambda loss: loss.key)
def test_a_class_is_empty_where_no_direction_is_its_own(loss, dim):
    rng = np.random.default_rng(dim)
    w, b = oracle.frames(rng, dim, 6), rng.normal(size=(oracle.F, 6))
    radius, params = rng.uniform(0.5, 3, oracle.F), oracle.parameters(rng, loss)
    x = oracle.directions(4000) if dim == 3 else oracle.circle(np.linspace(0, 2 * np.pi, 4000))
    for margin in (False, True):
        empty = empty_classes(loss, w, b, radius, params, margin)
        for f in range(oracle.F):
            gap = oracle.gap(loss, w[f], b[f], radius[f], oracle.at(params, f), margin, x).max(1)
            assert not np.any(empty[f] & (gap > 1e-9))
            # the lattice may miss a small region, but not by much
            assert np.all(gap[~empty[f]] > -0.03 * radius[f] * np.abs(w[f]).max() - 0.03)


@pytest.mark.parametrize("key, widest", [
    ("cosface", theory.max_cosine_margin),
    ("arcface", theory.max_angular_margin),
])  # fmt: skip
@pytest.mark.parametrize("classes, dim", [(2, 2), (8, 2), (4, 3), (6, 3), (12, 3)])
def test_the_widest_margin_of_theory_is_where_all_regions_vanish(key, widest, classes, dim):
    w = theory.best_arrangement(classes, dim).T[None]
    m = float(widest(classes, dim))
    if (key, classes) == ("arcface", 2):
        return  # π: beyond ArcFace's range
    assert not empty_classes(losses.get(key), w, None, 1.0, {"m": m - 1e-6}).any()
    assert empty_classes(losses.get(key), w, None, 1.0, {"m": m + 1e-6}).all()


def test_multiplicative_margins_leave_every_class_its_own_vector():
    w = np.random.default_rng(0).normal(size=(3, 3, 10))
    assert not empty_classes(losses.get("sphereface"), w, None, 1.0, {"m": 4.0}).any()


def test_the_widest_multiple_of_unequal_norms_is_where_the_short_class_vanishes():
    theta, ratio = 0.5, 0.6
    widest = theory.max_multiplicative_margin(theta, ratio)
    assert 1 < widest < 10
    w = np.array([[[ratio, np.cos(theta)], [0.0, np.sin(theta)]]] * 2)
    m = np.array([widest - 1e-6, widest + 1e-6])
    assert np.array_equal(empty_classes(losses.get("l_softmax"), w, None, 1.0, {"m": m})[:, 0],
                          [False, True])  # fmt: skip


@pytest.mark.parametrize("loss", oracle.LOSSES, ids=lambda loss: loss.key)
def test_curves_at_hand_give_the_same_answer(loss):
    rng = np.random.default_rng(4)
    w, b = oracle.frames(rng, 3, 6), rng.normal(size=(oracle.F, 6))
    w[7, 0, 0] = np.inf
    for margin in (False, True):
        where = (loss, w, b, 2.0, oracle.parameters(rng, loss), margin)
        curves = sphere_curves(*where)
        known = empty_classes(*where, curves=curves)
        assert np.array_equal(known, empty_classes(*where))
        assert known[7].all()
        assert not known[curves.frame, curves.cls].any()


def test_all_are_empty_in_a_diverged_frame():
    w = np.random.default_rng(0).normal(size=(2, 3, 4))
    w[0] = np.inf
    for key in ("softmax", "arcface", "lse_hinge"):
        assert np.array_equal(empty_classes(losses.get(key), w, None, 3.0, {}).all(1)[:1], [True])


def test_other_dimensions_are_refused():
    with pytest.raises(ValueError, match="2 and 3 dimensions only; weights have 4"):
        empty_classes(losses.get("softmax"), np.ones((1, 4, 2)), None, 1.0, {})
