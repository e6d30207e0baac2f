import numpy as np
import pytest
from geometry import oracle

from lossviz import losses
from lossviz.geometry.contest import contest
from lossviz.geometry.summits import lattice, summits

LSE = losses.get("lse_hinge")


@pytest.mark.parametrize("size", [0.1, 1.0, 30.0])
def test_summits_are_the_best_of_a_fine_lattice(size):
    rng = np.random.default_rng(0)
    w, b = size * rng.normal(size=(3, 3, 5)), rng.normal(size=(3, 5)) * 0.3
    x, height = summits(contest(LSE, w, b, 3.0, {"m": 0.4}, True))
    fine = oracle.directions(4000)
    for f in range(3):
        gap = oracle.gap(LSE, w[f], b[f], 3.0, {"m": 0.4}, True, fine)
        assert np.all(height[f] >= gap.max(1) - 1e-9)
        own = oracle.gap(LSE, w[f], b[f], 3.0, {"m": 0.4}, True, x[f]).diagonal()
        assert height[f] == pytest.approx(own)


@pytest.mark.parametrize("size", [1e3, 1e9, 1e30])
def test_a_ridge_is_followed_to_its_top(size):
    """Class 0 stands ε above the line of ties of two rivals: a sliver, and a summit far along it.

    S_0 − max(S_1, S_2) = size·(ε x − |y|) is greatest at x = 1.
    """
    w = size * np.array([[[1e-3, 0.0, 0.0], [0.0, 1.0, -1.0], [0.0, 0.0, 0.0]]])
    x, height = summits(contest(LSE, w, None, 1.0, {"m": 0.0}, True))
    assert x[0, 0] == pytest.approx([1, 0, 0], abs=2e-2)
    if size > 1e6:
        assert height[0, 0] / size == pytest.approx(1e-3, rel=1e-3)


def test_equal_vectors_have_no_summit_and_do_no_harm():
    _, height = summits(contest(LSE, np.ones((2, 3, 3)), None, 1.0, {"m": 0.5}, True))
    assert height == pytest.approx(-0.5 - np.log(2))


def test_the_lattice_is_spread_evenly():
    nearest = np.sort(lattice(240) @ lattice(240).T, axis=1)[:, -2]
    assert np.arccos(nearest).max() < 1.6 * np.arccos(nearest).min()
