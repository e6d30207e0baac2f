import numpy as np
import pytest

from lossviz import losses, theory
from lossviz.geometry import circle_sectors, sphere_curves

APART = np.linspace(0.05, np.pi, 60)


@pytest.mark.parametrize("key", ["softmax", "perceptron", "normface"])
def test_no_margin_no_gap(key):
    assert theory.angular_edge(key, APART) == pytest.approx(APART / 2)
    assert theory.angular_gap(key, APART) == pytest.approx(0, abs=1e-15)


def test_arcface_has_its_margin_everywhere():
    assert theory.angular_gap("arcface", APART, m=0.3) == pytest.approx(0.3)
    edge = theory.angular_edge("arcface", APART, m=0.3)
    assert np.array_equal(np.isnan(edge), APART < 0.3)


def test_cosface_closed_form_and_its_limit():
    chord = 2 * np.sin(APART / 2)
    gap = theory.angular_gap("cosface", APART, m=0.4)
    assert np.array_equal(np.isnan(gap), chord < 0.4)
    held = chord >= 0.4
    assert gap[held] == pytest.approx(2 * np.arcsin(0.4 / chord[held]))
    assert theory.angular_gap("cosface", 1e-3, m=9e-4) > theory.angular_gap("cosface", 2.0, m=9e-4)
    assert theory.angular_gap("cosface", 0.0, m=0.0) == 0


def test_the_multiplicative_gap_shrinks_with_the_angle():
    gap = theory.angular_gap("sphereface", APART, m=3.0)
    assert gap == pytest.approx(APART / 2)
    assert theory.angular_gap("sphereface", 0.0, m=3.0) == 0
    assert theory.angular_gap("l_softmax", APART, m=1.0) == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize("key, params", [
    ("arcface", {"m": 0.3}),
    ("cosface", {"m": 0.25}),
    ("sphereface", {"m": 2.0}),
    ("sphereface", {"m": 3.5, "lam": 4.0}),
    ("l_softmax", {"m": 1.35, "lam": 0.5}),
    ("combined", {"m1": 1.5, "m2": 0.2, "m3": 0.1}),
    ("normface", {}),
])  # fmt: skip
def test_the_edge_is_a_tie_and_where_the_sector_ends(key, params):
    edge = theory.angular_edge(key, APART, **params)
    held = ~np.isnan(edge) & (edge >= 0)
    assert held.sum() > 30
    psi = losses.get(key).psi(np.cos(edge[held]), np.sin(edge[held]), **params)
    assert psi == pytest.approx(np.cos(APART[held] - edge[held]), abs=1e-12)
    w = np.stack([np.stack([np.ones(60), np.cos(APART)], 1),
                  np.stack([np.zeros(60), np.sin(APART)], 1)], 1)  # fmt: skip
    sectors = circle_sectors(losses.get(key), w[held], None, 1.0, params, True)
    ends = sectors.end[(sectors.cls == 0) & (sectors.start <= 0) & (sectors.end >= 0)]
    assert ends == pytest.approx(edge[held], abs=1e-9)


def test_combined_with_one_margin_is_that_loss():
    only = {"m1": 1.0, "m2": 0.0, "m3": 0.0}
    for key, name in (("arcface", "m2"), ("cosface", "m3")):
        expected = theory.angular_edge(key, APART, m=0.2)
        found = theory.angular_edge("combined", APART, **(only | {name: 0.2}))
        both = ~np.isnan(found)
        assert both.sum() > 45
        assert found[both] == pytest.approx(expected[both], abs=1e-12)


def test_annealing_takes_the_gap_from_none_to_all():
    lam = np.array([0.0, 1.0, 10.0, 1000.0])
    gap = theory.angular_gap("sphereface", 1.0, m=4.0, lam=lam)
    assert gap[0] == pytest.approx(0.6)
    assert np.all(np.diff(gap) < 0)
    assert gap[-1] < 0.01


def test_equal_norms_keep_a_region_under_any_multiple():
    assert theory.max_multiplicative_margin(0.01) == np.inf
    assert theory.max_multiplicative_margin(1.0, np.cos(1.0)) == np.inf
    # at m = 1 the boundary is a straight line, which leaves the shortest vector a side
    assert np.all(theory.max_multiplicative_margin(0.3, [0.9, 0.5, 0.1, 1e-3]) > 1)


@pytest.mark.parametrize("apart, ratio", [(0.5, 0.6), (1.2, 0.1), (0.2, 0.9)])
def test_above_the_largest_multiple_the_short_class_is_gone(apart, ratio):
    largest = theory.max_multiplicative_margin(apart, ratio)
    theta = np.linspace(-np.pi, np.pi, 200_001)
    for m, gone in ((largest - 1e-3, False), (largest + 1e-6, True)):
        own = losses.get("l_softmax").psi(np.cos(theta), np.abs(np.sin(theta)), m=m, lam=0.0)
        assert np.all(ratio * own < np.cos(theta - apart)) == gone


@pytest.mark.parametrize("call, error, message", [
    (lambda: theory.angular_gap("hinge", 1.0), ValueError, "one of scores"),
    (lambda: theory.angular_gap("arcface", 4.0), ValueError, "between 0 and π"),
    (lambda: theory.angular_gap("arcface", 1.0, m=-0.1), ValueError, "m must be a finite number"),
    (lambda: theory.angular_gap("arcface", 1.0, m=3.2), ValueError, "angle below π"),
    (lambda: theory.angular_gap("sphereface", 1.0, m=0.5), ValueError, "at least 1"),
    (lambda: theory.angular_gap("arcface", 1.0, q=1.0), KeyError, "ArcFace takes s, m; got 'q'"),
    (lambda: theory.angular_gap("archface", 1.0), KeyError, "archface"),
    (lambda: theory.max_multiplicative_margin(0.0), ValueError, "above 0"),
    (lambda: theory.max_multiplicative_margin(1.0, 0.0), ValueError, "norm_ratio"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()


# --- across the band on the sphere ---------------------------------------------------------------


@pytest.mark.parametrize("off, arcface", [(0, 28.65), (30, 39.65), (60, 53.99), (90, 59.31)])
def test_only_cosface_s_band_is_as_wide_off_the_arc(off, arcface):
    where = np.radians(60), np.radians(off)
    assert np.degrees(theory.band_across("arcface", *where, m=0.5)) == pytest.approx(
        arcface, abs=0.005
    )
    assert np.degrees(theory.band_across("cosface", *where, m=0.2)) == pytest.approx(
        23.074, abs=0.001
    )


@pytest.mark.parametrize("key, m", [("arcface", 0.5), ("cosface", 0.35)])
def test_across_the_band_is_from_edge_to_edge(key, m):
    """Against the curves that are drawn on the sphere, whose points know nothing of the formula."""
    for apart in np.radians([45.0, 60.0, 130.0, 180.0]):
        half = apart / 2
        towards, middle, up = np.eye(3)
        w = np.stack([np.cos(half) * middle - np.sin(half) * towards,
                      np.cos(half) * middle + np.sin(half) * towards])  # fmt: skip
        curves = sphere_curves(losses.get(key), w.T[None], None, 1.0, {"m": m}, margin=True)
        assert len(curves.points) > 50
        side = np.abs(np.arcsin(curves.points @ towards))
        off = np.arctan2(curves.points @ up, curves.points @ middle)
        # at the ends of the axis every angle is the same point
        held = side < np.pi / 2 - 1e-4
        width = theory.band_across(key, apart, off[held], m=m)
        np.testing.assert_allclose(width, 2 * side[held], atol=1e-6)


def test_the_band_on_the_arc_is_the_gap():
    for key, m in (("arcface", 0.5), ("cosface", 0.2)):
        gap, across = theory.angular_gap(key, APART, m=m), theory.band_across(key, APART, 0.0, m=m)
        held = ~np.isnan(theory.angular_edge(key, APART, m=m))
        assert across[held] == pytest.approx(gap[held])
        assert np.isnan(across[~held]).all()
    assert theory.band_across("arcface", 1.0, 0.7, m=0.0) == 0
    # all of the arc is band
    assert theory.band_across("arcface", 0.5, 0.0, m=0.5) == pytest.approx(0.5)
    # opposite vectors have no arc to leave
    assert theory.band_across("arcface", np.pi, 1.0, m=0.5) == pytest.approx(0.5)
    with pytest.raises(ValueError, match="known for cosface and arcface"):
        theory.band_across("sphereface", 1.0, 0.0)
